"""Letters of coarse print that have the sides of a box, or of a ruling line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("cv2")

import cv2

from extract.ocr.letters import is_among_letters, is_round
from extract.ocr.rules import find_rules
from extract.ocr.squares import Square
from extract.ocr.unread import lies_along, unread_ink
from extract.pdf.geometry import Edge
from tests.extract.ocr.drawing import SIDE, box, paper, sheet, stroke

if TYPE_CHECKING:
    from extract.ocr.picture import Gray, Sheet

X, Y, EM = 200, 150, 46.0
LINE = [(50.0, Y - 10.0, 850.0, Y + SIDE + 10.0)]


def circle(picture: Gray, x: int) -> Square:
    """A round letter, and the square that is as large as its stroke allows."""
    half = SIDE // 2
    cv2.circle(picture, (x + half, Y + half), half + 4, 20, 9)
    return Square(x, Y, x + SIDE, Y + SIDE)


def lines(drawn: Sheet) -> int:
    """How many ruling lines are seen."""
    return len(find_rules(drawn, drawn.ink))


def test_letters_that_run_together_are_no_ruling_line() -> None:
    """The tops of `mmmmm` join in coarse print; a dash as long is a line."""
    picture = paper()
    stroke(picture, (200, 200), (330, 200), thickness=5)
    assert lines(sheet(picture)) == 1
    for x in range(200, 331, 13):
        stroke(picture, (x, 200), (x, 225), thickness=5)
    assert lines(sheet(picture)) == 0


def test_words_that_run_together_are_no_ruling_line() -> None:
    """However long they are; a line that slopes a hair is one still."""
    picture = paper()
    stroke(picture, (100, 200), (600, 204), thickness=5)
    assert lines(sheet(picture)) == 1
    for x in range(100, 601, 13):
        stroke(picture, (x, 200), (x, 225), thickness=9)
    assert lines(sheet(picture)) == 0


def test_a_line_is_whole_where_a_letter_was_taken_from_it() -> None:
    """What was taken for a box's side, and is part of a line, does not cut it in two."""
    picture = paper()
    stroke(picture, (60, 200), (860, 200), thickness=5)
    drawn = sheet(picture)
    taken = drawn.ink.copy()
    taken[:, 400:460] = 0
    assert len(find_rules(drawn, taken)) == 1
    stroke(picture, (400, 200), (460, 200), thickness=11, level=245)
    broken = sheet(picture)
    assert len(find_rules(broken, broken.ink)) == 2


def test_an_upright_in_a_low_row_is_a_border() -> None:
    """Of 11 points, from rule to rule; a letter as tall, and a border's rest, are none."""
    picture = paper()
    for y in (200, 246):
        stroke(picture, (60, y), (860, y), thickness=5)
    stroke(picture, (450, 200), (450, 246), thickness=5)
    stroke(picture, (600, 211), (600, 235), thickness=5)
    drawn = sheet(picture)
    uprights = [e for e in find_rules(drawn, drawn.ink) if not e.horizontal]
    assert [round(e.at * drawn.scale / 10) for e in uprights] == [45]


def test_a_square_among_letters_is_one() -> None:
    """In a line of text a box has a blank on either side; a letter has none."""
    picture = paper()
    box(picture, X, Y)
    square = Square(X, Y, X + SIDE, Y + SIDE)
    assert not is_among_letters(sheet(picture), square, LINE, EM)
    stroke(picture, (X - 6, Y), (X - 6, Y + SIDE))
    assert is_among_letters(sheet(picture), square, LINE, EM)
    assert not is_among_letters(sheet(picture), square, [], EM)


@pytest.mark.parametrize("x", [0, 900 - SIDE])
def test_a_square_at_the_sheets_edge_has_a_blank_there(x: int) -> None:
    """Nothing is printed beyond the paper: a broken picture's squares may begin at its edge."""
    line = [(0.0, Y - 10.0, 900.0, Y + SIDE + 10.0)]
    assert not is_among_letters(sheet(paper()), Square(x, Y, x + SIDE, Y + SIDE), line, EM)


def test_ink_that_goes_on_beyond_bare_sides_is_round() -> None:
    """A bare box ends where its sides do; the stroke of an O goes on."""
    picture = paper()
    box(picture, X, Y)
    letter = circle(picture, X + 300)
    drawn = sheet(picture)
    assert is_round(drawn, letter)
    assert not is_round(drawn, Square(X - 2, Y - 2, X + SIDE + 3, Y + SIDE + 3))


def test_a_faint_ruling_line_is_no_pen() -> None:
    """Where a grey line is dark enough for a while it is still print; a dash alone is not."""
    faint, dash = paper(), paper()
    for picture in (faint, dash):
        cv2.rectangle(picture, (40, 40), (90, 70), 10, -1)  # dark print sets the ink's level
        stroke(picture, (400, 200), (460, 200), thickness=3, level=60)
    cv2.line(faint, (100, 200), (800, 200), 165, 4)
    stroke(faint, (400, 200), (460, 200), thickness=3, level=60)
    for picture, expected in ((faint, 0), (dash, 1)):
        drawn = sheet(picture)
        rest = drawn.ink.copy()
        rest[:100] = 0
        assert len(unread_ink(drawn, rest)) == expected


@pytest.mark.parametrize("level", [True, False])
@pytest.mark.parametrize(("off", "expected"), [(3, True), (30, False)])
def test_the_rest_of_a_border_is_no_pen(level: bool, off: int, expected: bool) -> None:
    """Where a border slopes by a hair, a thin piece beside its end is left over."""
    picture = paper(900)
    ends = ((400, 200 + off), (460, 200 + off))
    first, last = ends if level else tuple((y, x) for x, y in ends)
    stroke(picture, first, last, thickness=3)
    drawn = sheet(picture)
    scale = drawn.scale
    border = Edge(horizontal=level, at=200 / scale, start=100 / scale, end=465 / scale)
    (blot,) = unread_ink(drawn, drawn.ink.copy())
    assert lies_along(blot, border, drawn) is expected
