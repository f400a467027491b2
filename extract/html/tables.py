"""A table being built: rows by section, then the cells' columns on the grid.

The grid is formed as browsers form it (HTML Living Standard, 4.9.12): a cell takes the next
column that no cell from above reaches into; spans end with the section. `tfoot` comes last
wherever it is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.errors import LimitError
from extract.model import Cell, Place, Row, Table

if TYPE_CHECKING:
    from extract.model import Block

_MAX_COLSPAN = 1000
_MAX_ROWSPAN = 65_534
_MAX_COLUMNS = 5000  # cells that reach down push those of later rows ever further right
HEAD, BODY, FOOT = 0, 1, 2


@dataclass(slots=True)
class Container:
    """A place that blocks are put into; counts them for their paths.

    `definition`: the cell of a `<dt>` or `<dd>`. `implied_end`: how many blocks there were
    right after a table that was made for rows standing outside any.
    """

    path: str
    blocks: list[Block] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    definition: bool = False
    implied_end: int = -1
    _place: Place | None = None

    def next_path(self, kind: str) -> str:
        """The path that the next block of this kind gets."""
        return f"{self.path}/{kind}[{self.counts.get(kind, 0) + 1}]"

    @property
    def place(self) -> Place:
        """Where the next paragraph stands."""
        if self._place is None:
            self._place = Place(self.next_path("p"))
        return self._place

    def count(self, kind: str) -> None:
        """Counts a block of this kind."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        self._place = None


@dataclass(slots=True)
class _Cell:
    container: Container
    colspan: int
    rowspan: int
    column: int | None = None  # where it must stand, None where the grid decides


@dataclass(slots=True)
class _Row:
    section: int
    cells: list[_Cell] = field(default_factory=list)


class TableBuilder:
    """Takes the rows and cells in source order. `outer` is what the table stands in.

    `implied`: made for rows or cells that stand outside any table.
    """

    def __init__(self, path: str, outer: Container, *, implied: bool = False) -> None:
        self.path = path
        self.outer = outer
        self.implied = implied
        self.section = BODY
        self._rows: list[_Row] = []
        self._in_row = False

    def row(self) -> None:
        """Begins a row."""
        self._rows.append(_Row(self.section))
        self._in_row = True

    def end_row(self) -> None:
        """Ends the row: a cell that comes now begins another."""
        self._in_row = False

    def cell(self, colspan: str | None, rowspan: str | None) -> Container:
        """Begins a cell, and a row for it where there is none; what goes into it."""
        if not self._in_row:
            self.row()
        return self._add(_span(colspan, _MAX_COLSPAN), _span(rowspan, _MAX_ROWSPAN), None)

    def term(self) -> Container:
        """Begins a row with a term of a definition list."""
        self.row()
        return self._add(1, 1, 0)

    def definition(self) -> Container:
        """The second cell of the row: all definitions of one term go into one cell."""
        if not self._in_row:
            self.row()
        last = self._rows[-1].cells[-1] if self._rows[-1].cells else None
        return last.container if last and last.column == 1 else self._add(1, 1, 1)

    def _add(self, colspan: int, rowspan: int, column: int | None) -> Container:
        cells = self._rows[-1].cells
        path = f"{self.path}/row[{len(self._rows)}]/cell[{len(cells) + 1}]"
        cells.append(_Cell(Container(path), colspan, rowspan, column))
        return cells[-1].container

    def build(self) -> Table | None:
        """The table, None where it has no cell."""
        rows = sorted((r for r in self._rows), key=lambda row: row.section)
        if not any(row.cells for row in rows):
            return None
        return Table(tuple(_on_grid(rows)), Place(self.path))


def _on_grid(rows: list[_Row]) -> list[Row]:
    ends = {row.section: at + 1 for at, row in enumerate(rows)}
    busy: dict[int, int] = {}  # column → the first row in which it is free again
    return [_placed(row, at, ends[row.section], busy) for at, row in enumerate(rows)]


def _placed(row: _Row, at: int, end: int, busy: dict[int, int]) -> Row:
    cells = []
    column = 0
    for cell in row.cells:
        while busy.get(column, 0) > at:
            column += 1
        column = max(column, cell.column or 0)
        rowspan = min(cell.rowspan or end - at, end - at)
        if rowspan > 1:
            busy.update((column + step, at + rowspan) for step in range(cell.colspan))
        place = Place(cell.container.path)
        blocks = tuple(cell.container.blocks)
        cells.append(Cell(blocks, column, cell.colspan, rowspan, place))
        column += cell.colspan
        if column > _MAX_COLUMNS:
            raise LimitError("columns", format_name="html")
    return Row(tuple(cells))


def _span(value: str | None, most: int) -> int:
    """A span as browsers read it: 1 where it is no number; 0 stays (to the section's end)."""
    try:
        number = int((value or "1").strip())
    except ValueError:
        return 1
    if number < 0 or (number == 0 and most == _MAX_COLSPAN):
        return 1
    return min(number, most)
