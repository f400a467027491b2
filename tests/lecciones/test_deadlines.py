"""Terms of the law in Colombian business days."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.claims import ClaimKind
from lecciones.deadlines import add_business_days, business_days_left, is_business_day, terms


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2025, 6, 20), True),
        (date(2025, 6, 21), False),  # Saturday
        (date(2025, 6, 23), False),  # Corpus Christi, moved to Monday
        (date(2025, 6, 30), False),  # Sacred Heart, with Saint Peter and Saint Paul
        (date(2025, 12, 8), False),
        (date(2026, 1, 12), False),  # Epiphany, moved to Monday
        (date(2026, 4, 2), False),  # Maundy Thursday
    ],
)
def test_weekends_and_holidays_of_colombia_do_not_count(day: date, works: bool) -> None:
    """Ley 51 de 1983: some holidays move to the next Monday."""
    assert is_business_day(day) is works


def test_a_complaint_is_counted_from_the_day_after() -> None:
    """15 business days, 8 more; 2 for the mark, 5 to ask for what is missing (art. 15)."""
    its = terms(ClaimKind.COMPLAINT, date(2025, 6, 13))
    assert its.answer == date(2025, 7, 8)
    assert its.extended == date(2025, 7, 18)
    assert its.mark == date(2025, 6, 17)
    assert its.ask == date(2025, 6, 20)


def test_a_query_has_ten_days_and_five_more() -> None:
    """Art. 14; over Christmas, New Year and Epiphany."""
    its = terms(ClaimKind.QUERY, date(2025, 12, 19))
    assert (its.answer, its.extended) == (date(2026, 1, 6), date(2026, 1, 14))
    assert its.mark is None


@pytest.mark.parametrize("received", [date(2025, 6, 14), date(2025, 6, 15)])
def test_received_at_a_weekend_counts_from_monday(received: date) -> None:
    """The first business day after receipt is day one."""
    assert add_business_days(received, 1) == date(2025, 6, 16)


def test_days_left_are_business_days_and_late_ones_negative() -> None:
    """What is shown beside each claim under way."""
    last = date(2025, 7, 8)
    assert business_days_left(date(2025, 7, 4), last) == 2
    assert business_days_left(last, last) == 0
    assert business_days_left(date(2025, 7, 10), last) == -2
