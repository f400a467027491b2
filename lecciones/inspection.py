"""Reading one file for a person who wants to see what was read, and where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lecciones.errors import UnreadableError, UsageError

if TYPE_CHECKING:
    import os

    from schemas.reading import FormReading


def inspect(path: str | os.PathLike[str]) -> list[FormReading]:
    """The forms in one file as they were read, before the consent gate; empty where none is.

    This shows personal data, and the content of forms whose consent is no Sí: it is for the
    office that holds the form. The file is read in this process, without time limit.

    Raises:
        UsageError: there is no such file.
        UnreadableError: the file is empty, encrypted, damaged, of no format that is read, or
            a container (`code` says which).
    """
    from extract.errors import ExtractError
    from lecciones.containers import ContainerError, container_kind
    from lecciones.jobs import Limits
    from lecciones.reading import has_text, read_whole, readings_of, reason_of

    file = Path(path)
    if not file.exists():
        raise UsageError("no_input", path=str(file))
    if not file.is_file():
        raise UsageError("inspect_not_file", path=str(file))
    try:
        data = read_whole(file, Limits().file_bytes)
    except ContainerError as error:
        raise UnreadableError(error.code, error.detail) from None
    if container_kind(data):
        raise UsageError("inspect_container", path=str(file))
    try:
        document, readings = readings_of(data)
    except ExtractError as error:
        raise UnreadableError(reason_of(error, data), error.detail) from None
    if not readings and str(document.format) == "pdf" and not has_text(document):
        raise UnreadableError("scanned_pdf")
    return list(readings)
