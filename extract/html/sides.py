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
    "title script style template noscript noframes noembed datalist object embed applet "
    "iframe frame frameset canvas audio video map svg math param source track rp rt meta link "
    "base meter progress button xml"
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
_BY_TAG = {"del": AsideKind.DELETED, "nav": AsideKind.HEADER}
_NOTE_ID = re.compile(r"sd(?:foot|end)note\d+$")
_NOTE_ROLES = frozenset(("doc-footnote", "doc-endnote", "doc-endnotes"))
_REFERENCE = re.compile(
    r"#(?:_ftn|_edn|ftnt|sdfootnote|sdendnote|fn|footnote)[\w:-]*$", re.IGNORECASE
)


def aside_kind(element: Element, tag: str, css: Declarations) -> AsideKind | None:
    """The kind of aside that an element is by what it is, not by its look; None for the body."""
    if tag in _BY_TAG:
        return _BY_TAG[tag]
    if not element.attrib and tag != "p":
        return None
    if element.get("role") == "navigation":
        return AsideKind.HEADER
    if _is_comment(element, tag):
        return AsideKind.COMMENT
    return AsideKind.FOOTNOTE if _is_note(element, tag) else _by_word_processor(element, tag, css)


def _by_word_processor(element: Element, tag: str, css: Declarations) -> AsideKind | None:
    if "mso-element" in css:
        return _MSO.get(css["mso-element"])
    title = element.get("title") if tag == "div" else ""
    return AsideKind(title) if title in ("header", "footer") else None


def _is_comment(element: Element, tag: str) -> bool:
    """A comment or its letter in the text, as Google Docs saves them."""
    if tag == "a":
        return (element.get("href") or "").startswith("#cmnt")
    first = element[0] if tag == "p" and len(element) else None
    return first is not None and (first.get("href") or "").startswith("#cmnt_ref")


def is_tab(css: Declarations) -> bool:
    """Whether an element is a tab, which Word saves as a few spaces."""
    return "mso-tab-count" in css


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
