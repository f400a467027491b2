"""The account of all text: each stretch is label, answer, the form's own words, or left over.

Answers are what follows a label until the next one, corrected by the table: a value stands
right of its label or below it, never in a row that another (unknown) label heads.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from normalize.asking import without_asking
from normalize.flow import OBJECT
from normalize.help_texts import HelpTexts
from normalize.layout import Layout, is_alone, is_bold
from normalize.own_words import (
    asks_too,
    is_boilerplate,
    is_furniture,
    is_notice,
    is_sign_off,
    is_signature,
    is_valediction,
)
from normalize.strangers import Strangers
from normalize.text import in_brackets
from normalize.values.nulls import ASKING_STEMS, is_not_applicable
from normalize.wordings import CONSENT, SECTION, TITLE
from schemas.template import FieldType

if TYPE_CHECKING:
    from normalize.align import Placed
    from normalize.flow import CellRef, Flow, Line
    from normalize.labels import Candidate
    from schemas.template import Template

_HELP_BEFORE_ENTRY = re.compile(rf"\s*\([^()]*\)[\s:.*]*(?={OBJECT})")
# what a form asks in brackets behind a label, where the answer runs on in the same line
_HELP_BEFORE_ANSWER = re.compile(
    r"\s*\(\s*(?:¿|(?:qué|que|cómo|como|cuándo|cuando|cuáles|cuál|quiénes|quién|dónde|por qué"
    r"|si ?(?:l[aoe]s? ?)?hubo|opcional|obligatorio|ej|por ejemplo|dd|aaaa|m[aá]x|m[ií]n)\b"
    rf"|m[aá]ximo|m[ií]nimo|incluy|{ASKING_STEMS})"
    r"[^()]{0,150}\)[\s:.*]*(?=[^\W\d_]|[\d¿¡\"“«])",
    re.IGNORECASE,
)
# the label once more in another language: `Tema / Topic of the lesson: …`
_OTHER_LANGUAGE = re.compile(r"\s*/\s*[^\W\d_][^:?/]{2,120}[:?]\s*(?=\S|$)")
_OPTIONS_LENGTH = 60  # letters
_OPTIONS_AT_END = re.compile(
    r"(?<!\w)(?:(?:s[ií]|no)(?!\w)|[^\w\s])(?:\s*(?:(?:s[ií]|no)(?!\w)|[^\w\s]))*\s*$", re.I
)


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

    def question(self, owner: str) -> Stretch | None:
        """The last stretch of a field's label; None where it was not found."""
        labels = [s for s in self.stretches if s.role is Role.LABEL and s.owner == owner]
        return labels[-1] if labels else None

    def closed_at(self, owner: str) -> int | None:
        """The line at which the form's own words stand after the field's answer begins."""
        begun = False
        for stretch in self.stretches:
            begun = begun or (stretch.role is Role.ANSWER and stretch.owner == owner)
            if begun and stretch.role is Role.BOILERPLATE:
                return stretch.line.index
        return None

    def is_interposed(self, owner: str) -> bool:
        """Whether words of the form's own stand between a question and what answers it.

        `Habeas data   Sí ☒ No ☐` below an unanswered question: the mark may be theirs.
        Instructions and long notes are nobody's question.
        """
        asked = max(
            (n for n, s in enumerate(self.stretches) if _is(s, Role.LABEL, owner)), default=-1
        )
        for stretch in self.stretches[asked + 1 :]:
            if _is(stretch, Role.ANSWER, owner) and stretch.text.strip():
                return False
            if stretch.role is Role.BOILERPLATE and not _asks_nothing(stretch.text):
                return True
        return False

    def leftover(self) -> list[Stretch]:
        """Text that is nobody's."""
        return [s for s in self.stretches if s.role is Role.LEFTOVER and s.text.strip()]


def _is(stretch: Stretch, role: Role, owner: str) -> bool:
    return stretch.role is role and stretch.owner == owner


_NOTE = re.compile(r"(?i)\W*nota\b.{60,}", re.DOTALL)


def _asks_nothing(text: str) -> bool:
    return not without_asking(text).strip(" .:") or _NOTE.match(text) is not None


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


def _answer_beside(line: Line, label: Candidate) -> int:
    """Where the boxes begin that stand beside a line of the question that goes on below.

    `¿Autoriza que la información   Sí ☒ No ☐` / `sea compartida?`
    """
    if line.index >= label.end.line or OBJECT not in line.text:
        return len(line.text)
    found = _OPTIONS_AT_END.search(line.text, max(0, len(line.text) - _OPTIONS_LENGTH))
    return found.start() if found and OBJECT in found[0] else len(line.text)


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
        self.layout = Layout(flow, form)
        self.account = Account()
        self.help = HelpTexts(self.layout)
        consent = form.label(CONSENT)
        self.options = self.layout.options_above(consent) if consent else frozenset[int]()
        self.current: Candidate | None = None
        self.answered = False  # the current label has some answer text already
        self.answer: CellRef | None = None  # the cell in which its answer begins
        self.strangers = Strangers(self.layout, template)
        self.signing = False  # the words that close a letter have been said
        self.unknown = False  # an unknown label stands between: what follows is nobody's

    def walk(self, begin: int, end: int) -> Account:
        for line in self.flow.lines[begin:end]:
            offset = 0
            for label in self.layout.labels_on(line.index):
                start = label.start.offset if label.start.line == line.index else 0
                stop = label.end.offset if label.end.line == line.index else len(line.text)
                self.between(line, offset, start)
                cut = _answer_beside(line, label) if label.field == CONSENT else stop
                self.add(line, start, min(cut, stop), Role.LABEL, label.field)
                if cut < stop:
                    self.add(line, cut, stop, Role.ANSWER, CONSENT)
                if label.start.line == line.index:
                    self.current, self.answered, self.unknown = label, False, False
                    self.signing = False
                    self.answer = None
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
        if line.index in self.options:
            self.add(line, start, end, Role.ANSWER, CONSENT)
            return
        if whole and self.own_words(line):
            self.add(line, start, end, Role.BOILERPLATE)
            return
        owner = self.owner_of(line, whole=whole)
        if owner is None or self.help.is_doubtful(line, start):
            self.add(line, start, end, Role.LEFTOVER)
            return
        if self.help.is_printed(line, start) or self.label_help(line, start, end, owner):
            self.add(line, start, end, Role.LABEL, owner)
            return
        again = self.asked_again(line, start, end, owner)
        self.add(line, start, again, Role.LABEL, owner)
        start = again
        for pattern in (_HELP_BEFORE_ENTRY, _HELP_BEFORE_ANSWER):
            asked = pattern.match(line.text, start, end)
            if asked and self.label_help(line, start, asked.end(), owner):
                self.add(line, start, asked.end(), Role.LABEL, owner)
                start = asked.end()
        if self.current is not None and owner == self.current.field:
            self.answer = self.answer if self.answered else line.cell
            self.answered = True
        self.add(line, start, end, Role.ANSWER, owner)

    def empty_box(self, line: Line) -> None:
        """An empty cell after the consent question may be the box of an option."""
        consent = self.current is not None and self.current.field == CONSENT
        if consent and line.cell is not None and is_alone(self.flow, line):
            self.account.stretches.append(Stretch(line, 0, 0, Role.ANSWER, CONSENT))

    def own_words(self, line: Line) -> bool:
        """Title, section heading, boilerplate or furniture, where an answer cannot stand."""
        text = line.text
        if is_boilerplate(text, self.template):
            return True
        asking = self.current is not None and self.current.field == CONSENT
        outside = self.current is None or asking
        if outside and is_notice(text, self.template):
            if asking and asks_too(text):
                # what stands below answers this; unanswered so far, nobody knows which of both
                self.unknown = self.unknown or self.answered or "¿" in text
                return self.unknown
            return True
        if outside and is_sign_off(text):
            return True
        if asking and self.answered:
            self.signing = self.signing or (line.cell is None and is_valediction(text))
            if self.signing and is_signature(text):
                return True
        in_answer = self.layout.in_answer_cell(line)
        if line.index in self.headings and not in_answer:
            return not self.answer_is_due(line)
        return not in_answer and is_furniture(text, self.template, opening=self.current is None)

    def answer_is_due(self, line: Line) -> bool:
        """A short answer that sounds like a heading, right below its label, is an answer."""
        if self.current is None or self.answered or self.current.field == CONSENT:
            return False
        return not is_bold(line) and self.headings[line.index].field == TITLE

    def owner_of(self, line: Line, *, whole: bool) -> str | None:
        label = self.current
        if label is None:
            return None
        if label.field == CONSENT:
            self.unknown = self.unknown or (whole and self.asks_more(line))
            return None if self.unknown else CONSENT
        column_owner = self.layout.column_owner(line)
        if column_owner:
            return column_owner
        if self.unknown:
            return None
        if not self.layout.reaches(label, line, answered=self.answered):
            self.unknown = not self.layout.same_row(label, line)
            return None
        if whole and self.strangers.begins(label, line, self.answer, answered=self.answered):
            self.unknown = True
            return None
        return label.field

    def asks_more(self, line: Line) -> bool:
        """A question known by name below the answer to the consent question."""
        return self.answered and self.strangers.named(line.text.strip(), headed=True)

    def asked_again(self, line: Line, start: int, end: int, owner: str) -> int:
        """Where the label ends that is repeated in another language right behind it."""
        label = self.current
        if label is None or self.answered or owner in (CONSENT, "") or owner != label.field:
            return start
        if (line.index, start) != (label.end.line, label.end.offset):
            return start
        found = _OTHER_LANGUAGE.match(line.text, start, end)
        return found.end() if found else start

    def label_help(self, line: Line, start: int, end: int, owner: str) -> bool:
        """Words in brackets right after the label: `(dd/mm/aaaa)`, `(máximo una página)`."""
        label = self.current
        if label is None or self.answered or owner in (CONSENT, "") or owner != label.field:
            return False
        home = self.flow.lines[label.start.line]
        text = line.text[start:end].strip(" \t:.*")
        if home.cells != line.cells or not in_brackets(text):
            return False
        if is_not_applicable(text):
            return False
        typed = self.kinds[label.field] in (FieldType.DATE, FieldType.PHONE)
        return len(text) <= 160 and not (typed and any(c.isdigit() for c in text))
