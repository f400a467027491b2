"""Lines that are no part of the form's text: footnotes of printed and of scanned pages."""

from __future__ import annotations

import pytest

from extract.model import Box
from extract.pdf.geometry import Edge, Word
from extract.pdf.running import split_footnotes
from extract.pdf.words import to_lines

RULE = Edge(horizontal=True, at=700.0, start=60.0, end=180.0)


def words(y: float, *texts: str, scanned: bool) -> list[Word]:
    """Words of one line in the body's type size."""
    return [
        Word(t, Box(1, 62 + 60 * n, y - 9, 112 + 60 * n, y + 2), 10.0, y, scanned=scanned)
        for n, t in enumerate(texts)
    ]


@pytest.mark.parametrize(("rules", "scanned", "notes"), [([RULE], True, 1), ([], True, 0)])
def test_a_scanned_footnote_is_told_by_its_rule(
    rules: list[Edge], *, scanned: bool, notes: int
) -> None:
    """Whether a number is raised, or small, does not show for certain in a picture."""
    page = words(680, "Se", "revisó", "todo.", scanned=scanned)
    page += words(718, "1", "Banco", "Interamericano", scanned=scanned)
    body, found = split_footnotes(to_lines(page), 10.0, rules)
    assert (len(body), len(found)) == (2 - notes, notes)


def test_a_numbered_line_in_print_is_no_footnote() -> None:
    """In print the type tells: a list's first item under a rule stays."""
    page = words(718, "1", "Banco", "Interamericano", scanned=False)
    assert split_footnotes(to_lines(page), 10.0, [RULE])[1] == []


@pytest.mark.parametrize("sign", ["1'Banco", "1Banco", "1”Banco", "1*Banco"])
def test_a_raised_number_may_be_read_as_part_of_a_word(sign: str) -> None:
    """A footnote between the parts of a table would else end the table."""
    page = words(718, sign, "Interamericano", "de", scanned=True)
    assert len(split_footnotes(to_lines(page), 10.0, [RULE])[1]) == 1


def test_a_footnotes_second_line_may_be_measured_larger() -> None:
    """The type size of a scanned line is told from its letters, a little off by chance."""
    page = words(718, "1", "Banco", "Interamericano", scanned=True)
    page = [word._replace(size=8.0) for word in page]
    page += [
        word._replace(size=9.3) for word in words(729, "lecciones", "aprendidas.", scanned=True)
    ]
    body, found = split_footnotes(to_lines(page), 9.3, [RULE])
    assert (len(body), [len(note) for note in found]) == (0, [2])
