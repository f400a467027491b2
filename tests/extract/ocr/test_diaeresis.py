"""`ü`, which the Spanish model reads as `ú`."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2")

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extract.ocr.diaeresis import with_diaereses
from extract.ocr.engine import ReadWord, Region
from tests.forms.consent_strips import FACES

pytestmark = pytest.mark.skipif(not FACES["sans"].exists(), reason="the fonts are not installed")
REGION = Region(0, 0, 600, 100)


def spelt(printed: str, read: str, face: str = "sans") -> ReadWord:
    """What becomes of a word that was read so, with all its sureness."""
    font = ImageFont.truetype(str(FACES[face]), 30)
    paper = Image.new("L", (600, 100), 250)
    ImageDraw.Draw(paper).text((40, 70), printed, 20, font, anchor="ls")
    end = 40 + font.getlength(printed)
    word = ReadWord(read, 40.0, 44.0, end, 78.0, 70.0, 0.96, 1, 30.0)
    readings = {REGION: [word]}
    with_diaereses(np.array(paper, np.uint8), readings)
    return readings[REGION][0]


@pytest.mark.parametrize("face", sorted(FACES))
@pytest.mark.parametrize("word", ["Güiza", "Itagüí", "antigüedad", "lingüística", "Sigüenza"])
def test_two_dots_are_seen(word: str, face: str) -> None:
    """The dots on the paper make the letter, as surely as the word was read."""
    seen = spelt(word, word.replace("ü", "ú"), face)
    assert (seen.text, seen.sure) == (word, 0.96)


def test_without_dots_the_word_is_in_doubt() -> None:
    """What no Spanish word is spelt like stays as it was read, and is shown to a person."""
    seen = spelt("Gúiza", "Gúiza")
    assert seen.text == "Gúiza"
    assert seen.sure < 0.8


def test_other_words_are_left_alone() -> None:
    """`según` has an accent that Spanish knows."""
    assert spelt("según", "según") == spelt("segün", "según")
