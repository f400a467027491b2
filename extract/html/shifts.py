"""Where style moves a part of a page to another place than the source has it.

`Sí ☐ <span style="float:right">☒</span> No ☐`: which word a moved mark stands beside is not
worked out here. It matters only among the options of one answer, so only there it is a doubt;
a box that floats beside the one label in its own block is how most pages lay out their boxes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from extract.html.css import Declarations

_SIDES = ("left", "right", "top", "bottom", "inset")
_LINES = ("grid-column", "grid-row", "grid-area", "grid-column-start", "grid-row-start")
_STILL = re.compile(r"(?:auto|none|initial|inherit|unset|static|-?0*(?:\.0+)?(?:[a-z]+|%)?)?")
_NUMBER = re.compile(r"-?\d+")
_BOTH = re.compile(r"\b(?:s[ií]\b.*\bno|no\b.*\bs[ií])\b", re.IGNORECASE | re.DOTALL)
_LONGEST = 300  # letters of an answer with its options


def moves(css: Declarations) -> bool:
    """Whether these declarations move an element."""
    position = css.get("position")
    if position in ("relative", "absolute", "fixed") and any(_has(css, side) for side in _SIDES):
        return True
    if css.get("float", "none") in ("left", "right", "inline-start", "inline-end"):
        return True
    if _has(css, "order") or _has(css, "transform") or _has(css, "translate"):
        return True
    return any(_NUMBER.match(css.get(line, "")) for line in _LINES)


def _has(css: Declarations, name: str) -> bool:
    return _STILL.fullmatch(css.get(name, "")) is None


def is_among_options(element: Element) -> bool:
    """Whether an element stands among the options of an answer."""
    outer = element.getparent()
    if outer is None:
        return False
    text = ""
    for part in outer.itertext():
        text += str(part)
        if len(text) > _LONGEST:
            return False
    own = "".join(map(str, element.itertext()))
    return _BOTH.search(text) is not None and _BOTH.search(own) is None
