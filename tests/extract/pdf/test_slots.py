"""Lines drawn to mark on, beside the words Sí and No."""

from __future__ import annotations

import pytest

from extract.model import MarkState
from tests.extract.pdf.sheets import Sheet, marks, texts

ON, OFF, UNSURE = MarkState.ON, MarkState.OFF, MarkState.UNSURE


def _lined(sign_at: float | None, *, before: bool = False) -> Sheet:
    """`Sí ____ No ____` (or the lines before their words), an X at a place on one of them."""
    sheet = Sheet()
    for start in (100.0, 220.0):
        word, line = (start + 60, start) if before else (start, start + 20)
        sheet.text(word, 100, "Sí" if start == 100 else "No").line(line, 102, line + 45, 102)
    return sheet if sign_at is None else sheet.text(sign_at, 100, "X")


@pytest.mark.parametrize(
    ("sign_at", "before", "states"),
    [
        (140, False, [ON, OFF]),
        (260, False, [OFF, ON]),
        (None, False, [OFF, OFF]),
        (120, True, [ON, OFF]),
        (240, True, [OFF, ON]),
    ],
)
def test_a_sign_on_a_drawn_line_marks_it(
    sign_at: float | None,
    before: bool,
    states: list[MarkState],
) -> None:
    """Each line is a place for a mark, and the one with the X on it is marked."""
    assert [mark.state for mark in marks(_lined(sign_at, before=before).read())] == states


def test_a_line_under_a_word_is_no_place_for_a_mark() -> None:
    """The line that underlines the word chosen stays its underline."""
    sheet = Sheet().text(100, 100, "Sí").text(220, 100, "No").line(98, 102, 116, 102)
    assert marks(sheet.read()) == []


def test_a_sign_that_a_line_runs_through_is_in_doubt() -> None:
    """An X on its line and struck out is no mark that anyone can be sure of."""
    assert [m.state for m in marks(_lined(140).line(134, 96.5, 154, 96.5).read())] == [UNSURE, OFF]


def test_lines_elsewhere_on_the_page_mark_nothing() -> None:
    """Only lines beside the words of a choice count: an answer's line is none."""
    sheet = Sheet().text(100, 100, "Nombre").line(150, 102, 250, 102).text(160, 100, "X")
    document = sheet.read()
    assert marks(document) == []
    assert "X" in " ".join(texts(document))


def test_one_line_between_both_words_is_no_place_for_a_mark() -> None:
    """`Sí __X__ No` may be the place of either word: the X stays a letter between them."""
    sheet = Sheet().text(100, 100, "Sí").text(220, 100, "No").text(160, 100, "X")
    assert marks(sheet.line(145, 102, 185, 102).read()) == []
