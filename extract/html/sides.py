"""Which elements are no part of the form's body, and where their text goes instead.

Besides what cannot be seen, these are what word processors write into the one page they
save: running headers and footers (LibreOffice `<div title="header">`), notes (`sdfootnote`,
`mso-element:footnote`, the DPUB-ARIA roles) and comments. A page's navigation is no part of
a form either; `<header>` and `<footer>` elements are, for forms print their title and their
legal note there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.model import AsideKind

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from extract.html.css import Declarations

_DROPPED_TAGS = (
    "head title script style template noscript noframes noembed datalist object embed applet "
    "iframe frame frameset canvas audio video map svg math param source track rp rt meta link "
    "base meter progress button"
)
DROPPED = frozenset(_DROPPED_TAGS.split())
EMBEDDED = frozenset(("object", "embed", "applet", "iframe", "frame", "canvas", "svg", "math"))
_MSO = {
    "footnote": AsideKind.FOOTNOTE,
    "endnote": AsideKind.FOOTNOTE,
    "footnote-list": AsideKind.FOOTNOTE,
    "endnote-list": AsideKind.FOOTNOTE,
    "comment": AsideKind.COMMENT,
    "comment-list": AsideKind.COMMENT,
    "header": AsideKind.HEADER,
    "footer": AsideKind.FOOTER,
}
_NOTE_ID = re.compile(r"sd(?:foot|end)note\d+$")
_NOTE_ROLES = frozenset(("doc-footnote", "doc-endnote", "doc-endnotes"))
_REFERENCE = re.compile(r"#(?:_ftn|_edn|sdfootnote|sdendnote|fn|footnote)[\w:-]*$", re.IGNORECASE)


def aside_kind(element: Element, tag: str, css: Declarations) -> AsideKind | None:
    """The kind of aside that an element is by what it is, not by its look; None for the body."""
    if tag == "del":
        return AsideKind.DELETED
    if tag == "nav" or element.get("role") == "navigation":
        return AsideKind.HEADER
    if tag == "dialog" and element.get("open") is None:
        return AsideKind.HIDDEN
    if not element.attrib:
        return None
    if "mso-element" in css:
        return _MSO.get(css["mso-element"])
    title = element.get("title") if tag == "div" else ""
    if title in ("header", "footer"):
        return AsideKind(title)
    if _is_note(element, tag):
        return AsideKind.FOOTNOTE
    return AsideKind.COMMENT if "comment" in _class(element) and tag == "aside" else None


def is_marker(css: Declarations) -> bool:
    """Whether an element holds the bullet or number that Word writes before an item."""
    return "ignore" in css.get("mso-list", "")


def is_reference(element: Element, tag: str) -> bool:
    """Whether an element is a note's number in the text."""
    if tag != "a":
        return False
    if element.get("role") == "doc-noteref":
        return True
    return bool(_REFERENCE.search(element.get("href") or ""))


def _is_note(element: Element, tag: str) -> bool:
    if (element.get("role") or "") in _NOTE_ROLES:
        return True
    if tag in ("section", "div", "aside") and "footnotes" in _class(element):
        return True
    return tag == "div" and bool(_NOTE_ID.match(element.get("id") or ""))


def _class(element: Element) -> list[str]:
    return (element.get("class") or "").lower().split()
