"""The forms that wait for a person, what matters most first, and how many there are.

First those whose consent is unclear, then the least sure, then those with most text left
over. A form whose bytes came under several names stands once.
"""

from __future__ import annotations

import json
from collections import Counter
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


_NEEDS_LOOK = f"""(form.review = '{Review.NEEDED}' AND form.status = '{Status.PUBLISHED}'
    AND form.claim_id IS NULL AND lesson.form_id IS NOT NULL AND {FIRST})"""
_UNCLEAR = f"form.status = '{Status.CONSENT_UNCLEAR}'"
_DECIDED = f"form.review IN ('{Review.CONFIRMED}', '{Review.CORRECTED}')"
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
_BRIEF = f"""
    SELECT file.sha256, form.form_number, {_UNCLEAR}, ifnull(form.confidence, 0.0),
           -form.leftover, file.source_path, {_NEEDS_LOOK}, {_DECIDED}, form.ruling, {_WHY},
           lesson.entity {_FROM}"""
_NEWEST = "SELECT sha256, form_number, max(id) FROM act GROUP BY sha256, form_number"
_COLUMNS = f"""
    file.sha256, form.form_number, min(file.source_path), file.source_format, {STATUS}, {REASON},
    form.reason_detail, form.consent, form.confidence, form.review, form.leftover, {_WHY},
    lesson.entity, lesson.lesson_id,
    ifnull((SELECT max(act.id) FROM act WHERE act.sha256 = file.sha256
            AND act.form_number = form.form_number), 0), {RULED_ANEW}"""


_Brief = tuple[tuple[object, ...], frozenset[QueueState], str, str | None]
"""A form's rank in the queue (ending with number and hash), its states, why, and its entity."""

_STATES = {
    (waits, opened, decided): frozenset(
        state
        for state, holds in (
            (QueueState.ALL, True),
            (QueueState.WAITING, waits),
            (QueueState.OPEN, opened and not waits),
            (QueueState.DECIDED, decided),
        )
        if holds
    )
    for waits in (False, True)
    for opened in (False, True)
    for decided in (False, True)
}


class Survey:
    """All forms of the ledger by what there is to do, from one pass over the store."""

    def __init__(self, briefs: list[_Brief]) -> None:
        self._briefs = briefs

    def order(self, wanted: Wanted) -> list[Subject]:
        """The queue in its order."""
        state, reason, entity = wanted.state, wanted.reason, wanted.entity
        found = sorted(
            rank
            for rank, states, why, named in self._briefs
            if state in states and reason in ("", why) and entity in ("", named)
        )
        return [Subject(str(rank[-1]), cast("int", rank[-2])) for rank in found]

    def tally(self) -> Tally:
        """How many forms there are of each state."""
        counts = Counter(states for _, states, _, _ in self._briefs)
        return Tally(*(sum(n for of, n in counts.items() if s in of) for s in QueueState))

    def reasons(self, state: QueueState) -> tuple[tuple[str, int], ...]:
        """What there is to look at in a state, and how many forms for each, most first."""
        counts = Counter(why for _, states, why, _ in self._briefs if why and state in states)
        return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def entities(self, state: QueueState, most: int = 200) -> tuple[str, ...]:
        """The entities of the lessons in a state whose content is in the store, by name."""
        found = {named for _, states, _, named in self._briefs if named and state in states}
        return tuple(sorted(found)[:most])


def survey(store: Store) -> Survey:
    """All forms of the ledger; one whose bytes came under several names stands once.

    Raises:
        StoreError: SQLite could not read.
    """
    acts = cast("Iterator[tuple[str, int, int]]", store.rows(_NEWEST))
    newest = {(sha256, number): version for sha256, number, version in acts}
    briefs: dict[tuple[str, int], _Brief] = {}
    rows = cast("Iterator[tuple[Any, ...]]", store.rows(_BRIEF))
    for (sha256, number, unclear, confidence, leftover, path, needs, decided, ruling, why,
         entity) in rows:  # fmt: skip
        key = (sha256, number)
        states = _STATES[newest.get(key, 0) != ruling, bool(unclear or needs), bool(decided)]
        rank = (not unclear, confidence, leftover, path, number, sha256)
        known = briefs.get(key)
        if known is None:
            briefs[key] = (rank, states, why, entity)
        else:
            first = min(known[0], rank, key=lambda one: cast("Any", one))
            briefs[key] = (first, states | known[1], known[2] or why, known[3] or entity)
    return Survey(list(briefs.values()))


def waiting(
    store: Store, wanted: Wanted, *, start: int = 0, most: int = 50, seen: Survey | None = None
) -> tuple[Waiting, ...]:
    """A page of the queue: `most` forms from the one at `start` on; `seen` is a survey at hand.

    Raises:
        StoreError: SQLite could not read.
    """
    page = (seen or survey(store)).order(wanted)[start : start + most]
    if not page:
        return ()
    query = f"""
        SELECT {_COLUMNS} {_FROM} AND (file.sha256, form.form_number) IN (
            SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]')
            FROM json_each(?))
        GROUP BY file.sha256, form.form_number"""
    wanted_now = json.dumps([[key.sha256, key.form_number] for key in page])
    found = {form.subject: form for form in map(_waiting, store.rows(query, (wanted_now,)))}
    return tuple(found[key] for key in page if key in found)


def one(store: Store, subject: Subject) -> Waiting | None:
    """How a form stands in the ledger; None where it is not there.

    Raises:
        StoreError: SQLite could not read.
    """
    query = f"""
        SELECT {_COLUMNS} {_FROM} AND file.sha256 = ?
        AND form.form_number = CAST(? AS INTEGER) GROUP BY file.sha256, form.form_number"""
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
