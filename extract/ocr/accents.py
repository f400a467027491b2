"""Step 4b: letters with a mark above them that the Spanish model reads as others.

It reads `güi` as `gúi` or `gui`, `Ñáñez` as `Náñez`, `Única` as `Unica`, at any size, as sure as
can be. In Spanish no `ú` stands between g and e or i: there the letter is a u with two dots (Real
Academia Española, Ortografía de la lengua española, 2010, on the diaeresis). So the marks above
such a word are counted: one for each i, j, tilde and accent, two for a diaeresis. Where they are
as many as the word has when it is spelt so, and stand where it has them, it is; where no `ú` can be
right, and they are not, the word stays as it was read, in doubt.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.ocr.picture import Pieces

if TYPE_CHECKING:
    from extract.ocr.engine import ReadWord, Region
    from extract.ocr.picture import Gray

_IMPOSSIBLE = re.compile(r"(?<=[Gg])ú(?=[eiéí])")
_PLAIN = re.compile(r"(?<=[Gg])u(?=[eiéí])")
_CAPITALS = {"N": "Ñ", "A": "Á", "E": "É", "I": "Í", "O": "Ó", "U": "Ú"}
_NAME = re.compile(r"[NAEIOU][a-zñáéíóúü]{2,}[.,;:]?")
_WIDE = 0.45  # of a row's height: the middle of a capital's mark is no further in
_MARKED = "ijáéíóúñÁÉÍÓÚÑ"
_TWICE = "üÜ"
_ABOVE, _TALLEST = 0.45, 0.4  # of a row's height: a mark's foot over the baseline; its height
_LEAST = 0.002  # of the square of a row's height: smaller is a speckle
_DOUBTFUL = 0.75


def with_accents(gray: Gray, readings: dict[Region, list[ReadWord]]) -> None:
    """Puts words with marks above in the place of those that lack them, in `readings`."""
    for words in readings.values():
        words[:] = [_spelt(gray, word) for word in words]


def _spelt(gray: Gray, word: ReadWord) -> ReadWord:
    if _IMPOSSIBLE.search(word.text):
        text = _IMPOSSIBLE.sub("ü", word.text)
        if len(_marks_above(gray, word)) == _expected(text):
            return replace(word, text=text)
        return replace(word, sure=min(word.sure, _DOUBTFUL))
    if _PLAIN.search(word.text):
        text = _PLAIN.sub("ü", word.text)
        if len(_marks_above(gray, word)) == _expected(text):
            return replace(word, text=text)
    capital = _CAPITALS.get(word.text[:1])
    if capital and _NAME.fullmatch(word.text):
        marks = _marks_above(gray, word)
        own = _expected(word.text)  # one of them may touch its letter
        seen = max(own, 1) <= len(marks) <= own + 1
        if seen and min(marks) <= word.x0 + _WIDE * word.row:
            return replace(word, text=capital + word.text[1:])
    return word


def _expected(text: str) -> int:
    """The marks that stand apart above the letters of a text."""
    return sum((c in _MARKED) + 2 * (c in _TWICE) for c in text)


def _marks_above(gray: Gray, word: ReadWord) -> list[float]:
    """The middles (x) of the small pieces of ink that end above the small letters of a word."""
    pad = round(0.25 * word.row)
    top, left = max(int(word.top) - pad, 0), max(int(word.x0) - 2, 0)
    part = gray[top : int(word.bottom) + 1, left : int(word.x1) + 2]
    _, dark = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    stats = Pieces(np.asarray(dark, np.uint8)).stats
    feet = top + stats[:, cv2.CC_STAT_TOP] + stats[:, cv2.CC_STAT_HEIGHT]
    marks = (
        (feet <= word.baseline - _ABOVE * word.row)
        & (stats[:, cv2.CC_STAT_HEIGHT] <= _TALLEST * word.row)
        & (stats[:, cv2.CC_STAT_AREA] >= max(2.0, _LEAST * word.row**2))
    )
    found = stats[marks]
    return [float(left + x + width / 2) for x, _, width, _, _ in found]
