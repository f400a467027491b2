"""Answers in words on a scan, and what beside them makes them none."""

from __future__ import annotations

from random import Random

import pytest

pytest.importorskip("cv2")

from extract.ocr.objects import page_objects
from extract.ocr.setup import find_setup
from extract.ocr.straighten import Photo
from extract.pdf.assemble import assemble
from normalize import read_forms
from schemas.reading import Consent
from tests.forms.consent_strips import FACES, draw_said
from tests.forms.scanner import Wear

pytestmark = pytest.mark.skipif(
    bool(find_setup().missing) or not FACES["signs"].exists(),
    reason="needs Tesseract and the fonts",
)
COARSE = Wear(dpi=150, skew=-0.8, noise=4.0, blur=0.6, quality=60, ink=30)
FINE = Wear(dpi=300, skew=0.4, noise=2.0, blur=0.4, quality=80, ink=30)


def verdict(
    words: str,
    signs: tuple[str, str] = ("", ""),
    struck: tuple[float, float] | None = None,
    wear: Wear = COARSE,
) -> Consent:
    """What is read of such an answer."""
    rng = Random(5)  # noqa: S311 - data, no secret
    picture = draw_said(rng, wear, words, signs, struck)
    (form,) = read_forms(assemble([page_objects(Photo(picture, wear.dpi), 1)]))
    return form.consent.verdict


@pytest.mark.parametrize(
    ("words", "wear"),
    [
        ("Sí, autorizo", COARSE),
        ("Si acepto", COARSE),
        ("Sí, autorizo", FINE),
        ("Sí, estamos de acuerdo", FINE),
    ],
)
def test_words_with_a_line_to_themselves_answer(words: str, wear: Wear) -> None:
    """Somebody typed them: nothing else is on the line."""
    assert verdict(words, wear=wear) is Consent.YES


@pytest.mark.parametrize("wear", [COARSE, FINE], ids=["coarse", "fine"])
@pytest.mark.parametrize("sign", ["☐", "□", "○", "__", "( )", "[ ]", "▢", "-"])
@pytest.mark.parametrize("first", [True, False])
def test_an_option_with_an_empty_place_is_no_answer(sign: str, wear: Wear, *, first: bool) -> None:
    """The form printed the words; a scan may show the place beside them as a letter, or not."""
    signs = (sign, "") if first else ("", sign)
    assert verdict("Sí, autorizo", signs, wear=wear) is not Consent.YES


@pytest.mark.parametrize("wear", [COARSE, FINE], ids=["coarse", "fine"])
@pytest.mark.parametrize("struck", [(0.0, 1.0), (-0.1, 0.3), (0.3, 0.8), (0.5, 1.1)])
def test_words_that_were_struck_out_are_no_answer(struck: tuple[float, float], wear: Wear) -> None:
    """In whole or in part, even where each word can still be read."""
    assert verdict("Sí, autorizo", struck=struck, wear=wear) is not Consent.YES
