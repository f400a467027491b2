"""What was put into a box by pen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extract.model import MarkState

pytest.importorskip("cv2")

import cv2
import numpy as np

from extract.ocr.hidden import soft_ink, sought
from extract.ocr.pen import Inked, judge, strokes_of
from extract.ocr.squares import Square, Zone, find_squares, likely_boxes
from extract.ocr.straighten import straightened
from tests.extract.ocr.drawing import SIDE, box, paper, sheet, stroke
from tests.forms.consent_strips import FACES, draw_strip
from tests.forms.strokes import Stroke

if TYPE_CHECKING:
    from extract.ocr.picture import Gray

ON, OFF, UNSURE = MarkState.ON, MarkState.OFF, MarkState.UNSURE
X, Y = 200, 150  # the left box; the right one stands 300 pixels further
STEP = 300
ZONE = Zone(20, Y - 60, 880, Y + SIDE + 60, em=46.0)
TICK = ((X + 6, Y + 20), (X + 16, Y + 36), (X + 52, Y - 14))
CROSS = ((X + 4, Y + 4), (X + 38, Y + 38)), ((X + 38, Y + 4), (X + 4, Y + 38))
BIG_CROSS = ((X - 8, Y - 8), (X + 50, Y + 50)), ((X + 50, Y - 8), (X - 8, Y + 50))
TO_THE_OTHER = ((X + 10, Y + 20), (X + 20, Y + 40), (X + STEP + 4, Y + 4))
FILL = tuple((X + 6 + 30 * (i % 2), Y + 4 + 3 * i) for i in range(12))
LOOSE = tuple((X - 6 + 9 * i, Y - 25 if i % 2 else Y + 67) for i in range(7))
SCRIBBLE = tuple((X - 20 + 80 * (i % 2), Y - 26 + 7 * i) for i in range(14))


def states(*strokes: tuple[tuple[int, int], ...], level: int = 40) -> list[MarkState]:
    """The states of two boxes with these strokes drawn."""
    picture = paper()
    for x in (X, X + STEP):
        box(picture, x, Y)
    for points in strokes:
        stroke(picture, *points, level=level)
    drawn = sheet(picture)
    squares = likely_boxes(find_squares(drawn, drawn.ink), drawn.scale)
    squares += sought(drawn, soft_ink(drawn), [ZONE], squares)
    inked = judge(drawn, drawn.ink, sorted(squares, key=lambda square: square.x0))
    return [one.state for one in inked]


@pytest.mark.parametrize(
    ("strokes", "expected"),
    [
        ((), [OFF, OFF]),
        ((TICK,), [ON, OFF]),
        (CROSS, [ON, OFF]),
        ((FILL,), [ON, OFF]),
        ((SCRIBBLE,), [UNSURE, OFF]),
        ((((X + 20, Y + 20), (X + 24, Y + 21)),), [UNSURE, OFF]),
        ((((X + 4, Y + 20), (X + STEP + SIDE - 4, Y + 22)),), [UNSURE, UNSURE]),
        ((((X + 4, Y + 20), (X + SIDE + 90, Y + 22)),), [UNSURE, OFF]),
        (BIG_CROSS, [ON, OFF]),
        ((TO_THE_OTHER,), [UNSURE, UNSURE]),
    ],
    ids=[
        "empty",
        "tick",
        "cross",
        "filled",
        "scribbled over",
        "dot",
        "one stroke through both",
        "a stroke that runs on",
        "a cross beyond its corners",
        "a tick that ends at the other box",
    ],
)
def test_states(
    strokes: tuple[tuple[tuple[int, int], ...], ...], expected: list[MarkState]
) -> None:
    """A clear stroke marks, bare paper does not, and anything between is unsure."""
    assert states(*strokes) == expected


@pytest.mark.skipif(not FACES["serif"].exists(), reason="the fonts are not installed")
@pytest.mark.parametrize(
    ("seed", "stroke", "expected"),
    [(8312, 1, [OFF, ON]), (8318, 0, [ON, ON])],
)
def test_a_thick_tick_leaves_its_box(seed: int, stroke: int, expected: list[MarkState]) -> None:
    """What leaves a small box once, upwards, was drawn for it, however little lies inside."""
    strip = draw_strip(seed)
    assert strip.strokes[stroke] is Stroke.LONG_TICK
    drawn = straightened(strip.picture, strip.wear.dpi / 72)
    found = likely_boxes(find_squares(drawn, drawn.ink), drawn.scale)
    squares = sorted((s for s in found if s.sharp), key=lambda square: square.top)[-2:]
    inked = judge(drawn, drawn.ink, sorted(squares, key=lambda square: square.x0))
    assert [one.state for one in inked] == expected


@pytest.mark.skipif(not FACES["serif"].exists(), reason="the fonts are not installed")
@pytest.mark.parametrize("seed", [8007, 8075])
def test_a_tick_along_the_sides_is_one(seed: int) -> None:
    """Beside an empty box it is seen how thick the outline is, and where the tick begins."""
    strip = draw_strip(seed)
    assert strip.strokes == (None, Stroke.TICK)
    drawn = straightened(strip.picture, strip.wear.dpi / 72)
    found = likely_boxes(find_squares(drawn, drawn.ink), drawn.scale)
    squares = sorted((s for s in found if s.sharp), key=lambda square: square.top)[-2:]
    inked = judge(drawn, drawn.ink, sorted(squares, key=lambda square: square.x0))
    assert [one.state for one in inked] == [OFF, ON]


@pytest.mark.parametrize("radius", [6, 9, 11, 12])
def test_a_blot_is_no_mark(radius: int) -> None:
    """A thick dot in a box, as a pen that was put down leaves it, is in doubt."""
    picture = paper()
    for x in (X, X + STEP):
        box(picture, x, Y)
    cv2.circle(picture, (X + SIDE // 2, Y + SIDE // 2), radius, 40, -1)
    drawn = sheet(picture)
    squares = likely_boxes(find_squares(drawn, drawn.ink), drawn.scale)
    squares += sought(drawn, soft_ink(drawn), [ZONE], squares)
    inked = judge(drawn, drawn.ink, sorted(squares, key=lambda square: square.x0))
    assert inked[0].state is not ON


def test_a_faint_mark_is_no_empty_box() -> None:
    """A pencil mark that hardly shows is never taken for an empty box."""
    assert states(TICK, level=205)[0] is not OFF


def test_a_border_beside_a_box_is_none_of_its_sides() -> None:
    """A box at the foot of its cell that was found too large is as empty as any."""
    picture = paper()
    box(picture, X, Y)
    foot = Y + SIDE + 8
    cv2.line(picture, (20, foot), (880, foot), 20, 3)
    drawn = sheet(picture)
    ink = drawn.ink.copy()
    ink[foot - 2 : foot + 3] = 0
    found = Square(X - 2, Y - 2, X + SIDE + 3, Y + SIDE + 5)
    assert [one.state for one in judge(drawn, ink, [found])] == [OFF]


def test_the_line_below_a_box_is_no_scribble() -> None:
    """Where lines are set close, the next one's letters reach into the band below the box."""
    picture = paper()
    for x in (X, X + STEP):
        box(picture, x, Y)
    stroke(picture, *CROSS[0])
    for x in range(X - 20, X + SIDE + 20, 12):
        cv2.line(picture, (x, Y + SIDE + 9), (x, Y + SIDE + 40), 20, 8)
    drawn = sheet(picture)
    squares = likely_boxes(find_squares(drawn, drawn.ink), drawn.scale)
    squares += sought(drawn, soft_ink(drawn), [ZONE], squares)
    squares = [s for s in squares if abs(s.top - Y) < 8]
    inked = judge(drawn, drawn.ink, sorted(squares, key=lambda square: square.x0))
    assert [one.state for one in inked] == [ON, OFF]


def test_a_stroke_is_followed_beyond_a_ruling_line() -> None:
    """The ends of a large cross lie beyond the borders of its row; they are no letters."""
    picture = paper()
    box(picture, X, Y)
    for points in BIG_CROSS:
        stroke(picture, *points)
    drawn = sheet(picture)
    ink = drawn.ink.copy()
    ink[Y - 5 : Y - 1] = 0
    marked = [Inked(Square(X, Y, X + SIDE, Y + SIDE), ON, 0.5, 0.0)]
    assert strokes_of(drawn, ink, marked)[Y - 8].any()


def test_a_scribble_between_rules_is_one() -> None:
    """Rules taken out of the ink part a scribble's ends from the box; it is a scribble still."""
    picture = paper()
    for x in (X, X + STEP):
        box(picture, x, Y)
    stroke(picture, *LOOSE, thickness=8)
    drawn = sheet(picture)
    squares = [Square(x, Y, x + SIDE, Y + SIDE) for x in (X, X + STEP)]
    for y in (Y - 5, Y + SIDE + 3):
        cv2.line(picture, (20, y), (880, y), 20, 3)
    ruled = sheet(picture)
    ink = ruled.ink.copy()
    for y in (Y - 5, Y + SIDE + 3):
        ink[y - 2 : y + 3] = 0
    assert judge(drawn, drawn.ink, squares)[0].state is UNSURE
    assert judge(ruled, ink, squares)[0].state is UNSURE


def soft(picture: Gray, blur: float) -> Gray:
    """The picture as a coarse scan shows it."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), blur), np.uint8)


def small(mark: str = "", level: int = 60) -> MarkState:
    """The state of a box of six points at 150 dots, drawn twice as fine, with something in it."""
    picture = paper()
    side = 22
    for x in (X, X + STEP):
        box(picture, x, Y, side, 4)
    middle = X + side // 2, Y + side // 2
    if mark == "dot":
        cv2.circle(picture, middle, 3, level, -1)
    elif mark == "along a side":
        stroke(picture, (X + 3, Y + 7), (X + side - 3, Y + 7), thickness=3, level=level)
    elif mark == "filled":
        cv2.rectangle(picture, (X, Y), (X + side, Y + side), level, -1)
    drawn = sheet(soft(picture, 2.2))
    squares = [Square(x - 1, Y - 1, x + side + 2, Y + side + 2) for x in (X, X + STEP)]
    return judge(drawn, drawn.ink, squares)[0].state


def test_a_small_soft_box_is_empty_where_its_sides_fade_alike() -> None:
    """Print is as soft within a box as around it; whatever is darker inwards was added."""
    assert small() is OFF
    for mark in ("dot", "along a side"):
        assert small(mark) is not OFF
        assert small(mark, level=150) is not OFF


def test_a_small_box_that_is_all_ink_is_marked_beside_an_empty_one() -> None:
    """Of the inside little is seen; the other box tells that the square is a box."""
    assert small("filled") is ON


def test_a_blot_far_larger_than_the_other_box_takes_a_mark_back() -> None:
    """A pen that fills a box stays within it."""
    picture = paper()
    box(picture, X + STEP, Y)
    for points in CROSS:
        stroke(picture, *((x + STEP, y) for x, y in points))
    cv2.rectangle(picture, (X - 14, Y - 6), (X + SIDE + 14, Y + SIDE + 14), 40, -1)
    drawn = sheet(picture)
    squares = [
        Square(X - 8, Y - 4, X + SIDE + 8, Y + SIDE + 10),
        Square(X + STEP, Y, X + STEP + SIDE, Y + SIDE),
    ]
    assert [one.state for one in judge(drawn, drawn.ink, squares)] == [UNSURE, ON]


@pytest.mark.parametrize("thickness", [3, 5])
@pytest.mark.parametrize("share", [0.6, 1.0])
def test_a_stroke_along_a_side_is_no_side(thickness: int, share: float) -> None:
    """A side of print is as thick as the one across, and as the other box's."""
    picture = paper()
    for x in (X, X + STEP):
        box(picture, x, Y)
    for points in CROSS:
        stroke(picture, *points)
    inner = X + STEP + SIDE - 2 - thickness // 2
    end = Y + 4 + round(share * (SIDE - 8))
    cv2.line(picture, (inner, Y + 4), (inner, end), 40, thickness)
    drawn = sheet(picture)
    squares = [Square(x - 2, Y - 2, x + SIDE + 3, Y + SIDE + 3) for x in (X, X + STEP)]
    assert judge(drawn, drawn.ink, squares)[1].state is not OFF
