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
from extract.ocr.hidden import soft_ink
from extract.ocr.picture import components, minus
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
_OUTLINE_MOST = 0.15  # of a box's side that its outline takes
_FILLED, _FILLED_EDGE = 0.97, 0.08  # share of ink in a box that is filled, past so much of its side
_SIDES_DIFFER, _SIDES_UNLIKE = 2, 0.4  # pixels, and of its thickness, by which a box's sides differ
_RIM = 9  # pixels, of both sides together, that a small box's outline and its blur may hide
_DRAWN, _RULED = 0.55, 0.5  # of a side: so much ink along it is the outline still; a rule's
_BRIDGE = 2.0  # points: how far beyond a ruling line's edge a stroke is followed
BARE_INK = 0.012  # share of dark pixels inside an empty box, at most
_SOFT = 0.2  # of the inside, that soft edges of its sides may darken
_BARE_GREY = 5.0  # grey levels by which the inside of an empty box may be darker than paper
_SPECK = 0.3  # of the largest stroke's area: what is smaller is none
_BARE_SPAN = 0.25  # of the inside that the largest speck in an empty box may span
_ON_INK, _ON_SPAN = 0.055, 0.66  # share of dark pixels; of the inside that a stroke spans
_ON_LEAST, _ON_WIDTH = 0.55, 0.28  # of the inside, of the side, that it spans the other way ...
_ON_LONG = 0.6  # ... unless it spans so much of the side
_ON_REACH = 0.46  # of the box's side that it spans: more than a dot
_ON_SOLID = 0.62  # of its own extent that a short stroke fills; a blot fills more ...
_WITHIN, _CENTRED = 0.25, 0.1  # of a circle's width: a square's sides in it; a dot's middle off its
_ON_WHOLE = 0.85  # ... unless it reaches from side to side
_EXIT, _EXIT_WIDE = 0.32, 0.45  # of a side: where a stroke is seen to leave; how wide it is there
_BEYOND, _TICK_WIDE = 0.4, 0.5  # of a side: how far it goes on above; how wide all of it is
_BAND = (0.2, 0.4)  # of a side: how far above and below a box a scribble reaches, a filling hardly
_MOST_MET, _MOST_IN_ALL = 6, 14  # strokes met down a box, once or in three places: a scribble
_CIRCLE_SEEN = 0.25  # of a circle's width: the least radius that is seen bare
_SCRIBBLED, _OVER_BOTH = 0.45, 0.33  # share of ink there: in one band, in each of the two
_ASTRAY = 1.6  # of a side: a stroke that runs on so far to the left or right is no mark
_ROUND_ABOUT = 8  # times its height: how far above and below a box its stroke is followed
_ALIKE, _TWINS_LEVEL = 0.2, 0.5  # of a side: by which twins differ in size; stand off a line
_BLOT_SOLID, _BLOT_BEYOND = 0.6, 1.3  # share of a blot's extent; of the other box's side
_FAINTER = 8.0  # a box with so many times less ink than another marked one is doubtful


@dataclass(frozen=True, slots=True)
class _Inks:
    """A page's ink without ruling lines, what may be faint print, and the lines taken out."""

    ink: Mask
    soft: Mask
    ruled: Mask

    @classmethod
    def of(cls, sheet: Sheet, ink: Mask) -> _Inks:
        return cls(ink, soft_ink(sheet), minus(sheet.ink, ink))


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
    inks = _Inks.of(sheet, ink)
    found = [_measure(sheet, inks, square) for square in squares]
    empty = [i.square for i in found if i.state is MarkState.OFF]
    found = [_as_its_twin(sheet, inks, i, empty) for i in found]
    found = [_unsure(i) if _is_thicker(sheet, inks, i, squares) else i for i in found]
    astray = _astray(ink, [i for i in found if i.state is not MarkState.OFF], empty)
    found = [_unsure(i) if i.square in astray else i for i in found]
    found = [_unsure(i) if _is_faint(i, found, sheet) else i for i in found]
    return [_unsure(i) if _is_blotted(i, found, ink) else i for i in found]


def _unsure(inked: Inked) -> Inked:
    return replace(inked, state=MarkState.UNSURE)


def _as_its_twin(sheet: Sheet, inks: _Inks, inked: Inked, empty: Sequence[Square]) -> Inked:
    """A doubtful box, measured with an outline no thicker than that of an empty one beside it.

    A pen along the sides makes the outline look thicker, and hides the stroke's ends.
    """
    twins = [s for s in empty if inked.state is MarkState.UNSURE and _is_twin(s, inked.square)]
    if not twins:
        return inked
    thickest = max(drawn for twin in twins for _, drawn in _sides(sheet, inks, twin))
    return _measure(sheet, inks, inked.square, thickest + 1)


def _is_thicker(sheet: Sheet, inks: _Inks, inked: Inked, squares: Sequence[Square]) -> bool:
    """Whether an empty box has a side thicker than the one across, or than the other box's.

    A stroke may lie along it.
    """
    square = inked.square
    if inked.state is not MarkState.OFF or square.round:
        return False
    own = [drawn for _, drawn in _sides(sheet, inks, square)]
    ruled = [_is_beside_rule(sheet, inks, square, quarter) for quarter in (0, 2, 3, 1)]
    for a, b in ((0, 1), (2, 3)):
        if abs(own[a] - own[b]) >= _SIDES_DIFFER and not ruled[a] and not ruled[b]:
            return True
    for twin in squares:
        if twin != square and _is_twin(twin, square):
            other = [drawn for _, drawn in _sides(sheet, inks, twin)]
            most = [drawn + max(_SIDES_DIFFER, drawn * _SIDES_UNLIKE) for drawn in other]
            if any(a > b for a, b in zip(own, most, strict=True)):
                return True
    return False


def _is_twin(a: Square, b: Square) -> bool:
    """Whether two boxes are of one size and near each other: one print of one box."""
    alike = max(abs(a.width - b.width), abs(a.height - b.height)) <= _ALIKE * a.width
    across = abs(a.top - b.top) <= _TWINS_LEVEL * a.width
    return alike and (across or abs(a.x0 - b.x0) <= _TWINS_LEVEL * a.width)


def _measure(sheet: Sheet, inks: _Inks, square: Square, thickest: int | None = None) -> Inked:
    """A box's state; its outline is no thicker than `thickest` pixels, where that is known."""
    ink = inks.ink
    inner = _inner_square(sheet, inks, square, thickest)
    inside = _past_sides(sheet, inks, square, inner)
    seen = min(inner.width / square.width, inner.height / square.height)
    dark = float((inside > 0).mean()) if inside.size else 0.0
    over = _over(inks, square)
    scribbled = max(over) > _SCRIBBLED or min(over) > _OVER_BOTH or _is_scribbled_over(ink, square)
    bare = _is_bare(sheet, square, inner)
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
    if _shows(sheet, inks, square, inner) and dark <= BARE_INK and bare and span < _BARE_SPAN:
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
    part = ink[square.top + edge : square.bottom - edge, square.x0 + edge : square.x1 - edge]
    return part.size > 0 and float((part > 0).mean()) >= _FILLED


def _past_sides(sheet: Sheet, inks: _Inks, square: Square, inner: Square) -> NDArray[np.uint8]:
    """The inside of a box without what is left along its edges of a side that a border touches.

    That is a line still, or crumbs of one where the border was taken out of the ink. Beside any
    other side whatever is dark may be a pen's.
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


def _is_beside_rule(sheet: Sheet, inks: _Inks, square: Square, quarter: int) -> bool:
    """Whether a ruling line was taken out along a side: the top, right, bottom and left one."""
    out = _room(sheet, square)
    part = inks.ruled[square.top - out : square.bottom + out, square.x0 - out : square.x1 + out]
    turned = np.rot90(part > 0, quarter)
    return bool((turned[: 2 * out + 1].mean(axis=1) >= _RULED).any())


def _shows(sheet: Sheet, inks: _Inks, square: Square, inner: Square) -> bool:
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
    drawn = [first + drawn for first, drawn in _sides(sheet, inks, square, most)]
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
    around = _surrounding(sheet, square)
    light = around[around > sheet.level]
    dark = (float(np.median(light)) if light.size else 255.0) - part.astype(np.float64)
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


def _is_centred(inside: NDArray[np.uint8]) -> bool:
    """Whether the ink stands in the middle, as a radio button's own dot does."""
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if not rows.size:
        return False
    height, width = inside.shape
    off = abs(rows[0] + rows[-1] + 1 - height), abs(columns[0] + columns[-1] + 1 - width)
    return bool(max(off) / 2 <= _CENTRED * width)


def _inner_square(sheet: Sheet, inks: _Inks, square: Square, thickest: int | None = None) -> Square:
    """The inside of a box, past its outline, however thick that is printed.

    The outline is as thick on all sides; a pen along one of them only seems to add to it.
    """
    sides = _sides(sheet, inks, square)
    thickness = sorted(drawn for _, drawn in sides)[1] + 1
    if thickest is not None:
        thickness = min(thickness, thickest)
    margin = max(1, round(0.3 * sheet.scale)) - _room(sheet, square)
    if square.round:
        return _within_circle(square)
    top, bottom, left, right = (bare + min(drawn, thickness) + margin for bare, drawn in sides)
    return Square(
        square.x0 + left,
        square.top + top,
        max(square.x1 - right, square.x0 + left),
        max(square.bottom - bottom, square.top + top),
    )


def _within_circle(square: Square) -> Square:
    """A square within a circle, clear of its outline."""
    across, down = (round(_WITHIN * side) for side in (square.width, square.height))
    return Square(square.x0 + across, square.top + down, square.x1 - across, square.bottom - down)


def inside_of(square: Square) -> Square:
    """A box without its outline, however thick."""
    across, down = (round(_OUTLINE_MOST * side) for side in (square.width, square.height))
    return Square(square.x0 + across, square.top + down, square.x1 - across, square.bottom - down)


def _room(sheet: Sheet, square: Square) -> int:
    """By how many pixels a box may have been found too small, within the sheet."""
    return min(max(2, round(_OFF_SIDE * sheet.scale)), square.top, square.x0)


def _sides(
    sheet: Sheet, inks: _Inks, square: Square, most: int | None = None
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


def _is_bare(sheet: Sheet, square: Square, inner: Square) -> bool:
    """Whether the inside of a box is as light as paper, but for the soft edges of its sides."""
    most = _BARE_GREY + sheet.noise / 10
    if _greyness(sheet, inner) <= most:
        return True
    return _greyness(sheet, _core(inner)) <= most and _fades_alike(sheet, square)


def _core(inner: Square) -> Square:
    across, down = (round(_SOFT * side) for side in (inner.width, inner.height))
    return Square(inner.x0 + across, inner.top + down, inner.x1 - across, inner.bottom - down)


def _greyness(sheet: Sheet, inner: Square) -> float:
    """By how much the inside is darker than the paper just around, in grey levels."""
    pixels = sheet.gray[inner.top : inner.bottom, inner.x0 : inner.x1]
    if pixels.size == 0:
        return 255.0
    around = _surrounding(sheet, inner)
    light = around[around > sheet.level]
    paper = float(np.median(light)) if light.size else 255.0
    return paper - float(pixels.mean())


def _surrounding(sheet: Sheet, square: Square) -> NDArray[np.uint8]:
    reach = 2 * square.width
    return sheet.gray[
        max(square.top - reach, 0) : square.bottom + reach,
        max(square.x0 - reach, 0) : square.x1 + reach,
    ]


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


def _over(inks: _Inks, square: Square) -> tuple[float, float]:
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
