"""The value (`/V`) and shown appearance (`/AS`) of check boxes and option buttons.

PDFium tells only whether a widget *looks* checked. The field's own value, which may differ,
is read from the file's objects with pdfminer, and only in files that have such buttons.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.pdf.native import Handle


_MAX_PARENTS = 16


@dataclass(frozen=True, slots=True)
class Button:
    """One widget: `/V` of its field, its `/AS`, the name of its on state, and its field's size."""

    value: str | None
    shown: str | None
    on_state: str | None
    siblings: int


class Buttons:
    """The buttons of a file, read when the first is asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pages: list[list[Handle]] | None = None

    def at(self, page: int, index: int) -> Button | None:
        """The button that is annotation `index` (from 0) of `page` (from 1), None if unreadable."""
        if self._pages is None:
            self._pages = _annotations(self._data)
        if page > len(self._pages) or index >= len(self._pages[page - 1]):
            return None
        try:
            return _button(self._pages[page - 1][index])
        except Exception:  # noqa: BLE001 - a damaged object costs its own encoding only
            return None


def _annotations(data: bytes) -> list[list[Handle]]:
    try:
        from pdfminer.pdfdocument import PDFDocument
        from pdfminer.pdfpage import PDFPage
        from pdfminer.pdfparser import PDFParser
        from pdfminer.pdftypes import resolve1

        document = PDFDocument(PDFParser(io.BytesIO(data)))
        return [list(resolve1(page.annots) or []) for page in PDFPage.create_pages(document)]
    except Exception:  # noqa: BLE001 - pdfminer raises errors of many kinds on broken files
        return []


def _button(reference: Handle) -> Button | None:
    from pdfminer.pdftypes import resolve1

    widget = resolve1(reference)
    if not isinstance(widget, dict):
        return None
    return Button(
        value=_name(_inherited(widget, "V")),
        shown=_name(resolve1(widget.get("AS"))),
        on_state=_on_state(widget),
        siblings=_siblings(widget),
    )


def _on_state(widget: dict[str, Handle]) -> str | None:
    from pdfminer.pdftypes import resolve1

    normal = resolve1((resolve1(widget.get("AP")) or {}).get("N"))
    if not isinstance(normal, dict):
        return None
    return next((_text(key) for key in normal if _text(key) != "Off"), None)


def _siblings(widget: dict[str, Handle]) -> int:
    from pdfminer.pdftypes import resolve1

    if "T" in widget:
        return 1
    parent = resolve1(widget.get("Parent"))
    kids = resolve1(parent.get("Kids")) if isinstance(parent, dict) else None
    return len(kids) if isinstance(kids, list) else 1


def _inherited(widget: dict[str, Handle], key: str) -> Handle:
    from pdfminer.pdftypes import resolve1

    node: Handle = widget
    for _ in range(_MAX_PARENTS):
        if not isinstance(node, dict):
            return None
        if key in node:
            return resolve1(node[key])
        node = resolve1(node.get("Parent"))
    return None


def _name(value: Handle) -> str | None:
    if value is None:
        return None
    return _text(getattr(value, "name", value))


def _text(value: Handle) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)
