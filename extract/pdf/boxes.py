"""Step 2: check boxes and option buttons that are drawn with paths.

Chromium prints `<input type=checkbox>` so, and many forms are drawn with small squares. A
candidate is a small, nearly square outline; whether it is marked is read twice, from the
paths inside it and from the ink that a rendering of it shows. Where the two differ the mark
is UNSURE.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.model import Box, Encoding, EncodingKind, Mark, MarkShape, MarkState, Place
from extract.pdf.geometry import Rgb, Shape, covers, holds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MAX_CANDIDATES = 600  # on one page
_SMALLEST, _LARGEST = 5.0, 24.0  # points a side
_SQUARE = 1.35  # longest side over shortest
_OVER = 2.4  # of a box's side: a cross drawn over it may be so large
_INSET = 0.22  # of a side: the outline itself is no ink
_DARK = 166  # grey level under which a pixel counts as ink
_INK_ON, _INK_OFF = 0.05, 0.03
NO_INK, DOUBTFUL_INK, SURE_INK = 0.0, 0.04, 1.0  # what stands for ink where none is measured
_SPECK = 0.25  # of a side: a spot smaller than that is dirt, or the rest of an erasure
_SOLID_SPREAD = 60
_LIGHT = 200  # the least colour channel of what stands out on a dark ground


@dataclass(frozen=True, slots=True)
class Picture:
    """A rendered part of a page: grey pixels row by row, `scale` pixels a point.

    A row takes `stride` bytes, of which the first `width` are its pixels.
    """

    pixels: bytes | bytearray
    width: int
    height: int
    stride: int
    clip: Box
    scale: float

    def row(self, number: int) -> bytes | bytearray:
        """One row of pixels, from the top."""
        start = number * self.stride
        return self.pixels[start : start + self.width]


def candidates(shapes: Sequence[Shape]) -> list[Box]:
    """Boxes of the outlines that may be check boxes, each once, in painting order."""
    found: list[Box] = []
    for shape in shapes:
        if not _is_outline(shape):
            continue
        left, top, reach = shape.box.x0, shape.box.top, shape.box.width
        near = (
            i
            for i, b in enumerate(found)
            if -reach < b.x0 - left < reach and -reach < b.top - top < reach
        )
        twin = next((i for i in near if _same(found[i], shape.box)), None)
        if twin is None:
            found.append(shape.box)
            if len(found) > _MAX_CANDIDATES:
                return []  # a pattern; each is compared with each
        elif shape.box.width > found[twin].width:
            found[twin] = shape.box
    return _without_inner(_without_neighbours(found))


def inner_ink(picture: Picture, box: Box) -> float:
    """Share of dark pixels inside `box`, its outline left out."""
    clip, scale = picture.clip, picture.scale
    x0 = round((box.x0 + box.width * _INSET - clip.x0) * scale)
    x1 = round((box.x1 - box.width * _INSET - clip.x0) * scale)
    y0 = round((box.top + box.height * _INSET - clip.top) * scale)
    y1 = round((box.bottom - box.height * _INSET - clip.top) * scale)
    rows = range(max(y0, 0), min(y1, picture.height))
    columns = slice(max(x0, 0), min(x1, picture.width))
    inner = b"".join(picture.row(r)[columns] for r in rows)
    return sum(p < _DARK for p in inner) / len(inner) if inner else 0.0


def drawn_marks(shapes: Sequence[Shape], ink: Mapping[Box, float]) -> list[tuple[Box, Mark]]:
    """A mark for each drawn box whose ink was measured."""
    boxes = list(ink)
    groups = {b: [s for s in shapes if _belongs(s, b)] for b in boxes}
    outlined = [b for b in boxes if not _is_solid(groups[b], b)]
    marks = []
    for box in boxes:
        beside = any(_like(box, other) for other in outlined)
        if box not in outlined and not beside and not _has_light_sign(groups[box], box):
            continue  # a solid square on its own is a bullet
        marks.append((box, _mark(box, groups[box], ink[box])))
    return marks


def has_sign(shapes: Sequence[Shape], box: Box) -> bool:
    """Whether a slanted stroke (tick, cross) or a smaller filled shape stands in `box`."""
    return any(_is_sign(shape, box) for shape in shapes)


def _mark(box: Box, group: list[Shape], ink: float) -> Mark:
    by_paths = has_sign(group, box) or _is_solid(group, box)
    state = MarkState.UNSURE
    if by_paths and ink >= _INK_ON:
        state = MarkState.ON
    elif not by_paths and ink <= _INK_OFF:
        state = MarkState.OFF
    round_one = any(_is_circle(s) for s in group if _same(s.box, box))
    return Mark(
        state=state,
        shape=MarkShape.RADIO if round_one else MarkShape.BOX,
        encodings=(Encoding(EncodingKind.DRAWN, state, f"ink={ink:.2f}"),),
        place=Place(box=box),
    )


def _is_outline(shape: Shape) -> bool:
    box = shape.box
    small, large = sorted((box.width, box.height))
    if not _SMALLEST <= small <= large <= _LARGEST or large / small > _SQUARE:
        return False
    if shape.is_white and shape.stroke is not None:
        return False
    return len(shape.subpaths) <= 2 and _is_closed(shape)


def _is_closed(shape: Shape) -> bool:
    path = max(shape.subpaths, key=len)
    (ax, ay), (bx, by) = path[0], path[-1]
    if len(path) < 4 or abs(ax - bx) + abs(ay - by) > 1:
        return False
    return _is_circle(shape) or _has_straight_sides(shape)


def _has_straight_sides(shape: Shape) -> bool:
    """At least two long sides run along the axes: a square, sharp or rounded."""
    box, sides = shape.box, 0
    for path in shape.subpaths:
        for (ax, ay), (bx, by) in itertools.pairwise(path):
            along_x = abs(ay - by) < 0.3 and abs(ax - bx) > 0.4 * box.width
            along_y = abs(ax - bx) < 0.3 and abs(ay - by) > 0.4 * box.height
            sides += along_x or along_y
    return sides >= 3


def _is_circle(shape: Shape) -> bool:
    return shape.curved and not _has_straight_sides(shape)


def _same(a: Box, b: Box) -> bool:
    return covers(a, b) > 0.6 and covers(b, a) > 0.6


def _like(a: Box, b: Box) -> bool:
    return 0.7 < a.width / b.width < 1.4


def _without_neighbours(boxes: list[Box]) -> list[Box]:
    """Squares that share a side are the cells of a grid for single letters, not boxes."""
    return [b for b in boxes if not any(o is not b and _touch(b, o) for o in boxes)]


def _touch(a: Box, b: Box) -> bool:
    level = abs(a.top - b.top) < 1 and abs(a.bottom - b.bottom) < 1
    return level and min(abs(a.x1 - b.x0), abs(b.x1 - a.x0)) < 1


def _without_inner(boxes: list[Box]) -> list[Box]:
    """The dot of an option button lies in the button."""
    return [
        b
        for b in boxes
        if not any(o is not b and covers(o, b) > 0.9 and o.width > b.width for o in boxes)
    ]


def _belongs(shape: Shape, box: Box) -> bool:
    widest, highest = _OVER * box.width, _OVER * box.height
    roomy = shape.box.width <= widest and shape.box.height <= highest
    return roomy and holds(box, shape.box.x_mid, shape.box.y_mid)


def _is_sign(shape: Shape, box: Box) -> bool:
    if shape.stroke is not None and has_slant(shape) and is_open(shape):
        return True
    if shape.fill is None or min(shape.fill) >= 235:
        return False
    share = max(shape.box.width / box.width, shape.box.height / box.height)
    return _SPECK < share < 0.9 or (has_slant(shape) and not shape.curved)


def is_open(shape: Shape) -> bool:
    """Whether a path has no curves, or ends elsewhere than it began: no round outline."""
    return not shape.curved or any(
        abs(path[0][0] - path[-1][0]) + abs(path[0][1] - path[-1][1])
        > 0.3 * max(shape.box.width, shape.box.height)
        for path in shape.subpaths
    )


def has_slant(shape: Shape) -> bool:
    """Whether a piece of the path is neither level nor upright."""
    return any(
        abs(ax - bx) > 1.5 and abs(ay - by) > 1.5
        for path in shape.subpaths
        for (ax, ay), (bx, by) in itertools.pairwise(path)
    )


def _is_solid(group: list[Shape], box: Box) -> bool:
    """Whether the whole square is painted in a dark or strong colour."""
    return any(s.fill is not None and _same(s.box, box) and _is_strong(s.fill) for s in group)


def _has_light_sign(group: list[Shape], box: Box) -> bool:
    """A light tick on a solid square, as browsers print a box that is ticked."""
    inside = (s for s in group if not _same(s.box, box) and has_slant(s))
    colors = (color for s in inside for color in (s.fill, s.stroke) if color is not None)
    return any(min(color) >= _LIGHT for color in colors)


def _is_strong(color: Rgb) -> bool:
    return max(color) - min(color) > _SOLID_SPREAD or max(color) < 140
