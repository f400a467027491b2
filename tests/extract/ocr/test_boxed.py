"""Words beside boxes, read without them."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2")

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extract.ocr.boxed import parted
from extract.ocr.engine import ReadWord, Recognizer
from extract.ocr.setup import find_setup
from extract.ocr.squares import Square
from tests.forms.consent_strips import FACES

pytestmark = pytest.mark.skipif(
    bool(find_setup().missing) or not FACES["sans"].exists(), reason="needs Tesseract and fonts"
)
DPI = 300
BOX = Square(172, 60, 212, 100)


@pytest.mark.parametrize(
    ("read", "expected"), [("SINO", ["SI", "NO"]), ("sino", ["SI", "NO"]), ("STNO", ["STNO"])]
)
def test_a_word_that_runs_over_a_box_is_two(read: str, expected: list[str]) -> None:
    """`SI☒NO` without its box is taken for one word; a reading that disagrees parts nothing."""
    picture = Image.new("L", (420, 160), 255)
    draw, face = ImageDraw.Draw(picture), ImageFont.truetype(str(FACES["sans"]), 50)
    draw.text((110, 50), "SI", 0, face)
    draw.text((222, 50), "NO", 0, face)
    word = ReadWord(read, 108, 55, 300, 105, baseline=102, sure=0.7, line=1, row=50)
    with Recognizer(np.asarray(picture, np.uint8), DPI) as tesseract:
        parts = parted(tesseract, word, [BOX])
    assert [part.text for part in parts] == expected
