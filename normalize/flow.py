"""A document as one flow of lines, each knowing its cell: what labels are looked for in.

A line is what stands between two breaks that the writer made: the end of a paragraph, a
line break, a tab. Marks and entry controls stand in a line's text as one character each
(`OBJECT`), so that offsets mean the same everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from extract.model import (
    Break,
    BreakKind,
    Field,
    Mark,
    Paragraph,
    Table,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extract.model import Block, Document, Inline, Place

OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"
_SPACES = re.compile(r"[^\S\n]+")


class Joint(StrEnum):
    """How a line hangs on the one before it."""

    PARAGRAPH = "paragraph"
    LINE = "line"
    TAB = "tab"


@dataclass(frozen=True, slots=True)
class CellRef:
    """A cell of a table: the table's number in the document, row and grid column from 0.

    `width` is the number of grid columns it spans, `row_cells` how many cells begin in its
    row (cells that reach down from above not counted).
    """

    table: int
    row: int
    column: int
    width: int = 1
    height: int = 1
    row_cells: int = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """An inline item and the stretch [start, end) of the line's text that it fills."""

    start: int
    end: int
    item: Text | Mark | Field


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text between breaks. `cells` runs from the outermost cell to the innermost.

    `marker` is the bullet or number of a list item's first line.
    """

    index: int
    text: str
    pieces: tuple[Piece, ...]
    joint: Joint
    paragraph: int
    cells: tuple[CellRef, ...]
    place: Place
    marker: str = ""
    heading: bool = False
    row: int = 0
    guesses: int = 0  # of its paragraph, on the paragraph's first line

    @property
    def cell(self) -> CellRef | None:
        """The innermost cell, None outside tables."""
        return self.cells[-1] if self.cells else None

    @property
    def empty(self) -> bool:
        """True where nothing is written: only white space."""
        return not self.text.strip()

    def pieces_between(self, start: int, end: int) -> Iterator[Piece]:
        """The pieces that reach into [start, end) of the text."""
        for piece in self.pieces:
            if piece.start < end and piece.end > start:
                yield piece


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the document: the cells of each row, empty ones too."""

    number: int
    rows: tuple[tuple[CellRef, ...], ...]
    columns: int


@dataclass(frozen=True, slots=True)
class Flow:
    """All lines in reading order, and the tables they stand in by number."""

    lines: tuple[Line, ...]
    grids: tuple[Grid, ...]


def flow_of(document: Document) -> Flow:
    """The document's body as a flow of lines; empty lines are kept."""
    builder = _Builder()
    builder.blocks(document.blocks, ())
    grids = tuple(grid for grid in builder.grids if grid is not None)
    return Flow(tuple(builder.lines), grids)


class _Builder:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.grids: list[Grid | None] = []
        self.paragraphs = 0

    def blocks(self, blocks: tuple[Block, ...], cells: tuple[CellRef, ...]) -> None:
        for block in blocks:
            if isinstance(block, Table):
                self.table(block, cells)
            else:
                self.paragraph(block, cells)

    def table(self, table: Table, cells: tuple[CellRef, ...]) -> None:
        number = len(self.grids)
        self.grids.append(None)
        rows = []
        for row_number, row in enumerate(table.rows):
            refs = tuple(
                CellRef(number, row_number, c.column, c.colspan, c.rowspan, len(row.cells))
                for c in row.cells
            )
            rows.append(refs)
            for cell, ref in zip(row.cells, refs, strict=True):
                # an empty cell is seen too: it may be a box, or an answer left out
                self.blocks(cell.blocks or (Paragraph(place=cell.place),), (*cells, ref))
        columns = max((ref.column + ref.width for row in rows for ref in row), default=0)
        self.grids[number] = Grid(number, tuple(rows), columns)

    def paragraph(self, paragraph: Paragraph, cells: tuple[CellRef, ...]) -> None:
        joint, row = Joint.PARAGRAPH, len(self.lines)
        number = self.paragraphs
        self.paragraphs += 1
        marker = paragraph.marker if paragraph.list_item else ""
        guesses = paragraph.guesses
        for part, following in _split(paragraph.inlines):
            text, pieces = _lay_out(part)
            place = next((p.item.place for p in pieces), paragraph.place)
            index = len(self.lines)
            row = row if joint is Joint.TAB else index
            self.lines.append(
                Line(
                    index,
                    text,
                    pieces,
                    joint,
                    number,
                    cells,
                    place,
                    marker,
                    paragraph.heading,
                    row,
                    guesses,
                )
            )
            joint, marker, guesses = following, "", 0


def _split(inlines: tuple[Inline, ...]) -> Iterator[tuple[list[Text | Mark | Field], Joint]]:
    part: list[Text | Mark | Field] = []
    for inline in inlines:
        if isinstance(inline, Break):
            joint = Joint.TAB if inline.kind is BreakKind.TAB else Joint.LINE
            yield part, joint
            part = []
        else:
            part.append(inline)
    yield part, Joint.PARAGRAPH


def _lay_out(items: list[Text | Mark | Field]) -> tuple[str, tuple[Piece, ...]]:
    text = ""
    pieces = []
    for item in items:
        shown = _clean(item.text) if isinstance(item, Text) else OBJECT
        if not shown:
            continue
        pieces.append(Piece(len(text), len(text) + len(shown), item))
        text += shown
    return text, tuple(pieces)


_DROPPED = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f]")


def _clean(text: str) -> str:
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _DROPPED.sub("", text)).replace(OBJECT, "")


def collapse(text: str) -> str:
    """Runs of white space (no-break spaces too) as one space, ends trimmed; `\\n` stays."""
    if "\n" not in text:
        return " ".join(text.split())  # the same, several times as fast
    return _SPACES.sub(" ", text).strip()
