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
from reportlab.platypus.doctemplate import LayoutError

from tests.forms.layouts import Borders
from tests.forms.pdf_boxes import CODINGS, Boxes, laid_at
from tests.forms.pdf_overlay import AS_WRITTEN, handled, with_laid
from tests.forms.sheet import (
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
    from tests.forms.pdf_overlay import Laid, PdfWay

_TALL = (LETTER[0], 3 * LETTER[1])
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


def write_pdf(
    sheets: tuple[Sheet, ...],
    look: Look,
    way: PdfWay = AS_WRITTEN,
    *,
    typed_over: bool = False,
) -> bytes:
    """The PDF of the sheets; entry controls become form fields, filled in.

    Where they are `typed_over`, there are no fields: answers are annotations on the blank form.
    """
    for name, file in _FILES.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(_FONTS / file)))
    writer = _Writer(look, typed_over=typed_over)
    try:
        data = _built(sheets, writer, way, LETTER)
    except LayoutError:  # a cell that reportlab cannot split gets a page that holds it
        writer = _Writer(look, typed_over=typed_over)
        data = _built(sheets, writer, way, _TALL)
    data = _filled(data, writer.values) if writer.values else data
    data = with_laid(data, writer.laid) if writer.laid else data
    return handled(data, way)


def _built(
    sheets: tuple[Sheet, ...], writer: _Writer, way: PdfWay, size: tuple[float, float]
) -> bytes:
    """The sheets laid out on pages of this size (points)."""
    story: list[Any] = []
    for number, sheet in enumerate(sheets):
        story += [NewPage()] if number else []
        story += writer.sheet(sheet)
    stream = io.BytesIO()
    top = 92.0 if sheets[0].header else _MARGIN
    document = SimpleDocTemplate(
        stream, pagesize=size, leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=top,
        bottomMargin=_MARGIN, invariant=1,
    )  # fmt: skip

    def decorate(canvas: Any, page: Any) -> None:
        _decorate(canvas, page, sheets[0])
        if way.unseen:
            _hide_text(canvas)

    document.build(story, onFirstPage=decorate, onLaterPages=decorate)
    return stream.getvalue()


def _hide_text(canvas: Any) -> None:
    """Text over the page that is there for programs only."""
    canvas.saveState()
    for number in range(14):
        text = canvas.beginText(_MARGIN + 20 + 9 * number, 80 + 47 * number)
        text.setFont("Body", 10)
        text.setTextRenderMode(3)
        text.textOut("Sí X No autorizo texto oculto")
        canvas.drawText(text)
    canvas.restoreState()


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


_RULES = {
    Borders.ALL: ("GRID",),
    Borders.HORIZONTAL: ("LINEABOVE", "LINEBELOW"),
    Borders.OUTER: ("BOX",),
    Borders.NONE: (),
}


class _Writer:
    """Turns sheets into flowables, and keeps the values to fill in."""

    def __init__(self, look: Look, *, typed_over: bool = False) -> None:
        self.look = look
        self.typed_over = typed_over
        self.laid: list[Laid] = []
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
            *((rule, (0, 0), (-1, -1), 0.6, colors.black) for rule in _RULES[self.look.borders]),
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
        if any(isinstance(i, Tick) and i.coding in CODINGS for i in para.inlines):
            return Boxes(para.inlines, self.form, self.laid)
        if entries:
            labels = tuple(i for i in para.inlines if isinstance(i, Span) and i.text.strip())
            return self._entry(entries[0], labels)
        text = "".join(_markup(inline) for inline in para.inlines)
        if para.item:
            return Paragraph(text, self.item, bulletText="•")
        return Paragraph(text, self.styles[para.centered])

    def _entry(self, entry: Entry, labels: tuple[Span, ...]) -> Any:
        name = f"{entry.name}_{self.form}"
        if entry.value and not self.typed_over:
            self.values[name] = entry.value
        field = (
            _Typed(entry.value, entry.multiline, self.laid)
            if self.typed_over
            else _Field(name, entry.multiline)
        )
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


class _Typed(Flowable):  # type: ignore[misc] # reportlab ships no types
    """Room for an answer, and the answer typed over it; lengths in points."""

    def __init__(self, value: str, multiline: bool, laid: list[Laid]) -> None:
        super().__init__()
        self.value, self.laid = value, laid
        self.spaceAfter = 12
        lines = sum(1 + len(part) // 75 for part in value.split("\n"))
        self.width, self.height = 0.0, max(84.0, 11.5 * lines) if multiline else 16.0

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = width
        return width, self.height

    def draw(self) -> None:
        if self.value:
            corners = (0.0, 0.0, self.width, self.height)
            self.laid.append(laid_at(self.canv, "FreeText", corners, self.value))


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
