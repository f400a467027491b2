"""Step 5: what was put into a box by pen, and ink on the page that is neither print nor rule.

A box is OFF only where its inside is as bare as the paper is, ON only where a stroke crosses a
good part of it; what lies between, what is scribbled over and what one stroke shares with
another box is UNSURE. So a faint pencil mark is never taken for an empty box.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.model import MarkState
from extract.ocr.squares import Square

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extract.ocr.picture import Mask, Sheet

_OUTLINE = 1.9  # points: the thickest outline of a box
_SEEN = 0.5  # of a side that must lie inside the outline for a box to be called empty
_DRAWN = 0.55  # of a side: so much ink along it is the outline still
_BARE_INK = 0.012  # share of dark pixels inside an empty box, at most
_BARE_GREY = 5.0  # grey levels by which the inside of an empty box may be darker than paper
_ON_INK, _ON_SPAN = 0.055, 0.65  # share of dark pixels; of the side that a stroke spans
_FULL = 0.5  # share of dark pixels from which a box is filled, or scribbled over
_LEAK = 0.22  # share of the ring around a filled box that may be ink
_RING = 0.35  # of a side: how far around a box ink is looked at
_FAINTER = 4.0  # a box with so many times less ink than another marked one is doubtful


@dataclass(frozen=True, slots=True)
class Inked:
    """A box with what was measured: its state, the share of ink inside and around it."""

    square: Square
    state: MarkState
    inside: float
    around: float

    @property
    def note(self) -> str:
        """The measures, for evidence."""
        return f"ink={self.inside:.2f}"


def judge(sheet: Sheet, ink: Mask, squares: Sequence[Square]) -> list[Inked]:
    """The boxes with their states; `ink` is without ruling lines."""
    found = [_measure(sheet, ink, square) for square in squares]
    shared = _shared(ink, [i for i in found if i.state is not MarkState.OFF])
    found = [_unsure(i) if i.square in shared else i for i in found]
    return [_unsure(i) if _is_faint(i, found, sheet) else i for i in found]


def _unsure(inked: Inked) -> Inked:
    return Inked(inked.square, MarkState.UNSURE, inked.inside, inked.around)


def _measure(sheet: Sheet, ink: Mask, square: Square) -> Inked:
    inner = _inner_square(sheet, ink, square)
    inside = ink[inner.top : inner.bottom, inner.x0 : inner.x1]
    seen = min(inner.width / square.width, inner.height / square.height)
    dark = float((inside > 0).mean()) if inside.size else 0.0
    around = _around(sheet, ink, square)
    if dark >= _FULL:
        state = MarkState.ON if around <= _LEAK else MarkState.UNSURE
        return Inked(square, state, max(dark, _FULL), around)
    bare = _greyness(sheet, inner) <= _BARE_GREY + sheet.noise / 6
    span = _span(inside) if inside.size else 0.0
    if seen >= _SEEN and dark <= _BARE_INK and bare and span < 0.25:
        state = MarkState.OFF
    elif dark >= _ON_INK and span >= _ON_SPAN:
        state = MarkState.ON
    else:
        state = MarkState.UNSURE
    return Inked(square, state, dark, around)


def _inner_square(sheet: Sheet, ink: Mask, square: Square) -> Square:
    """The inside of a box, past its outline, however thick that is printed."""
    part = ink[square.top : square.bottom, square.x0 : square.x1] > 0
    most = round(_OUTLINE * sheet.scale)
    margin = max(1, round(0.3 * sheet.scale))
    rows, columns = part.mean(axis=1), part.mean(axis=0)
    top, bottom = _outline(rows, most), _outline(rows[::-1], most)
    left, right = _outline(columns, most), _outline(columns[::-1], most)
    return Square(
        square.x0 + left + margin,
        square.top + top + margin,
        square.x1 - right - margin,
        square.bottom - bottom - margin,
    )


def _outline(cover: NDArray[np.float64], most: int) -> int:
    """How many rows, from a side inwards, belong to the outline: its first unbroken run."""
    drawn = cover[: most + 1] >= _DRAWN
    if not drawn.any():
        return 1
    first = int(np.argmax(drawn))
    bare = np.flatnonzero(~drawn[first:])
    return first + int(bare[0]) if bare.size else most


def _greyness(sheet: Sheet, inner: Square) -> float:
    """By how much the inside is darker than the paper just around, in grey levels."""
    pixels = sheet.gray[inner.top : inner.bottom, inner.x0 : inner.x1]
    if pixels.size == 0:
        return 255.0
    paper = float(np.percentile(_surrounding(sheet, inner), 70))
    return paper - float(pixels.mean())


def _surrounding(sheet: Sheet, square: Square) -> NDArray[np.uint8]:
    reach = 2 * square.width
    return sheet.gray[
        max(square.top - reach, 0) : square.bottom + reach,
        max(square.x0 - reach, 0) : square.x1 + reach,
    ]


def _span(inside: NDArray[np.uint8]) -> float:
    """How much of the box its largest stroke spans, of the longer side."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(inside)
    if count < 2:
        return 0.0
    largest = stats[1:][int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))]
    wide = largest[cv2.CC_STAT_WIDTH] / inside.shape[1]
    tall = largest[cv2.CC_STAT_HEIGHT] / inside.shape[0]
    return float(max(wide, tall))


def _around(sheet: Sheet, ink: Mask, square: Square) -> float:
    """Share of ink in a frame above and below the box; words stand only beside it."""
    reach = max(3, round(_RING * square.height))
    gap = max(1, round(0.6 * sheet.scale))
    above = ink[max(square.top - gap - reach, 0) : max(square.top - gap, 0), square.x0 : square.x1]
    below = ink[square.bottom + gap : square.bottom + gap + reach, square.x0 : square.x1]
    both = [float((part > 0).mean()) for part in (above, below) if part.size]
    return max(both, default=0.0)


def _shared(ink: Mask, marked: Sequence[Inked]) -> set[Square]:
    """Boxes that one stroke joins with another box."""
    if len(marked) < 2:
        return set()
    count, labels = cv2.connectedComponents(ink)
    owners: dict[int, set[Square]] = {}
    for inked in marked:
        s = inked.square
        for label in np.unique(labels[s.top : s.bottom, s.x0 : s.x1]):
            if 0 < label < count:
                owners.setdefault(int(label), set()).add(s)
    return {square for group in owners.values() if len(group) > 1 for square in group}


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


def strokes_of(ink: Mask, marked: Sequence[Inked]) -> Mask:
    """255 over the ink that is joined with a marked box, its own surroundings at most."""
    out = np.zeros_like(ink)
    for inked in marked:
        s = inked.square
        reach = round(1.6 * s.width)
        top, left = max(s.top - reach, 0), max(s.x0 - reach, 0)
        part = ink[top : s.bottom + reach, left : s.x1 + reach]
        _, labels = cv2.connectedComponents(part)
        own = np.unique(labels[s.top - top : s.bottom - top, s.x0 - left : s.x1 - left])
        joined = np.isin(labels, own[own > 0])
        out[top : top + part.shape[0], left : left + part.shape[1]][joined] = 255
    return out


@dataclass(frozen=True, slots=True)
class Blot:
    """Ink that is no print: its box in pixels, and whether it rings other ink."""

    x0: int
    top: int
    x1: int
    bottom: int
    ring: bool = False


def unread_ink(sheet: Sheet, rest: Mask, least: float) -> list[Blot]:
    """The strokes in `rest`, at least `least` points long, near ones taken together."""
    reach = sheet.pixels(2.5)
    joined = cv2.dilate(rest, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    out = []
    for index in range(1, count):
        x, y, width, height, _ = (int(v) for v in stats[index])
        part = (labels[y : y + height, x : x + width] == index) & (
            rest[y : y + height, x : x + width] > 0
        )
        rows, columns = np.nonzero(part)
        if rows.size < (0.8 * sheet.scale) ** 2 * 2:
            continue
        box = Blot(
            x + int(columns.min()),
            y + int(rows.min()),
            x + int(columns.max()) + 1,
            y + int(rows.max()) + 1,
        )
        if _is_stroke(box, least * sheet.scale, 2.5 * sheet.scale):
            out.append(box)
    return out


def _is_stroke(blot: Blot, least: float, thin: float) -> bool:
    """Whether a blot is long enough to mean something, and no rest of a ruling line."""
    small, large = sorted((blot.x1 - blot.x0, blot.bottom - blot.top))
    return large >= least and not (small <= thin and large >= 8 * thin)
