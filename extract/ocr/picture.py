"""Pictures as arrays: grey pixels row by row, 0 black to 255 white, and the paper's own noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

# pages are read beside each other, each by a process of its own: threads within one only wait
cv2.setNumThreads(1)

Gray: TypeAlias = NDArray[np.uint8]
"""Height by width, 0 black to 255 white."""
Mask: TypeAlias = NDArray[np.uint8]
"""Height by width, 0 or 255."""
Matrix: TypeAlias = NDArray[np.float64]
"""Three by three, in homogeneous coordinates."""


_FIRST = np.array([[1, 1], [1, 0]], np.uint8)  # the neighbours that are labelled before a pixel
_MOST_LABELS = 65_000
_DEEP, _STILLED = 1.15, 4.0  # times darker than usual paper; standard deviations of its noise
PAPER = 250  # the grey level of paper once shadows are evened out


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's picture, upright, even and straight. `scale` is in pixels a point.

    `ink` marks what is darker than `level`; `noise` is the standard deviation of bare paper in
    grey levels. `origin` takes a point of this sheet (points) to the page as displayed (points).
    """

    gray: Gray
    ink: Mask
    scale: float
    level: float
    noise: float
    origin: Matrix

    @property
    def width(self) -> float:
        """Width in points."""
        return float(self.gray.shape[1] / self.scale)

    @property
    def height(self) -> float:
        """Height in points."""
        return float(self.gray.shape[0] / self.scale)

    def pixels(self, points: float) -> int:
        """A length in whole pixels, at least one."""
        return max(1, round(points * self.scale))


def shrunk(gray: Gray, step: int) -> Gray:
    """The picture so many times smaller, each pixel the mean of a block; blocks cut off are lost.

    By whole numbers that takes a tenth of the time.
    """
    height, width = (max(1, side // step) for side in gray.shape)
    whole = gray[: height * step, : width * step]
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


@dataclass(frozen=True, slots=True)
class Extent:
    """Where something stands, in pixels."""

    x0: int
    top: int
    x1: int
    bottom: int

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.bottom - self.top


def flattened(gray: Gray) -> tuple[Gray, Gray]:
    """The picture with shadows and grey paper evened out, white all over; and its paper's grey."""
    height, width = gray.shape
    small = shrunk(gray, max(4, round(min(height, width) / 200)))
    paper = cv2.dilate(small, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7)))
    paper = cv2.GaussianBlur(cv2.medianBlur(paper, 7), (0, 0), 3)
    paper = np.maximum(cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR), 40)
    even = cv2.divide(gray, paper, scale=PAPER)
    return np.asarray(even, np.uint8), np.asarray(paper, np.uint8)


def noise_in_shadow(even: Gray, paper: Gray, noise: float) -> Mask | None:
    """What is no darker than noise may be, where evening a deep shadow out made it larger.

    `noise` is that of `even` as a whole (`ink_level`); None where no shadow is deep.
    """
    usual = float(np.median(paper[::8, ::8]))
    deep = paper < usual / _DEEP
    if not deep[::4, ::4].any():
        return None
    reach = cv2.divide(_STILLED * noise * usual, paper, dtype=cv2.CV_8U)
    bare = (cv2.add(even, reach) > PAPER) & deep
    return np.where(bare, np.uint8(255), np.uint8(0))


def ink_level(gray: Gray) -> tuple[float, float]:
    """The grey level half way between paper and print, and the paper's noise.

    Bare paper is what lies above the level; its noise is told from the quartiles, which
    the soft edges of letters do not reach.
    """
    sample = np.ascontiguousarray(gray[::3, ::3])
    counts = np.bincount(sample.ravel(), minlength=256)
    paper = _percentile(counts, 50)
    cut, _ = cv2.threshold(sample, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    edge = int(cut) + 1
    print_level = _percentile(counts[:edge], 50) if counts[:edge].any() else 0.0
    if paper - print_level < 40:  # hardly any print: a level far from the paper
        print_level = paper - 120
    light = np.where(np.arange(256) >= edge, counts, 0)
    low, high = (_percentile(light, p) for p in (25, 75)) if light.any() else (paper, paper)
    noise = max((high - low) / 1.35, 1.0)
    return min((paper + print_level) / 2 + 10, paper - 4 * noise), noise


def _percentile(counts: NDArray[np.int64], percent: float) -> float:
    """The grey level under which so many per cent of the counted pixels lie, between levels."""
    below = np.cumsum(counts)
    wanted = below[-1] * percent / 100
    level = int(np.searchsorted(below, wanted))
    before = float(below[level - 1]) if level else 0.0
    return float(level - 0.5 + (wanted - before) / max(float(counts[level]), 1.0))


def minus(ink: Mask, mask: Mask) -> Mask:
    """The ink that does not lie under `mask`."""
    return np.asarray(cv2.subtract(ink, mask), np.uint8)


def whitened(gray: Gray, mask: Mask) -> Gray:
    """The picture with paper where the mask is set."""
    left = cv2.subtract(gray, mask)
    return np.asarray(cv2.max(left, np.minimum(mask, np.uint8(PAPER))), np.uint8)


def binary(gray: Gray, level: float) -> Mask:
    """255 where the picture is darker than `level`, else 0."""
    return np.asarray(cv2.threshold(gray, level, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)


def transposed(mask: Mask) -> Mask:
    """The mask turned over its diagonal: what runs down it runs across, rows in one piece."""
    return np.asarray(cv2.transpose(mask), np.uint8)


def ones(mask: Mask) -> Mask:
    """1 where the mask is set, for counting."""
    return np.asarray(mask & np.uint8(1), np.uint8)


def runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Start and end of each run of true values."""
    steps = np.flatnonzero(np.diff(np.pad(flags.astype(np.int8), 1)))
    return [(int(a), int(b)) for a, b in zip(steps[::2], steps[1::2], strict=True)]


def runs_of(mask: Mask, length: int) -> Mask:
    """The ink of each row that goes on for so many pixels at least."""
    along = np.ones((1, length), np.uint8)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, along), np.uint8)


class Pieces:
    """The connected pieces of a mask.

    `stats` has a row for each piece as cv2's (left, top, width, height, area), `middles` its mean x
    and y. Bare rows and margins are passed over: a mask of lines has little else.
    """

    def __init__(self, mask: Mask) -> None:
        inked = mask.max(axis=1, initial=0) > 0
        below = np.pad(inked, (1, 0))[:-1]  # one bare row parts what others did
        rows, columns = np.flatnonzero(inked | below), np.flatnonzero(mask.max(axis=0, initial=0))
        left, end = (int(columns[0]), int(columns[-1]) + 1) if columns.size else (0, 0)
        self._labels, stats, middles = components(mask[rows, left:end])
        self.stats, self.middles = stats[1:], middles[1:]
        tops = self.stats[:, cv2.CC_STAT_TOP]
        self._left, self._tops = left, tops.copy()
        moved = (rows - np.arange(rows.size))[tops]
        self.stats[:, cv2.CC_STAT_LEFT] += left
        self.stats[:, cv2.CC_STAT_TOP] += moved.astype(np.int32)
        self.middles += np.stack([np.full(moved.size, left), moved], axis=1)

    def own(self, number: int) -> NDArray[np.bool_]:
        """Where in its extent a piece lies."""
        left, _, width, height, _ = (int(v) for v in self.stats[number])
        x, top = left - self._left, int(self._tops[number])
        return np.asarray(self._labels[top : top + height, x : x + width] == number + 1)


def components(mask: Mask) -> tuple[NDArray[np.generic], NDArray[np.int32], NDArray[np.float64]]:
    """The labels of a mask's connected pieces, 0 for none; their stats and middles, as cv2's.

    Labels of 16 bits take a third of the time; so many can be had where no more pieces begin.
    """
    if not mask.size:
        return np.zeros(mask.shape, np.uint16), np.zeros((1, 5), np.int32), np.zeros((1, 2))
    begun = cv2.countNonZero(cv2.subtract(mask, cv2.dilate(mask, _FIRST, anchor=(1, 1))))
    kind = cv2.CV_16U if begun < _MOST_LABELS else cv2.CV_32S
    _, labels, stats, middles = cv2.connectedComponentsWithStats(mask, ltype=kind)
    return np.asarray(labels), np.asarray(stats, np.int32), np.asarray(middles, np.float64)
