"""Marks typed on a computer, then printed and scanned."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("cv2")

import cv2

from extract.ocr.glyphs import is_cross
from extract.ocr.objects import page_objects
from extract.ocr.setup import find_setup
from extract.ocr.slots import is_tick
from extract.ocr.straighten import Photo
from extract.pdf.assemble import assemble
from normalize import read_forms
from schemas.reading import Consent
from tests.extract.ocr.drawing import paper, sheet, stroke
from tests.forms.consent_strips import TYPED, draw_line, draw_typed
from tests.forms.scanner import Wear

if TYPE_CHECKING:
    from extract.ocr.picture import Gray, Mask

pytestmark = pytest.mark.skipif(bool(find_setup().missing), reason="needs Tesseract")
VERDICTS = {
    (True, False): Consent.YES,
    (False, True): Consent.NO,
    (True, True): Consent.BOTH,
    (False, False): Consent.UNMARKED,
}


def verdict(way: tuple[str, str, str], on: tuple[bool, bool], seed: int = 3) -> Consent:
    """What is read where marks are typed in such a way."""
    rng = Random(seed)  # noqa: S311 - data, no secret
    picture = draw_typed(rng, Wear(skew=0.7), way, on)
    (form,) = read_forms(assemble([page_objects(Photo(picture, 200), 1)]))
    return form.consent.verdict


@pytest.mark.parametrize("on", [(True, False), (False, True)])
@pytest.mark.parametrize("kind", sorted(TYPED))
def test_a_typed_mark_is_read(kind: str, on: tuple[bool, bool]) -> None:
    """Brackets and blanks are seen, and an X by itself, however Tesseract joins the line."""
    assert verdict(TYPED[kind], on) is VERDICTS[on]


@pytest.mark.parametrize("on", [(True, True), (False, False)])
@pytest.mark.parametrize("kind", ["parens", "blanks"])
def test_both_and_none(kind: str, on: tuple[bool, bool]) -> None:
    """Two marks are both, none is none."""
    assert verdict(TYPED[kind], on) is VERDICTS[on]


@pytest.mark.parametrize("mark", [".", "?", "R", "-", "no"])
@pytest.mark.parametrize("pattern", ["{word} ({mark})", "{word} __{mark}__"])
def test_what_is_no_mark_is_no_consent(pattern: str, mark: str) -> None:
    """A dot, a doubt, a letter or a dash in the place of a mark is none."""
    bare = "  " if "(" in pattern else "____"
    assert verdict((pattern, mark, bare), (True, False)) is not Consent.YES


def test_a_cross_besides_both_places_belongs_to_nobody() -> None:
    """`Sí ( ) X  No ( )`: it may be meant for either."""
    assert verdict(("{word} ( ) {mark}", "X", " "), (True, False)) is not Consent.YES


@pytest.mark.parametrize("pattern", ["[{mark}] {word}", "{word} _{mark}_"])
def test_what_frames_a_mark_is_not_read_with_it(pattern: str) -> None:
    """Brackets and lines close beside an x are no letters of it."""
    bare = " " if "[" in pattern else "___"
    for seed in range(3):
        assert verdict((pattern, "x", bare), (True, False), seed) is Consent.YES


@pytest.mark.parametrize("level", [True, False])
@pytest.mark.parametrize("side", [17, 30])
def test_an_x_with_a_bar_through_it_is_no_mark(level: bool, side: int) -> None:
    """Struck out it is often read as an X still: its shape tells."""
    picture = paper()
    stroke(picture, (100, 100), (100 + side, 100 + side), thickness=4)
    stroke(picture, (100, 100 + side), (100 + side, 100), thickness=4)
    assert is_cross(_ink(picture))
    middle = 100 + side // 2
    ends = ((96, middle), (104 + side, middle))
    first, last = ends if level else tuple((y, x) for x, y in ends)
    stroke(picture, first, last, thickness=3)
    assert not is_cross(_ink(picture))


def _ink(picture: Gray) -> Mask:
    """The ink of a sign, cut out."""
    ink = sheet(picture).ink
    x, y, width, height = cv2.boundingRect(ink)
    return ink[y : y + height, x : x + width]


@pytest.mark.parametrize("seed", [3, 4])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sí ( X )   No ( )", Consent.YES),
        ("SI: X    NO:", Consent.YES),
        ("SI:    NO: X", Consent.NO),
        ("Sí __X__    No _____", Consent.YES),
        ("___ Sí / _X_ No", Consent.NO),
        ("[x] SÍ   [ ] NO", Consent.YES),
        ("Marque con una X: Sí ( ) No (X)", Consent.NO),
        ("Marque con una X: Sí ( ) No ( )", Consent.UNMARKED),
        ("Sí ( X )   No ( . )", Consent.UNCLEAR),
        ("Sí ( X )   No ( x )", Consent.BOTH),
    ],
)
def test_a_line_with_typed_places(text: str, expected: Consent, seed: int) -> None:
    """With serifs and without: those of an X reach far in, brackets reach below the line."""
    picture = draw_line(Random(seed), Wear(skew=0.6), text)  # noqa: S311 - data, no secret
    (form,) = read_forms(assemble([page_objects(Photo(picture, 200), 1)]))
    assert form.consent.verdict is expected


@pytest.mark.parametrize("side", [17, 30])
def test_an_x_struck_out_along_an_arm_is_no_mark(side: int) -> None:
    """The longer, heavier arm tells, where its shape is near an X's and a tick's."""
    picture = paper()
    low, high = 100 + side, 100
    stroke(picture, (100, high), (100 + side, low), thickness=4)
    stroke(picture, (100, low), (100 + side, high), thickness=4)
    assert is_cross(_ink(picture))
    beyond = side // 4
    ends = (100 - beyond, low + beyond), (100 + side + beyond, high - beyond)
    stroke(picture, *ends, thickness=8)
    assert not is_cross(_ink(picture))
    assert not is_tick(_ink(picture))
