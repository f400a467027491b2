"""Step 6: ink on the page that is neither print nor rule nor box: what was written by hand."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.ocr.hidden import soft_ink
from extract.ocr.letters import SHORT_LINE, letter_count
from extract.ocr.picture import Extent, Pieces, minus
from extract.ocr.sizes import EM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extract.ocr.engine import ReadWord
    from extract.ocr.picture import Mask, Sheet
    from extract.pdf.geometry import Edge

_LEGIBLE = 0.5  # a word's confidence, from which its ink is taken as read
_SURELY_READ = 0.9  # ... from which nothing was drawn through it
_SHORT, _LETTER = 4, 0.95  # letters of a short word; of the type size: the widest usual letter
_BETWEEN = 0.6  # of the type size: the widest gap between words of a sentence
_CUT_OFF = 0.5  # of the type size: what a word's box may lack of its last letter
_LEAST_BLOT = 4.5  # points
_THIN_RULE = 1.6  # points: the thickest piece of a ruling line, and how far off it one lies
_RULE_ON, _RULE_SEEN = 40.0, 0.9  # points of it on either side; share of them that is seen


@dataclass(frozen=True, slots=True)
class Blot(Extent):
    """Ink that is no print: its box, and whether it rings other ink."""

    ring: bool = False


def unread_ink(sheet: Sheet, rest: Mask) -> list[Blot]:
    """The strokes in `rest`, near ones taken together; smaller ones mean nothing."""
    soft = soft_ink(sheet)
    reach = sheet.pixels(2.5)
    joined = cv2.dilate(rest, np.ones((reach, reach), np.uint8))
    pieces = Pieces(np.asarray(joined, np.uint8))
    out = []
    for number, (x, y, width, height, _) in enumerate(pieces.stats.tolist()):
        part = pieces.own(number) & (rest[y : y + height, x : x + width] > 0)
        rows, columns = np.nonzero(part)
        if rows.size < (0.8 * sheet.scale) ** 2 * 2:
            continue
        box = Blot(
            x + int(columns.min()),
            y + int(rows.min()),
            x + int(columns.max()) + 1,
            y + int(rows.max()) + 1,
        )
        stroke = _is_stroke(box, _LEAST_BLOT * sheet.scale, 2.5 * sheet.scale)
        if stroke and not _is_of_faint_rule(box, soft, sheet):
            out.append(box)
    return out


def lies_along(blot: Blot, border: Edge, sheet: Sheet) -> bool:
    """Whether it is a thin piece beside a table's border.

    Where a border slopes by a hair, its ends are left over.
    """
    along, across = (blot.x0, blot.x1), (blot.top, blot.bottom)
    if not border.horizontal:
        along, across = across, along
    off = _THIN_RULE * sheet.scale
    return (
        across[1] - across[0] <= off
        and abs(sum(across) / 2 - border.at * sheet.scale) <= off
        and border.start * sheet.scale - off <= along[0]
        and along[1] <= border.end * sheet.scale + off
    )


def _is_of_faint_rule(blot: Blot, soft: Mask, sheet: Sheet) -> bool:
    """Whether it is a piece of a level line that goes on, too faint to be ink all the way."""
    if blot.height > _THIN_RULE * sheet.scale:
        return False
    reach, pad = sheet.pixels(_RULE_ON), sheet.pixels(0.7)
    rows = slice(max(blot.top - pad, 0), blot.bottom + pad)
    sides = soft[rows, max(blot.x0 - reach, 0) : blot.x0], soft[rows, blot.x1 : blot.x1 + reach]
    return all(
        side.shape[1] >= reach and float(side.any(axis=0).mean()) >= _RULE_SEEN for side in sides
    )


def _is_stroke(blot: Blot, least: float, thin: float) -> bool:
    """Whether a blot is long enough to mean something, and no rest of a ruling line."""
    small, large = sorted((blot.width, blot.height))
    return large >= least and not (small <= thin and large >= 8 * thin)


def without_words(sheet: Sheet, ink: Mask, boxes: Mask, read: Sequence[ReadWord]) -> Mask:
    """The ink that is neither rule nor box nor part of a word."""
    letters = _letters_of(read)
    rest = minus(ink, np.asarray(cv2.dilate(boxes, np.ones((5, 5), np.uint8)), np.uint8))
    pad = sheet.pixels(1.2)
    for word in read:
        if word.sure < _LEGIBLE and word.bottom - word.top > 2 * word.row:
            continue
        if word.sure < _SURELY_READ and _is_too_wide(word):
            continue
        top, bottom = max(int(word.top) - pad, 0), int(word.bottom) + pad
        running = word.sure >= _SURELY_READ and letters[word.line] > SHORT_LINE
        x0, x1 = _ends_of(word, ink) if running else (int(word.x0), int(word.x1))
        rest[top:bottom, max(x0 - pad, 0) : x1 + pad] = 0
    for before, after in neighbours(read):  # a letter's edge that neither word's box holds
        top, bottom = int(min(before.top, after.top)), int(max(before.bottom, after.bottom))
        rest[max(top, 0) : bottom, int(before.x1) : int(after.x0)] = 0
    return rest


def _ends_of(word: ReadWord, ink: Mask) -> tuple[int, int]:
    """Where a word's first letter begins and its last one ends; Tesseract may cut them off."""
    x0, x1, reach = int(word.x0), int(word.x1), round(_CUT_OFF * word.row / EM)
    rows = ink[max(int(word.top), 0) : int(word.bottom)]
    before, beyond = (
        np.flatnonzero(~side.any(axis=0))
        for side in (rows[:, max(x0 - reach, 0) : x0][:, ::-1], rows[:, x1 : x1 + reach])
    )
    return (
        x0 - int(before[0]) if before.size else x0,
        x1 + int(beyond[0]) if beyond.size else x1,
    )


def _letters_of(read: Sequence[ReadWord]) -> dict[int, int]:
    """The letters of each line."""
    letters: dict[int, int] = {}
    for word in read:
        letters[word.line] = letters.get(word.line, 0) + letter_count(word)
    return letters


def neighbours(read: Sequence[ReadWord]) -> Iterator[tuple[ReadWord, ReadWord]]:
    """Words that follow each other closely in lines of text that were read well."""
    letters = _letters_of(read)
    for before, after in pairwise(read):
        close = 0 < after.x0 - before.x1 <= _BETWEEN * after.row / EM
        sure = min(before.sure, after.sure) >= _SURELY_READ
        if before.line == after.line and close and sure and letters[after.line] > SHORT_LINE:
            yield before, after


def _is_too_wide(word: ReadWord) -> bool:
    """Whether a short word takes more room than its letters: something was drawn beside it."""
    letters = len(word.text)
    return letters <= _SHORT and word.x1 - word.x0 > (letters + 0.7) * _LETTER * word.row / EM
