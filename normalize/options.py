"""The consent answer as tokens: option words, marks (drawn or typed) and other words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.model import Field, Mark, MarkShape, MarkState, Origin, Text
from normalize.flow import OBJECT
from normalize.spots import spot_of
from normalize.text import Word, fold, words
from schemas.reading import NO_SPOT, Spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalize.account import Stretch
    from normalize.flow import CellRef, Line, Piece
    from schemas.template import ConsentGroup

_TYPED = re.compile(
    r"[(\[{]\s*(?P<inside>[xX×✓✔✗✘*•+]|)\s*[)\]}]"  # ( X ), [x], ( )
    r"|_+\s*(?P<lined>[xX×✓✔✗✘*])\s*_*"  # _X_, __ X
    r"|(?P<blank>_{2,}|\.{4,}|…{2,})"  # ____
    r"|(?<![^\W_])(?P<lone>[xX×])(?![^\W_])_*"  # X
)


_SURE_SIGN = 0.8  # the certainty of a scanned sign that may count as one


@dataclass(frozen=True, slots=True)
class Option:
    """A word that answers, printed or typed. `entered` where it is an entry control's value.

    `start` and `end` place it along its line: points where the page is known, else letters.
    """

    says_yes: bool
    line: int
    paragraph: int
    cell: CellRef | None
    start: float
    end: float
    spot: Spot = NO_SPOT
    struck: bool = False
    highlighted: bool = False
    underlined: bool = False
    bold: bool = False
    entered: bool = False
    colon: bool = False  # `Sí:` announces its mark
    scanned: bool = False  # read from a picture

    @classmethod
    def implied(cls, *, says_yes: bool, like: Sign) -> Option:
        """The option that a mark is tied to where its word stands nowhere in the text."""
        return cls(says_yes, like.line, like.paragraph, like.cell, like.start, like.end, like.spot)

    @property
    def style_note(self) -> str:
        """How the word is set apart, for evidence."""
        names = ("struck", "highlighted", "underlined", "bold", "entered")
        return " ".join(name for name in names if getattr(self, name)) or "plain"


@dataclass(frozen=True, slots=True)
class Sign:
    """A mark. `tied` is what the file itself says it stands for; `boxed` where it has a box."""

    state: MarkState
    raw: str
    line: int
    paragraph: int
    cell: CellRef | None
    start: float
    end: float
    spot: Spot = NO_SPOT
    tied: bool | None = None
    boxed: bool = True


@dataclass(frozen=True, slots=True)
class Words:
    """Other words. `first` where they are the first thing after the question.

    `answers` is True for a sentence that begins as an answer does: "Sí, previa …".
    """

    text: str
    line: int
    paragraph: int
    cell: CellRef | None
    first: bool
    answers: bool = False


Token = Option | Sign | Words


def tokens_of(stretches: list[Stretch], group: ConsentGroup) -> list[Token]:
    """The tokens after the consent question, in reading order."""
    phrases = _phrases(group)
    tokens: list[Token] = []
    for stretch in stretches:
        if tokens and _is_sentence(stretch):
            tokens.append(_sentence(stretch, phrases))
            continue
        if stretch.line.empty:
            tokens.append(_empty_cell(stretch.line))
            continue
        start = _past_question(stretch) if not tokens else stretch.start
        for piece in stretch.line.pieces_between(start, stretch.end):
            begin, end = max(piece.start, start), min(piece.end, stretch.end)
            tokens.extend(_piece_tokens(stretch.line, piece, begin, end, phrases, first=not tokens))
    return _joined(_with_cells_as_boxes(tokens))


_SENTENCE_WORDS = 7


def _is_sentence(stretch: Stretch) -> bool:
    """A "no" inside a sentence below the boxes is no option."""
    return OBJECT not in stretch.text and len(words(stretch.text)) >= _SENTENCE_WORDS


def _sentence(stretch: Stretch, phrases: Phrases) -> Words:
    line = stretch.line
    answers = _phrase_at(words(stretch.text), 0, phrases) is not None
    return Words(stretch.text, line.index, line.paragraph, line.cell, first=False, answers=answers)


EMPTY_CELL = "empty cell"


def _empty_cell(line: Line) -> Sign:
    at = float(line.index)
    spot = spot_of(line.place)
    return Sign(
        MarkState.OFF, EMPTY_CELL, line.index, line.paragraph, line.cell, at, at, spot, boxed=False
    )


def _with_cells_as_boxes(tokens: list[Token]) -> list[Token]:
    """Empty cells count as boxes only where a cell of the same row holds nothing but a mark."""
    marked = [t for t in tokens if isinstance(t, Sign) and t.raw != EMPTY_CELL]
    others = {t.cell for t in tokens if not isinstance(t, Sign)}
    rows = {
        (t.cell.table, t.cell.row) for t in marked if t.cell is not None and t.cell not in others
    }
    return [
        t
        for t in tokens
        if not (isinstance(t, Sign) and t.raw == EMPTY_CELL)
        or (t.cell is not None and (t.cell.table, t.cell.row) in rows)
    ]


def _past_question(stretch: Stretch) -> int:
    """Past the rest of the question where its wording differs from the template's."""
    at = stretch.text.rfind("?")
    return stretch.start + at + 1 if at >= 0 else stretch.start


Phrases = list[tuple[tuple[str, ...], bool]]


def _phrases(group: ConsentGroup) -> Phrases:
    """Answers in words, longest first, so that "no autorizo" is never an "autorizo"."""
    found = [(tuple(fold(text).split()), True) for text in (*group.yes_phrases, *group.yes)]
    found += [(tuple(fold(text).split()), False) for text in (*group.no_phrases, *group.no)]
    return sorted(found, key=lambda phrase: -len(phrase[0]))


def _piece_tokens(
    line: Line, piece: Piece, start: int, end: int, phrases: Phrases, *, first: bool
) -> Iterator[Token]:
    item = piece.item
    if isinstance(item, Mark):
        yield _sign(line, piece, item, phrases)
    elif isinstance(item, Field):
        yield from _text_tokens(line, piece, item.value, 0, phrases, entered=True, first=first)
    else:
        text = line.text[start:end]
        yield from _text_tokens(line, piece, text, start, phrases, entered=False, first=first)


def _sign(line: Line, piece: Piece, mark: Mark, phrases: Phrases) -> Sign:
    raw = "; ".join(e.raw for e in mark.encodings if e.raw) or str(mark.shape)
    x0, x1 = _along(mark, piece.start, piece.end)
    return Sign(
        mark.state,
        raw,
        line.index,
        line.paragraph,
        line.cell,
        x0,
        x1,
        spot_of(mark.place),
        _tied_to(mark.label, phrases),
        boxed=mark.shape in (MarkShape.BOX, MarkShape.RADIO),
    )


def _tied_to(label: str, phrases: Phrases) -> bool | None:
    """The option that a mark's own label names; None where it names none, or more."""
    said = tuple(fold(label).split())
    return next((yes for phrase, yes in phrases if phrase == said), None)


def _along(item: Mark | Text | Field, start: int, end: int) -> tuple[float, float]:
    box = item.place.box
    if box is not None and isinstance(item, Mark):
        return box.x0, box.x1
    return float(start), float(end)


def _text_tokens(
    line: Line,
    piece: Piece,
    text: str,
    offset: int,
    phrases: Phrases,
    *,
    entered: bool,
    first: bool,
) -> Iterator[Token]:
    at = 0
    for match in _TYPED.finditer(text):
        before = text[at : match.start()]
        yield from _word_tokens(
            line, piece, before, offset + at, phrases, entered=entered, first=first
        )
        yield _typed_sign(line, piece, match, offset)
        at, first = match.end(), False
    yield from _word_tokens(
        line, piece, text[at:], offset + at, phrases, entered=entered, first=first
    )


def _typed_sign(line: Line, piece: Piece, match: re.Match[str], offset: int) -> Sign:
    on = bool(match["inside"] or match["lined"] or match["lone"])
    state = MarkState.ON if on else MarkState.OFF
    if isinstance(piece.item, Text) and piece.item.certainty < _SURE_SIGN:
        state = MarkState.UNSURE
    start, end = _stretch(piece, offset + match.start(), offset + match.end())
    return Sign(
        state,
        match.group().strip(),
        line.index,
        line.paragraph,
        line.cell,
        start,
        end,
        spot_of(piece.item.place),
        boxed=not match["lone"],
    )


def _stretch(piece: Piece, start: int, end: int) -> tuple[float, float]:
    """Where letters [start, end) of the line lie along it: points if known, else letters."""
    box = piece.item.place.box
    size = piece.end - piece.start
    if box is None or not isinstance(piece.item, Text) or size <= 0:
        return float(start), float(end)
    step = box.width / size
    return box.x0 + (start - piece.start) * step, box.x0 + (end - piece.start) * step


def _word_tokens(
    line: Line,
    piece: Piece,
    text: str,
    offset: int,
    phrases: Phrases,
    *,
    entered: bool,
    first: bool,
) -> Iterator[Token]:
    """Options and other words of a text that begins at `offset` of the line."""
    found = words(text)
    index = 0
    other: list[Word] = []
    while index < len(found):
        match = _phrase_at(found, index, phrases)
        if match is None:
            other.append(found[index])
            index += 1
            continue
        if other:
            yield _words(line, text, other, first)
            other, first = [], False
        size, says_yes = match
        a = offset + found[index].start
        b = offset + found[index + size - 1].end
        yield _option(line, piece, a, b, says_yes=says_yes, entered=entered)
        index += size
    if other:
        yield _words(line, text, other, first)


def _phrase_at(found: tuple[Word, ...], index: int, phrases: Phrases) -> tuple[int, bool] | None:
    for phrase, says_yes in phrases:
        if tuple(w.folded for w in found[index : index + len(phrase)]) == phrase:
            return len(phrase), says_yes
    return None


def _words(line: Line, text: str, other: list[Word], first: bool) -> Words:
    said = text[other[0].start : other[-1].end]
    return Words(said, line.index, line.paragraph, line.cell, first)


def _option(
    line: Line, piece: Piece, start: int, end: int, *, says_yes: bool, entered: bool
) -> Option:
    item = piece.item
    x0, x1 = _stretch(piece, start, end)
    style = item.style if isinstance(item, (Text, Field)) else None
    return Option(
        says_yes,
        line.index,
        line.paragraph,
        line.cell,
        x0,
        x1,
        spot_of(item.place),
        struck=bool(style and style.strike),
        highlighted=bool(style and style.highlight),
        underlined=bool(style and style.underline),
        bold=bool(style and style.bold),
        entered=entered,
        scanned=item.origin is Origin.OCR,
        colon=not entered and line.text[end : end + 2].strip().startswith(":"),
    )


def _joined(tokens: list[Token]) -> list[Token]:
    """An option split over runs (`Sí` bold, `, autorizo` plain) is one."""
    joined: list[Token] = []
    for token in tokens:
        last = joined[-1] if joined else None
        if (
            isinstance(token, Option)
            and isinstance(last, Option)
            and token.says_yes == last.says_yes
            and token.line == last.line
            and token.entered == last.entered
        ):
            continue
        joined.append(token)
    return joined
