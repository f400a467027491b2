"""Runs that keep each result as it comes, and go on where they were cut off."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def each(
    read: Callable[[_Item], _Result], items: Iterable[_Item], workers: int, chunk: int
) -> Iterator[_Result]:
    """The results in the order of the items, read here or by so many processes."""
    if workers == 1:
        yield from map(read, items)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(read, items, chunksize=chunk)


def kept(path: Path | None) -> list[Any]:
    """The rows of an earlier run; none without a file."""
    if path is None or not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def keep(row: object, path: Path | None) -> None:
    """Adds a row to the file, where one is given."""
    if path is not None:
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
