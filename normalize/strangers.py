"""Questions that the template does not know: what follows them is nobody's answer.

A stranger is told by how it stands, as the form's own labels do (a row of its own between
answers, bold type, a question), or by name (`other_questions` of the template).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from normalize.flow import OBJECT, Joint
from normalize.layout import is_alone, is_bold
from normalize.text import NUMBERING, squash
from schemas.template import FieldType

if TYPE_CHECKING:
    from normalize.flow import CellRef, Line
    from normalize.labels import Candidate
    from normalize.layout import Layout
    from schemas.template import Template

_LONGEST = 200  # letters: no question is longer
_SHORT = 120
_HEADED = re.compile(r"[^\W\d_][^:]{2,45}:(?:\s|$)")


@lru_cache(maxsize=16)
def _names(template: Template) -> frozenset[str]:
    return frozenset(squash(name) for name in template.other_questions)


class Strangers:
    """Tells unknown questions from answers, for one form."""

    def __init__(self, layout: Layout, template: Template) -> None:
        self.layout = layout
        self.names = _names(template)
        self.kinds = {f.id: f.kind for f in template.fields}
        ways = [_is_joined(layout, label) for label in layout.form.labels]
        self.joined = ways.count(True) > ways.count(False)  # `Label: answer`, all through
        self.joined = self.joined or self._asks_joined()

    def begins(
        self, label: Candidate, line: Line, answer: CellRef | None, *, answered: bool
    ) -> bool:
        """True where the line below the answer of `label` asks something else.

        `answer` is the cell that the label's answer began in, None where it has none.
        """
        if self.layout.same_row(label, line) or line.joint is Joint.TAB:
            return False
        text = line.text.strip()
        if len(text) > _LONGEST or OBJECT in text or line.marker:
            return False
        if answered and self._in_next_row(label, line, answer):
            return True
        narrative = self.kinds.get(label.field) is FieldType.NARRATIVE
        if self.named(text, headed=self.joined or not narrative):
            return answered or is_bold(line) or line.joint is Joint.PARAGRAPH
        asks = text.startswith("¿") and text.endswith("?")
        bold_like_labels = is_bold(line) and self.layout.labels_are_bold
        if narrative:
            return bold_like_labels and asks
        headed = _HEADED.match(text) is not None
        return (answered and (headed or bold_like_labels)) or (
            bold_like_labels and (asks or text.endswith(":"))
        )

    def named(self, text: str, *, headed: bool) -> bool:
        """True for a question known by name, alone or (`headed`) before a colon."""
        numbering = NUMBERING.match(text)
        bare = text[numbering.end() :] if numbering else text
        head, colon, rest = bare.partition(":")
        if squash(head) in self.names:
            return not rest.strip() or (bool(colon) and headed)
        return squash(bare) in self.names

    def _asks_joined(self) -> bool:
        """Whether a known question stands with its answer on one line below a short answer.

        Inside a narrative the same words may be the writer's; there they prove nothing.
        """
        labels = self.layout.form.labels
        for label, following in pairwise(labels):
            if self.kinds.get(label.field) in (None, FieldType.NARRATIVE):
                continue
            between = self.layout.flow.lines[label.end.line + 1 : following.start.line]
            if any(":" in n.text and self.named(n.text.strip(), headed=True) for n in between):
                return True
        return False

    def _in_next_row(self, label: Candidate, line: Line, answer: CellRef | None) -> bool:
        """A row of its own after the row of the answer, as labels have in this table."""
        cell = line.cell
        if cell is None or answer is None or cell.table != answer.table or cell.row <= answer.row:
            return False
        if cell.row_cells != 1 or cell.row < answer.row + answer.height:
            return False
        if answer == self.layout.cell_of(label):
            return True
        text = line.text.strip()
        return is_alone(self.layout.flow, line) and len(text) < _SHORT and text[-1] not in ".,;"


def _is_joined(layout: Layout, label: Candidate) -> bool | None:
    """Whether the answer begins in the label's own paragraph; None where there is none."""
    if not label.full:
        return True
    after = label.end.line + 1
    lines = layout.flow.lines
    if after >= len(lines) or lines[after].empty or layout.labels_on(after):
        return None
    return lines[after].joint is Joint.LINE
