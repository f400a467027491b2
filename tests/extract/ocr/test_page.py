"""What is made of the words that were read: their sizes, and the ink that none of them holds."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2")

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extract.ocr.engine import ReadWord, Recognizer, Region
from extract.ocr.picture import components
from extract.ocr.setup import find_setup
from tests.forms.consent_strips import FACES

needs_tesseract = pytest.mark.skipif(
    bool(find_setup().missing) or not FACES["sans"].exists(), reason="needs Tesseract and fonts"
)


def page(*lines: str, size: int = 11, dpi: int = 200) -> Image.Image:
    """A page with these lines from top to bottom."""
    scale = dpi / 72
    font = ImageFont.truetype(str(FACES["sans"]), round(size * scale))
    paper = Image.new("L", (round(612 * scale), round(792 * scale)), 252)
    pen = ImageDraw.Draw(paper)
    for number, line in enumerate(lines):
        pen.text((round(60 * scale), round((60 + 16 * number) * scale)), line, 20, font)
    return paper


TEXT = (
    "La alcaldía publicó el calendario de entregas y lo explicó a cada dependencia.",
    "Los expedientes se ordenaron por fecha y se revisó que no faltara ninguno en el",
    "proceso.",
    "Conviene repetir la revisión cada mes y dejar constancia escrita de cada cambio.",
)


def test_a_line_whose_row_was_guessed_has_the_size_of_its_letters() -> None:
    """Capitals with a tail, or no tall letter at all, mislead Tesseract; their own height tells."""
    from extract.ocr.sizes import as_tall

    def line(number: int, *words: tuple[str, float]) -> list[ReadWord]:
        return [ReadWord(w, 0, 100 - h, 50, 100, 100, 0.9, number, 0.0) for w, h in words]

    usual = line(1, ("La", 22), ("alcaldía", 22), ("se", 16), ("ordena", 22), ("como", 16))
    read = [
        *usual,
        *line(2, ("proceso.", 16.5)),
        *line(3, ("OBTENER", 31), ("MEJORES", 21)),
        *line(4, ("ES", 21.5), ("su", 22)),
        *line(5, ("pie", 13), ("nota", 12), ("se", 11)),
    ]
    sizes = {1: 11.0, 2: 9.0, 3: 13.0, 4: 13.0, 5: 8.0}
    assert as_tall(read, sizes, 11.0) == [2, 3, 4]


@needs_tesseract
def test_no_two_lines_have_one_number() -> None:
    """A page is read in several goes; a word's size is told from its own line's words."""
    picture = np.array(page(*TEXT), np.uint8)
    whole = Region(0, 0, picture.shape[1], picture.shape[0])
    numbers = []
    for _ in range(2):
        with Recognizer(picture, 200) as tesseract:
            numbers.append({word.line for word in tesseract.read(whole)})
    assert len(numbers[0]) == len(TEXT)
    assert not numbers[0] & numbers[1]


@pytest.mark.parametrize("share", [0.01, 0.2])  # the second has more pieces than 16 bits tell
def test_pieces_are_told_with_few_bits_and_many(share: float) -> None:
    """The labels are the same as those of the slower way."""
    import cv2

    noise = np.random.default_rng(0).random((900, 1400)) < share
    mask = np.asarray(noise * 255, np.uint8)
    labels, stats, _ = components(mask)
    count, wanted, boxes, _ = cv2.connectedComponentsWithStats(mask)
    assert labels.dtype == (np.uint16 if share < 0.1 else np.int32)
    assert len(stats) == count
    assert np.array_equal(stats, boxes)
    assert np.array_equal(labels, wanted)


def test_an_edge_between_two_words_of_a_sentence_is_no_pen() -> None:
    """What a letter leaves between two boxes is read; wide gaps and short lines stay open."""
    from extract.ocr.unread import neighbours

    def word(text: str, x0: float, x1: float, line: int) -> ReadWord:
        return ReadWord(text, x0, 100.0, x1, 130.0, 124.0, 0.96, line, 28.0)

    sentence = [word("expedientes", 0, 100, 1), word("ordenados", 110, 200, 1)]
    wide = [word("expedientes", 0, 100, 2), word("ordenados", 140, 230, 2)]
    short = [word("Sí", 0, 20, 3), word("No", 30, 50, 3)]
    assert list(neighbours([*sentence, *wide, *short])) == [tuple(sentence)]


@pytest.mark.parametrize(
    ("text", "x0", "top", "expected"),
    [
        ("*", 86, 100, True),
        ("+", 125, 100, True),
        ("*", 40, 100, False),  # of a required question
        ("*", 86, 60, False),  # on the line above
        ("X", 86, 100, False),  # a typed one is read, and weighed by what it stands beside
    ],
)
def test_a_star_beside_a_box_may_be_a_cross(
    text: str, x0: float, top: float, *, expected: bool
) -> None:
    """Tesseract reads a pen's cross as a star: then it is ink that nobody read, and no bullet."""
    from extract.ocr.page import may_be_cross
    from extract.ocr.squares import Square

    word = ReadWord(text, x0, top, x0 + 10, top + 12, top + 12, 0.8, 1, 20)
    assert may_be_cross(word, [Square(100, 98, 122, 120)]) is expected
