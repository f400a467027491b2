"""Printed help under a label: `Escriba con claridad.`, which is nobody's answer.

Many entities print under each label what to write there, without brackets. Such a line is
told from an answer by how the whole form is laid out, never by its words alone: it stands in
the label's own cell while the answers stand in cells of their own, or the same sentence
follows label after label with the answer after it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from normalize.text import squash
from normalize.values.nulls import is_filler, is_not_applicable
from normalize.wordings import CONSENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalize.flow import CellRef, Line
    from normalize.labels import Candidate
    from normalize.layout import Layout

_REPEATS = 3  # labels with the same sentence below, or with a sentence in the label's cell
_LETTERS = 8  # fewer are an answer such as "Sí" or "Todas"


class HelpTexts:
    """Which lines of one form are printed help, and which are in a label's cell unasked.

    `printed` and `doubtful` hold indexes of lines of the flow, and where in them the help begins.
    A doubtful one stands in its label's cell beside an answer in the answer's own cell, and no
    other label has the like: it is left over for a person rather than made a part of the answer.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.printed: dict[int, int] = {}
        self.doubtful: dict[int, int] = {}
        tails = {
            label: list(self._tail(label)) for label in layout.form.labels if label.field != CONSENT
        }
        self._in_label_cells(tails)
        self._repeated(tails)

    def is_printed(self, line: Line, start: int) -> bool:
        """Whether what begins at `start` in a line is printed help."""
        return start >= self.printed.get(line.index, start + 1)

    def is_doubtful(self, line: Line, start: int) -> bool:
        """Whether what begins at `start` in a line may be help or answer."""
        return start >= self.doubtful.get(line.index, start + 1)

    def _tail(self, label: Candidate) -> Iterator[int]:
        """The lines with text between a label and the next one, in the label's own cell."""
        lines = self.layout.flow.lines
        cells = lines[label.end.line].cells
        for line in lines[label.end.line + 1 :]:
            if line.cells != cells or self.layout.labels_on(line.index):
                return
            if not line.empty:
                yield line.index

    def _in_label_cells(self, tails: dict[Candidate, list[int]]) -> None:
        beside = {n: c for n in tails if (c := self._answer_cell(n)) is not None}
        answered = [n for n, cell in beside.items() if cell in self.layout.filled]
        if 2 * len(answered) <= len([n for n in tails if self.layout.cell_of(n) is not None]):
            return
        within = {label: self._within(label, tails[label]) for label in beside}
        helped = [label for label in answered if within[label]]
        if len(helped) >= _REPEATS:  # a habit of this form: so under questions left empty too
            for label in beside:
                self.printed.update(within[label])
        else:
            for label in helped:
                self.doubtful.update(within[label])

    def _within(self, label: Candidate, tail: list[int]) -> dict[int, int]:
        """What stands in a label's cell behind it: `/ Entity and area name`, sentences below."""
        rest = self.layout.flow.lines[label.end.line].text[label.end.offset :]
        told = len(squash(rest)) >= _LETTERS
        found = {label.end.line: label.end.offset} if told else {}
        return found | dict.fromkeys(tail, 0)

    def _answer_cell(self, label: Candidate) -> CellRef | None:
        """The cell of its own, right of the label or below it, where its answer would stand."""
        layout, cell = self.layout, self.layout.cell_of(label)
        if cell is None:
            return None
        right = next((c for c in layout.row(cell) if c.column > cell.column), None)
        if right is not None:
            return None if right in layout.in_cell else right
        grid = layout.grid(cell)
        below = cell.row + cell.height
        if below >= len(grid.rows) or len(grid.rows[below]) != 1:
            return None
        under = grid.rows[below][0]
        return None if under in layout.in_cell else under

    def _repeated(self, tails: dict[Candidate, list[int]]) -> None:
        """The same sentence after label after label, with something after it in most."""
        lines = self.layout.flow.lines
        said = {label: squash(lines[tail[0]].text) for label, tail in tails.items() if tail}
        counts = Counter(said.values())
        for words, count in counts.items():
            if count < _REPEATS or len(words) < _LETTERS:
                continue
            under = [label for label, text in said.items() if text == words]
            text = lines[tails[under[0]][0]].text
            if is_not_applicable(text) or is_filler(text):
                continue
            followed = [n for n in under if len(tails[n]) > 1 or self._is_answered_apart(n)]
            if 2 * len(followed) > count:
                self.printed.update((tails[label][0], 0) for label in under)

    def _is_answered_apart(self, label: Candidate) -> bool:
        return self._answer_cell(label) in self.layout.filled
