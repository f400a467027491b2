"""Check boxes that a page draws with borders: `<span class="box">X</span>`.

An inline element with a border, as small as a box, that holds nothing or one sign, is a box to
mark; one with a line below it is a line to mark on. Both are seen as such and say no more.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from extract.html.css import tag_of
from extract.model import Encoding, EncodingKind, Mark, MarkShape, MarkState

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from extract.html.css import Declarations
    from extract.model import Place

_INLINE = frozenset(("span", "i", "b", "em", "strong", "u", "font", "label", "small", "a", "big"))
_SIGNS = frozenset("xX×✓✔✗✘✕✖☓")
_WIDEST = 90.0  # CSS pixels
_PIXELS = {"px": 1.0, "": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "ch": 8.0, "ex": 8.0,
           "mm": 3.78, "cm": 37.8, "in": 96.0}  # fmt: skip
_LENGTH = re.compile(r"(\d+(?:\.\d+)?|\.\d+)([a-z]*)")
_NONE = re.compile(r"(?:^|\s)(?:none|hidden|0(?:px|pt|em)?|transparent)(?:\s|$)")
_SIDES = ("border", "border-bottom", "border-style", "border-bottom-style", "outline")
_MAX_INSIDE = 20  # elements and texts looked at


def drawn_box(element: Element, css: Declarations, place: Place, *, struck: bool) -> Mark | None:
    """The mark that an element with a border is; None where it is something else.

    A sign in it that is `struck` through may be taken back: UNSURE.
    """
    if not css or not _has_border(css) or not _is_inline(element, css):
        return None
    width = css.get("width", css.get("min-width", ""))
    if width and _pixels(width) > _WIDEST:
        return None
    if any(isinstance(child.tag, str) for child in islice(element.iter(), 1, _MAX_INSIDE)):
        return None
    text = "".join(map(str, islice(element.itertext(), _MAX_INSIDE))).strip()
    if text and text not in _SIGNS:
        return None
    if not text and not (width or "padding" in css or element.text):
        return None  # nothing gives it a size
    state = MarkState.OFF
    if text:
        state = MarkState.UNSURE if struck else MarkState.ON
    raw = Encoding(EncodingKind.DRAWN, state, text or "border")
    return Mark(state, MarkShape.BOX, (raw,), place)


def _is_inline(element: Element, css: Declarations) -> bool:
    display = css.get("display", "inline" if tag_of(element) in _INLINE else "block")
    return display.startswith("inline")


def _has_border(css: Declarations) -> bool:
    return any(name in css and not _NONE.search(css[name]) for name in _SIDES)


def _pixels(length: str) -> float:
    """A length in CSS pixels; a share of the line is wider than any box."""
    found = _LENGTH.fullmatch(length.strip())
    if found is None or found[2] not in _PIXELS:
        return _WIDEST + 1
    return float(found[1]) * _PIXELS[found[2]]
