"""Step 0: the sheet of paper in a photograph, and the picture as if taken from straight above.

On each side the paper's edge is where all that lies outside is darker than what follows. Points
along the edge give a line (the median of slopes; Theil 1950, Sen 1968), four lines the corners.
Where a side shows no such edge the picture's own edge stands for it; where none does, the
picture is taken as it is: a scan fills its picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.ocr.picture import shrunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extract.ocr.picture import Gray, Matrix

_SIDE = 900  # pixels of the longer side for looking, or some more or fewer
_DEEP = 0.3  # of the picture: how far inwards an edge is looked for
_PROBES = 90  # scan lines a side
_WINDOW = 0.02  # of the side: what follows an edge
_DARKER = 0.8  # of the paper's light: what lies outside is no lighter
_LEAST_SHARE, _NEAR = 0.55, 0.006  # of the probes that must agree; of the side, how closely
_LEAST_AREA = 0.4  # of the picture that the paper fills
_LEAST_MOVE = 0.004  # of the side: corners that are off by less are where they should be
_SHAPES = (11 / 8.5, 297 / 210, 13 / 8.5, 14 / 8.5)  # letter, A4, folio (oficio), legal
_LIKE_SHAPE = 0.06

Line = tuple[float, float]
"""Slope and offset: `v = slope * u + offset`, u along the side, v inwards from it."""


def from_above(gray: Gray) -> tuple[Gray, Matrix]:
    """The paper alone, its corners square, and the way from the picture's pixels to its own.

    The picture itself and the identity where no edge of the paper shows.
    """
    corners = paper_corners(gray)
    if corners is None:
        return gray, np.eye(3)
    width, height = _size(corners)
    goal = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    warp = np.asarray(cv2.getPerspectiveTransform(corners.astype(np.float32), goal), np.float64)
    level = cv2.warpPerspective(
        gray, warp, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(level, np.uint8), warp


def paper_corners(gray: Gray) -> NDArray[np.float64] | None:
    """The corners of the paper in pixels, clockwise from the upper left; None where none shows."""
    step = max(1, round(max(gray.shape) / _SIDE))
    light = np.asarray(cv2.GaussianBlur(shrunk(gray, step), (0, 0), 1.0), np.float64)
    height, width = light.shape
    top, bottom = _edge(light.T), _edge(light[::-1].T)
    left, right = _edge(light), _edge(light[:, ::-1])
    if top is None and bottom is None and left is None and right is None:
        return None
    # as lines a*x + b*y = c, in pixels of the small picture
    sides = {
        "top": _level(top or (0.0, 0.0)),
        "bottom": _level(_flipped(bottom or (0.0, 0.0), height)),
        "left": _upright(left or (0.0, 0.0)),
        "right": _upright(_flipped(right or (0.0, 0.0), width)),
    }
    pairs = (("top", "left"), ("top", "right"), ("bottom", "right"), ("bottom", "left"))
    corners = np.array([_crossing(sides[a], sides[b]) for a, b in pairs]) * step
    return corners if _is_sheet(corners, gray) else None


def _edge(light: NDArray[np.float64]) -> Line | None:
    """The paper's edge on the left side of an array, as x by row; None where none shows."""
    height, width = light.shape
    deep, window = int(_DEEP * width), max(4, int(_WINDOW * width))
    rows = np.linspace(0.04 * height, 0.96 * height - 1, _PROBES).astype(int)
    lines = light[rows, : deep + window]
    sums = np.pad(np.cumsum(lines, axis=1), ((0, 0), (1, 0)))
    at = np.arange(2, deep)
    outside = sums[:, at] / at
    inside = (sums[:, at + window] - sums[:, at]) / window
    step = np.where(outside <= _DARKER * inside, inside - outside, 0)
    sharp = lines[:, at + 1] - lines[:, at - 2]
    best = np.argmax(np.where(step > 0, sharp, 0), axis=1)
    seen = step[np.arange(len(rows)), best] > 0
    if seen.sum() < _LEAST_SHARE * len(rows):
        return None
    return _line(rows[seen].astype(np.float64), at[best[seen]].astype(np.float64), width)


def _line(u: NDArray[np.float64], v: NDArray[np.float64], side: int) -> Line | None:
    """The line through most of the points, by the median of slopes, then by least squares."""
    apart = len(u) // 2
    slope = float(np.median((v[apart:] - v[:-apart]) / (u[apart:] - u[:-apart])))
    offset = float(np.median(v - slope * u))
    near = np.abs(v - slope * u - offset) <= _NEAR * side
    if near.sum() < _LEAST_SHARE * _PROBES:
        return None
    slope, offset = (float(n) for n in np.polyfit(u[near], v[near], 1))
    return slope, offset


def _flipped(line: Line, size: int) -> Line:
    slope, offset = line
    return -slope, size - 1 - offset


def _level(line: Line) -> tuple[float, float, float]:
    slope, offset = line
    return -slope, 1.0, offset


def _upright(line: Line) -> tuple[float, float, float]:
    slope, offset = line
    return 1.0, -slope, offset


def _crossing(a: tuple[float, float, float], b: tuple[float, float, float]) -> tuple[float, float]:
    x, y = np.linalg.solve(np.array([a[:2], b[:2]]), np.array([a[2], b[2]]))
    return float(x), float(y)


def _is_sheet(corners: NDArray[np.float64], gray: Gray) -> bool:
    """Whether the corners are those of a large sheet that is not the picture as it is."""
    height, width = gray.shape
    area = float(cv2.contourArea(corners.astype(np.float32)))
    frame = np.array([(0, 0), (width - 1, 0), (width - 1, height - 1), (0, height - 1)])
    moved = float(np.abs(corners - frame).max())
    convex = cv2.isContourConvex(corners.astype(np.int32))
    return convex and area >= _LEAST_AREA * height * width and moved > _LEAST_MOVE * width


def _size(corners: NDArray[np.float64]) -> tuple[int, int]:
    """Width and height in pixels of the sheet seen from above, of a usual shape if it is near."""
    sides = [float(np.hypot(*(corners[(n + 1) % 4] - corners[n]))) for n in range(4)]
    width, height = (sides[0] + sides[2]) / 2, (sides[1] + sides[3]) / 2
    shape = max(width, height) / min(width, height)
    usual = min(_SHAPES, key=lambda s: abs(s / shape - 1))
    if abs(usual / shape - 1) <= _LIKE_SHAPE:
        stretch = (usual / shape) ** 0.5
        width, height = (
            (width / stretch, height * stretch)
            if height >= width
            else (width * stretch, height / stretch)
        )
    return round(width), round(height)
