"""A small language for PDF pages as tests need them, painted with reportlab.

`y` counts points from the page's top, like the boxes that the reader gives.
"""

from __future__ import annotations

import io
from typing import Any

from extract import pdf
from extract.model import (
    Break,
    BreakKind,
    Cell,
    Document,
    Field,
    Inline,
    Mark,
    Paragraph,
    Table,
    Text,
)

WIDTH, HEIGHT = 612.0, 792.0


class Sheet:
    """Pages that are painted one after the other."""

    def __init__(self, width: float = WIDTH, height: float = HEIGHT, **options: object) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.height = height
        self._out = io.BytesIO()
        self.canvas: Any = Canvas(self._out, pagesize=(width, height), **options)
        self.font("Helvetica")

    def font(self, name: str, size: float = 11) -> Sheet:
        """The type of what follows."""
        self.canvas.setFont(name, size)
        return self

    def text(self, x: float, y: float, *lines: str, pitch: float = 13.5) -> Sheet:
        """Lines of text, the first baseline at `y`."""
        for number, line in enumerate(lines):
            self.canvas.drawString(x, self.height - y - number * pitch, line)
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """A stroke."""
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)
        return self

    def rect(self, x: float, y: float, width: float, height: float, **paint: object) -> Sheet:
        """A rectangle with its top left at x, y."""
        self.canvas.rect(x, self.height - y - height, width, height, **paint)
        return self

    def grid(self, xs: list[float], ys: list[float]) -> Sheet:
        """A table's ruling lines."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        return self

    def page(self) -> Sheet:
        """The next page."""
        self.canvas.showPage()
        return self.font("Helvetica")

    def data(self) -> bytes:
        """The file's bytes."""
        self.canvas.save()
        return self._out.getvalue()

    def read(self) -> Document:
        """What the reader makes of it."""
        return pdf.read(self.data())


def shown(inline: Inline) -> str:
    """An inline as a short string: marks as `[on]`, fields as `<value>`, tabs as `\\t`."""
    if isinstance(inline, Text):
        return inline.text
    if isinstance(inline, Mark):
        return f"[{inline.state}]"
    if isinstance(inline, Field):
        return f"<{inline.value}>"
    assert isinstance(inline, Break)
    return "\t" if inline.kind is BreakKind.TAB else "\n"


def paragraph_text(paragraph: Paragraph) -> str:
    """A paragraph's inlines as one string."""
    return "".join(map(shown, paragraph.inlines))


def cell_texts(cell: Cell) -> list[str]:
    """The paragraphs of a cell."""
    return [paragraph_text(b) for b in cell.blocks if isinstance(b, Paragraph)]


def rows(document: Document, number: int = 0) -> list[list[list[str]]]:
    """Rows of cells of paragraphs of a document's table (counted from 0)."""
    tables = [b for b in document.blocks if isinstance(b, Table)]
    return [[cell_texts(c) for c in row.cells] for row in tables[number].rows]


def texts(document: Document) -> list[str]:
    """The paragraphs outside tables."""
    return [paragraph_text(b) for b in document.blocks if isinstance(b, Paragraph)]


def marks(document: Document) -> list[Mark]:
    """All marks, in reading order."""
    return [i for p in _paragraphs(document) for i in p.inlines if isinstance(i, Mark)]


def fields(document: Document) -> list[Field]:
    """All fields, in reading order."""
    return [i for p in _paragraphs(document) for i in p.inlines if isinstance(i, Field)]


def runs(document: Document) -> list[Text]:
    """All text runs, in reading order."""
    return [i for p in _paragraphs(document) for i in p.inlines if isinstance(i, Text)]


def _paragraphs(document: Document) -> list[Paragraph]:
    found: list[Paragraph] = []

    def visit(blocks: tuple[Paragraph | Table, ...]) -> None:
        for block in blocks:
            if isinstance(block, Paragraph):
                found.append(block)
            else:
                for row in block.rows:
                    for cell in row.cells:
                        visit(cell.blocks)

    visit(document.blocks)
    return found
