"""Blocks as plain text, for what is kept aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.model import Break, BreakKind, Mark, Paragraph, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extract.model import Block, Inline, Row


def plain_text(blocks: Iterable[Block]) -> str:
    """Paragraphs and rows on lines of their own, cells apart by tabs; blank lines dropped."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append("".join(map(_inline, block.inlines)))
        else:
            lines.extend(map(_row, block.rows))
    return "\n".join(line.strip() for line in lines if line.strip())


def _row(row: Row) -> str:
    return "\t".join(plain_text(cell.blocks) for cell in row.cells)


def _inline(inline: Inline) -> str:
    if isinstance(inline, Text):
        return inline.text
    if isinstance(inline, Break):
        return "\t" if inline.kind is BreakKind.TAB else "\n"
    if isinstance(inline, Mark):
        return inline.encodings[-1].raw if inline.encodings else ""
    return inline.value
