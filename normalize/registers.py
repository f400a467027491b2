"""Registers: one form a row under a row of labels, as offices gather lessons in one table.

Such a table is read as the forms that it holds: each row becomes a table of label and answer,
and all else is as for any form. The answers keep their places.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extract.model import Cell, Paragraph, Row, Table, Text
from normalize.flow import flow_of
from normalize.labels import find_candidates
from normalize.wordings import CONSENT, SECTION, TITLE
from schemas.template import FieldType

if TYPE_CHECKING:
    from extract.model import Block, Document
    from schemas.template import Template

_LEAST_LABELS = 6  # in the head row; forms with fewer labels side by side are laid out so
_LEAST_NARRATIVES = 2
_MOSTLY = 0.6  # of the head row's cells
_MOST_ROWS = 5000


def with_registers_as_forms(document: Document, template: Template) -> Document:
    """The document with each row of a register as a table of its own; itself without one."""
    if not any(_may_be_one(block) for block in document.blocks):
        return document
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Table) and _is_register(document, block, template):
            blocks.extend(_forms(block))
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _may_be_one(block: Block) -> bool:
    return (
        isinstance(block, Table)
        and len(block.rows) >= 2
        and len(block.rows[0].cells) >= _LEAST_LABELS
    )


def _is_register(document: Document, table: Table, template: Template) -> bool:
    if not _may_be_one(table):
        return False
    head = table.rows[0]
    alone = replace(document, blocks=(Table((head,)),))
    flow = flow_of(alone)
    columns: dict[int, str] = {}
    for label in find_candidates(flow, template):
        cell = flow.lines[label.start.line].cell
        if cell is not None and label.full and label.field not in (TITLE, SECTION):
            columns.setdefault(cell.column, label.field)
    named = set(columns.values())
    kinds = {field.id: field.kind for field in template.fields}
    narratives = sum(kinds.get(name) is FieldType.NARRATIVE for name in named)
    enough = len(named) >= _LEAST_LABELS and narratives >= _LEAST_NARRATIVES
    if not enough or len(columns) < _MOSTLY * len(head.cells) or len(named) < len(columns):
        return False
    body = table.rows[1 : _MOST_ROWS + 1]
    return CONSENT in named and all(_same_columns(row, head) for row in body)


def _same_columns(row: Row, head: Row) -> bool:
    ours, theirs = ([(c.column, c.colspan) for c in r.cells] for r in (row, head))
    return ours == theirs and all(cell.rowspan == 1 for cell in row.cells)


def _forms(register: Table) -> list[Block]:
    head, *body = register.rows
    return [
        Table(
            tuple(
                Row((replace(label, column=0, colspan=1), replace(answer, column=1, colspan=1)))
                for label, answer in zip(head.cells, row.cells, strict=True)
            ),
            register.place,
        )
        for row in body
        if any(_is_filled(cell) for cell in row.cells)
    ]


def _is_filled(cell: Cell) -> bool:
    return any(
        not isinstance(block, Paragraph)
        or any(not isinstance(i, Text) or i.text.strip() for i in block.inlines)
        for block in cell.blocks
    )
