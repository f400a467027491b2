"""Whether letters stand out from what lies under them: white ones on white paper do not.

A colour under the text can come from the run, the paragraph, the cell, the table, their
styles, the shape of a text box or the page itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.docx.names import child, local, val
from extract.docx.styles import is_shade

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from extract.docx.styles import Styles

_DIGITS = 6  # of a colour
_SHAPES = frozenset({"txbxContent", "textbox", "wsp"})


def is_on_white(run: Element, styles: Styles) -> bool:
    """Whether nothing lays a colour under the run: then what is white there is not seen."""
    if _shaded(child(run, "rPr"), "rStyle", styles):
        return False
    for around in run.iterancestors():
        name = local(around)
        if name in _SHAPES:
            return False  # a shape has a fill of its own
        if name == "p" and _shaded(child(around, "pPr"), "pStyle", styles):
            return False
        if name == "tc" and _shaded(child(around, "tcPr"), "", styles):
            return False
        if name == "tbl" and _shaded(child(around, "tblPr"), "tblStyle", styles):
            return False
        if name == "document":
            return child(around, "background") is None
    return True


def is_on_its_colour(run: Element, color: str) -> bool:
    """Whether letters stand on a shade of their very colour: the run's, paragraph's or cell's."""
    parts = [child(run, "rPr")]
    for around in run.iterancestors():
        name = local(around)
        parts += [child(around, f"{name}Pr")] if name in ("p", "tc") else []
        if name in ("tc", "document"):
            break
    fills = [val(child(part, "shd"), "fill").lower() for part in parts if part is not None]
    return next((fill == color for fill in fills if len(fill) == _DIGITS), False)


def _shaded(properties: Element | None, style: str, styles: Styles) -> bool:
    shd = child(properties, "shd")
    if shd is not None:
        return is_shade(shd)
    if val(child(properties, "highlight")) not in ("", "none", "white"):
        return True
    return bool(style) and styles.shades(val(child(properties, style)))
