"""Photographs of a sheet on a table."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2")

import cv2
import numpy as np

from extract.ocr.outline import from_above, paper_corners
from extract.ocr.straighten import straightened
from tests.extract.ocr.drawing import DPI, paper

CORNERS = np.array([(90, 60), (1150, 110), (1120, 1540), (40, 1490)], np.float32)
FLAT = np.array([(0, 0), (1200, 0), (1200, 1600), (0, 1600)], np.float32)


def photograph(
    table: int = 90, shade: float = 0.0
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A page with a grid of dots, on a table, seen from the side."""
    page = paper(1600, 1200)
    for y in range(100, 1600, 100):
        for x in range(100, 1200, 100):
            cv2.circle(page, (x, y), 9, 20, -1)
    warp = cv2.getPerspectiveTransform(FLAT, CORNERS)
    seen = cv2.warpPerspective(page, warp, (1200, 1600), borderValue=(table,))
    light = 1 - shade * np.linspace(0, 1, 1200) ** 2
    return np.asarray(seen * light, np.uint8)


@pytest.mark.parametrize("shade", [0.0, 0.45])
def test_the_paper_is_found(shade: float) -> None:
    """The corners of the sheet are found, in the shade as well."""
    corners = paper_corners(photograph(shade=shade))
    assert corners is not None
    assert np.abs(corners - CORNERS).max() < 5


def test_the_sheet_is_seen_from_above() -> None:
    """What stands in rows and columns on the paper does so on the picture made of it."""
    level, _ = from_above(photograph())
    _, _, _, centres = cv2.connectedComponentsWithStats((level < 120).astype(np.uint8))
    for axis, count in ((0, 11), (1, 15)):
        along = np.sort(centres[1:, axis])
        steps = np.diff(along)
        assert (steps > 40).sum() == count - 1
        assert steps[steps < 40].max() < 6


def test_a_scan_is_taken_as_it_is() -> None:
    """Paper that fills its picture has no edge, whatever is printed near it."""
    page = paper(1600, 1200)
    cv2.rectangle(page, (20, 20), (1180, 1580), 20, 3)
    assert paper_corners(page) is None
    assert paper_corners(paper(1600, 1200, level=200)) is None


def test_places_lead_back_to_the_photograph() -> None:
    """A dot of the straightened sheet is found where it is on the picture as it was sent."""
    picture = photograph()
    sheet = straightened(picture, DPI / 72)
    _, _, stats, centres = cv2.connectedComponentsWithStats((sheet.gray < 120).astype(np.uint8))
    dots = [c for c, s in zip(centres[1:], stats[1:], strict=True) if 100 < s[4] < 2000]
    assert len(dots) >= 100
    for x, y in dots:
        back = sheet.origin @ np.array([x / sheet.scale, y / sheet.scale, 1.0])
        px, py = back[:2] / back[2] * DPI / 72
        assert picture[round(py), round(px)] < 120
