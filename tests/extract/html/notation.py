"""A short notation for what was read, so that a case fits in a line.

Bold is `*so*`, struck `~so~`, underlined `_so_`, highlighted `=so=`, raised `^so^`; a mark is
`[on]`, `[off]` or `[unsure]`, with its label `[on Sí]`; an entry `{value}`; a tab `→`; a line
break `/`. An item begins with its marker, a heading with `# `. A table is a list of rows, a
row a list of cells, a cell one string (or a list where a table is in it); a span comes first
(`2x1:`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract import html
from extract.model import Break, BreakKind, Mark, Paragraph, Text

if TYPE_CHECKING:
    from extract.model import Block, Cell, Document, Inline

PAGE = "<!doctype html><body>"


def page(markup: str) -> Document:
    """The document in the body of a web page."""
    return html.read(f"{PAGE}{markup}</body>".encode())


def marked(text: str) -> Document:
    """The document in marked text."""
    return html.read(text.encode())


def shown(document: Document) -> list[object]:
    """The document's blocks in the notation."""
    return [_block(block) for block in document.blocks]


def asides(document: Document) -> list[str]:
    """The asides as `kind: text`."""
    return [f"{aside.kind}: {aside.text}" for aside in document.asides]


def codes(document: Document) -> list[str]:
    """The codes of the notices."""
    return [notice.code for notice in document.notices]


def _block(block: Block) -> object:
    if isinstance(block, Paragraph):
        marker = f"{block.marker} " if block.list_item else ""
        text = marker + "".join(map(_inline, block.inlines))
        return f"# {text}" if block.heading else text
    return [[_cell(cell) for cell in row.cells] for row in block.rows]


def _cell(cell: Cell) -> object:
    inside = [_block(block) for block in cell.blocks]
    if not all(isinstance(part, str) for part in inside):
        return inside
    span = "" if cell.colspan == cell.rowspan == 1 else f"{cell.colspan}x{cell.rowspan}:"
    return span + "|".join(str(part) for part in inside)


def _inline(item: Inline) -> str:
    if isinstance(item, Text):
        signs = ""
        for sign, on in (
            ("*", item.style.bold),
            ("~", item.style.strike),
            ("_", item.style.underline),
            ("=", item.style.highlight),
            ("^", item.style.superscript),
        ):
            signs += sign if on else ""
        return f"{signs}{item.text}{signs[::-1]}"
    if isinstance(item, Break):
        return "→" if item.kind is BreakKind.TAB else "/"
    if isinstance(item, Mark):
        return f"[{item.state} {item.label}]" if item.label else f"[{item.state}]"
    return f"{{{item.value}}}"
