"""Dates as people in Colombia write them, with what they mean."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
    "octubre", "noviembre", "diciembre",
)  # fmt: skip

WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")

WRONG = (
    "junio de 2025", "31/02/2025", "2024", "30 de febrero de 2024", "17/06", "17/13/2025",
    "segundo semestre de 2024", "31/11/2023",
)  # fmt: skip
"""Incomplete or impossible: no date can be told from them."""


def written(rng: Random) -> tuple[str, date]:
    """A date in one of the usual ways of writing, and the date it means."""
    day = date(2021, 1, 1) + timedelta(days=rng.randrange(1800))
    return rng.choice(_spellings(day)), day


def _spellings(day: date) -> tuple[str, ...]:
    month = MONTHS[day.month - 1]
    numeric = (f"{day.day:02}", f"{day.month:02}", str(day.year))
    first = "1.º" if day.day == 1 else str(day.day)
    return (
        "/".join(numeric),
        "/".join(numeric),
        "-".join(numeric),
        ".".join(numeric),
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day} de {month} de {day.year}",
        f"{first} de {month} del {day.year}",
        f"{month} {day.day} de {day.year}",
        f"{month.capitalize()} {day.day:02} de {day.year}",
        day.isoformat(),
        f"{day.day:02}/{month[:3]}/{day.year}",
        f"{day.day:02}-{month[:3]}-{day.year}",
        f"{day.day:02} / {day.month:02} / {day.year}",
        f"{WEEKDAYS[day.weekday()]}, {day.day} de {month} de {day.year}",
        f"Día: {day.day:02} Mes: {day.month:02} Año: {day.year}",
        f"{day.day} de {month.upper()} de {day.year}",
        f"{day.day:02} {month[:3].upper()} {day.year}",
    )
