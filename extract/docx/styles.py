"""What a run looks like once styles are resolved (ISO/IEC 29500-1, 17.7).

A toggle (bold, hidden, strike) given in the paragraph's and in the run's style cancels out;
given directly on the run it wins (17.7.3).
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.docx.names import W14, W, child, local, loose, number, switch, val
from extract.model import PLAIN, Style
from extract.paper import is_white

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TOGGLES = ("b", "strike", "dstrike", "vanish")
_NO_SHADE = frozenset({"", "auto", "ffffff"})
_MAX_CHAIN = 20  # styles based on styles; Word stops at 11
_RAISED = "superscript"
_AUTOMATIC = "auto"
_SPECK_HALF_POINTS = 4  # letters of two points are dust to a reader


@dataclass(frozen=True, slots=True)
class RunLook:
    """A run's formatting: `font_ascii` and `font_high` are for letters below and above U+007F.

    `color` is the letters' own colour as six hexadecimal digits in lower case, "" for the
    automatic one, which Word sets off against whatever lies under it.
    """

    style: Style = PLAIN
    hidden: bool = False
    placeholder: bool = False
    font_ascii: str = ""
    font_high: str = ""
    color: str = ""


NO_LOOK = RunLook()


@dataclass(slots=True)
class _Props:
    """Properties as they are written in one `w:rPr`, or gathered along a chain of styles."""

    toggles: dict[str, bool] = field(default_factory=dict)
    underline: bool | None = None
    highlight: bool | None = None
    vert: str | None = None
    font_ascii: str = ""
    font_high: str = ""
    color: str = ""
    half_points: int = 0

    def over(self, base: _Props) -> _Props:
        """These properties, and those of `base` where they say nothing."""
        return _Props(
            base.toggles | self.toggles,
            base.underline if self.underline is None else self.underline,
            base.highlight if self.highlight is None else self.highlight,
            self.vert or base.vert,
            self.font_ascii or base.font_ascii,
            self.font_high or base.font_high,
            self.color or base.color,
            self.half_points or base.half_points,
        )


_NONE = _Props()


class Styles:
    """The style sheet of a document; an empty one where `root` (`w:styles`) is None."""

    def __init__(self, root: Element | None = None) -> None:
        found = () if root is None else root.findall(W + "style")
        self._by_id = {val(style, "styleId"): style for style in found}
        self._default_paragraph = next(
            (i for i, s in self._by_id.items() if _is_default(s, "paragraph")), ""
        )
        self._defaults = _props(child(root, "docDefaults", "rPrDefault", "rPr"))
        self._chains: dict[str, _Props] = {}
        self._headings: dict[str, bool] = {}
        self._num_prs: dict[str, Element | None] = {}
        self._looks: dict[tuple[str, object], RunLook] = {}

    def anew(self) -> Styles:
        """The same sheet for another document: nothing of the looks of this one's runs."""
        other = copy(self)
        other._looks = {}  # noqa: SLF001  # its own kind
        return other

    def look(self, r_pr: Element | None, paragraph_style: str) -> RunLook:
        """The look of a run with these direct properties in a paragraph of this style."""
        # forms repeat the same few looks hundreds of times; a fill's colour is nested in it
        every = () if r_pr is None else r_pr.iter()
        written = tuple((e.tag, tuple(e.attrib.items())) for e in every)
        key = (paragraph_style, written)
        look = self._looks.get(key)
        if look is None:
            run_style = val(child(r_pr, "rStyle"))
            look = self._resolve(_props(r_pr), run_style, paragraph_style)
            self._looks[key] = look
        return look

    def name(self, style_id: str) -> str:
        """The style's own name in lower case (the id is translated, the name is not)."""
        return val(child(self._by_id.get(style_id), "name")).lower()

    def shades(self, style_id: str) -> bool:
        """Whether a style of this id, or one that it is based on, lays a colour under text."""
        return any(is_shade(shd) for s in self._chain(style_id) for shd in s.iter(W + "shd"))

    def num_pr(self, style_id: str) -> Element | None:
        """The numbering that the paragraph style brings, along its chain."""
        if style_id not in self._by_id:
            return None
        if style_id not in self._num_prs:
            found = (child(s, "pPr", "numPr") for s in self._chain(style_id))
            self._num_prs[style_id] = next((num for num in found if num is not None), None)
        return self._num_prs[style_id]

    def is_heading(self, style_id: str) -> bool:
        """Whether paragraphs of this style stand in the outline, or are a title."""
        if style_id not in self._by_id:
            return False
        if style_id not in self._headings:
            self._headings[style_id] = self._is_heading(style_id)
        return self._headings[style_id]

    def _is_heading(self, style_id: str) -> bool:
        if self.name(style_id) in ("title", "subtitle"):
            return True
        levels = (child(s, "pPr", "outlineLvl") for s in self._chain(style_id))
        level = next((lvl for lvl in levels if lvl is not None), None)
        return level is not None and number(val(level), 9) < 9

    def _resolve(self, direct: _Props, run_style: str, paragraph_style: str) -> RunLook:
        by_paragraph = self._gathered(paragraph_style or self._default_paragraph)
        by_run = self._gathered(run_style)
        all_props = direct.over(by_run).over(by_paragraph).over(self._defaults)
        on = {t: self._toggle(t, direct, by_run, by_paragraph) for t in _TOGGLES}
        style = Style(
            bold=on["b"],
            underline=bool(all_props.underline),
            strike=on["strike"] or on["dstrike"],
            highlight=bool(all_props.highlight),
            superscript=all_props.vert == _RAISED,
        )
        placeholder = self.name(run_style) == "placeholder text" or run_style == "PlaceholderText"
        fonts = (all_props.font_ascii, all_props.font_high)
        hidden = on["vanish"] or 0 < all_props.half_points <= _SPECK_HALF_POINTS
        color = all_props.color.replace(_AUTOMATIC, "")
        return RunLook(style, hidden, placeholder, *fonts, color)

    def _toggle(self, name: str, direct: _Props, by_run: _Props, by_paragraph: _Props) -> bool:
        if name in direct.toggles:
            return direct.toggles[name]
        if self._defaults.toggles.get(name):
            return True
        return by_run.toggles.get(name, False) != by_paragraph.toggles.get(name, False)

    def _gathered(self, style_id: str) -> _Props:
        if style_id not in self._by_id:
            return _NONE
        if style_id not in self._chains:
            props = _NONE
            for style in self._chain(style_id):
                props = props.over(_props(child(style, "rPr")))
            self._chains[style_id] = props
        return self._chains[style_id]

    def _chain(self, style_id: str) -> list[Element]:
        """The style and those it is based on, nearest first."""
        chain: list[Element] = []
        style = self._by_id.get(style_id)
        while style is not None and len(chain) < _MAX_CHAIN:
            chain.append(style)
            style = self._by_id.get(val(child(style, "basedOn")))
        return chain


_PAPER = frozenset(("background1", "light1", "bg1", "lt1"))
_NO_INK = "ffffff"
_CLEAR_ALPHA = 90_000  # of 100,000: so much of the ground shows through


def _is_default(style: Element, kind: str) -> bool:
    return val(style, "default") in ("1", "true") and val(style, "type") == kind


def _props(r_pr: Element | None) -> _Props:
    if r_pr is None or not len(r_pr):
        return _NONE
    found = {str(e.tag).removeprefix(W): e for e in r_pr}
    fonts = found.get("rFonts")
    return _Props(
        {t: bool(switch(found[t])) for t in _TOGGLES if t in found},
        val(found["u"]) not in ("", "none") if "u" in found else None,
        _highlight(found),
        _vertical(found),
        val(fonts, "ascii"),
        val(fonts, "hAnsi"),
        _colour(found),
        number(val(found.get("sz"))),
    )


def _colour(found: dict[str, Element]) -> str:
    """The colour of the letters; a theme's colour counts before the one beside it.

    ISO/IEC 29500-1, 17.3.2.6. The theme's first background is white in nearly all themes, and
    hidden on the paper in all; a tint leaves it so, a shade darkens it. Letters whose fill is
    none (`w14:textFill`) show nothing at all.
    """
    fill = found.get(f"{W14}textFill")
    if fill is not None and _fills_nothing(fill):
        return _NO_INK
    color = found.get("color")
    theme = val(color, "themeColor")
    if theme in _PAPER and not val(color, "themeShade"):
        return _NO_INK
    return val(color).lower()


def _fills_nothing(fill: Element) -> bool:
    """Whether letters are filled with nothing, with white, or with what shows through."""
    for element in fill.iter():
        name, value = local(element), loose(element, "val")
        if name == "noFill" or (name == "srgbClr" and is_white(value)):
            return True
        if name == "alpha" and number(value.rstrip("%")) >= _CLEAR_ALPHA:
            return True
    return False


def _vertical(found: dict[str, Element]) -> str | None:
    """LibreOffice writes superscript as a raised position (half points) in smaller letters."""
    if "vertAlign" in found:
        return val(found["vertAlign"]) or None
    raised = "position" in found and "sz" in found and number(val(found["position"])) > 0
    return _RAISED if raised else None


def _highlight(found: dict[str, Element]) -> bool | None:
    """Word highlights with `w:highlight`, Google Docs and LibreOffice also with a shade.

    A line drawn around a word (`w:bdr`) sets it apart as much.
    """
    if "bdr" in found and val(found["bdr"]) not in ("", "nil", "none"):
        return True
    if "highlight" in found:
        return val(found["highlight"]) not in ("", "none")
    return is_shade(found["shd"]) if "shd" in found else None


def is_shade(shd: Element) -> bool:
    """Whether a `w:shd` lays a colour other than white under its text."""
    patterned = val(shd) not in ("", "clear", "nil")
    return patterned or val(shd, "fill").lower() not in _NO_SHADE
