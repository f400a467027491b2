"""Dates: what people write, and what must stay unread."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.values.dates import is_date_filler, read_date

SIXTEENTH = date(2025, 6, 17)


@pytest.mark.parametrize(
    "text",
    [
        "17/06/2025",
        "17-06-2025",
        "17.06.2025",
        "17 06 2025",
        "17/6/2025",
        "2025-06-17",
        "2025/06/17",
        "17 de junio de 2025",
        "17 de Junio del año 2025",
        "junio 17 de 2025",
        "Junio 17, 2025",
        "martes, 17 de junio de 2025",
        "17/jun/2025",
        "17/JUNI0/2025",
        "17-VI-2025",
        "17jun2025",
        "Día: 17 Mes: 06 Año: 2025",
        "DD 17 MM 06 AAAA 2025",
        "Día 17 Mes junio Año 202 5",
        "diecisiete (17) de junio de dos mil veinticinco (2025)",
        "17 días del mes de junio de 2025",
        "17/06/2025 05:24:16 p.m.",
        "2025-06-17T00:00:00",
        "_17/06/2025",
        "17062025",
        "20250617",
    ],
)
def test_full_dates_are_read_day_first(text: str) -> None:
    """Each way of writing a whole date gives that date, without doubt."""
    reading = read_date(text)
    assert (reading.value, reading.doubt) == (SIXTEENTH, "")


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("junio de 2025", "date_incomplete"),
        ("2025", "date_incomplete"),
        ("17 de junio", "date_incomplete"),
        ("06-2025", "date_incomplete"),
        ("--/ 00/2019", "date_incomplete"),
        ("31/02/2025", "date_impossible"),
        ("8/18/2019", "date_impossible"),
        ("17/06/2025 - 20/06/2025", "date_several"),
        ("hace poco", "date_unreadable"),
    ],
)
def test_no_part_of_a_date_is_made_up(text: str, doubt: str) -> None:
    """An incomplete, impossible or double date gives no value and says why."""
    reading = read_date(text)
    assert (reading.value, reading.doubt) == (None, doubt)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [("17/jun./25", "date_two_digit_year"), ("Cúcuta, 17 de junio de 2025", "date_with_text")],
)
def test_what_is_read_with_less_certainty_says_so(text: str, doubt: str) -> None:
    """A short year or words beside the date are told as a doubt."""
    assert read_date(text).doubt == doubt
    assert read_date(text).value == SIXTEENTH


def test_both_parts_small_is_day_first() -> None:
    """Where day and month could be swapped, the day comes first, as in Colombia."""
    assert read_date("6/12/2023").value == date(2023, 12, 6)


@pytest.mark.parametrize("text", ["DD/MM/AAAA", "__/__/____", "Día: Mes: Año:", "dd - mm - aaaa"])
def test_unfilled_masks_are_no_answer(text: str) -> None:
    """A printed date mask is not a date that could not be read."""
    assert is_date_filler(text)


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_every_date_survives_writing_and_reading(day: date) -> None:
    """Any date written day first, in words or as ISO 8601 comes back."""
    months = [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ]
    for text in (
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day} de {months[day.month - 1]} de {day.year}",
        day.isoformat(),
    ):
        assert read_date(text).value == day


@given(st.text(max_size=40))
def test_no_text_breaks_the_grammar(text: str) -> None:
    """Whatever is written, reading it raises nothing and a value has no fatal doubt."""
    reading = read_date(text)
    assert reading.value is None or reading.doubt in ("", "date_two_digit_year", "date_with_text")


@pytest.mark.parametrize(
    "text", ["1.* de octubre de 2024", "1'' de octubre de 2024", "01/0ct/2024"]
)
def test_signs_that_recognition_takes_for_others(text: str) -> None:
    """`1.º` and a capital O are what scans are misread in."""
    assert str(read_date(text).value) == "2024-10-01"
