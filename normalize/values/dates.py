"""Dates as people in Colombia write them: day first, no part ever made up.

A small grammar of our own: general date parsers invent missing parts and read `17-VI-2025`
as November.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from normalize.text import plain as fold_letters

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("enero", "ene", "jan"),
            ("febrero", "feb"),
            ("marzo", "mar"),
            ("abril", "abr"),
            ("mayo", "may"),
            ("junio", "jun"),
            ("julio", "jul"),
            ("agosto", "ago"),
            ("septiembre", "setiembre", "sep", "sept", "set"),
            ("octubre", "oct"),
            ("noviembre", "nov"),
            ("diciembre", "dic"),
        ),
        1,
    )
    for name in names
}
_ROMAN = {
    roman: number
    for number, roman in enumerate(
        ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1
    )
}
_NUMBER_WORD = (
    r"(?:uno?|primero?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|"
    r"quince|dieci\w+|veint\w+|treinta|mil|y)"
)
_SPELLED = re.compile(rf"(?:\b{_NUMBER_WORD}\s*)+\(\s*(\d{{1,4}})\s*\)")
_WEEKDAYS = r"\b(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)\b,?"
_TIME = (
    r"\b(?:\d{1,2}\s*[ap]\.?\s?m\b\.?"
    r"|\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]\.?\s?m\.?|h(?:oras|rs)?\b\.?)?)"
)
_MONTH = r"(?P<name>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_SEP = r"\s*(?:[/.\-–—,]|\bde\b|\bdel\b|\s)\s*(?:(?:de|del|ano)\s+)*"
_DAY = r"(?P<day>\d{1,2})(?:\s*(?:\.?[oº°]|ero|ro)\b\.?|[º°]|\s+dias?\b)?"
_YEAR = r"(?P<year>\d{4}|'?\d{2})"

_PATTERNS = tuple(
    re.compile(rf"(?<![\w]){pattern}(?!\w)")
    for pattern in (
        rf"{_DAY}\s*[/.\-–—\s|\\]\s*(?P<month>\d{{1,2}})\s*[/.\-–—\s|\\]\s*{_YEAR}",
        rf"{_DAY}\s*del?\s*(?P<month>\d{{1,2}})\s*del?\s*(?:ano\s*)?{_YEAR}",
        r"(?P<year>\d{4})\s*[/.\-–—]\s*(?P<month>\d{1,2})\s*[/.\-–—]\s*(?P<day>\d{1,2})(?:t(?=\d))?",
        rf"{_DAY}{_SEP}(?:mes\s+(?:de\s+)?)?{_MONTH}{_SEP}{_YEAR}",
        rf"{_MONTH}{_SEP}{_DAY}{_SEP}{_YEAR}",
        rf"{_DAY}\s*[/.\-–—\s]\s*(?P<roman>[ivx]{{1,4}})\s*[/.\-–—\s]\s*{_YEAR}",
        rf"(?P<day>\d{{1,2}})(?P<name>{'|'.join(_MONTHS)})(?P<year>\d{{4}}|\d{{2}})",
        r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)",
        r"(?P<day>[0-3]\d)(?P<month>0[1-9]|1[0-2])(?P<year>(?:19|20)\d{2})",
    )
)
_LABELLED = re.compile(
    r"(?:dia|dd|d)\s*[:.]?\s*(?P<day>\d{1,2})\D*?(?:mes|mm|m)\s*[:.]?\s*(?P<month>\d{1,2}|[a-z]{3,10})"
    r"\D*?(?:ano|aaaa|yyyy|aa|a)\s*[:.]?\s*(?P<year>\d(?:\s?\d){3}|\d{2})(?!\d)"
)
_LABELLED_YEAR_FIRST = re.compile(
    r"(?:ano|aaaa|yyyy)\s*[:.]?\s*(?P<year>\d{4})\D*?(?:mes|mm)\s*[:.]?\s*(?P<month>\d{1,2}|[a-z]{3,10})"
    r"\D*?(?:dia|dd)\s*[:.]?\s*(?P<day>\d{1,2})(?!\d)"
)
_PARTIAL = re.compile(
    rf"(?:{_MONTH}|(?<!\d)(?:19|20)\d{{2}}(?!\d)|(?<!\d)\d{{1,2}}\s*[/.\-]\s*(?:19|20)?\d{{2}}(?!\d))"
)
_FILLER = re.compile(
    r"^[\s_/\-.–—|]*(?:d{1,2}|dia)?[\s_/\-.–—|:]*(?:m{1,2}|mes)?[\s_/\-.–—|:]*(?:a{2,4}|y{2,4}|ano)?[\s_/\-.–—|:]*$"
)


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date, or why there is none. `doubt` is a problem code, "" where all is plain.

    Codes with a value: `date_two_digit_year` (read as 20xx), `date_with_text` (words stand
    beside it). Codes without: `date_incomplete`, `date_impossible`, `date_several`,
    `date_unreadable`.
    """

    value: date | None
    doubt: str = ""


def read_date(text: str) -> DateReading:
    """The date that a text gives; day first, as the contract says."""
    plain = _prepare(text)
    found: list[tuple[int, int, date | None, bool]] = []
    for match in _all_matches(plain):
        if not any(start < match.end() and match.start() < end for start, end, _, _ in found):
            found.append((*match.span(), _date_of(match), len(_year_digits(match)) == 2))
    if not found:
        return DateReading(None, "date_incomplete" if _PARTIAL.search(plain) else "date_unreadable")
    values = {value for _, _, value, _ in found}
    if len(values) > 1:
        return DateReading(None, "date_several")
    start, end, value, short_year = found[0]
    if value is None:
        return DateReading(None, "date_impossible")
    rest = plain[:start] + plain[end:]
    if re.search(r"\d", rest) and len(found) == 1:
        return DateReading(None, "date_unreadable")
    if short_year:
        return DateReading(value, "date_two_digit_year")
    return DateReading(value, "date_with_text" if re.search(r"[a-z]", rest) else "")


def is_date_filler(text: str) -> bool:
    """True for an unfilled date mask: `DD/MM/AAAA`, `__/__/____`, `Día: Mes: Año:`."""
    return bool(_FILLER.match(_plain(text)))


def _plain(text: str) -> str:
    return fold_letters(text).strip()


def _prepare(text: str) -> str:
    plain = _plain(text).replace("\n", " ")
    if re.fullmatch(r"(?:\d\s+){7}\d", plain):  # a digit a box
        plain = plain.replace(" ", "")
    plain = re.sub(_WEEKDAYS, " ", plain)
    plain = re.sub(r"(?<=\d)t(?=\d{1,2}:)", " ", plain)
    plain = re.sub(_TIME, " ", plain)
    plain = _SPELLED.sub(r" \1", plain)
    plain = re.sub(r"\b(?:primero\b|1ero\b|1[.*'\"]+(?= de\b))", "1", plain)
    # `ag0`, `0ct`, as recognition has it
    plain = re.sub(r"(?<=[a-z])0(?!\d)|(?<!\d)0(?=[a-z]{2})", "o", plain)
    plain = re.sub(r"\b2\.(0\d{2})\b", r"2\1", plain)
    return re.sub(r"\s+", " ", plain).strip(" _.,;:")


def _all_matches(plain: str) -> list[re.Match[str]]:
    labelled = [m for p in (_LABELLED, _LABELLED_YEAR_FIRST) for m in p.finditer(plain)]
    return labelled + [m for pattern in _PATTERNS for m in pattern.finditer(plain)]


def _year_digits(match: re.Match[str]) -> str:
    return re.sub(r"\D", "", match["year"])


def _month_number(match: re.Match[str]) -> int:
    parts = match.groupdict()
    if parts.get("roman"):
        return _ROMAN.get(parts["roman"] or "", 0)
    name = parts.get("name") or parts.get("month") or ""
    return int(name) if name.isdigit() else _MONTHS.get(name, 0)


def _date_of(match: re.Match[str]) -> date | None:
    digits = _year_digits(match)
    year = int(digits) + (2000 if len(digits) == 2 else 0)
    if not 1900 <= year <= 2199:
        return None
    try:
        return date(year, _month_number(match), int(match["day"]))
    except ValueError:
        return None
