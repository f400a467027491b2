"""Step 4c: lines that Tesseract ran into each other, read one by one.

Where a paragraph's short last line stands close under a full one, it may take the first words
of both for letters two lines high. The page is straight, so that bare rows part the lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from extract.ocr.engine import Recognizer, Region, certainty_of
from extract.ocr.regions import drawn_in, runs, trimmed

if TYPE_CHECKING:
    from extract.ocr.engine import ReadWord
    from extract.ocr.picture import Gray, Mask, Sheet

_TALL, _SURE = 1.7, 0.6  # of a row's height; a word's confidence
_ONE_LINE = 1.6  # of a row's height
_MOST = 12  # lines of a region that are read again: more are no print


def untangled(
    sheet: Sheet, clean: Gray, ink: Mask, readings: dict[Region, list[ReadWord]]
) -> dict[Region, list[ReadWord]]:
    """The readings, lines with words that are two lines high read again."""
    with Recognizer(clean, sheet.scale * 72) as tesseract:
        return {
            region: _untangled(tesseract, sheet, ink, region, words)
            for region, words in readings.items()
        }


def _untangled(
    tesseract: Recognizer, sheet: Sheet, ink: Mask, region: Region, words: list[ReadWord]
) -> list[ReadWord]:
    tall = [w for w in words if w.bottom - w.top > _TALL * w.row and w.sure < _SURE]
    if not tall:
        return words
    part = drawn_in(ink[region.top : region.bottom, region.x0 : region.x1])
    lines = [(region.top + a, region.top + b) for a, b in runs(np.asarray(part.any(axis=1)))]
    again = [n for n in lines if any(n[0] < w.bottom and w.top < n[1] for w in tall)]
    if len(again) > _MOST or any(b - a > _ONE_LINE * tall[0].row for a, b in again):
        return words
    pad = sheet.pixels(1)
    found: list[ReadWord] = []
    for top, bottom in again:
        line = trimmed(ink, Region(region.x0, top - pad, region.x1, bottom + pad), sheet)
        found += tesseract.read(line, one_line=True) if line else []
    replaced = [w for w in words if w in tall or any(a <= _middle(w) <= b for a, b in again)]
    if certainty_of(found) <= certainty_of(replaced):
        return words
    return [*(w for w in words if w not in replaced), *found]


def _middle(word: ReadWord) -> float:
    return (word.top + word.bottom) / 2
