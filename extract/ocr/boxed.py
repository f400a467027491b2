"""Step 5: boxes told from letters by the words, and the words beside them read without them."""

from __future__ import annotations

import re
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.ocr.engine import Recognizer, Region, by_line
from extract.ocr.hidden import STACKED, soft_ink, sought, sought_beside
from extract.ocr.letters import (
    SHORT_LINE,
    is_among_letters,
    is_round,
    letter_count,
    long_lines,
    on_one_line,
    without_letters,
)
from extract.ocr.picture import whitened
from extract.ocr.regions import trimmed
from extract.ocr.squares import SMALLEST, Zone, likely_boxes, middle_of, small_squares

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extract.ocr.engine import ReadWord
    from extract.ocr.picture import Gray, Mask, Sheet
    from extract.ocr.squares import Square

_EM = 0.93  # of the type size: what Tesseract calls a row's height
_SHORT_WORD = 5  # letters: a box may be read as the first or last letter of so short a word
_SHORT_WORDS = 8  # letters of two short words that a box runs together
_LINE, _LOST = 12, 0.8  # letters of a line that boxes may not spoil; the share that it keeps
_WHOLE_WORD, _WHOLE_SURE = 4, 0.8  # letters and confidence of a word that holds no box at all
_LEGIBLE = 0.5  # a word's confidence, from which its ink is taken as read
_SURELY_READ = 0.9  # ... from which a short word holds no box
_SIZES = (2.0, 0.7)  # at which a word that was hardly read is looked at once more
_CAPITAL = 0.78  # of the type size: capitals are no taller
_TALLEST_CELL = 4.0  # of the type size: where a box may stand alone
_NUMBER = 4  # digits of a word that no boxes are read as
_DATE, _FIGURES = 12, re.compile(r"[\d/.:-]+")  # letters of a date or telephone number
_TOUCHED = 0.04  # of a box's middle: that much ink in it is no paper's
_PENNED = 0.3  # of a box's middle, from which on it is no letter's
_STRAIGHT = 1.3  # points by which boxes above each other stand further left or right
_LEAST_EM = 0.55  # of the type size: boxes of fewer points than usual are no smaller
_FOOT, _MIDDLE = 0.3, 0.3  # of a row: how far letters reach below its baseline; their middle above
_ENDS, _LITTLE = 2, 0.1  # letters that a stroke's end is read as; other ink beside it
_WELL_READ = 0.85  # a word's confidence, from which no box is sought in it


def find_boxes(
    sheet: Sheet, squares: Sequence[Square], readings: dict[Region, list[ReadWord]]
) -> list[Square]:
    """The check boxes: `squares` without letters and bullets, and those that a pen hid."""
    words = [word for found in readings.values() for word in found]
    em = median(word.row for word in words) / _EM if words else 0.0
    single = _plain_letters(words)
    rows = list(rows_of_cells(readings, em))
    narrow = [zone for r, found in readings.items() for zone in zones_of(r, found, (), em)]
    narrow += rows
    soft = soft_ink(sheet)
    squares = [*squares, *(s for zone in narrow for s in _small(sheet, soft, zone, squares))]
    squares = [s for s in squares if not any(_covers(w, s) for w in single)]
    least = min(SMALLEST * sheet.scale, _LEAST_EM * em)
    squares = [s for s in squares if max(s.width, s.height) >= least]
    real = [s for s in squares if not any(_is_letter_of(s, w, em) for w in words)]
    lines = long_lines(words)
    real = [s for s in real if not is_among_letters(sheet, s, lines, em)]
    boxes = _grown(sheet, soft, _of_one_size(likely_boxes(real, sheet.scale)), em)
    zones = [zone for r, found in readings.items() for zone in zones_of(r, found, boxes, em)]
    zones += rows
    painted = [s for s in squares if s.solid and s not in boxes]
    hidden = [
        s
        for s in sought(sheet, soft, zones, boxes, painted)
        if (s in painted and not any(_is_whole(w) and _covers(w, s) for w in words))
        or (
            not any(_is_in_word(s, w, em) for w in words)
            and not any(_covers(w, s) for w in single)
            and not is_round(sheet, s)
            and (_is_inked_twin(sheet, s, boxes, em) or not is_among_letters(sheet, s, lines, em))
        )
    ]
    for box in _lonely([*boxes, *hidden]):
        hidden += [
            s
            for s in sought_beside(sheet, soft, box, em)
            if _is_penned(sheet, s) and not any(_is_in_word(s, w, em) for w in words)
        ]
    hidden = without_letters(sheet, hidden, boxes, em)
    plain = [s for s in boxes if not (s.solid and any(s.overlaps(o) for o in hidden))]
    return sorted({*plain, *hidden}, key=lambda s: (s.top, s.x0))


def _small(sheet: Sheet, soft: Mask, zone: Zone, known: Sequence[Square]) -> list[Square]:
    """The small squares of a zone; where no box is seen there, those in thin pale lines."""
    found = small_squares(sheet, sheet.ink, zone, known)
    if found or any(s.sharp and _lies_in(s, zone) for s in known):
        return found
    return small_squares(sheet, soft, zone, known)


def _of_one_size(squares: Sequence[Square]) -> list[Square]:
    """Without what is larger or smaller than the plain boxes of its line: letters."""
    sharp = [s for s in squares if s.sharp]
    return [s for s in squares if s.solid or not any(_is_beside_larger(s, o, sharp) for o in sharp)]


def _is_beside_larger(square: Square, box: Square, sharp: Sequence[Square]) -> bool:
    """Whether a box of another size stands on the line; a plain square gives way to two."""
    if not on_one_line(square, box) or _alike(square, box):
        return False
    if not square.sharp:
        return True
    twins = [o for o in sharp if o is not box and on_one_line(o, box)]
    return square.width < box.width and any(_alike(o, box) for o in twins)


def _is_inked_twin(sheet: Sheet, square: Square, boxes: Sequence[Square], em: float) -> bool:
    """Whether it stands right above or below a plain box of its size, and a pen was in it."""
    return _is_penned(sheet, square) and any(
        box.sharp
        and _alike(square, box)
        and abs(square.x0 + square.x1 - box.x0 - box.x1) <= 2 * _STRAIGHT * sheet.scale
        and abs(square.top - box.top) <= STACKED * em
        for box in boxes
    )


def _is_penned(sheet: Sheet, square: Square, least: float = _PENNED) -> bool:
    """Whether there is so much ink in its middle; by default more than a letter has."""
    inside = middle_of(sheet.ink, square, square.width // 4)
    return inside.size > 0 and float((inside > 0).mean()) >= least


def _grown(sheet: Sheet, soft: Mask, boxes: Sequence[Square], em: float) -> list[Square]:
    """The boxes; what a pen drew into one that is as large as its empty twin is that one."""
    out = list(boxes)
    for box in boxes:
        inner = [s for s in out if s.width < box.width and on_one_line(s, box)]
        inner = [s for s in inner if not _alike(s, box) and _is_penned(sheet, s, _TOUCHED)]
        if not inner or not box.sharp or _is_penned(sheet, box):
            continue
        for place in sought_beside(sheet, soft, box, em):
            covered = [s for s in inner if s.overlaps(place)]
            if covered:
                out = [*(s for s in out if s not in covered), place]
    return out


def _lonely(squares: Sequence[Square]) -> list[Square]:
    """The plain boxes with no other on their line: a pen may have hidden it, columns away."""
    return [
        s for s in squares if s.sharp and not any(on_one_line(s, o) for o in squares if o is not s)
    ]


def _alike(a: Square, b: Square) -> bool:
    """Whether two boxes are of one size; a pen may have shortened one of its sides."""
    return 0.87 < max(a.width, a.height) / max(b.width, b.height) < 1.2


def zones_of(
    region: Region, words: Sequence[ReadWord], boxes: Sequence[Square], em: float
) -> Iterator[Zone]:
    """The lines of a region that are short, hold a box, or a short word that was hardly read."""
    lines = by_line(words)
    for line in lines.values():
        short = sum(len(w.text) for w in line) <= SHORT_LINE
        if short or any(_is_doubtful(w) or _beside(w, boxes) for w in line):
            top = min(w.top for w in line) - 0.5 * em
            bottom = max(w.bottom for w in line) + 0.5 * em
            upper, lower = max(int(top), region.top), min(int(bottom), region.bottom)
            yield Zone(region.x0, upper, region.x1, lower, em)


def rows_of_cells(readings: dict[Region, list[ReadWord]], em: float) -> Iterator[Zone]:
    """The cells beside each other that hold little, where one holds a box alone and hardly a word.

    A box with a cell of its own may leave no word there, and its twin stands in another cell.
    """
    bare = [
        region
        for region, words in readings.items()
        if sum(letter_count(w) for w in words) <= SHORT_LINE and region.height <= _TALLEST_CELL * em
    ]
    while bare:
        row = [r for r in bare if _beside_each_other(r, bare[0])]
        bare = [r for r in bare if r not in row]
        if len(row) > 1 and any(_reads_nothing(readings[r]) for r in row):
            yield Zone(
                min(r.x0 for r in row),
                max(r.top for r in row),
                max(r.x1 for r in row),
                min(r.bottom for r in row),
                em,
            )


def _beside_each_other(a: Region, b: Region) -> bool:
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return overlap > 0.5 * max(a.height, b.height)


def _reads_nothing(words: Sequence[ReadWord]) -> bool:
    return all(letter_count(w) == 0 or _is_doubtful(w) for w in words)


def _is_doubtful(word: ReadWord) -> bool:
    return word.sure < _WELL_READ and sum(c.isalnum() for c in word.text) <= _SHORT_WORDS


def _plain_letters(words: Sequence[ReadWord]) -> list[ReadWord]:
    """The words of one small letter, `y` or `o`, in lines of text that were read well."""
    letters: dict[int, int] = {}
    for word in words:
        letters[word.line] = letters.get(word.line, 0) + len(word.text)
    return [
        w
        for w in words
        if len(w.text) == 1
        and w.text.islower()
        and w.sure >= _SURELY_READ
        and letters[w.line] > SHORT_LINE
    ]


def _is_in_word(square: Square, word: ReadWord, em: float) -> bool:
    """Whether a place where a box was sought lies in a word that was read well."""
    letters = sum(c.isalnum() for c in word.text)
    if _is_whole(word):
        return _covers(word, square)
    if sum(c.isdigit() for c in word.text) >= _NUMBER:
        return _covers(word, square)
    short = letters <= _SHORT_WORDS
    if letters < 2 or word.sure < (_SURELY_READ if short else _LEGIBLE):
        return False
    if not _covers(word, square):
        return False
    return not short or not _is_no_capital(square, word, max(em, word.row / _EM))


def _is_whole(word: ReadWord) -> bool:
    """Whether it is so long and was read so well that it holds no box at all."""
    return sum(c.isalnum() for c in word.text) >= _WHOLE_WORD and word.sure >= _WHOLE_SURE


def _covers(word: ReadWord, square: Square) -> bool:
    """Whether the square's middle lies in the word."""
    x, y = (square.x0 + square.x1) / 2, (square.top + square.bottom) / 2
    return word.x0 <= x <= word.x1 and word.top - 3 <= y <= word.bottom + 3


def _is_letter_of(square: Square, word: ReadWord, em: float) -> bool:
    """Whether what looks like a square is a letter or digit of a word that was read well."""
    y = (square.top + square.bottom) / 2
    if not word.top - 3 <= y <= word.bottom + 3:
        return False
    if not word.x0 - 2 <= (square.x0 + square.x1) / 2 <= word.x1 + 2:
        return False
    letters = sum(c.isalnum() for c in word.text)
    if letters < 2:
        return False
    if _is_whole(word):
        return True
    no_capital = _is_no_capital(square, word, em)
    at_end = min(square.x0 - word.x0, word.x1 - square.x1) < 0.25 * square.width
    if at_end and letters <= _SHORT_WORD:  # `ONO` is a box before No
        sharp = square.sharp and word.sure < _SURELY_READ
        return not (sharp or no_capital) and word.sure >= _LEGIBLE
    return word.sure >= _LEGIBLE


def _is_no_capital(square: Square, word: ReadWord, em: float) -> bool:
    """Whether it is taller than the page's capitals, or reaches below the word's baseline."""
    return square.height > _CAPITAL * em or square.bottom > word.baseline + 0.07 * em


def read_again(
    sheet: Sheet,
    clean: Gray,
    inks: tuple[Mask, Mask],
    squares: tuple[Sequence[Square], Sequence[Square]],
    readings: dict[Region, list[ReadWord]],
) -> set[Square]:
    """The lines with boxes once more, without the boxes: `Sí [1 No` becomes `Sí No`.

    `inks` is what belongs to the boxes, and all else; `squares` are all of them, and those that
    were typed, as `_X_`, which are no letters. Given back are the squares that were letters after
    all: without them a line that had been read well cannot be read.
    """
    letters: set[Square] = set()
    (boxes, rest), (every, typed) = inks, squares
    with Recognizer(_bared(clean, boxes, rest), sheet.scale * 72) as tesseract:
        for region, found in list(readings.items()):
            own = [s for s in every if _lies_in(s, region)]
            words = [w for w in found if not _is_end_of_stroke(w, boxes, rest)]
            others = [w for w in words if not _beside(w, own)] if own else words
            readings[region] = _short_lines_again(tesseract, others)
            for strip in _strips(own, region, words, sheet):
                narrow = trimmed(rest, _between_lines(strip, others), sheet)
                again = tesseract.read(narrow, one_line=True) if narrow else []
                again = [w for w in again if _has_own_ink(w, boxes)]
                first = [w for w in words if w not in others and _lies_within(w, strip)]
                plain = [w for w in first if not any(_covers(w, s) for s in typed)]
                if _was_better(plain, again):
                    readings[region] += first
                    letters |= {s for s in own if strip.top <= s.top < strip.bottom}
                else:
                    apart = [part for w in again for part in parted(tesseract, w, own)]
                    readings[region] += [_surer(tesseract, w) for w in apart]
    return letters


def parted(
    tesseract: Recognizer, word: ReadWord, squares: Sequence[Square]
) -> tuple[ReadWord, ...]:
    """A word that runs over a box as the two beside it (`SI☒NO`), where these read as it does."""
    over = [s for s in squares if word.x0 < s.x0 and s.x1 < word.x1 and _covers(word, s)]
    if len(over) != 1 or len(word.text) > _SHORT_WORDS:
        return (word,)
    blank = replace(word, text="", sure=0.0)
    sides = replace(blank, x1=over[0].x0), replace(blank, x0=over[0].x1)
    told = [_surer(tesseract, side) for side in sides]
    if "".join(side.text for side in told).lower() != word.text.lower():
        return (word,)
    return tuple(side for side in told if side.text)


def _lies_within(word: ReadWord, strip: Region) -> bool:
    return strip.top <= (word.top + word.bottom) / 2 < strip.bottom


def _was_better(first: Sequence[ReadWord], again: Sequence[ReadWord]) -> bool:
    """Whether a line of some length was read well and has lost letters of its words since.

    Single signs do not count: a box is often read as one.
    """
    letters = sum(letter_count(w) for w in first)
    sure = sum(letter_count(w) * w.sure for w in first)
    kept = sum(letter_count(w) for w in again)
    if letters < _LINE:
        return False
    if sure >= _SURELY_READ * letters:
        return kept < letters
    return sure >= _WHOLE_SURE * letters and kept < _LOST * letters


def _short_lines_again(tesseract: Recognizer, words: Sequence[ReadWord]) -> list[ReadWord]:
    """The words, those of short lines that were hardly read once more."""
    letters: dict[int, int] = {}
    for word in words:
        letters[word.line] = letters.get(word.line, 0) + len(word.text)
    return [_surer(tesseract, w) if letters[w.line] <= SHORT_LINE else w for w in words]


def _surer(tesseract: Recognizer, word: ReadWord) -> ReadWord:
    """A short word that was hardly read once more by itself, larger and smaller.

    Between boxes stand single words, of which Tesseract tells little from the line.
    """
    longest = _DATE if _FIGURES.fullmatch(word.text) else _SHORT_WORD
    if word.sure >= _SURELY_READ or len(word.text) > longest:
        return word
    tries = [(word.sure, word.text)]
    tries += [tesseract.read_word(word, factor) for factor in _SIZES]
    sure, text = max(tries)
    return replace(word, text=text, sure=sure)


def _bared(clean: Gray, boxes: Mask, rest: Mask) -> Gray:
    """The picture without the boxes and their soft edges, other ink's edges left as they are."""
    halo = cv2.subtract(cv2.dilate(boxes, _kernel(7)), cv2.dilate(rest, _kernel(3)))
    return whitened(clean, np.asarray(cv2.bitwise_or(boxes, halo), np.uint8))


def _kernel(side: int) -> Mask:
    return np.ones((side, side), np.uint8)


def _between_lines(strip: Region, others: Sequence[ReadWord]) -> Region:
    """The strip cut where a stroke reached into the line above or below."""
    middle = (strip.top + strip.bottom) / 2
    feet = [min(w.bottom, w.baseline + _FOOT * w.row) for w in others]
    heads = [max(w.top, w.baseline - w.row) for w in others]  # a stroke may have joined a letter
    above = [y for y in feet if strip.top < y < middle]
    below = [y for y in heads if middle < y < strip.bottom]
    top = int(max(above, default=strip.top))
    bottom = int(min(below, default=strip.bottom))
    return Region(strip.x0, top, strip.x1, bottom)


def _lies_in(square: Square, region: Region | Zone) -> bool:
    x, y = (square.x0 + square.x1) / 2, (square.top + square.bottom) / 2
    return region.x0 <= x < region.x1 and region.top <= y < region.bottom


def _beside(word: ReadWord, squares: Sequence[Square]) -> bool:
    """Whether the word stands on the line of a box; a large one may reach to the next line."""
    y = min((word.top + word.bottom) / 2, word.baseline - _MIDDLE * word.row)
    return any(
        s.top - reach <= y <= s.bottom + reach
        for s in squares
        for reach in (0.2 * s.height if s.height <= word.row else 0.0,)
    )


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


def _is_end_of_stroke(word: ReadWord, boxes: Mask, rest: Mask) -> bool:
    """Whether what was hardly read as a letter or two is ink that belongs to a box."""
    if word.sure >= _SURELY_READ or len(word.text) > _ENDS:
        return False
    at = slice(int(word.top), int(word.bottom)), slice(int(word.x0), int(word.x1))
    own, other = (int(np.count_nonzero(mask[at])) for mask in (boxes, rest))
    return own > 0 and other <= _LITTLE * own
