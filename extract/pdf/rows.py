"""Step 5b: which lines of a left and a right column stand in one row.

No line runs over the edge of its row, so the rows are a choice among the clean horizontal cuts
through both columns. Each choice is weighed: a label begins with a capital and goes on in small
letters; a wider step within a label parts rows; label and answer begin or end at one height, or
have their middles at one height (the whole region is set one way); rules, shading and fillable
fields bound rows. The lightest choice is found by dynamic programming over the cuts.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, zip_longest
from math import inf
from statistics import median
from typing import TYPE_CHECKING

from extract.model import Field

if TYPE_CHECKING:
    from collections.abc import Sequence

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
_SAME_EDGE = 4.0  # points
_LEVEL, _LEVEL_WITHIN = 2.0, 0.25  # weight; of the type size
_BLANK = 0.25  # of the type size
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
    left: Sequence[Line], right: Sequence[Line], bounds: Bounds, *, continued: bool = False
) -> list[BandRow]:
    """The rows from top to bottom; every line is in one.

    `continued` where the first row may have begun on the page before.
    """
    atoms = _atoms(left, right)
    pitch = _pitch(left), _pitch(right)
    settings = [_Setting(), _Setting(centred=True), _Setting(at_end=True)]
    shift = _usual_shift(left, right)
    if _LEAST_SHIFT < shift < _MOST_SHIFT * max(pitch):
        settings.append(_Setting(shift=shift))
    ways = [
        _Weigher(atoms, pitch, bounds, setting=setting, continued=continued).best()
        for setting in settings
    ]
    _, cuts = min(ways, key=lambda way: way[0])
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


class _Weigher:
    def __init__(
        self,
        atoms: Sequence[_Atom],
        pitch: tuple[float, float],
        bounds: Bounds,
        *,
        setting: _Setting,
        continued: bool,
    ) -> None:
        self.atoms = atoms
        self.pitch_left, self.pitch_right = pitch
        self.spans = {id(n): _span(n) for a in atoms for n in (*a.left, *a.right)}
        self.fields = {id(n) for a in atoms for n in a.right if _fields(n)}
        self.setting = setting
        self.continued = continued
        self.caps = not any(map(str.islower, "".join(n.text for a in atoms for n in a.left)))
        self.last_left = _last_lines([a.left for a in atoms])
        self.last_right = _last_lines([a.right for a in atoms])
        self.edges = _edge([a.left for a in atoms]), _edge([a.right for a in atoms])
        self.lone = _lone_widest([a.left for a in atoms]), _lone_widest([a.right for a in atoms])
        self.ruled = [any(_cuts(b, a.bottom, t.top) for b in _lines(bounds, atoms))
                      for a, t in pairwise(atoms)]  # fmt: skip
        self.bands = _bands(bounds, atoms)

    def best(self) -> tuple[float, list[tuple[int, int]]]:
        """The least weight, and the ranges of atoms that make the rows."""
        count = len(self.atoms)
        least = [0.0] + [float("inf")] * count
        came = [0] * (count + 1)
        for end in range(1, count + 1):
            for start in range(max(0, end - _MOST_ATOMS), end):
                weight = least[start] + self._weight(start, end)
                if weight < least[end]:
                    least[end], came[end] = weight, start
        rows: list[tuple[int, int]] = []
        end = count
        while end:
            rows.append((came[end], end))
            end = came[end]
        return least[count], rows[::-1]

    def _weight(self, start: int, end: int) -> float:
        atoms = self.atoms[start:end]
        left = [n for a in atoms for n in a.left]
        right = [n for a in atoms for n in a.right]
        weight = self._by_bounds(start, end) + self._by_wrap(start, left, right)
        cut = self.continued and start == 0
        if not left:
            return weight + (_NO_ANSWER if cut else _NO_LABEL)
        weight += self._by_label(left[1:] if cut and goes_on(left[0]) else left)
        if not right:
            return weight + _NO_ANSWER
        place = 0.0 if cut and goes_on(left[0]) else self._by_place(left, right)
        return weight + place + self._by_answer(right) + self._by_level(left, right)

    def _by_bounds(self, start: int, end: int) -> float:
        weight = _CROSSED * sum(self.ruled[start : end - 1])
        above = start == 0 or self.ruled[start - 1]
        below = end == len(self.atoms) or self.ruled[end - 1]
        if any(self.ruled) and above and below:
            weight += _BOUND
        parted = sum(first < start < last or first < end < last for first, last in self.bands)
        return weight + _SMALL_LABEL * parted / 2

    def _by_wrap(self, start: int, left: Sequence[Line], right: Sequence[Line]) -> float:
        """Lines that only the column's width ended go on; those with room left have ended."""
        edge, right_edge = self.edges
        weight = _FITTED * sum(not _wraps(a, b, edge) for a, b in pairwise(left))
        label, answer = self.last_left[start], self.last_right[start]
        lone, right_lone = self.lone
        if label and left and self._steps(label, left[0]) and label is not lone:
            weight += _WRAPPED * _wraps(label, left[0], edge)
        if answer and right and self._steps(answer, right[0]) and not _ended(answer):
            weight += _WRAPPED * (answer is not right_lone and _wraps(answer, right[0], right_edge))
        return weight

    def _steps(self, above: Line, line: Line) -> bool:
        """Whether no more than a line's usual step lies between two lines."""
        pitch = max(self.pitch_left, self.pitch_right)
        return line.baseline - above.baseline <= _WIDER * pitch

    def _by_label(self, left: Sequence[Line]) -> float:
        weight = _SMALL_LABEL if left and goes_on(left[0]) else 0.0
        for above, line in pairwise(left):
            if not self.caps and not goes_on(line):
                weight += _NEW_LABEL
            if above.text.rstrip().endswith((":", "?")):
                weight += _ENDED
            step = (line.baseline - above.baseline) / self.pitch_left
            if step > _WIDER:
                weight += _APART * min(step / _WIDER, 3.0)
        return weight

    def _by_level(self, left: Sequence[Line], right: Sequence[Line]) -> float:
        """Within a row, lines that begin as labels and answers do, level with each other."""
        if self.caps:
            return 0.0
        answers = [n for n in right[1:] if not goes_on(n)]
        return _LEVEL * sum(
            any(abs(n.baseline - a.baseline) < _LEVEL_WITHIN * n.size for a in answers)
            for n in left[1:]
            if not goes_on(n)
        )

    def _by_answer(self, right: Sequence[Line]) -> float:
        steps = ((b.baseline - a.baseline) / self.pitch_right for a, b in pairwise(right))
        return _PARAGRAPH * sum(step > _WIDER for step in steps)

    def _by_place(self, left: Sequence[Line], right: Sequence[Line]) -> float:
        """How far label and answer stand off from beginning, ending or being centred level."""
        (top, bottom), (other_top, other_bottom) = self._extent(left), self._extent(right)
        off = abs((top + bottom) - (other_top + other_bottom)) / 2
        if self.setting.at_end:
            off = abs(other_bottom - bottom)
        elif not self.setting.centred:
            off = abs(other_top - top - self.setting.shift)
        if self.fields and any(id(n) in self.fields for n in right):
            inside = other_top - 4 <= top and bottom <= other_bottom + 4
            off = 0.0 if inside else min(off, abs(top - other_top))
        return 1.6 * min(max(off / self.pitch_left - 0.15, 0.0), 6.0)

    def _extent(self, lines: Sequence[Line]) -> tuple[float, float]:
        spans = [self.spans[id(n)] for n in lines]
        return spans[0][0], max(s[1] for s in spans)


def _last_lines(atoms: Sequence[Sequence[Line]]) -> list[Line | None]:
    """For each atom, and the end, the last line above it in one column."""
    above: list[Line | None] = [None]
    for lines in atoms:
        above.append(lines[-1] if lines else above[-1])
    return above


def _edge(atoms: Sequence[Sequence[Line]]) -> float:
    """The x at which the widest line of a column ends."""
    return max((n.box.x1 for lines in atoms for n in lines), default=0.0)


def _lone_widest(atoms: Sequence[Sequence[Line]]) -> Line | None:
    """The line that alone makes a column's edge: of it nothing tells whether it was full."""
    lines = sorted((n for lines in atoms for n in lines), key=lambda n: -n.box.x1)
    if len(lines) > 1 and lines[0].box.x1 - lines[1].box.x1 < _SAME_EDGE:
        return None
    return lines[0] if lines else None


def _wraps(above: Line, line: Line, edge: float) -> bool:
    """Whether the column's width ended a line: the next one's first word had no room."""
    word = line.words[0].box
    return edge - above.box.x1 < word.width + _BLANK * line.size


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
