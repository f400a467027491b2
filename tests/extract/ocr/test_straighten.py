"""Pictures made straight, even and upright."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2")

import cv2
import numpy as np

from extract.ocr.picture import flattened, ink_level
from extract.ocr.straighten import skew, small_ink, straightened
from tests.extract.ocr.drawing import DPI, paper


def lined(angle: float) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A page of dashes in rows, turned by `angle` degrees."""
    picture = paper(1600, 1200)
    for y in range(150, 1450, 40):
        for x in range(120 + y * 7 % 29, 1080, 31 + y % 13):
            cv2.line(picture, (x, y), (x + 12 + y % 5, y + 2), 30, 9)
    middle = cv2.getRotationMatrix2D((600, 800), -angle, 1)
    return np.asarray(cv2.warpAffine(picture, middle, (1200, 1600), borderValue=(245,)), np.uint8)


@pytest.mark.parametrize("angle", [-12.0, -3.0, -0.4, 0.0, 1.0, 3.0, 7.5])
def test_skew_is_measured(angle: float) -> None:
    """The skew of a page is found within a tenth of a degree."""
    picture = lined(angle)
    assert skew(small_ink(picture, 150)) == pytest.approx(angle, abs=0.11)


def test_a_lying_page_is_stood_up() -> None:
    """A page turned by a quarter comes out with its lines across."""
    lying = np.ascontiguousarray(np.rot90(lined(0.0)))
    sheet = straightened(lying, DPI / 72)
    assert sheet.height > sheet.width


def test_places_lead_back_to_the_picture() -> None:
    """A point of the straightened sheet is found on the page as it was sent."""
    sheet = straightened(lined(3.0), DPI / 72)
    middle = sheet.origin @ np.array([sheet.width / 2, sheet.height / 2, 1.0])
    assert middle[:2] == pytest.approx((600 * 72 / DPI, 800 * 72 / DPI), abs=1)


def test_a_shadow_is_evened_out() -> None:
    """Paper in shadow becomes as light as paper in the sun."""
    picture = lined(0.0).astype(np.float64)
    shade = np.linspace(1.0, 0.45, picture.shape[1])
    even, _ = flattened((picture * shade).astype(np.uint8))
    left, right = even[:, 20:100], even[:, -100:-20]
    assert abs(float(left.mean()) - float(right.mean())) < 4
    level, _ = ink_level(even)
    assert float((even < level).mean()) == pytest.approx(
        float((flattened(lined(0.0))[0] < level).mean()), rel=0.15
    )


def test_noise_in_a_shadow_stays_paper() -> None:
    """Evening a shadow out makes its noise larger; none of that is ink."""
    grain = np.random.default_rng(3).normal(0, 8, (1600, 1200))
    shade = np.linspace(1.0, 0.5, 1200)
    picture = np.clip(lined(0.0) * 0.8 * shade + grain, 0, 255).astype(np.uint8)
    even, _ = flattened(picture)
    level, _ = ink_level(even)
    bare = even[:100, -120:]
    assert float((bare < level).mean()) < 0.0005


def test_pencil_in_a_shadow_shows_in_the_picture() -> None:
    """Noise is no ink, but the picture in which faint marks are sought keeps all."""
    shade = np.linspace(1.0, 0.5, 1200)
    picture = (lined(0.0) * 0.8).astype(np.uint8)
    picture[60:66, 1100:1150] = 185
    sheet = straightened((picture * shade).astype(np.uint8), DPI / 72)
    scale = sheet.gray.shape[1] / 1200
    part = sheet.gray[
        round(58 * scale) : round(68 * scale), round(1105 * scale) : round(1145 * scale)
    ]
    assert int(part.min()) < 245
