"""Step 3c: lines drawn to mark on, `Sí ______ No ______`, where the blanks are no characters.

A short level rule on the line of the words Sí and No, under neither of them, is a place for a
mark; a sign typed on it marks it. Without the rules a lone X between both words would be
nobody's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.model import Box, Encoding, EncodingKind, Mark, MarkShape, MarkState, Place
from extract.pdf.geometry import overlap
from extract.pdf.laying import TYPED_SIGNS, placed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extract.pdf.geometry import PageObjects, Word

_OPTION = re.compile(r"\W*(?:s[ií]|no)\W*", re.IGNORECASE)
_SHORTEST, _LONGEST = 4.0, 180.0  # points
_THIN = 2.0  # points
_ABOVE, _BELOW = 3.0, 5.0  # points from the foot of the word's box
_FOOT = 0.35  # of a sign's height: a line there carries it, one above goes through it
_SAME_LINE = 3.0  # points between the feet of words on one line
_FAR = 90.0  # points from a word to its line
_UNDER = 0.25  # of a word's width: a line under so much of it is its underline


def with_slots(page: PageObjects, words: list[Word]) -> list[Word]:
    """The words, with a mark for each line to mark on beside Sí and No."""
    for options in _pairs(words):
        if any(isinstance(w.inline, Mark) and _near(w.box, options) for w in words):
            continue
        rules = _rules(page, options, words)
        if len(rules) == 2:  # with a line more or less, nobody knows which is whose
            for rule in rules:
                words = _with_slot(page, words, options, rule)
    return words


def _pairs(words: Iterable[Word]) -> list[list[Word]]:
    """One Sí and one No on a line, each pair."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        if word.inline is None and _OPTION.fullmatch(word.text):
            lines.setdefault(round(word.baseline / _SAME_LINE), []).append(word)
    return [pair for pair in lines.values() if len({_says(w) for w in pair}) == len(pair) == 2]


def _says(word: Word) -> bool:
    return "n" in word.text.lower()


def _with_slot(
    page: PageObjects, words: list[Word], options: Sequence[Word], rule: Box
) -> list[Word]:
    signs = [w for w in words if _is_on(w, rule)]
    state = MarkState.ON if signs else MarkState.OFF
    if any(w.strike or _is_crossed(w, page) for w in signs):
        state = MarkState.UNSURE
    height = max(w.box.height for w in options)
    box = Box(rule.page, rule.x0, rule.y_mid - height, rule.x1, rule.y_mid)
    by = Encoding(EncodingKind.DRAWN, state, signs[0].text if signs else "line")
    mark = Mark(state, MarkShape.BOX, (by,), Place(box=box))
    return [*(w for w in words if w not in signs), placed(mark, box, options)]


def _rules(page: PageObjects, options: Sequence[Word], words: Iterable[Word]) -> list[Box]:
    found: list[Box] = []
    lettered = [w for w in words if w.inline is None and w.text not in TYPED_SIGNS]
    for shape in page.shapes:
        box = shape.box
        if box.height > _THIN or not _SHORTEST <= box.width <= _LONGEST or shape.is_white:
            continue
        if not _near(box, options) or any(_underlines(box, w) for w in lettered):
            continue
        if not any(abs(box.x0 - b.x0) < 2 and abs(box.y_mid - b.y_mid) < 2 for b in found):
            found.append(box)
    return found


def _near(box: Box, options: Iterable[Word]) -> bool:
    return any(
        -_ABOVE <= box.bottom - w.box.bottom <= _BELOW
        and max(box.x0 - w.box.x1, w.box.x0 - box.x1) <= _FAR
        for w in options
    )


def _underlines(rule: Box, word: Word) -> bool:
    box = word.box
    level = box.top < rule.y_mid < box.bottom + _BELOW
    return level and overlap(rule.x0, rule.x1, box.x0, box.x1) > _UNDER * box.width


def _is_on(word: Word, rule: Box) -> bool:
    """Whether a lone sign stands on a rule."""
    if word.inline is not None or word.text not in TYPED_SIGNS:
        return False
    foot = word.box.bottom - _FOOT * word.box.height
    level = foot <= rule.y_mid <= word.box.bottom + _BELOW
    return level and rule.x0 - 1 <= word.box.x_mid <= rule.x1 + 1


def _is_crossed(word: Word, page: PageObjects) -> bool:
    """Whether another line runs through a sign, which may take it back."""
    top, foot = word.box.top, word.box.bottom - _FOOT * word.box.height
    boxes = (shape.box for shape in page.shapes if not shape.is_white)
    return any(
        b.height <= _THIN < b.width and top < b.y_mid < foot and b.x0 <= word.box.x_mid <= b.x1
        for b in boxes
    )
