"""Step 3: characters to words, and words to lines.

A word ends at white space, where the pen jumps, or at a gap wider than the letters around it
explain: letter-spaced text ("I M P A C T O" set by tracking) has equal gaps and stays whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise, repeat
from math import inf
from operator import attrgetter
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from extract.model import Box
from extract.pdf.geometry import Word, covers, overlap
from extract.pdf.markers import is_marker
from extract.pdf.pale import in_doubt, pale_runs
from extract.pdf.text import composed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from extract.pdf.chars import Chars, Flags, Floats, Numbers
    from extract.pdf.geometry import PageObjects, Rgb

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
_SENTENCE_ENDS = ".:;!?…"
OPENERS, _CLOSERS = "¿¡\"'“«([", "\"'”»)]"
_PLACE, _LEFT = attrgetter("baseline", "box.x0"), attrgetter("box.x0")
_SAME = 0.75  # of a letter's width: a letter painted again over so much of it is the same one

# a record of a row of its values, as in `extract.pdf.text`; what no text layer tells is as usual
_WORD: Callable[[tuple[Any, ...]], Word] = partial(tuple.__new__, Word)
_BOX: Callable[[tuple[Any, ...]], Box] = partial(tuple.__new__, Box)
_USUAL = Word("", Box(0, 0, 0, 0, 0), 0, 0)
_UNMARKED = _USUAL[Word._fields.index("superscript") : Word._fields.index("space_before")]
_FROM_TEXT = _USUAL[Word._fields.index("opens") :]


def to_words(page: PageObjects) -> tuple[list[Word], str]:
    """The words a person sees, in stream order, and the text of those that nobody sees."""
    seen, hidden = _parted(page)
    pale = pale_runs(seen)
    words, owners = _found(seen, page.number)
    told = in_doubt(zip(words, map(pale.__contains__, owners), strict=True)) if pale else words
    unseen, _ = _found(hidden, page.number)
    return _without_doubles(told), " ".join(word.text for word in unseen)


def _parted(page: PageObjects) -> tuple[Chars, Chars]:
    """The characters that are seen, and those that are not."""
    chars = page.chars
    seen = chars.inside(page.width, page.height) & chars.visible
    light = (chars.runs.palest() >= _LIGHTEST)[chars.owners]
    for n in np.flatnonzero(seen & light).tolist():
        middle = (chars.x0[n] + chars.x1[n]) / 2, (chars.top[n] + chars.bottom[n]) / 2
        seen[n] = _on_ground(page, *middle)
    return chars.where(seen), chars.where(~seen)


def _on_ground(page: PageObjects, x: float, y: float) -> bool:
    """Whether something other than white lies under a white character."""
    grounds = [s.box for s in page.shapes if _is_ground(s.fill)] + page.images
    return any(b.x0 <= x <= b.x1 and b.top <= y <= b.bottom for b in grounds)


def _is_ground(fill: Rgb | None) -> bool:
    return fill is not None and min(fill) < _LIGHTEST


def _found(chars: Chars, page: int) -> tuple[list[Word], list[int]]:
    """The words of these characters, and for each the run that its piece begins with.

    A piece is a run of characters without white space on one baseline, the pen moving forward;
    where its gaps are wide it is more than one word.
    """
    letters, spaced, opens = _pieces(chars)
    count, runs = len(letters), letters.runs
    if not count:
        return [], []
    pieces = np.flatnonzero(opens)
    gaps = np.full(count, -inf)
    gaps[1:] = letters.x0[1:] - letters.x1[:-1]
    gaps[pieces] = -inf  # none before a piece
    starts = np.sort(np.append(pieces, _cuts(letters, pieces, gaps)))
    ends = np.append(starts[1:], count)
    within = ~opens[np.append(starts[1:], 0)]  # the piece goes on behind the word
    rows = zip(
        _texts(letters, starts, ends),
        _boxes(letters, starts, page),
        letters.sizes()[starts].tolist(),
        runs.baseline[letters.owners[starts]].tolist(),
        _mostly(runs.bold[letters.owners], starts, ends),
        (spaced[starts] | ~opens[starts]).tolist(),
        (spaced[ends] | within).tolist(),
        runs.content[letters.owners[ends - 1]].tolist(),
        strict=True,
    )
    words = [
        _WORD((text, box, size, baseline, bold, *_UNMARKED, space, False, blank, own, *_FROM_TEXT))
        for text, box, size, baseline, bold, space, blank, own in rows
    ]
    first = pieces[np.searchsorted(pieces, starts, "right") - 1]
    return words, letters.owners[first].tolist()


def _pieces(chars: Chars) -> tuple[Chars, Flags, Flags]:
    """The characters that are no white space, and for each whether it opens a piece.

    Between the two: whether white space stands before it, the beginning of the page counted as
    such, with one more for what stands behind the last. A letter that is painted again a hair
    beside, as some printers fake bold, counts once.
    """
    spaced = np.ones(len(chars) + 1, np.bool_)
    spaced[1:] = chars.blank
    inked = ~chars.blank
    letters, spaced = chars.where(inked), np.append(spaced[:-1][inked], spaced[-1])
    opens = spaced[:-1] | _jumps(letters)
    twins = _twins(letters, spaced, opens)
    if twins.any():
        letters, spaced = letters.where(~twins), spaced[np.append(~twins, True)]
        opens = spaced[:-1] | _jumps(letters)
    return letters, spaced, opens


def _jumps(chars: Chars) -> Flags:
    """Which characters do not go on where the one before left off."""
    found = np.ones(len(chars), np.bool_)
    if len(chars) < 2:
        return found
    sizes, baselines = chars.sizes(), chars.runs.baseline[chars.owners]
    size = np.maximum(np.maximum(sizes[1:], sizes[:-1]), 1.0)
    level = _are_level(size, baselines[1:] - baselines[:-1])
    found[1:] = ~(level & _goes_forward(size, chars.x0[1:] - chars.x1[:-1]))
    if chars.runs.angle.any():
        angles = chars.angles()
        for n in np.flatnonzero(level & ((angles[1:] != 0) | (angles[:-1] != 0))).tolist():
            found[n + 1] = not _is_same_run(chars, n, n + 1)
    return found


def _follows(chars: Chars, last: int, own: int) -> bool:
    """The same of one character and any before it: whether it goes on from there."""
    runs, one, other = chars.runs, chars.owners[last], chars.owners[own]
    size = max(runs.size[one], runs.size[other], 1.0)
    if not _are_level(size, runs.baseline[other] - runs.baseline[one]):
        return False
    if runs.angle[one] or runs.angle[other]:
        return _is_same_run(chars, last, own)
    return bool(_goes_forward(size, chars.x0[own] - chars.x1[last]))


def _are_level(size: Floats, rise: Floats) -> Flags:
    return np.abs(rise) <= _RAISED * size


def _goes_forward(size: Floats, gap: Floats) -> Flags:
    return (_BACK * size < gap) & (gap < _AHEAD * size)


def _is_same_run(chars: Chars, last: int, own: int) -> bool:
    one, other = int(chars.owners[last]), int(chars.owners[own])
    return one == other or chars.runs.are_alike(one, other)


def _twins(chars: Chars, spaced: Flags, opens: Flags) -> Flags:
    """Which characters show the same as the last that counts, in nearly the same place.

    A third one is held against the first where the second counts not: letters that creep on
    are a scribble or a rule, and no one letter.
    """
    found = np.zeros(len(chars), np.bool_)
    last = 0
    for n in np.flatnonzero(chars.repeated()).tolist():
        if found[n - 1]:
            apart = bool(spaced[n]) or not _follows(chars, last, n)
        else:
            last, apart = n - 1, bool(opens[n])
        left, right = float(chars.x0[last]), float(chars.x1[last])
        shared = overlap(left, right, float(chars.x0[n]), float(chars.x1[n]))
        found[n] = not apart and right > left and shared > _SAME * (right - left)
    return found


def _cuts(letters: Chars, pieces: Numbers, gaps: Floats) -> Numbers:
    """Where a word begins within a piece."""
    sizes, angles = letters.sizes(), letters.angles()
    least, most = np.minimum.reduceat(sizes, pieces), np.maximum.reduceat(sizes, pieces)
    tight = (least > 0) & (np.maximum.reduceat(gaps, pieces) <= _GAP * least)
    ends = np.append(pieces[1:], len(letters))
    cuts: list[int] = []
    for n in np.flatnonzero(~tight & (angles[pieces] == 0)).tolist():
        start, end = int(pieces[n]), int(ends[n])
        size = float(least[n] if least[n] == most[n] else median(sizes[start:end].tolist())) or 1.0
        own = gaps[start + 1 : end].tolist()
        # all but a few gaps are at least this wide: that is tracking, however wide blanks are
        usual = sorted(own)[len(own) // 5] if len(own) >= _LEAST_GAPS else 0.0
        limit = (usual if usual > _TRACKED * size else 0.0) + _GAP * size
        cuts += [start + k for k, gap in enumerate(own, 1) if gap > limit]
    return np.array(cuts, np.intp)


def _texts(letters: Chars, starts: Numbers, ends: Numbers) -> list[str]:
    """What the words show, in NFC."""
    texts, joined = letters.texts, "".join(letters.texts)
    whole: Sequence[str] = joined if len(joined) == len(texts) else texts
    bounds = zip(starts.tolist(), ends.tolist(), strict=True)
    if whole is joined and joined.isascii():
        return [joined[start:end] for start, end in bounds]
    return [composed("".join(whole[start:end])) for start, end in bounds]


def _boxes(letters: Chars, starts: Numbers, page: int) -> Iterator[Box]:
    sides = (
        np.minimum.reduceat(letters.x0, starts), np.minimum.reduceat(letters.top, starts),
        np.maximum.reduceat(letters.x1, starts), np.maximum.reduceat(letters.bottom, starts),
    )  # fmt: skip
    return map(_BOX, zip(repeat(page), *[side.tolist() for side in sides], strict=False))


def _mostly(flags: Flags, starts: Numbers, ends: Numbers) -> list[bool]:
    """For each word whether most of its letters have a flag."""
    having = np.add.reduceat(flags, starts, dtype=np.intp)
    most: list[bool] = (2 * having > ends - starts).tolist()
    return most


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
        first, *others = self.words
        parts = [f" {w.text}" if w.space_before else w.text for w in others]
        return "".join([first.text, *parts])

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether a sentence ends with the line."""
        last = self.text.rstrip(_CLOSERS)[-1:]
        return last != "" and last in _SENTENCE_ENDS

    @cached_property
    def starts_upper(self) -> bool:
        """Whether it begins with a capital."""
        return self.text.lstrip(OPENERS)[:1].isupper()

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
    if len({word.size for word in words}) == 1:
        return round(words[0].size, 1)
    sizes: dict[float, int] = {}
    for word in words:
        key = round(word.size, 1)
        sizes[key] = sizes.get(key, 0) + max(len(word.text), 1)
    return max(sizes, key=lambda s: (sizes[s], s))


def to_lines(words: Iterable[Word]) -> list[Line]:
    """Words grouped into lines, top to bottom, each from left to right."""
    groups: list[list[Word]] = []
    largest: list[Word] = []  # of each group, the first of that size
    for word in sorted(words, key=_PLACE):
        for home in range(len(groups) - 1, max(len(groups) - 5, -1), -1):
            big = largest[home]
            if (word.baseline == big.baseline and word.size > 0) or _on_line(big, word):
                groups[home].append(word)
                if word.size > big.size:
                    largest[home] = word
                break
        else:
            groups.append([word])
            largest.append(word)
    lines = [Line(_finished(sorted(g, key=_LEFT))) for g in groups]
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
    small = _SMALL * size
    floor = inf if min([w.size for w in words]) > small else _baseline(words, size)
    out: list[Word] = []
    for word in words:
        raised = word.size <= small and floor - word.baseline > _RAISED * size
        glued = not word.space_before and bool(out) and _is_glued(out[-1], word)
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
