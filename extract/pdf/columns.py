"""Step 5a: label and answer side by side without ruling lines.

A gutter is an x at which the lines of a right column begin and which no word of its region
crosses. Where what stands left of it runs over other lines than what stands right of it,
reading line by line would mix the two: such a region becomes a table, its rows told by
`extract.pdf.rows`. Lines that merely hold a label, a wide gap and a value stay lines with a
tab. Two columns that each have labels and answers of their own are read one after the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from extract.model import Box, Field, Mark
from extract.pdf.geometry import around, holds
from extract.pdf.markers import is_bare_marker
from extract.pdf.rows import BandRow, Bounds, goes_on, to_rows
from extract.pdf.tables import DraftCell, DraftTable
from extract.pdf.words import Line, to_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from extract.pdf.geometry import Word
    from extract.pdf.tables import Flow

_GAP_EM = 0.6  # of the type size: white between columns, at least, save in a few lines
_SAME_X = 2.0  # points: lines begin at one x
_LEAST_PAIRS = 2
_LEAST_ROWS = 3  # of columns in a frame, or between rules that stand upright only
_SHARE = 0.5  # of the lines of the most frequent gutter: a gutter further left is the first
_TALL = 2.2  # of the type size: a field for several lines
_NEAR = 1.45  # of the type size: the step to a label's next line
_BANNER = 0.8  # of the columns' width: so wide is the ground of a heading over them
_CENTRED, _APART = 3.0, 30.0  # points: a heading from the middle, at most, and from the sides
_BESIDE = 80.0  # points between where label and answer begin, at least
_WIDE_STEP = 2.1  # of the type size: as far apart as lines of one label are set
_LOWER = 1.6  # of the type size by which an answer may begin lower than its label
_REACH = 0.3  # of the type size: half a line pitch, which parts a middle line from two beside it
_INDENT = 40.0  # points: list items within an answer, at most
_OPTION = re.compile(r"(?:s[ií]|no|x)+", re.I)
_LETTERS = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class _Split:
    """A line's words left and right of the gutter; either may be empty."""

    left: list[Word]
    right: list[Word]

    @property
    def tight(self) -> bool:
        """Whether no more than a blank parts the two."""
        if not (self.left and self.right):
            return False
        size = max(self.right[0].size, 1.0)
        return self.right[0].box.x0 - self.left[-1].box.x1 < _GAP_EM * size


@dataclass(frozen=True, slots=True)
class _Region:
    """A range of lines with the gutter that parts them."""

    gutter: float
    start: int
    end: int


def split_columns(flow: Flow, bounds: Bounds, above: float | None = None) -> Flow:
    """The flow with each clear two-column block of lines as a table.

    `above` is the gutter with which the page before ended: what goes on there needs no more
    evidence than to stand in its columns.
    """
    out: Flow = []
    block: list[Line] = []
    for item in [*flow, None]:
        if isinstance(item, Line):
            block.append(item)
            continue
        block.sort(key=lambda n: n.baseline)
        out.extend(_split_block(block, bounds, above))
        if block or item is not None:
            above = None
        block = []
        if item is not None:
            out.append(item)
    return out


def opened(flow: Flow, bounds: Bounds, above: float | None = None) -> Flow:
    """The flow without frames around columns, and with the rows of tables told.

    A frame drawn around a form is no table, and rules that stand upright part columns only.
    `above` is as for `split_columns`.
    """
    out: Flow = []
    for item in flow:
        known = None if out else above
        out.extend(_opened(item, bounds, known) if isinstance(item, DraftTable) else [item])
    return out


def _opened(table: DraftTable, bounds: Bounds, above: float | None) -> Flow:
    if len(table.rows) != 1 or any(cell.nested for cell in table.rows[0]):
        return [table]
    cells = table.rows[0]
    if len(cells) == 1:
        parts = split_columns(list(cells[0].lines), bounds, above)
        columns = [p for p in parts if isinstance(p, DraftTable)]
        least = _LEAST_ROWS if above is None else 1
        return parts if any(len(p.rows) >= least for p in columns) else [table]
    labels, answers = cells[0].lines, cells[-1].lines
    firsts = [n for n in labels if not goes_on(n)]
    if len(cells) != 2 or len(firsts) <= _LEAST_ROWS or all(n.text.isupper() for n in firsts):
        return [table]
    x0, x1 = cells[0].box, cells[1].box
    rows = [
        [_part(x0, row.left, row), _part(x1, row.right, row)]
        for row in to_rows(labels, answers, bounds)
    ]
    return [DraftTable(rows, table.box)]


def _part(cell: Box, lines: list[Line], row: BandRow) -> DraftCell:
    own = [*row.left, *row.right]
    top, bottom = min(n.box.top for n in own), max(n.box.bottom for n in own)
    return DraftCell(Box(cell.page, cell.x0, top, cell.x1, bottom), 1, lines)


def last_gutter(flow: Flow) -> float | None:
    """The gutter of the table without rules that ends a page, None where none does."""
    last = flow[-1] if flow else None
    return last.gutter if isinstance(last, DraftTable) else None


@dataclass(frozen=True, slots=True)
class _Columns:
    """Lines of two columns; `continued` where they go on what the page before ended with."""

    lines: list[Line]
    gutter: float
    left: list[Line]
    right: list[Line]
    continued: bool = False

    @classmethod
    def of(cls, lines: list[Line], gutter: float, *, continued: bool = False) -> _Columns:
        """The lines parted at the gutter."""
        words = [w for n in lines for w in n.words]
        left = to_lines([w for w in words if w.box.x0 < gutter - _SAME_X])
        right = to_lines([w for w in words if w.box.x0 >= gutter - _SAME_X])
        return cls(lines, gutter, left, right, continued)


def _split_block(lines: list[Line], bounds: Bounds, above: float | None) -> Flow:
    """The block's lines and tables; headings over both columns part it."""
    parts = _parted(lines, bounds, above)
    columns = [part for part in parts if isinstance(part, _Columns)]
    out: Flow = []
    for part in parts:
        if isinstance(part, Line):
            out.append(part)
            continue
        # one column over all headings: where its lines are full shows best on all of them
        near = [c for c in columns if abs(c.gutter - part.gutter) <= _SAME_X]
        whole = [n for c in near for n in c.left], [n for c in near for n in c.right]
        out.append(_table(part, bounds, whole))
    return out


def _parted(lines: list[Line], bounds: Bounds, above: float | None) -> list[Line | _Columns]:
    out: list[Line | _Columns] = []
    piece: list[Line] = []
    known = [] if above is None else [above]
    for line in [*lines, None]:
        if line is not None and not _is_banner(line, lines, bounds):
            piece.append(line)
            continue
        out.extend(_split_piece(piece, above, known))
        if piece or line is not None:
            above = None
        piece = []
        if line is not None:
            out.append(line)
    return out


def _is_banner(line: Line, lines: Sequence[Line], bounds: Bounds) -> bool:
    """Whether a line stands, bold or on a ground of its own, in the middle of all columns.

    The ground of every other row is none: its words stand apart, or its lines begin apart.
    """
    left, right = min(n.box.x0 for n in lines), max(n.box.x1 for n in lines)
    bands = [b for b in bounds.bands if holds(b, line.box.x_mid, line.box.y_mid)]
    wide = next((b for b in bands if b.width >= _BANNER * (right - left)), None)
    if wide is not None:
        on_it = [n for n in lines if holds(wide, n.box.x_mid, n.box.y_mid)]
        starts = [n.box.x0 for n in on_it]
        return max(starts) - min(starts) <= _BESIDE and not any(n.right_starts for n in on_it)
    apart = min(line.box.x0 - left, right - line.box.x1)
    centred = abs(line.box.x_mid - (left + right) / 2) <= _CENTRED
    return line.bold and centred and apart > _APART


def _split_piece(
    lines: list[Line], above: float | None, known: list[float]
) -> list[Line | _Columns]:
    out: list[Line | _Columns] = []
    rest = lines
    if above is not None and (end := _continued(rest, above)):
        out.append(_Columns.of(rest[:end], above, continued=True))
        rest = rest[end:]
    while rest:
        region = _first_region(rest, known)
        if region is None:
            return [*out, *rest]
        out.extend(rest[: region.start])
        out.append(_Columns.of(rest[region.start : region.end], region.gutter))
        rest = rest[region.end :]
        known.append(region.gutter)
    return out


def _continued(lines: Sequence[Line], x: float) -> int:
    """How many lines at a page's top go on the table that ended the page before."""
    end = 0
    while end < len(lines) and _respects(lines[end], x):
        end += 1
    parts = [_split(n, x) for n in lines[:end]]
    if not parts or not (parts[0].right or _may_go_on(lines[0])):
        return 0
    if not parts[0].left and parts[0].right[0].box.x0 > x + _INDENT:
        return 0
    last = max((i for i, p in enumerate(parts) if p.right and not p.tight), default=-1)
    return _with_rest(lines, parts, last) + 1


def _first_region(lines: Sequence[Line], known: Sequence[float]) -> _Region | None:
    """The first clear two-column region, by the gutter at which most lines begin."""
    found = [r for x, at in _candidates(lines, known) for r in _regions(lines, at, x, known)]
    if not found:
        return None
    begun = {r: _beginning(lines[r.start : r.end], r.gutter) for r in found}
    first = min(found, key=lambda r: r.start)
    near = [r for r in found if r.start < first.end and r.end > first.start]
    most = max(begun[r] for r in near)
    return min((r for r in near if begun[r] >= _SHARE * most), key=lambda r: r.gutter)


def _candidates(lines: Sequence[Line], known: Sequence[float]) -> list[tuple[float, list[int]]]:
    """Each x at which lines, or words after a wide gap, begin, with the indices of such lines."""
    found: dict[int, tuple[float, list[int]]] = {}
    for index, line in enumerate(lines):
        again = [k for k in known if any(abs(w.box.x0 - k) <= _SAME_X for w in line.words)]
        for x in (line.words[0].box.x0, *line.right_starts, *again):
            keys = _near(round(x / _SAME_X))
            key = next((k for k in keys if k in found and abs(found[k][0] - x) <= _SAME_X), keys[1])
            found.setdefault(key, (x, []))[1].append(index)
    return list(found.values())


def _near(key: int) -> tuple[int, int, int]:
    return key - 1, key, key + 1


def _regions(
    lines: Sequence[Line], at: Sequence[int], x: float, known: Sequence[float]
) -> Iterator[_Region]:
    """The clear ranges of lines, around those `at`, of which no word crosses the gutter."""
    again = any(abs(x - k) <= _SAME_X for k in known)
    reached = -1
    for index in at:
        if index < reached or not _respects(lines[index], x):
            continue
        start, reached = _stretch(lines, index, x)
        start, end = _trimmed(lines, start, reached, x)
        if _is_clear(lines[start:end], x, 1 if again else _LEAST_PAIRS):
            yield _Region(x, start, end)


def _stretch(lines: Sequence[Line], index: int, x: float) -> tuple[int, int]:
    start = index
    while start > 0 and _respects(lines[start - 1], x):
        start -= 1
    end = index + 1
    while end < len(lines) and _respects(lines[end], x):
        end += 1
    return start, end


def _trimmed(lines: Sequence[Line], start: int, end: int, x: float) -> tuple[int, int]:
    """The range without the headings above and the lines below that are none of its labels."""
    parts = [_split(n, x) for n in lines[start:end]]
    first = next((i for i, p in enumerate(parts) if p.right and not p.tight), len(parts))
    if first == len(parts):
        return end, end
    while first and not parts[first - 1].right:
        above, below = lines[start + first - 1], lines[start + first]
        goes_on = is_next(above, below) and _label_goes_on(parts[first:], above)
        if not (goes_on or (not parts[first].left and _is_over(above, below, x))):
            break
        first -= 1
    while first < len(parts) and not parts[first].left and not _begins_at(parts[first], x):
        first += 1
    last = max((i for i, p in enumerate(parts) if p.right and not p.tight), default=-1)
    last = _with_tight(lines[start:], parts, last, x)
    return start + first, start + _with_rest(lines[start:], parts, last) + 1


def _is_over(label: Line, answer: Line, x: float) -> bool:
    """Whether a label stands just above and left of an answer that begins without one."""
    step = answer.baseline - label.baseline
    return label.box.x1 <= x and 0 <= step <= _LOWER * max(label.size, answer.size)


def _with_tight(lines: Sequence[Line], parts: Sequence[_Split], last: int, x: float) -> int:
    """The index of the last line whose answer only a blank parts from a label that goes on.

    Labels set flush right end so close to the gutter that the white tells nothing.
    """
    for index in range(last + 1, len(parts)):
        part = parts[index]
        if not part.right:
            continue
        level = part.left and abs(part.right[0].box.x0 - x) <= 1
        if not level or not goes_on(Line(part.left)) or parts[index - 1].right:
            break
        if lines[index].baseline - lines[index - 1].baseline > _WIDE_STEP * lines[index].size:
            break
        last = index
    return last


def _may_go_on(line: Line) -> bool:
    """Whether a line may go on a label: capitals throughout do not tell."""
    return goes_on(line) or line.text.isupper()


def _spans(word: Word, line: Line) -> bool:
    """Whether a field is so tall that the line stands beside it."""
    tall = isinstance(word.inline, Field) and word.box.height > _TALL * word.size
    return tall and word.box.top < line.box.y_mid < word.box.bottom


def _begins_at(part: _Split, x: float) -> bool:
    return bool(part.right) and abs(part.right[0].box.x0 - x) <= _SAME_X


def _with_rest(lines: Sequence[Line], parts: Sequence[_Split], last: int) -> int:
    """The index of the last line that goes on the last label, from that of the last answer."""
    labels = [p.left for p in parts[: last + 1] if p.left]
    above = Line(labels[-1]) if labels else None
    while last + 1 < len(parts) and not parts[last + 1].right:
        below = lines[last + 1]
        beside = any(_spans(w, below) for p in parts[: last + 1] for w in p.right)
        near = above is None or is_next(above, below)
        if not beside and not (near and _may_go_on(below)):
            break
        last, above = last + 1, below
    return last


def _label_goes_on(parts: Sequence[_Split], above: Line) -> bool:
    """Whether the next label line below goes on what this line begins."""
    below = next((p.left for p in parts if p.left), None)
    return below is not None and is_next(above, Line(below)) and goes_on(Line(below))


def is_next(above: Line, below: Line) -> bool:
    """Whether a line stands as far below another as a label's next line does."""
    return 0 <= below.baseline - above.baseline <= _NEAR * max(above.size, below.size)


def _respects(line: Line, x: float) -> bool:
    """Whether no word stands across the gutter, nor a blank of running text over it."""
    if any(w.box.x0 < x - _SAME_X and w.box.x1 > x + 0.5 for w in line.words):
        return False
    parts = _split(line, x)
    if parts.left and parts.right:
        if _is_option(parts.left):
            return False
        return not parts.tight or abs(parts.right[0].box.x0 - x) <= _SAME_X / 2
    return True


def _is_option(words: Sequence[Word]) -> bool:
    """Whether words name a choice, with its box or without: its line is never parted."""
    if any(isinstance(w.inline, Mark) for w in words):
        return True
    letters = "".join(_LETTERS.findall("".join(w.text for w in words)))
    return not letters or _OPTION.fullmatch(letters) is not None


def _split(line: Line, x: float) -> _Split:
    left = [w for w in line.words if w.box.x0 < x - _SAME_X]
    return _Split(left, [w for w in line.words if w.box.x0 >= x - _SAME_X])


def _beginning(lines: Iterable[Line], x: float) -> int:
    """How many lines begin a right column's line at the gutter."""
    rights = [p.right[0] for n in lines if (p := _split(n, x)).right]
    return sum(abs(w.box.x0 - x) <= _SAME_X for w in rights)


def _is_clear(lines: Sequence[Line], x: float, least: int) -> bool:
    """Whether a left and a right column stand beside each other, on lines of their own."""
    parts = [_split(n, x) for n in lines]
    lefts = [Line(p.left) for p in parts if p.left and not is_bare_marker(p.left)]
    rights = [p.right for p in parts if p.right]
    beside = [any(_beside(n, Line(r)) for n in lefts) for r in rights]
    if sum(beside) < least or _beginning(lines, x) < least:
        return False
    alone = any(not (p.left and p.right) for p in parts)
    return alone or any(w.box.height > _TALL * w.size for r in rights for w in r)


def _beside(a: Line, b: Line) -> bool:
    """Whether two lines overlap in y, or a label's middle line stands between two of answers."""
    reach = _REACH * max(a.size, b.size)
    return a.box.top - reach < b.box.y_mid < a.box.bottom + reach


def _table(
    columns: _Columns, bounds: Bounds, whole: tuple[Sequence[Line], Sequence[Line]]
) -> DraftTable:
    """The table of these columns; `whole` are all lines of the columns on the page."""
    x, left, right = columns.gutter, columns.left, columns.right
    box = around([n.box for n in columns.lines])
    if _are_pages(left, right):
        rows = [BandRow(left, right)]
    else:
        rows = to_rows(left, right, bounds, continued=columns.continued, whole=whole)
    gutters = [g for g in _inner_gutters(rows) if g > x + _SAME_X]
    parted = [(row, _parts(row.right, gutters)) for row in rows]
    widest = max((n.box.x1 for n in left), default=x)
    return DraftTable([_row(row.left, p, (widest, x), box) for row, p in parted], box, gutter=x)


def _are_pages(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether each column has labels and answers of its own, in bold and plain by turns."""
    return _changes(left) >= 3 and _changes(right) >= 3


def _changes(lines: Sequence[Line]) -> int:
    return sum(a.bold != b.bold for a, b in pairwise(lines))


def _inner_gutters(rows: Sequence[BandRow]) -> list[float]:
    """Gutters within the right column: at least two rows' first lines begin words there."""
    found: list[list[float]] = []
    for x in sorted(x for row in rows if row.right for x in row.right[0].right_starts):
        if found and x - found[-1][-1] <= _SAME_X:
            found[-1].append(x)
        else:
            found.append([x])
    return [xs[0] for xs in found if len(xs) >= _LEAST_PAIRS]


def _parts(lines: list[Line], gutters: Sequence[float]) -> list[list[Line]]:
    """A row's right side cut at the inner gutters that its first line begins words at."""
    cuts = [
        x
        for x in gutters
        if lines
        and any(abs(s - x) <= _SAME_X for s in lines[0].right_starts)
        and all(_respects(n, x) for n in lines)
    ]
    parts: list[list[Line]] = []
    rest = [w for n in lines for w in n.words]
    for x in cuts:
        parts.append(to_lines([w for w in rest if w.box.x0 < x - _SAME_X]))
        rest = [w for w in rest if w.box.x0 >= x - _SAME_X]
    return [*parts, to_lines(rest)]


def _row(
    left: list[Line], parts: list[list[Line]], columns: tuple[float, float], box: Box
) -> list[DraftCell]:
    widest, x = columns
    lines = [*left, *(n for part in parts for n in part)]
    top, bottom = min(n.box.top for n in lines), max(n.box.bottom for n in lines)
    starts = [x, *(min(n.box.x0 for n in part) for part in parts[1:])]
    ends = [*starts[1:], max(box.x1, x)]
    # as wide as the widest line of its column: that is where its lines wrap
    cells = [DraftCell(Box(box.page, box.x0, top, widest, bottom), 1, left)]
    for start, end, part in zip(starts, ends, parts, strict=True):
        cells.append(DraftCell(Box(box.page, start, top, end, bottom), 1, part))
    return cells
