"""Which of two opposite ways is up: letters rise above their row more often than they hang below.

Two neighbours of unlike height share the foot of their row where one has an ascender or is a
capital, and its head where one has a descender. In Spanish the former are several times as many
(Caprari 2000).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from extract.ocr.picture import Pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extract.ocr.picture import Sheet

_SMALLEST, _LARGEST = 2.5, 14.0  # points: what may be a letter
_SAME, _OTHER = 0.08, 0.2  # of a letter's height: at one level; at two
_ENOUGH = 150  # pairs: the rest of the page is not looked at
_BANDS = 4  # of the page, from its head


def on_its_head(sheet: Sheet) -> bool:
    """Whether the straightened page most likely stands on its head; not where it has no letters.

    The bands of the page are looked at until there are pairs enough.
    """
    rising = hanging = 0
    for band in np.array_split(sheet.ink, _BANDS):
        up, down = _pairs(Pieces(band).stats, sheet.scale)
        rising, hanging = rising + up, hanging + down
        if rising + hanging >= _ENOUGH:
            break
    return hanging > rising


def _pairs(stats: NDArray[np.int32], scale: float) -> tuple[int, int]:
    """The neighbours of unlike height that share a foot, and those that share a head."""
    left, top, width, height = stats[:, :4].T / scale
    letters = (height > _SMALLEST) & (np.maximum(width, height) < _LARGEST)
    if np.count_nonzero(letters) < 2:
        return 0, 0
    left, top, right, foot = (side[letters] for side in (left, top, left + width, top + height))
    usual = float(np.median(foot - top))
    order = np.lexsort((left, (top + foot) // (4 * usual)))
    left, top, right, foot = (side[order] for side in (left, top, right, foot))
    near = np.abs(left[1:] - right[:-1]) < usual
    heads, feet = (np.abs(np.diff(side)) for side in (top, foot))
    same, other = max(1 / scale, _SAME * usual), _OTHER * usual
    rising = near & (feet <= same) & (heads >= other)
    hanging = near & (heads <= same) & (feet >= other)
    return int(np.count_nonzero(rising)), int(np.count_nonzero(hanging))
