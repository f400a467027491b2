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
_MAX_KIDS = 64


@dataclass(frozen=True, slots=True)
class Button:
    """One widget: `/V` of its field, its `/AS`, the name of its on state, and its field's size.

    `agrees` is False where any widget of its field shows other than the field's value says.
    """

    value: str | None
    shown: str | None
    on_state: str | None
    siblings: int
    agrees: bool = True


@dataclass(frozen=True, slots=True)
class WidgetField:
    """The field of one widget: its type (`Tx`, `Ch`, `Btn`, `Sig`), flags, name and value.

    `value` has a line for each value chosen, as shown where a choice shows other than it sends;
    `told` is whether the field has one that is written as text.
    """

    kind: str
    flags: int
    name: str
    value: str
    told: bool = True


class Buttons:
    """The buttons of a file, read when the first is asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pages: list[list[Handle]] | None = None

    def at(self, page: int, index: int) -> Button | None:
        """The button that is annotation `index` (from 0) of `page` (from 1), None if unreadable."""
        try:
            return _button(self._reference(page, index))
        except Exception:  # noqa: BLE001 - a damaged object costs its own encoding only
            return None

    def field(self, page: int, index: int) -> WidgetField | None:
        """The field of a widget as its dictionary has it, None if unreadable."""
        try:
            return _field(self._reference(page, index))
        except Exception:  # noqa: BLE001 - as above
            return None

    def _reference(self, page: int, index: int) -> Handle:
        if self._pages is None:
            self._pages = _annotations(self._data)
        return self._pages[page - 1][index]


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
    value, siblings = _name(_inherited(widget, "V")), _siblings(widget)
    return Button(
        value=value,
        shown=_shown(widget),
        on_state=_on_state(widget),
        siblings=max(len(siblings), 1),
        agrees=all(_agrees(sibling, value) for sibling in siblings),
    )


def _shown(widget: dict[str, Handle]) -> str | None:
    from pdfminer.pdftypes import resolve1

    return _name(resolve1(widget.get("AS")))


def _agrees(widget: dict[str, Handle], value: str | None) -> bool:
    """Whether a widget of a group shows what the group's value says; so where it shows nothing."""
    shown, on_state = _shown(widget), _on_state(widget)
    if shown is None or on_state is None:
        return True
    return (shown != "Off") == (value == on_state)


def _field(reference: Handle) -> WidgetField | None:
    from pdfminer.pdftypes import resolve1

    widget = resolve1(reference)
    kind = _name(_inherited(widget, "FT"))
    if kind is None:
        return None
    flags, value = _inherited(widget, "Ff"), _inherited(widget, "V")
    parts = value if isinstance(value, list) else [value]
    texts = [_string(resolve1(part)) for part in parts]
    shown = _options(_inherited(widget, "Opt"))
    text = "\n".join(shown.get(t, t) for t in texts)
    name = _string(_inherited(widget, "TU") or _inherited(widget, "T"))
    told = value is None or all(isinstance(resolve1(part), bytes) for part in parts)
    return WidgetField(kind, flags if isinstance(flags, int) else 0, name, text, told)


def _options(found: Handle) -> dict[str, str]:
    """What each value of a choice shows (ISO 32000-1, table 231)."""
    from pdfminer.pdftypes import resolve1

    pairs = [resolve1(option) for option in found] if isinstance(found, list) else []
    return {
        _string(resolve1(p[0])): _string(resolve1(p[1]))
        for p in pairs
        if isinstance(p, list) and len(p) == 2
    }


def _string(value: Handle) -> str:
    from pdfminer.utils import decode_text

    return decode_text(value) if isinstance(value, bytes) else ""


def _on_state(widget: dict[str, Handle]) -> str | None:
    from pdfminer.pdftypes import resolve1

    normal = resolve1((resolve1(widget.get("AP")) or {}).get("N"))
    if not isinstance(normal, dict):
        return None
    return next((_text(key) for key in normal if _text(key) != "Off"), None)


def _siblings(widget: dict[str, Handle]) -> list[dict[str, Handle]]:
    """The widgets of one field, this one among them; none where it is the field itself."""
    from pdfminer.pdftypes import resolve1

    if "T" in widget:
        return []
    parent = resolve1(widget.get("Parent"))
    kids = resolve1(parent.get("Kids")) if isinstance(parent, dict) else None
    found = [resolve1(kid) for kid in kids[:_MAX_KIDS]] if isinstance(kids, list) else []
    return [kid for kid in found if isinstance(kid, dict)]


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
