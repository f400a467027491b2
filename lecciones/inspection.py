"""Reading one file for a person who wants to see what was read, and where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lecciones.errors import UnreadableError, UsageError

if TYPE_CHECKING:
    import os

    from lecciones.jobs import Limits
    from schemas.reading import FormReading


def inspect(path: str | os.PathLike[str], *, limits: Limits | None = None) -> list[FormReading]:
    """The forms in one file as they were read, before the consent gate; empty where none is.

    This shows personal data, and the content of forms whose consent is no Sí: it is for the
    office that holds the form. With `limits` the file is read in a child process that may use
    no more (a third of a second to start); without, in this process: fit for files you trust
    (`.doc` and `.rtf` go to children in any case).

    Raises:
        UsageError: there is no such file, or it is a container.
        UnreadableError: the file is empty, encrypted, damaged, of no format that is read, or
            past a limit (`code` says which).
    """
    from lecciones.jobs import Failure, Job, ToConvert, Ungated
    from lecciones.jobs import Limits as _Limits

    file = Path(path)
    if not file.exists():
        raise UsageError("no_input", path=str(file))
    if not file.is_file():
        raise UsageError("inspect_not_file", path=str(file))
    job = Job("", "", str(file.resolve()), ungated=True)
    if limits is None:
        from lecciones.reading import ungated

        seen: object = ungated(job, _Limits())
    if limits is not None or isinstance(seen, ToConvert):
        from lecciones.isolation import Children

        with Children(limits or _Limits(), inputs=[file.resolve()]) as children:
            seen = children.read_isolated(job)
    if isinstance(seen, Failure):
        raise UnreadableError(seen.code)
    if not isinstance(seen, Ungated):
        raise UnreadableError("crashed")
    if seen.code == "container":
        raise UsageError("inspect_container", path=str(file))
    if seen.code:
        raise UnreadableError(seen.code, seen.detail)
    return list(seen.readings)
