"""Marks above letters that the Spanish model does not see."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2")

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extract.ocr.accents import with_accents
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
    with_accents(np.array(paper, np.uint8), readings)
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


@pytest.mark.parametrize("face", sorted(FACES))
@pytest.mark.parametrize("word", ["Ñáñez", "Única", "Área", "Índice", "Ética", "Órganos", "Ñungo"])
def test_a_mark_above_a_capital_is_seen(word: str, face: str) -> None:
    """A tilde or accent that stands above the first letter makes the letter."""
    plain = {"Ñ": "N", "Ú": "U", "Á": "A", "Í": "I", "É": "E", "Ó": "O"}[word[0]] + word[1:]
    assert spelt(word, plain, face).text == word
    assert spelt(plain, plain, face).text == plain


@pytest.mark.parametrize("face", sorted(FACES))
def test_dots_that_were_not_read_are_seen(face: str) -> None:
    """`Guiza` with two dots on its u is `Güiza`; `guía` has none."""
    assert spelt("Güiza", "Guiza", face).text == "Güiza"
    assert spelt("guía", "guía", face).text == "guía"
