"""Where each label of a template may stand: candidates, each with how well it fits.

A candidate is a stretch of the flow whose words resemble a wording. How the page sets it off
(a cell of its own, a colon, bold type) counts as evidence in its gain, never as a condition
for the form's own wordings: people retype forms and lose all of it.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rapidfuzz.distance import Levenshtein

from extract.model import Text
from normalize.flow import OBJECT, Joint
from normalize.text import NUMBERING, Word, in_brackets, spread, words
from normalize.values.shapes import looks_typed
from normalize.wordings import (
    CONSENT,
    HEAD,
    LEAST,
    MISSPELT,
    MOST_INSIDE,
    SECTION,
    SHORT,
    TITLE,
    Wording,
    Wordings,
    compile_wordings,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from normalize.flow import Flow, Line
    from schemas.template import Template


_FOOTNOTE_DIGIT = re.compile(r"(?<=[^\s\d])\d{1,2}(?=\s|:|$)")
_CLOSING = re.compile(r"\s*\*?\s*[:?]|\s*\*(?=\s*$)")  # of a required question: `Tema *:`
_START, _END = attrgetter("start"), attrgetter("end")
_LETTER = re.compile(r"[^\W_]")  # or a digit
_LEADERS = ("....", ". . .")  # dots that lead from a label to its answer
_PLAIN = 0.95  # so like a wording that chance is out of the question
_WHOLE = 0.9  # so like a wording that its words are no labels of their own
_LONGER = 0.08  # what a letter more of a wording weighs against its gain
_LONGER_EXACT = 0.2  # the same where every letter agrees: what is left out would be the answer's
_MAX_LINES = 8  # a label may be split over so many lines of one cell


class Position(NamedTuple):
    """A place in the flow: the line's index and an offset in its text."""

    line: int
    offset: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that may be the label of `field`; `gain` is the evidence for it."""

    field: str
    order: int
    own: bool
    start: Position
    end: Position
    similarity: float
    full: bool  # nothing else stands on its lines
    gain: float


def find_candidates(flow: Flow, template: Template) -> list[Candidate]:
    """All places that may be labels, consent questions, titles or sections, in reading order."""
    wordings = compile_wordings(template)
    source = _Source(flow, wordings)
    found: list[Candidate] = []
    for line in flow.lines:
        if line.empty or not _may_begin(line):
            continue
        found.extend(_at_start(source, line))
        found.extend(_inside(source, line))
    above: dict[int, Candidate] = {}
    for candidate in found:
        if candidate.end.line not in above and _fills(flow, candidate):
            above[candidate.end.line] = candidate
    kept = [candidate for candidate in found if not _is_echo(flow, candidate, above)]
    kept = _without_parts(flow, kept)
    return sorted(kept, key=lambda c: (c.start, -c.gain))


def _without_parts(flow: Flow, found: list[Candidate]) -> list[Candidate]:
    """The candidates without those that are but words of a longer one, itself plainly a label.

    `Nombre de la entidad y del área:` asks once, however much of it is set in bold. What a colon
    or a line's end parts are two: `Entidad:`, `Área:`.
    """
    whole: dict[int, list[Candidate]] = {}
    for candidate in found:
        start, end = candidate.start, candidate.end
        asked = flow.lines[start.line].text[start.offset : end.offset]
        if start.line == end.line and ":" not in asked.rstrip(" \t:.*"):
            whole.setdefault(start.line, []).append(candidate)
    return [
        c
        for c in found
        if not any(
            o.field != c.field
            and o.start <= c.start
            and c.end <= o.end
            and (o.start, o.end) != (c.start, c.end)
            and o.similarity >= min(c.similarity, _WHOLE)
            for o in whole.get(c.start.line, ())
        )
    ]


def _is_echo(flow: Flow, candidate: Candidate, labels: dict[int, Candidate]) -> bool:
    """An answer that opens by repeating its question, right below the question's label.

    `labels` are the candidates that fill their lines, by the last of these.
    Where the repetition is a line of its own, it is told from a heading over the real label:
    it stands in another cell than the label above, or the label above is the form's own.
    """
    above = candidate.start.line - 1
    while above >= 0 and flow.lines[above].empty:
        above -= 1
    label = labels.get(above)
    if label is None or label.field != candidate.field:
        return False
    elsewhere = flow.lines[above].cells != flow.lines[candidate.start.line].cells
    return not candidate.full or elsewhere or label.own


def _fills(flow: Flow, label: Candidate) -> bool:
    """True where a label's line holds nothing else but help in brackets."""
    rest = flow.lines[label.end.line].text[label.end.offset :].strip(" \t:.*")
    return label.full or in_brackets(rest)


def _may_begin(line: Line) -> bool:
    """A label begins in plain text: an entry control's value or a lone dash is an answer."""
    return any(
        isinstance(piece.item, Text) and _LETTER.search(piece.item.text) for piece in line.pieces
    )


class _Source:
    """The lines of a flow and their words, folded when first asked for."""

    def __init__(self, flow: Flow, wordings: Wordings) -> None:
        self.flow = flow
        self.wordings = wordings
        self.letters = int(max(len(w.letters) for w in wordings.long) / LEAST) + 1
        self._folded: dict[int, tuple[list[str], str | None]] = {}
        self._words: dict[int, tuple[Word, ...]] = {}
        self._bold: dict[int, bool | None] = {}

    def words(self, line: Line) -> tuple[Word, ...]:
        """The line's words with their places."""
        known = self._words.get(line.index)
        if known is None:
            known = self._words[line.index] = words(_plain(line))
        return known

    def boldness(self, line: Line) -> bool | None:
        """Whether what is written on a line is bold; None where not all of it is alike."""
        known = self._bold.get(line.index, False)
        if line.index not in self._bold:
            bold = {
                piece.item.style.bold
                for piece in line.pieces
                if isinstance(piece.item, Text) and not piece.item.text.isspace()
            }
            known = self._bold[line.index] = bold.pop() if len(bold) == 1 else None
        return known

    def folded(self, line: Line, offset: int = 0) -> tuple[list[str], int]:
        """The line's words, and how many of them begin before an offset."""
        known = self._folded.get(line.index)
        if known is None:
            spaced = spread(_plain(line))
            found = [w.folded for w in self.words(line)] if spaced is None else spaced.split()
            known = self._folded[line.index] = (found, spaced)
        found, spaced = known
        if not offset:
            return found, 0
        if spaced is None:
            return found, sum(word.start < offset for word in self.words(line))
        return found, len(spaced[:offset].split())


class _Ending(NamedTuple):
    """How a label of so many words ends: the line and offset behind it, and what follows there.

    `set_off` as the page has it, whatever the label; `bold` where all its words are.
    """

    line: Line
    offset: int
    rest: str
    full: bool
    set_off: bool
    bold: bool


class _Run:
    """The words from a place on, over the lines that one label may fill.

    `letters` are those of as many words as the longest label can have, and `ends` how many of
    them there are up to each word.
    """

    def __init__(self, source: _Source, line: Line, offset: int) -> None:
        self._source = source
        self._offset = offset
        self.lines: list[Line] = []
        self._counts: list[int] = []  # of words up to the end of each line
        found: list[str] = []
        self.ends: list[int] = []
        letters = 0
        for here in source.flow.lines[line.index : line.index + _MAX_LINES]:
            if self.lines and (here.cells != line.cells or here.joint is Joint.TAB):
                break
            known, skipped = source.folded(here, 0 if self.lines else offset)
            if not self.lines:
                self._skipped = skipped
            rest = known[skipped:]
            ends = list(itertools.accumulate(map(len, rest), initial=letters))
            count = bisect_right(ends, source.letters)  # up to the word that is past the most
            found += rest[:count]
            self.ends += ends[1 : count + 1]
            letters = ends[min(count, len(rest))]
            self.lines.append(here)
            self._counts.append(len(found))
            if letters > source.letters or len(found) >= source.wordings.longest + 4:
                break
        self.letters = "".join(found)
        self._endings: dict[int, _Ending] = {}

    @property
    def start(self) -> int:
        """Where in its line the first word begins."""
        return self.word(0)[1].start if self.ends else self._offset

    def owner(self, index: int) -> int:
        """Which of `lines` a word is on."""
        return bisect_right(self._counts, index)

    def boldness(self, line: Line) -> bool | None:
        """Whether what is written on the line is bold; None where not all of it is alike."""
        return self._source.boldness(line)

    def ending(self, count: int) -> _Ending:
        """How a label of the first `count` words ends: several wordings may have as many."""
        known = self._endings.get(count)
        if known is None:
            known = self._endings[count] = _ending(self, count)
        return known

    def word(self, index: int) -> tuple[Line, Word]:
        """A word of the run with its place, and the line it is on."""
        number = self.owner(index)
        line = self.lines[number]
        before = self._counts[number - 1] if number else -self._skipped
        return line, self._source.words(line)[index - before]


def _plain(line: Line) -> str:
    """The text with footnote digits blanked, same length."""
    text = line.text
    for piece in line.pieces:
        item = piece.item
        if isinstance(item, Text) and item.style.superscript:
            text = text[: piece.start] + " " * (piece.end - piece.start) + text[piece.end :]
    return text


def _at_start(source: _Source, line: Line) -> Iterator[Candidate]:
    numbering = NUMBERING.match(line.text)
    offset = numbering.end() if numbering else 0
    run = _Run(source, line, offset)
    best: dict[str, tuple[float, Candidate]] = {}
    for wording, count, similarity in _matches(run, source.wordings):
        candidate = _judge(source.flow, run, wording, count, similarity, inside=False)
        if candidate is None:
            continue
        # of two wordings that both stand there, the longer leaves no rest of the label behind
        weight = _LONGER_EXACT if similarity == 1 else _LONGER
        rank = candidate.gain + weight * len(wording.letters)
        if candidate.field not in best or rank > best[candidate.field][0]:
            best[candidate.field] = (rank, candidate)
    yield from (candidate for _, candidate in best.values())


def _matches(run: _Run, wordings: Wordings) -> Iterator[tuple[Wording, int, float]]:
    if not run.ends:
        return
    head = run.letters[: run.ends[min(8, len(run.ends)) - 1]][:HEAD]
    for wording in wordings.with_near_heads(head):
        match = _best_prefix(run, wording)
        if match:
            yield wording, *match
    yield from _short_matches(run, wordings)


def _best_prefix(run: _Run, wording: Wording) -> tuple[int, float] | None:
    """How many words of the run are most like the wording, and how like (0 to 1)."""
    size, least = len(wording.letters), wording.least
    best: tuple[float, int] | None = None
    for count in range(bisect_left(run.ends, least * size), len(run.ends)):
        letters = run.ends[count]
        if letters * least > size:
            break
        similarity = Levenshtein.normalized_similarity(
            wording.letters, run.letters[:letters], score_cutoff=least
        )
        if similarity and (best is None or similarity > best[0] + 1e-9):
            best = (similarity, count + 1)
    return (best[1], best[0]) if best else None


def _short_matches(run: _Run, wordings: Wordings) -> Iterator[tuple[Wording, int, float]]:
    for count, end in enumerate(run.ends[:SHORT], 1):
        if end > SHORT:
            return
        letters = run.letters[:end]
        exact = wordings.short.get(letters)
        if exact:
            yield exact, count, 1.0
        elif end >= 6:
            near = wordings.nearest_short(letters)
            if len(near) >= 6:
                yield wordings.short[near], count, 1 - 1 / len(near)


_BEFORE_COLON = " )?*"
_QUESTION = re.compile(r"(?<=[.:;!?…])[\"'”»)]?\s+¿[^¿?]{8,}\?")  # after the end of a sentence


def _inside(source: _Source, line: Line) -> Iterator[Candidate]:
    """Labels in the middle of a line: set off by a colon, exact or long, or a question in bold.

    Never the question of consent: whose answer stands behind one that is quoted?
    """
    text = line.text
    if ":" not in text[1:] and "?" not in text[1:]:
        return
    found, wordings = source.words(line), source.wordings
    asked: dict[int, _Asked] = {}  # by the last word
    for question in _QUESTION.finditer(text):
        first, end = (bisect_left(found, at, key=_START) for at in question.span())
        if _begins_bold(line, *question.span()):
            _take(asked, end - 1, _exactly_asked(wordings, found, [first], end - 1, {CONSENT}))
    colons = list(_before_colons(_plain(line), found))
    for index in colons:
        begins = range(max(1, index - 12), index + 1)
        _take(asked, index, _exactly_asked(wordings, found, begins, index))
    for index in colons:
        if index not in asked:
            _take(asked, index, _nearly_asked(wordings, found, index))
    for index, (first, wording, similarity) in asked.items():
        run = _Run(source, line, found[first].start)
        count = index + 1 - first
        candidate = _judge(source.flow, run, wording, count, similarity, inside=True)
        if candidate:
            yield candidate


_Asked: TypeAlias = tuple[int, Wording, float]
"""The word that a label in the middle of a line begins with, its wording, and how like it is."""


def _take(asked: dict[int, _Asked], index: int, label: _Asked | None) -> None:
    if label is not None:
        asked.setdefault(index, label)


def _exactly_asked(
    wordings: Wordings,
    found: tuple[Word, ...],
    begins: Iterable[int],
    index: int,
    never: Collection[str] = (),
) -> _Asked | None:
    """The label that ends with a word, letter by letter, by the first of `begins` to give one."""
    for first in begins:
        wording = wordings.exact.get("".join(w.folded for w in found[first : index + 1]))
        if wording and wording.field not in (TITLE, SECTION, *never):
            return first, wording, 1.0
    return None


def _nearly_asked(wordings: Wordings, found: tuple[Word, ...], index: int) -> _Asked | None:
    """The form's own long label, retyped or misread in a letter or two, that ends with a word.

    None of consent.
    """
    best: _Asked | None = None
    letters = ""
    for first in range(index, 0, -1):
        letters = found[first].folded + letters
        if len(letters) > MOST_INSIDE:
            break
        for wording in wordings.by_length.get(len(letters), ()):
            similarity = Levenshtein.normalized_similarity(
                wording.letters, letters, score_cutoff=1 - MISSPELT
            )
            if similarity and (best is None or similarity > best[2]):
                best = first, wording, similarity
    return best


def _begins_bold(line: Line, start: int, end: int) -> bool:
    """Whether bold type begins with the words of a stretch, behind plain ones."""
    before = [p.item for p in line.pieces_between(0, start) if isinstance(p.item, Text)]
    plain = bool(before) and not before[-1].style.bold
    return plain and _bold_at(line, next(n for n in range(start, end) if line.text[n] == "¿"))


def _before_colons(text: str, found: tuple[Word, ...]) -> Iterator[int]:
    """Which words have a colon behind them, at most signs of `_BEFORE_COLON` between."""
    colon = text.find(":")
    while colon >= 0:
        index = bisect_right(found, colon, key=_END) - 1
        if index >= 0 and not text[found[index].end : colon].strip(_BEFORE_COLON):
            yield index
        colon = text.find(":", colon + 1)


def _judge(
    flow: Flow,
    run: _Run,
    wording: Wording,
    count: int,
    similarity: float,
    *,
    inside: bool,
) -> Candidate | None:
    line = run.lines[0]
    ending = run.ending(count)
    full = ending.full
    set_off = ending.set_off or _typed(wording, ending.rest)
    if not _good_enough(wording, similarity, set_off=set_off, full=full):
        return None
    if not full and similarity < _PLAIN and _spills(run, count):
        return None
    gain = _gain(wording, similarity, full=full, set_off=set_off)
    gain += 1.0 if ending.bold else 0.0
    gain += _standing(flow, line, inside=inside)
    if gain <= 0:
        return None
    closed = not ending.rest.strip(" \t:.*")
    end = Position(ending.line.index, len(ending.line.text) if closed else ending.offset)
    start = Position(line.index, _before_opening(line.text, run.start) if inside else 0)
    return Candidate(wording.field, wording.order, wording.own, start, end, similarity, full, gain)


def _ending(run: _Run, count: int) -> _Ending:
    line, last = run.word(count - 1)
    offset = _past_closing(line.text, last.end)
    rest = line.text[offset:]
    full = not rest.strip(" \t.:*_-–—")
    bold = _is_bold(run, count)
    set_off = full or _set_off(line, offset) or (bold and not _bold_at(line, offset))
    return _Ending(line, offset, rest, full, set_off, bold)


def _before_opening(text: str, start: int) -> int:
    """Before what opens a label in the middle of a line: `¿`, `(`, a quotation mark."""
    while start > 0 and text[start - 1] in '¿¡("“«*':
        start -= 1
    return start


def _past_closing(text: str, end: int) -> int:
    """Past what closes a label: `?`, `)`, `*`, `:` with the spaces before it."""
    while end < len(text) and text[end] in '?)*:."”»':
        end += 1
    digit = _FOOTNOTE_DIGIT.match(text, end)
    end = digit.end() if digit else end
    closing = _CLOSING.match(text, end)
    return closing.end() if closing else end


def _set_off(line: Line, end: int) -> bool:
    """A colon, question mark or entry control parts label and answer."""
    before = line.text[:end].rstrip()
    rest = line.text[end:].lstrip()
    if in_brackets(rest.rstrip(" .:*")):
        return True
    if before.endswith((":", "?", *_LEADERS)):
        return True
    return rest.startswith((OBJECT, "-", "–", "—", "_", "=", "…"))


def _typed(wording: Wording, rest: str) -> bool:
    return wording.kind is not None and looks_typed(wording.kind, rest)


def _bold_at(line: Line, offset: int) -> bool:
    for piece in line.pieces_between(offset, len(line.text)):
        text = line.text[max(piece.start, offset) : piece.end]
        if text.strip():
            return isinstance(piece.item, Text) and piece.item.style.bold
    return False


def _is_bold(run: _Run, count: int) -> bool:
    """Whether so many words are bold, each of them whole."""
    bold = {run.boldness(line) for line in run.lines[: run.owner(count - 1) + 1]}
    if len(bold) == 1 and None not in bold:
        return True in bold
    for line, word in map(run.word, range(count)):
        for piece in line.pieces_between(word.start, word.end):
            if not (isinstance(piece.item, Text) and piece.item.style.bold):
                return False
    return True


def _good_enough(wording: Wording, similarity: float, *, set_off: bool, full: bool) -> bool:
    if similarity < wording.least:
        return False
    if wording.field in (TITLE, SECTION):
        return full
    if not wording.own:
        return set_off
    return set_off or similarity >= 0.92


def _spills(run: _Run, count: int) -> bool:
    """True for a label over several paragraphs that ends inside one: a chance likeness."""
    last = run.owner(count - 1)
    return any(run.lines[i].joint is Joint.PARAGRAPH for i in range(1, last + 1))


def _gain(wording: Wording, similarity: float, *, full: bool, set_off: bool) -> float:
    strength = 10.0 if wording.own else 4.0 + min(wording.count, 3)
    gain = strength * (1 - 2.5 * (1 - similarity))
    if full:
        gain += 2.0
    elif set_off:
        gain += 1.0
    else:
        gain -= 6.0
    return gain


def _standing(flow: Flow, line: Line, *, inside: bool) -> float:
    if inside:
        return -4.0
    if line.cells:
        begins = line.index == 0 or flow.lines[line.index - 1].cells != line.cells
        return 2.0 if begins else -3.0
    if line.joint is Joint.PARAGRAPH:
        return 1.0
    return 0.5 if line.joint is Joint.TAB else 0.0
