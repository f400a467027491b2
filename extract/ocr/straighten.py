"""Step 1: a picture of a page made upright, even and straight.

The skew is where the profile of ink over rows is sharpest (Postl 1986): each dark point is
projected along the tried direction, and the squared steps of the histogram are summed.
Which of two opposite ways is up cannot be seen from profiles; `extract.ocr.upright` guesses it
from the letters, and `extract.ocr.page` tries the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.ocr.outline import from_above
from extract.ocr.picture import (
    PAPER,
    Sheet,
    binary,
    components,
    flattened,
    ink_level,
    noise_in_shadow,
    shrunk,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extract.ocr.picture import Gray, Mask, Matrix

_POINTS, _LEAST_POINTS = 20_000, 200  # dark points looked at; fewer tell nothing
_HALF = 128  # of a mask that was resampled
_SIDE = 800  # pixels of the longer side for looking, or up to twice as many
_WIDE = np.arange(-15.0, 15.1, 0.5)  # degrees that are tried first
_LEAST_LETTERS, _LETTER_SHARE = 100, 0.03  # of the longer side: what is larger is no letter
_LEAST_TURN = 0.03  # degrees: less is not worth a resampling
_WORK = (190.0, 245.0)  # dots an inch between which a picture is read as it is
_COARSE, _FINE = 300.0, 230.0  # to which a coarser one is raised, and a finer one reduced
_LETTER = 11.0 * 72  # points of the longer side, where the picture does not say


@dataclass(frozen=True, slots=True)
class Photo:
    """A decoded picture and its resolution in dots an inch, 0 where it does not say."""

    gray: Gray
    dpi: float = 0.0


def page_scale(photo: Photo) -> float:
    """Pixels a point: by the resolution where the page's size is likely, else as a letter page."""
    side = max(photo.gray.shape)
    points = side * 72 / photo.dpi if photo.dpi else 0.0
    return photo.dpi / 72 if 400 <= points <= 1300 else side / _LETTER


def straightened(gray: Gray, scale: float, *, other_way: bool = False) -> Sheet:
    """The sheet of an upright or lying picture with `scale` pixels a point.

    It reads across; it may still stand on its head. `other_way` takes a quarter turn where the
    look of the page asks for none, and the reverse.
    """
    above, page = from_above(gray)
    even, paper = flattened(above)
    level, noise = ink_level(even)
    bare = noise_in_shadow(even, paper, noise)
    small = small_ink(even, level)
    if _is_lying(small) != other_way:
        page = _clockwise(even.shape[0]) @ page
        even, small = turned(even, 1), turned(small, 1)
        bare = None if bare is None else turned(bare, 1)
    angle = skew(small)
    factor = _resize_factor(scale)
    even, warp = _rotated(even, angle, factor)
    level, noise = ink_level(even)
    ink = binary(even, level)
    if bare is not None:  # the picture itself is left: a faint mark must show in it
        ink = np.asarray(cv2.bitwise_and(ink, binary(_rotated(bare, angle, factor)[0], _HALF)))
    back = np.linalg.inv(warp @ page)
    points = (
        np.diag([1 / scale, 1 / scale, 1.0]) @ back @ np.diag([scale * factor, scale * factor, 1.0])
    )
    return Sheet(even, ink, scale * factor, level, noise, points)


def upside_down(sheet: Sheet) -> Sheet:
    """The sheet turned by half."""
    half = np.array([[-1.0, 0, sheet.width], [0, -1.0, sheet.height], [0, 0, 1.0]])
    gray, ink = turned(sheet.gray, 2), turned(sheet.ink, 2)
    return Sheet(gray, ink, sheet.scale, sheet.level, sheet.noise, sheet.origin @ half)


def turned(gray: Gray, quarters: int) -> Gray:
    """The picture turned clockwise by quarters."""
    return np.ascontiguousarray(np.rot90(gray, -quarters))


def _clockwise(height: int) -> Matrix:
    """Pixels of a picture so high to pixels of it turned clockwise by a quarter."""
    return np.array([[0, -1.0, height - 1], [1.0, 0, 0], [0, 0, 1.0]])


def _resize_factor(scale: float) -> float:
    dpi = scale * 72
    low, high = _WORK
    if low <= dpi <= high:
        return 1.0
    return (_COARSE if dpi < low else _FINE) / dpi


def _rotated(gray: Gray, angle: float, factor: float) -> tuple[Gray, Matrix]:
    """Turned by `angle` degrees about its middle and resized, in one resampling."""
    height, width = gray.shape
    size = (round(width * factor), round(height * factor))
    if abs(angle) < _LEAST_TURN and factor == 1.0:
        return gray, np.eye(3)
    middle = (width / 2, height / 2)
    warp = np.vstack([cv2.getRotationMatrix2D(middle, angle, factor), [0, 0, 1]])
    warp[0, 2] += (size[0] - width) / 2
    warp[1, 2] += (size[1] - height) / 2
    way = cv2.INTER_AREA if factor < 0.8 else cv2.INTER_CUBIC
    out = cv2.warpAffine(gray, warp[:2], size, flags=way, borderValue=(PAPER,))
    return np.asarray(out, np.uint8), warp


def small_ink(gray: Gray, level: float) -> Mask:
    """The ink of the picture made so small that looking at all of it is quick."""
    small = shrunk(gray, max(1, max(gray.shape) // _SIDE))
    return binary(small, level + (PAPER - level) * 0.4)


def skew(ink: Mask) -> float:
    """Degrees by which the lines rise to the right falling short of level; 0 without ink."""
    rows, columns = _points(ink, _POINTS)
    if rows.size < _LEAST_POINTS:
        return 0.0
    best = _sharpest(rows[::3], columns[::3], _WIDE)
    for step, reach in ((0.1, 0.5), (0.02, 0.1)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = _sharpest(rows, columns, angles)
    return best


def _points(dark: NDArray[np.generic], most: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of the dark points, of some by chance where there are more."""
    rows, columns = np.nonzero(dark)
    if rows.size > most:
        chosen = np.random.default_rng(0).choice(rows.size, most, replace=False)
        rows, columns = rows[chosen], columns[chosen]
    return rows, columns


def _sharpest(
    rows: NDArray[np.intp], columns: NDArray[np.intp], angles: NDArray[np.float64]
) -> float:
    scores = [_sharpness(rows, columns, float(angle)) for angle in angles]
    return float(angles[int(np.argmax(scores))])


def _sharpness(rows: NDArray[np.intp], columns: NDArray[np.intp], angle: float) -> float:
    slope = np.tan(np.radians(angle))
    along = rows - slope * (columns - columns.mean())
    counts = np.bincount((along - along.min()).astype(np.intp)).astype(np.float64)
    return float(np.sum(np.diff(counts) ** 2))


def _is_lying(ink: Mask) -> bool:
    """Whether the lines of text run down the picture; ruling lines are left out."""
    labels, stats, _ = components(ink)
    if len(stats) < _LEAST_LETTERS:
        return False
    sizes = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    letters = (sizes < _LETTER_SHARE * max(ink.shape)) & (stats[:, cv2.CC_STAT_AREA] > 4)
    rows, columns = _points(letters[labels] & (ink > 0), _POINTS // 2)
    if rows.size < _LEAST_POINTS:
        return False
    across = max(_sharpness(rows, columns, float(a)) for a in _WIDE)
    down = max(_sharpness(columns, rows, float(a)) for a in _WIDE)
    return down > across
