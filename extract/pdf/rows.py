"""Step 5b: which lines of a left and a right column stand in one row.

No line runs over the edge of its row, so the rows are a choice among the clean horizontal cuts
through both columns. Each choice is weighed: a label begins with a capital and goes on in small
letters; a wider step within a label parts rows; label and answer begin or end at one height, or
have their middles at one height (the whole region is set one way); rules, shading and fillable
fields bound rows. The lightest choice is found by dynamic programming over the cuts.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise, zip_longest
from math import inf
from statistics import mean, median
from typing import TYPE_CHECKING, NamedTuple

from extract.model import Field
from extract.pdf.words import in_capitals

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extract.model import Box
    from extract.pdf.geometry import Edge
    from extract.pdf.words import Line

_ASCENT = 0.7  # of the type size, above the baseline
_INSET = 2.0  # points by which a field's box is taken smaller
_WIDER = 1.3  # of the usual step: white that parts rows
_USUAL, _WIDEST = 1.22, 2.1  # of the type size: the step from line to line
_MOST_ATOMS = 60  # in one row, as long as a page's column
_SMALL_LABEL, _NO_LABEL, _NO_ANSWER = 4.0, 5.0, 0.6  # weights
_NEW_LABEL, _ENDED, _APART, _PARAGRAPH = 2.5, 2.0, 3.0, 0.5
_FITTED, _WRAPPED = 1.0, 1.5
_SET_BY_END = 1.0  # few forms are set so; on one page the ends of two rows may be level by chance
_SAME_EDGE = 4.0  # points
_LEVEL, _LEVEL_WITHIN = 2.0, 0.25  # weight; of the type size
_BLANK = 0.25  # of the type size
_SHORT, _LEAST_FLUSH = 1.5, 3  # points short of the edge, in justified text; lines that reach it
_STRETCHED = 1.3  # the widest of their blanks over the narrowest
_CROSSED, _BOUND = 12.0, -1.5
_LEAST_SHIFT, _MOST_SHIFT, _LEAST_SHIFTED = 2.0, 1.8, 3  # points, pitches, rows
_OPENERS = "¿¡\"'“«([*•-"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a page draws that may bound rows: loose horizontal rules, and shaded rectangles."""

    rules: tuple[Edge, ...] = ()
    bands: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class BandRow:
    """The lines of one row in the left and in the right column."""

    left: list[Line]
    right: list[Line]


@dataclass(frozen=True, slots=True)
class _Setting:
    """How all rows of a region are set: label and answer level, by their tops, middles or ends.

    `shift` is by how many points the answers' tops lie below their labels'.
    """

    centred: bool = False
    at_end: bool = False
    shift: float = 0.0


@dataclass(slots=True)
class _Atom:
    """Lines of both columns that overlap in height: no cut parts them."""

    top: float
    bottom: float
    left: list[Line]
    right: list[Line]


def goes_on(line: Line) -> bool:
    """Whether a line goes on the text above: it begins in small letters."""
    text = line.text.lstrip(_OPENERS)
    return text[:1].islower() or (line.text.startswith("(") and not line.text.startswith("(*"))


def to_rows(
    left: Sequence[Line],
    right: Sequence[Line],
    bounds: Bounds,
    *,
    continued: bool = False,
    whole: tuple[Sequence[Line], Sequence[Line]] | None = None,
) -> list[BandRow]:
    """The rows from top to bottom; every line is in one.

    `continued` where the first row may have begun on the page before. `whole` are all lines of
    both columns, where these are but a part of them.
    """
    atoms = _atoms(left, right)
    pitch = _pitch(left), _pitch(right)
    settings = [_Setting(), _Setting(centred=True), _Setting(at_end=True)]
    shift = _usual_shift(left, right)
    if _LEAST_SHIFT < shift < _MOST_SHIFT * max(pitch):
        settings.append(_Setting(shift=shift))
    sides = [_Side.of(lines) for lines in whole or (left, right)]
    weigher = _Weigher(atoms, pitch, bounds, (sides[0], sides[1]), continued=continued)
    _, cuts = min(map(weigher.best, settings), key=lambda way: way[0])
    return [
        BandRow([n for a in atoms[i:j] for n in a.left], [n for a in atoms[i:j] for n in a.right])
        for i, j in cuts
    ]


def _usual_shift(left: Sequence[Line], right: Sequence[Line]) -> float:
    """By how much answers usually begin below their labels, in points."""
    firsts = [n for n in left if not goes_on(n)]
    shifts = []
    for label, following in zip_longest(firsts, firsts[1:]):
        end = following.baseline if following is not None else inf
        below = [n.baseline for n in right if label.baseline - 1 <= n.baseline < end - 1]
        shifts += [min(below) - label.baseline] if below else []
    return median(shifts) if len(shifts) >= _LEAST_SHIFTED else 0.0


def _atoms(left: Sequence[Line], right: Sequence[Line]) -> list[_Atom]:
    spans = [(*_span(n), n, True) for n in left] + [(*_span(n), n, False) for n in right]
    atoms: list[_Atom] = []
    for top, bottom, line, is_left in sorted(spans, key=lambda s: s[0]):
        if not atoms or top >= atoms[-1].bottom:
            atoms.append(_Atom(top, bottom, [], []))
        atoms[-1].bottom = max(atoms[-1].bottom, bottom)
        (atoms[-1].left if is_left else atoms[-1].right).append(line)
    return atoms


def _span(line: Line) -> tuple[float, float]:
    """The y range that no row's edge can cross."""
    fields = _fields(line)
    tops = [line.baseline - _ASCENT * line.size] if len(fields) < len(line.words) else []
    ends = [line.baseline] if tops else []
    tops += [b.top + min(_INSET, b.height / 3) for b in fields]
    ends += [b.bottom - min(_INSET, b.height / 3) for b in fields]
    return min(tops), max(ends)


def _fields(line: Line) -> list[Box]:
    return [w.box for w in line.words if isinstance(w.inline, Field)]


def _pitch(lines: Sequence[Line]) -> float:
    """The usual step from a line to one that goes it on, in points."""
    steps = sorted(
        b.baseline - a.baseline
        for a, b in pairwise(lines)
        if goes_on(b) and 0.8 * b.size < b.baseline - a.baseline < _WIDEST * b.size
    )
    if steps:
        return steps[len(steps) // 4]
    return _USUAL * median(n.size for n in lines) if lines else 14.0


@dataclass(frozen=True, slots=True)
class _Side:
    """Where a column's lines end (points): its edge, and how far short of it none goes on."""

    edge: float
    short: float
    lone: Line | None

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Side:
        edge = max((n.box.x1 for n in lines), default=0.0)
        return cls(edge, edge - _SHORT if _is_justified(lines, edge) else 0.0, _lone_widest(lines))

    def wraps(self, above: Line, line: Line) -> bool:
        """Whether the column's width ended a line: the next one's first word had no room."""
        word = line.words[0].box
        room = self.edge - above.box.x1
        return above.box.x1 >= self.short and room < word.width + _BLANK * line.size


class _Column:
    """One column's lines; `starts` has how many of them stand above each atom, and above the end.

    What is told of a line and the next one stands at the place of the first. `usual` is the
    wider of both columns' usual steps.
    """

    def __init__(
        self, atoms: Sequence[Sequence[Line]], pitch: float, usual: float, side: _Side
    ) -> None:
        self.lines = [n for lines in atoms for n in lines]
        self.starts = list(accumulate(map(len, atoms), initial=0))
        self.goes_on = list(map(goes_on, self.lines))
        self.caps = in_capitals("".join(n.text for n in self.lines))
        spans = list(map(_span, self.lines))
        self.tops, self.ends = [top for top, _ in spans], [end for _, end in spans]
        pairs = list(pairwise(self.lines))
        wraps = [side.wraps(a, b) for a, b in pairs]
        steps = [b.baseline - a.baseline for a, b in pairs]
        self.wide = [step / pitch for step in steps]
        self.fitted = _counted(not wrapped for wrapped in wraps)
        self.apart = _counted(step > _WIDER for step in self.wide)
        # whether only the column's width ended a line, which so goes on in the next
        self.joined = [
            wrapped and step <= _WIDER * usual and a is not side.lone
            for wrapped, step, (a, _) in zip(wraps, steps, pairs, strict=True)
        ]

    def labels(self, start: int, end: int) -> list[float]:
        """What none, the first, the first two and so on of the lines from `start` weigh."""
        if start >= end:
            return [0.0]
        first = _SMALL_LABEL if self.goes_on[start] else 0.0
        inner = map(self._within_label, range(start, end - 1))
        return [0.0, *accumulate(inner, initial=first)]

    def _within_label(self, index: int) -> float:
        """What a line and the next one weigh in one label."""
        weight = 0.0 if self.caps or self.goes_on[index + 1] else _NEW_LABEL
        if self.lines[index].text.rstrip().endswith((":", "?")):
            weight += _ENDED
        if self.wide[index] > _WIDER:
            weight += _APART * min(self.wide[index] / _WIDER, 3.0)
        return weight


class _Range(NamedTuple):
    """What a row weighs: `fixed` in each setting; `extent` of label and answer tells the rest.

    That is their tops and ends; None where there is but one of them, or it tells nothing.
    """

    fixed: float
    extent: tuple[float, float, float, float] | None = None
    filled: bool = False  # a field stands in the answer


class _Weigher:
    def __init__(
        self,
        atoms: Sequence[_Atom],
        pitch: tuple[float, float],
        bounds: Bounds,
        sides: tuple[_Side, _Side],
        *,
        continued: bool,
    ) -> None:
        self.count = len(atoms)
        self.pitch = pitch[0]
        self.left = _Column([a.left for a in atoms], pitch[0], max(pitch), sides[0])
        self.right = _Column([a.right for a in atoms], pitch[1], max(pitch), sides[1])
        self.continued = continued
        self.fields = _counted(bool(_fields(n)) for n in self.right.lines)
        rules = _lines(bounds, atoms)
        self.ruled = [any(_cuts(y, a.bottom, b.top) for y in rules) for a, b in pairwise(atoms)]
        self.crossed = _counted(self.ruled)
        self.bands = _bands(bounds, atoms)
        self.level = self._level()
        self.ranges = [self._from(start) for start in range(self.count)]

    def best(self, setting: _Setting) -> tuple[float, list[tuple[int, int]]]:
        """The least weight, and the ranges of atoms that make the rows."""
        count = self.count
        least = [_SET_BY_END if setting.at_end else 0.0] + [inf] * count
        came = [0] * (count + 1)
        for end in range(1, count + 1):
            for start in range(max(0, end - _MOST_ATOMS), end):
                row = self.ranges[start][end - start - 1]
                weight = least[start] + row.fixed
                if row.extent is not None:
                    weight += self._by_place(row.extent, setting, filled=row.filled)
                if weight < least[end]:
                    least[end], came[end] = weight, start
        rows: list[tuple[int, int]] = []
        end = count
        while end:
            rows.append((came[end], end))
            end = came[end]
        return least[count], rows[::-1]

    def _from(self, start: int) -> list[_Range]:
        """The rows that begin with an atom, the shortest first."""
        left, right = self.left, self.right
        longest = min(self.count, start + _MOST_ATOMS)
        first, first_right = left.starts[start], right.starts[start]
        cut = self.continued and start == 0
        rest = int(cut and left.goes_on[:1] == [True])
        labels = left.labels(first + rest, left.starts[longest])
        ends = list(accumulate(left.ends[first : left.starts[longest]], max))
        right_ends = list(accumulate(right.ends[first_right : right.starts[longest]], max))
        found: list[_Range] = []
        for end in range(start + 1, longest + 1):
            lines, answers = left.starts[end] - first, right.starts[end] - first_right
            weight = self._by_bounds(start, end) + self._by_wrap(start, end)
            if not lines:
                found.append(_Range(weight + (_NO_ANSWER if cut else _NO_LABEL)))
                continue
            weight += labels[lines - rest]
            if not answers:
                found.append(_Range(weight + _NO_ANSWER))
                continue
            weight += _PARAGRAPH * _within(right.apart, first_right, right.starts[end])
            weight += self._by_level(start, end)
            tops = left.tops[first], right.tops[first_right]
            extent = tops[0], ends[lines - 1], tops[1], right_ends[answers - 1]
            filled = self.fields[right.starts[end]] > self.fields[first_right]
            found.append(_Range(weight, None if rest else extent, filled))
        return found

    def _by_bounds(self, start: int, end: int) -> float:
        weight = _CROSSED * _within(self.crossed, start, end)
        above = start == 0 or self.ruled[start - 1]
        below = end == self.count or self.ruled[end - 1]
        if self.crossed[-1] and above and below:
            weight += _BOUND
        parted = sum(first < start < last or first < end < last for first, last in self.bands)
        return weight + _SMALL_LABEL * parted / 2

    def _by_wrap(self, start: int, end: int) -> float:
        """Lines that only the column's width ended go on; those with room left have ended."""
        left, right = self.left, self.right
        first, first_right = left.starts[start], right.starts[start]
        weight = _FITTED * _within(left.fitted, first, left.starts[end])
        if 0 < first < left.starts[end]:
            weight += _WRAPPED * left.joined[first - 1]
        if 0 < first_right < right.starts[end] and right.joined[first_right - 1]:
            weight += _WRAPPED * (not _ended(right.lines[first_right - 1]))
        return weight

    def _level(self) -> list[tuple[int, list[int]]]:
        """The lines that begin as labels do, with all level with them that begin as answers do."""
        left, right = self.left, self.right
        if left.caps:
            return []
        begun = [i for i, on in enumerate(right.goes_on) if not on]
        found: list[tuple[int, list[int]]] = []
        for index, line in enumerate(left.lines):
            if not left.goes_on[index]:
                near = _LEVEL_WITHIN * line.size
                beside = [i for i in begun if abs(line.baseline - right.lines[i].baseline) < near]
                found += [(index, beside)] if beside else []
        return found

    def _by_level(self, start: int, end: int) -> float:
        """Within a row, lines that begin as labels and answers do, level with each other."""
        left, right = self.left.starts, self.right.starts
        return _LEVEL * sum(
            any(right[start] < i < right[end] for i in beside)
            for index, beside in self.level
            if left[start] < index < left[end]
        )

    def _by_place(
        self, extent: tuple[float, float, float, float], setting: _Setting, *, filled: bool
    ) -> float:
        """How far label and answer stand off from beginning, ending or being centred level."""
        top, bottom, other_top, other_bottom = extent
        off = abs((top + bottom) - (other_top + other_bottom)) / 2
        if setting.at_end:
            off = abs(other_bottom - bottom)
        elif not setting.centred:
            off = abs(other_top - top - setting.shift)
        if filled:
            inside = other_top - 4 <= top and bottom <= other_bottom + 4
            off = 0.0 if inside else min(off, abs(top - other_top))
        return 1.6 * min(max(off / self.pitch - 0.15, 0.0), 6.0)


def _counted(told: Iterable[bool]) -> list[int]:
    """How many are true before each place, and before the end."""
    return list(accumulate(map(int, told), initial=0))


def _within(counted: Sequence[int], start: int, end: int) -> int:
    """How many pairs of neighbours within a range are true, by what is counted of pairs."""
    return counted[end - 1] - counted[start] if end > start else 0


def _is_justified(lines: Sequence[Line], edge: float) -> bool:
    """Whether lines were stretched to end at one edge: their blanks are not as wide."""
    flush = [n for n in lines if edge - n.box.x1 < _SHORT]
    blanks = [
        mean(b.box.x0 - a.box.x1 for a, b in pairwise(n.words)) / n.size
        for n in flush
        if len(n.words) > 1
    ]
    return len(blanks) >= _LEAST_FLUSH and max(blanks) > _STRETCHED * max(min(blanks), _BLANK / 2)


def _lone_widest(lines: Sequence[Line]) -> Line | None:
    """The line that alone makes a column's edge: of it nothing tells whether it was full."""
    widest = sorted(lines, key=lambda n: -n.box.x1)[:2]
    if len(widest) > 1 and widest[0].box.x1 - widest[1].box.x1 < _SAME_EDGE:
        return None
    return widest[0] if widest else None


def _ended(line: Line) -> bool:
    return line.text.rstrip().endswith((".", "?", "!", ":"))


def _lines(bounds: Bounds, atoms: Sequence[_Atom]) -> list[float]:
    """The y of rules that run under both columns."""
    boxes = [n.box for a in atoms for n in (*a.left, *a.right)]
    x0, x1 = min(b.x0 for b in boxes), max(b.x1 for b in boxes)
    starts = [n.box.x0 for a in atoms for n in a.right]
    split = median(starts) if starts else x1
    return [
        rule.at
        for rule in bounds.rules
        if rule.horizontal and rule.start <= x0 + 12 and rule.end > split + 12
    ]


def _cuts(y: float, bottom: float, top: float) -> bool:
    return bottom - 1 <= y <= top + 1


def _bands(bounds: Bounds, atoms: Sequence[_Atom]) -> list[tuple[int, int]]:
    """For each shaded rectangle behind two or more atoms' labels, the range of those."""
    found: list[tuple[int, int]] = []
    for band in bounds.bands:
        inside = [
            i
            for i, a in enumerate(atoms)
            if any(
                band.top <= n.baseline - 2 <= band.bottom and band.x0 - 2 <= n.box.x0 < band.x1
                for n in a.left
            )
        ]
        if len(inside) > 1:
            found.append((inside[0], inside[-1] + 1))
    return found
