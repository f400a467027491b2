"""The rows of `derived`: two passes over the published lessons, streamed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from corpus.derive.likeness import groups_of
from corpus.derive.order import order_of
from corpus.derive.places import place_of
from corpus.derive.terms import key_terms
from corpus.derive.words import count_words, fold
from corpus.queries import LESSON_ROWS, LESSON_TEXTS
from schemas.derived import COUNTED_FIELDS, DERIVED_VERSION
from schemas.tables import LESSON_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.store import Store

_AT = {name: at + 1 for at, name in enumerate(LESSON_FIELDS)}
_TERM_WEIGHTS = {"topic": 2, "situation": 1, "impact": 1, "solutions": 1, "lesson": 1} | {
    "recommendation": 1
}
Row = tuple[object, ...]


def derived_rows(store: Store) -> Iterator[Row]:
    """One row a published lesson, by lesson id, in the columns of `DERIVED`.

    Raises:
        StoreError: SQLite could not read.
    """
    groups = groups_of(
        ((cast("str", row[0]), _prose(row)) for row in store.rows(LESSON_ROWS)),
        lambda lesson_id: _text_of(store, lesson_id),
    )
    for row in store.rows(LESSON_ROWS):
        yield derived_row(row, groups.get(cast("str", row[0])))


def derived_row(row: Row, group: str | None) -> Row:
    """The derived values of a row of `lessons`; `group` is its group of near duplicates."""
    entity = _text(row, "entity")
    place = place_of(entity)
    counts = [count_words(_text(row, name)) for name in COUNTED_FIELDS]
    terms = key_terms((_text(row, name), weight) for name, weight in _TERM_WEIGHTS.items())
    return (
        row[0],
        fold(entity or "") or None,
        order_of(entity, place.municipality_code),
        place.department_code,
        place.department,
        place.municipality_code,
        place.municipality,
        place.rule,
        sum(counts),
        *counts,
        group,
        "; ".join(terms) or None,
        DERIVED_VERSION,
    )


def _text_of(store: Store, lesson_id: str) -> str | None:
    """The prose of a lesson again (equal ids have equal texts)."""
    for row in store.rows(LESSON_TEXTS, (lesson_id,)):
        return _prose(row)
    return None


def _prose(row: Row) -> str:
    return "\n".join(filter(None, (_text(row, name) for name in COUNTED_FIELDS)))


def _text(row: Row, name: str) -> str | None:
    return cast("str | None", row[_AT[name]])
