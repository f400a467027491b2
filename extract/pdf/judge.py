"""Step 7a: whether the writer or the page's width ended a line.

`extract.pdf.paragraphs` says how; `Judge` answers for the lines of one column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise, takewhile
from statistics import median
from typing import TYPE_CHECKING

from extract.model import Field
from extract.pdf.markers import is_marker, opens_item, text_start
from extract.pdf.telltales import Count, LineEnd
from extract.pdf.words import OPENERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.pdf.telltales import Habits
    from extract.pdf.words import Line

_GAP = 1.28  # of the usual line pitch: a wider one parts paragraphs
_SLIGHT_GAP = 1.12  # enough between a finished sentence and a capital letter
_DEFAULT_PITCH = 1.22  # of the type size
_WIDEST_PITCH = 2.6  # of the type size
_INDENT = 6.0  # points
_SPACE = 0.25  # of the type size: a blank
_FIT = 0.6  # points by which a word must fit to be sure
_FIT_WITHIN = 3.0  # the same within a sentence, where a break is unlikely
_FLUSH = 1.0  # points
_LEAST_FLUSH = 3  # lines, to call a column justified; in a justified document one is enough
_MOSTLY = 0.7  # of a column's full lines; of ragged lines hardly one in ten is flush by chance
_SHORT = 1.5  # points: short of the edge, in justified text
_TALL = 2.2  # of the type size: a field for several lines
SENTENCE_WITHIN = re.compile(r"[a-záéíóúñ)\"][.!?] [A-ZÁÉÍÓÚÑ¿¡]")
_SENTENCE_ENDS = (".", "?", "!", ":")
# words that take up the sentence before, and so seldom open a paragraph
_REFERS_BACK = re.compile(r"(?:Est[aeo]s?|Es[ao]s?|Ell[ao]s?|Dich[ao]s?|También|Así)\b")


@dataclass(frozen=True, slots=True)
class Column:
    """The x range that text may fill, in points."""

    left: float
    right: float


class Judge:
    """Whether the break before a line is the writer's own, for one column of lines."""

    def __init__(self, lines: Sequence[Line], column: Column, habits: Habits) -> None:
        self.column = column
        self.habits = habits
        self.pitch = _pitch(lines)
        self.blank = min((_blank(n) for n in lines if len(n.words) > 2), default=_SPACE)
        self.centred = _centred_lines(lines, column)
        self.justified = _is_justified(lines, column) or self._runs_flush(lines)

    def told(self, paragraph: Sequence[Line], line: Line) -> bool | None:
        """Whether the paragraph of these lines ends before the line.

        None where a sentence ends on a full line: the page does not tell.
        """
        last = paragraph[-1]
        if _is_typed_apart(last, line) or self._gap(last, line) or self._type_changes(last, line):
            return True
        if _is_apart(last, line) or _are_rows(last, line):
            return True
        if is_marker(line) and self._opens(paragraph, line):
            return True
        if _is_hyphenated(last, line):
            return False
        if self._indented(paragraph, line) or self._fits(last, line):
            return True
        if not _may_end(last, line):
            return False
        told = self.habits.telltales.ends(self.line_end(last, line))
        if told is None and (self._falls_short(last) or _asks_anew(last, line)):
            return True
        return told if told is not None or _new_sentence(last, line) else False

    def line_end(self, last: Line, line: Line) -> LineEnd:
        """What the file's own traits are at this line's end."""
        return LineEnd.of(last, line, self.column.right - last.box.x1)

    def runs_on(self, last: Line, line: Line) -> bool:
        """Whether a sentence surely goes on from line to line, at a blank."""
        joined = last.box.page == line.box.page and not self._gap(last, line)
        if not joined or _may_end(last, line) or self._fits(last, line):
            return False
        return line.text[:1].islower() and last.text[-1:].isalnum()

    def parts(self, last: Line, line: Line) -> bool:
        """Whether a paragraph surely ends between two lines."""
        if last.box.page != line.box.page or not _new_sentence(last, line):
            return False
        return self._fits(last, line) or self._step(last, line) > _GAP

    def _runs_flush(self, lines: Sequence[Line]) -> bool:
        """Whether lines that end within a sentence reach the edge, here and in the document."""
        own = Count()
        for last, line in pairwise(lines):
            if self.runs_on(last, line):
                own.add(self.is_flush(last))
        if not own.all:
            return self.habits.flush.nearly_all
        known = own.having + 2 * self.habits.flush.usual >= _LEAST_FLUSH
        return known and own.having >= _MOSTLY * own.all

    def is_flush(self, line: Line) -> bool:
        """Whether a line ends at the column's edge."""
        return abs(self.column.right - line.box.x1) < _FLUSH

    def ends_tight(self, last: Line, line: Line) -> bool:
        """Whether a paragraph ends here with room left and no gap below."""
        return not self._gap(last, line) and self._fits(last, line) and _new_sentence(last, line)

    def ends_gapped(self, last: Line, line: Line) -> bool:
        """Whether a paragraph ends here with a gap below."""
        return self._gap(last, line) and _new_sentence(last, line)

    def _falls_short(self, last: Line) -> bool:
        short = self.column.right - last.box.x1 > _SHORT
        return self.justified and short and not self._centred(last)

    def ends_by_chance(self, last: Line, line: Line) -> bool:
        """Whether it likely ends where the page does not tell."""
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
        step = self._step(last, line)
        if step > _GAP:
            return True
        if step <= _SLIGHT_GAP or not _new_sentence(last, line):
            return False
        return self.habits.telltales.ends(self.line_end(last, line)) is not False

    def _step(self, last: Line, line: Line) -> float:
        """The distance between two baselines, as a multiple of the usual one."""
        return (line.baseline - last.baseline) / max(self.pitch * line.size, 1.0)

    def _type_changes(self, last: Line, line: Line) -> bool:
        ratio = max(last.size, line.size) / max(min(last.size, line.size), 1.0)
        if ratio > 1.18:
            return True
        if last.bold and not line.bold and _has_letters(line) and last.ends_sentence:
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


def _asks_anew(last: Line, line: Line) -> bool:
    """Whether a line opens with a question after a sentence's end: as labels do, and few answers.

    A form's next question must not be lost in the answer above it.
    """
    return line.text.startswith("¿") and last.text.endswith(_SENTENCE_ENDS)


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


def _is_typed_apart(last: Line, line: Line) -> bool:
    """Whether one line is typed over the page and the other is not, or begins what was typed."""
    mine, theirs = (all(w.annotation for w in n.words) for n in (line, last))
    return line.words[0].opens or mine != theirs


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


def _are_rows(last: Line, line: Line) -> bool:
    """Whether two lines each hold a label, a wide gap and an answer that begin at one x."""
    level = abs(last.box.x0 - line.box.x0) < _FLUSH
    return level and any(abs(a - b) < _FLUSH for a in last.right_starts for b in line.right_starts)


def _new_sentence(last: Line, line: Line) -> bool:
    return last.ends_sentence and line.starts_upper


def _opens_with_label(line: Line) -> bool:
    """Whether the line begins with bold words up to a colon or question mark."""
    words = line.words[1:] if is_marker(line) else line.words
    if not (words[0].bold and words[0].text.lstrip(OPENERS)[:1].isupper()):
        return False
    bold = list(takewhile(lambda w: w.bold, words))
    return any(w.text.endswith((":", "?")) for w in bold)


def _may_end(last: Line, line: Line) -> bool:
    """Whether the words allow that a paragraph ends here."""
    return last.ends_sentence or line.starts_upper


def _has_letters(line: Line) -> bool:
    return any(c.isalpha() for c in line.text)
