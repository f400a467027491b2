"""The terms of Ley 1581 de 2012 arts. 14 and 15, in Colombian business days.

A business day is Monday to Friday and no public holiday of Colombia (Ley 51 de 1983), and a
term counts from the day after receipt. Saturdays do not count, as for offices that do not
work on them (Ley 4 de 1913 art. 62). Not legal advice: an entity may have days of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from corpus.claims import ClaimKind

if TYPE_CHECKING:
    from collections.abc import Container

    from corpus.claims import Claim

MARK_DAYS = 2  # art. 15 no. 2: the mark "reclamo en trámite"
ASK_DAYS = 5  # art. 15 no. 1: to ask for what is missing
_ANSWER_DAYS = {ClaimKind.QUERY: 10, ClaimKind.COMPLAINT: 15, ClaimKind.REVOCATION: 15}
_MORE_DAYS = {ClaimKind.QUERY: 5, ClaimKind.COMPLAINT: 8, ClaimKind.REVOCATION: 8}
_COLOMBIA = timezone(timedelta(hours=-5))


@dataclass(frozen=True, slots=True)
class Terms:
    """The last days for each step; `mark` and `ask` are None for a query.

    `extended` is the last day where the reasons for the delay were told within the first
    term.
    """

    answer: date
    extended: date
    mark: date | None
    ask: date | None


@dataclass(frozen=True, slots=True)
class Due:
    """An open claim with its terms and the business days left to answer; negative: late."""

    claim: Claim
    terms: Terms
    days_left: int


def terms(kind: ClaimKind, received: date) -> Terms:
    """The terms of a claim received on this day."""
    answer = add_business_days(received, _ANSWER_DAYS[kind])
    extended = add_business_days(answer, _MORE_DAYS[kind])
    if kind is ClaimKind.QUERY:
        return Terms(answer, extended, None, None)
    mark = add_business_days(received, MARK_DAYS)
    return Terms(answer, extended, mark, add_business_days(received, ASK_DAYS))


def due_of(claim: Claim, on: date) -> Due:
    """The claim's terms, and the business days left on that day."""
    its = terms(claim.kind, date.fromisoformat(claim.received_on))
    last = its.extended if claim.extended else its.answer
    return Due(claim, its, business_days_left(on, last))


def add_business_days(start: date, days: int) -> date:
    """The business day that many business days after `start`, which itself does not count."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_business_day(day)
    return day


def business_days_left(today: date, last: date) -> int:
    """Business days after `today` up to and with `last`; negative where it has passed."""
    if last < today:
        return -_between(last, today)
    return _between(today, last)


def is_business_day(day: date) -> bool:
    """True from Monday to Friday, but on public holidays of Colombia."""
    return day.weekday() < 5 and day not in _holidays()


def today() -> date:
    """The date in Colombia, which has no summer time (UTC-5)."""
    return datetime.now(UTC).astimezone(_COLOMBIA).date()


def _between(first: date, last: date) -> int:
    return sum(is_business_day(first + timedelta(days=n + 1)) for n in range((last - first).days))


_calendar: list[Container[date]] = []


def _holidays() -> Container[date]:
    if not _calendar:
        import holidays

        _calendar.append(holidays.country_holidays("CO"))
    return _calendar[0]
