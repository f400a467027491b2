"""Step 7: lines of one column to paragraphs, with page-width breaks undone.

Between two lines the break is the writer's own (hard) where the next line's first word would
have fitted into the room left, where the gap is wider than the usual line pitch, where the
next line is indented or opens a list item; else it is the page's (soft). In justified text a
line that falls short of the edge is a paragraph's last, and the room left on a full line is
what it would have left unstretched (a line that the writer broke is stretched as well).

One case cannot be told from the two lines: a sentence ends where the line is full. Whether its
paragraph ended too or the sentence only happened to end there, the next word was as unlikely to
fit; so it is judged by how often the document's sentences end a paragraph (with room left and no
gap below) and how often they end within one.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from extract.pdf.inlines import to_paragraph
from extract.pdf.judge import SENTENCE_WITHIN, Column, Judge
from extract.pdf.telltales import NO_HABITS, Count, Habits, Telltales

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extract.model import Paragraph
    from extract.pdf.telltales import LineEnd
    from extract.pdf.words import Line

_USUAL_PADDING = 5.4  # points


def habits_of(columns: Iterable[tuple[Sequence[Line], Column]]) -> Habits:
    """The habits that all columns of a document show together."""
    ending = gapped = within = 0
    soft: list[LineEnd] = []
    hard: list[LineEnd] = []
    last_lines: list[Line] = []
    flush = Count()
    for lines, column in columns:
        judge = Judge(lines, column, NO_HABITS)
        for last, line in pairwise(lines):
            tight, wide = judge.ends_tight(last, line), judge.ends_gapped(last, line)
            ending, gapped = ending + tight, gapped + wide
            if judge.parts(last, line):
                hard.append(judge.line_end(last, line))
            elif judge.runs_on(last, line):
                soft.append(judge.line_end(last, line))
                flush.add(judge.is_flush(last))
        last_lines += lines[-1:]
        within += sum(len(SENTENCE_WITHIN.findall(line.text)) for line in lines)
    return Habits(ending, gapped, within, flush, Telltales.of(soft, hard, last_lines))


def to_paragraphs(
    lines: Sequence[Line], column: Column, habits: Habits = NO_HABITS
) -> list[Paragraph]:
    """The paragraphs of lines in reading order; lines may stand on more than one page."""
    found: list[Paragraph] = []
    for group, guesses in _grouped(lines, column, habits):
        paragraph = to_paragraph(group)
        found.append(replace(paragraph, guesses=guesses) if guesses else paragraph)
    return found


def group_lines(
    lines: Sequence[Line], column: Column, habits: Habits = NO_HABITS
) -> list[list[Line]]:
    """The lines of each paragraph."""
    return [group for group, _ in _grouped(lines, column, habits)]


def _grouped(lines: Sequence[Line], column: Column, habits: Habits) -> list[tuple[list[Line], int]]:
    """The lines of each paragraph, and how many of its line ends were guessed."""
    judge = Judge(lines, column, habits)
    groups: list[tuple[list[Line], int]] = []
    for line in lines:
        if not groups:
            groups.append(([line], 0))
            continue
        group, guesses = groups[-1]
        told = judge.told(group, line)
        guess = told is None
        if judge.ends_by_chance(group[-1], line) if told is None else told:
            groups.append(([line], int(guess)))
        else:
            group.append(line)
            groups[-1] = (group, guesses + guess)
    return groups


def cell_column(x0: float, x1: float, lines: Sequence[Line]) -> Column:
    """A cell's text column: its padding is taken to be the same on both sides."""
    if not lines:
        return Column(x0, x1)
    left = min(n.box.x0 for n in lines)
    padding = left - x0
    if not 0 <= padding <= 14:
        padding, left = _USUAL_PADDING, min(left, x0 + _USUAL_PADDING)
    return Column(left, _right_edge(lines, x1 - max(padding, 0.5)))


def body_column(lines: Sequence[Line]) -> Column:
    """The text column of lines outside tables: as wide as the widest of them."""
    left = min(n.box.x0 for n in lines)
    return Column(left, max(n.box.x1 for n in lines))


def _right_edge(lines: Sequence[Line], guess: float) -> float:
    """Where lines end at one and the same place, text is justified and that is the edge."""
    widest = max(n.box.x1 for n in lines)
    flush = sum(abs(n.box.x1 - widest) < 0.4 for n in lines)
    return widest if flush >= 3 or widest > guess else guess
