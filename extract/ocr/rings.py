"""Step 3b: words circled by pen. The ring is taken out of what is read, and kept as a mark.

A ring is one closed stroke around other ink: most of its own box is bare, its corners are, and
seen from its middle it stands in every direction. A loop that is left open is no ring.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.model import Box
from extract.ocr.picture import Extent, Pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extract.ocr.picture import Mask, Sheet

RING = "ring"
_WIDTHS, _HEIGHTS = (14.0, 80.0), (13.0, 42.0)  # points: around a word or two
_MOST_INK = 0.42  # of its box that its own ink fills
_CORNER, _BARE_CORNER = 0.12, 0.15  # of its sides; share of ink there, at most
_SECTORS = 36  # directions in each of which it must stand
_HOLLOW = 0.3  # of the way from its middle to its edge where none of its ink lies
_LEAST_INSIDE = 0.02  # of its box that is other ink
_AROUND, _OWN = 7.0, 0.8  # points around a word where a pen may have been; its letters' edges
_STRAY = 3.0  # points of a thin stroke around a word that nobody drew at


@dataclass(frozen=True, slots=True)
class Ring(Extent):
    """A ring's box."""


def find_rings(sheet: Sheet, ink: Mask) -> tuple[list[Ring], Mask]:
    """The rings in `ink` (ruling lines taken out), and 255 over their ink."""
    pieces = Pieces(ink)
    stats = pieces.stats
    mask = np.zeros_like(ink)
    found = []
    wide, tall = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    fill = stats[:, cv2.CC_STAT_AREA] / np.maximum(wide * tall, 1)
    sized = (wide >= _WIDTHS[0] * sheet.scale) & (wide <= _WIDTHS[1] * sheet.scale)
    sized &= (tall >= _HEIGHTS[0] * sheet.scale) & (tall <= _HEIGHTS[1] * sheet.scale)
    for number in np.flatnonzero(sized & (fill <= _MOST_INK)).tolist():
        x, y, width, height, _ = (int(v) for v in stats[number])
        area, own = (slice(y, y + height), slice(x, x + width)), pieces.own(number)
        if _is_ring(own, ink[area] > 0):
            mask[area][own] = 255
            found.append(Ring(x, y, x + width, y + height))
    return found, mask


def stands_clean(word: Box, words: Sequence[Box], sheet: Sheet, ink: Mask) -> bool:
    """Whether nothing but other words stands around a word (boxes in points).

    A ring that touches its word, or does not close, is no ring; it is no bare paper either.
    """
    left, top = max(word.x0 - _AROUND, 0.0), max(word.top - _AROUND / 2, 0.0)
    area = Box(word.page, left, top, word.x1 + _AROUND, word.bottom + _AROUND / 2)
    rows, columns = _pixels(area, sheet, 0.0)
    rest = ink[rows, columns].copy()
    for box in words:
        own_rows, own_columns = _pixels(box, sheet, _OWN)
        rest[_within(own_rows, rows), _within(own_columns, columns)] = 0
    return float(np.count_nonzero(rest)) <= _STRAY * sheet.scale**2


def _pixels(box: Box, sheet: Sheet, pad: float) -> tuple[slice, slice]:
    low, high = max(int((box.top - pad) * sheet.scale), 0), int((box.bottom + pad) * sheet.scale)
    left, right = max(int((box.x0 - pad) * sheet.scale), 0), int((box.x1 + pad) * sheet.scale)
    return slice(low, high), slice(left, right)


def _within(own: slice, outer: slice) -> slice:
    return slice(max(own.start - outer.start, 0), max(own.stop - outer.start, 0))


def _is_ring(own: NDArray[np.bool_], ink: NDArray[np.bool_]) -> bool:
    height, width = own.shape
    rows, columns = max(2, round(_CORNER * height)), max(2, round(_CORNER * width))
    corners = (
        own[:rows, :columns],
        own[:rows, -columns:],
        own[-rows:, :columns],
        own[-rows:, -columns:],
    )
    if any(float(corner.mean()) > _BARE_CORNER for corner in corners):
        return False
    ys, xs = np.nonzero(own)
    v, u = (ys - height / 2) / (height / 2), (xs - width / 2) / (width / 2)
    far = np.hypot(u, v)
    turn = ((np.arctan2(v, u) / (2 * np.pi) + 0.5) * _SECTORS).astype(int) % _SECTORS
    if len(np.unique(turn[far > 0.5])) < _SECTORS or bool((far < _HOLLOW).any()):
        return False
    return _closes(own) and float((ink & ~own).mean()) >= _LEAST_INSIDE


def _closes(own: NDArray[np.bool_]) -> bool:
    """Whether no way leads out of its middle: paper flooded from outside stays outside."""
    height, width = own.shape
    field = np.pad(own.astype(np.uint8), 1)
    cv2.floodFill(field, None, (0, 0), 2)
    return bool(field[height // 2 + 1, width // 2 + 1] != 2)
