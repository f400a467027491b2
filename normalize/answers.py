"""Answers out of stretches: the text, how it stands in the file, and the typed value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.model import Field, Mark, Origin, Text
from normalize.flow import Joint, collapse
from normalize.scanned import NO_SCAN, ScanQuality, scan_quality
from normalize.spots import spot_around
from normalize.values.contact import is_email, is_phone
from normalize.values.dates import is_date_filler, read_date
from normalize.values.nulls import is_filler, is_not_applicable
from normalize.values.organisation import split_organisation
from schemas.reading import Problem, ReadFrom, State
from schemas.template import FieldType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from extract.model import Place
    from normalize.account import Stretch
    from schemas.reading import Spot

# a line to write on, before or behind what was written on it
_WRITING_LINE = re.compile(
    r"^(?:_{3,}|\.{5,}|…{2,}|(?:\.\s){3,}\.?)\s*(?=[^\W_])"
    r"|(?<=[^\s_.…])\s*(?:_{3,}|\.{5,}|…{2,}|(?:\s\.){4,})$"
)
# how a text with such a line begins or ends, once its spaces are single
_LINE_BEFORE = ("___", ".....", "……", ". ", ".\n")
_LINE_BEHIND = ("___", ".....", "……", " .", "\n.")
_BULLETS = frozenset("•▪◦○●■□‣·∙⁃➢➤✓✔\uf0b7\uf0a7\uf0d8\uf0fco")
_TYPED_BULLET = re.compile(r"[•▪◦●■□‣·∙⁃➢➤]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands where a question is answered. `text` is None where nothing does.

    `certainty` is the mean probability that its characters are right (below 1 only by OCR);
    `guesses` counts the line ends that were guessed to part its paragraphs or not.
    """

    text: str | None
    read_from: ReadFrom | None
    spot: Spot
    certainty: float = 1.0
    struck: bool = False
    stretches: int = 0
    scan: ScanQuality = NO_SCAN
    guesses: int = 0


def collect_answer(stretches: list[Stretch], kind: FieldType) -> Answer:
    """The text of the stretches: one `\\n` between paragraphs and the writer's own breaks.

    Struck-out text is not part of it (the writer took it back), a list's bullets are not, its
    numbers are. Cells of one row join with a space in short answers.
    """
    parts: list[str] = []
    places: list[Place] = []
    origins: list[Origin] = []
    struck = False
    scan = scan_quality(stretches)
    previous: Stretch | None = None
    for stretch in stretches:
        text, items = _content(stretch)
        struck = struck or any(isinstance(i, Text) and i.style.strike for i in items)
        text = collapse(text)
        if text.startswith(_LINE_BEFORE) or text.endswith(_LINE_BEHIND):
            text = _WRITING_LINE.sub("", text).strip()
        if not text:
            continue
        if parts:
            parts.append(_joiner(previous, stretch, kind))
        parts.append(_with_number(stretch, text))
        previous = stretch
        kept = [i for i in items if not (isinstance(i, Text) and not i.text.strip())]
        places.extend(item.place for item in kept)
        origins.extend(item.origin for item in kept)
    whole = "".join(parts)
    return Answer(
        whole or None,
        _read_from(origins) if whole else None,
        spot_around(places) if whole else spot_around([s.line.place for s in stretches[:1]]),
        scan.certainty,
        struck,
        len(stretches),
        scan,
        sum(stretch.line.guesses for stretch in stretches),
    )


def _content(stretch: Stretch) -> tuple[str, list[Text | Mark | Field]]:
    text = ""
    items: list[Text | Mark | Field] = []
    for piece in stretch.line.pieces_between(stretch.start, stretch.end):
        item = piece.item
        items.append(item)
        if isinstance(item, Field):
            text += ("" if not text or text.endswith((" ", "\n")) else " ") + item.value
        elif isinstance(item, Mark):
            text += _glyph(item)
        elif not item.style.strike:
            begin, end = max(piece.start, stretch.start), min(piece.end, stretch.end)
            text += stretch.line.text[begin:end]
    return text, items


def _glyph(mark: Mark) -> str:
    """A mark inside an answer is text where it was typed as a character."""
    raw = next((e.raw for e in mark.encodings if len(e.raw) == 1), "")
    return raw if mark.origin is Origin.TEXT else ""


def _joiner(previous: Stretch | None, stretch: Stretch, kind: FieldType) -> str:
    line = stretch.line
    if previous is not None and previous.line.index == line.index:
        return " "
    if line.joint is Joint.TAB:
        return " "
    same_row = (
        previous is not None
        and line.cell is not None
        and previous.line.cell is not None
        and previous.line.cell != line.cell
        and previous.line.cell.table == line.cell.table
        and previous.line.cell.row == line.cell.row
    )
    return " " if same_row and kind is not FieldType.NARRATIVE else "\n"


def _with_number(stretch: Stretch, text: str) -> str:
    marker = stretch.line.marker
    typed = _TYPED_BULLET.match(text)
    if typed and not marker and stretch.start == 0:
        return text[typed.end() :]  # as where the file says that it is a list
    if not marker or marker in _BULLETS or stretch.start > 0:
        return text
    return f"{marker} {text}"


_FROM = {
    Origin.TEXT: ReadFrom.TEXT,
    Origin.FORM_FIELD: ReadFrom.FORM_FIELD,
    Origin.CONTENT_CONTROL: ReadFrom.CONTENT_CONTROL,
    Origin.ANNOTATION: ReadFrom.ANNOTATION,
    Origin.OCR: ReadFrom.OCR,
}


def _read_from(origins: list[Origin]) -> ReadFrom:
    """The way by which most of the answer's pieces stand in the file."""
    counts = {origin: origins.count(origin) for origin in origins}
    most = max(counts.items(), key=lambda item: item[1], default=(Origin.TEXT, 0))[0]
    return _FROM[most]


@dataclass(frozen=True, slots=True)
class Value:
    """What one column gets from an answer: state, value, and how sure its typing is."""

    column: str
    state: State
    value: str | date | None
    sureness: float = 1.0
    problems: tuple[Problem, ...] = ()


def values_of(answer: Answer, kind: FieldType, columns: tuple[str, ...]) -> Iterator[Value]:
    """The values that an answer gives, one a column."""
    if not columns:
        return
    text = answer.text
    if not answer.scan.legible:
        for column in columns:
            yield Value(column, State.UNREADABLE, None, 0.5, (Problem("unread_ink"),))
    elif text is None or is_filler(text) or (kind is FieldType.DATE and is_date_filler(text)):
        problems = (Problem("answer_struck_out"),) if answer.struck else ()
        sureness = 0.8 if answer.struck else 1.0
        for column in columns:
            yield Value(column, State.EMPTY, None, sureness, problems)
    elif is_not_applicable(text):
        for column in columns:
            yield Value(column, State.NOT_APPLICABLE, None)
    else:
        yield from _typed(text, kind, columns)


def _typed(text: str, kind: FieldType, columns: tuple[str, ...]) -> Iterator[Value]:
    if kind is FieldType.ORGANISATION:
        yield from _organisation(text, columns)
    elif kind is FieldType.DATE:
        reading = read_date(text)
        sureness = _DATE_SURENESS[reading.doubt]
        problems = (Problem(reading.doubt),) if reading.doubt else ()
        yield Value(columns[0], State.ANSWERED, reading.value, sureness, problems)
    else:
        doubt = ""
        if kind is FieldType.PHONE and not is_phone(text):
            doubt = "phone_odd"
        elif kind is FieldType.EMAIL and not is_email(text):
            doubt = "email_odd"
        value = text if kind is FieldType.NARRATIVE else text.replace("\n", " ").strip()
        yield Value(
            columns[0],
            State.ANSWERED,
            value,
            0.9 if doubt else 1.0,
            (Problem(doubt),) if doubt else (),
        )


_DATE_SURENESS = {
    "": 1.0,
    "date_two_digit_year": 0.93,
    "date_with_text": 0.96,
    "date_incomplete": 0.5,
    "date_impossible": 0.5,
    "date_several": 0.5,
    "date_unreadable": 0.5,
}


def _organisation(text: str, columns: tuple[str, ...]) -> Iterator[Value]:
    found = split_organisation(text)
    problems = (Problem(found.doubt),) if found.doubt else ()
    sureness = 0.85 if found.doubt else 1.0
    entity, area = columns
    yield Value(entity, State.ANSWERED, found.entity, sureness, problems)
    state = State.EMPTY if found.area is None else State.ANSWERED
    yield Value(area, state, found.area, 0.97 if found.area is None else sureness, problems)
