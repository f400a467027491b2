"""Ticks, crosses, rings and rules drawn by hand or by a viewer's tools."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from extract import pdf
from extract.model import MarkShape, MarkState, Origin
from tests.extract.pdf.annotated import with_annotations
from tests.extract.pdf.sheets import Sheet, marks, runs, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.extract.pdf.annotated import Corners

# where `Sí` (x 72) and `No` (x 132) and the room behind them stand, in points from the bottom
_YES, _NO = (72.0, 690.0, 82.0, 701.0), (132.0, 690.0, 146.0, 701.0)
_BY_YES, _BY_NO = (92.0, 690.0, 102.0, 700.0), (154.0, 690.0, 164.0, 700.0)


def _words() -> Sheet:
    return Sheet().text(72, 100, "Sí").text(132, 100, "No")


def _around(corners: Corners, by: float) -> Corners:
    x0, y0, x1, y1 = corners
    return (x0 - by, y0 - by, x1 + by, y1 + by)


def _cross(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    sheet.canvas.line(x0, y0, x1, y1)
    sheet.canvas.line(x0, y1, x1, y0)


def _path(sheet: Sheet, points: list[tuple[float, float]], *, fill: bool = False) -> None:
    path = sheet.canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    sheet.canvas.drawPath(path, stroke=0 if fill else 1, fill=int(fill))


def _tick(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    _path(sheet, [(x0, (y0 + y1) / 2), (x0 + 3, y0), (x1, y1)])


def _solid_tick(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    points = [(x0, y0 + 5), (x0 + 4, y0), (x1, y1), (x0 + 4, y0 + 3), (x0, y0 + 5)]
    _path(sheet, points, fill=True)


def _round_tick(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    path = sheet.canvas.beginPath()
    path.moveTo(x0, y0 + 5)
    path.curveTo(x0 + 2, y0 + 3, x0 + 3, y0, x0 + 4, y0)
    path.curveTo(x0 + 6, y0 + 5, x1 - 2, y1 - 2, x1, y1)
    sheet.canvas.drawPath(path, stroke=1, fill=0)


@pytest.mark.parametrize("draw", [_cross, _tick, _solid_tick, _round_tick])
def test_a_sign_that_is_part_of_the_page_marks_the_word_beside(
    draw: Callable[[Sheet, float, float, float, float], None],
) -> None:
    """Viewers that flatten what was drawn leave plain strokes beside the word."""
    sheet = _words()
    draw(sheet, *_BY_NO)
    assert texts(sheet.read()) == ["Sí\tNo [on]"]


def test_strokes_away_from_the_options_are_drawings() -> None:
    """A cross in a logo is no mark."""
    sheet = _words()
    _cross(sheet, 300, 400, 310, 410)
    assert marks(sheet.read()) == []


def test_a_ring_drawn_on_the_page_holds_its_word() -> None:
    """An ellipse around a word is a ring; around both it tells nothing."""
    sheet = _words()
    sheet.canvas.ellipse(*_around(_NO, 4))
    (mark,) = marks(sheet.read())
    assert (mark.shape, mark.state) == (MarkShape.RING, MarkState.ON)
    sheet = _words()
    sheet.canvas.ellipse(66, 680, 152, 712)
    assert [m.state for m in marks(sheet.read())] == [MarkState.UNSURE]


def test_a_cross_over_a_word_is_unsure() -> None:
    """Who crosses a word may choose it or take it back."""
    sheet = _words()
    _cross(sheet, *_YES)
    assert [m.state for m in marks(sheet.read())] == [MarkState.UNSURE]
    data = with_annotations(_words().data(), [("Ink", _YES, "")])
    assert [m.state for m in marks(pdf.read(data))] == [MarkState.UNSURE]


def test_a_stroke_as_large_as_a_signature_is_unsure() -> None:
    """A signature beside the options chooses none of them."""
    data = with_annotations(_words().data(), [("Ink", (160, 680, 230, 715), "")])
    assert [m.state for m in marks(pdf.read(data))] == [MarkState.UNSURE]


@pytest.mark.parametrize("kind", ["Stamp", "Ink"])
def test_what_is_laid_over_both_options_is_unsure(kind: str) -> None:
    """A stamp across the answer may void it, and one elsewhere says nothing of it."""
    over = with_annotations(_words().data(), [(kind, (60, 650, 260, 730), "")])
    assert [m.state for m in marks(pdf.read(over))] == [MarkState.UNSURE]
    elsewhere = with_annotations(_words().data(), [(kind, (60, 250, 260, 330), "")])
    assert not marks(pdf.read(elsewhere))


def test_a_stroke_over_two_boxes_is_unsure() -> None:
    """Two boxes under one stroke: nobody can tell which one was meant."""
    sheet = _words().rect(92, 90, 11, 11).rect(152, 90, 11, 11)
    data = with_annotations(sheet.data(), [("Stamp", (90, 685, 168, 705), "")])
    assert {m.state for m in marks(pdf.read(data))} == {MarkState.UNSURE}


def test_a_picture_beside_an_option_is_unsure() -> None:
    """A tick pasted as an image may be an empty box as well."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    picture = io.BytesIO()
    Image.new("L", (12, 12), 30).save(picture, "PNG")
    sheet = _words()
    sheet.canvas.drawImage(ImageReader(picture), 92, 690, 11, 11)
    assert [m.state for m in marks(sheet.read())] == [MarkState.UNSURE]


def test_a_level_line_through_a_word_strikes_it_out() -> None:
    """A line drawn with a viewer's tool takes the word back; it does not mark it."""
    x0, y0, x1, _ = _NO
    data = with_annotations(
        _words().data(), [("Line", (x0 - 2, y0, x1 + 2, y0 + 10), "")], line=(x0, 694, x1, 694)
    )
    document = pdf.read(data)
    assert marks(document) == []
    assert [r.text for r in runs(document) if r.style.strike] == ["No"]


def test_a_highlighted_word_is_highlighted() -> None:
    """By an annotation, or by a strip of bright colour painted under it."""
    data = with_annotations(_words().data(), [("Highlight", _YES, "")])
    assert [r.text for r in runs(pdf.read(data)) if r.style.highlight] == ["Sí"]
    sheet = Sheet()
    sheet.canvas.setFillColorRGB(1, 1, 0)
    sheet.rect(71, 90, 12, 13, stroke=0, fill=1)
    sheet.canvas.setFillColorRGB(0, 0, 0)
    sheet.text(72, 100, "Sí").text(132, 100, "No")
    assert [r.text for r in runs(sheet.read()) if r.style.highlight] == ["Sí"]


def test_a_cross_larger_than_its_box_marks_it() -> None:
    """People draw past the edges."""
    sheet = _words().rect(92, 90, 11, 11).rect(152, 90, 11, 11)
    _cross(sheet, 88, 687, 107, 706)
    assert [m.state for m in marks(sheet.read())] == [MarkState.ON, MarkState.OFF]


def test_annotations_off_the_page_are_not_read() -> None:
    """What lies outside the page is out of sight."""
    data = with_annotations(_words().data(), [("FreeText", (900, 690, 910, 700), "X")])
    assert texts(pdf.read(data)) == ["Sí\tNo"]


def test_paragraphs_typed_over_the_page_stay_apart() -> None:
    """A break that was typed is a break, and printed lines do not run on into typed ones."""
    typed = "Se presentó una demora en la entrega de los informes.\rHubo un segundo caso."
    sheet = Sheet().text(72, 100, "Describa la situación o experiencia que se presentó en su área")
    data = with_annotations(sheet.data(), [("FreeText", (72, 640, 380, 685), typed)])
    assert texts(pdf.read(data))[1:] == typed.split("\r")


def test_a_typed_paragraph_fills_its_box_from_the_top() -> None:
    """A long text typed over the page belongs to the cell in which its first line stands."""
    long = "Se presentó una demora en la entrega de los informes finales del archivo. " * 3
    sheet = Sheet().grid([72, 250, 540], [90, 115, 200]).text(78, 106, "Tema").text(78, 131, "Qué")
    data = with_annotations(sheet.data(), [("FreeText", (256, 590, 536, 675), long)])
    (run,) = (r for r in runs(pdf.read(data)) if r.origin is Origin.ANNOTATION)
    assert run.text == long.strip()


def _ticked_square() -> Sheet:
    """`Sí [X]  No [ ]` with drawn squares, the letter typed into the first."""
    sheet = Sheet().text(72, 100, "Sí").text(132, 100, "No")
    return sheet.rect(92, 90, 11, 11).rect(152, 90, 11, 11).text(94, 99.5, "X")


def test_a_mark_struck_through_is_unsure() -> None:
    """A line through a marked box and out on both sides takes the mark back."""
    sheet = _ticked_square().line(89, 95.5, 106, 95.5)
    assert [m.state for m in marks(sheet.read())] == [MarkState.UNSURE, MarkState.OFF]


def test_a_mark_painted_over_is_unsure() -> None:
    """A letter in the file that a white patch covers is nobody's Sí."""
    sheet = _ticked_square()
    sheet.canvas.setFillColorRGB(1, 1, 1)
    sheet.rect(92.6, 90.6, 9.8, 9.8, fill=1, stroke=0)
    assert marks(sheet.read())[0].state is not MarkState.ON


def _boxed() -> bytes:
    return _words().rect(92, 92, 10, 10).rect(154, 92, 10, 10).data()


@pytest.mark.parametrize("by", [0.0, 2.0])
def test_ink_over_an_empty_drawn_box_marks_it(by: float) -> None:
    """What an annotation draws in a box does not count as ink of the page itself."""
    data = with_annotations(_boxed(), [("Ink", _around(_BY_YES, by), "")])
    assert [mark.state for mark in marks(pdf.read(data))] == [MarkState.ON, MarkState.OFF]


def _lined(*lines: Corners) -> list[MarkState]:
    """The states of both boxes after lines from corner to corner were drawn, each apart."""
    data = _boxed()
    for x0, y0, x1, y1 in lines:
        box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        data = with_annotations(data, [("Line", box, "")], line=(x0, y0, x1, y1))
    return [mark.state for mark in marks(pdf.read(data))]


def test_two_lines_that_cross_in_a_box_are_one_cross() -> None:
    """An X made with the line tool is two annotations, and one mark."""
    x0, y0, x1, y1 = _BY_YES
    assert _lined((x0, y0, x1, y1), (x0, y1, x1, y0)) == [MarkState.ON, MarkState.OFF]


def test_a_line_through_a_marked_box_may_take_it_back() -> None:
    """A second stroke that is no other arm of a cross leaves the mark in doubt."""
    x0, y0, x1, y1 = _BY_YES
    assert _lined((x0, y0, x1, y1), (x0, y0 + 1, x1, y1 + 1))[0] is MarkState.UNSURE
