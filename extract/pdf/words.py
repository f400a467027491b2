"""Step 3: characters to words, and words to lines.

A word ends at white space, where the pen jumps, or at a gap wider than the letters around it
explain: letter-spaced text ("I M P A C T O" set by tracking) has equal gaps and stays whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise
from math import inf, isfinite
from operator import sub
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from extract.model import Box
from extract.pdf.geometry import Char, PageObjects, Rgb, Run, Word, covers, overlap
from extract.pdf.markers import is_marker
from extract.pdf.pale import in_doubt, pale_runs
from extract.pdf.text import composed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_GAP = 0.17  # of the type size: a wider gap between letters is a space
_TRACKED = 0.08  # of the type size: a usual gap from which text counts as letter-spaced
_LEAST_GAPS = 4  # so few gaps show no tracking
_RAISED = 0.12  # of the line's type size, above the line's baseline
_SMALL = 0.88  # of the line's type size
_LIGHTEST = 250  # the least channel of a colour that is not white
_WIDE_EM = 1.3  # of the type size: white that no blank of a line is
_MISREAD = 0.15  # of the letters in capitals that may be small
_EVEN = 0.5  # points by which blanks of one width differ, ...
_EVEN_INK, _EVEN_MOST = 0.12, 3.0  # ... and those between ink: of their width; points at most
_BACK, _AHEAD = -0.5, 1.5  # of the type size: how far the pen moves within a word

# a record of a row of its values, as in `extract.pdf.text`; what no text layer tells is as usual
_WORD: Callable[[tuple[Any, ...]], Word] = partial(tuple.__new__, Word)
_USUAL = Word("", Box(0, 0, 0, 0, 0), 0, 0)
_UNMARKED = _USUAL[Word._fields.index("superscript") : Word._fields.index("space_before")]
_FROM_TEXT = _USUAL[Word._fields.index("opens") :]
_NO_RUN = Run("", 0.0, bold=False, baseline=0.0)


def to_words(page: PageObjects) -> tuple[list[Word], str]:
    """The words a person sees, in stream order, and the text of those that nobody sees."""
    seen, hidden = _parted(page)
    pale = pale_runs(seen)
    told = [
        (word, id(piece.chars[0].run) in pale)
        for piece in _pieces(seen)
        for word in _split(piece, page.number)
    ]
    words = _without_doubles(in_doubt(told) if pale else [word for word, _ in told])
    unseen = [w.text for piece in _pieces(hidden) for w in _split(piece, page.number)]
    return words, " ".join(unseen)


def _parted(page: PageObjects) -> tuple[list[Char], list[Char]]:
    """The characters that are seen, and those that are not."""
    if _all_seen(page):
        return page.chars, []
    seen: list[Char] = []
    hidden: list[Char] = []
    width, height = page.width, page.height
    run, is_clear = None, False
    for char in page.chars:
        _, x0, top, x1, bottom, own = char
        if own is not run:
            run, is_clear = own, _is_clear(own)
        inside = x1 >= 0 and x0 <= width and bottom >= 0 and top <= height
        if inside and (is_clear or (own.visible and _on_ground(char, page))):
            seen.append(char)
        else:
            hidden.append(char)
    return seen, hidden


def _all_seen(page: PageObjects) -> bool:
    """Whether all characters stand on the page and in dark type, as on most pages."""
    if not page.chars:
        return True
    _, lefts, tops, rights, bottoms, runs = zip(*page.chars, strict=True)
    known = isfinite(sum(lefts) + sum(tops) + sum(rights) + sum(bottoms))
    beside = min(rights) < 0 or max(lefts) > page.width
    above = min(bottoms) < 0 or max(tops) > page.height
    each = dict(zip(map(id, runs), runs, strict=True)).values()
    return known and not beside and not above and all(map(_is_clear, each))


def _is_clear(run: Run) -> bool:
    return run.visible and min(run.color) < _LIGHTEST


def _on_ground(char: Char, page: PageObjects) -> bool:
    """Whether something other than white lies under a white character."""
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    grounds = [s.box for s in page.shapes if _is_ground(s.fill)] + page.images
    return any(b.x0 <= x <= b.x1 and b.top <= y <= b.bottom for b in grounds)


def _is_ground(fill: Rgb | None) -> bool:
    return fill is not None and min(fill) < _LIGHTEST


class _Piece(NamedTuple):
    """Characters without white space; whether such stands before and after it in the file."""

    chars: list[Char]
    spaced: bool
    blank_after: bool


def _pieces(chars: Iterable[Char]) -> Iterable[_Piece]:
    """Runs of characters without white space on one baseline, the pen moving forward."""
    piece: list[Char] = []
    spaced = after_space = True
    run, back, ahead = _NO_RUN, 0.0, 0.0  # of the piece's last character
    for char in chars:
        text, x0, _, _, _, own = char
        blank = text == " "
        if piece:
            before = piece[-1]
            if not own.angle and (own is run or _is_level(own, run)):  # as nearly all are
                jumps = not back < x0 - before.x1 < ahead
            else:
                jumps = _jumps(before, char)
            if blank or jumps:
                yield _Piece(piece, spaced, blank)
                piece, after_space = [], blank
        if blank:
            after_space = True
            continue
        if piece:
            if before.text == text and _is_double(before, char):
                continue
        else:
            spaced, after_space = after_space, False
        if own is not run:
            run, size = own, max(own.size, 1.0)
            back, ahead = _BACK * size, _AHEAD * size
        piece.append(char)
    if piece:
        yield _Piece(piece, spaced, False)


def _is_level(run: Run, other: Run) -> bool:
    return run.size == other.size and run.baseline == other.baseline and run.angle == other.angle


def _jumps(before: Char, char: Char) -> bool:
    last, run = before.run, char.run
    size = max(last.size, run.size, 1.0)
    if run is not last and abs(last.baseline - run.baseline) > _RAISED * size:
        return True
    if last.angle or run.angle:
        return last != run
    return not _BACK * size < char.x0 - before.x1 < _AHEAD * size


def _is_double(before: Char, char: Char) -> bool:
    """The same letter painted again a hair beside: bold as some printers fake it."""
    width = before.x1 - before.x0
    return (
        before.text == char.text
        and width > 0
        and overlap(before.x0, before.x1, char.x0, char.x1) > 0.75 * width
    )


def _split(whole: _Piece, page: int) -> Iterable[Word]:
    piece, spaced, blank = whole
    columns = _, lefts, _, rights, _, runs = tuple(zip(*piece, strict=True))
    if runs[0].angle:
        yield _word(columns, page, space=spaced, blank=blank)
        return
    gaps = list(map(sub, lefts[1:], rights))
    sizes = [run.size for run in runs]
    size = (sizes[0] if sizes.count(sizes[0]) == len(sizes) else median(sizes)) or 1.0
    if size > 0 and (not gaps or max(gaps) <= _GAP * size):
        yield _word(columns, page, space=spaced, blank=blank)
        return
    # all but a few gaps are at least this wide: that is tracking, however wide the blanks are
    usual = sorted(gaps)[len(gaps) // 5] if len(gaps) >= _LEAST_GAPS else 0.0
    limit = (usual if usual > _TRACKED * size else 0.0) + _GAP * size
    start, space = 0, spaced
    for index, gap in enumerate(gaps, 1):
        if gap > limit:
            yield _word([column[start:index] for column in columns], page, space=space)
            start, space = index, True
    yield _word([column[start:] for column in columns], page, space=space, blank=blank)


def _word(columns: Sequence[Any], page: int, *, space: bool, blank: bool = True) -> Word:
    """The word of characters whose texts, left, top, right and bottom ends and runs these are."""
    texts, lefts, tops, rights, bottoms, runs = columns
    box = Box(page, min(lefts), min(tops), max(rights), max(bottoms))
    first = runs[0]
    bold = 2 * [run.bold for run in runs].count(True) > len(runs)
    row = composed("".join(texts)), box, first.size, first.baseline, bold, *_UNMARKED
    return _WORD((*row, space, False, blank, runs[-1].content, *_FROM_TEXT))


def _without_doubles(words: list[Word]) -> list[Word]:
    """Words painted twice at one place count once; the second one makes it bold."""
    kept: dict[str, dict[int, dict[int, int]]] = {}
    out: list[Word] = []
    for word in words:
        column, row = round(word.box.x0 / 3), round(word.box.top / 3)
        equal = kept.get(word.text)
        if equal is None:
            kept[word.text] = {row: {column: len(out)}}
            out.append(word)
            continue
        near = [equal.get(row + n) for n in _BESIDE]
        twin = _twin(column, near) if any(near) else None
        if twin is not None and covers(out[twin].box, word.box) > 0.8:
            out[twin] = out[twin]._replace(bold=True)
            continue
        equal.setdefault(row, {})[column] = len(out)
        out.append(word)
    return out


_BESIDE = (0, -1, 1)


def _twin(column: int, near: list[dict[int, int] | None]) -> int | None:
    keys = ((column + n, row) for n in _BESIDE for row in near if row)
    return next((row[key] for key, row in keys if key in row), None)


@dataclass
class Line:
    """Words side by side, from left to right; they stay as they are once it is made."""

    words: list[Word]

    @cached_property
    def box(self) -> Box:
        """The box around all words."""
        if len(self.words) == 1:
            return self.words[0].box
        pages, lefts, tops, rights, bottoms = zip(*[w.box for w in self.words], strict=True)
        return Box(pages[0], min(lefts), min(tops), max(rights), max(bottoms))

    @cached_property
    def text(self) -> str:
        """The words joined by single spaces."""
        parts: list[str] = []
        for word in self.words:
            if parts and word.space_before:
                parts.append(" ")
            parts.append(word.text)
        return "".join(parts)

    @cached_property
    def size(self) -> float:
        """The type size of most of the line, in points."""
        return _main_size(self.words)

    @cached_property
    def baseline(self) -> float:
        """The y of the line most words stand on."""
        return _baseline(self.words, self.size)

    @cached_property
    def bold(self) -> bool:
        """Whether every word with letters is bold."""
        lettered = [w for w in self.words if w.inline is None and any(map(str.isalpha, w.text))]
        return bool(lettered) and all(w.bold for w in lettered)

    @cached_property
    def right_starts(self) -> list[float]:
        """The x after each wide gap, save that between a bullet and its item.

        A line that was stretched to its full width has but wide blanks.
        """
        words = self.words[1:] if is_marker(self) else self.words
        wide = _WIDE_EM * max(self.size, 1.0)
        starts = [b.box.x0 for a, b in pairwise(words) if b.box.x0 - a.box.x1 > wide]
        return [] if starts and is_stretched(words) else starts


def _main_size(words: Sequence[Word]) -> float:
    first = words[0].size
    if all(word.size == first for word in words):
        return round(first, 1)
    sizes: dict[float, int] = {}
    for word in words:
        key = round(word.size, 1)
        sizes[key] = sizes.get(key, 0) + max(len(word.text), 1)
    return max(sizes, key=lambda s: (sizes[s], s))


def to_lines(words: Iterable[Word]) -> list[Line]:
    """Words grouped into lines, top to bottom, each from left to right."""
    groups: list[list[Word]] = []
    largest: list[Word] = []  # of each group, the first of that size
    for word in sorted(words, key=lambda w: (w.baseline, w.box.x0)):
        for home in range(len(groups) - 1, max(len(groups) - 5, -1), -1):
            if _on_line(largest[home], word):
                groups[home].append(word)
                if word.size > largest[home].size:
                    largest[home] = word
                break
        else:
            groups.append([word])
            largest.append(word)
    lines = [Line(_finished(sorted(g, key=lambda w: w.box.x0))) for g in groups]
    return sorted(lines, key=lambda n: n.baseline)


def _on_line(big: Word, word: Word) -> bool:
    """Whether the word stands on the line of a larger one, raised and lowered letters included."""
    size = max(big.size, word.size)
    if abs(word.baseline - big.baseline) <= 0.3 * size:
        return True
    lower, upper = (word, big) if word.size <= big.size else (big, word)
    drop = lower.baseline - upper.baseline
    return lower.size < 0.85 * upper.size and -0.6 * size <= drop <= 0.35 * size


def _finished(words: list[Word]) -> list[Word]:
    """Raised small words marked as such; parts of a word written in several pieces rejoined."""
    size = _main_size(words)
    floor = inf if all(w.size > _SMALL * size for w in words) else _baseline(words, size)
    out: list[Word] = []
    for word in words:
        raised = word.size <= _SMALL * size and floor - word.baseline > _RAISED * size
        glued = bool(out) and not word.space_before and _is_glued(out[-1], word)
        as_is = raised == word.superscript and glued != word.space_before
        out.append(word if as_is else word._replace(superscript=raised, space_before=not glued))
    return out


def _baseline(words: Sequence[Word], size: float) -> float:
    main = [w.baseline for w in words if w.size >= _SMALL * size]
    return median(main) if main else words[0].baseline


def is_stretched(words: Sequence[Word]) -> bool:
    """Whether all blanks between words are equally wide, as justification sets them.

    A line that its writer broke off is stretched like any other: its few words stand far apart.
    Words of a picture are as wide as their ink, which tells the blanks less exactly.
    """
    gaps = [b.box.x0 - a.box.x1 for a, b in pairwise(words) if b.space_before]
    if len(gaps) < 2:
        return False
    least, most = min(gaps), max(gaps)
    even = max(_EVEN, min(_EVEN_INK * least, _EVEN_MOST)) if words[0].scanned else _EVEN
    return most - least < even


def in_capitals(text: str) -> bool:
    """Whether it is in capitals, but for a short word that a scan was misread with (`ES su`)."""
    capitals = sum(c.isupper() for c in text)
    return capitals > 0 and sum(c.islower() for c in text) <= _MISREAD * capitals


def _is_glued(before: Word, word: Word) -> bool:
    """No room for a space between them."""
    if before.inline is not None or word.inline is not None:
        return False
    gap = word.box.x0 - before.box.x1
    return gap < 0.1 * min(before.size, word.size)


_ONLY_DIGITS = re.compile(r"\d+")


def masked(text: str) -> str:
    """The text with its numbers masked, so that `Página 1 de 3` equals `Página 2 de 3`."""
    return _ONLY_DIGITS.sub("#", text)
