"""Files written beside their places, flushed, and renamed together.

    parts written, flushed ──▶ journal names them, flushed ──▶ renames ──▶ journal removed

A reader never sees half of a file. The journal decides: a kill before it leaves the old set,
one after it the new set, which `recover` completes at the next start. Between two renames a
reader may meet files of two sets; the hashes in `datapackage.json` (renamed last) tell.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO, Self

from corpus.database import PART, PRIVATE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

JOURNAL = ".lecciones-publishing"
"""In the folder while files take their places: the names of all of them."""

_PUBLIC_FILE = 0o666  # less the umask


class Staging:
    """A set of files that take their places together, in the order they were begun.

    A context manager: left by an exception it removes what it wrote and changes nothing;
    once `commit` has begun to rename, what could not be renamed is left for `recover`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts: dict[Path, Path] = {}
        self._decided = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._decided:
            for part in self._parts.values():
                part.unlink(missing_ok=True)

    @contextmanager
    def file(self, name: str, *, private: bool) -> Iterator[BinaryIO]:
        """A new file for the place `name` in the folder, on the disk when the block ends.

        A private one has mode 0600 from its first byte.
        """
        place = self._folder / name
        part = _part_of(place)
        part.unlink(missing_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        self._parts[place] = part
        with os.fdopen(os.open(part, flags, PRIVATE_FILE if private else _PUBLIC_FILE), "wb") as f:
            yield f
            f.flush()
            os.fsync(f.fileno())

    def part(self, name: str) -> Path:
        """Where a staged file lies until it is put in place."""
        return self._parts[self._folder / name]

    def facts(self, name: str) -> tuple[int, str]:
        """Size in bytes and SHA-256 (hex) of a staged file."""
        part = self._parts[self._folder / name]
        with part.open("rb") as file:
            return part.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()

    def commit(self) -> None:
        """Renames every staged file into its place and flushes the folders.

        Raises:
            OSError: nothing was changed, or not all could be renamed: `recover` goes on.
        """
        folders = {place.parent for place in self._parts}
        if len(self._parts) > 1:  # one rename needs no journal: it is whole by itself
            names = [str(place.relative_to(self._folder)) for place in self._parts]
            _write_journal(self._folder, names, folders)
            self._decided = True
        _put_in_place(self._folder, self._parts, folders)
        self._parts.clear()


def write_whole(path: Path, data: bytes, *, private: bool) -> None:
    """Replaces one file whole; private: mode 0600 from its first byte."""
    with Staging(path.parent) as staging:
        with staging.file(path.name, private=private) as file:
            file.write(data)
        staging.commit()


def recover(folder: Path) -> None:
    """Completes what a killed publishing had decided in `folder`, and removes the rest.

    Only for who holds the store: another run may be at this very work.

    Raises:
        OSError: a file could not be put in its place; what is left can be tried again.
    """
    names = _read_journal(folder)
    parts = {folder / name: _part_of(folder / name) for name in names}
    left = {place: part for place, part in parts.items() if part.exists()}
    _put_in_place(folder, left, {place.parent for place in left})
    for within in (folder, *{place.parent for place in parts}, folder / "restricted"):
        for part in within.glob(f".*{PART}"):
            part.unlink(missing_ok=True)


def _part_of(place: Path) -> Path:
    return place.with_name(f".{place.name}{PART}")


def _write_journal(folder: Path, names: list[str], folders: Iterable[Path]) -> None:
    """From the moment that the journal has its name the new set is the one that counts."""
    for each in folders:
        _sync_folder(each)  # the parts are there whatever happens
    draft = _part_of(folder / JOURNAL)
    draft.unlink(missing_ok=True)
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(names, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / JOURNAL)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _sync_folder(folder)


def _read_journal(folder: Path) -> list[str]:
    """The places that it names; none where there is no journal, or it is none of ours."""
    try:
        names = json.loads((folder / JOURNAL).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return []
    if not isinstance(names, list):
        return []
    inside = [name for name in names if isinstance(name, str) and _stays_inside(name)]
    return inside if len(inside) == len(names) else []


def _stays_inside(name: str) -> bool:
    parts = PurePath(name).parts
    return bool(parts) and ".." not in parts and not PurePath(name).is_absolute()


def _put_in_place(folder: Path, parts: dict[Path, Path], folders: Iterable[Path]) -> None:
    for place, part in parts.items():
        part.replace(place)
    for each in folders:
        _sync_folder(each)
    (folder / JOURNAL).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return  # elsewhere a folder cannot be opened to be flushed
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
