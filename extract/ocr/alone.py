"""Step 5d: whether a line that answers in words holds nothing but these words.

`Sí, autorizo` answers where somebody typed it; where the form prints it beside an empty box, or a
blank, it says nothing. So what might be one lowers the certainty of the words: a sign more than
they have letters, ink beside them that is neither a word nor a ruling line, a stroke through them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.ocr.engine import by_line
from extract.ocr.glyphs import sign_count
from extract.ocr.sizes import EM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.ocr.engine import ReadWord, Region
    from extract.ocr.picture import Mask

_OPTION = re.compile(r"\W?(?:s[ií]|no)\W?", re.IGNORECASE)
# of the type size
_LETTER_WIDE, _LETTER_MORE = 0.55, 0.4  # the room of an option's letters
_BESIDE, _BELOW = 5.0, 0.3  # how far beside and below the words ink is looked for
_PAST = 0.3  # how far past the words a stroke goes
_BAR, _LONG_BAR = 1.0, 1.5  # longer than a bar of letters, and of coarse ones run together
_NOT_ALONE = 0.7  # the most certain that an option is which has something beside it


def with_doubts(ink: Mask, readings: dict[Region, list[ReadWord]]) -> dict[Region, list[ReadWord]]:
    """The readings, each Sí or No that opens a line less certain where more than words is there.

    `ink` is without the borders of tables and without boxes that were found.
    """
    em = median([w.row for words in readings.values() for w in words] or [0.0]) / EM
    doubts: dict[ReadWord, ReadWord] = {}
    for words in readings.values():
        for line in by_line(words).values():
            first = next((w for w in line if any(map(str.isalnum, w.text))), line[0])
            if _OPTION.fullmatch(first.text) and not (
                first is line[0]
                and _is_whole(first, ink, em)
                and _is_alone(line, ink, em)
                and not _is_struck(line, ink, em)
            ):
                doubts[first] = replace(first, sure=min(first.sure, _NOT_ALONE))
    return {region: [doubts.get(w, w) for w in words] for region, words in readings.items()}


def _is_whole(word: ReadWord, ink: Mask, em: float) -> bool:
    """Whether it has no more signs than letters, and takes no more room than they do."""
    letters = len(word.text)
    narrow = word.x1 - word.x0 <= (_LETTER_WIDE * letters + _LETTER_MORE) * em
    part = _part(ink, word.x0, word.top, word.x1, word.bottom)
    return narrow and sign_count(part, em) <= letters


def _is_alone(line: Sequence[ReadWord], ink: Mask, em: float) -> bool:
    """Whether paper is bare beside the words of a line."""
    top, bottom = min(w.top for w in line), max(w.bottom for w in line) + _BELOW * em
    x0, x1 = min(w.x0 for w in line), max(w.x1 for w in line)
    left = _part(ink, x0 - _BESIDE * em, top, x0 - 1, bottom)
    right = _part(ink, x1 + 2, top, x1 + _BESIDE * em, bottom)
    return sign_count(left, em) + sign_count(right, em) == 0


def _is_struck(line: Sequence[ReadWord], ink: Mask, em: float) -> bool:
    """Whether a stroke goes level through the words, longer than any bar of their letters.

    Words that were struck out in part may be read as if they were not.
    """
    top, bottom = min(w.top for w in line), max(w.bottom for w in line)
    x0, x1 = min(w.x0 for w in line) - _PAST * em, max(w.x1 for w in line) + _PAST * em
    part = np.ascontiguousarray(_part(ink, x0, top, x1, bottom))
    if not part.size:
        return False
    # a hair of slope is allowed for; so letters run together sooner
    sloping = np.asarray(cv2.dilate(part, np.ones((3, 1), np.uint8)), np.uint8)
    return _goes_on(part, _BAR * em) or _goes_on(sloping, _LONG_BAR * em)


def _goes_on(ink: Mask, length: float) -> bool:
    """Whether ink goes on level for so many pixels."""
    bar = np.ones((1, max(round(length), 1)), np.uint8)
    return bool(cv2.morphologyEx(ink, cv2.MORPH_OPEN, bar).any())


def _part(ink: Mask, x0: float, top: float, x1: float, bottom: float) -> Mask:
    edges = (max(int(v), 0) for v in (top, bottom, x0, x1))
    first, last, left, right = edges
    return ink[first:last, left:right]
