"""Step 5a: label and answer side by side without ruling lines.

A gutter is a strip of white between a left and a right part that several lines share. Where
both parts stand beside each other in at least two lines and the right part also runs on over
lines of its own (or the left one does), reading line by line would mix the two columns up:
such a block becomes a table of two columns. Lines that merely hold a label, a wide gap and a
value stay lines with a tab.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from extract.model import Box
from extract.pdf.geometry import around
from extract.pdf.markers import is_marker
from extract.pdf.tables import DraftCell, DraftTable
from extract.pdf.words import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.pdf.geometry import Word
    from extract.pdf.tables import Flow

_GAP_EM = 1.3  # of the type size: white between the columns, at least
_SAME_X = 4.0  # points: right parts begin at one x
_NEXT_ROW = 1.3  # of the usual pitch: a wider step begins another row
_LEAST_PAIRS = 2


@dataclass(frozen=True, slots=True)
class _Split:
    """A line's words left and right of the gutter; either may be empty."""

    left: list[Word]
    right: list[Word]


def split_columns(flow: Flow) -> Flow:
    """The flow with each clear two-column block of lines as a table."""
    out: Flow = []
    block: list[Line] = []
    for item in [*flow, None]:
        if isinstance(item, Line):
            block.append(item)
            continue
        out.extend(_split_block(block))
        block = []
        if item is not None:
            out.append(item)
    return out


def _split_block(lines: list[Line]) -> Flow:
    out: Flow = []
    rest = lines
    while rest:
        gutter, start, end = _widest_region(rest)
        if gutter is None:
            return [*out, *rest]
        out.extend(rest[:start])
        out.append(_table(rest[start:end], gutter))
        rest = rest[end:]
    return out


def _widest_region(lines: Sequence[Line]) -> tuple[float | None, int, int]:
    """The gutter's x and the range of lines of the first clear two-column block."""
    for index, line in enumerate(lines):
        for x in _right_starts(line):
            start, end = _region(lines, index, x)
            if _is_clear(lines[start:end], x):
                return x, start, end
    return None, 0, 0


def _right_starts(line: Line) -> list[float]:
    """The x after each wide gap, save that between a bullet and its item."""
    words = line.words[1:] if is_marker(line) else line.words
    return [
        b.box.x0 for a, b in pairwise(words) if b.box.x0 - a.box.x1 > _GAP_EM * max(line.size, 1.0)
    ]


def _region(lines: Sequence[Line], index: int, x: float) -> tuple[int, int]:
    """The lines around `index` of which no word crosses the gutter left of `x`."""
    start = index
    while start > 0 and _respects(lines[start - 1], x):
        start -= 1
    end = index + 1
    while end < len(lines) and _respects(lines[end], x):
        end += 1
    while start < index and not _split(lines[start], x).right:
        start += 1  # a heading above the block is none of its labels
    while end > index + 1 and not _split(lines[end - 1], x).right:
        if _continues_label(lines[end - 2], lines[end - 1], x):
            break
        end -= 1
    return start, end


def _respects(line: Line, x: float) -> bool:
    clear = _GAP_EM * max(line.size, 1.0)
    starts_there = [w for w in line.words if w.box.x0 >= x - _SAME_X]
    if any(x - clear < w.box.x1 and w.box.x0 < x - _SAME_X for w in line.words):
        return False
    return not starts_there or abs(starts_there[0].box.x0 - x) <= _SAME_X


def _split(line: Line, x: float) -> _Split:
    left = [w for w in line.words if w.box.x0 < x - _SAME_X]
    return _Split(left, [w for w in line.words if w.box.x0 >= x - _SAME_X])


def _continues_label(above: Line, line: Line, x: float) -> bool:
    parts = _split(above, x)
    step = line.baseline - above.baseline
    return bool(parts.left and parts.right) and step < _NEXT_ROW * 1.25 * line.size


def _is_clear(lines: Sequence[Line], x: float) -> bool:
    parts = [_split(n, x) for n in lines]
    pairs = sum(bool(p.left and p.right) for p in parts)
    lone_right = sum(bool(p.right and not p.left) for p in parts)
    return pairs >= _LEAST_PAIRS and lone_right >= 1


def _table(lines: Sequence[Line], x: float) -> DraftTable:
    pitch = _pitch(lines)
    rows: list[tuple[list[Line], list[Line]]] = []
    before: Line | None = None
    for line in lines:
        parts = _split(line, x)
        gap = before is not None and line.baseline - before.baseline > _NEXT_ROW * pitch
        if not rows or _opens_row(parts, rows[-1], gap=gap):
            rows.append(([], []))
        if parts.left:
            rows[-1][0].append(Line(parts.left))
        if parts.right:
            rows[-1][1].append(Line(parts.right))
        before = line
    box = around([n.box for n in lines])
    widest = max((n.box.x1 for left, _ in rows for n in left), default=x)
    return DraftTable([_row(left, right, (widest, x), box) for left, right in rows], box)


def _opens_row(parts: _Split, row: tuple[list[Line], list[Line]], *, gap: bool) -> bool:
    """Whether a line begins another row: it has a label, and that is not the last one's rest."""
    if not parts.left:
        return False
    if gap or (parts.right and not row[1]):
        return bool(row[0])
    label = " ".join(n.text for n in row[0])
    if label.rstrip().endswith((":", "?")):
        return True
    starts = parts.left[0].text.lstrip("¿¡(")[:1]
    return bool(parts.right) and starts.isupper()


def _row(
    left: list[Line], right: list[Line], columns: tuple[float, float], box: Box
) -> list[DraftCell]:
    widest, x = columns
    lines = [*left, *right]
    top, bottom = min(n.box.top for n in lines), max(n.box.bottom for n in lines)
    page = box.page
    # as wide as the widest line of its column: that is where its lines wrap
    left_box = Box(page, box.x0, top, widest, bottom)
    right_box = Box(page, x, top, max(box.x1, x), bottom)
    return [DraftCell(left_box, 1, left), DraftCell(right_box, 1, right)]


def _pitch(lines: Sequence[Line]) -> float:
    steps = sorted(b.baseline - a.baseline for a, b in pairwise(lines))
    return steps[len(steps) // 4] if steps else 14.0
