"""Step 4: the parts of a page that are read by themselves: each cell, and what lies between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.ocr.engine import Region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extract.model import Box
    from extract.ocr.picture import Mask, Sheet

_GAP, _TABLE = 40.0, 5.0  # points without ink, of a table, that part what is read together


def regions_of(sheet: Sheet, ink: Mask, cells: Sequence[Box]) -> list[Region]:
    """The parts of the page that hold ink: each cell, and the bands between the tables."""
    height, width = ink.shape
    scale = sheet.scale
    found = [Region(*(round(v * scale) for v in (c.x0, c.top, c.x1, c.bottom))) for c in cells]
    free = ink.copy()
    for region in found:
        free[max(region.top, 0) : region.bottom, max(region.x0, 0) : region.x1] = 0
    inside = [_clipped(r, width, height) for r in found]
    bands = _bands(free, _rows_of(found, height), sheet)
    cut = [trimmed(ink, r, sheet) for r in (*inside, *bands) if _has_ink(ink, r, sheet)]
    return [region for region in cut if region is not None]


def _clipped(region: Region, width: int, height: int) -> Region:
    inset = 2
    return Region(
        max(region.x0 + inset, 0),
        max(region.top + inset, 0),
        min(region.x1 - inset, width),
        min(region.bottom - inset, height),
    )


def _rows_of(cells: Sequence[Region], height: int) -> NDArray[np.bool_]:
    """The rows of pixels in which cells lie."""
    rows = np.zeros(height, np.bool_)
    for cell in cells:
        rows[max(cell.top, 0) : max(cell.bottom, 0)] = True
    return rows


def _bands(free: Mask, tables: NDArray[np.bool_], sheet: Sheet) -> list[Region]:
    """Strips over the page's width that hold ink outside tables, parted by tables and wide gaps."""
    counts = (free > 0).sum(axis=1)
    rows = np.flatnonzero(counts > 1)
    if rows.size == 0:
        return []
    below = np.pad(np.cumsum(tables), (1, 0))
    ruled = below[rows[1:]] - below[rows[:-1] + 1] > sheet.pixels(_TABLE)
    cuts = np.flatnonzero((np.diff(rows) > sheet.pixels(_GAP)) | ruled)
    starts = [rows[0], *rows[cuts + 1]]
    ends = [*rows[cuts], rows[-1]]
    pad = sheet.pixels(2)
    return [
        Region(0, max(int(a) - pad, 0), free.shape[1], min(int(b) + pad + 1, free.shape[0]))
        for a, b in zip(starts, ends, strict=True)
    ]


def trimmed(ink: Mask, region: Region, sheet: Sheet) -> Region | None:
    """The region cut down to its ink in x, None where it holds none.

    A margin as wide as the page misleads Tesseract.
    """
    part = ink[region.top : region.bottom, region.x0 : region.x1]
    if not part.size:
        return None
    drawn = cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))  # without speckles
    columns = np.flatnonzero((drawn > 0).sum(axis=0))
    if not columns.size:
        return None
    pad = sheet.pixels(3)
    x0 = max(region.x0 + int(columns[0]) - pad, region.x0, 1)
    x1 = min(region.x0 + int(columns[-1]) + pad + 1, region.x1, ink.shape[1] - 1)
    return Region(x0, region.top, x1, region.bottom)


def _has_ink(ink: Mask, region: Region, sheet: Sheet) -> bool:
    part = ink[region.top : region.bottom, region.x0 : region.x1]
    return part.size > 0 and cv2.countNonZero(part) >= (0.9 * sheet.scale) ** 2
