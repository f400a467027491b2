"""The consent answer as tokens: option words, marks (drawn or typed) and other words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract.model import Field, Mark, MarkShape, MarkState, Origin, Text
from normalize.asking import remark, says_nothing, without_asking
from normalize.flow import OBJECT
from normalize.spots import spot_of
from normalize.text import Word, fold, squash, words
from normalize.tokens import Option, Sign, Token, Where, Words
from normalize.typed_marks import SIGNATURE_LINE, TYPED, is_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalize.account import Stretch
    from normalize.flow import CellRef, Line, Piece
    from schemas.template import ConsentGroup

_SURE_SIGN = 0.8  # the certainty of a scanned sign that may count as one
EMPTY_CELL = "empty cell"
EMPTY_ENTRY = "empty entry"
_SENTENCE_WORDS = 7
_TAIL = 12  # letters
_MOST_LINES = 10  # of a question in a narrow column
_QUESTION_WORDS = 2  # before a question mark, Sí and No apart: fewer are a doubt ("¿Sí?")
_ANSWERING = frozenset(
    ("si", "no", "o", "y", "autorizo", "autoriza", "autorizamos", "acepto", "de", "acuerdo", "se")
)
_OF_SHARING = re.compile(r"autoriz|compart")
_SLIPS = frozenset(("sl", "5i", "s1", "51"))
"""What `Sí` is misread as; believed only in a whole group of boxes beside a plain No."""
_SCAN_SLIPS = _SLIPS | {"el", "ei", "sf", "s", "st"}
"""... and in a picture of a page, where `SI` may be read as `S|`."""


def tokens_of(
    stretches: list[Stretch], group: ConsentGroup, question: Stretch | None = None
) -> list[Token]:
    """The tokens after the consent question, in reading order.

    `question` is the last stretch of the question itself, as far as it is the template's.
    """
    wordings = tuple(squash(text) for text in group.wordings)
    stretches = _without_rest_of_question(stretches, wordings)
    reader = _Reader(_phrases(group), question, wordings)
    for stretch in stretches:
        if reader.asks_on(stretch):
            break
        reader.read(stretch)
    tokens = _without_other_rows(reader.tokens, question)
    tokens = _with_entries_as_boxes(_with_cells_as_boxes(tokens))
    return _with_slips(_without_signature(tokens))


def _without_rest_of_question(stretches: list[Stretch], wordings: tuple[str, ...]) -> list[Stretch]:
    """Without the end of the question that stands below the answer beside its beginning.

    `¿Autoriza que la información   Sí ☒ No ☐` / `sea compartida?`: a question of several lines
    in a narrow column, its boxes level with the first.
    """
    for first in range(1, len(stretches)):
        if OBJECT in stretches[first].text or OBJECT not in stretches[first - 1].text:
            continue
        letters = ""
        for last in range(first, min(first + _MOST_LINES, len(stretches))):
            letters += squash(stretches[last].text)
            closed = stretches[last].text.rstrip().endswith("?")
            if closed and _ends_wording(letters, wordings):
                return stretches[:first] + stretches[last + 1 :]
    return stretches


def _ends_wording(letters: str, wordings: tuple[str, ...]) -> bool:
    """Whether letters are the end of a wording, and enough of them to be no chance."""
    return len(letters) >= _TAIL and any(wording.endswith(letters) for wording in wordings)


Phrases = list[tuple[tuple[str, ...], bool]]


def _phrases(group: ConsentGroup) -> Phrases:
    """Answers in words, longest first, so that "no autorizo" is never an "autorizo"."""
    found = [(tuple(fold(text).split()), True) for text in (*group.yes_phrases, *group.yes)]
    found += [(tuple(fold(text).split()), False) for text in (*group.no_phrases, *group.no)]
    return sorted(found, key=lambda phrase: -len(phrase[0]))


class _Reader:
    """Reads stretch by stretch; knows where in the answer it is."""

    def __init__(
        self, phrases: Phrases, question: Stretch | None, wordings: tuple[str, ...]
    ) -> None:
        self.phrases = phrases
        self.question = question
        self.wordings = wordings  # of the whole question, letters only
        self.tokens: list[Token] = []
        self.remarks = False  # the last line was the heading `Observaciones`

    def asks_on(self, stretch: Stretch) -> bool:
        """True where another question begins: what follows is no answer to this one."""
        if not _asks(stretch.text):
            return False
        if self.question is None:
            return bool(self.tokens)
        line, asked = stretch.line, self.question.line
        if line.index == asked.index:
            return False
        if any(token.at.line >= asked.index for token in self.tokens):
            return True
        open_still = not self.question.text.rstrip().endswith("?")
        nearby = line.cells == asked.cells and line.paragraph == asked.paragraph
        asks_the_same = nearby or self.ends_question(stretch.text)
        return not (open_still and (asks_the_same or _OF_SHARING.search(fold(stretch.text))))

    def ends_question(self, text: str) -> bool:
        """Whether a line up to its question mark is the end of a known wording, cut by a frame."""
        return _ends_wording(squash(text.partition("?")[0]), self.wordings)

    def read(self, stretch: Stretch) -> None:
        """Adds the tokens of one stretch."""
        line = stretch.line
        if self.is_no_remark(stretch.text):
            return
        if line.empty:
            self.tokens.append(self.empty_cell(line))
            return
        text, start = line.text, stretch.start
        if not self.tokens:
            start = _past_question(stretch)
        styled = any(_styled(piece) for piece in line.pieces_between(start, stretch.end))
        shown = without_asking(text[start : stretch.end], styled=styled)
        if self.tokens and _is_sentence(shown):
            self.tokens.append(self.sentence(line, shown))
            return
        text = _with_underlined_blanks(line, text[:start] + shown)
        for pieces in _segments(line, start, stretch.end):
            begin, end = max(pieces[0].start, start), min(pieces[-1].end, stretch.end)
            self.segment(_Segment(line, pieces, text[begin:end], begin))

    def is_no_remark(self, text: str) -> bool:
        """`Observaciones: ninguna` below the answer, in one line or two, says nothing of it."""
        headed, self.remarks = self.remarks, False
        if not self.tokens or OBJECT in text:
            return False
        said = remark(text)
        if said is None:
            return headed and says_nothing(text)
        self.remarks = not said.strip()
        return says_nothing(said)

    def where(self, line: Line, start: float = 0.0, end: float = 0.0) -> Where:
        return Where(
            line.index, line.row, line.paragraph, line.cell, start, end, spot_of(line.place)
        )

    def empty_cell(self, line: Line) -> Sign:
        return Sign(MarkState.OFF, EMPTY_CELL, self.where(line), boxed=False)

    def sentence(self, line: Line, text: str) -> Words:
        answers = _phrase_at(words(text), 0, self.phrases) is not None
        return Words(text.strip(), self.where(line), first=False, answers=answers)

    def segment(self, segment: _Segment) -> None:
        item = segment.pieces[0].item
        if isinstance(item, Mark):
            self.tokens.append(self.mark(segment.line, segment.pieces[0], item))
            return
        if isinstance(item, Field):
            if not item.value.strip():
                where = replace(self.where(segment.line), spot=spot_of(item.place))
                self.tokens.append(Sign(MarkState.OFF, EMPTY_ENTRY, where, boxed=False))
                return
            segment = replace(segment, text=item.value, offset=0, entered=True)
        at = 0
        for match in TYPED.finditer(segment.text):
            self.words(segment, at, match.start())
            self.tokens.append(self.typed(segment, match))
            at = match.end()
        self.words(segment, at, len(segment.text))

    def mark(self, line: Line, piece: Piece, mark: Mark) -> Sign:
        raw = "; ".join(e.raw for e in mark.encodings if e.raw) or str(mark.shape)
        x0, x1 = _along(mark, piece.start, piece.end)
        return Sign(
            mark.state,
            raw,
            replace(self.where(line, x0, x1), spot=spot_of(mark.place)),
            _tied_to(mark.label, self.phrases),
            boxed=mark.shape in (MarkShape.BOX, MarkShape.RADIO),
        )

    def typed(self, segment: _Segment, match: re.Match[str]) -> Token:
        where = self.at(segment, *match.span())
        if match["doubt"]:
            return Words(match.group(), where, first=not self.tokens, answers=True)
        erased = is_on(match) and segment.all(*match.span(match.lastgroup or 0), "strike")
        state = MarkState.ON if is_on(match) and not erased else MarkState.OFF
        doubtful = segment.certainty(*match.span()) < _SURE_SIGN
        loose = bool(match["lone"]) and segment.is_loose(match.group())
        if doubtful or loose:
            state = MarkState.UNSURE
        return Sign(
            state,
            match.group().strip(),
            where,
            boxed=segment.entered or not match["lone"],
            erased=erased,
            entered=segment.entered,
            loose=loose and not doubtful,
        )

    def words(self, segment: _Segment, start: int, end: int) -> None:
        """Options and other words of [start, end) of a segment."""
        found = tuple(
            Word(w.folded, w.start + start, w.end + start) for w in words(segment.text[start:end])
        )
        index = 0
        other: list[Word] = []
        while index < len(found):
            match = _phrase_at(found, index, self.phrases)
            if match is None:
                other.append(found[index])
                index += 1
                continue
            self.other(segment, other)
            other = []
            size, says_yes = match
            self.tokens.append(self.option(segment, found[index : index + size], says_yes))
            index += size
        self.other(segment, other)

    def other(self, segment: _Segment, found: list[Word]) -> None:
        if not found:
            return
        start, end = found[0].start, found[-1].end
        where = self.at(segment, start, end)
        self.tokens.append(Words(segment.text[start:end], where, first=not self.tokens))

    def option(self, segment: _Segment, found: tuple[Word, ...], says_yes: bool) -> Option:
        start, end = found[0].start, found[-1].end
        after = segment.text[end : end + 2]
        scanned = segment.pieces[0].item.origin is Origin.OCR
        return Option(
            says_yes,
            self.at(segment, start, end),
            struck=segment.all(start, end, "strike"),
            highlighted=segment.all(start, end, "highlight"),
            underlined=segment.all(start, end, "underline"),
            bold=segment.all(start, end, "bold"),
            entered=segment.entered,
            colon=not segment.entered and after.strip().startswith(":"),
            scanned=scanned,
            phrase=len(found) > 1 or found[0].folded not in ("si", "no"),
            unsure=not scanned and segment.certainty(start, end) < _SURE_SIGN,
        )

    def at(self, segment: _Segment, start: int, end: int) -> Where:
        """Where letters [start, end) of a segment stand: points if known, else letters."""
        start, end = start + segment.offset, end + segment.offset
        piece = segment.piece_at(start)
        last = segment.piece_at(end - 1)
        x0, _ = _stretch(piece, start, min(end, piece.end))
        _, x1 = _stretch(last, max(start, last.start), end)
        return replace(self.where(segment.line, x0, x1), spot=spot_of(piece.item.place))


@dataclass(frozen=True, slots=True)
class _Segment:
    """A mark, an entry control, or the texts between two of them; `offset` is where it begins."""

    line: Line
    pieces: tuple[Piece, ...]
    text: str
    offset: int
    entered: bool = False

    def certainty(self, start: int, end: int) -> float:
        """The probability that letters [start, end) are right, and seen: mostly 1 but in scans."""
        start, end = start + self.offset, end + self.offset
        items = [p.item for p in self.pieces if self.entered or (p.start < end and p.end > start)]
        return min((i.certainty for i in items if isinstance(i, (Text, Field))), default=1.0)

    def is_loose(self, sign: str) -> bool:
        """Whether a scanned X has neither brackets, a line nor a cell of its own."""
        scanned = any(piece.item.origin is Origin.OCR for piece in self.pieces)
        return scanned and self.line.text.strip() != sign.strip()

    def piece_at(self, at: int) -> Piece:
        """The piece that holds a letter of the line."""
        return next((p for p in self.pieces if p.end > at), self.pieces[-1])

    def all(self, start: int, end: int, name: str) -> bool:
        """True where all letters [start, end) of the segment have a style."""
        start, end = start + self.offset, end + self.offset
        styles = [
            piece.item.style
            for piece in self.pieces
            if isinstance(piece.item, (Text, Field))
            and (self.entered or (piece.start < end and piece.end > start))
            and (
                self.entered
                or self.line.text[max(start, piece.start) : min(end, piece.end)].strip()
            )
        ]
        return bool(styles) and all(getattr(style, name) for style in styles)


def _segments(line: Line, start: int, end: int) -> Iterator[tuple[Piece, ...]]:
    """The pieces of a stretch: neighbouring texts together, all else alone."""
    texts: list[Piece] = []
    for piece in line.pieces_between(start, end):
        if isinstance(piece.item, Text):
            texts.append(piece)
            continue
        if texts:
            yield tuple(texts)
            texts = []
        yield (piece,)
    if texts:
        yield tuple(texts)


def _with_underlined_blanks(line: Line, text: str) -> str:
    """Spaces that are underlined are lines to write on: `___X___` as word processors make it."""
    for piece in line.pieces:
        if isinstance(piece.item, Text) and piece.item.style.underline:
            within = text[piece.start : piece.end]
            drawn = "".join("_" if c.isspace() else c for c in within)
            text = text[: piece.start] + drawn + text[piece.end :]
    return text


def _styled(piece: Piece) -> bool:
    item = piece.item
    if not isinstance(item, Text) or not item.text.strip():
        return False
    return item.style.strike or item.style.highlight or item.style.underline


def _is_sentence(text: str) -> bool:
    """A "no" inside a sentence below the boxes is no option."""
    return OBJECT not in text and len(words(text)) >= _SENTENCE_WORDS


def _asks(text: str) -> bool:
    """Another question: `¿Desea que lo contacten?`."""
    at = text.find("?")
    if at < 0 or OBJECT in text[:at] or TYPED.search(text[:at]):
        return False
    return _asking_words(text[:at]) >= _QUESTION_WORDS


def _asking_words(text: str) -> int:
    return sum(word.folded not in _ANSWERING for word in words(text))


def _past_question(stretch: Stretch) -> int:
    """Past the rest of the question where its wording differs from the template's."""
    text = stretch.text
    at = text.rfind("?")
    if at < 0 or (words(text[:at]) and _asking_words(text[:at]) < _QUESTION_WORDS):
        return stretch.start
    return stretch.start + at + 1


def _without_other_rows(tokens: list[Token], question: Stretch | None) -> list[Token]:
    """Where `Sí` and `No` head columns above the question, marks below its row are no answers.

    They answer another question, or nobody knows which: a doubt, never a mark.
    """
    cell = question.line.cell if question is not None else None
    headed = any(isinstance(t, Option) and _is_above(t.at, cell) for t in tokens)
    if cell is None or not headed:
        return tokens
    kept: list[Token] = []
    for token in tokens:
        at = token.at.cell
        if isinstance(token, Sign) and at is not None and at.row >= cell.row + cell.height:
            if token.state is MarkState.OFF:
                continue
            kept.append(Words(token.raw, token.at, first=False, answers=True))
        else:
            kept.append(token)
    return kept


def _is_above(at: Where, cell: CellRef | None) -> bool:
    return (
        cell is not None
        and at.cell is not None
        and at.cell.table == cell.table
        and at.cell.row < cell.row
    )


def _with_cells_as_boxes(tokens: list[Token]) -> list[Token]:
    """Empty cells count as boxes only where a cell of the same row holds nothing but a mark."""
    marked = [t for t in tokens if isinstance(t, Sign) and t.raw not in (EMPTY_CELL, EMPTY_ENTRY)]
    others = {t.at.cell for t in tokens if not isinstance(t, Sign)}
    rows = {
        (t.at.cell.table, t.at.cell.row)
        for t in marked
        if t.at.cell is not None and t.at.cell not in others
    }
    return [
        t
        for t in tokens
        if not (isinstance(t, Sign) and t.raw == EMPTY_CELL)
        or (t.at.cell is not None and (t.at.cell.table, t.at.cell.row) in rows)
    ]


def _with_entries_as_boxes(tokens: list[Token]) -> list[Token]:
    """Empty entry fields count as boxes only where a mark was typed into another one.

    `[    ] Sí [ X ] No`: left out, the empty one would leave the X to the wrong word.
    """
    marked = any(isinstance(t, Sign) and t.entered for t in tokens)
    return [
        replace(t, boxed=True) if isinstance(t, Sign) and t.raw == EMPTY_ENTRY else t
        for t in tokens
        if marked or not (isinstance(t, Sign) and t.raw == EMPTY_ENTRY)
    ]


def _without_signature(tokens: list[Token]) -> list[Token]:
    """Without the long blank below all the options, on which people sign."""
    rows = [t.at.row for t in tokens if isinstance(t, Option)]
    if not rows or len(set(rows)) > 1:
        return tokens
    return [
        t
        for t in tokens
        if not (
            isinstance(t, Sign)
            and t.blank
            and len(t.raw) >= SIGNATURE_LINE
            and t.at.row > rows[0]
            and not any(o is not t and o.at.row == t.at.row for o in tokens if isinstance(o, Sign))
        )
    ]


def _with_slips(tokens: list[Token]) -> list[Token]:
    """A misread Sí is the other option where two boxes and a plain No stand with it."""
    boxes = [t for t in tokens if isinstance(t, Sign) and t.boxed]
    options = [t for t in tokens if isinstance(t, Option)]
    if len(boxes) != 2 or len(options) != 1 or options[0].says_yes:
        return tokens
    slips = _SCAN_SLIPS if options[0].scanned else _SLIPS
    return [
        Option(says_yes=True, at=t.at, slip=True)
        if isinstance(t, Words) and fold(t.text) in slips
        else t
        for t in tokens
    ]


def _tied_to(label: str, phrases: Phrases) -> bool | None:
    """The option that a mark's own label names; None where it names none, or more."""
    said = tuple(fold(label).split())
    return next((yes for phrase, yes in phrases if phrase == said), None)


def _along(item: Mark, start: int, end: int) -> tuple[float, float]:
    box = item.place.box
    return (float(start), float(end)) if box is None else (box.x0, box.x1)


def _stretch(piece: Piece, start: int, end: int) -> tuple[float, float]:
    """Where letters [start, end) of the line lie along it: points if known, else letters."""
    box = piece.item.place.box
    size = piece.end - piece.start
    if box is None or not isinstance(piece.item, Text) or size <= 0:
        return float(start), float(end)
    step = box.width / size
    return box.x0 + (start - piece.start) * step, box.x0 + (end - piece.start) * step


def _phrase_at(found: tuple[Word, ...], index: int, phrases: Phrases) -> tuple[int, bool] | None:
    for phrase, says_yes in phrases:
        if tuple(w.folded for w in found[index : index + len(phrase)]) == phrase:
            return len(phrase), says_yes
    return None
