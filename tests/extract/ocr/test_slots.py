"""Marks typed on a computer, then printed and scanned."""

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
from tests.forms.consent_strips import TYPED, draw_typed
from tests.forms.scanner import Wear

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
    for seed in range(3):
        on = verdict((pattern, "x", " " if "[" in pattern else "_"), (True, True), seed)
        assert on is Consent.BOTH
