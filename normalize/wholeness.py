"""A Sí of which the No may have been lost: files damaged or too full, answers that break off.

A blank form prints the word Sí, so a page that ends right behind it looks like an answer in words.
Only a verdict of Sí is put in doubt here; no damage makes a refusal less of one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extract.model import Origin, SourceFormat, Text
from normalize.text import words
from schemas.reading import Consent

if TYPE_CHECKING:
    from extract.model import Document
    from normalize.account import Stretch
    from normalize.flow import Flow, Line
    from schemas.reading import ConsentReading

_DAMAGED = frozenset(("damaged", "part_damaged"))
_WITHOUT_NO = frozenset(("typed_answer", "only_option_marked"))


def is_damaged(document: Document) -> bool:
    """True where the file is not as it was written, and something may be missing in it."""
    return any(notice.code in _DAMAGED for notice in document.notices)


def with_losses(
    consent: ConsentReading, document: Document, flow: Flow, answer: list[Stretch]
) -> ConsentReading:
    """The verdict, unclear where a Sí comes from a file of which a No may not have been read."""
    if consent.verdict is not Consent.YES:
        return consent
    if is_damaged(document) or (_is_cut_off(document) and not _goes_on(flow, answer)):
        return replace(consent, verdict=Consent.UNCLEAR, rule="file_damaged", confidence=0.95)
    if any(notice.code == "paths_left_out" for notice in document.notices):
        return replace(consent, verdict=Consent.UNCLEAR, rule="too_much_drawn", confidence=0.9)
    if consent.rule in _WITHOUT_NO and _breaks_off(document, flow, answer):
        return replace(consent, verdict=Consent.UNCLEAR, rule="answer_breaks_off", confidence=0.9)
    return consent


def _breaks_off(document: Document, flow: Flow, answer: list[Stretch]) -> bool:
    """A bare Sí as the last word of a PDF, in no cell of its own: typed, or what is left of it?

    In other formats the writing program closes what it opened, and a cut shows.
    """
    said = [stretch for stretch in answer if words(stretch.text)]
    if document.format is not SourceFormat.PDF or len(said) != 1 or len(words(said[0].text)) != 1:
        return False
    if _goes_on(flow, answer):
        return False
    return _is_printed(said[0]) and not _in_last_cell(said[0].line, flow)


def _is_cut_off(document: Document) -> bool:
    return any(notice.code == "cut_off" for notice in document.notices)


def _goes_on(flow: Flow, answer: list[Stretch]) -> bool:
    """Whether other text stands behind the answer, so that the answer is there to its end."""
    last = max((stretch.line.index for stretch in answer), default=len(flow.lines))
    return any(words(later.text) for later in flow.lines[last + 1 :])


def _is_printed(stretch: Stretch) -> bool:
    """Whether the word is the page's own text, not typed into a field or over the page."""
    pieces = stretch.line.pieces_between(stretch.start, stretch.end)
    texts = [p.item for p in pieces if isinstance(p.item, Text) and p.item.text.strip()]
    return all(text.origin is Origin.TEXT for text in texts) and bool(texts)


def _in_last_cell(line: Line, flow: Flow) -> bool:
    """Whether the word has a cell to itself, and no cell stands right of it for another."""
    cell = line.cell
    if cell is None or any(n.cell == cell and n is not line and not n.empty for n in flow.lines):
        return False
    grid = next((g for g in flow.grids if g.number == cell.table), None)
    row = [] if grid is None or cell.row >= len(grid.rows) else grid.rows[cell.row]
    return all(other.column <= cell.column for other in row)
