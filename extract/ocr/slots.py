"""Step 5b: places for a mark that are typed, not drawn: `( X )`, `[ ]`, `__X__`.

A line of a few short words and such places is little text for Tesseract, which runs them
together. So brackets and blanks are told by their shapes, as boxes are: what stands in them is
a mark only where it is one sign as large as a letter, and nothing only where paper is bare.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from extract.model import MarkShape, MarkState
from extract.ocr.engine import ReadWord
from extract.ocr.glyphs import CROSS_TALL, CROSS_WIDE, CROSSES, is_cross
from extract.ocr.pen import Inked
from extract.ocr.picture import Extent
from extract.ocr.squares import Square

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from extract.ocr.engine import Recognizer
    from extract.ocr.picture import Mask
    from extract.ocr.squares import Zone

# all in shares of the type size
_BLANK_THICK, _BLANK_LONG, _BLANK_LEVEL = 0.22, 0.4, 0.12
_LONG_UNDERLINE, _UNDERLINED, _BLANK_BELOW = 0.9, 0.55, 0.05  # the second of a piece's width
_ROOM = 0.3  # above and below a line's letters
_BRACKET_WIDE, _BRACKET_TALL, _BRACKET_LOW = (0.07, 0.45), (0.8, 1.5), 0.08
_BENT, _HAIR = 0.03, 0.02  # by how much a bracket's middle lies off its ends; by how much not
_LETTER_TALL = (0.4, 1.0)
_INSIDE = (0.12, 2.4)  # between two brackets
_GAP = 1.0  # between a blank and the mark that was typed into it
_MARK_WIDE, _MARK_TALL = (0.3, 1.2), (0.38, 1.3)
_WORD_GAP, _WIDEST_WORD, _MOST_WORDS = 0.25, 2.4, 4
_SAME_LINE = 0.15  # between the feet of two letters
_NEXT_LINE, _LINE_BEFORE = 0.4, 0.5  # below its baseline, above it: what is no part of a line
_ACCENT, _ACCENTS = 0.3, 0.95  # an accent's height; above the baseline, where it stands
_COLUMN = 2.0  # before a column of its own
_SOLID = 0.62  # of its extent that a sign fills; a blot fills more
_SPECK = 0.05  # of the largest stroke's area: what is smaller is none
_BARE = 0.015  # share of dark pixels in an empty place
_SURE = 0.5  # a reading's confidence, from which another sign than a mark is none
_CROSS_LEVEL, _APART = 0.1, 0.12
_SURE_CROSS = 0.3  # a letter by itself is never read surely
_TICK_TOP, _TICK_FOOT = 0.7, 0.6  # of its width: where it is highest, and lowest
_TICK_OUT = 0.12  # of its width, by which its right edge may come out again further down
_AROUND = 0.08  # by how much a letter is larger than the square in it
_BOTH = 2  # places of two options
_PLACES = 3  # places and crosses of two words: one more belongs to nobody knows which
_MARKS = frozenset("xX×хХ✓✔vVyY/√*")


@dataclass(frozen=True, slots=True)
class _Piece(Extent):
    """One connected piece of ink."""

    area: int
    bent: int = 0  # -1 where its middle lies left of both ends, as in `(`; 1 as in `)`

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place, from its first printed sign to its last, and where its mark would stand."""

    x0: int
    x1: int
    inside: tuple[int, int]
    frame: tuple[_Piece, ...]


class Typed(NamedTuple):
    """The places that were typed, with their states, and the squares that are letters beside."""

    marks: list[Inked]
    letters: list[Square]


def find_slots(
    inks: tuple[Mask, Mask],
    zones: Iterable[Zone],
    boxes: Sequence[Square],
    tesseract: Recognizer,
) -> Typed:
    """The typed places of short lines without boxes.

    `inks` is the plain ink and the soft ink, ruling lines taken out of the first.
    """
    found = Typed([], [])
    for zone in zones:
        squares = [b for b in boxes if zone.top <= (b.top + b.bottom) / 2 <= zone.bottom]
        pieces = _pieces(inks[0], zone)
        for base in _baselines(pieces, zone.em):
            line = base, zone.em
            own = [q for p in pieces if _is_on(p, line) for q in _parted(inks[0], p, line)]
            part, slots = _option_part(sorted(own, key=lambda p: p.x0), line)
            if not part or (squares and not _are_letters(squares, part, slots, zone.em)):
                continue
            marks = [_judged(inks, slot, part, line, tesseract) for slot in slots]
            crosses = _crosses(inks[0], part, slots, line, tesseract)
            state = MarkState.ON if len(slots) + len(crosses) < _PLACES else MarkState.UNSURE
            marks += [Inked(c, state, 0.0, 0.0, MarkShape.SIGN) for c in crosses]
            known = [m.square for m in found.marks]  # another zone may hold the line, too
            found.marks.extend(m for m in marks if not any(map(m.square.overlaps, known)))
            found.letters.extend(squares)
    return found


def _are_letters(
    squares: Sequence[Square], pieces: Sequence[_Piece], slots: Sequence[_Slot], em: float
) -> bool:
    """Whether what seems to be boxes are letters of two words with a typed place each.

    In coarse print an O has four sides. A letter reaches beyond them; a box is what was found.
    """
    if len(slots) != _BOTH or len(_words(pieces, slots, em)) != _BOTH:
        return False
    return all(
        any(
            p.x0 <= s.x0
            and s.x1 <= p.x1
            and p.top <= s.top
            and s.bottom <= p.bottom
            and min(p.width - s.width, p.height - s.height) >= _AROUND * em
            for p in pieces
        )
        for s in squares
    )


def _pieces(ink: Mask, zone: Zone) -> list[_Piece]:
    """The pieces of a line, from left to right, without what lines above and below reach in.

    Brackets reach beyond the letters, where a table's border may be near.
    """
    top = max(zone.top - round(_ROOM * zone.em), 0)
    part = np.ascontiguousarray(ink[top : zone.bottom + round(_ROOM * zone.em), zone.x0 : zone.x1])
    least, end = max(4, (0.05 * zone.em) ** 2), top + part.shape[0]
    found = _pieces_in(part, (zone.x0, top), zone.em)
    whole = (p for p in found if p.area >= least and p.top > top and p.bottom < end)
    return sorted(whole, key=lambda p: p.x0)


def _pieces_in(part: Mask, corner: tuple[int, int], em: float) -> Iterator[_Piece]:
    """The connected pieces of ink in a part of the page, from where that begins."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(part)
    for number in range(1, count):
        x, y, width, height, _ = (int(v) for v in stats[number])
        own = labels[y : y + height, x : x + width] == number
        yield _piece(own, (corner[0] + x, corner[1] + y), em)


def _piece(own: NDArray[np.bool_], corner: tuple[int, int], em: float) -> _Piece:
    height, width = own.shape
    x, y = corner
    area = int(np.count_nonzero(own))
    return _Piece(x, y, x + width, y + height, area, _bend(own, em))


def _parted(ink: Mask, piece: _Piece, line: tuple[float, float]) -> list[_Piece]:
    """A piece; a blank, and what was typed into it, where in coarse print they run together."""
    base, em = line
    below = piece.bottom >= base + _BLANK_BELOW * em
    if piece.width < _LONG_UNDERLINE * em or piece.height < _MARK_TALL[0] * em or not below:
        return [piece]
    part = ink[piece.top : piece.bottom, piece.x0 : piece.x1]
    first = max(round(base) - piece.top, 1)
    drawn = np.flatnonzero((part[first:] > 0).mean(axis=1) >= _UNDERLINED)
    if not drawn.size:
        return [piece]
    row = first + int(drawn[0])
    above = _pieces_in(np.ascontiguousarray(part[:row]), (piece.x0, piece.top), em)
    return [_piece(part[row:] > 0, (piece.x0, piece.top + row), em), *above]


def _bend(own: NDArray[np.bool_], em: float) -> int:
    """To which side the middle of a tall piece lies off both its ends; 0 where to none."""
    height, width = own.shape
    if height < _BRACKET_TALL[0] * em or width > _BRACKET_WIDE[1] * em:
        return 0
    parts = own[: height // 4], own[3 * height // 8 : 5 * height // 8], own[-(height // 4) :]
    columns = [np.flatnonzero(part.any(axis=0)) for part in parts]
    if not all(c.size for c in columns):
        return 0
    first, middle, last = columns
    least, hair = max(_BENT * em, 1.5), max(_HAIR * em, 1.0)
    if min(first[-1], last[-1]) - middle[-1] >= least:
        return -1 if middle[0] <= min(first[0], last[0]) + hair else 0
    if middle[0] - max(first[0], last[0]) >= least:
        return 1 if middle[-1] >= max(first[-1], last[-1]) - hair else 0
    return 0


def _baselines(pieces: Sequence[_Piece], em: float) -> list[float]:
    """Where the letters of each line stand that reaches into a zone; brackets go below that."""
    low, high = _LETTER_TALL
    bottoms = sorted(p.bottom for p in pieces if low * em <= p.height <= high * em and not p.bent)
    lines: list[list[int]] = []
    for bottom in bottoms:
        if lines and bottom - lines[-1][-1] <= _SAME_LINE * em:
            lines[-1].append(bottom)
        else:
            lines.append([bottom])
    return [median(line) for line in lines]


def _is_on(piece: _Piece, line: tuple[float, float]) -> bool:
    """Whether a piece is of the line: no accent of the next one, no foot of the one before."""
    base, em = line
    low = piece.top >= base + _NEXT_LINE * em and piece.width < _BLANK_LONG * em
    most = _ACCENTS if piece.height <= _ACCENT * em else _LINE_BEFORE
    return not low and piece.bottom > base - most * em


def _option_part(
    pieces: Sequence[_Piece], line: tuple[float, float]
) -> tuple[Sequence[_Piece], list[_Slot]]:
    """The pieces from which on a line holds but short words and places, and the places.

    That is the whole line, or what stands in the last columns of a table without rules, or what
    follows an instruction (`Marque con una X: Sí ( ) No ( )`), where it has both places.
    """
    base, em = line
    slots = [*_bracketed(pieces, base, em), *_blanks(pieces, base, em)]
    starts = _word_starts(pieces, slots, em)
    for gap, start in starts:
        tail = [p for p in pieces if p.x0 >= start]
        places = [s for s in slots if s.x0 >= start]
        told = gap >= _COLUMN * em or len(places) == _BOTH
        if told and _are_between_short_words(tail, places, em):
            return tail, places
    return (), []


def _word_starts(
    pieces: Sequence[_Piece], slots: Sequence[_Slot], em: float
) -> Iterator[tuple[float, int]]:
    """Where each word and place of a line begins, after the blank before it."""
    end = float("-inf")
    for piece in pieces:
        within = any(s.x0 < piece.middle <= s.x1 and piece.x0 > s.x0 for s in slots)
        if piece.x0 - end > _WORD_GAP * em and not within:
            yield piece.x0 - end, piece.x0
        end = max(end, piece.x1)


def _bracketed(pieces: Sequence[_Piece], base: float, em: float) -> list[_Slot]:
    """Pairs of brackets with room for a mark."""
    brackets = [
        p
        for p in pieces
        if p.bent
        and _BRACKET_WIDE[0] * em <= p.width <= _BRACKET_WIDE[1] * em
        and _BRACKET_TALL[0] * em <= p.height <= _BRACKET_TALL[1] * em
        and p.bottom >= base + _BRACKET_LOW * em
    ]
    return [
        _Slot(a.x0, b.x1, (a.x1, b.x0), (a, b))
        for a, b in pairwise(brackets)
        if a.bent < 0 < b.bent and _INSIDE[0] * em <= b.x0 - a.x1 <= _INSIDE[1] * em
    ]


def _blanks(pieces: Sequence[_Piece], base: float, em: float) -> list[_Slot]:
    """Lines to write on; two are one where a sign as wide as a letter parts them."""
    lines = [
        p
        for p in pieces
        if p.height <= _BLANK_THICK * em
        and p.width >= _BLANK_LONG * em
        and base - 0.1 * em <= p.top <= base + 0.45 * em
    ]
    runs: list[list[_Piece]] = []
    for line in lines:
        last = runs[-1][-1] if runs else None
        if last is not None and abs(last.top - line.top) <= _BLANK_LEVEL * em:
            gap = line.x0 - last.x1
            between = [p for p in pieces if last.x1 <= p.middle <= line.x0 and p not in lines]
            if gap <= 0.2 * em or (between and gap <= _GAP * em):
                runs[-1].append(line)
                continue
        runs.append([line])
    return [_Slot(run[0].x0, run[-1].x1, (run[0].x0, run[-1].x1), tuple(run)) for run in runs]


def _are_between_short_words(pieces: Sequence[_Piece], slots: Sequence[_Slot], em: float) -> bool:
    """Whether nothing but a few short words stands beside the places."""
    words = _words(pieces, slots, em)
    widest = max((x1 - x0 for x0, x1 in words), default=0.0)
    return 1 <= len(words) <= _MOST_WORDS and widest <= _WIDEST_WORD * em


def _words(pieces: Sequence[_Piece], slots: Sequence[_Slot], em: float) -> list[tuple[int, int]]:
    """From where to where the words beside the places reach."""
    words: list[tuple[int, int]] = []
    for piece in pieces:
        if any(s.x0 <= piece.middle <= s.x1 for s in slots):
            continue
        if words and piece.x0 - words[-1][1] <= _WORD_GAP * em:
            words[-1] = (words[-1][0], max(words[-1][1], piece.x1))
        else:
            words.append((piece.x0, piece.x1))
    return words


def _crosses(
    ink: Mask,
    pieces: Sequence[_Piece],
    slots: Sequence[_Slot],
    line: tuple[float, float],
    tesseract: Recognizer,
) -> list[Square]:
    """Each X that stands by itself on the line, as large as a letter: `Sí X  No __`, `Sí: X`."""
    base, em = line
    found = []
    for number, piece in enumerate(pieces):
        width, height = piece.width, piece.height
        others = [p for n, p in enumerate(pieces) if n != number]
        if (
            any(s.x0 <= piece.middle <= s.x1 for s in slots)
            or not CROSS_WIDE[0] * em <= width <= CROSS_WIDE[1] * em
            or not CROSS_TALL[0] * em <= height <= CROSS_TALL[1] * em
            or abs(piece.bottom - base) > _CROSS_LEVEL * em
            or not others
            or any(p.x0 - piece.x1 < _APART * em and piece.x0 - p.x1 < _APART * em for p in others)
        ):
            continue
        if not is_cross(ink[piece.top : piece.bottom, piece.x0 : piece.x1]):
            continue
        sure, text = tesseract.read_word(_as_word(piece, em), 2.0)
        if sure >= _SURE_CROSS and CROSSES.issuperset(text):
            found.append(Square(piece.x0, piece.top, piece.x1, piece.bottom))
    return found


def is_tick(sign: Mask) -> bool:
    """Whether a stroke goes down in its left half and up to its upper right corner.

    On its way down its right edge only goes to the left; that of a struck X comes out again.
    """
    height, width = sign.shape
    rows = max(1, height // 8)
    highest, lowest = (np.flatnonzero(part.any(axis=0)) for part in (sign[:rows], sign[-rows:]))
    inked = sign[sign.any(axis=1)] > 0
    right = width - np.argmax(inked[:, ::-1], axis=1)
    out = right - np.minimum.accumulate(right)
    return bool(
        float(highest.mean()) >= _TICK_TOP * width
        and float(lowest.mean()) <= _TICK_FOOT * width
        and float(out.max()) <= _TICK_OUT * width
    )


def _as_word(piece: _Piece, em: float) -> ReadWord:
    edges = float(piece.x0), float(piece.top), float(piece.x1), float(piece.bottom)
    return ReadWord("", *edges, edges[3], 0.0, 0, em)


def _judged(
    inks: tuple[Mask, Mask],
    slot: _Slot,
    pieces: Sequence[_Piece],
    line: tuple[float, float],
    tesseract: Recognizer,
) -> Inked:
    base, em = line
    own = [
        p for p in pieces if slot.inside[0] <= p.middle <= slot.inside[1] and p not in slot.frame
    ]
    top = min([round(base - 0.75 * em), *(p.top for p in (*own, *slot.frame))])
    bottom = max([round(base + 0.1 * em), *(p.bottom for p in (*own, *slot.frame))])
    square = Square(slot.x0, top, slot.x1, bottom)
    if own:
        state = _sign(inks[0], own, slot.frame, em, tesseract)
    else:
        floor = min(p.top for p in slot.frame) if len(slot.frame) != 2 else bottom
        state = _bare(inks[1], slot, (top, floor), em)
    dark = sum(p.area for p in own) / max(square.width * square.height, 1)
    return Inked(square, state, dark, 0.0)


def _bare(soft: Mask, slot: _Slot, rows: tuple[int, int], em: float) -> MarkState:
    """OFF where paper is bare between the brackets, or above the blank."""
    edge = max(1, round(0.05 * em))
    x0, x1 = slot.inside[0] + edge, slot.inside[1] - edge
    part = soft[rows[0] : max(rows[1] - edge, rows[0]), x0:x1]
    if not part.size:
        return MarkState.UNSURE
    return MarkState.OFF if float((part > 0).mean()) <= _BARE else MarkState.UNSURE


def _sign(
    ink: Mask, own: Sequence[_Piece], frame: Sequence[_Piece], em: float, tesseract: Recognizer
) -> MarkState:
    """ON where it is one sign as large as a letter that is not surely another than a mark."""
    largest = max(own, key=lambda p: p.area)
    if any(p is not largest and p.area > _SPECK * largest.area for p in own):
        return MarkState.UNSURE
    width, height = largest.width, largest.height
    wide = _MARK_WIDE[0] * em <= width <= _MARK_WIDE[1] * em
    tall = _MARK_TALL[0] * em <= height <= _MARK_TALL[1] * em
    if not wide or not tall or largest.area > _SOLID * width * height:
        return MarkState.UNSURE
    beside = [max(p.x0 - largest.x1, largest.x0 - p.x1) for p in frame]
    sure, text = tesseract.read_word(_as_word(largest, em), 2.0, room=min(beside) - 1)
    return _drawn(ink, largest, text if sure >= _SURE else "")


def _drawn(ink: Mask, piece: _Piece, text: str) -> MarkState:
    """ON where a sign that was read so has the shape of a mark, and is no other letter.

    The reading alone is not enough: an X with a bar through it is often read as one still.
    """
    sign = ink[piece.top : piece.bottom, piece.x0 : piece.x1]
    shaped = is_cross(sign) or is_tick(sign)
    return MarkState.ON if shaped and _MARKS.issuperset(text) else MarkState.UNSURE
