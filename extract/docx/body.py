"""Paragraphs, tables and what wraps them, in document order (ISO/IEC 29500-1, 17.2 to 17.5).

Paths count from 1 within their container: `body/table[1]/row[3]/cell[2]/p[1]`. A wrapper
(content control, custom XML, insertion) is transparent: it adds nothing to the path.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.docx import bullets, chunks, controls, tables
from extract.docx.drawings import chosen_branch
from extract.docx.flatten import plain_text
from extract.docx.inlines import InlineReader
from extract.docx.names import MC, W, child, number, switch, val
from extract.docx.numbering import list_properties
from extract.glyphs import split_marks
from extract.model import (
    AsideKind,
    Origin,
    Paragraph,
    Place,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from extract.docx.state import State
    from extract.model import Block, Inline

_SIGN_LETTERS = 3  # a cross, a tick, ( X )


@dataclass(slots=True)
class _Container:
    """Where blocks are being gathered: the body, a cell, a text box.

    `carried` are the inlines of a paragraph whose end mark was deleted: they belong to the
    next one. `entry` is the content control around the blocks being read now.
    """

    path: str
    blocks: list[Block] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    carried: list[Inline] = field(default_factory=list)
    entry: controls.Control | None = None


# Methods by name: bound ones would keep a document in memory until the next look for circles.
_HANDLERS = {
    W + "p": "_paragraph",
    W + "tbl": "_table",
    W + "sdt": "_sdt",
    W + "del": "_deleted",
    W + "moveFrom": "_ignore",
    W + "sectPr": "_ignore",
    W + "altChunk": "_chunk",
    MC + "AlternateContent": "_alternate",
}


class BodyReader:
    """Reads the blocks of one story (body, header, footnote) of a document."""

    def __init__(self, state: State) -> None:
        self._state = state

    def blocks(
        self, parent: Element, path: str, entry: controls.Control | None = None
    ) -> tuple[Block, ...]:
        """The blocks under `parent`; `entry` is the content control that wraps it, if any."""
        container = _Container(path, entry=entry)
        open_fields = len(self._state.fields)
        self._read(parent, container)
        if len(self._state.fields) > open_fields:  # no field goes on beyond its cell
            self._state.notice("field_unclosed", path=path)
            del self._state.fields[open_fields:]
        if container.carried:
            container.paragraphs += 1
            place = Place(f"{path}/p[{container.paragraphs}]")
            container.blocks.append(Paragraph(split_marks(container.carried), place))
        return tuple(container.blocks)

    def _read(self, parent: Element, container: _Container) -> None:
        for element in parent:
            handler = _HANDLERS.get(str(element.tag))
            if handler is not None:
                getattr(self, handler)(element, container)
            elif len(element) and not str(element.tag).endswith(("Pr", "PrChange")):
                self._read(element, container)

    def _paragraph(self, p: Element, container: _Container) -> None:
        p_pr = child(p, "pPr")
        style = val(child(p_pr, "pStyle"))
        path = f"{container.path}/p[{container.paragraphs + 1}]"
        reader = InlineReader(self._state, path, style)
        entry = container.entry
        reader.read(p, Origin.CONTENT_CONTROL if entry else Origin.TEXT)
        inlines = reader.finish()
        self._keep_aside(reader, path)
        if entry is not None:
            inlines = controls.apply(entry, inlines, Place(path))
        if _end_is_gone(p_pr, inlines):
            container.carried.extend(inlines)
        else:
            inlines = (*container.carried, *inlines)
            container.carried.clear()
            container.paragraphs += 1
            container.blocks.append(self._listed(inlines, p_pr, style, path))
        self._text_boxes(reader, path, container)

    def _listed(
        self, inlines: tuple[Inline, ...], p_pr: Element | None, style: str, path: str
    ) -> Paragraph:
        numbering = list_properties(p_pr, self._state.styles, style)
        found = self._state.numbering.marker(numbering)
        marker, bullet = found if found is not None else ("", "")
        inlines = split_marks(inlines)
        box = bullets.box(bullet, inlines, Place(path))
        if box is not None:
            inlines, marker = (box, *inlines), ""
        elif not marker:
            marker, inlines = bullets.typed(inlines)
        level = child(p_pr, "outlineLvl")
        heading = self._state.styles.is_heading(style) if level is None else _in_outline(level)
        return Paragraph(inlines, Place(path), bool(marker), marker, heading)

    def _keep_aside(self, reader: InlineReader, path: str) -> None:
        self._state.aside(AsideKind.HIDDEN, "".join(reader.hidden), path)
        self._state.aside(AsideKind.DELETED, "".join(reader.deleted), path)

    def _text_boxes(self, reader: InlineReader, path: str, container: _Container) -> None:
        for count, box in enumerate(reader.boxes, 1):
            blocks = self.blocks(box, f"{path}/textbox[{count}]")
            if reader.items and 0 < len(plain_text(blocks)) <= _SIGN_LETTERS:
                self._state.notice("text_box_floats", path=path)  # a cross laid over the line?
            container.blocks.extend(blocks)

    def _table(self, tbl: Element, container: _Container) -> None:
        container.tables += 1
        path = f"{container.path}/table[{container.tables}]"
        table, rest = tables.read(tbl, path, self.blocks, self._state.prompts)
        for kind, blocks, place in rest:
            self._state.aside(kind, plain_text(blocks), place)
        container.blocks.append(table)

    def _sdt(self, sdt: Element, container: _Container) -> None:
        content = child(sdt, "sdtContent")
        if content is None:
            return
        outer = container.entry
        holds_table = content.find(f".//{W}tbl") is not None
        own = None if holds_table else controls.control(sdt, self._state.prompts)
        container.entry = own or outer
        self._read(content, container)
        container.entry = outer

    def _deleted(self, element: Element, container: _Container) -> None:
        texts = (t.text or "" for t in element.iter(W + "t", W + "delText"))
        self._state.aside(AsideKind.DELETED, "".join(texts), container.path)

    def _chunk(self, element: Element, container: _Container) -> None:
        container.blocks.extend(chunks.read(element, self._state, container.path))

    def _alternate(self, element: Element, container: _Container) -> None:
        branch = chosen_branch(element)
        if branch is not None:
            self._read(branch, container)

    def _ignore(self, element: Element, container: _Container) -> None:
        """Section properties, and what was moved away: it stands at its new place."""


def _end_is_gone(p_pr: Element | None, inlines: tuple[Inline, ...]) -> bool:
    """Whether the paragraph runs on into the next: its end mark deleted, or hidden and empty."""
    mark = child(p_pr, "rPr")
    if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
        return True
    return not inlines and bool(switch(child(mark, "vanish")))


def _in_outline(level: Element) -> bool:
    return number(val(level), 9) < 9
