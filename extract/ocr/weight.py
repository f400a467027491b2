"""Bold words told by the weight of their strokes; labels are often set so, and answers hardly.

How thick strokes are is the ink of a word over the ink at its edges. Of one word it is uncertain
by a fifth, in coarse print more; of a few beside each other it is not.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.ocr.letters import letter_count
from extract.ocr.picture import minus

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extract.ocr.engine import ReadWord
    from extract.ocr.picture import Mask

_LEAST_WORDS = 30  # of a page whose usual weight is known
_SEEMS, _IS = 1.15, 1.19  # times the usual weight: of a word with those beside it; of all of a run
_LETTERS = 6  # of a run of bold words, at least
_LEGIBLE = 0.5  # a word's confidence


def bold_words(ink: Mask, read: Sequence[ReadWord]) -> set[int]:
    """The numbers of the words that are set bold; `ink` is without ruling lines.

    None on a page with few words, or where most are: nothing tells how thick plain ones are.
    """
    weights = _weights(ink, read)
    known = [weight for weight in weights if weight > 0]
    if len(known) < _LEAST_WORDS:
        return set()
    usual = median(known)
    lines: dict[int, list[int]] = {}
    for number, word in enumerate(read):
        lines.setdefault(word.line, []).append(number)
    bold: set[int] = set()
    for line in lines.values():
        seems = [_around(weights, read, line, n) >= _SEEMS * usual for n in range(len(line))]
        for run in _runs(line, seems):
            counted = [(weights[n], letter_count(read[n])) for n in run if weights[n] > 0]
            letters = sum(count for _, count in counted)
            if letters >= _LETTERS and sum(w * c for w, c in counted) >= _IS * usual * letters:
                bold.update(run)
    return bold


def _weights(ink: Mask, read: Sequence[ReadWord]) -> list[float]:
    """How thick each word's strokes are, of its row's height; 0 where nothing tells."""
    inner = np.asarray(cv2.erode(ink, np.ones((3, 3), np.uint8)), np.uint8)
    edge = minus(ink, inner)
    out = []
    for word in read:
        rim = _within(edge, word) if letter_count(word) and word.sure >= _LEGIBLE else 0
        out.append(_within(ink, word) / rim / word.row if rim else 0.0)
    return out


def _within(mask: Mask, word: ReadWord) -> int:
    """The pixels that are set in a word's box."""
    top, x0 = max(int(word.top), 0), max(int(word.x0), 0)
    part = mask[top : max(int(word.bottom), 0), x0 : max(int(word.x1), 0)]
    return cv2.countNonZero(part) if part.size else 0


def _around(
    weights: Sequence[float], read: Sequence[ReadWord], line: Sequence[int], at: int
) -> float:
    """The weight of a word and of those beside it, by their letters."""
    near = [n for n in line[max(at - 1, 0) : at + 2] if weights[n] > 0]
    letters = sum(letter_count(read[n]) for n in near)
    return sum(weights[n] * letter_count(read[n]) for n in near) / letters if letters else 0.0


def _runs(line: Sequence[int], seems: Sequence[bool]) -> Iterator[list[int]]:
    run: list[int] = []
    for number, bold in zip(line, seems, strict=True):
        if bold:
            run.append(number)
        elif run:
            yield run
            run = []
    if run:
        yield run
