"""Paragraphs, lists, tables and sections, in document order (ODF 1.3 part 3, 5 and 9).

Paths count from 1 within their container: `body/table[1]/row[3]/cell[2]/p[1]`. Lists and
sections are transparent: they add nothing to the path.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.docx import bullets
from extract.docx.flatten import plain_text
from extract.glyphs import split_marks
from extract.model import AsideKind, Cell, Paragraph, Place, Row, Table
from extract.odt.ground import as_seen
from extract.odt.inlines import InlineReader
from extract.odt.names import DRAW, TABLE, TEXT, count, local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from extract.model import Block
    from extract.odt.state import State

_MAX_REPEAT = 200  # of an empty row or cell; a form repeats none by hundreds
_MAX_SPAN = 1000
_SIGN_LETTERS = 3  # a cross, a tick, ( X )
_TRANSPARENT = frozenset(
    {"section", "index-body", "index-title", "table-of-content", "alphabetical-index", "text-box"}
    | {"bibliography", "user-index", "illustration-index", "table-index", "object-index"}
)


@dataclass(slots=True)
class _Item:
    """A list item that is being read: its marker is for its first paragraph."""

    style: str
    level: int
    marker: str = ""
    bullet: str = ""


@dataclass(slots=True)
class _Container:
    """Where blocks are being gathered: the body, a cell, a text box."""

    path: str
    blocks: list[Block] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0


class BodyReader:
    """Reads the blocks of one story (body, header, text box) of a document."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._item: _Item | None = None

    def blocks(self, parent: Element, path: str) -> tuple[Block, ...]:
        """The blocks under `parent`."""
        outer, self._item = self._item, None
        container = _Container(path)
        self._read(parent, container)
        self._item = outer
        return tuple(container.blocks)

    def _read(self, parent: Element, container: _Container) -> None:
        for element in parent:
            name = local(element)
            if element.tag in (TEXT + "p", TEXT + "h"):
                self._paragraph(element, container)
            elif element.tag == TEXT + "list":
                self._list(element, container)
            elif element.tag == TABLE + "table":
                self._table(element, container)
            elif element.tag == TEXT + "tracked-changes":
                self._deleted(element, container)
            elif name in _TRANSPARENT:
                self._section(element, container)
            elif str(element.tag).startswith(DRAW):
                self._anchored(element, container)

    def _paragraph(self, p: Element, container: _Container) -> None:
        container.paragraphs += 1
        path = f"{container.path}/p[{container.paragraphs}]"
        style = p.get(TEXT + "style-name") or ""
        look = as_seen(self._state.styles.look(style, "paragraph"), p, self._state.styles)
        reader = InlineReader(self._state, path, look)
        reader.read(p)
        inlines = split_marks(reader.finish())
        marker, bullet = self._marker()
        box = bullets.box(bullet, inlines, Place(path))
        if box is not None:
            inlines, marker = (box, *inlines), ""
        elif not marker:
            marker, inlines = bullets.typed(inlines)
        heading = p.tag == TEXT + "h" or self._state.styles.is_heading(style)
        container.blocks.append(Paragraph(inlines, Place(path), bool(marker), marker, heading))
        self._state.aside(AsideKind.HIDDEN, "".join(reader.hidden), path)
        self._boxes(reader, path, container)

    def _boxes(self, reader: InlineReader, path: str, container: _Container) -> None:
        for number, element in enumerate(reader.boxes, 1):
            blocks = self.blocks(element, f"{path}/textbox[{number}]")
            if reader.items and 0 < len(plain_text(blocks)) <= _SIGN_LETTERS:
                self._state.notice("text_box_floats", path=path)  # a cross laid over the line?
            container.blocks.extend(blocks)

    def _anchored(self, element: Element, container: _Container) -> None:
        """A frame or shape tied to the page, or to the paragraph that follows it."""
        path = f"{container.path}/p[{container.paragraphs + 1}]"
        reader = InlineReader(self._state, path, self._state.styles.look("", "paragraph"))
        holder = element.makeelement(TEXT + "p", {})
        element.addprevious(holder)
        holder.append(element)
        reader.read(holder)
        self._boxes(reader, path, container)

    def _marker(self) -> tuple[str, str]:
        if self._item is None:
            return "", ""
        found = self._item.marker, self._item.bullet
        self._item.marker = self._item.bullet = ""
        return found

    def _list(self, element: Element, container: _Container) -> None:
        outer = self._item
        style = element.get(TEXT + "style-name") or (outer.style if outer else "")
        level = outer.level + 1 if outer else 1
        goes_on = element.get(TEXT + "continue-numbering") == "true"
        goes_on = goes_on or element.get(TEXT + "continue-list") is not None
        self._state.lists.begin(style, level, goes_on=goes_on)
        for item in element:
            name = local(item)
            if name not in ("list-item", "list-header"):
                continue
            self._item = _Item(style, level)
            if name == "list-item" and not _only_lists(item):
                start = item.get(TEXT + "start-value") or ""
                marker, bullet = self._state.lists.marker(style, level, start)
                self._item = _Item(style, level, marker, bullet)
            self._read(item, container)
        self._item = outer

    def _section(self, element: Element, container: _Container) -> None:
        if element.get(TEXT + "display") == "none":
            hidden = self.blocks(element, container.path)
            self._state.aside(AsideKind.HIDDEN, plain_text(hidden), container.path)
        else:
            self._read(element, container)

    def _deleted(self, element: Element, container: _Container) -> None:
        for deletion in element.iter(TEXT + "deletion"):
            texts = ("".join(map(str, p.itertext())) for p in deletion if local(p) in ("p", "h"))
            self._state.aside(AsideKind.DELETED, "\n".join(texts), container.path)

    def _table(self, element: Element, container: _Container) -> None:
        container.tables += 1
        path = f"{container.path}/table[{container.tables}]"
        rows: list[Row] = []
        for number, row in enumerate(_rows(element), 1):
            cells = tuple(self._cells(row, f"{path}/row[{number}]"))
            if row.get(TABLE + "visibility") in ("collapse", "filter"):
                for cell in cells:
                    self._state.aside(AsideKind.HIDDEN, plain_text(cell.blocks), cell.place.path)
                continue
            times = count(row, TABLE + "number-rows-repeated", _MAX_REPEAT)
            rows.extend([Row(cells)] * times)
        container.blocks.append(Table(tuple(rows), Place(path)))

    def _cells(self, row: Element, path: str) -> Iterator[Cell]:
        column = number = 0
        for element in row:
            times = count(element, TABLE + "number-columns-repeated", _MAX_REPEAT)
            if element.tag == TABLE + "covered-table-cell":
                column += times
                continue
            if element.tag != TABLE + "table-cell":
                continue
            for _ in range(times):
                number += 1
                place = f"{path}/cell[{number}]"
                span = count(element, TABLE + "number-columns-spanned", _MAX_SPAN)
                down = count(element, TABLE + "number-rows-spanned", _MAX_SPAN)
                yield Cell(self.blocks(element, place), column, span, down, Place(place))
                column += 1


def _rows(element: Element) -> Iterator[Element]:
    """The rows of a table, through header rows and row groups; not those of tables within."""
    for child in element:
        if child.tag == TABLE + "table-row":
            yield child
        elif local(child) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(child)


def _only_lists(item: Element) -> bool:
    """An item that holds nothing but a list within shows no marker of its own."""
    return all(child.tag == TEXT + "list" for child in item)
