"""The numbers behind the report's pictures: read from the published tables, streamed.

Entities are those of published lessons alone; of a form without a clear Sí nothing is told
but what the ledger tells. Memory grows with the number of entities and days, not of lessons.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.derive.words import fold
from corpus.folder import table_files
from schemas.reading import State
from schemas.tables import ANSWERS, LESSON_FIELDS, LESSONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from schemas.columns import Table

MOST_ENTITIES = 12
MOST_DAYS = 31
CONFIDENCE_STEPS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99)
"""Where each class of confidence begins; the last one ends with 1."""


@dataclass(frozen=True, slots=True)
class FieldStates:
    """What became of one question in all published lessons: how many of each state."""

    field: str
    states: Mapping[State, int]

    @property
    def open(self) -> int:
        """How many have no answer: empty, not found or not readable."""
        return sum(
            self.states.get(state, 0) for state in (State.EMPTY, State.NOT_FOUND, State.UNREADABLE)
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """What the pictures show.

    `entities` are names and lessons, the most first, `entities_total` how many there are;
    `days` ISO days and forms decided on, the oldest first; `confidence` lessons by class.
    """

    entities: tuple[tuple[str, int], ...] = ()
    entities_total: int = 0
    without_entity: int = 0
    days: tuple[tuple[str, int], ...] = ()
    fields: tuple[FieldStates, ...] = ()
    confidence: tuple[int, ...] = field(default=(0,) * len(CONFIDENCE_STEPS))


def figures_of(out: Path, days: Sequence[tuple[str, int]]) -> Figures:
    """The figures of the dataset in `out`; `days` are days and forms as the log tells them.

    Raises:
        OSError: a table cannot be read.
    """
    by_key: Counter[str] = Counter()
    names: dict[str, str] = {}
    confidence = [0] * len(CONFIDENCE_STEPS)
    without = 0
    for entity, sure in _rows(out, LESSONS, "entity", "confidence"):
        confidence[_class_of(float(str(sure)))] += 1
        key = fold(str(entity or ""))
        if key:
            by_key[key] += 1
            names.setdefault(key, str(entity))
        else:
            without += 1
    ranked = sorted(by_key.items(), key=lambda pair: (-pair[1], pair[0]))
    return Figures(
        entities=tuple((names[key], count) for key, count in ranked[:MOST_ENTITIES]),
        entities_total=len(by_key),
        without_entity=without,
        days=tuple(_newest(days)),
        fields=tuple(_field_states(out)),
        confidence=tuple(confidence),
    )


def _field_states(out: Path) -> Iterator[FieldStates]:
    counts: Counter[tuple[str, State]] = Counter()
    for name, state in _rows(out, ANSWERS, "field", "state"):
        counts[str(name), State(str(state))] += 1
    for name in LESSON_FIELDS:
        yield FieldStates(name, {state: counts[name, state] for state in State})


def _newest(days: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The newest days; where there are more, by month (`2025-06`)."""
    if len(days) <= MOST_DAYS:
        return list(days)
    months: Counter[str] = Counter()
    for day, count in days:
        months[day[:7]] += count
    return sorted(months.items())[-MOST_DAYS:]


def _class_of(confidence: float) -> int:
    # A 32-bit float of 0.95 is a little less than 0.95.
    return sum(confidence + 1e-6 >= start for start in CONFIDENCE_STEPS) - 1


def _rows(out: Path, table: Table, *columns: str) -> Iterator[tuple[object, ...]]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(out / table_files(table)[0]) as file:
        for batch in file.iter_batches(batch_size=4096, columns=list(columns)):
            yield from zip(*(batch.column(name).to_pylist() for name in columns), strict=True)
