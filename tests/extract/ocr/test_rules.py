"""Ruling lines: those that a page's end cut off are found too."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2")

import cv2

from extract.ocr.rules import find_rules
from tests.extract.ocr.drawing import DPI, paper, sheet

ACROSS = (60, 300, 540, 780)
FLOOR = 200


def uprights(*xs: int, top: int = FLOOR - 30) -> list[int]:
    """Where upright lines are found above a level one from 60 to 780, with these drawn on it."""
    picture = paper()
    cv2.line(picture, (ACROSS[0], FLOOR), (ACROSS[-1], FLOOR), 20, 3)
    for x in xs:
        cv2.line(picture, (x, top), (x, FLOOR), 20, 3)
    drawn = sheet(picture)
    found = [rule for rule in find_rules(drawn, drawn.ink) if not rule.horizontal]
    return sorted(round(rule.at * DPI / 72) for rule in found)


def test_the_short_borders_of_a_row_that_a_page_cut_off_are_found() -> None:
    """They are alike at both ends of the rule that they stand on; each is read as a 1 otherwise."""
    assert uprights(*ACROSS) == pytest.approx(ACROSS, abs=3)


def test_strokes_on_a_rule_are_no_borders() -> None:
    """A letter or a pen may stand on a line to write on, but not at both its ends."""
    assert uprights(300, 540) == []
    assert uprights(ACROSS[0], 300) == []
