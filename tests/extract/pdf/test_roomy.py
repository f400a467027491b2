"""Places to mark as large as a cell, beside the words Sí and No."""

from __future__ import annotations

import pytest

from extract.model import MarkState
from tests.extract.pdf.sheets import Sheet, marks, rows, texts

_SIZES = [(28, 14), (40, 20), (60, 24), (100, 40)]


def _slots(width: float, height: float, *, before: bool = False) -> Sheet:
    """`Sí [ ]  No [ ]`, the boxes at x 100 and 320 and their middle at y 110."""
    sheet = Sheet()
    for x, word in ((100, "Sí"), (320, "No")):
        sheet.text(x + width + 6 if before else x - 22, 113, word)
        sheet.rect(x, 110 - height / 2, width, height)
    return sheet


def _states(sheet: Sheet) -> list[MarkState]:
    return [mark.state for mark in marks(sheet.read())]


@pytest.mark.parametrize("size", _SIZES)
@pytest.mark.parametrize("before", [False, True])
def test_empty_places_are_empty_boxes(size: tuple[float, float], before: bool) -> None:
    """They stand in the line of their words, whichever side they are on."""
    expected = "[off] Sí" if before else "Sí [off]"
    document = _slots(*size, before=before).read()
    assert expected in texts(document)[0]
    assert [mark.state for mark in marks(document)] == [MarkState.OFF] * 2


@pytest.mark.parametrize("size", _SIZES)
@pytest.mark.parametrize(("x", "states"), [(100, ("on", "off")), (320, ("off", "on"))])
def test_a_typed_sign_marks_its_own_place(
    size: tuple[float, float], x: float, states: tuple[str, str]
) -> None:
    """An X in No's place is never read beside Sí."""
    sheet = _slots(*size).text(x + size[0] / 2 - 4, 114, "X")
    assert tuple(map(str, _states(sheet))) == states


@pytest.mark.parametrize("size", _SIZES)
def test_a_drawn_cross_marks_its_own_place(size: tuple[float, float]) -> None:
    """Two slanted strokes do as much."""
    x, y = 320 + size[0] / 2, 110
    sheet = _slots(*size).line(x - 5, y - 5, x + 5, y + 5).line(x - 5, y + 5, x + 5, y - 5)
    assert _states(sheet) == [MarkState.OFF, MarkState.ON]


def test_places_of_four_lines_are_boxes_too() -> None:
    """Word processors draw a cell's borders as lines of their own."""
    sheet = Sheet().text(78, 113, "Sí").text(298, 113, "No").text(325, 113, "X")
    for x in (100, 320):
        sheet.grid([x, x + 30], [102, 118])
    assert _states(sheet) == [MarkState.OFF, MarkState.ON]


def test_places_under_their_words_are_boxes() -> None:
    """The word stands above its place."""
    sheet = Sheet().text(112, 98, "Sí").text(332, 98, "No")
    sheet.rect(100, 104, 40, 20).rect(320, 104, 40, 20).text(336, 118, "X")
    assert _states(sheet) == [MarkState.OFF, MarkState.ON]


def test_a_speck_is_no_mark() -> None:
    """A spot far smaller than its box is dirt, or what an eraser left: nobody's Sí."""
    sheet = Sheet().text(72, 100, "Sí").text(132, 100, "No")
    sheet.rect(92, 90, 11, 11).rect(152, 90, 11, 11)
    sheet.rect(97, 95, 1.2, 1.2, fill=1)
    assert _states(sheet)[0] is not MarkState.ON


def test_an_entry_beside_a_number_is_no_box() -> None:
    """`No. [ 123 ]` is an entry; without a Sí and its place there is no question."""
    sheet = Sheet().text(72, 113, "Contrato No.").rect(150, 102, 80, 16).text(160, 114, "123")
    document = sheet.read()
    assert not marks(document)
    assert rows(document) == [[["123"]]]
