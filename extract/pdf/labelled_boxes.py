"""Step 6b: boxes for answers with their labels beside them, as web forms print them.

Each box is a table of one cell, and its label stands left of it with no rule around. Read from
top to bottom the box, whose top is above its label's line, would come first; so label and box
become a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.pdf.columns import is_next
from extract.pdf.geometry import around
from extract.pdf.rows import goes_on
from extract.pdf.tables import DraftCell, DraftTable
from extract.pdf.words import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extract.pdf.tables import Flow

_LEAST = 2  # such boxes on a page, one under the other: a lone one may be a frame
_SAME_X = 4.0  # points
_OVERHANG = 3.0  # points by which a label may stand above its box


def with_labels(flow: Flow) -> Flow:
    """The flow of a page with each box and the lines left of it as a table of one row."""
    boxes = sorted((t for t in flow if _is_box(t)), key=lambda t: t.box.top)
    lines = [n for n in flow if isinstance(n, Line)]
    owned = _owned(boxes, lines)
    column = [t for t in boxes if id(t) in owned]
    if len([t for t in column if abs(t.box.x0 - column[0].box.x0) <= _SAME_X]) < _LEAST:
        return flow
    rows = {key: _row(labels, table) for key, (table, labels) in owned.items()}
    taken = {id(n) for _, labels in owned.values() for n in labels}
    return [rows.get(id(item), item) for item in flow if id(item) not in taken]


def _is_box(item: Line | DraftTable) -> bool:
    return isinstance(item, DraftTable) and [len(row) for row in item.rows] == [1]


def _owned(
    boxes: Sequence[Line | DraftTable], lines: Iterable[Line]
) -> dict[int, tuple[DraftTable, list[Line]]]:
    """Each box that has lines left of it, with those."""
    found: dict[int, tuple[DraftTable, list[Line]]] = {}
    above: tuple[DraftTable, Line] | None = None
    for line in sorted(lines, key=lambda n: n.baseline):
        beside = [t for t in boxes if isinstance(t, DraftTable) and _stands_left(line, t)]
        level = [t for t in beside if t.box.top - _OVERHANG <= line.box.y_mid <= t.box.bottom]
        home = level[0] if level else None
        if above is not None and above[0] in beside and goes_on(line) and is_next(above[1], line):
            home = above[0]  # a label of more lines than its box
        if home is None:
            above = None
            continue
        found.setdefault(id(home), (home, []))[1].append(line)
        above = home, line
    return found


def _stands_left(line: Line, table: DraftTable) -> bool:
    return line.box.x1 <= table.box.x0 + 1


def _row(labels: list[Line], table: DraftTable) -> DraftTable:
    left = around([n.box for n in labels])
    answer = table.rows[0][0]
    return DraftTable([[DraftCell(left, 1, labels), answer]], around([left, table.box]))
