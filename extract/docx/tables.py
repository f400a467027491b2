"""Tables: rows, spans and merged cells (ISO/IEC 29500-1, 17.4).

A cell or row that stands inside a content control or another wrapper keeps its place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract.docx import controls
from extract.docx.drawings import chosen_branch
from extract.docx.flatten import plain_text
from extract.docx.names import MC, W, child, number, switch, val
from extract.model import AsideKind, Cell, Place, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml.etree import _Element as Element

    from extract.model import Block

    ReadBlocks = Callable[[Element, str, controls.Control | None], tuple[Block, ...]]
    Rest = list[tuple[AsideKind, tuple[Block, ...], str]]

_MAX_SPAN = 1000
_DELETED = "deleted"
_FLAT = 40  # twentieths of a point: no letter can be seen in a row fixed to so little


@dataclass(slots=True)
class _Draft:
    """A cell before the merges are settled; `merge` is "restart", "continue", `_DELETED` or ""."""

    cell: Cell
    merge: str


def read(
    tbl: Element, path: str, read_blocks: ReadBlocks, prompts: Mapping[str, str]
) -> tuple[Table, Rest]:
    """The table, and the blocks in it that no one sees.

    Those are deleted and hidden rows, deleted cells, and cells covered by the merged cell
    above them. `prompts` are as `controls.control` takes them.
    """
    rows: list[list[_Draft]] = []
    rest: Rest = []
    for count, (tr, entry) in enumerate(_parts(tbl, "tr", None, prompts), 1):
        drafts = _drafts(tr, entry, f"{path}/row[{count}]", read_blocks, prompts)
        gone = [d for d in drafts if d.merge == _DELETED]
        rest.extend((AsideKind.DELETED, d.cell.blocks, d.cell.place.path) for d in gone)
        drafts = [d for d in drafts if d.merge != _DELETED]
        kind = _unseen(tr)
        if kind is None:
            rows.append(drafts)
        else:
            rest.extend((kind, d.cell.blocks, d.cell.place.path) for d in drafts)
    _merge_down(rows, rest)
    cells = (tuple(d.cell for d in drafts if d.merge != "continue") for drafts in rows)
    return Table(tuple(map(Row, cells)), Place(path)), rest


def _parts(
    parent: Element, name: str, entry: controls.Control | None, prompts: Mapping[str, str]
) -> Iterator[tuple[Element, controls.Control | None]]:
    """The rows or cells under `parent`, through whatever wraps them, with their control."""
    for element in parent:
        tag = str(element.tag)
        if tag == W + name:
            yield element, entry
        elif tag == W + "sdt":
            content = child(element, "sdtContent")
            if content is not None:
                own = controls.control(element, prompts) if name == "tc" else None
                yield from _parts(content, name, own or entry, prompts)
        elif tag == MC + "AlternateContent":
            branch = chosen_branch(element)
            if branch is not None:
                yield from _parts(branch, name, entry, prompts)
        elif len(element) and tag not in (W + "tr", W + "tc") and not tag.endswith("Pr"):
            yield from _parts(element, name, entry, prompts)


def _unseen(tr: Element) -> AsideKind | None:
    properties = child(tr, "trPr")
    if child(properties, "del") is not None:
        return AsideKind.DELETED
    height = child(properties, "trHeight")
    exact = height is not None and height.get(W + "hRule") == "exact"
    flat = exact and number(val(height), _FLAT + 1) <= _FLAT
    return AsideKind.HIDDEN if flat or switch(child(properties, "hidden")) else None


def _drafts(
    tr: Element,
    entry: controls.Control | None,
    path: str,
    read_blocks: ReadBlocks,
    prompts: Mapping[str, str],
) -> list[_Draft]:
    drafts: list[_Draft] = []
    column = _span(child(tr, "trPr", "gridBefore"), 0)
    for count, (tc, control) in enumerate(_parts(tr, "tc", entry, prompts), 1):
        place = f"{path}/cell[{count}]"
        span = _span(child(tc, "tcPr", "gridSpan"), 1)
        blocks = read_blocks(tc, place, control)
        if val(child(tc, "tcPr", "hMerge")) == "continue" and drafts:
            _widen(drafts[-1], span, blocks)
        else:
            cell = Cell(blocks, column, span, 1, Place(place))
            drafts.append(_Draft(cell, _v_merge(tc)))
        column += span
    return drafts


def _widen(draft: _Draft, span: int, blocks: tuple[Block, ...]) -> None:
    seen = blocks if plain_text(blocks) else ()
    draft.cell = replace(
        draft.cell, colspan=draft.cell.colspan + span, blocks=draft.cell.blocks + seen
    )


def _v_merge(tc: Element) -> str:
    if child(tc, "tcPr", "cellDel") is not None:
        return _DELETED
    merge = child(tc, "tcPr", "vMerge")
    if merge is None:
        return ""
    return "restart" if val(merge) == "restart" else "continue"


def _merge_down(rows: list[list[_Draft]], rest: Rest) -> None:
    """Settles vertical merges: each first cell grows, what it covers goes to `rest`."""
    above: dict[int, _Draft] = {}
    for drafts in rows:
        now: dict[int, _Draft] = {}
        for draft in drafts:
            top = above.get(draft.cell.column) if draft.merge == "continue" else None
            if top is not None:
                top.cell = replace(top.cell, rowspan=top.cell.rowspan + 1)
                rest.append((AsideKind.HIDDEN, draft.cell.blocks, draft.cell.place.path))
                now[draft.cell.column] = top
            elif draft.merge:
                draft.merge = "restart"  # nothing above to go on from: a cell of its own
                now[draft.cell.column] = draft
        above = now


def _span(element: Element | None, default: int) -> int:
    return min(max(number(val(element), default), default), _MAX_SPAN)
