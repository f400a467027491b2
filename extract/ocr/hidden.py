"""Step 3a: boxes that a pen or faint print hid from the search by sides.

Ink is only ever added to a box, so its four sides stay dark however a pen went over it. What a
pen takes away is the light beside them, by which a side is told from a blot. Where another box
says how large boxes are and how high they stand, or two places agree on it, that light is not
needed: the sides alone tell (`sought`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.ocr.picture import PAPER, ones
from extract.ocr.squares import LARGEST, SMALLEST, Square, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from extract.ocr.picture import Mask, Sheet

_SOFT = 0.4  # of the way from the ink's level to white paper: the edge of faint print
_NOISES = 5.0  # times the paper's noise: what is lighter may be paper
_SIDE = 0.88  # of each side that must be dark
_CORNER = 0.45  # of each corner that must be dark
_CORNER_PIXELS = 5  # at most: the lines of a large box are as thin as a small one's
_ALIKE = 0.07  # by which sizes of boxes that belong together differ
_LEVEL = 1.3  # points by which they stand higher or lower
_SLOPE = 0.006  # ... and more, the further they are apart
_APART = 0.35  # of a side between two boxes
STACKED = 3.5  # of the type size: the widest step from a box to the one above or below it
_UNLIKE = 0.3  # how much likeness counts beside dark sides, where a pen filled more than the box
_LARGER = 0.002  # a pixel's worth: the larger of like places is the box's outer edge
_LETTERS = 12  # places of a line that might be boxes: so many are letters
_MOST = 4  # boxes of a line that no model is known for: more are letters
_FULL = (0.6, 1.15)  # of an empty box's width: that of the painted one beside it
_LEAST_EM, _MOST_EM = 0.62, 1.75  # of the type size: the sides of boxes


def soft_ink(sheet: Sheet) -> Mask:
    """255 where the picture is darker than bare paper can be, faint print included."""
    level = min(sheet.level + (PAPER - sheet.level) * _SOFT, PAPER - _NOISES * sheet.noise)
    return np.asarray(cv2.inRange(sheet.gray, 0, int(max(level, sheet.level))), np.uint8)


def sought(
    sheet: Sheet,
    soft: Mask,
    zones: Iterable[Zone],
    known: Sequence[Square],
    solid: Sequence[Square] = (),
) -> list[Square]:
    """The boxes in `zones` that are not among the `known` ones.

    What is small and painted whole, as the middle of a cross, does not stand in their way.
    `solid` are squares painted whole that are bullets unless an empty box is found beside them.
    """
    out: list[Square] = []
    whole = [s for s in known if not s.solid]
    for zone in zones:
        here = [s for s in known if _lies_in(s, zone)]
        models = [s for s in here if s.sharp] or here
        full = [s for s in solid if _lies_in(s, zone)]
        found = partners(sheet, soft, zone, models)
        if len(found) > _MOST:
            continue
        found = found or ([] if here else _stacked(sheet, soft, zone, whole))
        found = found or _pairs(sheet, soft, zone, full)
        out += [s for s in found if not any(s.overlaps(o) for o in (*whole, *out))]
    return out


def sought_beside(sheet: Sheet, soft: Mask, box: Square, em: float) -> list[Square]:
    """The boxes like `box` anywhere on its level; none where there are so many that most are text.

    `em` is the type size in pixels.
    """
    pad = round(0.5 * em)
    height, width = sheet.gray.shape
    zone = Zone(0, max(box.top - pad, 0), width, min(box.bottom + pad, height), em)
    found = partners(sheet, soft, zone, [box])
    return found if len(found) <= _MOST else []


def _lies_in(square: Square, zone: Zone) -> bool:
    x, y = (square.x0 + square.x1) / 2, (square.top + square.bottom) / 2
    return zone.x0 <= x <= zone.x1 and zone.top <= y <= zone.bottom


def partners(sheet: Sheet, soft: Mask, zone: Zone, models: Sequence[Square]) -> list[Square]:
    """The boxes as large as a model, on its level; of many such places the likest."""
    found = _Places.none()
    for model in models:
        places = _places(soft, zone, _sizes_like(model))
        places = places.only(places.agree(model, sheet.scale) & ~places.overlap(model))
        found = found.joined(places.less(_UNLIKE * places.unlikeness(model, places.drop(model))))
    kept: list[Square] = []
    for place in found.best(_MOST + 1):  # the likest first: what stands close to one is a letter
        if not any(_is_close(place, other) for other in kept):
            kept.append(place)
    return kept


def _is_close(a: Square, b: Square) -> bool:
    return max(a.x0, b.x0) - min(a.x1, b.x1) < _APART * a.width


def _stacked(sheet: Sheet, soft: Mask, zone: Zone, known: Sequence[Square]) -> list[Square]:
    """The box that stands right above or below one of the same size, as options in lines do."""
    found = _Places.none()
    middle = (zone.top + zone.bottom) / 2
    for model in known:
        off = abs((model.top + model.bottom) / 2 - middle)
        x = (model.x0 + model.x1) / 2
        if off > STACKED * zone.em or not zone.x0 <= x <= zone.x1:
            continue
        pad = round(model.width * (0.5 + _ALIKE) + _LEVEL * sheet.scale + _SLOPE * off) + 1
        narrow = replace(zone, x0=max(round(x) - pad, 0), x1=round(x) + pad)
        places = _places(soft, narrow, _sizes_like(model))
        near = places.aside(model) <= _LEVEL * sheet.scale + _SLOPE * off
        places = places.only(near & ~places.overlap(model))
        found = found.joined(places.less(_UNLIKE * places.unlikeness(model, places.aside(model))))
    return found.best(1)


def _sizes_like(model: Square) -> list[tuple[int, int]]:
    steps = [max(1, round(_ALIKE * side)) for side in (model.width, model.height)]
    return [
        (width, height)
        for width in range(model.width - steps[0], model.width + steps[0] + 1)
        for height in range(model.height - steps[1], model.height + steps[1] + 1)
    ]


def _pairs(sheet: Sheet, soft: Mask, zone: Zone, full: Sequence[Square]) -> list[Square]:
    """Boxes that no model is needed for: two or more of one size on one level.

    A square painted whole (`■`, beside `□`) is often smaller than the empty one.
    """
    low = max(SMALLEST * sheet.scale, _LEAST_EM * zone.em)
    high = min(LARGEST * sheet.scale, _MOST_EM * zone.em)
    sizes = [(side, side) for side in range(round(low), round(high) + 1)]
    found = likeliest(soft, zone, sizes, _LETTERS + 1)
    if len(found) > _LETTERS:
        return []
    pairs = [s for s in found if any(o is not s and _agree(s, o, sheet.scale) for o in found)]
    if len(pairs) > _MOST:
        return []
    if pairs or not full:
        return pairs
    empty = [s for s in found if any(_go_together(s, o) for o in full)]
    return [*empty, *(s for s in full if any(_go_together(o, s) for o in empty))]


def likeliest(soft: Mask, zone: Zone, sizes: Sequence[tuple[int, int]], most: int) -> list[Square]:
    """The places in `zone` for boxes of such sizes (pixels), likest first, none over another."""
    places = _places(soft, zone, sizes)
    return places.less(np.asarray(-_LARGER * places.width, np.float64)).best(most)


def _go_together(empty: Square, full: Square) -> bool:
    """Whether an empty box and one painted whole stand on one line and are about as large."""
    height = max(full.top, empty.top) < min(full.bottom, empty.bottom)
    apart = max(full.x0, empty.x0) - min(full.x1, empty.x1) >= _APART * full.width
    return height and apart and _FULL[0] < full.width / empty.width < _FULL[1]


def _agree(a: Square, b: Square, scale: float) -> bool:
    """Whether two boxes are of one size and level, and apart from each other."""
    gap = max(a.x0, b.x0) - min(a.x1, b.x1)
    alike = abs(a.width / b.width - 1) <= 2 * _ALIKE
    drop = abs((a.top + a.bottom) - (b.top + b.bottom)) / 2
    level = drop <= _LEVEL * scale + _SLOPE * max(gap, 0)
    return alike and level and gap >= _APART * min(a.width, b.width)


@dataclass(frozen=True, slots=True)
class _Places:
    """Places where a box may be, in pixels, each with its score."""

    score: NDArray[np.float64]
    x0: NDArray[np.intp]
    top: NDArray[np.intp]
    width: NDArray[np.intp]
    height: NDArray[np.intp]

    @classmethod
    def none(cls) -> _Places:
        nothing = np.zeros(0, np.intp)
        return cls(np.zeros(0), nothing, nothing, nothing, nothing)

    def only(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> _Places:
        return _Places(
            self.score[chosen],
            self.x0[chosen],
            self.top[chosen],
            self.width[chosen],
            self.height[chosen],
        )

    def joined(self, other: _Places) -> _Places:
        return _Places(
            np.concatenate([self.score, other.score]),
            np.concatenate([self.x0, other.x0]),
            np.concatenate([self.top, other.top]),
            np.concatenate([self.width, other.width]),
            np.concatenate([self.height, other.height]),
        )

    def less(self, by: NDArray[np.float64]) -> _Places:
        return _Places(self.score - by, self.x0, self.top, self.width, self.height)

    def overlap(self, box: Square) -> NDArray[np.bool_]:
        """Which share a quarter of the smaller of the two with a box (`Square.overlaps`)."""
        wide = np.minimum(self.x0 + self.width, box.x1) - np.maximum(self.x0, box.x0)
        tall = np.minimum(self.top + self.height, box.bottom) - np.maximum(self.top, box.top)
        least = np.minimum(self.width * self.height, box.width * box.height)
        return np.asarray((wide > 0) & (tall > 0) & (wide * tall > 0.25 * least), np.bool_)

    def drop(self, box: Square) -> NDArray[np.float64]:
        """By how much their middles stand higher or lower than a box's."""
        apart = np.abs(2 * self.top + self.height - box.top - box.bottom)
        return np.asarray(apart / 2, np.float64)

    def aside(self, box: Square) -> NDArray[np.float64]:
        """By how much their middles stand to the left or right of a box's."""
        apart = np.abs(2 * self.x0 + self.width - box.x0 - box.x1)
        return np.asarray(apart / 2, np.float64)

    def agree(self, box: Square, scale: float) -> NDArray[np.bool_]:
        """Which are of a box's size, on its level and apart from it (`_agree`)."""
        gap = np.maximum(self.x0, box.x0) - np.minimum(self.x0 + self.width, box.x1)
        alike = np.abs(box.width / self.width - 1) <= 2 * _ALIKE
        level = self.drop(box) <= _LEVEL * scale + _SLOPE * np.maximum(gap, 0)
        apart = gap >= _APART * np.minimum(self.width, box.width)
        return np.asarray(alike & level & apart, np.bool_)

    def unlikeness(self, box: Square, off: NDArray[np.float64]) -> NDArray[np.float64]:
        """By how much they differ from a box in size and stand `off` it, in shares of a side."""
        sides = np.abs(self.width - box.width) + np.abs(self.height - box.height)
        return np.asarray((sides + off) / box.height, np.float64)

    def best(self, most: int) -> list[Square]:
        """The places with the highest scores, none over another, so many at most."""
        kept: list[Square] = []
        rest = self.only(np.argsort(-self.score, kind="stable"))
        while rest.score.size and len(kept) < most:
            x0, top = int(rest.x0[0]), int(rest.top[0])
            kept.append(Square(x0, top, x0 + int(rest.width[0]), top + int(rest.height[0])))
            rest = rest.only(~rest.overlap(kept[-1]))
        return kept


def _places(soft: Mask, zone: Zone, sizes: Iterable[tuple[int, int]]) -> _Places:
    """The places where four sides and corners are dark, with the sides' mean share of dark."""
    found = _Places.none()
    part = ones(soft[zone.top : zone.bottom, zone.x0 : zone.x1])
    columns = np.flatnonzero(part.sum(axis=0))
    if min(part.shape) < 4 or not columns.size:
        return found
    first = int(columns[0])
    sums = _Sums(part[:, first : int(columns[-1]) + 1])
    for width, height in sizes:
        y, x, score = sums.scores(width, height)
        if y.size:
            sides = np.full(x.size, width), np.full(x.size, height)
            places = x + zone.x0 + first, y + zone.top
            found = found.joined(_Places(score, *places, *sides))
    return found


class _Sums:
    """Running sums of dark pixels: along rows and down columns (a hair of slope allowed), both."""

    def __init__(self, dark: NDArray[np.uint8]) -> None:
        self._along = _sums(cv2.dilate(dark, np.ones((3, 1), np.uint8)), 1)
        self._down = _sums(cv2.dilate(dark, np.ones((1, 3), np.uint8)), 0)
        self._area = _sums(_sums(dark, 1), 0)
        self._levels: dict[int, NDArray[np.bool_]] = {}
        self._uprights: dict[int, NDArray[np.bool_]] = {}

    def _level(self, width: int) -> NDArray[np.bool_]:
        """Which level sides so wide are dark."""
        if width not in self._levels:
            dark = self._along[:, width:] - self._along[:, :-width]
            self._levels[width] = dark >= np.int32(ceil(_SIDE * width))
        return self._levels[width]

    def _upright(self, height: int) -> NDArray[np.bool_]:
        if height not in self._uprights:
            dark = self._down[height:] - self._down[:-height]
            self._uprights[height] = dark >= np.int32(ceil(_SIDE * height))
        return self._uprights[height]

    def scores(
        self, width: int, height: int
    ) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
        """Upper left corners (y, x) of places for such a box, and the sides' mean share of dark."""
        nothing = np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0)
        rows, columns = self._along.shape[0] - height + 1, self._down.shape[1] - width + 1
        if rows < 1 or columns < 1:
            return nothing
        level, upright = self._level(width), self._upright(height)
        dark = level[:rows, :columns] & level[height - 1 :, :columns]
        dark &= upright[:rows, :columns]
        dark &= upright[:rows, width - 1 :]
        found = np.flatnonzero(dark)
        if not found.size:
            return nothing
        y, x = np.divmod(found, columns)
        zone = min(max(3, round(0.2 * width)), _CORNER_PIXELS)
        cornered = np.ones(y.size, np.bool_)
        for v in (y, y + height - zone):
            for u in (x, x + width - zone):
                area = self._area
                ink = area[v + zone, u + zone] - area[v, u + zone] - area[v + zone, u] + area[v, u]
                cornered &= ink >= _CORNER * zone * zone
        y, x = y[cornered], x[cornered]
        across = sum(self._along[v, x + width] - self._along[v, x] for v in (y, y + height - 1))
        down = sum(self._down[y + height, u] - self._down[y, u] for u in (x, x + width - 1))
        return y, x, np.asarray((across / width + down / height) / 4, np.float64)


def _sums(values: NDArray[np.generic], axis: int) -> NDArray[np.int32]:
    """Running sums that begin with 0 along an axis."""
    pad = [(0, 0), (0, 0)]
    pad[axis] = (1, 0)
    return np.pad(np.cumsum(values, axis=axis, dtype=np.int32), pad)
