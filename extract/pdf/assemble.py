"""The chain from a file's page objects to its `Document`.

    pages (PDFium's objects) → words → lines → running lines and footnotes set apart
    → ruling-line grids → flow of tables and lines → joined over pages → paragraphs → Document

Each step takes and returns plain records; `Reading` keeps what each step gave, so that a
wrong answer can be followed back to the step that made it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from extract.model import (
    Aside,
    AsideKind,
    Box,
    Cell,
    Document,
    Notice,
    Paragraph,
    Place,
    Row,
    SourceFormat,
    Table,
)
from extract.pdf.columns import last_gutter, opened, split_columns
from extract.pdf.flow import join_pages, page_flow
from extract.pdf.geometry import around, overlap
from extract.pdf.grid import to_edges, to_grids
from extract.pdf.inlays import with_inlays
from extract.pdf.inlines import plain_text
from extract.pdf.labelled_boxes import with_labels
from extract.pdf.paragraphs import body_column, cell_column, habits_of, to_paragraphs
from extract.pdf.placing import in_points, origin_of
from extract.pdf.roomy import add_roomy_boxes
from extract.pdf.rows import Bounds
from extract.pdf.running import Zones, body_edges, find_zones, split_footnotes
from extract.pdf.tables import DraftCell, DraftTable, Flow
from extract.pdf.words import Line, to_lines, to_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from extract.model import Block
    from extract.pdf.geometry import Edge, PageObjects, Word
    from extract.pdf.telltales import Habits

_BAD_SHARE = 0.01  # of a page's characters without Unicode: a font has no whole map
_BAD_LEAST = 3
_SCAN_SHARE = 0.2  # of the page: an image that large may carry its text
_COLUMN_SNAP = 4.0  # points
_LEAST_SHADE = 8.0  # points: what is lower or narrower is a rule


@dataclass(slots=True)
class Reading:
    """What each step gave, page by page, and the flow of the whole document."""

    pages: list[PageObjects]
    words: list[list[Word]] = field(default_factory=list)
    lines: list[list[Line]] = field(default_factory=list)
    edges: list[list[Edge]] = field(default_factory=list)
    zones: list[Zones] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    flow: Flow = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def assemble(pages: list[PageObjects], source_format: SourceFormat = SourceFormat.PDF) -> Document:
    """The document in these pages."""
    reading = follow(pages)
    scaled = {
        page.number: page.view
        for page in pages
        if page.view is not None
        and page.view.scale != 1
        and not page.view.turned
        and page.photo is None
    }
    document = Document(
        format=source_format,
        blocks=tuple(_blocks(reading)),
        asides=tuple(reading.asides),
        notices=tuple(reading.notices),
        page_count=len(pages),
        origins=tuple(o for page in pages if (o := origin_of(page)) is not None),
    )
    return in_points(document, scaled) if scaled else document


def follow(pages: list[PageObjects]) -> Reading:
    """All steps up to the joined flow, with every intermediate kept."""
    reading = Reading(pages)
    for page in pages:
        _read_words(reading, page)
    reading.lines = [to_lines(words) for words in reading.words]
    reading.zones = find_zones(reading.lines, [p.height for p in pages])
    drawn = [[*to_edges(p.shapes, list(p.ink)), *p.edges] for p in pages]
    reading.edges = body_edges(drawn, reading.zones, [p.photo is not None for p in pages])
    size = _body_size(reading.lines)
    for index, page in enumerate(pages):
        _add_running(reading, reading.zones[index])
        reading.flows.append(_page_flow(reading, index, page, size))
    reading.flow = join_pages(reading.flows)
    return reading


def _read_words(reading: Reading, page: PageObjects) -> None:
    words, hidden = to_words(page)
    words += page.words
    place = Place(box=Box(page.number, 0, 0, page.width, page.height))
    if hidden:
        reading.asides.append(Aside(AsideKind.HIDDEN, hidden, place))
    for note in page.comments:
        reading.asides.append(Aside(AsideKind.COMMENT, note.text, Place(box=note.box)))
    if page.unread:
        reading.notices.append(Notice("ocr_missing", page.unread, place))
    elif not words and any(_is_scan(image, page) for image in page.images):
        reading.notices.append(Notice("page_without_text", f"page {page.number}", place))
    if page.paths_left_out:
        reading.notices.append(Notice("paths_left_out", f"page {page.number}", place))
    if page.view is not None and page.view.turned:
        detail = f"page {page.number}: {90 * page.view.turned}"
        reading.notices.append(Notice("page_turned", detail, place))
    unreadable = page.bad_unicode + page.chars.texts.count("\ufffd")
    if unreadable > max(_BAD_LEAST, _BAD_SHARE * len(page.chars)):
        reading.notices.append(Notice("font_without_unicode", f"page {page.number}", place))
    add_roomy_boxes(page, words)
    reading.words.append(with_inlays(page, words))


def _is_scan(image: Box, page: PageObjects) -> bool:
    return image.width * image.height >= _SCAN_SHARE * page.width * page.height


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    sizes = [n.size for lines in pages for n in lines for _ in n.words]
    return median(sizes) if sizes else 10.0


def _add_running(reading: Reading, zones: Zones) -> None:
    for kind, lines in (
        (AsideKind.HEADER, zones.header),
        (AsideKind.FOOTER, zones.footer),
    ):
        if lines:
            text = "\n".join(n.text for n in lines)
            box = around([n.box for n in lines])
            reading.asides.append(Aside(kind, text, Place(box=box)))


def _page_flow(reading: Reading, index: int, page: PageObjects, size: float) -> Flow:
    zones = reading.zones[index]
    running = {id(w) for n in (*zones.header, *zones.footer) for w in n.words}
    ordered = [w for n in reading.lines[index] for w in n.words if id(w) not in running]
    grids, loose = to_grids(reading.edges[index], page.number)
    words = [_ruled(w, loose) for w in ordered] if loose else ordered
    flow = page_flow(grids, words, page.number)
    free = [item for item in flow if isinstance(item, Line)]
    body, notes = split_footnotes(free, size, loose)
    for note in notes:
        box = around([n.box for n in note])
        reading.asides.append(Aside(AsideKind.FOOTNOTE, plain_text(note), Place(box=box)))
    kept = {id(n) for n in body}
    above = last_gutter(reading.flows[-1]) if reading.flows else None
    shown = [i for i in flow if not isinstance(i, Line) or id(i) in kept]
    bounds = Bounds(tuple(loose), _shades(page))
    return split_columns(opened(with_labels(shown), bounds, above), bounds, above)


def _shades(page: PageObjects) -> tuple[Box, ...]:
    """Shaded rectangles, as behind the cells of labels."""
    return tuple(
        s.box
        for s in page.shapes
        if s.fill is not None
        and min(s.fill) < 250
        and not s.curved
        and min(s.box.height, s.box.width) >= _LEAST_SHADE
    )


def _ruled(word: Word, rules: Iterable[Edge]) -> Word:
    """The word struck through or underlined where a rule crosses it or runs below it."""
    box = word.box
    for rule in rules:
        if not rule.horizontal or not box.top < rule.at < box.bottom + 2:
            continue
        if overlap(rule.start, rule.end, box.x0, box.x1) < 0.7 * box.width:
            continue
        height = word.baseline - rule.at
        if 0.15 * word.size < height < 0.5 * word.size:
            return word._replace(strike=True)
        if -0.3 * word.size < height <= 0.05 * word.size:
            word = word._replace(underline=True)
    return word


def _blocks(reading: Reading) -> list[Block]:
    blocks: list[Block] = []
    lines: list[Line] = []
    free = [i for i in reading.flow if isinstance(i, Line)]
    column = body_column(free) if free else None
    cells = [c for t in reading.flow if isinstance(t, DraftTable) for c in _all_cells(t)]
    columns = [(c.lines, cell_column(c.box.x0, c.box.x1, c.lines)) for c in cells if c.lines]
    habits = habits_of([*columns, (free, column)] if column else columns)
    for item in [*reading.flow, None]:
        if isinstance(item, Line):
            lines.append(item)
            continue
        if lines and column is not None:
            blocks.extend(to_paragraphs(lines, column, habits))
            lines = []
        if item is not None:
            blocks.append(_table(item, habits))
    return blocks


def _all_cells(table: DraftTable) -> Iterator[DraftCell]:
    for row in table.rows:
        for cell in row:
            yield cell
            for inner in cell.nested:
                yield from _all_cells(inner)


def _table(draft: DraftTable, habits: Habits) -> Table:
    xs = _column_edges(draft)
    rows = tuple(Row(tuple(_cell(c, xs, habits) for c in row)) for row in draft.rows)
    return Table(rows, Place(box=draft.box))


def _column_edges(draft: DraftTable) -> list[float]:
    """The x where cells begin or end, pages' small differences drawn together."""
    edges: list[float] = []
    for x in sorted(v for row in draft.rows for c in row for v in (c.box.x0, c.box.x1)):
        if not edges or x - edges[-1] > _COLUMN_SNAP:
            edges.append(x)
    return edges


def _cell(cell: DraftCell, xs: Sequence[float], habits: Habits) -> Cell:
    first, last = _nearest(xs, cell.box.x0), _nearest(xs, cell.box.x1)
    column = cell_column(cell.box.x0, cell.box.x1, cell.lines)
    return Cell(
        blocks=_cell_blocks(cell, to_paragraphs(cell.lines, column, habits), habits),
        column=first,
        colspan=max(last - first, 1),
        rowspan=cell.rowspan,
        place=Place(box=cell.box),
    )


def _cell_blocks(cell: DraftCell, paragraphs: list[Paragraph], habits: Habits) -> tuple[Block, ...]:
    blocks: list[Block] = [*paragraphs, *(_table(t, habits) for t in cell.nested)]
    if cell.nested:
        blocks.sort(key=_position)
    return tuple(blocks)


def _position(block: Block) -> tuple[int, float]:
    box = block.place.box
    return (box.page, box.top) if box is not None else (0, 0.0)


def _nearest(xs: Sequence[float], x: float) -> int:
    return min(range(len(xs)), key=lambda i: abs(xs[i] - x))
