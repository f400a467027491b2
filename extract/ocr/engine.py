"""Step 4: words by Tesseract.

One engine a language is kept for the process: its model takes a tenth of a second to load.
Each region of the page (a table's cell, a band of free text) is read as one block of lines,
so that Tesseract's own search for columns never mixes cells; what is empty is not asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from math import inf
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.ocr.picture import PAPER, Extent, binary, runs_of, shrunk
from extract.ocr.setup import LANGUAGE, need_setup
from extract.pdf.text import composed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extract.ocr.picture import Gray
    from extract.pdf.native import Handle

_BLOCK, LINE, RAW_LINE = 6, 7, 13  # Tesseract's page segmentation modes
_RIM = 20  # pixels of white around a line that is read by itself
# a line that was hardly read is tried as white on black too, where this may be a ground of that
_GROUND, _BLOCK_SIDE, _DARK = 12.0, 1.5, 120  # points along; points a side; a grey level
_LINES = count(1)  # a page is read in several goes, each of lines of its own


@dataclass(frozen=True, slots=True)
class Region(Extent):
    """A rectangle of the picture that is read."""


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word with its ink's box and its line's baseline, in pixels of the whole picture.

    `sure` is Tesseract's own confidence from 0 to 1. `line` is a number that no
    other line has, `row` is the height of its line's letters, ascenders and descenders included.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    sure: float
    line: int
    row: float


def next_line() -> int:
    """A line's number that no other has."""
    return next(_LINES)


def by_line(words: Iterable[ReadWord]) -> dict[int, list[ReadWord]]:
    """The words of each line."""
    lines: dict[int, list[ReadWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return lines


def certainty_of(words: Iterable[ReadWord]) -> float:
    """The mean confidence of the words, by their length."""
    pairs = [(w.sure, len(w.text)) for w in words]
    letters = sum(n for _, n in pairs)
    return sum(s * n for s, n in pairs) / letters if letters else 0.0


def has_dark_ground(gray: Gray, dpi: float) -> bool:
    """Whether some of a picture is dark enough, and wide enough, for light letters to stand on.

    No letter is so wide and thick; a block of ground lies before a word, or above it.
    """
    side = max(1, round(_BLOCK_SIDE * dpi / 72))
    dark = binary(shrunk(gray, side), _DARK)
    return bool(runs_of(dark, round(_GROUND * dpi / 72 / side)).any())


@cache
def _engine(language: str) -> Handle:
    import tesserocr

    setup = need_setup("image")
    engine = tesserocr.PyTessBaseAPI(path=setup.data, lang=language, psm=_BLOCK)
    engine.SetVariable("debug_file", "/dev/null")
    return engine


class Recognizer:
    """Reads regions of one picture."""

    def __init__(self, gray: Gray, dpi: float, language: str = LANGUAGE) -> None:
        self._engine = _engine(language)
        self._gray, self._dpi, self._language = gray, dpi, language
        self._line = 0
        self._is_set = False  # a picture is handed over when it is read first

    def _set(self) -> None:
        if self._is_set:
            return
        self._is_set = True
        height, width = self._gray.shape
        data = np.ascontiguousarray(self._gray).tobytes()
        self._engine.SetImageBytes(data, width, height, 1, width)
        self._engine.SetSourceResolution(round(self._dpi))

    def __enter__(self) -> Recognizer:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.Clear()

    def read(self, region: Region, *, one_line: bool = False) -> list[ReadWord]:
        """The words of a region in reading order; empty where Tesseract sees none."""
        return self._read(region, LINE if one_line else _BLOCK)

    def _read(self, region: Region, mode: int) -> list[ReadWord]:
        if region.width < 4 or region.height < 4:
            return []
        self._set()
        part = self._gray[region.top : region.bottom, region.x0 : region.x1]
        dark = has_dark_ground(part, self._dpi)
        self._engine.SetVariable("tessedit_do_invert", "1" if dark else "0")
        self._engine.SetPageSegMode(mode)
        self._engine.SetRectangle(region.x0, region.top, region.width, region.height)
        if not self._engine.Recognize():
            return []
        return list(self._words())

    def read_word(self, word: ReadWord, factor: float, room: float = inf) -> tuple[float, str]:
        """How sure and what a word is, read by itself `factor` times as large; 0 and "" if none.

        Nothing further off than `room`, in pixels, is read with it.
        """
        pad = round(max(min(0.15 * word.row, room), 0.0))
        edges = int(word.x0) - pad, int(word.top) - pad, int(word.x1) + pad, int(word.bottom) + pad
        found = self.read_line(Region(*edges), factor)
        if not found:
            return 0.0, ""
        return min(w.sure for w in found), "".join(w.text for w in found)

    def read_line(self, region: Region, factor: float, mode: int = LINE) -> list[ReadWord]:
        """The words of a line, read by itself with a white rim, `factor` times as large.

        As a `RAW_LINE`, without a rim, it is not asked whether it is text: small print may be
        taken for none.
        """
        left, top = max(region.x0, 0), max(region.top, 0)
        part = self._gray[top : region.bottom, left : region.x1]
        if not part.size:
            return []
        rim = _RIM if mode != RAW_LINE else 0
        framed = cv2.copyMakeBorder(part, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=(PAPER,))
        sized = cv2.resize(framed, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
        other = Recognizer(np.asarray(sized, np.uint8), self._dpi * factor, self._language)
        height, width = sized.shape
        found = other._read(Region(0, 0, width, height), mode)
        self._is_set = False
        return [_placed(word, factor, left - rim, top - rim) for word in found]

    def _words(self) -> Iterator[ReadWord]:
        import tesserocr

        word_level = tesserocr.RIL.WORD
        found = self._engine.GetIterator()
        if found is None:
            return
        for item in tesserocr.iterate_level(found, word_level):
            if item.Empty(word_level):
                continue
            if item.IsAtBeginningOf(tesserocr.RIL.TEXTLINE):
                self._line = next_line()
            text = composed(item.GetUTF8Text(word_level).strip())
            box = item.BoundingBox(word_level)
            if not text or box is None:
                continue
            sure = item.Confidence(word_level) / 100
            row = item.RowAttributes()["row_height"]
            x0, top, x1, bottom = (float(v) for v in box)
            yield ReadWord(text, x0, top, x1, bottom, _baseline(item, box), sure, self._line, row)


def _placed(word: ReadWord, factor: float, left: int, top: int) -> ReadWord:
    """A word of a part of the picture that was made larger, where it lies on the whole."""
    return replace(
        word,
        x0=left + word.x0 / factor,
        top=top + word.top / factor,
        x1=left + word.x1 / factor,
        bottom=top + word.bottom / factor,
        baseline=top + word.baseline / factor,
        row=word.row / factor,
    )


def _baseline(item: Handle, box: tuple[int, int, int, int]) -> float:
    """The y of the text line's baseline at the word's middle."""
    import tesserocr

    line = item.Baseline(tesserocr.RIL.TEXTLINE)
    if line is None:
        return float(box[3])
    (ax, ay), (bx, by) = line
    share = ((box[0] + box[2]) / 2 - ax) / max(bx - ax, 1)
    return float(ay + (by - ay) * share)
