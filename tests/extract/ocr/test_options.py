"""Lines of options, told by their order."""

from __future__ import annotations

from random import Random

import pytest

pytest.importorskip("cv2")

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extract.model import MarkState
from extract.ocr.objects import page_objects
from extract.ocr.setup import find_setup
from extract.ocr.straighten import Photo
from extract.pdf.assemble import assemble
from normalize import read_forms
from schemas.reading import Consent
from tests.forms.consent_strips import FACES, draw_printed, draw_strip
from tests.forms.scanner import Wear

pytestmark = pytest.mark.skipif(bool(find_setup().missing), reason="needs Tesseract")
COARSE = Wear(dpi=150, skew=-0.8, noise=4.0, blur=0.6, quality=60, ink=30)
EMPTY = ["□", "☐", "○", "▢"]
MARKED = {"□": "■", "☐": "☒", "○": "◉", "▢": "▣"}


def verdict(
    signs: tuple[str, str], size: float = 1.0, *, first: bool = False, seed: int = 3
) -> Consent:
    """What is read of such signs on a coarse scan."""
    rng = Random(seed)  # noqa: S311 - data, no secret
    picture = draw_printed(rng, COARSE, signs, size, first=first)
    (form,) = read_forms(assemble([page_objects(Photo(picture, COARSE.dpi), 1)]))
    return form.consent.verdict


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("size", [0.8, 1.2])
@pytest.mark.parametrize("empty", EMPTY)
def test_small_signs_are_told_by_their_order(empty: str, size: float, *, first: bool) -> None:
    """Squares and circles, smaller and larger than capitals, before and behind their words."""
    marked = MARKED[empty]
    assert verdict((empty, empty), size, first=first) is Consent.UNMARKED
    assert verdict((marked, empty), size, first=first) is Consent.YES
    assert verdict((empty, marked), size, first=first) is Consent.NO


@pytest.mark.parametrize("signs", [("O", "□"), ("D", "□"), ("□", "B"), ("I", "O"), ("3", "8")])
def test_letters_are_no_boxes(signs: tuple[str, str]) -> None:
    """A letter beside a word is none, however near a square it is."""
    assert verdict(signs) not in {Consent.YES, Consent.NO}


@pytest.mark.parametrize("signs", [("▪", "□"), ("☑", "■"), ("◉", "□")])
def test_boxes_of_two_kinds_are_no_pair(signs: tuple[str, str]) -> None:
    """A bullet, or a circle beside a square, is not the marked one of two boxes."""
    assert verdict(signs) is not Consent.YES


@pytest.mark.parametrize("signs", [("◉", "◔"), ("◉", "◕"), ("◉", "⊕")])
def test_a_circle_with_ink_at_its_rim_is_not_empty(signs: tuple[str, str]) -> None:
    """All of a circle is looked at, not its middle alone."""
    assert verdict(signs, 1.2) is not Consent.YES


@pytest.mark.parametrize("seed", [110_095, 210_714], ids=["scribbled out", "from Sí to No"])
def test_what_goes_beyond_the_box_of_yes_is_no_mark(seed: int) -> None:
    """Strokes from above it to below it, and one as straight as a ruling line."""
    strip = draw_strip(seed)
    (form,) = read_forms(assemble([page_objects(Photo(strip.picture, strip.wear.dpi), 1)]))
    assert form.consent.verdict is Consent.UNCLEAR


def test_a_line_in_two_zones_is_read_once() -> None:
    """A row of cells that is a line of options too gives each of its boxes once."""
    strip = draw_strip(115_343)
    (form,) = read_forms(assemble([page_objects(Photo(strip.picture, strip.wear.dpi), 1)]))
    assert form.consent.verdict is Consent.NO


@pytest.mark.parametrize(("side", "expected"), [(16, MarkState.ON), (33, MarkState.UNSURE)])
def test_a_blot_larger_than_the_other_box_is_no_printed_sign(
    side: int, expected: MarkState
) -> None:
    """`■` above `□` is a mark; a box scribbled over, twice as large, is a second thought."""
    picture = Image.new("L", (1700, 700), 250)
    pen, face = ImageDraw.Draw(picture), ImageFont.truetype(str(FACES["sans"]), 31)
    question = "¿Autoriza que la información contenida en este formato pueda ser compartida?"
    for y, text in ((100, question), (180, "SÍ"), (230, "NO")):
        pen.text((200 if text == question else 245, y), text, 20, face)
    off = (side - 16) // 2
    pen.rectangle((210 - off, 190 - off, 226 + off, 206 + off), fill=30)
    pen.rectangle((210, 240, 226, 256), outline=30, width=2)
    found = page_objects(Photo(np.asarray(picture, np.uint8), 200), 1).marks
    states = [mark.state for _, mark in sorted(found, key=lambda pair: pair[0].top)]
    assert states == [expected, MarkState.OFF]
