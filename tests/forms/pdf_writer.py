"""Writes sheets as PDF with reportlab: plain ones, and fillable ones filled by pypdf."""

# ruff: noqa: ANN401 - reportlab ships no types

from __future__ import annotations

import io
import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    Flowable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)
from reportlab.platypus import (
    PageBreak as NewPage,
)

from tests.forms.sheet import (
    Coding,
    Entry,
    Grid,
    GridCell,
    Inline,
    Newline,
    Para,
    Sheet,
    Span,
    Tick,
)

if TYPE_CHECKING:
    from tests.forms.layouts import Look

_MARGIN = 57.0
_MULTILINE = 1 << 12  # ISO 32000-1, table 228
_LINE = LETTER[0] - 2 * _MARGIN
_FONTS = Path("/usr/share/fonts/truetype")
_FILES = {
    "Body": "liberation/LiberationSans-Regular.ttf",
    "BodyBold": "liberation/LiberationSans-Bold.ttf",
    "Signs": "dejavu/DejaVuSans.ttf",
}


def fonts_missing() -> str:
    """Why PDF cannot be written here, "" where it can."""
    lost = [name for name in _FILES.values() if not (_FONTS / name).exists()]
    return f"fonts not installed: {', '.join(lost)}" if lost else ""


def write_pdf(sheets: tuple[Sheet, ...], look: Look) -> bytes:
    """The PDF of the sheets; entry controls become form fields, filled in."""
    for name, file in _FILES.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(_FONTS / file)))
    writer = _Writer(look)
    story: list[Any] = []
    for number, sheet in enumerate(sheets):
        story += [NewPage()] if number else []
        story += writer.sheet(sheet)
    stream = io.BytesIO()
    top = 92.0 if sheets[0].header else _MARGIN
    document = SimpleDocTemplate(
        stream, pagesize=LETTER, leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=top,
        bottomMargin=_MARGIN, invariant=1,
    )  # fmt: skip

    def decorate(canvas: Any, page: Any) -> None:
        _decorate(canvas, page, sheets[0])

    document.build(story, onFirstPage=decorate, onLaterPages=decorate)
    return _filled(stream.getvalue(), writer.values) if writer.values else stream.getvalue()


def _decorate(canvas: Any, page: Any, sheet: Sheet) -> None:
    """The header box and the page number, drawn on each page."""
    canvas.saveState()
    canvas.setFont("Body", 8)
    if sheet.header:
        top, height = LETTER[1] - 30, 48
        canvas.rect(_MARGIN, top - height, _LINE, height)
        canvas.line(_MARGIN + 330, top, _MARGIN + 330, top - height)
        canvas.drawString(_MARGIN + 6, top - 26, sheet.header[0])
        for number, text in enumerate(sheet.header[1:]):
            canvas.drawString(_MARGIN + 336, top - 12 - 13 * number, text)
    if sheet.numbered:
        canvas.drawCentredString(LETTER[0] / 2, 30, f"Página {page.page}")
    canvas.restoreState()


def _filled(data: bytes, values: dict[str, str]) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.set_need_appearances_writer(True)
    for page in writer.pages:
        if "/Annots" in page:
            writer.update_page_form_field_values(page, values, auto_regenerate=False)
        for widget in (reference.get_object() for reference in page.get("/Annots", ())):
            if widget.get("/Ff", 0) & _MULTILINE:
                widget.pop("/AP", None)  # pypdf does not wrap lines; a viewer draws it anew
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


class _Writer:
    """Turns sheets into flowables, and keeps the values to fill in."""

    def __init__(self, look: Look) -> None:
        self.values: dict[str, str] = {}
        self.form = 0
        size = float(look.size)
        base = ParagraphStyle(
            "base", fontName="Body", fontSize=size, leading=size * 1.25, spaceAfter=look.space_after
        )
        self.styles = {
            False: base,
            True: ParagraphStyle("centered", parent=base, alignment=TA_CENTER),
        }
        self.item = ParagraphStyle("item", parent=base, leftIndent=16, bulletIndent=4)

    def sheet(self, sheet: Sheet) -> list[Any]:
        self.form += 1
        story: list[Any] = []
        for block in sheet.blocks:
            if isinstance(block, Grid):
                story += [self._grid(block), Spacer(1, 8)]
            elif isinstance(block, Para):
                story.append(self._para(block))
        if sheet.note:
            story.append(self._para(Para((Span("1", superscript=True), Span(f" {sheet.note}")))))
        return story

    def _grid(self, grid: Grid) -> Any:
        rows: list[list[Any]] = []
        style: list[tuple[Any, ...]] = [
            ("GRID", (0, 0), (-1, -1), 0.6, colors.black),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ]
        for y, row in enumerate(grid.rows):
            cells: list[Any] = []
            for cell in row:
                cells += [self._cell(cell), *[""] * (cell.span - 1)]
                x = len(cells) - cell.span
                if cell.span > 1:
                    style.append(("SPAN", (x, y), (x + cell.span - 1, y)))
                if cell.shaded:
                    style.append(("BACKGROUND", (x, y), (x, y), colors.HexColor("#d9e2f3")))
            rows.append(cells)
        widths = [share * _LINE for share in grid.widths]
        return Table(rows, colWidths=widths, style=style, splitInRow=1, splitByRow=1)

    def _cell(self, cell: GridCell) -> list[Any]:
        return [self._para(para) for para in cell.paras]

    def _para(self, para: Para) -> Any:
        entries = [inline for inline in para.inlines if isinstance(inline, Entry)]
        if any(isinstance(i, Tick) and i.coding is Coding.ACRO for i in para.inlines):
            return _Boxes(para.inlines, self.form)
        if entries:
            labels = tuple(i for i in para.inlines if isinstance(i, Span) and i.text.strip())
            return self._entry(entries[0], labels)
        text = "".join(_markup(inline) for inline in para.inlines)
        if para.item:
            return Paragraph(text, self.item, bulletText="•")
        return Paragraph(text, self.styles[para.centered])

    def _entry(self, entry: Entry, labels: tuple[Span, ...]) -> Any:
        name = f"{entry.name}_{self.form}"
        if entry.value:
            self.values[name] = entry.value
        field = _Field(name, entry.multiline)
        if not labels:
            return field
        label = Paragraph("".join(_markup(span) for span in labels), self.styles[False])
        return Table(
            [[label], [field]], colWidths=[_LINE - 14], style=[("LEFTPADDING", (0, 0), (-1, -1), 0)]
        )


_SIGN = re.compile("[☐☒☑■□✓]")  # Liberation Sans has none of these


def _markup(inline: Inline) -> str:
    if isinstance(inline, Span):
        text = escape(inline.text, quote=False).replace("  ", "&nbsp; ")
        text = _SIGN.sub(r'<font name="Signs">\g<0></font>', text)
        if inline.superscript:
            return f"<super>{text}</super>"
        return f'<font name="BodyBold">{text}</font>' if inline.bold else text
    if isinstance(inline, Tick):
        return f'<font name="Signs">{inline.sign}</font>'
    return "<br/>" if isinstance(inline, Newline) else "<super>1</super>"


class _Field(Flowable):  # type: ignore[misc] # reportlab ships no types
    """A text field as wide as its place; lengths in points."""

    def __init__(self, name: str, multiline: bool) -> None:
        super().__init__()
        self.name, self.multiline = name, multiline
        self.spaceAfter = 12
        self.width, self.height = 0.0, 84.0 if multiline else 18.0

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = width
        return width, self.height

    def draw(self) -> None:
        self.canv.acroForm.textfield(
            name=self.name, x=0, y=0, relative=True, width=self.width, height=self.height,
            fontSize=9, borderWidth=0.5, maxlen=None,
            fieldFlags="multiline" if self.multiline else "",
        )  # fmt: skip


class _Boxes(Flowable):  # type: ignore[misc] # reportlab ships no types
    """A line of words and form check boxes; lengths in points."""

    def __init__(self, inlines: tuple[Inline, ...], form: int) -> None:
        super().__init__()
        self.inlines, self.form = inlines, form

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        return width, 20.0

    def draw(self) -> None:
        x = 150.0
        self.canv.setFont("Body", 10)
        for inline in self.inlines:
            if isinstance(inline, Tick):
                name = f"autoriza_{inline.word.lower()}_{self.form}"
                self.canv.acroForm.checkbox(
                    name=name, x=x, y=3, size=12, relative=True, checked=inline.on,
                    tooltip=inline.word if inline.tied else "",
                )  # fmt: skip
                x += 16
            elif isinstance(inline, Span):
                self.canv.drawString(x, 6, inline.text)
                x += self.canv.stringWidth(inline.text, "Body", 10)
