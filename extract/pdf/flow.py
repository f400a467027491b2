"""Step 6: each page's body as a flow of tables and free lines, then joined over pages.

Two table parts are one table where nothing of the body stands between them, the second
begins a page, and their outer edges agree. A row is taken as cut by the page break where

- the border is left open there on both sides (browsers; a border open on one side only
  leaves an empty strip of the row on the other page, or none), or
- the continuation has text but no label: its first cell is empty, another is not; or
- a cell's text breaks off within a sentence at a full line and goes on in small letters; or
- both parts are a single cell of one style, and the text can run on: the line at the break
  is full, or the second part is no question and the first no lone label.

Rows at the top of the second part that repeat the first part's head are dropped; where more
than three repeat, it is the next copy of the form, and the tables stay apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.model import Mark
from extract.pdf.geometry import covers, holds
from extract.pdf.paragraphs import cell_column, group_lines
from extract.pdf.tables import DraftCell, DraftTable
from extract.pdf.words import Line, in_capitals, to_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extract.pdf.geometry import Word
    from extract.pdf.grid import Grid
    from extract.pdf.tables import Flow

_SAME_EDGE = 4.0  # points
_MAX_HEAD_ROWS = 3
_FRAME_SIDE = 60.0  # points
_BOX_SIDE = 24.0  # points: a lone smaller cell is a check box drawn with lines


def page_flow(grids: Sequence[Grid], words: Iterable[Word], number: int) -> Flow:
    """The page's tables and the lines outside them, from top to bottom."""
    rest = list(words)
    tables: list[tuple[Grid, DraftTable]] = []
    # the smallest first, so that words fall into the innermost table
    for grid in sorted(grids, key=lambda g: g.box.width * g.box.height):
        inner = [t for g, t in tables if covers(grid.box, g.box) > 0.95]
        if len(grid.cells) == 1 and any(_is_table(t) for t in inner):
            continue  # a frame around tables: what else stands in it stands between them
        table, others = _filled(grid, rest)
        if _frames_a_mark(table):
            continue
        rest = others
        homeless = [t for t in inner if not _nest(table, t)]
        tables = [(g, t) for g, t in tables if t not in inner or t in homeless]
        tables.append((grid, table))
    shown = [t for g, t in tables if _is_table(t)]
    lines = to_lines([w for w in rest if w.box.page == number])
    flow: Flow = [*shown, *lines]
    return sorted(flow, key=lambda item: item.box.y_mid if isinstance(item, Line) else item.box.top)


def _filled(grid: Grid, words: list[Word]) -> tuple[DraftTable, list[Word]]:
    """The grid's cells with the words that stand in them, and the words that stand in none."""
    own: dict[int, list[Word]] = {}
    rest: list[Word] = []
    index: int | None = None
    for word in words:
        index = _cell_at(grid, word, index)
        if index is None:
            rest.append(word)
        else:
            own.setdefault(index, []).append(word)
    rows: dict[int, list[DraftCell]] = {}
    starts = sorted({c.row for c in grid.cells})
    for index, cell in enumerate(grid.cells):
        span = sum(cell.row <= s < cell.row + cell.rowspan for s in starts)
        lines = to_lines(own.get(index, ()))
        draft = DraftCell(cell.box, max(span, 1), lines, [], cell.open_top, cell.open_bottom)
        if cell.piece and not lines:
            continue  # the margin around a table within the cell
        rows.setdefault(cell.row, []).append(draft)
    ordered = [sorted(rows[r], key=lambda c: c.box.x0) for r in starts if r in rows]
    return DraftTable(ordered, grid.box), rest


def _cell_at(grid: Grid, word: Word, last: int | None) -> int | None:
    """The cell in which a word stands; `last` is that of the word before it."""
    _, x0, top, x1, bottom = word.box
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    if word.inline is None:
        x = min(x, x0 + 6)
    if last is not None:
        _, left, upper, right, lower = grid.cells[last].box
        if left < x < right and upper < y < lower:
            return last  # cells share no more than their edges
    if not holds(grid.box, x, y):
        return None
    return next((i for i, c in enumerate(grid.cells) if holds(c.box, x, y)), None)


def _nest(outer: DraftTable, inner: DraftTable) -> bool:
    """Puts the inner table into the cell that holds it; False where none does."""
    for row in outer.rows:
        for cell in row:
            if covers(cell.box, inner.box) > 0.9:
                cell.nested.append(inner)
                return True
    return False


def _frames_a_mark(table: DraftTable) -> bool:
    """Whether a small frame holds nothing but a box: an ornament around it, no table."""
    cells = [c for row in table.rows for c in row]
    if len(cells) != 1 or max(table.box.width, table.box.height) > _FRAME_SIDE:
        return False
    words = [word for line in cells[0].lines for word in line.words]
    return len(words) == 1 and isinstance(words[0].inline, Mark)


def _is_table(table: DraftTable) -> bool:
    cells = [c for row in table.rows for c in row]
    if not any(c.filled for c in cells):
        return len(cells) > 1
    return len(cells) > 1 or table.box.width > _BOX_SIDE or table.box.height > _BOX_SIDE


def join_pages(flows: Sequence[Flow]) -> Flow:
    """One flow for the document."""
    whole: Flow = []
    for flow in flows:
        if whole and flow:
            last, first = whole[-1], flow[0]
            if (
                isinstance(last, DraftTable)
                and isinstance(first, DraftTable)
                and _joins(last, first)
            ):
                _append(last, first)
                whole.extend(flow[1:])
                continue
        whole.extend(flow)
    return whole


def _joins(last: DraftTable, first: DraftTable) -> bool:
    if last.gutter is not None or first.gutter is not None:
        return _in_same_columns(last, first)
    same = all(abs(a - b) <= _SAME_EDGE for a, b in zip(last.edges, first.edges, strict=True))
    return same and _repeated_head(last, first) <= _MAX_HEAD_ROWS


def _in_same_columns(last: DraftTable, first: DraftTable) -> bool:
    """Whether two parts without rules stand in the same columns, which are then as wide."""
    if last.gutter is None or first.gutter is None or abs(last.gutter - first.gutter) > _SAME_EDGE:
        return False
    rows = [row for t in (last, first) for row in t.rows]
    labels = [row[0] for row in rows]
    x0 = min(c.box.x0 for c in labels)
    # an empty label is as wide as the gutter's x lets it
    widest = max((c.box.x1 for c in labels if c.lines), default=last.gutter)
    right = max(row[-1].box.x1 for row in rows)
    for row in rows:
        row[0].box = row[0].box._replace(x0=x0, x1=widest)
        row[-1].box = row[-1].box._replace(x1=right)
    return True


def _repeated_head(table: DraftTable, part: DraftTable) -> int:
    count = 0
    for mine, theirs in zip(table.rows, part.rows, strict=False):
        if not any(c.filled for c in mine) or _row_text(mine) != _row_text(theirs):
            break
        count += 1
    return count


def _row_text(row: list[DraftCell]) -> list[str]:
    return [c.text for c in row]


def _append(table: DraftTable, part: DraftTable) -> None:
    rows = part.rows[_repeated_head(table, part) :]
    if table.rows and rows and _is_cut(table.rows[-1], rows[0]):
        for above, below in zip(table.rows[-1], rows[0], strict=True):
            above.lines.extend(below.lines)
            above.nested.extend(below.nested)
            above.open_bottom = below.open_bottom
        rows = rows[1:]
    table.rows.extend(rows)


def _is_cut(above: list[DraftCell], below: list[DraftCell]) -> bool:
    if not _same_cells(above, below):
        return False
    left_open, taken_up = any(c.open_bottom for c in above), any(c.open_top for c in below)
    if not any(c.filled for c in below):
        return left_open or taken_up
    if left_open and taken_up:
        return True
    if len(above) > 1:
        return not below[0].filled or _breaks_off(above, below)
    return _runs_on(above[0], below[0])


def _breaks_off(above: list[DraftCell], below: list[DraftCell]) -> bool:
    """Whether a cell goes on within its sentence, and the label as well where it goes on.

    Of labels in capitals nothing tells whether the second goes on or begins: the answer must,
    or the first is a question that the second closes.
    """
    if not below[0].text.startswith("(") and not _goes_on(above[0], below[0]):
        return False
    telling = 1 if in_capitals(below[0].text) and not _is_closed_by(above[0], below[0]) else 0
    return any(_goes_on(a, b) for a, b in zip(above[telling:], below[telling:], strict=True))


def _is_closed_by(above: DraftCell, below: DraftCell) -> bool:
    """Whether a question is open above and ends below."""
    return above.text.count("¿") > above.text.count("?") and "?" in below.text


def _goes_on(above: DraftCell, below: DraftCell) -> bool:
    if not above.lines or not below.lines:
        return False
    capitals = in_capitals(above.text) and in_capitals(below.text)
    if not (below.text[:1].islower() or capitals):
        return False
    if above.text.rstrip().endswith((".", "?", "!", ":")) or below.text.startswith("¿"):
        return False
    column = cell_column(above.box.x0, above.box.x1, [*above.lines, *below.lines])
    return len(group_lines([above.lines[-1], below.lines[0]], column)) == 1


def _same_cells(above: list[DraftCell], below: list[DraftCell]) -> bool:
    return len(above) == len(below) and all(
        abs(a.box.x0 - b.box.x0) <= _SAME_EDGE and abs(a.box.x1 - b.box.x1) <= _SAME_EDGE
        for a, b in zip(above, below, strict=True)
    )


def _runs_on(above: DraftCell, below: DraftCell) -> bool:
    """Whether a full-width cell's text goes on in the next page's first cell."""
    if not above.lines or not below.lines:
        return False
    last, first = above.lines[-1], below.lines[0]
    if last.bold != first.bold:
        return False
    if below.text.startswith("¿") and above.text.rstrip().endswith((".", "?", ":", ";")):
        return False
    column = cell_column(above.box.x0, above.box.x1, [*above.lines, *below.lines])
    if len(group_lines([last, first], column)) == 1:
        return True
    question = below.text.startswith("¿") or below.text.rstrip().endswith(("?", ":"))
    one_type = above.lines[0].bold == last.bold  # a label over its first line is of two
    label = len(above.lines) <= 2 and one_type and above.text.rstrip().endswith(("?", ":"))
    return not (question or label or (last.bold and first.bold))
