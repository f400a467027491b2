"""What stands beside the body: page headers and footers, notes and comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.docx.body import BodyReader
from extract.docx.flatten import plain_text
from extract.docx.names import W, local, val
from extract.errors import ExtractError, LimitError
from extract.model import AsideKind

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from extract.docx.state import State

_STORIES = {
    "header": AsideKind.HEADER,
    "footer": AsideKind.FOOTER,
    "footnotes": AsideKind.FOOTNOTE,
    "endnotes": AsideKind.FOOTNOTE,
    "comments": AsideKind.COMMENT,
}
_NOTES = (W + "footnote", W + "endnote", W + "comment")
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def read(state: State) -> None:
    """Puts the text of every such part into `state.asides`; a damaged one costs only itself.

    Raises:
        LimitError: a part is past a limit.
    """
    relations, state_part = state.relations, state.part
    for relation in sorted(relations.values(), key=lambda r: r.target):
        kind = _STORIES.get(relation.kind)
        if kind is None or relation.external:
            continue
        state.fields.clear()
        state.part = relation.target
        try:
            state.relations = state.package.relations(relation.target)
            _read_part(state.package.xml(relation.target), kind, state)
        except LimitError:
            raise
        except ExtractError as error:
            state.notice("part_damaged", f"{relation.kind} {error.code}")
    state.relations, state.part = relations, state_part


def _read_part(root: Element, kind: AsideKind, state: State) -> None:
    name = state.part.rpartition("/")[2].rpartition(".")[0]
    notes = root.findall("*") if root.tag not in (W + "hdr", W + "ftr") else [root]
    reader = BodyReader(state)
    for count, note in enumerate(notes, 1):
        if note is not root and (note.tag not in _NOTES or val(note, "type") in _SEPARATORS):
            continue
        path = name if note is root else f"{name}/{local(note)}[{count}]"
        state.aside(kind, plain_text(reader.blocks(note, path)), path)
