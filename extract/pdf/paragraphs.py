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

import re
from dataclasses import dataclass
from itertools import pairwise, takewhile
from statistics import median
from typing import TYPE_CHECKING

from extract.model import Field
from extract.pdf.inlines import to_paragraph
from extract.pdf.markers import is_marker, opens_item, text_start

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extract.model import Paragraph
    from extract.pdf.words import Line

_GAP = 1.28  # of the usual line pitch: a wider one parts paragraphs
_SLIGHT_GAP = 1.12  # enough between a finished sentence and a capital letter
_DEFAULT_PITCH = 1.22  # of the type size
_WIDEST_PITCH = 2.6  # of the type size
_INDENT = 6.0  # points
_SPACE = 0.25  # of the type size: a blank
_FIT = 0.6  # points by which a word must fit to be sure
_FIT_WITHIN = 3.0  # the same within a sentence, where a break is unlikely
_SHORT = 1.5  # points: short of the edge, in justified text
_TALL = 2.2  # of the type size: a field for several lines
_LEAST_ENDS = 2
_USUAL_PADDING = 5.4  # points
_SENTENCE_WITHIN = re.compile(r"[a-záéíóúñ)\"][.!?] [A-ZÁÉÍÓÚÑ¿¡]")
# words that take up the sentence before, and so seldom open a paragraph
_REFERS_BACK = re.compile(r"(?:Est[aeo]s?|Es[ao]s?|Ell[ao]s?|Dich[ao]s?|También|Así)\b")
_OPENERS = "¿¡\"'“«(["
_SENTENCE_END = re.compile(r"[.:;!?…][\"'”»)\]]*$")


@dataclass(frozen=True, slots=True)
class Column:
    """The x range that text may fill, in points."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Habits:
    """How often sentences end a paragraph, without or with a gap below, or end within one."""

    ending: int = 0
    gapped: int = 0
    within: int = 0

    @property
    def tight(self) -> bool:
        """Whether a sentence that ends at a full line is likelier the end of its paragraph."""
        return self.ending >= _LEAST_ENDS and self.ending > max(self.within, self.gapped)

    @property
    def short(self) -> bool:
        """The same at a page break, where a gap would not show."""
        ends = self.ending + self.gapped
        return ends >= _LEAST_ENDS and ends > self.within


_NO_HABITS = Habits()


def habits_of(columns: Iterable[tuple[Sequence[Line], Column]]) -> Habits:
    """The habits that all columns of a document show together."""
    ending = gapped = within = 0
    for lines, column in columns:
        judge = _Judge(lines, column, Habits())
        ending += sum(judge.ends_tight(last, line) for last, line in pairwise(lines))
        gapped += sum(judge.ends_gapped(last, line) for last, line in pairwise(lines))
        within += sum(len(_SENTENCE_WITHIN.findall(line.text)) for line in lines)
    return Habits(ending, gapped, within)


def to_paragraphs(
    lines: Sequence[Line], column: Column, habits: Habits = _NO_HABITS
) -> list[Paragraph]:
    """The paragraphs of lines in reading order; lines may stand on more than one page."""
    return [to_paragraph(group) for group in group_lines(lines, column, habits)]


def group_lines(
    lines: Sequence[Line], column: Column, habits: Habits = _NO_HABITS
) -> list[list[Line]]:
    """The lines of each paragraph."""
    judge = _Judge(lines, column, habits)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not judge.is_hard(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
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


class _Judge:
    """Whether the break before a line is the writer's own, for one column of lines."""

    def __init__(self, lines: Sequence[Line], column: Column, habits: Habits) -> None:
        self.column = column
        self.habits = habits
        self.pitch = _pitch(lines)
        self.justified = _is_justified(lines, column)
        self.blank = min((_blank(n) for n in lines if len(n.words) > 2), default=_SPACE)
        self.centred = _centred_lines(lines, column)

    def is_hard(self, paragraph: Sequence[Line], line: Line) -> bool:
        last = paragraph[-1]
        if self._gap(last, line) or self._type_changes(last, line):
            return True
        if _is_apart(last, line):
            return True
        if is_marker(line) and self._opens(paragraph, line):
            return True
        if _is_hyphenated(last, line):
            return False
        if self._indented(paragraph, line) or self._fits(last, line):
            return True
        short = self._falls_short(last) and _may_end(last, line)
        return short or self._ends_by_chance(last, line)

    def ends_tight(self, last: Line, line: Line) -> bool:
        """Whether a paragraph ends here with room left and no gap below."""
        return not self._gap(last, line) and self._fits(last, line) and _new_sentence(last, line)

    def ends_gapped(self, last: Line, line: Line) -> bool:
        """Whether a paragraph ends here with a gap below."""
        return self._gap(last, line) and _new_sentence(last, line)

    def _falls_short(self, last: Line) -> bool:
        short = self.column.right - last.box.x1 > _SHORT
        return self.justified and short and not self._centred(last)

    def _ends_by_chance(self, last: Line, line: Line) -> bool:
        new_page = last.box.page != line.box.page
        return (
            (self.habits.short if new_page else self.habits.tight)
            and not self.justified
            and _new_sentence(last, line)
            and not last.text.endswith((":", ";"))
            and not _REFERS_BACK.match(line.text)
            and not last.bold
        )

    def _gap(self, last: Line, line: Line) -> bool:
        if last.box.page != line.box.page:
            return False
        step = (line.baseline - last.baseline) / max(self.pitch * line.size, 1.0)
        if step > _GAP:
            return True
        return step > _SLIGHT_GAP and _new_sentence(last, line)

    def _type_changes(self, last: Line, line: Line) -> bool:
        ratio = max(last.size, line.size) / max(min(last.size, line.size), 1.0)
        if ratio > 1.18:
            return True
        ended = bool(_SENTENCE_END.search(last.text))
        if last.bold and not line.bold and _has_letters(line) and ended:
            return True
        if last.words[-1].bold:
            return False
        return _opens_with_label(line) or (line.bold and _new_sentence(last, line))

    def _opens(self, paragraph: Sequence[Line], line: Line) -> bool:
        if opens_item(line, paragraph[0]) or self._fits(paragraph[-1], line):
            return True
        return line.box.x0 > paragraph[-1].box.x0 + _INDENT

    def _indented(self, paragraph: Sequence[Line], line: Line) -> bool:
        last = paragraph[-1]
        if self._centred(line) or self._centred(last):
            return self._centred(line) != self._centred(last) and self._fits(last, line)
        start = last.box.x0 if len(paragraph) > 1 else text_start(paragraph[0])
        if last.box.page != line.box.page:
            return False
        if len(paragraph) > 1 and line.box.x0 < start - _INDENT:
            return True
        return line.box.x0 > start + _INDENT

    def _centred(self, line: Line) -> bool:
        return id(line) in self.centred

    def _fits(self, last: Line, line: Line) -> bool:
        """Whether the line's first word would have fitted on the line before."""
        if self._centred(last):
            room = self.column.right - self.column.left - last.box.width
        else:
            room = self.column.right - last.box.x1
            room += self._stretch(last) if _may_end(last, line) else 0.0
        need = _first_width(line) + _SPACE * last.size
        sure = _FIT if _may_end(last, line) else _FIT_WITHIN
        return room > need + sure

    def _stretch(self, line: Line) -> float:
        """Points by which justification has widened the line's blanks, cautiously."""
        if not self.justified or len(line.words) < 2:
            return 0.0
        blanks = [b for b in _blanks(line) if b > self.blank * line.size]
        usual = (self.blank * 1.15 + 0.03) * line.size
        return max(0.0, sum(blanks) - len(blanks) * usual)


def _centred_lines(lines: Sequence[Line], column: Column) -> set[int]:
    """Ids of the lines set in the column's middle; those in one left-aligned block are not."""
    found: set[int] = set()
    for index, line in enumerate(lines):
        left, right = line.box.x0 - column.left, column.right - line.box.x1
        if min(left, right) <= _INDENT or abs(left - right) >= _INDENT:
            continue
        beside = [*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2]]
        if not any(abs(text_start(n) - text_start(line)) < 1 for n in beside):
            found.add(id(line))
    return found


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance between baselines, as a multiple of the type size."""
    steps = sorted(
        (b.baseline - a.baseline) / b.size
        for a, b in pairwise(lines)
        if a.box.page == b.box.page and 0.8 * b.size < b.baseline - a.baseline
    )
    steps = [s for s in steps if s <= _WIDEST_PITCH]
    if not steps:
        return _DEFAULT_PITCH
    if len(steps) < 3:
        return min(steps[0], 1.7)
    return median(steps[: max(len(steps) // 2, 1) + 1])


def _first_width(line: Line) -> float:
    """Width of the words up to the first blank, in points."""
    end = line.words[0].box.x1
    for word in line.words[1:]:
        if word.space_before:
            break
        end = word.box.x1
    return end - line.words[0].box.x0


def _is_hyphenated(last: Line, line: Line) -> bool:
    text = last.text
    return len(text) > 1 and text[-1] in "-‐" and text[-2].isalpha() and line.text[:1].islower()


def _blanks(line: Line) -> list[float]:
    """Widths of the blanks between a line's words, in points."""
    pairs = pairwise(line.words)
    return [b.box.x0 - a.box.x1 for a, b in pairs if b.space_before]


def _blank(line: Line) -> float:
    """The usual blank of a line, as a share of the type size."""
    blanks = _blanks(line)
    return median(blanks) / line.size if blanks else _SPACE


def _is_justified(lines: Sequence[Line], column: Column) -> bool:
    flush = sum(abs(n.box.x1 - column.right) < 0.6 for n in lines)
    return flush >= 3 and 2 * flush >= len(lines)


def _is_apart(last: Line, line: Line) -> bool:
    """Whether a fillable field that is a block of its own parts two lines.

    Such a field stands alone on its line or is taller than one; the lines beside it are its
    label, those above and below it are not.
    """
    return _is_block(last, line) or _is_block(line, last)


def _is_block(line: Line, other: Line) -> bool:
    found = [w for w in line.words if isinstance(w.inline, Field)]
    alone = len(found) == len(line.words)
    y = other.box.y_mid if other.box.page == line.box.page else -1.0
    return any(
        (alone or w.box.height > _TALL * w.size) and not w.box.top <= y <= w.box.bottom
        for w in found
    )


def _new_sentence(last: Line, line: Line) -> bool:
    return bool(_SENTENCE_END.search(last.text)) and _starts_upper(line)


def _opens_with_label(line: Line) -> bool:
    """Whether the line begins with bold words up to a colon or question mark."""
    words = line.words[1:] if is_marker(line) else line.words
    if not (words[0].bold and words[0].text.lstrip(_OPENERS)[:1].isupper()):
        return False
    bold = list(takewhile(lambda w: w.bold, words))
    return any(w.text.endswith((":", "?")) for w in bold)


def _may_end(last: Line, line: Line) -> bool:
    """Whether the words allow that a paragraph ends here."""
    return bool(_SENTENCE_END.search(last.text)) or _starts_upper(line)


def _starts_upper(line: Line) -> bool:
    return line.text.lstrip(_OPENERS)[:1].isupper()


def _has_letters(line: Line) -> bool:
    return any(c.isalpha() for c in line.text)
