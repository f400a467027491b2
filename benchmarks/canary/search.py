"""Looks for words in every byte under some folders, decompressed where something is packed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_CANARY = re.compile(rb"canario\d{4}q\d{9}")


def canaries_under(folders: Iterable[Path]) -> dict[str, str]:
    """Each canary found under the folders, and a file in which it is.

    Files are looked through whole: the store's free pages, its log and all; as they lie on
    the disk, without the zero bytes of UTF-16, and Parquet column by column.
    """
    found: dict[str, str] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                for data in _readings(path):
                    for match in _CANARY.finditer(data):
                        found.setdefault(match.group().decode(), str(path))
    return found


def canaries_in(text: str) -> set[str]:
    """The canaries in what a program printed."""
    return {match.decode() for match in _CANARY.findall(text.encode("utf-8", "replace"))}


def _readings(path: Path) -> Iterator[bytes]:
    try:
        data = path.read_bytes()
    except OSError:
        return
    yield data
    yield data.replace(b"\0", b"")
    if data[:4] == b"PAR1" and data[-4:] == b"PAR1":
        import pyarrow.parquet as pq

        yield repr(pq.read_table(path).to_pylist()).encode()
