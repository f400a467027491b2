"""Grey answers on a page of dark type: written by a person, or a prompt that nobody filled in?

Browsers print the prompt of an empty field in grey, and white letters darkened to grey, where a
person at the screen saw no answer (HTML Living Standard, `placeholder`; CSS Color Adjustment 1,
`print-color-adjust: economy`). Only words that may answer the consent are put in doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from extract.glyphs import MAYBE_SEEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extract.pdf.chars import Chars
    from extract.pdf.geometry import Word

_PALER = 100  # of 255, than most letters of the page
_NEUTRAL = 16  # between the channels of a grey
_SIGN = re.compile(r"\W*x\W*|[☒☑✓✔✕✖✗✘]", re.IGNORECASE)
_ANSWER = re.compile(rf"\W*s[ií]\W*|{_SIGN.pattern}", re.IGNORECASE)
_NO = re.compile(r"\W*no\W*", re.IGNORECASE)


def pale_runs(chars: Chars) -> frozenset[int]:
    """The numbers of the runs in a grey much paler than most letters; none on most pages."""
    shades = chars.runs.palest()
    neutral = chars.runs.color.max(axis=1) - shades <= _NEUTRAL
    greys = np.flatnonzero((shades >= _PALER) & neutral)
    if not len(greys) or not len(chars):
        return frozenset()
    usual = Counter(shades[chars.owners].tolist()).most_common(1)[0][0]
    return frozenset(greys[shades[greys] >= usual + _PALER].tolist())


def in_doubt(words: Iterable[tuple[Word, bool]]) -> list[Word]:
    """The words, those that are pale and could answer in doubt.

    Where the word No is pale as well, the form prints its options in grey: signs alone answer.
    """
    told = list(words)
    printed = any(pale and _NO.fullmatch(word.text) for word, pale in told)
    answer = _SIGN if printed else _ANSWER
    return [
        word._replace(certainty=MAYBE_SEEN) if pale and answer.fullmatch(word.text) else word
        for word, pale in told
    ]
