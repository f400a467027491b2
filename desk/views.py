"""What the pages show, worked out from the store and from what was read this moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from corpus.decisions import Subject
from corpus.queue import QueueState, Wanted
from desk.paper import sheet_of
from lecciones.messages import say
from lecciones.printable import printable
from lecciones.review import shown_values
from lecciones.ruling import DATE_FIELD, ruled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk.paper import Grid, Line
    from extract.model import PageSight
    from lecciones.jobs import Seen
    from schemas.reading import FieldReading, FormReading, Spot
    from schemas.rulings import Ruling

CONSENT = "consent"
PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the queue is looked at, and where in it: `at` counts from 0, None for nowhere."""

    wanted: Wanted = field(default_factory=Wanted)
    at: int | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filters:
        """The filters in an address; what makes no sense is left out."""
        told = query.get("state", "")
        state = QueueState(told) if told in tuple(QueueState) else QueueState.OPEN
        at = query.get("at", "")
        number = int(at) if at.isascii() and at.isdigit() and len(at) < 9 else None
        wanted = Wanted(state, query.get("reason", "")[:60], query.get("entity", "")[:500])
        return cls(wanted, number)

    def query(self, **more: object) -> str:
        """As the end of an address; `more` is added, what is empty left out."""
        wanted = self.wanted
        state = "" if wanted.state is QueueState.OPEN else str(wanted.state)
        parts = {"state": state, "reason": wanted.reason, "entity": wanted.entity, **more}
        told = {name: str(value) for name, value in parts.items() if value not in ("", None)}
        return f"?{urlencode(told)}" if told else ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A frame over a page: which answer, and its corners as SVG points."""

    field: str
    title: str
    points: str


@dataclass(frozen=True, slots=True)
class PageView:
    """A page's picture and the frames over it; width and height in points."""

    number: int
    width: float
    height: float
    quarters: int
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """A question with its answer; `on_page` is the answer verbatim where the value is another."""

    name: str
    title: str
    value: str
    rows: int
    state: str
    sureness: str
    unsure: bool
    notes: tuple[str, ...]
    on_page: str
    changed: bool


@dataclass(frozen=True, slots=True)
class FormView:
    """One form as it is shown: its page or sheet, its answers, and its consent."""

    pages: tuple[PageView, ...]
    sheet: tuple[Line | Grid, ...]
    fields: tuple[FieldView, ...]
    verdict: str
    rule: str
    marks: tuple[str, ...]
    leftover: tuple[str, ...]
    in_file: int


def subject_of(sha256: str, number: str) -> Subject | None:
    """The form that an address names; None where it names none."""
    good = len(sha256) == 64 and set(sha256) <= set("0123456789abcdef")
    if not good or not number.isascii() or not number.isdigit() or not 0 < len(number) < 7:
        return None
    return Subject(sha256, int(number))


def reading_of(seen: Seen, subject: Subject) -> FormReading | None:
    """The form with this number among those that were read."""
    found = (r for r in seen.readings if r.form_number == subject.form_number)
    return next(found, None)


def form_view(
    seen: Seen,
    reading: FormReading,
    ruling: Ruling | None,
    lang: str,
    typed: Mapping[str, str] | None = None,
) -> FormView:
    """The form as it is shown; `typed` is what a person wrote and could not be kept."""
    current = reading if ruling is None else ruled(reading, ruling)
    changed = {value.field for value in ruling.values if value.changed} if ruling else set()
    values = {**shown_values(current), **(typed or {})}
    consent = current.consent
    spots = _spots(reading)
    fields = tuple(
        _field_view(field, values[field.field], field.field in changed, lang)
        for field in current.fields
    )
    sheet: tuple[Line | Grid, ...] = ()
    if seen.document is not None:
        paths = {spot.path: name for name, spot in reversed(spots) if spot.path}
        sheet = sheet_of(seen.document, paths)
    return FormView(
        tuple(_page_view(page, spots, lang) for page in seen.pages),
        sheet,
        fields,
        consent.verdict,
        say(f"rule.{consent.rule}", lang),
        tuple(
            say("inspect.mark", lang, option=say(f"consent.{mark.option}", lang)
                if mark.option else "?", state=say(f"mark.{mark.state}", lang))
            for mark in consent.marks
        ),
        tuple(printable(rest.text) for rest in reading.leftover[:50]),
        len(seen.readings),
    )  # fmt: skip


def _spots(reading: FormReading) -> list[tuple[str, Spot]]:
    """Where each answer, the consent and its marks stand, in the order of the form."""
    spots = [(field.field, field.spot) for field in reading.fields]
    marks = [(CONSENT, mark.spot) for mark in reading.consent.marks]
    return [*spots, (CONSENT, reading.consent.spot), *marks]


def _field_view(field: FieldReading, value: str, changed: bool, lang: str) -> FieldView:
    told = _told_date(value, lang) if field.field == DATE_FIELD else value
    verbatim = field.text or ""
    differs = bool(verbatim) and verbatim.strip() != told.strip()
    differs = differs and not (value and (changed or value in verbatim))
    return FieldView(
        field.field,
        say(f"field.{field.field}", lang),
        told,
        min(10, max(1, told.count("\n") + len(told) // 60 + 1)),
        say(f"state.{field.state}", lang),
        f"{field.confidence:.0%}",
        field.confidence < 0.9,
        tuple(say(f"problem.{problem.code}", lang) for problem in field.problems),
        printable(verbatim, keep_lines=True) if differs else "",
        changed,
    )


def _told_date(value: str, lang: str) -> str:
    """Day first in Spanish, where it is a date."""
    year, _, rest = value.partition("-")
    month, _, day = rest.partition("-")
    if lang == "es" and len(value) == 10 and year.isdigit() and day.isdigit():
        return f"{day}/{month}/{year}"
    return value


def _page_view(page: PageSight, spots: list[tuple[str, Spot]], lang: str) -> PageView:
    shapes = []
    for name, spot in spots:
        if spot.page != page.number or spot.x0 is None:
            continue
        title = say("desk.consent" if name == CONSENT else f"field.{name}", lang)
        shapes.append(Shape(name, title, _points(page, spot)))
    return PageView(page.number, page.width, page.height, page.quarters, tuple(shapes))


def _points(page: PageSight, spot: Spot) -> str:
    """The corners of a box on the shown page."""
    a, b, c, d, e, f, g, h, i = page.matrix
    x0, top, x1, bottom = (value or 0.0 for value in (spot.x0, spot.top, spot.x1, spot.bottom))
    told = []
    for x, y in ((x0 - 2, top - 2), (x1 + 2, top - 2), (x1 + 2, bottom + 2), (x0 - 2, bottom + 2)):
        w = g * x + h * y + i or 1.0
        told.append(f"{(a * x + b * y + c) / w:.1f},{(d * x + e * y + f) / w:.1f}")
    return " ".join(told)
