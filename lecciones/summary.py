"""What the dataset holds and what was withheld, told from the published ledger.

Only the ledger is read, which holds no form content; memory is bounded by the lists' length.
"""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.reading import Review
from schemas.records import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LEDGER = Path("restricted/forms.parquet")
REPORT = Path("restricted/report.html")
LESSONS = Path("lessons.csv")
_LIST_LENGTH = 1000
_REVIEW_LENGTH = 100
_EXAMPLES = 3
_COLUMNS = (
    "source_path",
    "form_number",
    "source_format",
    "status",
    "reason",
    "consent",
    "lesson_id",
    "confidence",
    "review",
)
_FIRST = (
    Status.CONSENT_UNCLEAR,
    Status.UNREADABLE,
    Status.FAILED,
    Status.NOT_A_FORM,
    Status.BLANK,
    Status.REVOKED,
    Status.NO_CONSENT,
    Status.DUPLICATE,
)
"""Withheld outcomes, those that a person can do something about first."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row of the ledger, as far as people are told of it."""

    source_path: str
    form_number: int | None
    status: str
    reason: str
    lesson_id: str | None
    confidence: float | None


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """All rows withheld for one reason: how many, and the first few of them."""

    status: str
    reason: str
    count: int
    examples: tuple[LedgerRow, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts over the whole ledger, and the rows that a person wants to see.

    `by_consent` and `by_format` have "" for rows without one. `withheld` and `review` are cut
    at a fixed length; `withheld_total` and `review_total` say how many there are.
    """

    total: int = 0
    by_status: Mapping[str, int] = field(default_factory=dict)
    by_consent: Mapping[str, int] = field(default_factory=dict)
    by_format: Mapping[str, int] = field(default_factory=dict)
    reasons: tuple[ReasonGroup, ...] = ()
    withheld: tuple[LedgerRow, ...] = ()
    review: tuple[LedgerRow, ...] = ()
    withheld_total: int = 0
    review_total: int = 0

    @property
    def published(self) -> int:
        """How many lessons are published."""
        return self.by_status.get(Status.PUBLISHED, 0)


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run did, and what the dataset in `out` now holds.

    `files_read` were new or changed, `files_unchanged` known from an earlier run (members of
    archives and mails count as files). `seconds` is the run's time by the clock. `log_head`
    is the head of the log of decisions (entries, colon, hash), to be kept elsewhere.
    """

    out: Path
    files_read: int
    files_unchanged: int
    seconds: float
    overview: Overview
    log_head: str = ""

    @property
    def lessons(self) -> int:
        """How many lessons the dataset holds."""
        return self.overview.published

    @property
    def by_status(self) -> Mapping[str, int]:
        """Rows of the ledger by status."""
        return self.overview.by_status

    @property
    def by_consent(self) -> Mapping[str, int]:
        """Rows of the ledger by consent; "" where no form was found."""
        return self.overview.by_consent

    @property
    def by_format(self) -> Mapping[str, int]:
        """Rows of the ledger by source format; "" where it is not known."""
        return self.overview.by_format

    @property
    def not_read(self) -> int:
        """Inputs that could not be read or failed: what `--strict` looks at."""
        return self.by_status.get(Status.UNREADABLE, 0) + self.by_status.get(Status.FAILED, 0)

    @property
    def lessons_csv(self) -> Path:
        """The lessons, to share."""
        return self.out / LESSONS

    @property
    def report(self) -> Path:
        """The page for people; it stays with the office."""
        return self.out / REPORT

    @property
    def ledger(self) -> Path:
        """The ledger as CSV; it stays with the office."""
        return (self.out / LEDGER).with_suffix(".csv")


def look_over(out: Path) -> Overview:
    """The overview of the dataset in `out`.

    Raises:
        OSError: there is no ledger there, or it cannot be read.
    """
    by_status: Counter[str] = Counter()
    by_consent: Counter[str] = Counter()
    by_format: Counter[str] = Counter()
    withheld: dict[str, list[LedgerRow]] = {status: [] for status in _FIRST}
    groups: dict[tuple[str, str], list[LedgerRow]] = {}
    by_reason: Counter[tuple[str, str]] = Counter()
    review: list[tuple[float, str, int, LedgerRow]] = []
    review_total = 0
    for row in _rows(out / LEDGER):
        entry = _entry(row)
        by_status[entry.status] += 1
        by_consent[str(row["consent"] or "")] += 1
        by_format[str(row["source_format"] or "")] += 1
        if entry.status != Status.PUBLISHED:
            rows = withheld.setdefault(entry.status, [])
            if len(rows) < _LIST_LENGTH:
                rows.append(entry)
            why = (entry.status, entry.reason)
            by_reason[why] += 1
            if by_reason[why] <= _EXAMPLES:
                groups.setdefault(why, []).append(entry)
        elif row["review"] == Review.NEEDED:
            review_total += 1
            _keep_least_sure(review, entry)
    listed = [entry for rows in withheld.values() for entry in rows]
    total = by_status.total()
    order = list(withheld)
    return Overview(
        total=total,
        by_status=_by_count(by_status),
        by_consent=_by_count(by_consent),
        by_format=_by_count(by_format),
        reasons=tuple(
            ReasonGroup(*why, by_reason[why], tuple(groups[why]))
            for why in sorted(groups, key=lambda why: (order.index(why[0]), -by_reason[why], why))
        ),
        withheld=tuple(listed[:_LIST_LENGTH]),
        review=tuple(entry for *_, entry in sorted(review, key=lambda kept: (-kept[0], kept[1]))),
        withheld_total=total - by_status[Status.PUBLISHED],
        review_total=review_total,
    )


def _rows(ledger: Path) -> Iterator[dict[str, object]]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(ledger) as file:
        for batch in file.iter_batches(batch_size=4096, columns=list(_COLUMNS)):
            yield from batch.to_pylist()


def _entry(row: dict[str, object]) -> LedgerRow:
    number, confidence, lesson = row["form_number"], row["confidence"], row["lesson_id"]
    return LedgerRow(
        str(row["source_path"]),
        number if isinstance(number, int) else None,
        str(row["status"]),
        str(row["reason"] or ""),
        None if lesson is None else str(lesson),
        confidence if isinstance(confidence, float) else None,
    )


def _keep_least_sure(heap: list[tuple[float, str, int, LedgerRow]], entry: LedgerRow) -> None:
    """Keeps the least sure rows; the surest is on top of the heap and falls out first."""
    confidence = entry.confidence if entry.confidence is not None else 0.0
    item = (-confidence, entry.source_path, entry.form_number or 0, entry)
    if len(heap) < _REVIEW_LENGTH:
        heapq.heappush(heap, item)
    elif item[0] > heap[0][0]:
        heapq.heapreplace(heap, item)


def _by_count(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
