"""Footnotes that stand in a page as plain paragraphs: a raised number, then the note.

Such a paragraph is a note where the same number stands raised in a text before it. A table
that the note cut in two is put together again.
"""

from __future__ import annotations

import re
from dataclasses import replace
from operator import is_
from typing import TYPE_CHECKING

from extract.model import Aside, AsideKind, Break, Cell, Paragraph, Row, Table, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.model import Block

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED_START = re.compile(r"([⁰¹²³⁴-⁹]{1,3})\s*(?=\S)")
_RAISED_END = re.compile(r"(?<=[^\W\d])[.,;:)\"”»]?([⁰¹²³⁴-⁹]{1,3})(?!\w)")
_BRACKETS = " \t\n()[].:"


class NoteFinder:
    """Takes the notes out of blocks, in reading order; `asides` are what it took out."""

    def __init__(self) -> None:
        self.asides: list[Aside] = []
        self._numbers: set[str] = set()

    def without_notes(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The same blocks without the notes, tables cut by one put together."""
        kept: list[Block] = []
        cut_at = -1
        for block in blocks:
            if isinstance(block, Table):
                table = self._table(block)
                last = kept[-1] if kept else None
                if cut_at == len(kept) and isinstance(last, Table) and _fit(last, table):
                    kept[-1] = replace(last, rows=last.rows + table.rows)
                else:
                    kept.append(table)
                cut_at = -1
            elif self._is_note(block):
                cut_at = len(kept)
            else:
                kept.append(block)
                cut_at = -1
        return blocks if _same(kept, blocks) else tuple(kept)

    def _table(self, table: Table) -> Table:
        rows = tuple(map(self._row, table.rows))
        return table if _same(rows, table.rows) else replace(table, rows=rows)

    def _row(self, row: Row) -> Row:
        cells = tuple(map(self._cell, row.cells))
        return row if _same(cells, row.cells) else Row(cells)

    def _cell(self, cell: Cell) -> Cell:
        blocks = self.without_notes(cell.blocks)
        return cell if blocks is cell.blocks else replace(cell, blocks=blocks)

    def _is_note(self, paragraph: Paragraph) -> bool:
        """Whether it is a note, which is then put among the asides; else keeps its numbers."""
        number, note = _start(paragraph)
        if number and number in self._numbers and note:
            self.asides.append(Aside(AsideKind.FOOTNOTE, note, paragraph.place))
            return True
        self._numbers.update(_references(paragraph))
        return False


def _same(some: Sequence[object], others: Sequence[object]) -> bool:
    """Whether they hold the same objects: most of a page has no notes and stays as it is."""
    return len(some) == len(others) and all(map(is_, some, others))


def _start(paragraph: Paragraph) -> tuple[str, str]:
    """The raised number that a paragraph begins with, and the rest; "" where there is none."""
    first = paragraph.inlines[0]
    if not isinstance(first, Text):
        return "", ""
    rest = _text(paragraph)[len(first.text) :].strip()
    if first.style.superscript:
        number = first.text.strip(_BRACKETS)
        return (number, rest) if len(number) <= 3 else ("", "")
    raised = _RAISED_START.match(first.text)
    if raised:
        return raised[1].translate(_RAISED), _text(paragraph)[raised.end() :].strip()
    return "", ""


def _references(paragraph: Paragraph) -> set[str]:
    numbers = set()
    for at, item in enumerate(paragraph.inlines):
        if not isinstance(item, Text):
            continue
        if at and item.style.superscript:
            numbers.add(item.text.strip(_BRACKETS))
        elif not item.text.isascii():
            numbers.update(n.translate(_RAISED) for n in _RAISED_END.findall(item.text))
    return numbers - {""}


def _text(paragraph: Paragraph) -> str:
    parts = (
        item.text if isinstance(item, Text) else " " if isinstance(item, Break) else ""
        for item in paragraph.inlines
    )
    return "".join(parts)


def _fit(above: Table, below: Table) -> bool:
    return _width(above) == _width(below)


def _width(table: Table) -> int:
    ends = (cell.column + cell.colspan for row in table.rows for cell in row.cells)
    return max(ends, default=0)
