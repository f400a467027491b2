"""Which lines of a label's and an answer's column stand in one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.model import Box
from extract.pdf.geometry import Word
from extract.pdf.rows import Bounds, to_rows
from extract.pdf.words import to_lines

if TYPE_CHECKING:
    from extract.pdf.words import Line

PITCH = 13.0
FULL = "una línea entera de la respuesta que va de lado a lado"


def column(x: float, start: int, *texts: str) -> list[Line]:
    """Lines of ten points below each other, the first one so many lines down."""
    words = []
    for number, text in enumerate(texts, start):
        y, left = 100 + PITCH * number, x
        for part in text.split():
            right = left + 5.0 * len(part)
            words.append(Word(part, Box(1, left, y - 9, right, y + 2), 10.0, y))
            left = right + 2.5
    return to_lines(words)


def test_rows_level_at_their_ends_by_chance_begin_where_their_labels_do() -> None:
    """On a page that an answer goes on: few forms set their labels at the foot of their rows."""
    labels = [
        *column(60, 3, "Describa el impacto", "que generó la", "situación"),
        *column(60, 6, "¿Cuál fue la", "lección?"),
    ]
    answers = column(240, 0, *(FULL + "." * (n in {2, 5, 7}) for n in range(8)))
    rows = to_rows(labels, answers, Bounds(), continued=True)
    assert [(len(row.left), len(row.right)) for row in rows] == [(0, 3), (3, 3), (2, 2)]
