"""What came of everything that came in: counts, and what is withheld and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from corpus.package import ReasonCount
from corpus.queries import CONSENT_COUNTS, FORMAT_COUNTS, REASON_COUNTS, WITHHELD_ROWS
from schemas.reading import Consent, Review
from schemas.records import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.store import Store


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of the ledger by status, by consent and by format.

    Every status is there, with 0 where there is none; consents and formats only where there
    are rows, with the key None for files without a form and formats not known.
    """

    by_status: dict[Status, int]
    by_consent: dict[Consent | None, int]
    by_format: dict[str | None, int]

    @property
    def forms(self) -> int:
        """All rows of the ledger."""
        return sum(self.by_status.values())


@dataclass(frozen=True, slots=True)
class Withheld:
    """A form or file that is not published; `reason` is a code, `reason_detail` never content."""

    source_path: str
    form_number: int | None
    status: Status
    reason: str
    reason_detail: str
    review: Review


def counts(store: Store) -> Counts:
    """The counts of the whole store, not of one run.

    Raises:
        StoreError: SQLite could not read.
    """
    by_status = dict.fromkeys(Status, 0)
    for count in reason_counts(store):
        by_status[count.status] += count.forms
    consents = _pairs(store, CONSENT_COUNTS)
    return Counts(
        by_status,
        {None if key is None else Consent(key): count for key, count in consents},
        dict(_pairs(store, FORMAT_COUNTS)),
    )


def reason_counts(store: Store) -> tuple[ReasonCount, ...]:
    """How many forms have each status for each reason, sorted by both.

    Raises:
        StoreError: SQLite could not read.
    """
    rows = cast("Iterator[tuple[str, str, int]]", store.rows(REASON_COUNTS))
    return tuple(ReasonCount(Status(status), reason, forms) for status, reason, forms in rows)


def withheld(store: Store) -> Iterator[Withheld]:
    """What is not published (duplicates among it), by path and form number, streamed.

    Raises:
        StoreError: SQLite could not read.
    """
    rows = cast("Iterator[tuple[str, int | None, str, str, str, str]]", store.rows(WITHHELD_ROWS))
    for path, number, status, reason, detail, review in rows:
        yield Withheld(path, number, Status(status), reason, detail, Review(review))


def _pairs(store: Store, query: str) -> list[tuple[str | None, int]]:
    return list(cast("Iterator[tuple[str | None, int]]", store.rows(query)))
