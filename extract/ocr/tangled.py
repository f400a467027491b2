"""Step 4c: lines that Tesseract ran into each other or hardly read, read one by one.

Where a paragraph's short last line stands close under a full one, it may take the first words
of both for letters two lines high. The page is straight, so that bare rows part the lines.
Coarse print it reads surely at one size and not at another; nobody knows beforehand at which.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from extract.ocr.engine import RAW_LINE, Recognizer, Region, by_line, certainty_of
from extract.ocr.letters import letter_count
from extract.ocr.picture import runs
from extract.ocr.regions import drawn_in, trimmed

if TYPE_CHECKING:
    from extract.ocr.engine import ReadWord
    from extract.ocr.picture import Gray, Mask, Sheet

_TALL, _SURE = 1.7, 0.6  # of a row's height; a word's confidence
_LETTERS, _LONG_WORD = 8, 3  # of a line that is read again; of its words that were hardly read
_SIZES = (0.7, 1.5, 1.0)  # at which it is
_BETTER = 0.05  # by which another reading's confidence must be higher
_ENOUGH, _HIGHEST = 0.93, 0.96  # a confidence with which no other is sought; hardly any is higher
_REACH = (1.15, 0.4)  # of a row's height: how far above and below its baseline a line reaches
_ONE_LINE_TALL = 26.0  # points
_ONE_LINE = 1.6  # of a row's height
_LEAST_TALL, _LEAST_WIDE = 0.45, 6.0  # of a row's height: lines that may have been passed over
_MOST = 12  # lines of a region that are read again: more are no print


def untangled(
    sheet: Sheet, clean: Gray, ink: Mask, readings: dict[Region, list[ReadWord]]
) -> dict[Region, list[ReadWord]]:
    """The readings, lines with words that are two lines high read again."""
    with Recognizer(clean, sheet.scale * 72) as tesseract:
        lines = {
            region: _untangled(tesseract, sheet, ink, region, words)
            for region, words in readings.items()
        }
        surer = {region: _surer(tesseract, sheet, region, w) for region, w in lines.items()}
        return {
            region: [*words, *_passed_over(tesseract, sheet, ink, region, words)]
            for region, words in surer.items()
        }


def _passed_over(
    tesseract: Recognizer, sheet: Sheet, ink: Mask, region: Region, words: list[ReadWord]
) -> list[ReadWord]:
    """The words of lines that Tesseract took for no text, as it does small print."""
    if not words:
        return []
    row, pad = median(w.row for w in words), sheet.pixels(1)
    found: list[ReadWord] = []
    for top, bottom in _bands(ink, region):
        if not _LEAST_TALL * row <= bottom - top <= _ONE_LINE * row:
            continue
        if any(top - pad <= _middle(w) <= bottom + pad for w in words):
            continue
        line = trimmed(ink, Region(region.x0, top - pad, region.x1, bottom + pad), sheet)
        if line and line.width >= _LEAST_WIDE * row:
            found += _best(tesseract, line, [])
    return found


def _surer(
    tesseract: Recognizer, sheet: Sheet, region: Region, words: list[ReadWord]
) -> list[ReadWord]:
    """The words of a region, its lines that were hardly read once more, larger and smaller."""
    lines = by_line(words)
    if not lines and region.height <= _ONE_LINE_TALL * sheet.scale:
        return _best(tesseract, region, [])
    doubtful = [n for n, line in lines.items() if _is_doubtful(line)]
    if len(doubtful) > _MOST:
        return words
    out: list[ReadWord] = []
    for number, line in lines.items():
        out += _best(tesseract, _around(line, region), line) if number in doubtful else line
    return out


def _is_doubtful(line: list[ReadWord]) -> bool:
    letters = sum(letter_count(w) for w in line)
    hardly = any(w.sure < _SURE and letter_count(w) >= _LONG_WORD for w in line)
    return letters >= _LETTERS and hardly and certainty_of(line) + _BETTER <= _HIGHEST


def _around(line: list[ReadWord], region: Region) -> Region:
    """Where a line lies, no more than a little above and below its letters."""
    row, base = median(w.row for w in line), median(w.baseline for w in line)
    return Region(
        region.x0,
        max(
            round(min(base - _REACH[0] * row, *(w.top for w in line if w.sure >= _SURE), base)),
            region.top,
        ),
        region.x1,
        min(round(base + _REACH[1] * row), region.bottom),
    )


def _best(tesseract: Recognizer, region: Region, first: list[ReadWord]) -> list[ReadWord]:
    """The surest reading of a line; the first one unless another is clearly better."""
    tries: list[list[ReadWord]] = []
    for factor in _SIZES:
        tries.append(tesseract.read_line(region, factor))
        if certainty_of(tries[-1]) >= _ENOUGH:
            break
    if not first:
        tries = [t for t in tries if t] or [tesseract.read_line(region, 1.0, RAW_LINE)]
    best = max(tries, key=certainty_of)
    good = certainty_of(best) >= max(certainty_of(first) + _BETTER, _SURE)
    return best if good else first


def _untangled(
    tesseract: Recognizer, sheet: Sheet, ink: Mask, region: Region, words: list[ReadWord]
) -> list[ReadWord]:
    tall = [w for w in words if w.bottom - w.top > _TALL * w.row and w.sure < _SURE]
    if not tall:
        return words
    again = [n for n in _bands(ink, region) if any(n[0] < w.bottom and w.top < n[1] for w in tall)]
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


def _bands(ink: Mask, region: Region) -> list[tuple[int, int]]:
    """The rows of a region that hold ink, between bare ones: first and one past the last."""
    part = drawn_in(ink[region.top : region.bottom, region.x0 : region.x1])
    return [(region.top + a, region.top + b) for a, b in runs(np.asarray(part.any(axis=1)))]


def _middle(word: ReadWord) -> float:
    return (word.top + word.bottom) / 2
