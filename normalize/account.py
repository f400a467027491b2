"""The account of all text: each stretch is label, answer, the form's own words, or left over.

Answers are what follows a label until the next one, corrected by the table: a value stands
right of its label or below it, never in a row that another (unknown) label heads.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from extract.model import Text
from normalize.flow import OBJECT, Joint
from normalize.labels import CONSENT, SECTION, TITLE
from normalize.text import fold, squash
from normalize.values.nulls import is_not_applicable
from schemas.template import FieldType

if TYPE_CHECKING:
    from normalize.align import Placed
    from normalize.flow import CellRef, Flow, Line
    from normalize.labels import Candidate
    from schemas.template import Template

_ALIKE = 88  # a line this like a boilerplate text is that text
_WITHIN = 93  # a line this like a part of it is a piece of it
_PIECE_LETTERS = 25
_HELP_BEFORE_ENTRY = re.compile(rf"\s*\([^()]*\)[\s:.*]*(?={OBJECT})")


class Role(StrEnum):
    """What a stretch of text is."""

    LABEL = "label"
    ANSWER = "answer"
    BOILERPLATE = "boilerplate"
    LEFTOVER = "leftover"


@dataclass(frozen=True, slots=True)
class Stretch:
    """[start, end) of a line's text, and what it is. `owner` is the field of an ANSWER."""

    line: Line
    start: int
    end: int
    role: Role
    owner: str = ""

    @property
    def text(self) -> str:
        """The text of this stretch."""
        return self.line.text[self.start : self.end]


@dataclass(slots=True)
class Account:
    """The stretches of one form in reading order."""

    stretches: list[Stretch] = field(default_factory=list)

    def answer(self, owner: str) -> list[Stretch]:
        """The stretches that answer a field, in reading order."""
        return [s for s in self.stretches if s.role is Role.ANSWER and s.owner == owner]

    def closed_at(self, owner: str) -> int | None:
        """The line at which the form's own words stand after the field's answer begins."""
        begun = False
        for stretch in self.stretches:
            begun = begun or (stretch.role is Role.ANSWER and stretch.owner == owner)
            if begun and stretch.role is Role.BOILERPLATE:
                return stretch.line.index
        return None

    def leftover(self) -> list[Stretch]:
        """Text that is nobody's."""
        return [s for s in self.stretches if s.role is Role.LEFTOVER and s.text.strip()]


def account_for(
    flow: Flow, forms: tuple[Placed, ...], candidates: list[Candidate], template: Template
) -> tuple[Account, ...]:
    """One account for each form; text before the first form counts to the first."""
    headings = {c.start.line: c for c in candidates if c.field in (TITLE, SECTION)}
    accounts = []
    ends = _form_ends(flow, forms, headings)
    begin = 0
    for form, end in zip(forms, ends, strict=True):
        walker = _Walker(flow, form, headings, template)
        accounts.append(walker.walk(begin, end))
        begin = end
    return tuple(accounts)


def _form_ends(flow: Flow, forms: tuple[Placed, ...], headings: dict[int, Candidate]) -> list[int]:
    """The line index before which each form ends: the next form's title, else its first label."""
    ends = []
    for form, following in itertools.pairwise(forms):
        first = following.labels[0].start.line
        last = form.labels[-1].end.line
        titles = [i for i in range(last + 1, first) if i in headings and headings[i].field == TITLE]
        ends.append(titles[0] if titles else first)
    return [*ends, len(flow.lines)]


class _Walker:
    """Walks the lines of one form and says of each stretch what it is."""

    def __init__(
        self, flow: Flow, form: Placed, headings: dict[int, Candidate], template: Template
    ) -> None:
        self.flow = flow
        self.form = form
        self.headings = headings
        self.template = template
        self.kinds = {f.id: f.kind for f in template.fields}
        self.layout = _Layout(flow, form)
        self.account = Account()
        self.current: Candidate | None = None
        self.answered = False  # the current label has some answer text already
        self.unknown = False  # an unknown label stands between: what follows is nobody's

    def walk(self, begin: int, end: int) -> Account:
        for line in self.flow.lines[begin:end]:
            offset = 0
            for label in self.layout.labels_on(line.index):
                start = label.start.offset if label.start.line == line.index else 0
                stop = label.end.offset if label.end.line == line.index else len(line.text)
                self.between(line, offset, start)
                self.add(line, start, stop, Role.LABEL, label.field)
                if label.start.line == line.index:
                    self.current, self.answered, self.unknown = label, False, False
                offset = stop
            self.between(line, offset, len(line.text))
        return self.account

    def add(self, line: Line, start: int, end: int, role: Role, owner: str = "") -> None:
        if end > start:
            self.account.stretches.append(Stretch(line, start, end, role, owner))

    def between(self, line: Line, start: int, end: int) -> None:
        """A stretch that is no label: whose is it?"""
        if not line.text[start:end].strip():
            self.empty_box(line)
            return
        whole = start == 0 and end == len(line.text)
        if whole and self.own_words(line):
            self.add(line, start, end, Role.BOILERPLATE)
            return
        owner = self.owner_of(line, whole=whole)
        if owner is None:
            self.add(line, start, end, Role.LEFTOVER)
            return
        if self.label_help(line, start, end, owner):
            self.add(line, start, end, Role.LABEL, owner)
            return
        before_entry = _HELP_BEFORE_ENTRY.match(line.text, start, end)
        if before_entry and self.label_help(line, start, before_entry.end(), owner):
            self.add(line, start, before_entry.end(), Role.LABEL, owner)
            start = before_entry.end()
        if self.current is not None and owner == self.current.field:
            self.answered = True
        self.add(line, start, end, Role.ANSWER, owner)

    def empty_box(self, line: Line) -> None:
        """An empty cell after the consent question may be the box of an option."""
        consent = self.current is not None and self.current.field == CONSENT
        if consent and line.cell is not None and _alone(self.flow, line):
            self.account.stretches.append(Stretch(line, 0, 0, Role.ANSWER, CONSENT))

    def own_words(self, line: Line) -> bool:
        """Title, section heading, boilerplate or furniture, where an answer cannot stand."""
        text = line.text
        if is_boilerplate(text, self.template):
            return True
        outside = self.current is None or self.current.field == CONSENT
        if outside and is_notice(text, self.template):
            return True
        in_answer = self.layout.in_answer_cell(line)
        if line.index in self.headings and not in_answer:
            return not self.answer_is_due(line)
        return not in_answer and is_furniture(text, self.template, opening=self.current is None)

    def answer_is_due(self, line: Line) -> bool:
        """A short answer that sounds like a heading, right below its label, is an answer."""
        if self.current is None or self.answered or self.current.field == CONSENT:
            return False
        return not _is_bold(line) and self.headings[line.index].field == TITLE

    def owner_of(self, line: Line, *, whole: bool) -> str | None:
        label = self.current
        if label is None:
            return None
        if label.field == CONSENT:
            return CONSENT
        column_owner = self.layout.column_owner(line)
        if column_owner:
            return column_owner
        if self.unknown:
            return None
        if not self.layout.reaches(label, line, answered=self.answered):
            self.unknown = not self.layout.same_row(label, line)
            return None
        if whole and self.is_unknown_label(label, line):
            self.unknown = True
            return None
        return label.field

    def is_unknown_label(self, label: Candidate, line: Line) -> bool:
        """A question that the template does not know, below the answer of one that it does."""
        if self.layout.same_row(label, line) or line.joint is Joint.TAB:
            return False
        text = line.text.strip()
        if len(text) > 200 or OBJECT in text:
            return False
        asks = text.startswith("¿") and text.endswith("?")
        bold_like_labels = _is_bold(line) and self.layout.labels_are_bold
        own_row = line.cell is not None and line.cell.row_cells == 1 and _alone(self.flow, line)
        if self.kinds[label.field] is FieldType.NARRATIVE:
            return bold_like_labels and (asks or (own_row and self.answered and len(text) < 120))
        headed = re.match(r"^[^\W\d_][^:]{2,45}:(?:\s|$)", text) is not None
        return (self.answered and headed) or (bold_like_labels and (asks or text.endswith(":")))

    def label_help(self, line: Line, start: int, end: int, owner: str) -> bool:
        """Words in brackets right after the label: `(dd/mm/aaaa)`, `(máximo una página)`."""
        label = self.current
        if label is None or self.answered or owner in (CONSENT, "") or owner != label.field:
            return False
        home = self.flow.lines[label.start.line]
        text = line.text[start:end].strip(" \t:.*")
        if home.cells != line.cells or not (text.startswith("(") and text.endswith(")")):
            return False
        if is_not_applicable(text):
            return False
        typed = self.kinds[label.field] in (FieldType.DATE, FieldType.PHONE)
        return len(text) <= 160 and not (typed and any(c.isdigit() for c in text))


class _Layout:
    """How the form's labels lie in its tables."""

    def __init__(self, flow: Flow, form: Placed) -> None:
        self.flow = flow
        self.form = form
        self.on_line: dict[int, list[Candidate]] = defaultdict(list)
        self.in_cell: dict[CellRef, list[Candidate]] = defaultdict(list)
        for label in form.labels:
            for index in range(label.start.line, label.end.line + 1):
                self.on_line[index].append(label)
            cell = flow.lines[label.start.line].cell
            if cell:
                self.in_cell[cell].append(label)
        self.filled = {line.cell for line in flow.lines if line.cell and not line.empty}
        self.headers = self._header_rows()
        bold = sum(_is_bold(flow.lines[label.start.line]) for label in form.labels)
        self.labels_are_bold = bold >= 0.6 * len(form.labels)

    def labels_on(self, index: int) -> list[Candidate]:
        return self.on_line.get(index, [])

    def cell_of(self, label: Candidate) -> CellRef | None:
        return self.flow.lines[label.start.line].cell

    def row(self, cell: CellRef) -> tuple[CellRef, ...]:
        grid = next(g for g in self.flow.grids if g.number == cell.table)
        return grid.rows[cell.row]

    def has_answer_cell(self, label: Candidate) -> bool:
        """True where a cell right of the label's, before the next label, can hold its answer."""
        cell = self.cell_of(label)
        if cell is None:
            return False
        right = [c for c in self.row(cell) if c.column > cell.column]
        return bool(right) and right[0] not in self.in_cell

    def in_answer_cell(self, line: Line) -> bool:
        """True where the line stands right of a label in that label's row."""
        cell = line.cell
        if cell is None or cell in self.in_cell:
            return False
        left = [c for c in self.row(cell) if c.column < cell.column]
        return any(c in self.in_cell for c in left)

    def same_row(self, label: Candidate, line: Line) -> bool:
        cell = self.cell_of(label)
        return cell is not None and any(
            c.table == cell.table and cell.row <= c.row < cell.row + cell.height for c in line.cells
        )

    def _header_rows(self) -> dict[tuple[int, int], list[CellRef]]:
        """Rows of which every cell is a label, over a row with none: answers stand below."""
        found = {}
        for grid in self.flow.grids:
            for number, row in enumerate(grid.rows[:-1]):
                below = grid.rows[number + 1]
                if len(row) < 2 or not all(cell in self.in_cell for cell in row):
                    continue
                bare = all(self._label_fills(cell) for cell in row)
                if bare and below and not any(cell in self.in_cell for cell in below):
                    found[grid.number, number] = list(row)
        return found

    def _label_fills(self, cell: CellRef) -> bool:
        return all(label.full for label in self.in_cell[cell])

    def column_owner(self, line: Line) -> str | None:
        """The label above, where the line stands in the row below a row of labels."""
        for cell in line.cells:
            row = self.headers.get((cell.table, cell.row - 1))
            for above in row or ():
                if above.column <= cell.column < above.column + above.width:
                    return self.in_cell[above][-1].field
        return None

    def reaches(self, label: Candidate, line: Line, *, answered: bool) -> bool:
        """True where the line can hold the label's answer."""
        home = self.cell_of(label)
        if home is None:
            return True
        here = next((c for c in line.cells if c.table == home.table), None)
        if here is None:
            return not answered and not self._beside(label)
        if cell_within(here, home) or self.same_row(label, line):
            return True
        if home.table < 0:
            return False
        first = self.row(here)[0]
        if self._beside(label):
            if here.row_cells == 1 and here.column <= home.column:
                return not answered
            return here.column > home.column and first not in self.filled
        return here.row_cells == 1 or first not in self.filled

    def _beside(self, label: Candidate) -> bool:
        """True where the label's answer belongs right of it, not below."""
        return self.has_answer_cell(label)


def cell_within(here: CellRef, home: CellRef) -> bool:
    """True where both are the same cell."""
    return here == home


def _alone(flow: Flow, line: Line) -> bool:
    """True where the line is all that its cell holds."""
    near = flow.lines[max(0, line.index - 1) : line.index + 2]
    return all(other is line or other.cells != line.cells or other.empty for other in near)


def _is_bold(line: Line) -> bool:
    texts = [p.item for p in line.pieces if isinstance(p.item, Text) and p.item.text.strip()]
    return bool(texts) and all(text.style.bold for text in texts)


@lru_cache(maxsize=16)
def _boilerplate(template: Template) -> tuple[str, ...]:
    return tuple(fold(text) for text in template.boilerplate)


def is_boilerplate(text: str, template: Template) -> bool:
    """True where the whole text is a boilerplate text of the form, or a piece of a long one."""
    from rapidfuzz import fuzz

    plain = fold(re.sub(r"^\s*\(?\d{1,2}\)?[.)]?\s+", "", text))
    letters = len(plain)
    if letters < 10:
        return False
    for known in _boilerplate(template):
        if fuzz.ratio(plain, known, score_cutoff=_ALIKE):
            return True
        if _PIECE_LETTERS <= letters <= len(known) and fuzz.partial_ratio(
            plain, known, score_cutoff=_WITHIN
        ):
            return True
    return False


def is_notice(text: str, template: Template) -> bool:
    """True for a paragraph that speaks of the data-protection law, without options or marks."""
    if OBJECT in text:
        return False
    plain = f" {fold(text)} "
    return any(f" {fold(words)} " in plain for words in template.notices)


def is_furniture(text: str, template: Template, *, opening: bool) -> bool:
    """True for a line of a header box or signature block: `Código: …`, `Página 1 de 2`.

    `opening` is True above the first label, where such a line needs no colon.
    """
    if len(text) > 120:
        return False
    letters = squash(text)
    if re.fullmatch(r"p(?:agina|ag)?\d+(?:de\d+)?", letters):
        return True
    head, colon, _ = text.partition(":")
    names = {squash(name) for name in template.furniture}
    if colon and squash(head) in names:
        return True
    return opening and any(letters.startswith(name) for name in names)
