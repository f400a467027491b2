"""From a page's picture to what a digital page gives: words, marks and ruling lines.

    straighten → ruling lines → words → boxes (told from letters by the words) → words beside
    boxes again, without them → ink that is neither

All of it is in points from the straightened page's top left.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from statistics import median
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.model import (
    Box,
    Encoding,
    EncodingKind,
    Mark,
    MarkShape,
    MarkState,
    Origin,
    Place,
)
from extract.ocr.addresses import with_addresses
from extract.ocr.engine import ReadWord, Recognizer, Region
from extract.ocr.pen import Blot, Inked, judge, strokes_of, unread_ink
from extract.ocr.picture import minus
from extract.ocr.rules import find_rules, rules_mask
from extract.ocr.squares import Square, box_mask, find_squares, likely_boxes
from extract.ocr.straighten import Photo, page_scale, straightened, upside_down
from extract.pdf.geometry import Edge, Word
from extract.pdf.grid import to_grids
from extract.progress import tell_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extract.ocr.picture import Gray, Mask, Sheet

_EM = 0.93  # of the type size: what Tesseract calls a row's height
_ASCENT, _DESCENT = 0.905, 0.212  # of the type size: a line's usual reach above and below
_SAME_SIZE = 0.1  # sizes this near the page's usual one are that
_LEGIBLE = 0.5  # a word's confidence, from which its ink is taken as read
_RIGHT_WAY = 0.6  # the mean confidence of a page's first lines that stand upright
_LEAST_BLOT = 4.5  # points
_SHORT_WORD = 5  # letters: a box may be read as the first or last letter of so short a word
_BULLET = 0.58  # of the type size: the largest bullet
_LARGEST_BOX = 17.0  # points: a larger square may be a cell
_LONG_RULE = 60.0  # points: shorter loose rules may be blanks to fill in


@dataclass(slots=True)
class ScannedPage:
    """What was read from one picture, and what each step gave."""

    number: int
    sheet: Sheet
    rules: list[Edge] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    marks: list[tuple[Box, Mark]] = field(default_factory=list)
    certainty: float = 0.0


def read_page(photo: Photo, number: int) -> ScannedPage:
    """What stands on a page's picture; boxes are points on the straightened page.

    Raises:
        OcrMissingError: Tesseract or its Spanish data is not installed.
    """
    tell_page()
    best: ScannedPage | None = None
    for other_way in (False, True):
        sheet = straightened(photo.gray, page_scale(photo), other_way=other_way)
        for upright in (sheet, upside_down(sheet)):
            page = _read(upright, number)
            if page.certainty >= _RIGHT_WAY:
                return page
            if best is None or page.certainty > best.certainty:
                best = page
    assert best is not None  # noqa: S101  # four ways were tried
    return best


def _read(sheet: Sheet, number: int) -> ScannedPage:
    page = ScannedPage(number, sheet)
    squares = find_squares(sheet, sheet.ink)
    page.rules = find_rules(sheet, minus(sheet.ink, _sides_of(squares, sheet)))
    grids, loose = to_grids(page.rules, number)
    ruled = rules_mask(sheet, [e for e in page.rules if e not in loose or _is_long(e)])
    ink = minus(sheet.ink, ruled)
    clean = _without(sheet.gray, ruled)
    regions = _regions(sheet, ink, [c.box for g in grids for c in g.cells])
    with Recognizer(clean, sheet.scale * 72) as tesseract:
        readings = {region: tesseract.read(region) for region in regions}
    page.certainty = _certainty(w for words in readings.values() for w in words)
    if page.certainty < _RIGHT_WAY:
        return page
    squares = likely_boxes(_real_squares(squares, readings), sheet.scale)
    inked = judge(sheet, ink, squares)
    marked = strokes_of(ink, [i for i in inked if i.state is not MarkState.OFF])
    boxes = box_mask(ink, squares, sheet.pixels(0.7)) | marked
    _read_again(sheet, clean, boxes, squares, readings)
    readings = with_addresses(clean, sheet.scale * 72, readings)
    read = [word for words in readings.values() for word in _with_quotes(words)]
    page.words = _to_words(sheet, read, number, ink)
    page.marks = [_mark(i, sheet, number) for i in inked]
    rest = _unread(sheet, ink, boxes, read)
    page.marks += [_blot(b, sheet, number) for b in unread_ink(sheet, rest, _LEAST_BLOT)]
    return page


def _sides_of(squares: Sequence[Square], sheet: Sheet) -> Mask:
    """The boxes whose sides must not be taken for ruling lines."""
    small = [s for s in squares if s.sharp and s.width <= _LARGEST_BOX * sheet.scale]
    return box_mask(sheet.ink, small, 1)


def _is_long(edge: Edge) -> bool:
    return edge.length >= _LONG_RULE


def _without(gray: Gray, mask: Mask) -> Gray:
    out = gray.copy()
    out[mask > 0] = 250
    return out


def _certainty(words: Iterable[ReadWord]) -> float:
    """The mean confidence of a page's words, by their length."""
    pairs = [(w.sure, len(w.text)) for w in words]
    letters = sum(n for _, n in pairs)
    return sum(s * n for s, n in pairs) / letters if letters else 0.0


def _regions(sheet: Sheet, ink: Mask, cells: Sequence[Box]) -> list[Region]:
    """The parts of the page that hold ink: each cell, and the bands between the tables."""
    height, width = ink.shape
    scale = sheet.scale
    found = [Region(*(round(v * scale) for v in (c.x0, c.top, c.x1, c.bottom))) for c in cells]
    free = ink.copy()
    for region in found:
        free[max(region.top, 0) : region.bottom, max(region.x0, 0) : region.x1] = 0
    inside = [_clipped(r, width, height) for r in found]
    bands = _bands(free, sheet)
    return [_trimmed(ink, r, sheet) for r in (*inside, *bands) if _has_ink(ink, r, sheet)]


def _clipped(region: Region, width: int, height: int) -> Region:
    inset = 2
    return Region(
        max(region.x0 + inset, 0),
        max(region.top + inset, 0),
        min(region.x1 - inset, width),
        min(region.bottom - inset, height),
    )


def _bands(free: Mask, sheet: Sheet) -> list[Region]:
    """Strips over the page's width that hold ink outside tables, parted by tables only."""
    counts = (free > 0).sum(axis=1)
    rows = np.flatnonzero(counts > 1)
    if rows.size == 0:
        return []
    gap = sheet.pixels(40)
    cuts = np.flatnonzero(np.diff(rows) > gap)
    starts = [rows[0], *rows[cuts + 1]]
    ends = [*rows[cuts], rows[-1]]
    pad = sheet.pixels(2)
    return [
        Region(0, max(int(a) - pad, 0), free.shape[1], min(int(b) + pad + 1, free.shape[0]))
        for a, b in zip(starts, ends, strict=True)
    ]


def _trimmed(ink: Mask, region: Region, sheet: Sheet) -> Region:
    """The region cut down to its ink in x: a margin as wide as the page misleads Tesseract."""
    part = ink[region.top : region.bottom, region.x0 : region.x1]
    columns = np.flatnonzero((part > 0).sum(axis=0))
    pad = sheet.pixels(3)
    x0 = max(region.x0 + int(columns[0]) - pad, region.x0, 1)
    x1 = min(region.x0 + int(columns[-1]) + pad + 1, region.x1, ink.shape[1] - 1)
    return Region(x0, region.top, x1, region.bottom)


def _has_ink(ink: Mask, region: Region, sheet: Sheet) -> bool:
    part = ink[region.top : region.bottom, region.x0 : region.x1]
    return part.size > 0 and cv2.countNonZero(part) >= (0.9 * sheet.scale) ** 2


def _real_squares(squares: list[Square], readings: dict[Region, list[ReadWord]]) -> list[Square]:
    """The squares that are not letters of a word that was read with certainty."""
    words = [word for found in readings.values() for word in found]
    em = median(word.row for word in words) / _EM if words else 0.0
    return [s for s in squares if not any(_is_letter_of(s, w, em) for w in words)]


def _is_letter_of(square: Square, word: ReadWord, em: float) -> bool:
    """Whether what looks like a square is a letter of a word that was read well."""
    y = (square.top + square.bottom) / 2
    if not word.top - 3 <= y <= word.bottom + 3:
        return False
    if not word.x0 - 2 <= (square.x0 + square.x1) / 2 <= word.x1 + 2:
        return False
    letters = sum(c.isalpha() for c in word.text)
    if letters < 2:
        return False
    at_end = min(square.x0 - word.x0, word.x1 - square.x1) < 0.25 * square.width
    if at_end and letters <= _SHORT_WORD and (square.sharp or _is_no_capital(square, word, em)):
        return False  # `ONO` is a box before No
    return word.sure >= 0.5


def _is_no_capital(square: Square, word: ReadWord, em: float) -> bool:
    """Whether it is taller than the page's capitals, or reaches below the word's baseline."""
    return square.height > 0.78 * em or square.bottom > word.baseline + 0.07 * em


def _read_again(
    sheet: Sheet,
    clean: Gray,
    boxes: Mask,
    squares: Sequence[Square],
    readings: dict[Region, list[ReadWord]],
) -> None:
    """The lines with boxes once more, without the boxes: `Sí [1 No` becomes `Sí No`."""
    if not squares:
        return
    with Recognizer(_without(clean, boxes), sheet.scale * 72) as tesseract:
        for region, words in list(readings.items()):
            own = [s for s in squares if _lies_in(s, region)]
            if not own:
                continue
            readings[region] = [w for w in words if not _beside(w, own)]
            for strip in _strips(own, region, words, sheet):
                again = tesseract.read(strip, one_line=True)
                readings[region] += [w for w in again if _has_own_ink(w, boxes)]


def _lies_in(square: Square, region: Region) -> bool:
    x, y = (square.x0 + square.x1) / 2, (square.top + square.bottom) / 2
    return region.x0 <= x < region.x1 and region.top <= y < region.bottom


def _beside(word: ReadWord, squares: Sequence[Square]) -> bool:
    """Whether the word stands on the line of a box."""
    y = (word.top + word.bottom) / 2
    return any(s.top - 0.2 * s.height <= y <= s.bottom + 0.2 * s.height for s in squares)


def _strips(
    squares: Sequence[Square], region: Region, words: Sequence[ReadWord], sheet: Sheet
) -> list[Region]:
    """The lines of a region on which boxes stand."""
    strips: list[Region] = []
    for square in sorted(squares, key=lambda s: s.top):
        own = [w for w in words if _beside(w, [square])]
        pad = sheet.pixels(1.5)
        top = min([square.top, *(int(w.top) for w in own)]) - pad
        bottom = max([square.bottom, *(int(w.bottom) for w in own)]) + pad
        if strips and top < strips[-1].bottom - pad:
            top, bottom = min(top, strips[-1].top), max(bottom, strips[-1].bottom)
            strips.pop()
        strips.append(
            Region(region.x0, max(top, region.top), region.x1, min(bottom, region.bottom))
        )
    return strips


def _has_own_ink(word: ReadWord, boxes: Mask) -> bool:
    part = boxes[int(word.top) : int(word.bottom), int(word.x0) : int(word.x1)]
    return part.size > 0 and float((part > 0).mean()) < 0.6


def _with_quotes(words: list[ReadWord]) -> list[ReadWord]:
    """A region's words with `"` for a curly quote that has no counterpart.

    In small type Tesseract tells the two shapes apart by chance; a pair is of one shape.
    """
    text = "".join(word.text for word in words)
    if ("“" in text) == ("”" in text):
        return words
    straight = str.maketrans("“”", '""')
    return [replace(word, text=word.text.translate(straight)) for word in words]


def _to_words(sheet: Sheet, read: Sequence[ReadWord], number: int, ink: Mask) -> list[Word]:
    sizes = _sizes(sheet, read)
    usual = median(sizes.values()) if sizes else 10.0
    out = []
    for index, word in enumerate(read):
        size = sizes.get(word.line, usual)
        size = usual if abs(size / usual - 1) <= _SAME_SIZE else size
        baseline = word.baseline / sheet.scale
        box = Box(
            number,
            word.x0 / sheet.scale,
            baseline - _ASCENT * size,
            word.x1 / sheet.scale,
            baseline + _DESCENT * size,
        )
        first = index == 0 or read[index - 1].line != word.line
        text = "•" if first and _is_bullet(word, size * sheet.scale, ink) else word.text
        out.append(Word(text, box, size, baseline, certainty=word.sure, scanned=True))
    return out


def _sizes(sheet: Sheet, read: Sequence[ReadWord]) -> dict[int, float]:
    """The type size of each line, in points."""
    found: dict[int, list[float]] = {}
    for word in read:
        found.setdefault(word.line, []).append(word.row / _EM / sheet.scale)
    return {line: median(rows) for line, rows in found.items()}


def _is_bullet(word: ReadWord, em: float, ink: Mask) -> bool:
    """Whether a line's first sign is a small blot: Tesseract takes bullets for letters."""
    width, height = word.x1 - word.x0, word.bottom - word.top
    if len(word.text) > 2 or max(width, height) > _BULLET * em or min(width, height) < 0.15 * em:
        return False
    part = ink[int(word.top) : int(word.bottom), int(word.x0) : int(word.x1)]
    blot = part.size > 0 and float((part > 0).mean()) > 0.6
    return blot and 0.7 < width / max(height, 1) < 1.4


def _mark(inked: Inked, sheet: Sheet, number: int) -> tuple[Box, Mark]:
    s = inked.square
    box = Box(number, *(v / sheet.scale for v in (s.x0, s.top, s.x1, s.bottom)))
    encoding = Encoding(EncodingKind.INKED, inked.state, inked.note)
    return box, Mark(inked.state, MarkShape.BOX, (encoding,), Place(box=box), Origin.OCR)


def _unread(sheet: Sheet, ink: Mask, boxes: Mask, read: Sequence[ReadWord]) -> Mask:
    """The ink that is neither rule nor box nor part of a word."""
    rest = minus(ink, np.asarray(cv2.dilate(boxes, np.ones((5, 5), np.uint8)), np.uint8))
    pad = sheet.pixels(1.2)
    for word in read:
        if word.sure < _LEGIBLE and word.bottom - word.top > 2 * word.row:
            continue
        top, bottom = max(int(word.top) - pad, 0), int(word.bottom) + pad
        rest[top:bottom, max(int(word.x0) - pad, 0) : int(word.x1) + pad] = 0
    return rest


def _blot(blot: Blot, sheet: Sheet, number: int) -> tuple[Box, Mark]:
    box = Box(number, *(v / sheet.scale for v in (blot.x0, blot.top, blot.x1, blot.bottom)))
    encoding = Encoding(EncodingKind.INKED, MarkState.UNSURE, "unread ink")
    shape = MarkShape.RING if blot.ring else MarkShape.SIGN
    return box, Mark(MarkState.UNSURE, shape, (encoding,), Place(box=box), Origin.OCR)
