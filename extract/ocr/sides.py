"""Step 5: what of a box is its sides and what is inside them, and whether that is bare paper.

Print is as thick on all sides of a box, and as soft on both its edges; what is not was added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.ocr.hidden import soft_ink
from extract.ocr.picture import minus
from extract.ocr.squares import Square

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extract.ocr.picture import Mask, Sheet

_OUTLINE = 1.9  # points: the thickest outline of a box
_OFF_SIDE = 0.7  # points by which a box may have been found too small or too large
_SEEN = 0.5  # of a side that must lie inside the outline for a box to be called empty
_SECOND_LINE, _STRAIGHT = 0.8, 0.92  # points from an inside's edge; of it that a line takes
_CRUMBS = 0.5  # points from an inside's edge that crumbs of its side take
_SEEN_EVEN, _EVEN = 0.3, 0.2  # ... where its sides are alike; by which those differ
_THICKEST_EVEN = 0.36  # of a box's width that a printed outline takes, at most
_SEEN_BLURRED, _SMOOTHED, _ADDED = 0.2, 3, 0.25  # ... faded alike; pixels; of a side's darkness
_SIDES_DIFFER, _SIDES_UNLIKE = 2, 0.4  # pixels, and of its thickness, by which a box's sides differ
_RIM = 9  # pixels, of both sides together, that a small box's outline and its blur may hide
_DRAWN, _RULED = 0.55, 0.5  # of a side: so much ink along it is the outline still; a rule's
BARE_INK = 0.012  # share of dark pixels inside an empty box, at most
_SOFT = 0.2  # of the inside, that soft edges of its sides may darken
_BARE_GREY = 5.0  # grey levels by which the inside of an empty box may be darker than paper
_CIRCLE_SEEN = 0.25  # of a circle's width: the least radius that is seen bare
_ALIKE, _TWINS_LEVEL = 0.2, 0.5  # of a side: by which twins differ in size; stand off a line
_WITHIN = 0.25  # of a circle's width: how far within it a square's sides lie


@dataclass(frozen=True, slots=True)
class Inks:
    """A page's ink without ruling lines, what may be faint print, and the lines taken out."""

    ink: Mask
    soft: Mask
    ruled: Mask

    @classmethod
    def of(cls, sheet: Sheet, ink: Mask) -> Inks:
        """Those of a sheet; `ink` is without ruling lines."""
        return cls(ink, soft_ink(sheet), minus(sheet.ink, ink))


def is_thicker(sheet: Sheet, inks: Inks, square: Square, squares: Sequence[Square]) -> bool:
    """Whether a box has a side thicker than the one across, or than the other box's.

    A stroke may lie along it.
    """
    if square.round:
        return False
    own = [drawn for _, drawn in sides_of(sheet, inks, square)]
    for a, b, quarters in ((0, 1, (0, 2)), (2, 3, (3, 1))):
        unlike = abs(own[a] - own[b]) >= _SIDES_DIFFER
        if unlike and not any(_is_beside_rule(sheet, inks, square, q) for q in quarters):
            return True
    for twin in squares:
        if twin != square and is_twin(twin, square):
            other = [drawn for _, drawn in sides_of(sheet, inks, twin)]
            most = [drawn + max(_SIDES_DIFFER, drawn * _SIDES_UNLIKE) for drawn in other]
            if any(a > b for a, b in zip(own, most, strict=True)):
                return True
    return False


def is_twin(a: Square, b: Square) -> bool:
    """Whether two boxes are of one size and near each other: one print of one box."""
    alike = max(abs(a.width - b.width), abs(a.height - b.height)) <= _ALIKE * a.width
    across = abs(a.top - b.top) <= _TWINS_LEVEL * a.width
    return alike and (across or abs(a.x0 - b.x0) <= _TWINS_LEVEL * a.width)


def past_sides(sheet: Sheet, inks: Inks, square: Square, inner: Square) -> NDArray[np.uint8]:
    """The inside of a box without the rows and columns along its edges that are a line still.

    So a box's own side may lie within what was found. Where a border was taken out of the ink
    beside it, crumbs of the side may; beside any other side what is dark may be a pen's.
    """
    inside = inks.ink[inner.top : inner.bottom, inner.x0 : inner.x1]
    most, crumbs = sheet.pixels(_SECOND_LINE), max(2, sheet.pixels(_CRUMBS))
    for quarter in range(4):
        rows = (inside > 0).mean(axis=1) if inside.size else np.zeros(0)
        lines = np.flatnonzero(rows[: most + 1] >= _STRAIGHT)
        end = int(lines[-1]) + 1 if lines.size else 0
        if end and (rows[end : end + 2] <= BARE_INK).any():
            inside = inside[end:]
        elif rows[:crumbs].any() and not rows[crumbs : 2 * crumbs].any():
            inside = inside[crumbs:] if _is_beside_rule(sheet, inks, square, quarter) else inside
        inside = np.rot90(inside)
    return inside


def _is_beside_rule(sheet: Sheet, inks: Inks, square: Square, quarter: int) -> bool:
    """Whether a ruling line was taken out along a side: the top, right, bottom and left one."""
    out = _room(sheet, square)
    part = inks.ruled[square.top - out : square.bottom + out, square.x0 - out : square.x1 + out]
    turned = np.rot90(part > 0, quarter)
    return bool((turned[: 2 * out + 1].mean(axis=1) >= _RULED).any())


def shows_inside(sheet: Sheet, inks: Inks, square: Square, inner: Square) -> bool:
    """Whether so much of a box's inside is seen that nothing hides along its outline.

    Little need be seen where the outline is as thick on all sides: no pen made it so.
    """
    seen = min(inner.width / square.width, inner.height / square.height)
    rim = max(square.width - inner.width, square.height - inner.height)
    if square.round:
        return _is_bare_circle(inks.soft, square)
    if seen >= _SEEN or rim <= _RIM:
        return True
    most = round(_THICKEST_EVEN * square.width) + _room(sheet, square)
    drawn = [first + drawn for first, drawn in sides_of(sheet, inks, square, most)]
    even = max(drawn) - min(drawn) <= max(2, _EVEN * max(drawn))
    if seen >= _SEEN_EVEN and even and max(drawn) < most:
        return True
    return seen >= _SEEN_BLURRED and _fades_alike(sheet, square)


def _fades_alike(sheet: Sheet, square: Square) -> bool:
    """Whether each side fades inwards as the box's sides do outwards.

    Of a small box in coarse print little is left between the soft edges of its sides. But print
    is as soft on both its edges: what is darker inwards was added.
    """
    half = min(square.width, square.height) // 2
    pad = half + 1
    top, left = square.top - pad, square.x0 - pad
    part = sheet.gray[max(top, 0) : square.bottom + pad, max(left, 0) : square.x1 + pad]
    if top < 0 or left < 0 or part.shape != (square.height + 2 * pad, square.width + 2 * pad):
        return False
    dark = _paper(sheet, square) - part.astype(np.float64)
    dark = np.asarray(cv2.blur(dark, (_SMOOTHED, _SMOOTHED)), np.float64)
    inwards, outwards = [], []
    for quarter in range(4):
        turned = np.rot90(dark, quarter)
        columns = turned[:, pad + half // 2 : turned.shape[1] - pad - half // 2]
        profile = columns.mean(axis=1)
        peak = pad + int(np.argmax(profile[pad - 1 : pad + half]) - 1)
        outwards.append(profile[peak - half // 2 - 2 : peak + 1][::-1])
        inwards.append((peak, turned))
    fading = np.median([o[: half // 2 + 3] for o in outwards], axis=0)
    most = fading + _ADDED * fading[0]
    for peak, turned in inwards:
        reach = len(most)
        inside = turned[peak : peak + reach, pad + reach : turned.shape[1] - pad - reach]
        if not inside.size or (inside.max(axis=1) > most[: len(inside)]).any():
            return False
    return True


def inner_square(sheet: Sheet, inks: Inks, square: Square, thickest: int | None = None) -> Square:
    """The inside of a box, past its outline, however thick that is printed.

    The outline is as thick on all sides; a pen along one of them only seems to add to it.
    """
    sides = sides_of(sheet, inks, square)
    thickness = sorted(drawn for _, drawn in sides)[1] + 1
    if thickest is not None:
        thickness = min(thickness, thickest)
    margin = max(1, round(0.3 * sheet.scale)) - _room(sheet, square)
    if square.round:
        return within(square, _WITHIN)
    top, bottom, left, right = (bare + min(drawn, thickness) + margin for bare, drawn in sides)
    return Square(
        square.x0 + left,
        square.top + top,
        max(square.x1 - right, square.x0 + left),
        max(square.bottom - bottom, square.top + top),
    )


def within(square: Square, share: float) -> Square:
    """A square without so much of its width and height at each side."""
    across, down = (round(share * side) for side in (square.width, square.height))
    return Square(square.x0 + across, square.top + down, square.x1 - across, square.bottom - down)


def _room(sheet: Sheet, square: Square) -> int:
    """By how many pixels a box may have been found too small, within the sheet."""
    return min(max(2, round(_OFF_SIDE * sheet.scale)), square.top, square.x0)


def sides_of(
    sheet: Sheet, inks: Inks, square: Square, most: int | None = None
) -> list[tuple[int, int]]:
    """What lies before the outline and how thick it is: top, bottom, left, right (`_outline`).

    No more than `most` pixels are looked at from each side; by default a usual outline's.
    """
    out = _room(sheet, square)
    most = most or round((_OUTLINE + _OFF_SIDE) * sheet.scale)
    part = slice(square.top - out, square.bottom + out), slice(square.x0 - out, square.x1 + out)
    soft, ruled = inks.soft[part] > 0, inks.ruled[part] > 0
    found = []
    for quarter in (0, 2, 1, 3):  # top, bottom, left, right: turned so that each is above
        drawn, line = _above(soft, quarter, out), _above(ruled, quarter, out)
        found.append(_outline(drawn, line, most))
    top, bottom, right, left = found
    return [top, bottom, left, right]


def _above(part: NDArray[np.bool_], quarter: int, out: int) -> NDArray[np.float64]:
    """How much of each row is marked, from a side inwards; what lies beyond its ends left out."""
    turned = np.rot90(part, quarter)
    return np.asarray(turned[:, out : turned.shape[1] - out].mean(axis=1), np.float64)


def _outline(cover: NDArray[np.float64], ruled: NDArray[np.float64], most: int) -> tuple[int, int]:
    """How many rows, from a side inwards, lie before the outline, and how many are outline.

    A ruling line outside the box is none of it, where its own side shows behind that.
    """
    drawn = cover[: most + 1] >= _DRAWN
    own = drawn & (ruled[: most + 1] < _RULED)
    drawn = own if drawn[:1].any() and own.any() and not own[0] else drawn
    if not drawn.any():
        return 0, 1
    first = int(np.argmax(drawn))
    bare = np.flatnonzero(~drawn[first:])
    return first, int(bare[0]) if bare.size else most - first


def is_bare(sheet: Sheet, square: Square, inner: Square) -> bool:
    """Whether the inside of a box is as light as paper, but for the soft edges of its sides."""
    most = _BARE_GREY + sheet.noise / 10
    if _greyness(sheet, inner) <= most:
        return True
    return _greyness(sheet, within(inner, _SOFT)) <= most and _fades_alike(sheet, square)


def _greyness(sheet: Sheet, inner: Square) -> float:
    """By how much the inside is darker than the paper just around, in grey levels."""
    pixels = sheet.gray[inner.top : inner.bottom, inner.x0 : inner.x1]
    if pixels.size == 0:
        return 255.0
    return _paper(sheet, inner) - float(pixels.mean())


def _paper(sheet: Sheet, square: Square) -> float:
    """The grey level of the paper around a square."""
    reach = 2 * square.width
    around = sheet.gray[
        max(square.top - reach, 0) : square.bottom + reach,
        max(square.x0 - reach, 0) : square.x1 + reach,
    ]
    light = around[around > sheet.level]
    return float(np.median(light)) if light.size else 255.0


def _is_bare_circle(soft: Mask, square: Square) -> bool:
    """Whether a circle has nothing in it, up to its outline."""
    part = soft[square.top : square.bottom, square.x0 : square.x1] > 0
    rows, columns = part[:, part.shape[1] // 2], part[part.shape[0] // 2]
    rims = [_rim(line) for line in (rows, rows[::-1], columns, columns[::-1])]
    radius = min(square.width, square.height) / 2 - max(rims) - 1
    y, x = np.ogrid[: part.shape[0], : part.shape[1]]
    middle = (part.shape[0] - 1) / 2, (part.shape[1] - 1) / 2
    within = (y - middle[0]) ** 2 + (x - middle[1]) ** 2 <= max(radius, 0.0) ** 2
    bare = float(part[within].mean()) <= BARE_INK if within.any() else False
    return bare and radius >= _CIRCLE_SEEN * square.width


def _rim(line: NDArray[np.bool_]) -> int:
    """How far in, along a line to its middle, a circle's outline reaches."""
    half = line[: len(line) // 2]
    inked = np.flatnonzero(half)
    if not inked.size:
        return 0
    after = np.flatnonzero(~half[inked[0] :])
    return int(inked[0] + after[0]) if after.size else len(half)
