"""Step 5: what was put into a box by pen.

A box is OFF only where its inside is as bare as the paper is, ON only where a stroke crosses a
good part of it; what lies between, what is scribbled over and what one stroke shares with
another box is UNSURE. So a faint pencil mark is never taken for an empty box.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.model import MarkShape, MarkState
from extract.ocr.picture import components, minus
from extract.ocr.sides import (
    BARE_INK,
    Inks,
    inner_square,
    is_bare,
    is_thicker,
    is_twin,
    past_sides,
    shows_inside,
    sides_of,
)
from extract.ocr.squares import Square, middle_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extract.ocr.picture import Mask, Sheet

_FILLED, _FILLED_EDGE = 0.97, 0.08  # share of ink in a box that is filled, past so much of its side
_BRIDGE = 2.0  # points: how far beyond a ruling line's edge a stroke is followed
_SPECK = 0.3  # of the largest stroke's area: what is smaller is none
_BARE_SPAN = 0.25  # of the inside that the largest speck in an empty box may span
_ON_INK, _ON_SPAN = 0.055, 0.66  # share of dark pixels; of the inside that a stroke spans
_ON_LEAST, _ON_WIDTH = 0.55, 0.28  # of the inside, of the side, that it spans the other way ...
_ON_LONG = 0.6  # ... unless it spans so much of the side
_ON_REACH = 0.46  # of the box's side that it spans: more than a dot
_ON_SOLID = 0.62  # of its own extent that a short stroke fills; a blot fills more ...
_CENTRED = 0.1  # of a circle's width: by which a dot's middle is off its own
_ON_WHOLE = 0.85  # ... unless it reaches from side to side
_EXIT, _EXIT_WIDE = 0.32, 0.45  # of a side: where a stroke is seen to leave; how wide it is there
_BEYOND, _TICK_WIDE = 0.4, 0.5  # of a side: how far it goes on above; how wide all of it is
_BAND = (0.2, 0.4)  # of a side: how far above and below a box a scribble reaches, a filling hardly
_MOST_MET, _MOST_IN_ALL = 6, 14  # strokes met down a box, once or in three places: a scribble
_SCRIBBLED, _OVER_BOTH = 0.45, 0.33  # share of ink there: in one band, in each of the two
_ASTRAY = 1.6  # of a side: a stroke that runs on so far to the left or right is no mark
_ROUND_ABOUT = 8  # times its height: how far above and below a box its stroke is followed
_BLOT_SOLID, _BLOT_BEYOND = 0.6, 1.3  # share of a blot's extent; of the other box's side
_FAINTER = 8.0  # a box with so many times less ink than another marked one is doubtful


@dataclass(frozen=True, slots=True)
class Inked:
    """A box with what was measured: its state, the share of ink inside and around it."""

    square: Square
    state: MarkState
    inside: float
    around: float
    shape: MarkShape = MarkShape.BOX

    @property
    def note(self) -> str:
        """The measures, for evidence."""
        return f"ink={self.inside:.2f}"


def judge(sheet: Sheet, ink: Mask, squares: Sequence[Square]) -> list[Inked]:
    """The boxes with their states; `ink` is without ruling lines."""
    inks = Inks.of(sheet, ink)
    found = [_measure(sheet, inks, square) for square in squares]
    empty = [i.square for i in found if i.state is MarkState.OFF]
    found = [_as_its_twin(sheet, inks, i, empty) for i in found]
    found = [_unsure(i) if _may_hide_a_stroke(sheet, inks, i, squares) else i for i in found]
    astray = _astray(ink, [i for i in found if i.state is not MarkState.OFF], empty)
    found = [_unsure(i) if i.square in astray else i for i in found]
    found = [_unsure(i) if _is_faint(i, found, sheet) else i for i in found]
    return [_unsure(i) if _is_blotted(i, found, ink) else i for i in found]


def _unsure(inked: Inked) -> Inked:
    return replace(inked, state=MarkState.UNSURE)


def _as_its_twin(sheet: Sheet, inks: Inks, inked: Inked, empty: Sequence[Square]) -> Inked:
    """A doubtful box, measured with an outline no thicker than that of an empty one beside it.

    A pen along the sides makes the outline look thicker, and hides the stroke's ends.
    """
    twins = [s for s in empty if inked.state is MarkState.UNSURE and is_twin(s, inked.square)]
    if not twins:
        return inked
    thickest = max(drawn for twin in twins for _, drawn in sides_of(sheet, inks, twin))
    return _measure(sheet, inks, inked.square, thickest + 1)


def _may_hide_a_stroke(sheet: Sheet, inks: Inks, inked: Inked, squares: Sequence[Square]) -> bool:
    return inked.state is MarkState.OFF and is_thicker(sheet, inks, inked.square, squares)


def _measure(sheet: Sheet, inks: Inks, square: Square, thickest: int | None = None) -> Inked:
    """A box's state; its outline is no thicker than `thickest` pixels, where that is known."""
    ink = inks.ink
    inner = inner_square(sheet, inks, square, thickest)
    inside = past_sides(sheet, inks, square, inner)
    seen = min(inner.width / square.width, inner.height / square.height)
    dark = float((inside > 0).mean()) if inside.size else 0.0
    over = _over(inks, square)
    scribbled = max(over) > _SCRIBBLED or min(over) > _OVER_BOTH or _is_scribbled_over(ink, square)
    bare = is_bare(sheet, square, inner)
    wide, tall = _reach(inside) if inside.size else (0, 0)
    spans = (wide / max(inner.width, 1), tall / max(inner.height, 1))
    span, least = max(spans), min(spans)
    reaches = max(wide, tall) / square.width, min(wide, tall) / square.width
    long = span >= _ON_SPAN and reaches[0] >= min(_ON_REACH, seen)
    broad = reaches[0] >= _ON_LONG or (least >= _ON_LEAST and reaches[1] >= _ON_WIDTH)
    # a blot: a pen put down, no stroke drawn, however much of a small box it fills
    solid = dark * inside.size / max(wide * tall, 1)
    blot = span < _ON_WHOLE and solid > _ON_SOLID and not (square.round and _is_centred(inside))
    long = long and ((broad and not blot) or _leaves_upwards(ink, square))
    long = long or (thickest is not None and _is_filled(ink, square))
    if shows_inside(sheet, inks, square, inner) and dark <= BARE_INK and bare and span < _BARE_SPAN:
        state = MarkState.OFF
    elif dark >= _ON_INK and long and not scribbled:
        state = MarkState.ON
    else:
        state = MarkState.UNSURE
    shape = MarkShape.RADIO if square.round else MarkShape.BOX
    return Inked(square, state, dark, max(over), shape)


def _is_filled(ink: Mask, square: Square) -> bool:
    """Whether all of a box is ink, its outline too: of a small one little else is seen inside.

    Only beside an empty box of its size: `▪` by itself is a bullet.
    """
    edge = max(1, round(_FILLED_EDGE * square.width))
    part = middle_of(ink, square, edge)
    return part.size > 0 and float((part > 0).mean()) >= _FILLED


def _is_centred(inside: NDArray[np.uint8]) -> bool:
    """Whether the ink stands in the middle, as a radio button's own dot does."""
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if not rows.size:
        return False
    height, width = inside.shape
    off = abs(rows[0] + rows[-1] + 1 - height), abs(columns[0] + columns[-1] + 1 - width)
    return bool(max(off) / 2 <= _CENTRED * width)


def _reach(inside: NDArray[np.uint8]) -> tuple[int, int]:
    """The width and height of the strokes in a box, in pixels; specks beside them left out."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(inside)
    if count < 2:
        return 0, 0
    areas = stats[1:, cv2.CC_STAT_AREA]
    large = stats[1:][areas >= _SPECK * areas.max()]
    x, y = large[:, cv2.CC_STAT_LEFT], large[:, cv2.CC_STAT_TOP]
    x1, y1 = x + large[:, cv2.CC_STAT_WIDTH], y + large[:, cv2.CC_STAT_HEIGHT]
    return int(x1.max() - x.min()), int(y1.max() - y.min())


def _over(inks: Inks, square: Square) -> tuple[float, float]:
    """The share of a band above the box, and of one below, that strokes take which touch it.

    A stroke goes on beyond a ruling line that was taken out of the ink.
    """
    near, far = (round(share * square.height) for share in _BAND)
    top = max(square.top - far, 0)
    around = slice(top, square.bottom + far), slice(max(square.x0 - far, 0), square.x1 + far)
    part = np.ascontiguousarray(inks.ink[around])
    own = slice(square.x0 - around[1].start, square.x1 - around[1].start)
    upper, lower = square.top - top, square.bottom - top
    drawn = np.asarray(cv2.bitwise_or(part, inks.ruled[around]), np.uint8)
    box = slice(upper, lower), own
    touching = (_joined(drawn, drawn[box] > 0, box) & (part > 0))[:, own]
    above, below = touching[: max(upper - near, 0)], touching[lower + near :]
    first, second = (float(band.mean()) if band.size else 0.0 for band in (above, below))
    return first, second


def _is_scribbled_over(ink: Mask, square: Square) -> bool:
    """Whether stroke after stroke goes across it, from above it to below it.

    Down a box from top to bottom one meets its own two sides and a cross's two arms, no more.
    """
    reach = round(_BAND[1] * square.height)
    part = ink[max(square.top - reach, 0) : square.bottom + reach] > 0
    met = [
        int(np.count_nonzero(np.diff(part[:, x].astype(np.int8)) == 1))
        for x in (square.x0 + square.width * n // 4 for n in (1, 2, 3))
    ]
    return max(met) >= _MOST_MET or sum(met) >= _MOST_IN_ALL


def _leaves_upwards(ink: Mask, square: Square) -> bool:
    """Whether one stroke, no more, leaves a box by its upper half and goes on above it.

    So does a long tick: what begins or turns in the box and leaves it once was drawn for it, even
    where little of it lies inside. What only passes through leaves it twice.
    """
    side = square.height
    reach, off = round(1.2 * side), max(2, round(_EXIT * side))
    top, left = max(square.top - reach, 0), max(square.x0 - reach, 0)
    part = ink[top : square.bottom + reach, left : square.x1 + reach]
    box = Square(square.x0 - left, square.top - top, square.x1 - left, square.bottom - top)
    if min(box.x0, box.top) < off or part.shape[0] < box.bottom + off + 1:
        return False
    within = slice(box.top, box.bottom), slice(box.x0, box.x1)
    own = _joined(part, part[within] > 0, within)
    x0, y0, x1, y1 = box.x0 - off, box.top - off, box.x1 + off, box.bottom + off
    # around the box, clockwise from its lower left corner
    around = [
        *own[y0:y1, x0][::-1],
        *own[y0, x0:x1],
        *own[y0:y1, min(x1, own.shape[1] - 1)],
        *own[y1, x0:x1][::-1],
    ]
    exits = np.flatnonzero(np.diff(np.array([around[-1], *around], np.int8)) == 1)
    if len(exits) != 1 or sum(around) > _EXIT_WIDE * side:
        return False
    tall = y1 - y0
    upper = tall // 2 <= int(exits[0]) <= tall + (x1 - x0) + tall // 2
    columns, rows = np.flatnonzero(own.any(axis=0)), np.flatnonzero(own.any(axis=1))
    beyond = box.top - int(rows[0]) >= _BEYOND * side
    return upper and beyond and int(columns[-1]) - int(columns[0]) >= _TICK_WIDE * side


def _astray(ink: Mask, marked: Sequence[Inked], empty: Sequence[Square]) -> set[Square]:
    """Boxes that one stroke joins with another box, or whose stroke runs on beside them."""
    if not marked:
        return set()
    reach = _ROUND_ABOUT * max(i.square.height for i in marked)
    first = max(min(i.square.top for i in marked) - reach, 0)
    last = max(i.square.bottom for i in marked) + reach
    labels, stats, _ = components(ink[first:last])
    owners: dict[int, set[Square]] = {}
    astray = set()
    for inked in marked:
        s = inked.square
        for label in np.unique(labels[s.top - first : s.bottom - first, s.x0 : s.x1]):
            if not label:
                continue
            owners.setdefault(int(label), set()).add(s)
            x0, x1 = stats[label][0], stats[label][0] + stats[label][2]
            if max(s.x0 - x0, x1 - s.x1) > _ASTRAY * s.width:
                astray.add(s)
    for s in empty:  # a stroke that ends at an empty box may have been meant for it
        part = labels[max(s.top - first, 0) : max(s.bottom - first, 0), s.x0 : s.x1]
        for label in np.unique(part):
            owners.get(int(label), set()).add(s)
    return astray | {square for group in owners.values() if len(group) > 1 for square in group}


def _is_faint(inked: Inked, others: Sequence[Inked], sheet: Sheet) -> bool:
    """Whether a marked box has far less ink than another marked one beside it."""
    if inked.state is not MarkState.ON:
        return False
    near = [
        o.inside
        for o in others
        if o is not inked
        and o.state is MarkState.ON
        and abs(o.square.top - inked.square.top) < 60 * sheet.scale
    ]
    return any(inside > _FAINTER * inked.inside for inside in near)


def _is_blotted(inked: Inked, others: Sequence[Inked], ink: Mask) -> bool:
    """Whether a marked box is all ink that goes far beyond a box of the other one's size.

    A pen that fills a box stays within it; one that takes a mark back does not.
    """
    square = inked.square
    if inked.state is not MarkState.ON or inked.inside < _FILLED:
        return False
    beside = [o.square for o in others if o is not inked and _may_be_pair(o.square, square)]
    if not beside:
        return False
    side = min(max(s.width, s.height) for s in beside)
    reach = 2 * side
    top, left = max(square.top - reach, 0), max(square.x0 - reach, 0)
    part = ink[top : square.bottom + reach, left : square.x1 + reach]
    labels, stats, _ = components(np.ascontiguousarray(part))
    middle = labels[(square.top + square.bottom) // 2 - top, (square.x0 + square.x1) // 2 - left]
    _, _, width, height, area = (int(v) for v in stats[int(middle)])
    blot = area >= _BLOT_SOLID * width * height
    return bool(middle) and blot and min(width, height) > _BLOT_BEYOND * side


def _may_be_pair(a: Square, b: Square) -> bool:
    """Whether two boxes stand beside each other, or one right below the other."""
    across = min(a.bottom, b.bottom) - max(a.top, b.top) > 0
    down = min(a.x1, b.x1) - max(a.x0, b.x0) > 0
    return across or (down and abs(a.top - b.top) <= _ROUND_ABOUT * min(a.height, b.height))


def strokes_of(sheet: Sheet, ink: Mask, marked: Sequence[Inked]) -> Mask:
    """255 over the ink that is joined with a marked box, its own surroundings at most.

    A stroke goes on beyond a ruling line that was taken out of `ink`.
    """
    out, ruled = np.zeros_like(ink), minus(sheet.ink, ink)
    bridge = np.ones((2 * sheet.pixels(_BRIDGE) + 1,) * 2, np.uint8)
    for inked in marked:
        s = inked.square
        reach = round(1.6 * s.width)
        top, left = max(s.top - reach, 0), max(s.x0 - reach, 0)
        around = slice(top, s.bottom + reach), slice(left, s.x1 + reach)
        box = slice(s.top - top, s.bottom - top), slice(s.x0 - left, s.x1 - left)
        part = np.ascontiguousarray(ink[around])
        joined = _joined(part, part[box] > 0, box)
        near = np.asarray(cv2.dilate(joined.astype(np.uint8), bridge) > 0) & (ruled[around] > 0)
        whole = _joined(np.where(near, np.uint8(255), part), joined[box], box)
        out[around][whole & (part > 0)] = 255
    return out


def _joined(ink: Mask, within: NDArray[np.bool_], box: tuple[slice, slice]) -> NDArray[np.bool_]:
    """What is joined with the ink `within` a box."""
    _, labels = cv2.connectedComponents(ink)
    return np.isin(labels, np.unique(labels[box][within]))
