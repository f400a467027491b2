"""Where each label of a template may stand: candidates, each with how well it fits.

A candidate is a stretch of the flow whose words resemble a wording. How the page sets it off
(a cell of its own, a colon, bold type) counts as evidence in its gain, never as a condition
for the form's own wordings: people retype forms and lose all of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.model import Text
from normalize.flow import OBJECT, Joint
from normalize.text import NUMBERING, Word, words
from normalize.values.shapes import looks_typed
from normalize.wordings import (
    HEAD,
    SECTION,
    SHORT,
    TITLE,
    Wording,
    Wordings,
    compile_wordings,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalize.flow import Flow, Line
    from schemas.template import Template


_FOOTNOTE_DIGIT = re.compile(r"(?<=[^\s\d])\d{1,2}(?=\s|:|$)")
_PLAIN = 0.95  # so like a wording that chance is out of the question
_LONGER = 0.08  # what a letter more of a wording weighs against its gain
_MAX_LINES = 4  # a label may be split over so many lines of one cell


@dataclass(frozen=True, slots=True, order=True)
class Position:
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
    found: list[Candidate] = []
    for line in flow.lines:
        if line.empty or not _may_begin(line):
            continue
        found.extend(_at_start(flow, line, wordings))
        found.extend(_inside(flow, line, wordings))
    kept = [candidate for candidate in found if not _is_echo(flow, candidate, found)]
    return sorted(kept, key=lambda c: (c.start, -c.gain))


def _is_echo(flow: Flow, candidate: Candidate, found: list[Candidate]) -> bool:
    """An answer that opens by repeating its question, right below the question's label.

    Where the repetition is a line of its own, it is told from a heading over the real label:
    it stands in another cell than the label above, or the label above is the form's own.
    """
    above = candidate.start.line - 1
    while above >= 0 and flow.lines[above].empty:
        above -= 1
    label = next((c for c in found if c.end.line == above and _fills(flow, c)), None)
    if label is None or label.field != candidate.field:
        return False
    elsewhere = flow.lines[above].cells != flow.lines[candidate.start.line].cells
    return not candidate.full or elsewhere or label.own


def _fills(flow: Flow, label: Candidate) -> bool:
    """True where a label's line holds nothing else but help in brackets."""
    rest = flow.lines[label.end.line].text[label.end.offset :].strip(" \t:.*")
    return label.full or (rest.startswith("(") and rest.endswith(")"))


def _may_begin(line: Line) -> bool:
    """A label begins in plain text: an entry control's value or a lone dash is an answer."""
    return any(
        isinstance(piece.item, Text) and any(c.isalnum() for c in piece.item.text)
        for piece in line.pieces
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """The words from a start on, over the lines that one label may fill."""

    words: tuple[Word, ...]
    lines: tuple[Line, ...]
    owner: tuple[int, ...]  # for each word, which of `lines` it is on
    start: Position

    def joined(self, count: int) -> str:
        return "".join(w.folded for w in self.words[:count])


def _run_at(flow: Flow, line: Line, offset: int, longest: int) -> _Run:
    found: list[Word] = []
    owner: list[int] = []
    lines: list[Line] = []
    index = line.index
    while index < len(flow.lines) and len(lines) < _MAX_LINES and len(found) < longest + 4:
        here = flow.lines[index]
        if lines and (here.cells != line.cells or here.joint is Joint.TAB):
            break
        for word in words(_plain(here)):
            if lines or word.start >= offset:
                found.append(word)
                owner.append(len(lines))
        lines.append(here)
        index += 1
    start = Position(line.index, found[0].start if found else offset)
    return _Run(tuple(found), tuple(lines), tuple(owner), start)


def _plain(line: Line) -> str:
    """The text with footnote digits blanked, same length."""
    text = line.text
    for piece in line.pieces:
        item = piece.item
        if isinstance(item, Text) and item.style.superscript:
            text = text[: piece.start] + " " * (piece.end - piece.start) + text[piece.end :]
    return text


def _at_start(flow: Flow, line: Line, wordings: Wordings) -> Iterator[Candidate]:
    numbering = NUMBERING.match(line.text)
    offset = numbering.end() if numbering else 0
    run = _run_at(flow, line, offset, wordings.longest)
    best: dict[str, tuple[float, Candidate]] = {}
    for wording, count, similarity in _matches(run, wordings):
        candidate = _judge(flow, run, wording, count, similarity, inside=False)
        if candidate is None:
            continue
        # of two wordings that both stand there, the longer leaves no rest of the label behind
        rank = candidate.gain + _LONGER * len(wording.letters)
        if candidate.field not in best or rank > best[candidate.field][0]:
            best[candidate.field] = (rank, candidate)
    yield from (candidate for _, candidate in best.values())


def _matches(run: _Run, wordings: Wordings) -> Iterator[tuple[Wording, int, float]]:
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    if not run.words:
        return
    head = run.joined(8)[:HEAD]
    for _, distance, index in process.extract(
        head, wordings.heads, scorer=Levenshtein.distance, score_cutoff=5, limit=None
    ):
        del distance
        wording = wordings.long[index]
        match = _best_prefix(run, wording)
        if match:
            yield wording, *match
    yield from _short_matches(run, wordings)


def _best_prefix(run: _Run, wording: Wording) -> tuple[int, float] | None:
    """How many words of the run are most like the wording, and how like (0 to 1)."""
    from rapidfuzz.distance import Levenshtein

    size = len(wording.letters)
    best: tuple[float, int] | None = None
    letters = ""
    for count, word in enumerate(run.words, 1):
        letters += word.folded
        if len(letters) < 0.7 * size:
            continue
        if len(letters) > 1.35 * size and best:
            break
        similarity = Levenshtein.normalized_similarity(wording.letters, letters, score_cutoff=0.7)
        if similarity and (best is None or similarity > best[0] + 1e-9):
            best = (similarity, count)
        if len(letters) > 1.35 * size:
            break
    return (best[1], best[0]) if best else None


def _short_matches(run: _Run, wordings: Wordings) -> Iterator[tuple[Wording, int, float]]:
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    letters = ""
    for count, word in enumerate(run.words[:SHORT], 1):
        letters += word.folded
        if len(letters) > SHORT:
            return
        exact = wordings.short.get(letters)
        if exact:
            yield exact, count, 1.0
        elif len(letters) >= 6:
            near = process.extractOne(
                letters, list(wordings.short), scorer=Levenshtein.distance, score_cutoff=1
            )
            if near and len(near[0]) >= 6:
                yield wordings.short[near[0]], count, 1 - 1 / len(near[0])


_COLON_NEXT = re.compile(r"[ )?*]*:")


def _inside(flow: Flow, line: Line, wordings: Wordings) -> Iterator[Candidate]:
    """Labels in the middle of a line: only exact ones, set off by a colon."""
    text = _plain(line)
    if ":" not in text[1:]:
        return
    found = words(text)
    for index, word in enumerate(found):
        if not _COLON_NEXT.match(text, word.end):
            continue
        for first in range(max(1, index - 12), index + 1):
            letters = "".join(w.folded for w in found[first : index + 1])
            wording = wordings.exact.get(letters)
            if wording and wording.field not in (TITLE, SECTION):
                run = _run_at(flow, line, found[first].start, wordings.longest)
                candidate = _judge(flow, run, wording, index + 1 - first, 1.0, inside=True)
                if candidate:
                    yield candidate
                break


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
    end_line = run.lines[run.owner[count - 1]]
    end_offset = _past_closing(end_line.text, run.words[count - 1].end)
    rest = end_line.text[end_offset:]
    full = not rest.strip(" \t.:*_-–—")
    set_off = full or _set_off(end_line, end_offset, run, count) or _typed(wording, rest)
    if not _good_enough(wording, similarity, set_off=set_off, full=full):
        return None
    if not full and similarity < _PLAIN and _spills(run, count):
        return None
    gain = _gain(wording, similarity, full=full, set_off=set_off)
    gain += 1.0 if _is_bold(run, count) else 0.0
    gain += _standing(flow, line, inside=inside)
    if gain <= 0:
        return None
    closed = not rest.strip(" \t:.*")
    end = Position(end_line.index, len(end_line.text) if closed else end_offset)
    opening = _before_opening(line.text, run.start.offset) if inside else 0
    start = Position(line.index, opening)
    return Candidate(wording.field, wording.order, wording.own, start, end, similarity, full, gain)


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
    rest = text[end:]
    if rest.lstrip().startswith((":", "?")):
        end += len(rest) - len(rest.lstrip()) + 1
    return end


def _set_off(line: Line, end: int, run: _Run, count: int) -> bool:
    """A colon, question mark, entry control or change of weight parts label and answer."""
    before = line.text[:end].rstrip()
    rest = line.text[end:].lstrip()
    if rest.startswith("(") and rest.rstrip(" .:*").endswith(")"):
        return True
    if before.endswith((":", "?")) or rest.startswith((OBJECT, "-", "–", "—", "_", "=")):
        return True
    return _is_bold(run, count) and not _bold_at(line, end)


def _typed(wording: Wording, rest: str) -> bool:
    return wording.kind is not None and looks_typed(wording.kind, rest)


def _bold_at(line: Line, offset: int) -> bool:
    for piece in line.pieces_between(offset, len(line.text)):
        text = line.text[max(piece.start, offset) : piece.end]
        if text.strip():
            return isinstance(piece.item, Text) and piece.item.style.bold
    return False


def _is_bold(run: _Run, count: int) -> bool:
    for word, owner in zip(run.words[:count], run.owner, strict=False):
        for piece in run.lines[owner].pieces_between(word.start, word.end):
            if not (isinstance(piece.item, Text) and piece.item.style.bold):
                return False
    return True


def _good_enough(wording: Wording, similarity: float, *, set_off: bool, full: bool) -> bool:
    if wording.field in (TITLE, SECTION):
        return full and similarity >= 0.88
    if not wording.own:
        return set_off and similarity >= 0.85
    if wording.count >= 4 and (full or set_off):
        return similarity >= 0.74
    return similarity >= (0.85 if set_off else 0.92)


def _spills(run: _Run, count: int) -> bool:
    """True for a label over several paragraphs that ends inside one: a chance likeness."""
    last = run.owner[count - 1]
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
