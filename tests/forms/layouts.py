"""The ways of laying the form out, from what it says to a `Sheet`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from tests.forms import wording
from tests.forms.marks import Marking, MarkLook, consent_marks
from tests.forms.sheet import (
    Block,
    Entry,
    Grid,
    GridCell,
    Inline,
    Newline,
    NoteMark,
    Para,
    Sheet,
    Span,
)
from tests.forms.spec import NARRATIVES, FormSpec, Piece

if TYPE_CHECKING:
    from collections.abc import Callable

GENERAL = ("entity_area", "public_servant", "phone", "email", "completed_on")
SPECIFIC = ("topic", "program")


class Layout(StrEnum):
    """Where label and answer stand to each other."""

    SEED = "seed"  # two tables split by the footnote; narratives below their label
    SIDE = "side"  # one table, label and answer side by side
    PARAGRAPHS = "paragraphs"  # bold label, the answer below
    SAME_CELL = "same-cell"  # label and answer in one cell
    LINES = "lines"  # Label: answer
    BOXED = "boxed"  # as SEED, with a code and version box on each page
    PAIRS = "pairs"  # as SEED, two labels and answers a row in the general data


class Borders(StrEnum):
    """Which rules of its table a form shows; the tools draw all where they say nothing."""

    ALL = "all"
    HORIZONTAL = "horizontal"
    OUTER = "outer"
    NONE = "none"


class Filling(StrEnum):
    """How answers get into the form."""

    TYPED = "typed"
    BREAKS = "breaks"  # paragraphs typed with Shift+Enter
    ENTRIES = "entries"  # in entry controls of the format


class LabelStyle(StrEnum):
    """How labels are written."""

    PLAIN = "plain"
    COLON = "colon"
    UPPER = "upper"
    NUMBERED = "numbered"
    BARE = "bare"  # no accents, as many type
    SYNONYM = "synonym"  # other words for the same question
    TYPO = "typo"  # a letter lost or swapped, as in forms typed again


@dataclass(frozen=True, slots=True)
class Look:
    """The choices of look that do not change what the form says."""

    label_style: LabelStyle = LabelStyle.PLAIN
    bold_labels: bool = True
    real_note: bool = False
    numbered_pages: bool = False
    break_after_label: bool = False
    mark: MarkLook = field(default_factory=MarkLook)
    font: str = "Arial"
    size: int = 10
    space_after: int = 6
    justified: bool = False
    header_code: str = "GCI-FT-012"
    help_texts: bool = False
    extra_rows: bool = False
    signature: bool = False
    empty_lines: bool = False
    soft_hyphens: bool = False
    cover: bool = False  # a letter stands before the form in the same file
    annex: bool = False  # other text stands after the form
    header_in_body: bool = False
    borders: Borders = Borders.ALL

    @property
    def traits(self) -> frozenset[str]:
        """What is special about this look, by name."""
        names = (
            "help_texts", "extra_rows", "signature", "empty_lines", "real_note", "justified",
            "soft_hyphens", "cover", "annex", "header_in_body",
        )  # fmt: skip
        special = {name for name in names if getattr(self, name)}
        if self.borders is not Borders.ALL:
            special.add(f"borders-{self.borders}")
        return frozenset(special | {f"labels-{self.label_style}"})


@dataclass(frozen=True, slots=True)
class Plan:
    """All that decides how one form is written down."""

    layout: Layout
    filling: Filling
    marking: Marking
    look: Look


def lay_out(spec: FormSpec, plan: Plan) -> Sheet:
    """The sheet of one form."""
    sheet = _Builder(spec, plan)
    look = plan.look
    blocks = (*_before(look), *_front(), *_BUILDERS[plan.layout](sheet), *_back(look))
    header = _header(plan.look) if plan.layout is Layout.BOXED else ()
    note = wording.NOTE if plan.look.real_note else ""
    return Sheet(blocks, header, plan.look.numbered_pages or bool(header), note)


class _Builder:
    """The pieces that the layouts share, for one form."""

    def __init__(self, spec: FormSpec, plan: Plan) -> None:
        self.spec = spec
        self.plan = plan
        self.look = plan.look

    def label(self, name: str) -> str:
        """The label's words in the look's style."""
        text = wording.LABELS[name]
        style = self.look.label_style
        if style is LabelStyle.SYNONYM:
            return wording.SYNONYMS.get(name, text)
        if style is LabelStyle.TYPO:
            return wording.mistyped(text)
        if style is LabelStyle.BARE:
            return wording.bare(text)
        if style is LabelStyle.UPPER:
            return text.upper()
        if style is LabelStyle.NUMBERED:
            return f"{list(wording.LABELS).index(name) + 1}. {text}"
        return f"{text}:" if style is LabelStyle.COLON and not text.endswith("?") else text

    def label_para(self, name: str) -> Para:
        """The label, with its help text where the look has those."""
        spans = [Span(self.label(name), self.look.bold_labels)]
        if self.look.help_texts and name in wording.HELP:
            spans.append(Span(f" {wording.HELP[name]}"))
        return Para(tuple(spans))

    def answer(self, name: str) -> tuple[Para, ...]:
        """The answer's paragraphs, at least one, empty where nothing was answered."""
        pieces = self.spec.answers[name]
        if self.look.soft_hyphens and name in NARRATIVES:
            pieces = tuple(Piece(_hyphenated(piece.text), piece.item) for piece in pieces)
        if self.plan.filling is Filling.ENTRIES:
            value = "\n".join(piece.text for piece in pieces)
            return (Para((Entry(value, name, name in NARRATIVES),)),)
        if self.plan.filling is Filling.BREAKS and not any(piece.item for piece in pieces):
            return (Para(_with_breaks(pieces)),)
        paras = [Para((Span(piece.text),), piece.item) for piece in pieces] or [Para()]
        if self.look.empty_lines and name in NARRATIVES:
            paras = [para for full in paras for para in (full, Para())]
        return tuple(paras)

    def joined(self, name: str) -> tuple[Para, ...]:
        """Label and answer beginning in one paragraph."""
        label = self.label(name)
        if not label.endswith((":", "?")):
            label += ":"
        first, *rest = self.answer(name)
        if self.look.break_after_label:
            head: tuple[Inline, ...] = (Span(label, self.look.bold_labels), Newline())
        else:
            head = (Span(label, self.look.bold_labels), Span(" "))
        if first.item:
            return (Para(head[:1]), first, *rest)
        return (Para((*head, *first.inlines)), *rest)

    def asked_too(self, name: str) -> tuple[Para, Para] | None:
        """Another entity's question with its answer, to stand after the one named."""
        if not self.look.extra_rows or name not in wording.EXTRA:
            return None
        question, answer = wording.EXTRA[name]
        return Para((Span(question, self.look.bold_labels),)), Para((Span(answer),))

    def asked_too_joined(self, name: str) -> tuple[Para, ...]:
        """The same, question and answer in one paragraph."""
        pair = self.asked_too(name)
        if pair is None:
            return ()
        (question,), (answer,) = pair[0].inlines, pair[1].inlines
        assert isinstance(question, Span)
        return (Para((replace(question, text=f"{question.text}:"), Span(" "), answer)),)

    def consent(self) -> tuple[Para | Grid, ...]:
        """The marks of the consent question."""
        spec, plan = self.spec, self.plan
        return consent_marks(plan.marking, spec.consent, spec.consent_words, self.look.mark)

    def note(self) -> tuple[Block, ...]:
        """The footnote as a paragraph of the body, where it is no real footnote."""
        if self.look.real_note:
            return ()
        return (Para((Span("1", superscript=True), Span(f" {wording.NOTE}"))),)


def _hyphenated(text: str) -> str:
    """With soft hyphens between syllables of long words, where a line may break."""
    return re.sub(r"\b\w{9,}\b", lambda word: _SYLLABLE.sub("\\1\u00ad", word[0]), text)


_SYLLABLE = re.compile(r"(\w[aeiouáéíóú])(?=[bcdfgjklmnpqstvz][aeiouáéíóú]\w)")


def _with_breaks(pieces: tuple[Piece, ...]) -> tuple[Inline, ...]:
    inlines: list[Inline] = []
    for piece in pieces:
        inlines += [Newline(), Span(piece.text)] if inlines else [Span(piece.text)]
    return tuple(inlines)


def _before(look: Look) -> tuple[Block, ...]:
    """What stands in the body before the form's title."""
    blocks: tuple[Block, ...] = ()
    if look.cover:
        blocks = tuple(Para((Span(text),)) for text in wording.COVER)
    if look.header_in_body:
        cells = tuple(GridCell((Para((Span(text),)),)) for text in _header(look))
        blocks = (*blocks, Grid((cells,), (0.4, 0.2, 0.2, 0.2)))
    return blocks


def _front() -> tuple[Block, ...]:
    return (
        Para((Span(wording.TITLE, bold=True),), centered=True),
        Para((Span(wording.DEFINITION), NoteMark(), Span("."))),
        Para((Span(wording.INSTRUCTION),)),
    )


def _back(look: Look) -> tuple[Block, ...]:
    if look.annex:
        return (*_back(replace(look, annex=False)), *(Para((Span(t),)) for t in wording.ANNEX))
    if look.signature:
        return (*_back(replace(look, signature=False)), *(Para((Span(t),)) for t in wording.SIGNED))
    return (Para((Span(wording.LAW),)), Para((Span(wording.SOURCE),)))


def _header(look: Look) -> tuple[str, ...]:
    return (
        "GESTIÓN DEL CONOCIMIENTO Y LA INNOVACIÓN",
        f"Código: {look.header_code}",
        "Versión: 02",
        "Fecha: 01/03/2021",
    )


_Row = tuple[GridCell, ...]


def _wide(paras: tuple[Para, ...], columns: int, *, shaded: bool = False) -> _Row:
    return (GridCell(paras, columns, shaded),)


def _heading(text: str, columns: int) -> _Row:
    return _wide((Para((Span(text, bold=True),), centered=True),), columns, shaded=True)


def _side_rows(form: _Builder, names: tuple[str, ...]) -> list[_Row]:
    rows: list[_Row] = []
    for name in names:
        rows.append((GridCell((form.label_para(name),)), GridCell(form.answer(name))))
        extra = form.asked_too(name)
        if extra:
            rows.append((GridCell(extra[:1]), GridCell(extra[1:])))
    return rows


def _consent_rows(form: _Builder, columns: int) -> list[_Row]:
    """The question and its marks in one cell, or the marks in cells of their own."""
    marks = form.consent()
    question = Para((Span(wording.CONSENT),))
    grids = [block for block in marks if isinstance(block, Grid)]
    paras = tuple(block for block in marks if isinstance(block, Para))
    if not grids:
        return [_wide((question, *paras), columns)]
    rows = [_wide((question,), 4), *grids[0].rows]
    return [*rows, _wide(paras, 4)] if paras else rows


def _narrative_table(form: _Builder) -> tuple[Block, ...]:
    rows: list[_Row] = []
    for name in NARRATIVES:
        rows += [_wide((form.label_para(name),), 1), _wide(form.answer(name), 1)]
        rows += [_wide((para,), 1) for para in form.asked_too(name) or ()]
    consent = _consent_rows(form, 1)
    if len(consent) == 1:
        return (Grid((*rows, *consent), (1.0,)),)
    return (Grid(tuple(rows), (1.0,)), Para(), Grid(tuple(consent), (0.25,) * 4))


def _seed(form: _Builder) -> tuple[Block, ...]:
    rows = [
        _heading(wording.GENERAL, 2),
        *_side_rows(form, GENERAL),
        _heading(wording.SPECIFIC, 2),
        *_side_rows(form, SPECIFIC),
    ]
    gap: tuple[Block, ...] = form.note() or (Para(),)
    return (Grid(tuple(rows), (0.38, 0.62)), *gap, *_narrative_table(form))


def _side(form: _Builder) -> tuple[Block, ...]:
    rows = [
        _heading(wording.GENERAL, 2),
        *_side_rows(form, GENERAL),
        _heading(wording.SPECIFIC, 2),
        *_side_rows(form, (*SPECIFIC, *NARRATIVES)),
    ]
    marks = form.consent()
    if any(isinstance(block, Grid) for block in marks):
        after = Grid(tuple(_consent_rows(form, 4)), (0.25,) * 4)
        return (Grid(tuple(rows), (0.36, 0.64)), Para(), after, *form.note())
    paras = tuple(block for block in marks if isinstance(block, Para))
    rows.append((GridCell((Para((Span(wording.CONSENT),)),)), GridCell(paras)))
    return (Grid(tuple(rows), (0.36, 0.64)), *form.note())


def _title(text: str) -> Para:
    return Para((Span(text, bold=True),))


def _paragraphs(form: _Builder) -> tuple[Block, ...]:
    blocks: list[Block] = [_title(wording.GENERAL)]
    for name in wording.LABELS:
        if name == "topic":
            blocks.append(_title(wording.SPECIFIC))
        blocks += (form.label_para(name), *form.answer(name), *(form.asked_too(name) or ()))
    return (*blocks, *_open_consent(form), *form.note())


def _lines(form: _Builder) -> tuple[Block, ...]:
    blocks: list[Block] = [_title(wording.GENERAL)]
    for name in wording.LABELS:
        if name == "topic":
            blocks.append(_title(wording.SPECIFIC))
        blocks += (*form.joined(name), *form.asked_too_joined(name))
    return (*blocks, *_open_consent(form), *form.note())


def _open_consent(form: _Builder) -> tuple[Block, ...]:
    return (Para((Span(wording.CONSENT),)), *form.consent())


def _same_cell(form: _Builder) -> tuple[Block, ...]:
    rows: list[_Row] = [_heading(wording.GENERAL, 1)]
    for name in wording.LABELS:
        if name == "topic":
            rows.append(_heading(wording.SPECIFIC, 1))
        rows.append(_wide(form.joined(name), 1))
        rows += [_wide((para,), 1) for para in form.asked_too_joined(name)]
    consent = _consent_rows(form, 1)
    if len(consent) == 1:
        return (Grid((*rows, *consent), (1.0,)), *form.note())
    after = Grid(tuple(consent), (0.25,) * 4)
    return (Grid(tuple(rows), (1.0,)), Para(), after, *form.note())


def _pairs(form: _Builder) -> tuple[Block, ...]:
    names = (*GENERAL, *SPECIFIC)
    rows: list[_Row] = [_heading(wording.GENERAL, 4)]
    for left, right in ((names[0], names[1]), (names[2], names[3]), (names[4], names[5])):
        if left == "completed_on":
            rows.append(_heading(wording.SPECIFIC, 4))
        rows.append(
            tuple(
                cell
                for name in (left, right)
                for cell in (GridCell((form.label_para(name),)), GridCell(form.answer(name)))
            )
        )
    rows.append((GridCell((form.label_para("program"),)), GridCell(form.answer("program"), 3)))
    gap: tuple[Block, ...] = form.note() or (Para(),)
    return (Grid(tuple(rows), (0.2, 0.3, 0.2, 0.3)), *gap, *_narrative_table(form))


_BUILDERS: dict[Layout, Callable[[_Builder], tuple[Block, ...]]] = {
    Layout.SEED: _seed,
    Layout.SIDE: _side,
    Layout.PARAGRAPHS: _paragraphs,
    Layout.SAME_CELL: _same_cell,
    Layout.LINES: _lines,
    Layout.BOXED: _seed,
    Layout.PAIRS: _pairs,
}
