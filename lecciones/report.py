"""The page for people: what came in, what was published, what was withheld and why.

One self-contained HTML file without scripts or anything from outside. It is told from the
ledger alone, so it can hold no form content; file names are escaped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup

from corpus.atomic import write_whole
from corpus.claims import ClaimKind
from lecciones.charts import bars, columns
from lecciones.deadlines import due_of
from lecciones.figures import CONFIDENCE_STEPS
from lecciones.messages import format_name, say
from lecciones.printable import printable
from lecciones.summary import REPORT
from schemas.reading import State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from corpus.claims import Claim
    from corpus.log import Head
    from lecciones.figures import Figures
    from lecciones.summary import Overview

_FILES = (
    ("../lessons.csv", "file_lessons"),
    ("../lessons.parquet", "file_lessons"),
    ("../answers.parquet", "file_answers"),
    ("../derived.parquet", "file_derived"),
    ("../LEEME.html", "file_readme"),
    ("../CHANGES.csv", "file_changes"),
    ("../datapackage.json", "file_package"),
    ("../croissant.json", "file_package"),
    ("forms.csv", "file_forms"),
    ("contacts.parquet", "file_contacts"),
    ("concerns.csv", "file_concerns"),
)
_MOST = 200
_MOST_COLUMNS = 10


@dataclass(frozen=True, slots=True)
class CountTable:
    """A table of counts: rows of name, count and share of the largest, in percent."""

    caption: str
    head: str
    rows: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Took:
    """What reading took: files read, files known from before, seconds by the clock."""

    read: int
    unchanged: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its numbers as a table: rows of texts under `heads`, the first a name.

    `svg` is "" where there is nothing to draw.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    svg: Markup
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReportNotes:
    """What the report says beside the ledger.

    The log's head; the open claims; lesson id, column and category of sensitive matters; the
    numbers of the pictures; what reading took.
    """

    log: Head | None = None
    claims: tuple[Claim, ...] = ()
    sensitive: tuple[tuple[str, str, str], ...] = ()
    figures: Figures | None = None
    took: Took | None = None


NO_NOTES = ReportNotes()


def write_report(
    out: Path, overview: Overview, lang: str = "es", notes: ReportNotes = NO_NOTES
) -> Path:
    """Writes `restricted/report.html` whole, readable by its owner only, and gives its path.

    Raises:
        OSError: it cannot be written.
    """
    target = out / REPORT
    page = render_report(overview, lang, datetime.now(UTC).astimezone(), notes)
    write_whole(target, page.encode(), private=True)
    return target


def render_report(
    overview: Overview, lang: str, when: datetime, notes: ReportNotes = NO_NOTES
) -> str:
    """The report's HTML; `when` is the time it says it was made."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    pages = Environment(
        loader=PackageLoader("lecciones", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    pages.filters["printable"] = printable
    return pages.get_template("report.html.j2").render(
        overview=overview,
        lang=lang,
        say=partial(_say, lang),
        when=when.strftime("%d/%m/%Y %H:%M" if lang == "es" else "%Y-%m-%d %H:%M"),
        log=notes.log,
        claims=[_told_claim(claim, when.date(), lang) for claim in notes.claims],
        sensitive=_by_lesson(notes.sensitive, lang)[:_MOST],
        sensitive_total=len({lesson for lesson, *_ in notes.sensitive}),
        tables=count_tables(overview, lang),
        pictures=pictures_of(notes.figures, lang) if notes.figures else (),
        took=_told_time(notes.took, lang),
        files=_FILES,
    )


def count_tables(overview: Overview, lang: str) -> tuple[CountTable, ...]:
    """The counts by outcome, consent and format, in words."""
    return (
        CountTable(
            say("report.by_status", lang),
            say("report.status", lang),
            _rows(overview.by_status, {s: say(f"status.{s}", lang) for s in overview.by_status}),
        ),
        CountTable(
            say("report.by_consent", lang),
            say("report.answer", lang),
            _rows(
                overview.by_consent,
                {c: say(f"consent.{c or 'none'}", lang) for c in overview.by_consent},
            ),
        ),
        CountTable(
            say("report.by_format", lang),
            say("report.format", lang),
            _rows(overview.by_format, {f: format_name(f, lang) for f in overview.by_format}),
        ),
    )


def pictures_of(figures: Figures, lang: str) -> tuple[Picture, ...]:
    """What came in by day and entity, which questions stand open, and how sure the readings are."""
    return tuple(
        picture
        for picture in (
            _days(figures, lang),
            _entities(figures, lang),
            _open_questions(figures, lang),
            _confidence(figures, lang),
        )
        if picture.rows
    )


def _days(figures: Figures, lang: str) -> Picture:
    day = "%d/%m/%Y" if lang == "es" else "%Y-%m-%d"
    rows = [(_day(text, day), count) for text, count in figures.days]
    heads = (say("report.day", lang), say("report.forms", lang))
    # Days are many and their names long: under the columns there is room for day and month.
    shown = [(name[:5] if lang == "es" and len(name) == 10 else name, n) for name, n in rows]
    draw = columns if len(rows) <= _MOST_COLUMNS else bars
    svg = draw(shown, say("report.by_day", lang)) if len(rows) > 1 else ""
    return _picture("report.by_day", heads, rows, svg, lang)


def _entities(figures: Figures, lang: str) -> Picture:
    rows = [(printable(name), count) for name, count in figures.entities]
    heads = (say("field.entity", lang), say("report.lessons", lang))
    note = say(
        "report.entities_note",
        lang,
        shown=len(rows),
        total=figures.entities_total,
        without=figures.without_entity,
    )
    svg = bars(rows, say("report.by_entity", lang))
    return _picture("report.by_entity", heads, rows, svg, lang, note=note)


def _open_questions(figures: Figures, lang: str) -> Picture:
    states = (State.EMPTY, State.NOT_APPLICABLE, State.NOT_FOUND, State.UNREADABLE)
    asked = [one for one in figures.fields if any(one.states.values())]
    rows = tuple(
        (say(f"field.{one.field}", lang), *(str(one.states.get(state, 0)) for state in states))
        for one in asked
    )
    heads = (say("report.question", lang), *(say(f"state.{state}", lang) for state in states))
    drawn = bars(
        [(say(f"field.{one.field}", lang), one.open) for one in asked],
        say("report.open_questions", lang),
    )
    caption = say("report.open_questions", lang)
    return Picture(caption, heads, rows, Markup(drawn))  # noqa: S704  # leather escapes


def _confidence(figures: Figures, lang: str) -> Picture:
    edges = [*(round(100 * start) for start in CONFIDENCE_STEPS), 100]
    names = [f"{low}–{high}" for low, high in pairwise(edges)]
    rows = list(zip(names, figures.confidence, strict=True))
    if not any(figures.confidence):
        rows = []
    heads = (say("report.sureness_percent", lang), say("report.lessons", lang))
    svg = columns(rows, say("report.by_confidence", lang))
    return _picture(
        "report.by_confidence", heads, rows, svg, lang, note=say("report.sure_note", lang)
    )


def _picture(
    caption: str,
    heads: tuple[str, ...],
    rows: list[tuple[str, int]],
    svg: str,
    lang: str,
    *,
    note: str = "",
) -> Picture:
    told = tuple((name, str(count)) for name, count in rows)
    return Picture(say(caption, lang), heads, told, Markup(svg), note)  # noqa: S704  # as above


def _day(text: str, shape: str) -> str:
    return text if len(text) < 10 else date.fromisoformat(text).strftime(shape)


def _told_time(took: Took | None, lang: str) -> str:
    if took is None:
        return ""
    each = took.seconds / took.read if took.read else 0.0
    return say(
        "report.took",
        lang,
        read=took.read,
        unchanged=took.unchanged,
        seconds=f"{took.seconds:.1f}",
        each=f"{each:.2f}",
    )


def _told_claim(claim: Claim, on: date, lang: str) -> dict[str, object]:
    """A claim in words: what it is, since when, on what, and how long there is to answer."""
    due = due_of(claim, on)
    day = "%d/%m/%Y" if lang == "es" else "%Y-%m-%d"
    last = due.terms.extended if claim.extended else due.terms.answer
    return {
        "kind": say(f"claim.{claim.kind}", lang),
        "received": date.fromisoformat(claim.received_on).strftime(day),
        "sources": [printable(path) for path in dict.fromkeys(f.source_path for f in claim.forms)],
        "last": last.strftime(day),
        "days": due.days_left,
        "decided": claim.kind is ClaimKind.REVOCATION,
    }


def _by_lesson(
    sensitive: tuple[tuple[str, str, str], ...], lang: str
) -> list[tuple[str, list[str]]]:
    """Each lesson with its sensitive matters, as "question: category"."""
    lessons: dict[str, list[str]] = {}
    for lesson, field, category in sensitive:
        told = f"{say(f'field.{field}', lang)}: {say(f'sensitive.{category}', lang)}"
        lessons.setdefault(lesson, []).append(told)
    return list(lessons.items())


def _rows(counts: Mapping[str, int], names: dict[str, str]) -> tuple[tuple[str, int, int], ...]:
    most = max(counts.values(), default=1)
    return tuple((names[key], count, round(100 * count / most)) for key, count in counts.items())


def _say(lang: str, code: str, **details: object) -> str:
    return say(code, lang, **details)
