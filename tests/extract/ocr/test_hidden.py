"""Boxes that the search by sides does not see."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("cv2")

import cv2

from extract.ocr.hidden import soft_ink, sought, sought_beside
from extract.ocr.squares import Zone, find_squares, likely_boxes, small_squares
from tests.extract.ocr.drawing import SIDE, box, paper, sheet, stroke

if TYPE_CHECKING:
    from extract.ocr.picture import Gray
    from extract.ocr.squares import Square

X, Y, STEP = 200, 150, 300
ZONE = Zone(20, Y - 40, 880, Y + SIDE + 40, em=46.0)
FILLING = tuple((X + STEP + 2 + 38 * (i % 2), Y + 2 + 3 * i) for i in range(14))


def boxes(picture: Gray) -> tuple[list[Square], list[Square]]:
    """The boxes found by their sides, and those found beside them."""
    drawn = sheet(picture)
    known = likely_boxes(find_squares(drawn, drawn.ink), drawn.scale)
    return known, sought(drawn, soft_ink(drawn), [ZONE], known)


def near(square: Square, x: int) -> bool:
    """Whether a box of the drawn size was found where it was drawn."""
    return abs(square.x0 - x) <= 5 and abs(square.top - Y) <= 5 and abs(square.width - SIDE) <= 7


def one_filled() -> Gray:
    """An empty box, and one painted over by pen on its line."""
    picture = paper()
    box(picture, X, Y)
    box(picture, X + STEP, Y)
    for shift in (0, 3):
        stroke(picture, *((x, y + shift) for x, y in FILLING), thickness=8)
    return picture


def test_a_filled_box_is_found_by_its_partner() -> None:
    """A box painted over by pen stands where an empty one says that boxes stand."""
    known, found = boxes(one_filled())
    assert any(near(s, X + STEP) for s in (*known, *found))


def test_faint_boxes_are_found_by_each_other() -> None:
    """Two boxes of thin grey lines are found though neither is seen as plain ink."""
    picture = paper()
    for x in (X, X + STEP):
        cv2.rectangle(picture, (x, Y), (x + SIDE, Y + SIDE), 170, 2)
    cv2.rectangle(picture, (40, Y), (100, Y + 30), 10, -1)  # dark print sets the ink's level
    known, found = boxes(picture)
    assert not known
    assert sorted(s.x0 // STEP for s in found if near(s, X) or near(s, X + STEP)) == [0, 1]


def test_a_filled_box_is_found_by_the_one_above_it() -> None:
    """Options in lines below each other: a cross hides the second box from the search by sides."""
    below, picture = 110, paper()
    box(picture, X, Y)
    box(picture, X, Y + below)
    for shift in (0, 3):
        points = ((x - STEP, y + below + shift) for x, y in FILLING)
        stroke(picture, *points, thickness=8)
    drawn = sheet(picture)
    known = [s for s in likely_boxes(find_squares(drawn, drawn.ink), drawn.scale) if near(s, X)]
    line = Zone(20, Y + below - 30, 880, Y + below + SIDE + 30, em=46.0)
    (found,) = sought(drawn, soft_ink(drawn), [line], known)
    assert near(replace(found, top=found.top - below, bottom=found.bottom - below), X)


def test_a_box_alone_is_not_made_two() -> None:
    """Where nothing but one box and a line of print stands, no second box is seen."""
    picture = paper()
    box(picture, X, Y)
    cv2.putText(picture, "observaciones DO 0B8", (X + 90, Y + 40), 0, 1.6, 20, 4)
    known, found = boxes(picture)
    assert [near(s, X) for s in known] == [True]
    assert not found


SMALL = 22  # pixels: 5.3 points, `□` in type of 9 points


def test_a_small_box_is_found_in_its_line() -> None:
    """All over the page so small a square is a letter; the outline is part of the box."""
    picture = paper()
    box(picture, X, Y, side=SMALL, thickness=3)
    drawn = sheet(picture)
    assert not [s for s in find_squares(drawn, drawn.ink) if s.width > SMALL - 5]
    (found,) = small_squares(drawn, drawn.ink, ZONE, ())
    assert abs(found.x0 - X) <= 3
    assert abs(found.width - SMALL) <= 6


def test_a_small_ring_is_a_letter() -> None:
    """`O` has no corners, though squares can be drawn into it."""
    picture = paper()
    cv2.circle(picture, (X, Y), SMALL // 2 + 1, 20, 4)
    drawn = sheet(picture)
    assert small_squares(drawn, drawn.ink, ZONE, ()) == []


LARGE = 54  # pixels: 13 points, as Word draws the boxes of its old form fields


def thin_boxes() -> Gray:
    """Two large boxes in thin pale lines right below a border, a cross through the second."""
    picture = paper()
    cv2.line(picture, (20, Y - 6), (880, Y - 6), 20, 4)
    cv2.rectangle(picture, (40, Y + 100), (100, Y + 130), 10, -1)  # dark print
    for x in (X, X + STEP):
        for side in (0, LARGE):  # two pixels wide, as a scan blurs one
            picture[Y + side : Y + side + 2, x : x + LARGE + 2] = 140
            picture[Y : Y + LARGE + 2, x + side : x + side + 2] = 140
        cv2.line(picture, (x, Y + 20), (x, Y + 21), 245, 3)  # a gap, as a coarse scan leaves it
    stroke(picture, (X + STEP - 8, Y + 4), (X + STEP + LARGE + 8, Y + LARGE + 6))
    stroke(picture, (X + STEP - 8, Y + LARGE), (X + STEP + LARGE + 8, Y - 8))
    return picture


def test_a_large_box_in_thin_lines_is_found_below_a_border() -> None:
    """Its corners hold little ink, its lines have gaps, and the border runs along its top."""
    drawn = sheet(thin_boxes())
    zone = Zone(20, Y - 2, 880, Y + LARGE + 20, em=46.0)
    (empty,) = small_squares(drawn, soft_ink(drawn), zone, ())
    assert (abs(empty.x0 - X) <= 3, abs(empty.width - LARGE) <= 5) == (True, True)
    (crossed,) = sought(drawn, soft_ink(drawn), [zone], [empty])
    assert (abs(crossed.x0 - X - STEP) <= 5, abs(crossed.width - LARGE) <= 7) == (True, True)


def test_a_pen_in_another_column_is_found_by_the_empty_box() -> None:
    """The empty box tells how large the other is and how high it stands, columns away."""
    drawn = sheet(one_filled())
    empty = next(s for s in find_squares(drawn, drawn.ink) if near(s, X))
    found = sought_beside(drawn, soft_ink(drawn), empty, em=46.0)
    assert [near(s, X + STEP) for s in found] == [True]
