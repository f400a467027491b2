"""The page for people: what came in, what was published, what was withheld and why.

One self-contained HTML file without scripts or anything from outside. It is told from the
ledger alone, so it can hold no form content; file names are escaped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING

from corpus.atomic import write_whole
from corpus.claims import ClaimKind
from lecciones.deadlines import due_of
from lecciones.messages import format_name, say
from lecciones.printable import printable
from lecciones.summary import REPORT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from corpus.claims import Claim
    from corpus.log import Head
    from lecciones.summary import Overview

_FILES = (
    ("../lessons.csv", "file_lessons"),
    ("../lessons.parquet", "file_lessons"),
    ("../answers.parquet", "file_answers"),
    ("../datapackage.json", "file_package"),
    ("forms.csv", "file_forms"),
    ("contacts.parquet", "file_contacts"),
    ("concerns.csv", "file_concerns"),
)
_MOST = 200


@dataclass(frozen=True, slots=True)
class CountTable:
    """A table of counts: rows of name, count and share of the largest, in percent."""

    caption: str
    head: str
    rows: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class ReportNotes:
    """What the report says beside the ledger.

    The log's head; the open claims; lesson id, column and category of sensitive matters.
    """

    log: Head | None = None
    claims: tuple[Claim, ...] = ()
    sensitive: tuple[tuple[str, str, str], ...] = ()


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
