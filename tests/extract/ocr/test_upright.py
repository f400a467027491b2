"""Which of two opposite ways is up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("cv2")

import cv2

from extract.ocr.straighten import upside_down
from extract.ocr.upright import on_its_head
from tests.extract.ocr.drawing import paper, sheet

if TYPE_CHECKING:
    from extract.ocr.picture import Gray

WORDS = "El contrato de obra dejó de cumplir el plazo fijado"


def written(text: str) -> Gray:
    """A page with the same line over and over."""
    picture = paper(1200, 1400)
    for y in range(150, 1100, 60):
        cv2.putText(picture, text, (100, y), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 30, 4)
    return picture


def test_letters_tell_which_way_is_up() -> None:
    """A page is told from the same page on its head."""
    page = sheet(written(WORDS))
    assert not on_its_head(page)
    assert on_its_head(upside_down(page))


@pytest.mark.parametrize("text", ["", "zzzz zzz zzzz", "____ ____"])
def test_what_does_not_tell_is_left_as_it_stands(text: str) -> None:
    """A page without letters, or with letters of one height, is not turned."""
    page = sheet(written(text))
    assert not on_its_head(page)
    assert not on_its_head(upside_down(page))
