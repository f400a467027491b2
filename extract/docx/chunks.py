"""Documents embedded whole (`w:altChunk`; ISO/IEC 29500-1, 17.17.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.docx.names import R
from extract.errors import ExtractError
from extract.model import Paragraph, Place, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

    from extract.docx.state import State
    from extract.model import Block, Document

_HTML = ("text/html", "application/xhtml+xml")
MAX_CHUNKS = 100  # in one document; one within another is not read


def read(element: Element, state: State, path: str) -> tuple[Block, ...]:
    """The blocks of the embedded part: HTML, plain text or a Word file; a notice for any other."""
    state.chunks += 1
    if state.embedded or state.chunks > MAX_CHUNKS:
        state.notice("embedded_document_ignored", "depth or number", path)
        return ()
    relation = state.relations.get(element.get(R + "id") or "")
    if relation is None or relation.external:
        state.notice("external_part_ignored", "altChunk", path)
        return ()
    try:
        data = state.package.raw(relation.target)
    except ExtractError as error:
        state.notice("part_damaged", f"altChunk {error.code}", path)
        return ()
    kind = state.package.content_type(relation.target).partition(";")[0]
    if kind in _HTML or relation.target.lower().endswith((".html", ".htm", ".xhtml")):
        return _html(data, state, path)
    if "wordprocessingml" in kind or relation.target.lower().endswith(".docx"):
        return _word(data, state, path)
    if kind == "text/plain" or relation.target.lower().endswith(".txt"):
        return _text(data, path)
    state.notice("embedded_document_ignored", kind[:80], path)
    return ()


def _html(data: bytes, state: State, path: str) -> tuple[Block, ...]:
    from extract import html

    return _inner(html.read, data, state, path)


def _word(data: bytes, state: State, path: str) -> tuple[Block, ...]:
    from extract.docx import read_embedded

    return _inner(read_embedded, data, state, path)


def _inner(
    read_bytes: Callable[[bytes], Document], data: bytes, state: State, path: str
) -> tuple[Block, ...]:
    try:
        inner = read_bytes(data)
    except ExtractError as error:
        state.notice("part_damaged", f"altChunk {error.code}", path)
        return ()
    state.asides.extend(inner.asides)
    state.notices.update(dict.fromkeys(inner.notices))
    return inner.blocks


def _text(data: bytes, path: str) -> tuple[Block, ...]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    place = Place(path)
    return tuple(Paragraph((Text(line, place),), place) for line in text.splitlines() if line)
