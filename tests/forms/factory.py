"""From a seed to a labelled file: draws the case, lays it out, and has the tool make it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random
from typing import TYPE_CHECKING, TypeVar

from schemas.reading import Consent
from tests.forms import content
from tests.forms.docx_writer import write_docx
from tests.forms.html_writer import UTF8, HtmlWay, Markup, write_html, write_marked_text
from tests.forms.layouts import Borders, Filling, LabelStyle, Layout, Look, Plan, lay_out
from tests.forms.marks import IN_CELLS, ONE_CHOICE, Marking, draw_look
from tests.forms.parcels import Parcel, draw_parcel, pack
from tests.forms.pdf_overlay import AS_WRITTEN, PdfWay
from tests.forms.pdf_writer import fonts_missing, write_pdf
from tests.forms.sheet import Para, Sheet, Span
from tests.forms.tools import chromium_print, missing, office_convert
from tests.forms.word_ways import WordWay, apply_ways, draw_ways

if TYPE_CHECKING:
    from tests.forms.spec import FormSpec


_T = TypeVar("_T")


class Tool(StrEnum):
    """What makes the file."""

    WORD = "docx"  # python-docx
    OFFICE_PDF = "office-pdf"  # DOCX exported by LibreOffice
    CHROMIUM_PDF = "chromium-pdf"  # HTML printed by Chromium
    PLAIN_PDF = "reportlab-pdf"
    FILLABLE_PDF = "acroform-pdf"
    ANNOTATED_PDF = "annotated-pdf"  # answers and marks laid over a flat form
    HTML = "html"
    OFFICE_HTML = "office-html"  # DOCX saved by LibreOffice
    MARKED = "marked-text"
    OFFICE_ODT = "office-odt"  # DOCX saved by LibreOffice as its own format
    OFFICE_DOC = "office-doc"  # ... as the Word format of before 2007
    OFFICE_RTF = "office-rtf"


class Kind(StrEnum):
    """What the file holds."""

    FORM = "form"
    BLANK = "blank"
    LETTER = "letter"
    MULTI = "multi"


SUFFIX = {
    Tool.WORD: "docx", Tool.OFFICE_PDF: "pdf", Tool.CHROMIUM_PDF: "pdf", Tool.PLAIN_PDF: "pdf",
    Tool.FILLABLE_PDF: "pdf", Tool.HTML: "html", Tool.OFFICE_HTML: "html", Tool.MARKED: "txt",
    Tool.OFFICE_ODT: "odt", Tool.OFFICE_DOC: "doc", Tool.OFFICE_RTF: "rtf",
    Tool.ANNOTATED_PDF: "pdf",
}  # fmt: skip

_BY_OFFICE = frozenset(
    (Tool.OFFICE_PDF, Tool.OFFICE_HTML, Tool.OFFICE_ODT, Tool.OFFICE_DOC, Tool.OFFICE_RTF)
)
_BY_REPORTLAB = frozenset((Tool.PLAIN_PDF, Tool.FILLABLE_PDF, Tool.ANNOTATED_PDF))
_TOOL_WEIGHTS = (
    (Tool.WORD, 28), (Tool.OFFICE_PDF, 22), (Tool.CHROMIUM_PDF, 12), (Tool.PLAIN_PDF, 6),
    (Tool.FILLABLE_PDF, 8), (Tool.HTML, 11), (Tool.OFFICE_HTML, 7), (Tool.MARKED, 6),
    (Tool.OFFICE_ODT, 5), (Tool.OFFICE_DOC, 2), (Tool.OFFICE_RTF, 2), (Tool.ANNOTATED_PDF, 5),
)  # fmt: skip
_KIND_WEIGHTS = ((Kind.FORM, 90), (Kind.BLANK, 2), (Kind.LETTER, 4), (Kind.MULTI, 4))

_COMMON = (
    Marking.LABEL_FIRST, Marking.LABEL_FIRST, Marking.BOX_FIRST, Marking.LINES, Marking.CELLS,
    Marking.CELLS_X, Marking.TYPED, Marking.PARENS, Marking.BRACKETS, Marking.CELLS_BOX_FIRST,
    Marking.STACKED, Marking.BLANKS, Marking.SLASHED, Marking.COLONS, Marking.X_BESIDE_BOX,
    Marking.TICK_IN_PARENS, Marking.LABEL_FIRST, Marking.BOX_FIRST, Marking.BY_HAND,
    Marking.BY_HAND,
)  # fmt: skip
_WORD_ONLY = (Marking.CONTROL, Marking.CONTROL, Marking.CONTROL, Marking.LEGACY, Marking.SYMBOL)
_SET_APART = (
    Marking.STRUCK_WORD, Marking.HIGHLIGHTED_WORD, Marking.UNDERLINED_WORD, Marking.BOLD_WORD,
    Marking.FRAMED_WORD,
)  # fmt: skip
_IN_WORD = (
    *_WORD_ONLY, *_SET_APART, Marking.SYMBOL_2, Marking.SYMBOL_WEB, Marking.DROPDOWN,
    Marking.LEGACY_LIST, Marking.DRAWN,
)  # fmt: skip
_INPUTS = (
    Marking.INPUT,
    Marking.INPUT,
    Marking.RADIO,
    Marking.INPUT,
    Marking.INPUT_TIED,
    Marking.INPUT_TIED,
    Marking.RADIO,
)
MARKINGS = {
    Tool.WORD: _COMMON + _IN_WORD,
    Tool.OFFICE_PDF: _COMMON + _WORD_ONLY,
    Tool.OFFICE_HTML: (*_COMMON, Marking.CONTROL),
    Tool.OFFICE_ODT: _COMMON + _IN_WORD,
    Tool.OFFICE_DOC: (*_COMMON, *_SET_APART, Marking.LEGACY, Marking.SYMBOL, Marking.DRAWN),
    Tool.OFFICE_RTF: _COMMON + _SET_APART,
    Tool.CHROMIUM_PDF: _COMMON + _INPUTS,
    Tool.HTML: _COMMON + _INPUTS,
    Tool.MARKED: (Marking.INPUT, Marking.INPUT, Marking.LABEL_FIRST, Marking.BRACKETS),
    Tool.PLAIN_PDF: (*_COMMON, Marking.CROSSED, Marking.CROSSED, Marking.RINGED),
    Tool.FILLABLE_PDF: (Marking.ACRO, Marking.ACRO_RADIO),
    Tool.ANNOTATED_PDF: (
        Marking.INK,
        Marking.INK_RING,
        Marking.TYPED_OVER,
        Marking.CROSSED,
        Marking.ACRO,
    ),
}
LAYOUTS = {tool: tuple(Layout) for tool in Tool} | {
    Tool.MARKED: (Layout.SEED, Layout.SEED, Layout.SIDE),
    Tool.FILLABLE_PDF: (
        Layout.SEED, Layout.SIDE, Layout.PARAGRAPHS, Layout.SAME_CELL, Layout.BOXED
    ),
    Tool.ANNOTATED_PDF: (Layout.SEED, Layout.SIDE, Layout.PARAGRAPHS, Layout.BOXED),
}  # fmt: skip
_OPEN_LAYOUTS = (Layout.PARAGRAPHS, Layout.LINES, Layout.SAME_CELL)
_ENTRY_TOOLS = {
    Tool.WORD: 0.12,
    Tool.OFFICE_ODT: 0.1,
    Tool.OFFICE_PDF: 0.06,
    Tool.HTML: 0.35,
    Tool.FILLABLE_PDF: 1.0,
    Tool.ANNOTATED_PDF: 1.0,
}
_HYPHEN_TOOLS = (Tool.WORD, Tool.OFFICE_PDF, Tool.CHROMIUM_PDF, Tool.HTML)
_BREAK_TOOLS = (Tool.WORD, Tool.OFFICE_PDF, Tool.HTML, Tool.CHROMIUM_PDF, Tool.OFFICE_HTML)


@dataclass(frozen=True, slots=True)
class Case:
    """One file to be made: what it says, how it looks and which tool makes it."""

    seed: int
    kind: Kind
    tool: Tool
    plan: Plan
    specs: tuple[FormSpec, ...]
    paragraphs: tuple[str, ...] = ()  # of a letter
    way: HtmlWay = UTF8
    split_runs: bool = False
    edited: bool = False  # with tracked changes and hidden text
    pdf: PdfWay = AS_WRITTEN
    ways: tuple[WordWay, ...] = ()
    parcel: Parcel = Parcel.NONE

    @property
    def labels(self) -> frozenset[str]:
        """The names of the classes that this case belongs to."""
        traits = frozenset[str]().union(*(spec.traits for spec in self.specs))
        consents = {spec.consent.value for spec in self.specs}
        plan = self.plan
        return traits | consents | {
            self.kind.value, self.tool.value, plan.layout.value, plan.filling.value,
            plan.marking.value, SUFFIX[self.tool],
        } | plan.look.traits | self.traits  # fmt: skip

    @property
    def traits(self) -> frozenset[str]:
        """What is special about the way the file is written."""
        special = set()
        if self.tool in {Tool.HTML, Tool.CHROMIUM_PDF}:
            special.add(f"markup-{self.way.markup}")
        if self.edited and self.tool is Tool.WORD:
            special.add("edited")
        special |= {way.value for way in self.ways}
        if self.parcel is not Parcel.NONE:
            special.add(self.parcel.value)
        return frozenset(special) | self.pdf.traits

    @property
    def name(self) -> str:
        """A file name that says what the case is."""
        plan = self.plan
        return (
            f"{self.seed:06}-{self.kind}-{self.tool}-{plan.layout}-{plan.filling}-{plan.marking}"
            f".{SUFFIX[self.tool]}"
        )


@dataclass(frozen=True, slots=True)
class Made:
    """A case and its file's bytes."""

    case: Case
    data: bytes

    @property
    def arrived(self) -> bytes:
        """What arrives: the file in its parcel."""
        return pack(self.data, self.case.name, self.case.parcel)


def draw_case(
    seed: int, *, tool: Tool | None = None, kind: Kind | None = None, marking: Marking | None = None
) -> Case:
    """The case of a seed; what is given is not drawn."""
    rng = Random(seed)  # noqa: S311 - data, no secret
    drawn_tool = _weighted(rng, _TOOL_WEIGHTS)
    drawn_kind = _weighted(rng, _KIND_WEIGHTS)
    tool, kind = tool or drawn_tool, kind or drawn_kind
    plan = _draw_plan(rng, tool)
    if marking:
        plan = replace(plan, marking=marking)
    markup = rng.choice((Markup.PLAIN, Markup.PLAIN, *Markup))
    if markup is Markup.DIVS and (tool is not Tool.HTML or plan.layout not in _OPEN_LAYOUTS):
        markup = Markup.PLAIN  # without a table's tags there are no columns
    way = HtmlWay(
        markup=markup,
        charset=rng.choice(("utf-8", "utf-8", "utf-8", "windows-1252")),
        noise=rng.random() < 0.3,
        breaks_for_paras=plan.filling is Filling.BREAKS,
        textarea=tool is Tool.HTML,
    )
    split = tool in {Tool.WORD, Tool.OFFICE_HTML} and rng.random() < 0.3
    edited = tool is Tool.WORD and rng.random() < 0.15
    specs = _draw_specs(rng, kind, plan)
    paragraphs = content.letter(rng) if kind is Kind.LETTER else ()
    pdf = _draw_pdf_way(rng, tool) if tool in _BY_REPORTLAB else AS_WRITTEN
    ways = draw_ways(seed, by_office=tool is not Tool.WORD) if tool in _WAYS_TOOLS else ()
    parcel = draw_parcel(seed, html=tool in {Tool.HTML, Tool.OFFICE_HTML})
    return Case(seed, kind, tool, plan, specs, paragraphs, way, split, edited, pdf, ways, parcel)


_WAYS_TOOLS = (Tool.WORD, Tool.OFFICE_ODT)


def _draw_pdf_way(rng: Random, tool: Tool) -> PdfWay:
    unseen = rng.random() < 0.2
    if tool is not Tool.PLAIN_PDF or rng.random() < 0.75:
        return PdfWay(unseen=unseen)  # what is laid over a page does not turn with it
    return PdfWay(rng.choice((1, 2, 3)), rng.random() < 0.6, unseen)


def _weighted(rng: Random, pairs: tuple[tuple[_T, int], ...]) -> _T:
    values, weights = [value for value, _ in pairs], [weight for _, weight in pairs]
    return rng.choices(values, weights)[0]


def _draw_specs(rng: Random, kind: Kind, plan: Plan) -> tuple[FormSpec, ...]:
    if kind is Kind.LETTER:
        return ()
    if kind is Kind.BLANK:
        return (content.blank(),)
    count = rng.choice((2, 2, 3)) if kind is Kind.MULTI else 1
    specs = (content.draw(rng) for _ in range(count))
    return tuple(_possible(spec, plan) for spec in specs)


def _possible(spec: FormSpec, plan: Plan) -> FormSpec:
    """What its way of marking cannot show, a form does not say.

    Of radio buttons, words set apart and lists only one can be chosen: such a form has none.
    Over which word something is drawn, no reader of a Word file can tell.
    """
    one_only = plan.marking in {Marking.RADIO, Marking.ACRO_RADIO} | ONE_CHOICE
    if one_only and spec.consent is Consent.BOTH:
        return replace(spec, consent=Consent.UNMARKED)
    if plan.marking is Marking.DRAWN and spec.consent is not Consent.UNMARKED:
        return replace(spec, consent=Consent.UNCLEAR)
    return spec


def _draw_plan(rng: Random, tool: Tool) -> Plan:
    layout, marking = rng.choice(LAYOUTS[tool]), rng.choice(MARKINGS[tool])
    filling = Filling.TYPED
    if rng.random() < _ENTRY_TOOLS.get(tool, 0):
        filling = Filling.ENTRIES
    elif tool in _BREAK_TOOLS and rng.random() < 0.12:
        filling = Filling.BREAKS
    style = rng.choice((*[LabelStyle.PLAIN] * 4, *LabelStyle))
    if layout in {Layout.SAME_CELL, Layout.LINES} and style is LabelStyle.PLAIN:
        style = LabelStyle.COLON
    look = Look(
        label_style=style,
        bold_labels=rng.random() < 0.85,
        real_note=rng.random() < 0.4,
        numbered_pages=rng.random() < 0.4,
        break_after_label=rng.random() < 0.3,
        mark=draw_look(rng),
        font=rng.choice(("Arial", "Calibri", "Times New Roman", "Arial Narrow")),
        size=rng.choice((9, 10, 11, 12)),
        space_after=rng.choice((0, 3, 6, 8)),
        justified=rng.random() < 0.4,
        help_texts=rng.random() < 0.12,
        extra_rows=rng.random() < 0.12,
        signature=rng.random() < 0.12,
        empty_lines=rng.random() < 0.15,
        soft_hyphens=tool in _HYPHEN_TOOLS and rng.random() < 0.2,
        cover=rng.random() < 0.06,
        annex=rng.random() < 0.08,
        header_in_body=layout is not Layout.BOXED and rng.random() < 0.1,
        header_code=f"F-{rng.randint(10, 99)}-GC-{rng.randint(1, 40):03}",
    )
    if layout is Layout.SIDE and filling is Filling.TYPED and marking not in IN_CELLS:
        look = replace(look, borders=rng.choice((*[Borders.ALL] * 5, *Borders)))
    return Plan(layout, filling, marking, look)


def sheets_of(case: Case) -> tuple[Sheet, ...]:
    """The sheets that the case's file shows."""
    if case.kind is Kind.LETTER:
        return (Sheet(tuple(Para((Span(text),)) for text in case.paragraphs)),)
    return tuple(lay_out(spec, case.plan) for spec in case.specs)


def unavailable(tool: Tool) -> str:
    """Why the tool's forms cannot be made here, "" where they can."""
    if tool in _BY_OFFICE:
        return missing("soffice")
    if tool is Tool.CHROMIUM_PDF:
        return missing("chromium")
    return fonts_missing() if tool in _BY_REPORTLAB else ""


def make(cases: list[Case]) -> list[Made]:
    """The files of the cases, in their order; tools are started once for all.

    Raises:
        ToolMissingError: a tool that a case needs is not installed.
    """
    done: dict[int, bytes] = {}
    for tool in Tool:
        at = [number for number, case in enumerate(cases) if case.tool is tool]
        done.update(zip(at, _make_with(tool, [cases[number] for number in at]), strict=True))
    return [Made(case, done[number]) for number, case in enumerate(cases)]


def _make_with(tool: Tool, cases: list[Case]) -> list[bytes]:
    written = [_write(case) for case in cases]
    if tool in _BY_OFFICE:
        return office_convert(written, SUFFIX[tool])
    return chromium_print(written) if tool is Tool.CHROMIUM_PDF else written


def _write(case: Case) -> bytes:
    sheets, look = sheets_of(case), case.plan.look
    if case.tool in {Tool.WORD, *_BY_OFFICE}:
        made = write_docx(sheets, look, split_runs=case.split_runs, edited=case.edited)
        return apply_ways(made, case.ways, case.seed)
    if case.tool in _BY_REPORTLAB:
        return write_pdf(sheets, look, case.pdf, typed_over=case.tool is Tool.ANNOTATED_PDF)
    if case.tool is Tool.MARKED and case.kind is not Kind.LETTER:
        return write_marked_text(sheets)
    return write_html(sheets, look, case.way)
