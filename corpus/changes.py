"""What a publishing changed: lesson ids and columns, never a value.

`CHANGES.csv` is the dataset's history: each publishing that changes a lesson adds its lines at
the end, with the day. So it depends on when a run was made and is, unlike the tables, not
byte-identical for the same inputs.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from corpus.tabular import batches_of
from schemas.tables import LESSONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

CHANGES_FILE = "CHANGES.csv"
_ID = "lesson_id"
HEADER = ("release", "published_on", "change", "lesson_id", "fields")


class ChangeKind(StrEnum):
    """What became of a lesson."""

    ADDED = "added"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Change:
    """One lesson that is not as before; `fields` are the columns that changed, else ()."""

    kind: ChangeKind
    lesson_id: str
    fields: tuple[str, ...] = ()


def compare(before: Path | None, after: Path) -> Iterator[Change]:
    """What differs between two `lessons.parquet`, by lesson id; `before` None: all is new.

    Both are read a batch at a time. Columns that only one of them has count as changed.

    Raises:
        OSError: a file cannot be read.
        pyarrow.ArrowInvalid: a file is no Parquet file.
    """
    if before is None:  # the other columns are the greater part by far
        yield from (Change(ChangeKind.ADDED, lesson_id) for lesson_id, _ in _by_id(after, [_ID]))
        return
    old, new = _by_id(before), _by_id(after)
    left, right = next(old, None), next(new, None)
    while left or right:
        if right is None or (left is not None and left[0] < right[0]):
            assert left is not None  # noqa: S101  # for the type checker
            yield Change(ChangeKind.WITHDRAWN, left[0])
            left = next(old, None)
        elif left is None or right[0] < left[0]:
            yield Change(ChangeKind.ADDED, right[0])
            right = next(new, None)
        else:
            fields = _differing(left[1], right[1])
            if fields:
                yield Change(ChangeKind.CHANGED, left[0], fields)
            left, right = next(old, None), next(new, None)


def write_changes(
    history: Path, before: Path, after: Path, file: BinaryIO
) -> dict[ChangeKind, int]:
    """Writes the history and what is new since `before`; how many lessons of each kind.

    Where nothing changed the bytes are those of the history.
    """
    release = _copy(history, file) + 1
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    if release == 1 and not file.tell():
        writer.writerow(HEADER)
    day = datetime.now(UTC).date().isoformat()
    counts = dict.fromkeys(ChangeKind, 0)
    for change in compare(_readable(before), after):
        row = (release, day, change.kind, change.lesson_id, " ".join(change.fields))
        writer.writerow(row)
        counts[change.kind] += 1
    text.flush()
    text.detach()
    return counts


def _copy(history: Path, file: BinaryIO) -> int:
    """Copies the history line by line; the number of its last release, 0 for none."""
    last = b""
    if history.exists():
        with history.open("rb") as kept:
            for line in kept:
                file.write(line)
                last = line
    number = last.partition(b",")[0]
    return int(number) if number.isdigit() else 0


def _readable(path: Path) -> Path | None:
    """The path where a Parquet file is there, else None: what cannot be read tells nothing."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        pq.read_schema(path)
    except (OSError, pa.ArrowInvalid):
        return None
    return path


def _by_id(path: Path, columns: list[str] | None = None) -> Iterator[tuple[str, dict[str, object]]]:
    for batch in batches_of(path, columns):
        for row in batch.to_pylist():
            yield str(row[_ID]), row


def _differing(a: dict[str, object], b: dict[str, object]) -> tuple[str, ...]:
    names = dict.fromkeys((*LESSONS.names, *a, *b))
    return tuple(name for name in names if a.get(name) != b.get(name))
