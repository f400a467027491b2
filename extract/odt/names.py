"""Names of OpenDocument elements and attributes (ISO/IEC 26300, OASIS ODF 1.3).

LibreOffice's own additions (`loext:`, `field:`) are told by their local name alone: their
namespaces have changed with its versions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE = _ODF % "office"
TEXT = _ODF % "text"
TABLE = _ODF % "table"
STYLE = _ODF % "style"
DRAW = _ODF % "drawing"
FORM = _ODF % "form"
FO = _ODF % "xsl-fo-compatible"
SVG = _ODF % "svg-compatible"


def local(element: Element) -> str:
    """The element's name without its namespace (the parser leaves comments out)."""
    return str(element.tag).rpartition("}")[2]


def loose(element: Element, name: str) -> str:
    """The attribute of that name whatever its namespace; "" where it is missing."""
    found = (str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name)
    return next(found, "")


def count(element: Element, name: str, limit: int) -> int:
    """A repetition or span, at least 1 and at most `limit`."""
    text = element.get(name) or "1"
    return min(max(int(text), 1), limit) if text.isdecimal() else 1
