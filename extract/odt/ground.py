"""Whether letters stand out from what lies under them: white ones on white paper do not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extract.odt.names import DRAW, TABLE, TEXT

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from extract.odt.styles import Look, Styles

_WHITE_FROM = 0xFA  # a channel; paler than any letter that a printer shows
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
    if not (look.color and _is_white(look.color)) or _is_on_color(element, styles):
        return look
    return replace(look, hidden=True)


def _is_white(color: str) -> bool:
    try:
        channels = bytes.fromhex(color.removeprefix("#"))
    except ValueError:
        return False
    return len(channels) == 3 and min(channels) >= _WHITE_FROM


def _is_on_color(element: Element, styles: Styles) -> bool:
    for around in (element, *element.iterancestors()):
        if str(around.tag).startswith(DRAW):
            return True  # a shape has a fill of its own
        space, family = _FAMILIES.get(str(around.tag), ("", ""))
        if family and styles.fills(around.get(space + "style-name") or "", family):
            return True
    return False
