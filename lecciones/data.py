"""The published dataset in use: exported, searched, compared. `lecciones export, search, diff`."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lecciones.errors import RunError, UsageError
from lecciones.telling import told_plainly

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.changes import Change
    from corpus.export.plan import Exported
    from corpus.search import Answer

_PART = ".lecciones-part"


def export(
    folder: str | os.PathLike[str],
    to: str,
    out: str | os.PathLike[str] | None = None,
    *,
    headings: str = "names",
) -> tuple[Path, Exported]:
    """Writes the lessons of DIR into one file of another format; its path and what is in it.

    `to` is one of `corpus.export.FORMATS`; `out` None is `lecciones` with the format's ending
    in the current folder. `headings` is `names`, `es` or `en`. An existing file is replaced
    whole. Memory does not grow with the number of lessons.

    Raises:
        UsageError: an unknown format or headings; a target within DIR, which only publishing
            writes to, or that is a folder.
        RunError: there is no dataset in DIR, the target cannot be written, DuckDB is missing.
    """
    from corpus.export import FORMATS, writer_of
    from corpus.export.plan import ExportError, Headings

    if to not in FORMATS:
        raise UsageError("bad_format", formats=", ".join(FORMATS))
    if headings not in tuple(Headings):
        raise UsageError("bad_headings")
    source = Path(folder)
    target = _target(source, Path(out or f"lecciones{FORMATS[to][1]}"))
    part = target.with_name(f".{target.name}.{os.getpid()}{_PART}")
    with dataset_told(source, target.parent):
        try:
            exported = writer_of(to)(source, part, Headings(headings))
            part.replace(target)
        except ExportError as error:
            raise RunError(error.code) from None
        finally:
            part.unlink(missing_ok=True)
    return target, exported


def search(
    folder: str | os.PathLike[str],
    text: str,
    *,
    fields: Sequence[str] = (),
    entity: str = "",
    limit: int = 20,
) -> Answer:
    """The lessons of DIR that best match what a person typed; see `corpus.search.search`.

    Raises:
        UsageError: a field that is not searched, or a limit under 1.
        RunError: there is no dataset in DIR, or the index cannot be written.
    """
    from corpus.search import SEARCHED
    from corpus.search import search as ask

    unknown = next((name for name in fields if name not in SEARCHED), None)
    if unknown is not None:
        raise UsageError("bad_field", fields=", ".join(SEARCHED))
    if limit < 1:
        raise UsageError("bad_limit", name="--limit")
    with dataset_told(Path(folder), Path(folder)):
        return ask(Path(folder), text, fields=fields, entity=entity, limit=limit)


def diff(before: str | os.PathLike[str], after: str | os.PathLike[str]) -> Iterator[Change]:
    """The lessons that differ between two datasets, by lesson id: ids and columns only.

    Raises:
        RunError: one of the two is no dataset.
    """
    from corpus.changes import compare
    from corpus.folder import table_files
    from corpus.tabular import check_tables
    from schemas.tables import LESSONS

    paths = []
    for folder in (Path(before), Path(after)):
        with dataset_told(folder, folder):
            check_tables(folder, LESSONS)
        paths.append(folder / table_files(LESSONS)[0])
    return compare(*paths)


def _target(folder: Path, target: Path) -> Path:
    if target.is_dir():
        raise UsageError("out_is_folder", path=str(target))
    if target.absolute().resolve().is_relative_to(folder.resolve()):
        raise UsageError("out_in_dataset", path=str(target))
    return target.absolute()


@contextmanager
def dataset_told(folder: Path, written: Path) -> Iterator[None]:
    """A dataset that is not there is told as such; other faults as those of `written`.

    Raises:
        RunError: `no_dataset`, `other_dataset`, or a fault of disk or store.
    """
    from corpus.errors import DatasetError

    with told_plainly(written):
        try:
            yield
        except DatasetError as error:
            code = "no_dataset" if error.code == "table_missing" else "other_dataset"
            raise RunError(code, path=str(folder)) from None
