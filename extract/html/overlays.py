"""What lies over other parts of a page, so that nobody sees those.

A positioned element that fills its containing block and has a colour of its own paints over
all that is not positioned there, and over what is positioned before it (CSS 2.1, appendix E).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.html.css import tag_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from extract.html.css import Declarations, Sheet

_POSITIONED = frozenset(("relative", "absolute", "fixed", "sticky"))
_ZERO = re.compile(r"-?0*(?:\.0+)?(?:px|pt|em|rem|%|vh|vw)?")
_WHOLE = re.compile(r"(?:[1-9]\d{2,}(?:\.\d+)?)(?:%|vh|vw)")
_SEE_THROUGH = re.compile(
    r"(?:transparent|none|inherit|initial|unset|currentcolor"
    r"|(?:rgb|hsl)a?\([^)]*[,/]\s*(?:0?\.\d+|0|[1-9]?\d(?:\.\d+)?%)\s*\)"
    r"|#[0-9a-f]{6}(?!ff)[0-9a-f]{2}|#[0-9a-f]{3}(?!f)[0-9a-f])"
)
_HARDLY_THERE = 0.7  # opacity
_MOST = 50  # overlays that are looked at


class Overlays:
    """The overlays of one page, found before it is read."""

    def __init__(self, root: Element, sheet: Sheet) -> None:
        self._sheet = sheet
        self._over: set[Element] = set()
        self._covered: dict[Element, int] = {}  # container → the overlay's place in the source
        self._order: dict[Element, int] = {}
        for number, element in enumerate(root.iter()):
            css = sheet.declarations(element, tag_of(element))
            if css and "position" in css:
                self._order[element] = number
                if _is_overlay(css) and len(self._over) < _MOST:
                    self._over.add(element)
                    self._covered[self._container(element, css)] = number

    def covers(self, element: Element, css: Declarations, *, around: bool) -> bool:
        """Whether what is in `element` lies under an overlay; `around` says so of its parent."""
        if not self._over:
            return False
        if element in self._over:
            return False
        if element in self._covered:
            return True
        if around and css.get("position") in _POSITIONED:
            return not self._is_above(element, css)
        return around

    def _is_above(self, element: Element, css: Declarations) -> bool:
        """Whether a positioned element is painted after the overlay of its container."""
        level = css.get("z-index", "").strip()
        if level.lstrip("-").isdigit() and int(level) != 0:
            return int(level) > 0
        at: Element | None = element
        while at is not None and at not in self._covered:
            at = at.getparent()
        return at is None or self._order.get(element, 0) > self._covered[at]

    def _container(self, element: Element, css: Declarations) -> Element:
        at = element
        fixed = css.get("position") == "fixed"
        while (outer := at.getparent()) is not None:
            at = outer
            around = self._sheet.declarations(at, tag_of(at))
            if not fixed and around.get("position") in _POSITIONED:
                break
        return at


def _is_overlay(css: Declarations) -> bool:
    if css.get("position") not in ("absolute", "fixed") or not _fills(css):
        return False
    if css.get("display") == "none" or css.get("visibility") in ("hidden", "collapse"):
        return False
    colour = css.get("background-color") or css.get("background", "")
    if not colour or _SEE_THROUGH.search(colour.strip().lower()):
        return False
    if css.get("z-index", "").strip().startswith("-"):
        return False
    opacity = re.match(r"\d*\.?\d+", css.get("opacity", ""))
    return opacity is None or float(opacity[0]) >= _HARDLY_THERE


def _fills(css: Declarations) -> bool:
    """Whether it reaches to all four sides of its containing block."""
    if "inset" in css:
        return all(_ZERO.fullmatch(side) for side in css["inset"].split())

    def at(side: str) -> bool:
        return side in css and _ZERO.fullmatch(css[side].strip()) is not None

    def whole(size: str) -> bool:
        return _WHOLE.fullmatch(css.get(size, "").strip()) is not None

    across = (at("left") and at("right")) or whole("width")
    down = (at("top") and at("bottom")) or whole("height")
    return across and down
