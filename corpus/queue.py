"""The forms that wait for a person, what matters most first, and how many there are.

First those whose consent is unclear, then the least sure, then those with most text left
over. A form whose bytes came under several names stands once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

from corpus.decisions import Subject
from corpus.queries import FIRST, REASON, RULED_ANEW, STATUS
from schemas.reading import Consent, Review
from schemas.records import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.store import Store

# ruff: noqa: S608 -- every query is put together from this project's own constants

TELLING_LEFTOVER = 12
"""Characters of left-over text; less is a stray mark or number."""

_UNSURE = 0.9


class QueueState(StrEnum):
    """Which forms are looked at."""

    OPEN = "open"  # somebody has to decide
    DECIDED = "decided"  # somebody did
    WAITING = "waiting"  # somebody did, and the file could not be read again since
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person looks for: "" stands for any entity or reason."""

    state: QueueState = QueueState.OPEN
    reason: str = ""
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A form of the ledger as the queue shows it; nothing of its content but its entity.

    `why` is the code of what a person should look at; `entity` None where the lesson is not
    in the store. `version` is that of the ruling, 0 where nobody decided.
    """

    subject: Subject
    source_path: str
    source_format: str | None
    status: Status
    reason: str
    reason_detail: str
    consent: Consent | None
    confidence: float | None
    review: Review
    leftover: int
    why: str
    entity: str | None
    lesson_id: str | None
    version: int
    waits: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How many forms there are of each state."""

    open: int
    decided: int
    waiting: int
    all: int


_PENDING = RULED_ANEW
_NEEDS_LOOK = f"""(form.review = '{Review.NEEDED}' AND form.status = '{Status.PUBLISHED}'
    AND form.claim_id IS NULL AND lesson.form_id IS NOT NULL AND {FIRST})"""
_OPEN = f"((form.status = '{Status.CONSENT_UNCLEAR}' OR {_NEEDS_LOOK}) AND NOT {_PENDING})"
_DECIDED = f"form.review IN ('{Review.CONFIRMED}', '{Review.CORRECTED}')"
_STATES = {
    QueueState.OPEN: _OPEN,
    QueueState.DECIDED: _DECIDED,
    QueueState.WAITING: _PENDING,
    QueueState.ALL: "1",
}
_CONCERN = "EXISTS (SELECT 1 FROM concern WHERE concern.form_id = form.id)"
_WHY = f"""CASE
    WHEN form.status <> '{Status.PUBLISHED}' THEN form.reason
    WHEN form.review <> '{Review.NEEDED}' THEN ''
    WHEN form.confidence < {_UNSURE} AND form.leftover <= {TELLING_LEFTOVER} THEN 'confidence'
    WHEN form.leftover > {TELLING_LEFTOVER} THEN 'leftover'
    WHEN {_CONCERN} THEN 'sensitive'
    ELSE 'confidence' END"""
_FROM = """
    FROM form JOIN file ON file.id = form.file_id
    LEFT JOIN lesson ON lesson.form_id = form.id
    WHERE form.form_number IS NOT NULL"""
_GROUP = " GROUP BY file.sha256, form.form_number"
_ORDER = f"""
    ORDER BY max(form.status = '{Status.CONSENT_UNCLEAR}') DESC, min(ifnull(form.confidence, 0)),
             max(form.leftover) DESC, min(file.source_path), form.form_number, file.sha256"""
_COLUMNS = f"""
    file.sha256, form.form_number, min(file.source_path), file.source_format, {STATUS}, {REASON},
    form.reason_detail, form.consent, form.confidence, form.review, form.leftover, {_WHY},
    lesson.entity, lesson.lesson_id,
    ifnull((SELECT max(act.id) FROM act WHERE act.sha256 = file.sha256
            AND act.form_number = form.form_number), 0), {_PENDING}"""


def waiting(store: Store, wanted: Wanted, *, start: int = 0, most: int = 50) -> tuple[Waiting, ...]:
    """A page of the queue: `most` forms from the one at `start` on.

    Raises:
        StoreError: SQLite could not read.
    """
    where, values = _conditions(wanted)
    query = f"SELECT {_COLUMNS} {_FROM}{where}{_GROUP}{_ORDER} LIMIT {most:d} OFFSET {start:d}"
    return tuple(_waiting(row) for row in store.rows(query, values))


def order(store: Store, wanted: Wanted) -> list[Subject]:
    """The whole queue in its order, the keys alone.

    Raises:
        StoreError: SQLite could not read.
    """
    where, values = _conditions(wanted)
    query = f"SELECT file.sha256, form.form_number {_FROM}{where}{_GROUP}{_ORDER}"
    rows = cast("Iterator[tuple[str, int]]", store.rows(query, values))
    return [Subject(sha256, number) for sha256, number in rows]


def one(store: Store, subject: Subject) -> Waiting | None:
    """How a form stands in the ledger; None where it is not there.

    Raises:
        StoreError: SQLite could not read.
    """
    query = f"""
        SELECT {_COLUMNS} {_FROM} AND file.sha256 = ?
        AND form.form_number = CAST(? AS INTEGER) {_GROUP}"""
    for row in store.rows(query, (subject.sha256, str(subject.form_number))):
        return _waiting(row)
    return None


def places(store: Store, sha256: str) -> tuple[tuple[str, str], ...]:
    """`root` and `source_path` of each place where a file with these bytes was met.

    Raises:
        StoreError: SQLite could not read.
    """
    query = """
        SELECT sighting.root, sighting.source_path
        FROM file JOIN sighting ON sighting.file_id = file.id WHERE file.sha256 = ?
        ORDER BY 1, 2"""
    return tuple(cast("Iterator[tuple[str, str]]", store.rows(query, (sha256,))))


def roots(store: Store) -> tuple[str, ...]:
    """The inputs under which files were met.

    Raises:
        StoreError: SQLite could not read.
    """
    query = "SELECT DISTINCT root FROM sighting ORDER BY root"
    return tuple(str(row[0]) for row in store.rows(query))


def tally(store: Store) -> Tally:
    """How many forms there are of each state.

    Raises:
        StoreError: SQLite could not read.
    """
    return Tally(*(_count(store, _STATES[state]) for state in QueueState))


def reasons(store: Store, state: QueueState) -> tuple[tuple[str, int], ...]:
    """What there is to look at in a state, and how many forms for each, most first.

    Raises:
        StoreError: SQLite could not read.
    """
    query = f"""
        SELECT why, count(*) FROM (SELECT {_WHY} AS why {_FROM} AND {_STATES[state]} {_GROUP})
        WHERE why <> '' GROUP BY why ORDER BY 2 DESC, 1"""
    return tuple(cast("Iterator[tuple[str, int]]", store.rows(query)))


def entities(store: Store, state: QueueState, most: int = 200) -> tuple[str, ...]:
    """The entities of the lessons in a state whose content is in the store, by name.

    Raises:
        StoreError: SQLite could not read.
    """
    query = f"""
        SELECT DISTINCT lesson.entity {_FROM} AND lesson.entity IS NOT NULL
        AND {_STATES[state]} ORDER BY 1 LIMIT {most:d}"""
    return tuple(str(row[0]) for row in store.rows(query))


def unpublished(store: Store) -> int:
    """How many decisions were made since the dataset was last published.

    Raises:
        StoreError: SQLite could not read.
    """
    query = """
        SELECT count(*) FROM log
        WHERE seq > (SELECT ifnull(max(seq), 0) FROM log WHERE subject = 'published')
          AND json_extract(entry, '$.kind') = 'person'"""
    return next(cast("Iterator[tuple[int]]", store.rows(query)))[0]


def _count(store: Store, condition: str) -> int:
    query = f"SELECT count(*) FROM (SELECT 1 {_FROM} AND {condition} {_GROUP})"
    return next(cast("Iterator[tuple[int]]", store.rows(query)))[0]


def _conditions(wanted: Wanted) -> tuple[str, tuple[str, ...]]:
    where, values = f" AND {_STATES[wanted.state]}", []
    if wanted.reason:
        where += f" AND {_WHY} = ?"
        values.append(wanted.reason)
    if wanted.entity:
        where += " AND lesson.entity = ?"
        values.append(wanted.entity)
    return where, tuple(values)


def _waiting(row: tuple[object, ...]) -> Waiting:
    (sha256, number, path, source_format, status, reason, detail, consent, confidence, review,
     leftover, why, entity, lesson_id, version, waits) = cast("tuple[Any, ...]", row)  # fmt: skip
    return Waiting(
        Subject(sha256, int(number)),
        path,
        source_format,
        Status(status),
        reason,
        detail,
        None if consent is None else Consent(consent),
        None if confidence is None else float(confidence),
        Review(review),
        int(leftover),
        why,
        entity,
        lesson_id,
        int(version),
        bool(waits),
    )
