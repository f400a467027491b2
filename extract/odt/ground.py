"""Whether letters stand out from what lies under them: white ones on white paper do not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extract.odt.names import DRAW, TABLE, TEXT
from extract.paper import is_white

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from extract.odt.styles import Look, Styles

_FAMILIES = {
    TEXT + "span": (TEXT, "text"),
    TEXT + "p": (TEXT, "paragraph"),
    TEXT + "h": (TEXT, "paragraph"),
    TABLE + "table-cell": (TABLE, "table-cell"),
    TABLE + "table-row": (TABLE, "table-row"),
    TABLE + "table": (TABLE, "table"),
}


def as_seen(look: Look, element: Element, styles: Styles) -> Look:
    """The look of what stands in `element`; hidden where it is white on white."""
    if not (look.color and is_white(look.color.removeprefix("#"))) or _is_on_color(element, styles):
        return look
    return replace(look, hidden=True)


def _is_on_color(element: Element, styles: Styles) -> bool:
    for around in (element, *element.iterancestors()):
        if str(around.tag).startswith(DRAW):
            return True  # a shape has a fill of its own
        space, family = _FAMILIES.get(str(around.tag), ("", ""))
        if family and styles.fills(around.get(space + "style-name") or "", family):
            return True
    return False
