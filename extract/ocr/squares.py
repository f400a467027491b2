"""Step 3: small printed squares, told by their four straight sides.

A pen stroke through a box leaves its outline standing, so a box is searched for by its sides
and not by its contour: level and upright strokes of equal length that close a square. Squares
painted whole are found by their contour.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.ocr.picture import Extent, Pieces, ones, runs_of, transposed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extract.ocr.picture import Mask, Sheet

SMALLEST, LARGEST = 5.8, 22.0  # points a side
_SMALLEST_SHARP = 4.1  # ... from side to side of one with full sides and corners: `□` of 8 points
_ASPECT, _BIG_ASPECT, _BIG = 1.25, 1.6, 10.0  # longest side over shortest; from _BIG points on
_SIDE_COVER, _WEAK_COVER = 0.9, 0.78  # of a side's length that must be ink
_CORNER, _WEAK_CORNER = 0.5, 0.35  # of the corner's pixels that must be ink
_ROUNDED, _ROUND_CORNER = 7.6, 0.12  # points: boxes larger than letters may have round corners
_SHARP_SIDES, _SHARP_CORNER, _THIN_CORNER = 0.93, 0.5, 0.33
_LETTER_REACH = 1.5  # times a square's side: a letter that it is drawn into is no larger
_BARE_CORNER, _CORNER_INK = 0.14, 0.3  # of that letter's side; the ink in a bare corner, at most
_MIDDLE = 0.3  # of a side: what lies so far within the sides is a box's middle
_HAIR = 0.2  # of a side by which a small square may have been found too small
_LEAST_SOLID = 4.0  # points a side
_BLOB_FILL = 0.55  # of its square that a box with a light sign on a dark ground fills
_LETTER = 6.8  # points: letters of the usual sizes are no wider
_NEAR = 45.0  # points within which a painted square needs another box, to be no bullet
_THICK = 2.4  # points: the thickest side


@dataclass(frozen=True, slots=True)
class Square(Extent):
    """A box's outer edges; `solid` where it is painted whole.

    `sharp` where all four sides and corners are drawn, as in no letter; `round` where it is a
    circle.
    """

    solid: bool = False
    sharp: bool = False
    round: bool = False

    def overlaps(self, other: Square) -> bool:
        """Whether the two share a quarter of the smaller one."""
        wide = min(self.x1, other.x1) - max(self.x0, other.x0)
        tall = min(self.bottom, other.bottom) - max(self.top, other.top)
        least = min(self.width * self.height, other.width * other.height)
        return wide > 0 and tall > 0 and wide * tall > 0.25 * least


@dataclass(frozen=True, slots=True)
class Zone(Extent):
    """Where boxes are sought, and the type size there, in pixels."""

    em: float


def find_squares(sheet: Sheet, ink: Mask) -> list[Square]:
    """The squares in `ink` (ruling lines taken out), from top to bottom, each once."""
    sides = _Sides(ink)
    squares = _apart([*_by_sides(sheet, sides, (SMALLEST, LARGEST)), *_solid(sheet, sides)])
    apart = [s for s in squares if not any(o is not s and _share_side(s, o) for o in squares)]
    return sorted(apart, key=lambda s: (s.top, s.x0))


def small_squares(sheet: Sheet, ink: Mask, zone: Zone, known: Sequence[Square]) -> list[Square]:
    """Empty squares in `ink` too small, or drawn too coarsely or thinly, to be sought everywhere.

    They have four corners and nothing within, as no letter has; a marked one is told by its empty
    twin. The edges of `known` ones are none, nor is what is smaller than a known one on its line.
    """
    part = ink[zone.top : zone.bottom, zone.x0 : zone.x1]
    sizes = _SMALLEST_SHARP, LARGEST
    found = [_fitted(part, s) for s in _apart(_by_sides(sheet, _Sides(part), sizes))]
    found = [s for s in found if s.sharp and _is_empty(part, s) and not _bare_corners(part, s)]
    on_page = [
        replace(
            s,
            x0=s.x0 + zone.x0,
            top=s.top + zone.top,
            x1=s.x1 + zone.x0,
            bottom=s.bottom + zone.top,
        )
        for s in found
    ]
    larger = [o for o in known if o.sharp and zone.top <= (o.top + o.bottom) / 2 <= zone.bottom]
    return [
        s
        for s in on_page
        if not any(s.overlaps(other) for other in known)
        and not any(o.width > _ASPECT * s.width for o in larger)
    ]


def _apart(found: Sequence[tuple[float, Square]]) -> list[Square]:
    """The squares that lie over no other with a higher score."""
    kept: list[Square] = []
    for _, square in sorted(found, key=lambda pair: -pair[0]):
        if not any(square.overlaps(other) for other in kept):
            kept.append(square)
    return kept


def likely_boxes(squares: Sequence[Square], scale: float) -> list[Square]:
    """The squares that are check boxes: no bullets, no letters beside a real box."""
    found = [s for s in squares if not _is_dwarf(s, squares, scale)]
    return [s for s in found if not _is_lone(s, found, _NEAR * scale)]


class _Sides:
    """Ink with what tells the sides of squares in it, each part of that made once."""

    def __init__(self, ink: Mask) -> None:
        self.ink = np.ascontiguousarray(ink)
        self.turned = transposed(self.ink)

    @cached_property
    def covers(self) -> tuple[_Covers, _Covers]:
        """Of level and of upright strips the share that is ink."""
        return _Covers(self.ink), _Covers(self.turned)


def _by_sides(
    sheet: Sheet, sides: _Sides, sizes: tuple[float, float]
) -> list[tuple[float, Square]]:
    """By two opposite sides: a pen stroke may hide or lengthen two, hardly all four.

    `sizes` are the least and the most points a side. The corners of small boxes hold little ink:
    their outline may be a pixel thick.
    """
    small = sizes[0] < SMALLEST
    limits = sizes[0] * sheet.scale, sizes[1] * sheet.scale
    ink = sides.ink
    across = _frames(sheet, ink, limits)
    down = _frames(sheet, sides.turned, limits)[:, [1, 0, 3, 2]]
    frames = np.unique(np.concatenate([across, down]), axis=0)
    candidates = frames[_are_square(sheet, frames, limits[0])]
    found = []
    for frame, score in zip(candidates, _scores(sheet, sides, candidates), strict=True):
        x0, top, x1, bottom = (int(edge) for edge in frame)
        square = Square(x0, top, x1, bottom)
        if score <= 0 or not (small or _has_corners(ink, square, sheet.scale)):
            continue
        large = square.width >= _ROUNDED * sheet.scale
        least = (_ROUND_CORNER if large else _THIN_CORNER) if small else _SHARP_CORNER
        sharp = score >= _SHARP_SIDES and _corners(ink, square)[0] >= least
        if not large and _is_in_round_letter(ink, square):
            continue
        if sharp or large:
            found.append((float(score), replace(square, sharp=sharp)))
    return found


def _frames(sheet: Sheet, ink: Mask, limits: tuple[float, float]) -> NDArray[np.intp]:
    """Left, top, right, bottom of what two level strokes share; a pen may have lengthened both."""
    x0, x1, y = _strokes(sheet, ink, limits).T
    low, high = limits
    found = [np.zeros((0, 4), np.intp)]
    for step in range(1, len(y)):  # each stroke with the one so many places further down
        apart = y[step:] - y[:-step]
        if apart.min() > high:
            break
        left, right = np.maximum(x0[step:], x0[:-step]), np.minimum(x1[step:], x1[:-step])
        shared = right - left
        fits = (apart >= low) & (apart <= high) & (shared >= low) & (shared <= high)
        edges = left[fits], y[:-step][fits], right[fits], y[step:][fits] + 1
        found.append(np.stack(edges, axis=1).astype(np.intp))
    return np.concatenate(found)


def _are_square(sheet: Sheet, frames: NDArray[np.intp], least: float) -> NDArray[np.bool_]:
    sides = frames[:, 2] - frames[:, 0], frames[:, 3] - frames[:, 1]
    small, large = np.minimum(*sides), np.maximum(*sides)
    most = np.where(small >= _BIG * sheet.scale, _BIG_ASPECT, _ASPECT)
    return np.asarray((small >= least) & (large <= most * small), np.bool_)


def _strokes(sheet: Sheet, ink: Mask, limits: tuple[float, float]) -> NDArray[np.float64]:
    """Level strokes as long as a box's side, from the uppermost: rows of start, end, y."""
    length = max(1, round(limits[0] * 0.85))
    thick = np.asarray(cv2.dilate(ink, np.ones((2, 1), np.uint8)), np.uint8)
    pieces = Pieces(runs_of(thick, length))
    x, _, width, height, _ = pieces.stats.T
    sized = (width <= 1.8 * limits[1]) & (height <= (_THICK + 1) * sheet.scale)
    found = np.stack([x, x + width, pieces.middles[:, 1]], axis=1)[sized]
    return np.asarray(found[np.argsort(found[:, 2], kind="stable")], np.float64)


def _scores(sheet: Sheet, drawn: _Sides, frames: NDArray[np.intp]) -> NDArray[np.float64]:
    """How fully the four sides of each frame are drawn: mean cover, 0 where not straight."""
    if not len(frames):
        return np.zeros(0)
    reach = max(2, round(0.7 * sheet.scale))
    level, upright = drawn.covers
    x0, top, x1, bottom = frames.T
    sides = np.stack([
        level.best((top - 1, top + reach + 1), x0, x1),
        level.best((bottom - reach - 1, bottom + 1), x0, x1),
        upright.best((x0 - 1, x0 + reach + 1), top, bottom),
        upright.best((x1 - reach - 1, x1 + 1), top, bottom),
    ])  # fmt: skip
    straight = ((sides >= _SIDE_COVER).sum(axis=0) >= 3) & (sides.min(axis=0) >= _WEAK_COVER)
    return np.asarray(np.where(straight, sides.mean(axis=0), 0.0), np.float64)


class _Covers:
    """Of any strip of a picture, two rows thick, the share that is ink."""

    def __init__(self, ink: Mask) -> None:
        two = np.asarray(cv2.max(ink[:-1], ink[1:]), np.uint8)  # a hair of slope is allowed
        self._sums = np.asarray(cv2.integral(ones(two)), np.int32)  # over rows too: by difference

    def best(
        self,
        rows: tuple[NDArray[np.intp], NDArray[np.intp]],
        x0: NDArray[np.intp],
        x1: NDArray[np.intp],
    ) -> NDArray[np.float64]:
        """The largest share of the strips from one row to before another, from x0 to x1 each."""
        height = self._sums.shape[0] - 1
        first, end = np.maximum(rows[0], 0), np.minimum(rows[1] - 1, height)
        best = np.zeros(len(x0))
        for step in range(int((end - first).max(initial=0))):
            y = np.minimum(first + step, height - 1)
            drawn = (
                self._sums[y + 1, x1]
                - self._sums[y, x1]
                - self._sums[y + 1, x0]
                + self._sums[y, x0]
            )
            share = np.where(first + step < end, drawn / np.maximum(x1 - x0, 1), 0.0)
            best = np.maximum(best, share)
        return best


def _has_corners(ink: Mask, square: Square, scale: float) -> bool:
    """Whether ink reaches into the four corners, as it does in no round letter."""
    shares = _corners(ink, square)
    if square.width >= _ROUNDED * scale:
        return shares[0] >= _ROUND_CORNER
    return shares[0] >= _WEAK_CORNER and shares[1] >= _CORNER


def _fitted(ink: Mask, square: Square) -> Square:
    """The square as large as what its sides belong to, where that is but a hair larger."""
    _, _, whole = outline_of(ink, square, square.width // 2)
    if whole is None or not square.sharp:
        return square
    off = (
        square.x0 - whole.x0,
        square.top - whole.top,
        whole.x1 - square.x1,
        whole.bottom - square.bottom,
    )
    most = max(2, round(_HAIR * square.width))
    return replace(whole, sharp=True) if max(map(abs, off)) <= most else square


def _is_empty(ink: Mask, square: Square) -> bool:
    """Whether its middle is bare."""
    inset = max(2, round(_MIDDLE * min(square.width, square.height)))
    inside = middle_of(ink, square, inset)
    return inside.size > 0 and not inside.any()


def middle_of(ink: Mask, square: Square, inset: int) -> Mask:
    """What lies so many pixels within the sides of a square."""
    return ink[square.top + inset : square.bottom - inset, square.x0 + inset : square.x1 - inset]


def _is_in_round_letter(ink: Mask, square: Square) -> bool:
    """Whether it is drawn into a letter like `O`: what its sides belong to has no corners.

    Nothing is told where that reaches further, as a pen's stroke through a box does.
    """
    return _bare_corners(ink, square) >= 3


def _bare_corners(ink: Mask, square: Square) -> int:
    """How many corners of what its sides belong to are bare; 0 where that reaches further."""
    drawn, corner, whole = outline_of(ink, square, square.width // 2)
    if whole is None:
        return 0
    if max(whole.width / square.width, whole.height / square.height) > _LETTER_REACH:
        return 0
    zone = max(2, round(_BARE_CORNER * min(whole.width, whole.height)))
    left, top = whole.x0 - corner[0], whole.top - corner[1]
    return sum(
        float(drawn[b : b + zone, a : a + zone].mean()) < _CORNER_INK
        for b in (top, top + whole.height - zone)
        for a in (left, left + whole.width - zone)
    )


def outline_of(
    ink: Mask, square: Square, pad: int
) -> tuple[NDArray[np.bool_], tuple[int, int], Square | None]:
    """The ink that most of a square's sides belong to: where it is, that mask's corner, its extent.

    No more than `pad` pixels around are looked at. The extent is None where the sides are bare.
    """
    top, left = max(square.top - pad, 0), max(square.x0 - pad, 0)
    part = ink[top : square.bottom + pad, left : square.x1 + pad]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(part))
    own = labels[square.top - top : square.bottom - top, square.x0 - left : square.x1 - left]
    sides = np.concatenate([own[0], own[-1], own[:, 0], own[:, -1]])
    seen = np.bincount(sides[sides > 0])
    if not seen.size:
        return np.zeros(part.shape, np.bool_), (left, top), None
    label = int(np.argmax(seen))
    x, y, width, height, _ = (int(v) for v in stats[label])
    extent = Square(left + x, top + y, left + x + width, top + y + height)
    return np.asarray(labels == label), (left, top), extent


def _corners(ink: Mask, square: Square) -> list[float]:
    """The shares of ink in the four corners, the barest first."""
    zone = max(3, round(0.2 * square.width))
    return sorted(
        float((ink[y : y + zone, x : x + zone] > 0).mean())
        for y in (square.top, square.bottom - zone)
        for x in (square.x0, square.x1 - zone)
    )


def _solid(sheet: Sheet, sides: _Sides) -> list[tuple[float, Square]]:
    """Squares painted whole, by what is left of them when all strokes are worn away."""
    ink, side = sides.ink, sheet.pixels(_LEAST_SOLID * 0.85)
    blobs = np.asarray(
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((side, side), np.uint8)), np.uint8
    )
    found = [(0.9, s) for s in _nearly_square(sheet, blobs, _LEAST_SOLID, 0.9)]
    # a browser's ticked box is dark with a light tick
    dark = _nearly_square(sheet, ink, _ROUNDED, _BLOB_FILL)
    frames = np.array([(s.x0, s.top, s.x1, s.bottom) for s in dark], np.intp).reshape(-1, 4)
    drawn = zip(dark, _scores(sheet, sides, frames), strict=True) if dark else ()
    found += [(1.0, s) for s, score in drawn if score > 0 and _has_corners(ink, s, sheet.scale)]
    return found


def _nearly_square(sheet: Sheet, mask: Mask, least: float, fill: float) -> list[Square]:
    """The connected parts that fill a square, as solid ones."""
    stats = Pieces(mask).stats
    small = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].min(axis=1)
    large = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    area = stats[:, cv2.CC_STAT_AREA]
    sized = (small >= least * sheet.scale) & (large <= LARGEST * sheet.scale)
    square = (large <= 1.3 * small) & (area >= fill * small * large)
    return [
        Square(int(x), int(y), int(x + w), int(y + h), solid=True)
        for x, y, w, h, _ in stats[sized & square]
    ]


def _is_lone(square: Square, others: Sequence[Square], reach: float) -> bool:
    """Whether a painted square has no outlined box near it: then it is a bullet."""
    return square.solid and not any(
        not o.solid and abs(o.top - square.top) <= reach and 0.6 < o.width / square.width < 2.2
        for o in others
    )


def _is_dwarf(square: Square, others: Sequence[Square], scale: float) -> bool:
    """Whether it is as small as a letter and a larger box stands on its line."""
    return square.width <= _LETTER * scale and any(
        square.width < 0.87 * o.width
        and min(o.bottom, square.bottom) > max(o.top, square.top)
        and not square.solid
        for o in others
    )


def _share_side(a: Square, b: Square) -> bool:
    """Squares that share a side are cells for single letters, not boxes."""
    level = abs(a.top - b.top) <= 3 and abs(a.bottom - b.bottom) <= 3
    return level and min(abs(a.x1 - b.x0), abs(b.x1 - a.x0)) <= 3


def box_mask(ink: Mask, squares: Sequence[Square], margin: int) -> Mask:
    """255 over the squares and `margin` pixels around them."""
    mask = np.zeros_like(ink)
    for s in squares:
        mask[max(s.top - margin, 0) : s.bottom + margin, max(s.x0 - margin, 0) : s.x1 + margin] = (
            255
        )
    return mask
