"""The document of a format without pages, as pieces that a template can lay out.

Only text, tables and marks: nothing of the file's own markup, links or pictures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.model import Break, BreakKind, Field, Mark, MarkState, Paragraph, Text
from lecciones.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from extract.model import Block, Cell, Document, Inline

_DEEPEST = 12
_MOST_PIECES = 40_000
_SIGNS = {MarkState.ON: "☒", MarkState.OFF: "☐", MarkState.UNSURE: "⍰"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: `kind` is text, mark, entry or break; `tag` an HTML element."""

    kind: str
    text: str = ""
    tag: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; `field` names the answer that begins in it, "" for none."""

    pieces: tuple[Piece, ...]
    field: str = ""
    marker: str = ""
    heading: bool = False
    is_table: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A table cell; `field` names the answer that it begins with, "" for none."""

    blocks: tuple[Line | Grid, ...]
    colspan: int = 1
    rowspan: int = 1
    field: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells."""

    rows: tuple[tuple[Box, ...], ...]
    is_table: bool = True


def sheet_of(document: Document, fields: Mapping[str, str]) -> tuple[Line | Grid, ...]:
    """The document's blocks; `fields` names the answer that begins at a path."""
    layer = _Layer(fields)
    return tuple(layer.blocks(document.blocks, 0))


class _Layer:
    """Lays blocks out, up to a number of pieces: a page for people has no more."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields
        self._left = _MOST_PIECES

    def blocks(self, blocks: tuple[Block, ...], depth: int) -> Iterator[Line | Grid]:
        """The blocks, tables within tables up to a depth."""
        for block in blocks:
            if self._left <= 0 or depth > _DEEPEST:
                return
            if isinstance(block, Paragraph):
                yield self._line(block)
            else:
                yield Grid(
                    tuple(tuple(self._box(cell, depth) for cell in row.cells) for row in block.rows)
                )

    def _box(self, cell: Cell, depth: int) -> Box:
        laid = tuple(self.blocks(cell.blocks, depth + 1))
        first = laid[0] if laid else None
        field = first.field if isinstance(first, Line) else ""
        return Box(laid, min(cell.colspan, 100), min(cell.rowspan, 1000), field)

    def _line(self, paragraph: Paragraph) -> Line:
        pieces = tuple(_piece(inline) for inline in paragraph.inlines)
        self._left -= 1 + len(pieces)
        field = self._fields.get(paragraph.place.path, "")
        return Line(pieces, field, printable(paragraph.marker), paragraph.heading)


def _piece(inline: Inline) -> Piece:
    match inline:
        case Text(text=text, style=style):
            tags = (("s", style.strike), ("mark", style.highlight), ("u", style.underline),
                    ("strong", style.bold))  # fmt: skip
            return Piece("text", printable(text), next((t for t, on in tags if on), ""))
        case Break(kind=kind):
            return Piece("break" if kind is BreakKind.LINE else "text", "\u2003")
        case Mark(state=state):
            return Piece("mark", _SIGNS[state], state=str(state))
        case Field(value=value):
            return Piece("entry", printable(value, keep_lines=True))
