"""The signs of a short line of print, and which of them have the shape of a box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.ocr.picture import Extent
from extract.ocr.squares import Square

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extract.ocr.picture import Mask
    from extract.ocr.squares import Zone

_SPECK = 0.14  # of the type size: what is smaller is no sign
_ASPECT = 1.3  # longest side over shortest of a printed sign
_DRAWN, _FILLED = 0.86, 0.88  # of a side that must be ink; of a sign that is painted whole
_HOLLOW = 0.28  # of an empty box that its bare middle fills
CROSSES = frozenset("xX×")
CROSS_SURE = 0.9  # the certainty of one that was told by its shape; by itself none is read surely
CROSS_WIDE, CROSS_TALL = (0.4, 0.85), (0.45, 0.85)  # of the type size
# share of ink at a cross's corner, where type with serifs is thin; at its middle; between corners
_CORNER, _MIDDLE, _BARE_SIDE = 0.2, 0.3, 0.34
_CROSSING, _ARM = 0.18, 0.25  # of its height, from its middle; of its width, to either side
_LIGHTER, _HEAVIER = 0.33, 1.8  # the rising arm's ink over the falling one's, at least and at most
# of its extent that a box fills with its inside; one with a pen's ends; a circle
_SQUARE, _PENNED, _ROUND = 0.9, 0.8, (0.7, 0.86)


@dataclass(frozen=True, slots=True)
class Glyph(Extent):
    """What stands above each other on a line: a letter and accent, a box and mark."""

    def joined(self, other: Glyph) -> Glyph:
        """One glyph of both."""
        return Glyph(
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


def glyphs_of(ink: Mask, zone: Zone) -> list[Glyph]:
    """The glyphs of a line from left to right; none where something reaches beyond its sides."""
    part = np.ascontiguousarray(ink[zone.top : zone.bottom, zone.x0 : zone.x1])
    if not part.size:
        return []
    count, _, stats, _ = cv2.connectedComponentsWithStats(part)
    pieces = []
    for x, y, width, height, _ in (tuple(int(v) for v in stats[n]) for n in range(1, count)):
        glyph = Glyph(zone.x0 + x, zone.top + y, zone.x0 + x + width, zone.top + y + height)
        if y > 0 and y + height < part.shape[0]:
            pieces.append(glyph)
        elif height > _SPECK * zone.em * 2:
            return []
    return _together(pieces, zone.em)


def _together(pieces: Sequence[Glyph], em: float) -> list[Glyph]:
    """The pieces from left to right, those above each other as one; specks left out."""
    large = [p for p in pieces if max(p.width, p.height) >= _SPECK * em]
    out: list[Glyph] = []
    for piece in sorted(large, key=lambda g: g.x0):
        last = out[-1] if out else None
        shared = min(last.x1, piece.x1) - max(last.x0, piece.x0) if last else 0
        if last is not None and shared > 0.5 * min(last.width, piece.width):
            out[-1] = last.joined(piece)
        else:
            out.append(piece)
    return out


def square_of(ink: Mask, sign: Glyph) -> Square:
    """The box that a sign is, its whole extent."""
    part = _part(ink, sign)
    inside = _with_inside(part)
    share = float(inside.mean())
    round_ = _ROUND[0] <= share < _ROUND[1] and _bare_corners(part)
    solid = float((part > 0).mean()) >= _FILLED
    return Square(
        sign.x0, sign.top, sign.x1, sign.bottom, solid=solid, sharp=not solid, round=round_
    )


def is_empty(ink: Mask, sign: Glyph) -> bool:
    """Whether it is one closed outline, a square's or a circle's, with nothing in it."""
    part = _part(ink, sign)
    inside = _with_inside(part)
    bare = float((inside & (part == 0)).mean())
    if not has_shape(ink, sign) or bare < _HOLLOW:
        return False
    count, _ = cv2.connectedComponents(part)
    holes, _ = cv2.connectedComponents((inside & (part == 0)).astype(np.uint8), connectivity=4)
    return count == 2 and holes == 2


def has_shape(ink: Mask, sign: Glyph, *, beside_empty: bool = False) -> bool:
    """Whether its extent is a square's or a circle's; beside an empty one a pen may overlap."""
    if max(sign.width, sign.height) > _ASPECT * min(sign.width, sign.height):
        return False
    part = _part(ink, sign)
    inside = float(_with_inside(part).mean())
    drawn = min(_covers(part)) >= _DRAWN
    if inside >= (_PENNED if beside_empty and drawn else _SQUARE):
        return drawn or float((part > 0).mean()) >= _FILLED
    return _ROUND[0] <= inside < _ROUND[1] and _bare_corners(part)


def _part(ink: Mask, sign: Glyph) -> Mask:
    return ink[sign.top : sign.bottom, sign.x0 : sign.x1]


def _with_inside(part: Mask) -> NDArray[np.bool_]:
    """The ink, and all that it encloses."""
    field = np.pad((part > 0).astype(np.uint8), 1)
    cv2.floodFill(field, None, (0, 0), 2, flags=4)
    return np.asarray(field[1:-1, 1:-1] != 2)


def _covers(part: Mask) -> tuple[float, float, float, float]:
    """How much of each side is ink, two rows of pixels taken together."""

    def best(rows: NDArray[np.bool_]) -> float:
        reach = max(2, round(0.16 * len(rows)))
        near = rows[: reach + 1]
        return float((near[:-1] | near[1:]).mean(axis=1).max())

    drawn = part > 0
    return best(drawn), best(drawn[::-1]), best(drawn.T), best(drawn.T[::-1])


def _bare_corners(part: Mask) -> bool:
    size = max(1, round(0.1 * min(part.shape)))
    corners = part[:size, :size], part[:size, -size:], part[-size:, :size], part[-size:, -size:]
    return not any(corner.any() for corner in corners)


def is_cross(sign: Mask) -> bool:
    """Whether it has ink in its corners and its middle, and next to none between the corners."""
    height, width = sign.shape
    y, x = max(1, height // 6), max(1, width // 4)
    rows, columns = _middle(height, y), _middle(width, x)
    corners = sign[:y, :x], sign[:y, -x:], sign[-y:, :x], sign[-y:, -x:]
    across = sign[rows, :x], sign[rows, -x:]  # where N and K have stems
    # serifs may reach far in from both sides: what runs between the arms is in both widths
    between = [_middle(width, part) for part in (x, max(1, width // 5))]
    above, below = (min(_inked(part[:, b]) for b in between) for part in (sign[:y], sign[-y:]))
    return (
        _is_forked(sign)
        and _is_balanced(sign)
        and min(map(_inked, corners)) >= _CORNER
        and _inked(sign[rows, columns]) >= _MIDDLE
        and max(above, below, *map(_inked, across)) <= _BARE_SIDE
    )


def _is_balanced(sign: Mask) -> bool:
    """Whether neither arm is much heavier than the other: a pen may have struck it out along one.

    In type the arm that goes down to the right may be some times the other, never the reverse.
    """
    height, width = sign.shape
    y, x = np.mgrid[:height, :width]
    across, down = (x + 0.5) / width, (y + 0.5) / height
    ends = (sign > 0) & (np.abs(down - 0.5) > _CROSSING)
    falling = np.count_nonzero(ends & (np.abs(across - down) < _ARM))
    rising = np.count_nonzero(ends & (np.abs(across - 1 + down) < _ARM))
    return bool(_LIGHTER * falling <= rising <= _HEAVIER * falling)


def _is_forked(sign: Mask) -> bool:
    """Whether two arms go up and two go down: in S, Z and 3 there is but one in places."""
    height, width = sign.shape
    rows = [*range(height // 5, 3 * height // 10 + 1)]
    rows += [height - 1 - row for row in rows]
    halves = sign[rows, : width // 2], sign[rows, width - width // 2 :]
    return all(bool((half > 0).any(axis=1).all()) for half in halves)


def _middle(whole: int, part: int) -> slice:
    start = (whole - part) // 2
    return slice(start, start + part)


def _inked(part: Mask) -> float:
    return float((part > 0).mean())
