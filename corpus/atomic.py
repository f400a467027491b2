"""Files written beside their places, flushed, and renamed together.

A reader never sees half of a file. A kill before the renames leaves the old files whole;
one between two renames leaves whole files of two states, which the hashes in
`datapackage.json` (renamed last) tell, and the next publishing sets right.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Self

from corpus.database import PART, PRIVATE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

_PUBLIC_FILE = 0o666  # less the umask


class Staging:
    """A set of files that take their places together, in the order they were begun.

    A context manager: left by an exception it removes what it wrote and changes nothing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts: dict[Path, Path] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for part in self._parts.values():
            part.unlink(missing_ok=True)

    @contextmanager
    def file(self, name: str, *, private: bool) -> Iterator[BinaryIO]:
        """A new file for the place `name` in the folder, on the disk when the block ends.

        A private one has mode 0600 from its first byte.
        """
        place = self._folder / name
        part = place.with_name(f".{place.name}{PART}")
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
        """Renames every staged file into its place and flushes the folders."""
        for place, part in self._parts.items():
            part.replace(place)
        for folder in {place.parent for place in self._parts}:
            _sync_folder(folder)
        self._parts.clear()


def write_whole(path: Path, data: bytes, *, private: bool) -> None:
    """Replaces one file whole; private: mode 0600 from its first byte."""
    with Staging(path.parent) as staging:
        with staging.file(path.name, private=private) as file:
            file.write(data)
        staging.commit()


def clear_leftovers(folder: Path) -> None:
    """Removes what a killed publishing left beside its places in `folder`."""
    for part in folder.glob(f".*{PART}"):
        part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return  # elsewhere a folder cannot be opened to be flushed
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
