"""Blocks being put together: paragraphs, lists and tables, each in the container it is in.

`Layout` knows nothing of what is hidden: it is told only what a person sees, in order. What
opens something puts what closes it into the caller's `closers`, to be called backwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.errors import LimitError
from extract.html.lists import Counting
from extract.html.paragraphs import Listed, ParagraphBuilder, plain_marker
from extract.html.tables import BODY, FOOT, HEAD, Container, TableBuilder
from extract.model import Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

    from extract.html.look import Look
    from extract.model import Field, Mark, Place

    Closers = list[Callable[[], None]]

MAX_TABLE_DEPTH = 40
_SECTIONS = {"table-header-group": HEAD, "table-row-group": BODY, "table-footer-group": FOOT}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_DEFINITIONS = frozenset(("dl", "dt", "dd"))


class Layout:
    """The body of one page; `body` holds its blocks."""

    def __init__(self) -> None:
        self.body = Container("body")
        self._containers = [self.body]
        self._tables: list[TableBuilder] = []
        self._lists: list[Counting] = []
        self._para = ParagraphBuilder()
        self._word_list = False

    @property
    def place(self) -> Place:
        """Where what comes next stands."""
        return self._containers[-1].place

    # -- text -------------------------------------------------------------------------

    def text(self, text: str, look: Look) -> None:
        """Adds text that is seen; what line feeds and tabs in it mean, its look says."""
        if look.white == "normal":
            self._para.text(text, look, self.place)
            return
        for at, line in enumerate(text.split("\n")):
            if at and look.white == "lines":
                self.flush()
            elif at:
                self.line_break()
            self._tabbed(line, look)

    def _tabbed(self, line: str, look: Look) -> None:
        for at, part in enumerate(line.split("\t")):
            if at:
                self.tab()
            self._para.text(part, look, self.place)

    def tab(self) -> None:
        """A tab that is layout."""
        self._para.tab(self.place)

    def column(self) -> None:
        """Another column begins on the line, where something stands before it."""
        if not self._para.blank:
            self._para.tab(self.place)

    def put(self, item: Mark | Field) -> None:
        """Adds a mark or an entry control."""
        self._para.put(item)

    def line_break(self) -> None:
        """A line break; the second in a row ends the paragraph."""
        if self._para.after_line_break:
            self.flush()
        elif not self._para.blank:
            self._para.line(self.place)

    def marker(self, text: str) -> None:
        """Says that this paragraph is an item with the bullet or number `text`."""
        self._para.listed = Listed(plain_marker(text))

    def flush(self) -> None:
        """Ends the paragraph."""
        if self._para.unbegun:
            self._para.heading = False
            return
        container = self._containers[-1]
        paragraph = self._para.finish(self.place, word_list=self._word_list)
        if paragraph is not None:
            container.blocks.append(paragraph)
            container.count("p")

    # -- blocks -----------------------------------------------------------------------

    def open_block(self, element: Element, tag: str, look: Look, closers: Closers) -> None:
        """Begins what a block element is by its look and tag."""
        self.flush()
        closers.append(self.flush)
        if tag in _DEFINITIONS and look.display == "block":
            self._open_definitions(tag, closers)
        elif look.display in ("table", "inline-table"):
            self._open_table(closers)
        elif look.display in _SECTIONS:
            self._open_section(look.display)
        elif look.display == "table-row":
            self._open_row(closers)
        elif look.display == "table-cell":
            self._open_cell(element, closers)
        elif tag in _LISTS:
            self._lists.append(Counting.of(element, tag))
            closers.append(self._end_list)
        elif tag == "li" or look.display == "list-item":
            self._open_item(element, look, closers)
        self._para.heading = tag in _HEADINGS
        self._word_list = (element.get("class") or "").startswith("MsoListParagraph")

    def _open_item(self, element: Element, look: Look, closers: Closers) -> None:
        counting = self._lists[-1] if self._lists else Counting()
        marker = counting.marker(element)
        if look.bullets:
            self._para.listed = Listed(marker)
        closers.append(self._end_item)

    def _end_item(self) -> None:
        self.flush()
        self._para.listed = None

    def _end_list(self) -> None:
        self._lists.pop()

    # -- tables -----------------------------------------------------------------------

    def _table(self) -> TableBuilder | None:
        """The table that rows and cells here belong to, None outside tables."""
        table = self._tables[-1] if self._tables else None
        return table if table is not None and table.outer is self._containers[-1] else None

    def _open_table(self, closers: Closers, *, implied: bool = False) -> TableBuilder:
        if len(self._tables) >= MAX_TABLE_DEPTH:
            raise LimitError("table depth", format_name="html")
        outer = self._containers[-1]
        table = TableBuilder(outer.next_path("table"), outer, implied=implied)
        outer.count("table")
        self._tables.append(table)
        closers.append(self._end_table)
        return table

    def _end_table(self) -> None:
        self.flush()
        builder = self._tables.pop()
        table = builder.build()
        if table is None:
            return
        outer = builder.outer
        last = outer.blocks[-1] if outer.blocks else None
        if builder.implied and isinstance(last, Table) and outer.implied_end == len(outer.blocks):
            table = Table(last.rows + table.rows, last.place)
            outer.blocks.pop()
        outer.blocks.append(table)
        if builder.implied:
            outer.implied_end = len(outer.blocks)

    def _open_section(self, display: str) -> None:
        table = self._table()
        if table is not None:
            table.section = _SECTIONS[display]

    def _open_row(self, closers: Closers) -> None:
        table = self._table() or self._open_table(closers, implied=True)
        table.row()
        closers.append(table.end_row)

    def _open_cell(self, element: Element, closers: Closers) -> None:
        table = self._table() or self._open_table(closers, implied=True)
        self._push(table.cell(element.get("colspan"), element.get("rowspan")), closers)

    def _open_definitions(self, tag: str, closers: Closers) -> None:
        """A definition list is a table of two columns: the term, and all that is said of it."""
        if tag == "dl":
            self._open_table(closers)
            return
        # the parser puts a <dd> into the one before it where that has no end tag
        inside = self._containers[-1].definition
        table = self._table() or (
            self._tables[-1] if inside else self._open_table(closers, implied=True)
        )
        container = table.term() if tag == "dt" else table.definition()
        container.definition = True
        if inside:
            self._containers[-1] = container
        else:
            self._push(container, closers)

    def _push(self, container: Container, closers: Closers) -> None:
        self._containers.append(container)
        closers += (self._pop, self.flush)

    def _pop(self) -> None:
        self._containers.pop()
