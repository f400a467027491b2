"""Step 5c: short lines of option words and their boxes, told by the order in which they stand.

`Sí ☐ No ☐` is six signs and little else, of which Tesseract makes `siO NooD` and a search by sides
as many squares as there are letters. But the line has a grammar: word, box, word, box, or the
boxes first. Where just one way to part its signs gives option words and signs that are boxes
alike, that is how it reads. Of one whose signs part in no such way the words between boxes that
are known may be read anew; else it is left as it was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import cv2
import numpy as np

from extract.model import MarkState
from extract.ocr.boxed import rows_of_cells
from extract.ocr.engine import ReadWord, Recognizer, by_line, next_line
from extract.ocr.glyphs import (
    CROSS_SURE,
    CROSS_TALL,
    CROSS_WIDE,
    Glyph,
    glyphs_of,
    has_shape,
    is_cross,
    is_empty,
    square_of,
)
from extract.ocr.hidden import STACKED, likeliest, partners, soft_ink
from extract.ocr.letters import SHORT_LINE
from extract.ocr.pen import judge
from extract.ocr.sides import BARE_INK, within
from extract.ocr.sizes import EM
from extract.ocr.squares import Square, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from extract.ocr.engine import Region
    from extract.ocr.pen import Inked
    from extract.ocr.picture import Gray, Mask, Sheet

_HINT = re.compile(r"[s5n]", re.IGNORECASE)
_OPTION = re.compile(r"\W?(?:(s[iíìï])|n[oó])\W?", re.IGNORECASE)
# all in shares of the type size
_ABOVE = 0.35  # of a line: how far above and below its words a box reaches
_SIDES = (0.5, 1.75)  # of a sign
_GLYPHS, _LETTERS = 14, 4  # of a line of two options, and of its words
_COVERED = 0.6  # of a box that a pen went over, at least
_APART = 1.5  # between words with no box between them: they stand in cells of their own
_COLON = 0.25  # after a word
_COLON_DOTS, _DOT, _DOTS_APART = 2, (0.05, 0.22), (0.1, 0.45)
_SLASH_TALL = 0.7
_COLUMN = 2.5  # between words of one line in two columns
_WORD, _WORD_GAP = (0.4, 2.4), 0.4  # an option word's width; the widest gap in it
_OUTLINE = 0.15  # of a box's side that its outline takes
_ONE_PLACE = 0.08  # of a box's width: a side is found off by no more
_LIKE = 1.18  # the larger of two printed boxes over the smaller
_LIKE_SOLID = 1.7  # the same where one is painted whole
_LIKE_YES = re.compile(r"(\W?s)[tlfj1|!](\W?)", re.IGNORECASE)
_SURE = 0.45  # a word's confidence; by itself a short word is never read surely
_WELL_READ = 0.9  # ... of one that is not looked at again
_SIZES = (2.0, 1.4, 3.0)  # at which a word is read


Readings: TypeAlias = "dict[Region, list[ReadWord]]"
"""The words of each region of a page."""


class Inks(NamedTuple):
    """A page's ink and its picture, both without ruling lines."""

    plain: Mask
    clean: Gray


@dataclass(frozen=True, slots=True)
class OptionLine:
    """What stands on a line of options: its words, its boxes, and where it lies.

    Without boxes where those that were found before are right.
    """

    zone: Zone
    words: tuple[ReadWord, ...]
    squares: tuple[Square, ...]


def option_zones(readings: dict[Region, list[ReadWord]]) -> list[Zone]:
    """Where short lines lie that may be options, or what follows the end of a question.

    A row of cells, too: each word and each box may have one of its own.
    """
    rows = [w.row for words in readings.values() for w in words]
    em = median(rows) / EM if rows else 0.0
    lines = (zone for region, words in readings.items() for zone in _zones(region, words, em))
    return [*rows_of_cells(readings, em), *lines]


def _zones(region: Region, words: Sequence[ReadWord], em: float) -> Iterator[Zone]:
    lines = by_line(words)
    reach = {n: (min(w.top for w in ws), max(w.bottom for w in ws)) for n, ws in lines.items()}
    for number, line in lines.items():
        tail = _tail(line, em)
        text = " ".join(w.text for w in tail)
        if not tail or not _is_short(tail) or not _HINT.search(text):
            continue
        before = line[len(line) - len(tail) - 1] if len(tail) < len(line) else None
        top, bottom = min(w.top for w in tail), max(w.bottom for w in tail)
        above = [b for n, (_, b) in reach.items() if n != number and b <= (top + bottom) / 2]
        below = [t for n, (t, _) in reach.items() if n != number and t >= (top + bottom) / 2]
        yield Zone(
            int(before.x1) + 1 if before else region.x0,
            int(max([region.top, top - _ABOVE * em, *above])),
            region.x1,
            int(min([region.bottom, bottom + _ABOVE * em, *below])),
            em,
        )


def _tail(line: Sequence[ReadWord], em: float) -> Sequence[ReadWord]:
    """What follows the end of a question, or else stands in a column of its own."""
    ends = [n for n, w in enumerate(line) if w.text.endswith(("?", ":")) and len(w.text) > 4]
    tail = line[ends[-1] + 1 :] if ends else line
    columns = [n for n, (a, b) in enumerate(pairwise(tail), 1) if b.x0 - a.x1 > _COLUMN * em]
    return next((tail[n:] for n in (0, *columns) if _is_short(tail[n:])), tail)


def _is_short(line: Sequence[ReadWord]) -> bool:
    return sum(c.isalnum() for w in line for c in w.text) <= SHORT_LINE


def with_options(
    sheet: Sheet, inks: Inks, zones: Iterable[Zone], inked: Sequence[Inked], readings: Readings
) -> tuple[list[Inked], bool]:
    """The marks and, in `readings`, the words of lines in `zones` that were not read well before.

    Given back are the marks, and whether such a line was found.
    """
    words = [w for found in readings.values() for w in found]
    read = {zone: [w for w in words if _lies_in(w, zone)] for zone in zones}
    settled = {z: w for z, w in read.items() if _is_settled(z, w, inked)}
    unread = [z for z in zones if z not in settled]
    lines = _read(sheet, inks, unread, [i.square for i in inked])
    others = [OptionLine(zone, tuple(w), _squares_in(zone, inked)) for zone, w in settled.items()]
    others += [n if n.squares else replace(n, squares=_squares_in(n.zone, inked)) for n in lines]
    lines = [n for n in lines if len(n.words) > 1 or any(_goes_with(n, o) for o in others)]
    for line in lines:
        for region, found in readings.items():
            readings[region] = [w for w in found if not _lies_in(w, line.zone)]
        number = next_line()
        for word in line.words:
            home = next((r for r in readings if _holds(r, word)), next(iter(readings)))
            readings[home] = [*readings[home], replace(word, line=number)]
    anew = [line for line in lines if line.squares]
    kept = [i for i in inked if not any(_lies_in(i.square, line.zone) for line in anew)]
    new = [s for line in anew for s in line.squares]
    # beside those that were found before: they tell how thick outlines are, and whose a stroke is
    told = judge(sheet, inks.plain, [*(i.square for i in kept), *new]) if new else []
    told = [i for i in told if i.square in new]
    return [*kept, *(_not_surer(i, inked, inks.plain) for i in told)], bool(anew)


def _not_surer(mark: Inked, before: Sequence[Inked], ink: Mask) -> Inked:
    """The mark; unsure where what seems empty now leaves out ink that was in a box before."""
    inked = [
        o
        for o in before
        if o.square.overlaps(mark.square) and o.inside > BARE_INK and o.state is not MarkState.OFF
    ]
    doubt = any(_is_one_place(o.square, mark.square) or _left_out(o, mark, ink) for o in inked)
    return replace(mark, state=MarkState.UNSURE) if doubt and mark.state is MarkState.OFF else mark


def _is_one_place(a: Square, b: Square) -> bool:
    """Whether two boxes of one kind differ by no more than what a side is found off by."""
    if a.round != b.round:
        return False
    off = max(abs(a.x0 - b.x0), abs(a.top - b.top), abs(a.x1 - b.x1), abs(a.bottom - b.bottom))
    return off <= max(2, _ONE_PLACE * a.width)


def _left_out(before: Inked, mark: Inked, ink: Mask) -> bool:
    """Whether ink within a box that was found before lies beyond the one that is seen now."""
    inner = within(before.square, _OUTLINE)
    part = ink[inner.top : inner.bottom, inner.x0 : inner.x1] > 0
    now = mark.square
    rows = slice(max(now.top - inner.top, 0), max(now.bottom - inner.top, 0))
    columns = slice(max(now.x0 - inner.x0, 0), max(now.x1 - inner.x0, 0))
    beyond = part.copy()
    beyond[rows, columns] = False
    return not part.size or float(beyond.mean()) > BARE_INK


def _is_settled(zone: Zone, words: Sequence[ReadWord], inked: Sequence[Inked]) -> bool:
    """Whether a line reads surely as options with a place for a mark each, none of them unsure."""
    marks = {(i.square.x0, i.square.top): i.state for i in inked if _lies_in(i.square, zone)}
    if MarkState.UNSURE in marks.values() or any(w.sure < _WELL_READ for w in words):
        return False
    return bool(words) and _are_options([w.text for w in words]) and len(marks) == len(words)


def _squares_in(zone: Zone, inked: Sequence[Inked]) -> tuple[Square, ...]:
    return tuple(i.square for i in inked if _lies_in(i.square, zone))


def _goes_with(line: OptionLine, other: OptionLine) -> bool:
    """Whether one is the other option to a line's, right above or below it, with a box as large.

    One option alone is not told: the other one's mark might be hidden in what was misread. What
    is far larger than the other box is no sign for a box, but a box scribbled over.
    """
    zone = other.zone
    apart = abs(line.zone.top + line.zone.bottom - zone.top - zone.bottom) / 2
    both = [w.text for w in (*line.words, *other.words)]
    if len(both) != 2 or not _are_options(both) or apart > STACKED * zone.em:
        return False
    return not line.squares or _are_of_one_size([*line.squares, *other.squares])


def _are_of_one_size(boxes: Sequence[Square]) -> bool:
    """Whether they may be one print of one box; a painted one (`■`) is drawn larger or smaller."""
    sides = [max(box.width, box.height) for box in boxes]
    return max(sides) <= min(sides) * (_LIKE_SOLID if any(b.solid for b in boxes) else _LIKE)


def _lies_in(thing: ReadWord | Square, zone: Zone) -> bool:
    x, y = (thing.x0 + thing.x1) / 2, (thing.top + thing.bottom) / 2
    return zone.x0 <= x <= zone.x1 and zone.top <= y <= zone.bottom


def _holds(region: Region, word: ReadWord) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return region.x0 <= x <= region.x1 and region.top <= y <= region.bottom


def _read(
    sheet: Sheet, inks: Inks, zones: Sequence[Zone], known: Sequence[Square]
) -> list[OptionLine]:
    if not zones:
        return []
    soft = soft_ink(sheet)
    found: list[OptionLine] = []
    with Recognizer(inks.clean, sheet.scale * 72) as tesseract:
        for zone in zones:
            glyphs = glyphs_of(inks.plain, zone)
            if not 2 <= len(glyphs) <= _GLYPHS:
                continue
            line = _Line(sheet, inks.plain, soft, zone, tesseract)
            parsed = [p for p in map(line.parsed, _partings(glyphs)) if p is not None]
            marks = [s for s in known if _lies_in(s, zone)]
            again = None if parsed else line.words_beside(glyphs, marks)
            told = parsed if len(parsed) == 1 else [again] if again else []
            found += [n for n in told if not any(_share_words(n, other) for other in found)]
    return found


def _share_words(line: OptionLine, other: OptionLine) -> bool:
    """Whether two lines are one that two zones hold: as a row of cells, and as a line."""
    return any(_lies_in(word, other.zone) for word in line.words)


Parting: TypeAlias = tuple[tuple[int, ...], tuple[tuple[Glyph, ...], ...]]
"""Which parts are boxes, by their numbers, and the parts: words and boxes by turns."""


def _partings(glyphs: Sequence[Glyph]) -> Iterator[Parting]:
    """The ways to part a line into word and box by turns, of one option or two."""
    all_of = tuple(glyphs)
    last = len(all_of) - 1
    yield (1,), (all_of[:last], all_of[last:])
    yield (0,), (all_of[:1], all_of[1:])
    for n in range(1, last - 1):
        yield (1, 3), (all_of[:n], all_of[n : n + 1], all_of[n + 1 : last], all_of[last:])
        yield (0, 2), (all_of[:1], all_of[1 : n + 1], all_of[n + 1 : n + 2], all_of[n + 2 :])


@dataclass(frozen=True, slots=True)
class _Line:
    sheet: Sheet
    ink: Mask
    soft: Mask
    zone: Zone
    tesseract: Recognizer

    def parsed(self, parting: Parting) -> OptionLine | None:
        """The line, if its parts are option words and boxes alike."""
        numbers, parts = parting
        words = [p for n, p in enumerate(parts) if n not in numbers]
        if not all(self._may_be_word(word) for word in words):
            return None
        squares = self._boxes([parts[n][0] for n in numbers])
        if squares is None:
            return None
        texts = _told([self._text(word) for word in words])
        if not _are_options([text for _, text in texts]):
            return None
        read = [self._word(w, *t) for w, t in zip(words, texts, strict=True)]
        return OptionLine(self.zone, tuple(read), tuple(squares))

    def words_beside(self, glyphs: Sequence[Glyph], marks: Sequence[Square]) -> OptionLine | None:
        """The line's words between marks that are known, or far apart, if they are options.

        A cross that was typed between them is one of its own.
        """
        crosses = [g for g in glyphs if self._is_cross(g)]
        edges = [*(mark.x1 for mark in marks), *(cross.x1 for cross in crosses)]
        words: list[list[Glyph]] = []
        end = float("-inf")
        for glyph in glyphs:
            x = (glyph.x0 + glyph.x1) / 2
            if glyph not in crosses and not any(mark.x0 <= x <= mark.x1 for mark in marks):
                parted = any(end < edge < x for edge in edges)
                gap = (glyph.x0 - end) / self.zone.em
                if not words or parted or gap > _APART or self._ends_before(words[-1], gap):
                    words.append([])
                words[-1].append(glyph)
                end = glyph.x1
        if len(words) > 2 or not all(self._may_be_word(word) for word in words):
            return None
        if not words or (not marks and len(words) < 2):
            return None
        signs = [c for c in crosses if not any(m.x0 <= (c.x0 + c.x1) / 2 <= m.x1 for m in marks)]
        texts = _told([self._text(word) for word in words])
        if not _are_options([text for _, text in texts]):
            return None
        read = [self._word(w, *t) for w, t in zip(words, texts, strict=True)]
        read += [self._word([sign], CROSS_SURE, "X") for sign in signs]
        return OptionLine(self.zone, tuple(sorted(read, key=lambda w: w.x0)), ())

    def _is_cross(self, glyph: Glyph) -> bool:
        em = self.zone.em
        wide = CROSS_WIDE[0] * em <= glyph.width <= CROSS_WIDE[1] * em
        tall = CROSS_TALL[0] * em <= glyph.height <= CROSS_TALL[1] * em
        return wide and tall and is_cross(self._of(glyph))

    def _may_be_word(self, glyphs: Sequence[Glyph]) -> bool:
        gaps = [b.x0 - a.x1 for a, b in pairwise(glyphs)]
        wide = glyphs[-1].x1 - glyphs[0].x0 if glyphs else 0
        low, high = (share * self.zone.em for share in _WORD)
        few = 1 <= len(glyphs) <= _LETTERS
        return few and low <= wide <= high and max(gaps, default=0) <= _WORD_GAP * self.zone.em

    def _boxes(self, signs: Sequence[Glyph]) -> list[Square] | None:
        """The boxes that the signs are; None where one is none, or they are of two kinds."""
        low, high = (share * self.zone.em for share in _SIDES)
        if not all(
            low <= min(s.width, s.height) and max(s.width, s.height) <= 2 * high for s in signs
        ):
            return None
        empty = [s for s in signs if is_empty(self.ink, s)]
        printed = [
            s for s in signs if s in empty or has_shape(self.ink, s, beside_empty=bool(empty))
        ]
        if len(printed) == len(signs):
            boxes = [square_of(self.ink, s) for s in signs]
            same = len({box.round for box in boxes if not box.solid}) < 2
            if same and _are_of_one_size(boxes):
                return boxes
            if len(empty) in {0, len(signs)}:
                return None
        if not empty:
            return self._penned(signs)
        model = square_of(self.ink, empty[0])
        placed: list[Square] = []
        for sign in signs:
            if sign in empty:
                placed.append(square_of(self.ink, sign))
                continue
            here = Zone(
                max(sign.x0 - 2, 0),
                max(sign.top - 2, 0),
                sign.x1 + 2,
                sign.bottom + 2,
                self.zone.em,
            )
            places = [] if model.round else partners(self.sheet, self.soft, here, [model])
            if len(places) != 1:
                return None
            placed.append(places[0])
        return placed

    def _penned(self, signs: Sequence[Glyph]) -> list[Square] | None:
        """The boxes under signs that a pen drew over each of; they are alike."""
        found = [self._under(sign) for sign in signs]
        boxes = [box for box in found if box is not None]
        sides = [max(box.width, box.height) for box in boxes]
        return boxes if len(boxes) == len(signs) and max(sides) <= _LIKE * min(sides) else None

    def _under(self, sign: Glyph) -> Square | None:
        """The box that a sign is, or that a pen went over, by its four sides."""
        if has_shape(self.ink, sign):
            return square_of(self.ink, sign)
        low, high = _COVERED * self.zone.em, _SIDES[1] * self.zone.em
        sizes = [(side, side) for side in range(round(low), round(min(high, sign.width)) + 1)]
        zone = Zone(sign.x0, sign.top, sign.x1, sign.bottom, self.zone.em)
        return next(iter(likeliest(self.soft, zone, sizes, 1)), None)

    def _text(self, word: Sequence[Glyph]) -> tuple[float, str]:
        """How sure and what a word is: the first of its readings that is an option.

        Where none is, it is read without the colon or slash at its end: `SI:` reads as `SE:`.
        """
        body, end = self._parted(word)
        whole = self._word(word, 0.0, "")
        room = _COLON * self.zone.em if end == ":" else 0.0
        whole = replace(whole, x1=max(whole.x1, body[-1].x1 + room))
        sure, text = self._first_option(whole)
        if not end or _OPTION.fullmatch(text):
            return sure, text if text.endswith(end) else text + end
        without, bare = self._first_option(self._word(body, 0.0, ""))
        return (without, bare + end) if _OPTION.fullmatch(bare) else (sure, text)

    def _parted(self, word: Sequence[Glyph]) -> tuple[Sequence[Glyph], str]:
        """A word's letters and the colon or slash that ends it, told by their shapes."""
        em = self.zone.em
        if len(word) > 1 and _is_slash(self._of(word[-1]), em):
            return word[:-1], "/"
        body = list(word)
        while len(body) > 1 and body[-1].width <= _DOT[1] * em and self._is_bare_within(body[-1]):
            body.pop()
        last = body[-1]
        reach = max(word[-1].x1, round(last.x1 + _COLON * em))
        colon = _is_colon(self.ink[last.top : last.bottom + 1, last.x1 : reach], em)
        return (body, ":") if colon else (word, "")

    def _ends_before(self, word: Sequence[Glyph], gap: float) -> bool:
        """Whether a colon or slash ends a word, and a blank of so many type sizes follows."""
        return gap > _WORD_GAP and bool(self._parted(word)[1])

    def _of(self, glyph: Glyph) -> Mask:
        return self.ink[glyph.top : glyph.bottom, glyph.x0 : glyph.x1]

    def _is_bare_within(self, glyph: Glyph) -> bool:
        """Whether it is a dot, or two with nothing between them."""
        part = self._of(glyph)
        small = glyph.height <= _DOT[1] * self.zone.em
        return small or not part[2 * len(part) // 5 : 3 * len(part) // 5].any()

    def _first_option(self, probe: ReadWord) -> tuple[float, str]:
        best = (0.0, "")
        for size in _SIZES:
            sure, text = self.tesseract.read_word(probe, size)
            if sure >= _SURE and _OPTION.fullmatch(text):
                return sure, text
            best = max(best, (sure, text))
        return best

    def _word(self, word: Sequence[Glyph], sure: float, text: str) -> ReadWord:
        top, bottom = min(g.top for g in word), max(g.bottom for g in word)
        room = round(_COLON * self.zone.em) if text.endswith(":") else 0
        edges = float(word[0].x0), float(top), float(word[-1].x1 + room), float(bottom)
        return ReadWord(text, *edges, edges[3], sure, 0, EM * self.zone.em)


def _is_colon(part: Mask, em: float) -> bool:
    """Whether nothing but two dots stands there, one above the other."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(part))
    if count != 1 + _COLON_DOTS:
        return False
    boxes = stats[1:, [cv2.CC_STAT_LEFT, cv2.CC_STAT_TOP, cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    (x, y, width, height), (x2, y2, width2, height2) = sorted(boxes.tolist(), key=lambda v: v[1])
    low, high = (share * em for share in _DOT)
    sizes = width, height, width2, height2
    between = y2 - y - height
    return bool(
        low <= min(sizes)
        and max(sizes) <= high
        and abs(x + width / 2 - x2 - width2 / 2) <= low
        and _DOTS_APART[0] * em <= between <= _DOTS_APART[1] * em
    )


def _is_slash(part: Mask, em: float) -> bool:
    """Whether it is one stroke from the lower left to the upper right, as tall as capitals."""
    height, width = part.shape
    if height < _SLASH_TALL * em or width > height / 1.3 or width < 4:
        return False
    rows, columns = height // 3, width // 2
    upper, lower = part[:rows], part[-rows:]
    count, _ = cv2.connectedComponents(np.ascontiguousarray(part))
    return (
        count == 2
        and not upper[:, : columns - 1].any()
        and not lower[:, columns + 1 :].any()
        and bool(upper[0].any() and lower[-1].any())
    )


def _told(texts: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
    """The words' readings, `St` as `Si` beside a No: of an i alone Tesseract makes many letters."""
    if not any(_OPTION.fullmatch(text) for _, text in texts):
        return list(texts)
    return [
        (sure, _LIKE_YES.sub(r"\1i\2", text) if _LIKE_YES.fullmatch(text) else text)
        for sure, text in texts
    ]


def _are_options(texts: Sequence[str]) -> bool:
    """Whether they are Sí, No or both, each once."""
    found = [_OPTION.fullmatch(text) for text in texts]
    sides = [bool(match[1]) for match in found if match]
    return len(sides) == len(texts) == len(set(sides))
