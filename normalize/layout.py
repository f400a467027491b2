"""How a form's labels lie in its tables, and so where their answers can stand."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from extract.model import Text
from normalize.text import fold

if TYPE_CHECKING:
    from normalize.align import Placed
    from normalize.flow import CellRef, Flow, Grid, Line
    from normalize.labels import Candidate


class Layout:
    """How the form's labels lie in its tables."""

    def __init__(self, flow: Flow, form: Placed) -> None:
        self.flow = flow
        self.form = form
        self.on_line: dict[int, list[Candidate]] = defaultdict(list)
        self.in_cell: dict[CellRef, list[Candidate]] = defaultdict(list)
        for label in form.labels:
            for index in range(label.start.line, label.end.line + 1):
                self.on_line[index].append(label)
            cell = flow.lines[label.start.line].cell
            if cell:
                self.in_cell[cell].append(label)
        self.filled = {line.cell for line in flow.lines if line.cell and not line.empty}
        self.headers = self._header_rows()
        bold = sum(is_bold(flow.lines[label.start.line]) for label in form.labels)
        self.labels_are_bold = bold >= 0.6 * len(form.labels)

    def labels_on(self, index: int) -> list[Candidate]:
        """The labels that reach onto a line."""
        return self.on_line.get(index, [])

    def cell_of(self, label: Candidate) -> CellRef | None:
        """The innermost cell that a label begins in, None outside tables."""
        return self.flow.lines[label.start.line].cell

    def row(self, cell: CellRef) -> tuple[CellRef, ...]:
        """All cells of a cell's row, by column."""
        return self.grid(cell).rows[cell.row]

    def grid(self, cell: CellRef) -> Grid:
        """The table that a cell is of."""
        return next(g for g in self.flow.grids if g.number == cell.table)

    def options_above(self, label: Candidate) -> frozenset[int]:
        """The lines `Sí` and `No` that head the columns of a question's row, each in a cell.

        Between them and the row other questions may stand, each in a row of the same columns.
        """
        cell = self.cell_of(label)
        if cell is None or cell.row == 0:
            return frozenset()
        grid = self.grid(cell)
        columns = [c.column for c in grid.rows[cell.row]]
        words = self._option_cells(cell.table)
        for number in range(cell.row - 1, -1, -1):
            row = grid.rows[number]
            heads = [words[c] for c in row if c in words]
            if heads:
                return frozenset(heads) if len(heads) == 2 else frozenset()
            if [c.column for c in row] != columns or len(columns) < 3:
                return frozenset()
        return frozenset()

    def _option_cells(self, table: int) -> dict[CellRef, int]:
        """The cells of a table that hold nothing but `Sí` or `No`, and the line of each."""
        return {
            line.cell: line.index
            for line in self.flow.lines
            if line.cell is not None
            and line.cell.table == table
            and fold(line.text) in ("si", "no")
        }

    def has_answer_cell(self, label: Candidate) -> bool:
        """True where a cell right of the label's, before the next label, can hold its answer."""
        cell = self.cell_of(label)
        if cell is None:
            return False
        right = [c for c in self.row(cell) if c.column > cell.column]
        return bool(right) and right[0] not in self.in_cell

    def in_answer_cell(self, line: Line) -> bool:
        """True where the line stands right of a label in that label's row."""
        cell = line.cell
        if cell is None or cell in self.in_cell:
            return False
        left = [c for c in self.row(cell) if c.column < cell.column]
        return any(c in self.in_cell for c in left)

    def same_row(self, label: Candidate, line: Line) -> bool:
        """True where the line stands in a row that the label's cell covers."""
        cell = self.cell_of(label)
        return cell is not None and any(
            c.table == cell.table and cell.row <= c.row < cell.row + cell.height for c in line.cells
        )

    def _header_rows(self) -> dict[tuple[int, int], list[CellRef]]:
        """Rows of which every cell is a label, over a row with none: answers stand below."""
        found = {}
        for grid in self.flow.grids:
            for number, row in enumerate(grid.rows[:-1]):
                below = grid.rows[number + 1]
                if len(row) < 2 or not all(cell in self.in_cell for cell in row):
                    continue
                bare = all(self._label_fills(cell) for cell in row)
                if bare and below and not any(cell in self.in_cell for cell in below):
                    found[grid.number, number] = list(row)
        return found

    def _label_fills(self, cell: CellRef) -> bool:
        return all(label.full for label in self.in_cell[cell])

    def column_owner(self, line: Line) -> str | None:
        """The label above, where the line stands in the row below a row of labels."""
        for cell in line.cells:
            row = self.headers.get((cell.table, cell.row - 1))
            for above in row or ():
                if above.column <= cell.column < above.column + above.width:
                    return self.in_cell[above][-1].field
        return None

    def reaches(self, label: Candidate, line: Line, *, answered: bool) -> bool:
        """True where the line can hold the label's answer."""
        home = self.cell_of(label)
        if home is None:
            return True
        here = next((c for c in line.cells if c.table == home.table), None)
        if here is None:
            return not answered and not self._beside(label)
        if here == home or self.same_row(label, line):
            return True
        first = self.row(here)[0]
        if self._beside(label):
            if here.row_cells == 1 and here.column <= home.column:
                return not answered
            return here.column > home.column and first not in self.filled
        return here.row_cells == 1 or first not in self.filled

    def _beside(self, label: Candidate) -> bool:
        """True where the label's answer belongs right of it, not below."""
        return self.has_answer_cell(label)


def is_alone(flow: Flow, line: Line) -> bool:
    """True where the line is all that its cell holds."""
    near = flow.lines[max(0, line.index - 1) : line.index + 2]
    return all(other is line or other.cells != line.cells or other.empty for other in near)


def is_bold(line: Line) -> bool:
    """True where all text of the line is bold."""
    texts = [p.item for p in line.pieces if isinstance(p.item, Text) and p.item.text.strip()]
    return bool(texts) and all(text.style.bold for text in texts)
