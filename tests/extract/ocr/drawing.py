"""Small pictures drawn for one test each; lengths in pixels, 300 dots an inch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("cv2")

import cv2
import numpy as np

if TYPE_CHECKING:
    from extract.ocr.picture import Gray, Sheet

DPI = 300.0
SIDE = 42  # of a box


def paper(height: int = 400, width: int = 900, noise: float = 3.0, level: int = 245) -> Gray:
    """Bare paper with its noise."""
    grain = np.random.default_rng(7).normal(level, noise, (height, width))
    return np.asarray(np.clip(grain, 0, 255), np.uint8)


def box(picture: Gray, x: int, y: int, side: int = SIDE, thickness: int = 4) -> None:
    """An empty printed box."""
    cv2.rectangle(picture, (x, y), (x + side, y + side), 20, thickness)


def stroke(picture: Gray, *points: tuple[int, int], thickness: int = 6, level: int = 40) -> None:
    """A pen stroke through the points."""
    cv2.polylines(picture, [np.array(points, np.int32)], False, level, thickness, cv2.LINE_AA)


def sheet(picture: Gray) -> Sheet:
    """The picture as a sheet that is straight already."""
    from extract.ocr.picture import Sheet, binary, flattened, ink_level

    even, _ = flattened(picture)
    level, noise = ink_level(even)
    return Sheet(even, binary(even, level), DPI / 72, level, noise, np.eye(3))
