"""Words circled by pen."""

from __future__ import annotations

from random import Random

import pytest

pytest.importorskip("cv2")

import cv2
import numpy as np

from extract.model import Box
from extract.ocr.objects import page_objects
from extract.ocr.rings import find_rings, stands_clean
from extract.ocr.setup import find_setup
from extract.ocr.straighten import Photo
from extract.pdf.assemble import assemble
from extract.pdf.geometry import Word
from extract.pdf.strokes import rings_one_option
from normalize import read_forms
from schemas.reading import Consent
from tests.extract.ocr.drawing import box, paper, sheet
from tests.forms.consent_strips import draw_circled
from tests.forms.scanner import Wear


def rings(turn: float, *, word: str = "No", lens: tuple[int, int] = (75, 50)) -> int:
    """How many rings are seen where a stroke goes so far (degrees) around a word."""
    picture = paper()
    cv2.putText(picture, word, (280, 220), 0, 1.4, 20, 4)
    box(picture, 500, 180)
    cv2.ellipse(picture, (310, 205), lens, 8, 0, turn, 60, 6, cv2.LINE_AA)
    drawn = sheet(picture)
    found, mask = find_rings(drawn, drawn.ink)
    assert bool(np.count_nonzero(mask)) == bool(found)
    return len(found)


def test_a_closed_stroke_around_a_word_is_a_ring() -> None:
    """A ring is seen, and neither a box nor a letter is taken for one."""
    assert rings(365) == 1
    assert rings(0, word="O0DQ") == 0


def test_a_loop_left_open_is_no_ring() -> None:
    """What does not close may as well be a bracket or a slip of the pen."""
    assert rings(270) == 0


def test_a_ring_around_nothing_is_no_ring() -> None:
    """An empty circle is printed as a button, or nobody knows what it means."""
    assert rings(365, word="") == 0


@pytest.mark.parametrize(
    ("turn", "lens", "expected"),
    [
        (0, (75, 50), True),
        (365, (42, 24), False),  # it touches the word, so it is no ring
        (290, (60, 40), False),
        (365, (60, 40), False),
    ],
)
def test_a_pen_at_the_other_word_is_seen(
    turn: float, lens: tuple[int, int], expected: bool
) -> None:
    """Whatever a pen left around a word, a ring or not, the word does not stand clean."""
    picture = paper()
    cv2.putText(picture, "No", (280, 220), 0, 1.4, 20, 4)
    cv2.putText(picture, "Sí", (120, 220), 0, 1.4, 20, 4)
    cv2.ellipse(picture, (312, 205), lens, 0, 0, turn, 60, 6, cv2.LINE_AA)
    drawn = sheet(picture)
    words = [Box(1, *(v / drawn.scale for v in (x, 188, x + 70, 224))) for x in (278, 118)]
    assert stands_clean(words[0], words, drawn, drawn.ink) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [(("Sí",), True), (("Sí", "No"), False), (("Fecha",), False), ((), False)],
)
def test_a_ring_chooses_the_one_word_it_holds(words: tuple[str, ...], expected: bool) -> None:
    """Around both options, around another word or around none it chooses nothing."""
    placed = [
        Word(text, Box(1, 100 + 20 * n, 100, 112 + 20 * n, 112), 11.0, 110.0)
        for n, text in enumerate(words)
    ]
    ring = Box(1, 92, 94, 100 + 20 * max(len(words), 1), 118)
    assert rings_one_option(ring, placed) is expected


@pytest.mark.skipif(bool(find_setup().missing), reason="Tesseract's Spanish is not installed")
@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ((365, 0), Consent.YES),
        ((0, 365), Consent.NO),
        ((365, 365), Consent.BOTH),
        ((0, 0), Consent.UNMARKED),
        ((290, 0), Consent.UNCLEAR),
    ],
    ids=["yes", "no", "both", "neither", "left open"],
)
def test_a_circled_word_is_an_answer(turns: tuple[float, float], expected: Consent) -> None:
    """One of the two words circled is an answer on paper; a loop left open is for a person."""
    wear = Wear(skew=1.0)
    picture = draw_circled(Random(4), wear, turns)  # noqa: S311 - data, no secret
    (form,) = read_forms(assemble([page_objects(Photo(picture, wear.dpi), 1)]))
    assert form.consent.verdict is expected
