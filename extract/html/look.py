"""What an element looks like: seen or not, block or inline, bold, struck, in which font.

A `Look` follows from the parent's look, the tag and the style declarations, as browsers have
it (HTML Living Standard, 15.3; CSS Display 3). Hidden is what a person cannot see, whichever
way it is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from extract.html.css import Sheet, tag_of, told_part
from extract.html.shifts import is_among_options, moves
from extract.model import PLAIN, Style

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from extract.html.css import Declarations
    from extract.html.overlays import Overlays

_BLOCK_TAGS = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li "
    "listing main menu nav ol optgroup p plaintext pre search section summary table tbody td "
    "tfoot th thead tr ul xmp"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_DISPLAY = {
    "table": "table",
    "tr": "table-row",
    "td": "table-cell",
    "th": "table-cell",
    "thead": "table-header-group",
    "tbody": "table-row-group",
    "tfoot": "table-footer-group",
    "caption": "table-caption",
}
_ATTRIBUTES = ("hidden", "face", "bgcolor", "color", "background")  # what else a look is of
_BOLD_TAGS = frozenset(("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"))
_FOLDING = frozenset(("details", "dialog", "summary"))
_STRIKE_TAGS = frozenset(("s", "strike"))
_PRE_TAGS = frozenset(("pre", "listing", "xmp", "plaintext"))
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_FAR = -999.0
_FAINT = 0.05  # opacity
_SHRUNK = 0.1  # of its size
_TELLING = ("display", "visibility", "opacity", "color", "-webkit-text-fill-color", "font-size",
            "filter", "transform", "clip-path", "text-indent")  # fmt: skip
_MAX_DOUBTS = 200  # rules
_MOVED = -60.0  # pixels out of the page by which a small thing is out of sight
_LIGHT_NAMES = frozenset(("white", "snow", "ivory", "ghostwhite", "floralwhite", "mintcream",
                          "azure", "honeydew", "whitesmoke", "seashell"))  # fmt: skip
_LIGHTEST = 97  # of 100: so light a colour is the paper's
_SHIFT = re.compile(r"(-\d+(?:\.\d+)?)(?:px|pt|vw|vh|em)")
_NO_SCALE = re.compile(r"scale[xy]?\(\s*0(?:\.0+)?\s*[,)]")
_TURNED = re.compile(r"(?:rotate(?:x|y|3d)|matrix(?:3d)?|perspective|skew[xy]?)\(")
_FADED = re.compile(r"opacity\(\s*([\d.]+%?)\s*\)")
_HSL = re.compile(
    r"hsla?\(\s*[\d.]+(?:deg)?[,\s]+[\d.]+%[,\s]+([\d.]+)%\s*(?:[,/]\s*1(?:\.0+)?\s*|[,/]\s*100%\s*)?\)"
)
_FONT_SIZE = re.compile(r"(?:^|\s)(\d*\.?\d+(?:px|pt|em|rem|%)?)(?:\s*/|\s)")
_HARDLY = 8  # of 255, in each of red, green and blue
_HEX = re.compile(r"#[0-9a-f]{6}")
# What these classes do, every style sheet that knows them agrees on; the sheet itself is
# outside the file and is not fetched.
_HIDING_CLASSES = (
    "d-none hidden hide invisible is-hidden ng-hide screen-reader-text sr-only u-hidden uk-hidden "
    "visually-hidden w3-hide"
)
_HIDING = frozenset(_HIDING_CLASSES.split())
_WIDE_ONLY = re.compile(r"\bd-\w+-(?!none)|\w:(?:block|flex|grid|inline|table|visible)")
_WHITE = "#ffffff"
_NO_COLOUR = frozenset(("none", "auto", "initial", "unset"))
_RGB = re.compile(
    r"rgba?\(\s*(\d{1,3})[,\s]+(\d{1,3})[,\s]+(\d{1,3})\s*(?:[,/]\s*(?:1(?:\.0+)?|0?\.9\d*|9\d%|100%)\s*)?\)"
)
_CLEAR = re.compile(
    r"transparent|(?:rgba|hsla)\(.*,\s*0(?:\.0+)?\s*\)|rgb\(.*/\s*0%?\s*\)|#\w{6}00"
)


@dataclass(frozen=True, slots=True)
class Look:
    """How an element is shown.

    `gone`: not shown, with all that it holds. `dim`: its own text is not shown, but what it
    holds may be. `white` says what white space means: `normal`, `pre`, `pre-line`, or `lines`
    (line feeds and tabs are the layout).
    """

    style: Style = PLAIN
    display: str = "block"
    white: str = "normal"
    font: str = ""
    gone: bool = False
    invisible: bool = False
    clear: bool = False
    tiny: bool = False
    paper: str = _WHITE  # the background colour, "" where it is not known
    bullets: bool = True
    folded: bool = False  # inside what a click would open
    covered: bool = False  # another part of the page is painted over it
    doubtful: bool = False  # a rule that cannot be decided may hide it

    @property
    def hidden(self) -> bool:
        """Whether a person cannot see this element's text."""
        hidden = self.gone or self.folded or self.invisible or self.clear or self.tiny
        return hidden or self.covered

    @property
    def block(self) -> bool:
        """Whether it begins and ends a line of its own."""
        return self.display not in ("inline", "inline-block")


class Looks:
    """The looks of a page's elements, from its style sheets."""

    def __init__(self, sheet: Sheet, overlays: Overlays | None = None) -> None:
        self.sheet = sheet
        self.overlays = overlays
        hiding = (selector for selector, css in sheet.undecided if hides(css))
        self._doubts = [told_part(selector) for selector in islice(hiding, _MAX_DOUBTS)]
        self._cache: dict[tuple[int | str | None, ...], Look] = {}
        self._kept: list[tuple[Look, Declarations]] = []
        self._met: dict[Element, Look] = {}  # by `is_hidden`
        self._odd: dict[int, tuple[bool, bool]] = {}  # of the sheet's declarations, by their ids

    def page(self, *, marked: bool) -> Look:
        """The look of the page itself: on white, unless a rule that is not read may colour it."""
        white = "lines" if marked else "normal"
        return Look(white=white, paper="" if self.sheet.unread_colours else _WHITE)

    def of(self, element: Element, parent: Look) -> Look:
        """The look of `element` inside an element that looks like `parent`."""
        tag = tag_of(element)
        return self.told(element, tag, parent, self.sheet.declarations(element, tag))

    def told(self, element: Element, tag: str, parent: Look, declarations: Declarations) -> Look:
        """The same, where the tag and what the sheet declares are known."""
        if self.overlays is not None:
            covered = self.overlays.covers(element, declarations, around=parent.covered)
            if covered is not parent.covered:
                return replace(_look(element, tag, parent, declarations), covered=covered)
        if not parent.doubtful and self._is_doubtful(element, tag, declarations):
            return replace(_look(element, tag, parent, declarations), doubtful=True)
        if self.sheet.external and _is_hiding(element.get("class") or ""):
            declarations = {"display": "none", **declarations}
        if tag in _FOLDING:
            return _look(element, tag, parent, declarations)
        get = element.get
        key = (id(parent), id(declarations), tag, *[get(name) for name in _ATTRIBUTES])
        look = self._cache.get(key)
        if look is None:
            look = self._cache[key] = _look(element, tag, parent, declarations)
            self._kept.append((parent, declarations))  # so that their ids stay their own
        return look

    def _is_doubtful(self, element: Element, tag: str, declarations: Declarations) -> bool:
        """Whether a rule or value that is not worked out here may hide an element, or move it."""
        if declarations:
            odd = self._odd.get(id(declarations))
            if odd is None:
                odd = self._odd[id(declarations)] = _may_hide(declarations), moves(declarations)
            if odd[0] or (odd[1] and is_among_options(element)):
                return True
        return bool(self._doubts) and any(p.matches(element, tag) for p in self._doubts)

    def is_hidden(self, element: Element) -> bool:
        """Whether `element` is out of sight, by itself or by what holds it."""
        chain = []
        at: Element | None = element
        while at is not None and at not in self._met:
            chain.append(at)
            at = at.getparent()
        look = self.page(marked=False) if at is None else self._met[at]
        for outer in reversed(chain):
            look = self._met[outer] = self.of(outer, look)
        return look.hidden


def _is_hiding(classes: str) -> bool:
    """Whether a class hides on every screen: `d-none d-md-block` shows on wide ones."""
    return bool(_HIDING.intersection(classes.split())) and not _WIDE_ONLY.search(classes)


def _look(element: Element, tag: str, parent: Look, css: Declarations) -> Look:
    display = _display(element, tag, parent, css)
    white = _white(tag, parent, css, block=display not in ("inline", "inline-block"))
    changed: dict[str, Any] = {
        "style": _style(tag, parent.style, css, display),
        "display": display,
        "white": white,
        "font": _font(element, tag, parent.font, css),
    }
    if tag in _FOLDING:
        changed["folded"] = _is_folded(element, tag, parent)
    if tag in ("ul", "ol", "menu", "dir") or "list-style" in css or "list-style-type" in css:
        kinds = css.get("list-style", "") + " " + css.get("list-style-type", "")
        changed["bullets"] = "none" not in kinds.split()
    # in one go: a look has many parts, and all of them are copied each time
    return replace(parent, **changed, **_sight(element, parent, css, display))


def _is_folded(element: Element, tag: str, parent: Look) -> bool:
    """Whether a closed `details` or `dialog` holds it; the first `summary` stays in sight."""
    if tag != "summary":
        return parent.folded or element.get("open") is None
    outer = element.getparent()
    if outer is None or tag_of(outer) != "details" or outer.find("summary") is not element:
        return parent.folded
    around = (tag_of(e) == "details" and e.get("open") is None for e in outer.iterancestors())
    return any(around)


def _display(element: Element, tag: str, parent: Look, css: Declarations) -> str:
    natural = _DISPLAY.get(tag) or ("block" if tag in _BLOCKS else "inline")
    display = css.get("display", natural).split(" ")[-1] or natural
    if display in ("inherit", "initial", "unset", "revert"):
        display = natural
    if display == "contents" or (display.startswith("inline") and tag in _BLOCKS):
        display = "inline" if display == "inline" else "block"
    if display == "inline-block" and tag not in _BLOCKS:
        display = "inline"
    if "flex" in parent.display or "grid" in parent.display:
        display = "block" if display == "inline" and tag not in ("input", "br") else display
    return "none" if element.get("hidden") is not None and "display" not in css else display


def _white(tag: str, parent: Look, css: Declarations, *, block: bool) -> str:
    value = css.get("white-space", css.get("white-space-collapse", ""))
    if value in ("pre", "pre-wrap", "break-spaces", "preserve"):
        return "pre"
    if value in ("pre-line", "preserve-breaks"):
        return "pre-line"
    if value in ("normal", "nowrap", "collapse"):
        return "normal"
    if tag in _PRE_TAGS:
        return "pre"
    if parent.white == "lines" and block and tag not in ("html", "body", "p"):
        return "normal"
    return parent.white


def _style(tag: str, style: Style, css: Declarations, display: str) -> Style:
    bold = style.bold or tag in _BOLD_TAGS
    weight = css.get("font-weight", "")
    if weight:
        bold = weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600)
        bold = bold or (weight == "inherit" and style.bold)
    lines = css.get("text-decoration", "") + " " + css.get("text-decoration-line", "")
    own = not lines.strip()  # `u {text-decoration: none}` undoes only the tag's own line
    high = css.get("vertical-align", "super" if tag == "sup" else "")
    return Style(
        bold=bold,
        underline=style.underline or "underline" in lines or (tag == "u" and own),
        strike=style.strike or "line-through" in lines or (tag in _STRIKE_TAGS and own),
        highlight=style.highlight or _is_highlight(tag, css, display),
        superscript=style.superscript or high in ("super", "text-top"),
    )


def _is_highlight(tag: str, css: Declarations, display: str) -> bool:
    if display != "inline":
        return False
    colour = css.get("mso-highlight") or _background(css)
    if not colour:
        return tag == "mark"
    return colour not in (_WHITE, *_NO_COLOUR) and not _CLEAR.fullmatch(colour)


def _background(css: Declarations) -> str:
    return _colour(css.get("background-color") or css.get("background", ""))


def _colour(value: str) -> str:
    """One way of writing each colour, as far as they are compared."""
    value = value.strip()
    if value in _LIGHT_NAMES:
        return _WHITE
    light = _HSL.fullmatch(value)
    if light and float(light[1]) >= _LIGHTEST:
        return _WHITE
    found = _RGB.fullmatch(value)
    if found:
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in found.groups())
    if len(value) == 4 and value.startswith("#"):
        return "#" + "".join(digit * 2 for digit in value[1:])
    return value


def _font(element: Element, tag: str, font: str, css: Declarations) -> str:
    named = css.get("font-family") or (element.get("face") if tag == "font" else "")
    if css.get("mso-char-type") == "symbol" and css.get("mso-symbol-font-family"):
        named = css["mso-symbol-font-family"]
    if not named:
        return font
    return named.split(",")[0].strip(" \"'")


def _sight(element: Element, parent: Look, css: Declarations, display: str) -> dict[str, Any]:
    """What hides it, as far as that is another than around it."""
    gone = parent.gone or display == "none"
    coloured = element.get("bgcolor") or element.get("color") or element.get("background")
    if not css and not coloured:
        return {"gone": True} if gone else {}
    invisible = parent.invisible
    if "visibility" in css and css["visibility"] != "inherit":
        invisible = css["visibility"] in ("hidden", "collapse")
    paper = _paper(element, parent, css)
    fill = css.get("-webkit-text-fill-color", "")
    colour = _colour(fill or css.get("color") or (element.get("color") or "").lower())
    size = _font_size(css)
    return {
        "gone": gone or _is_out_of_sight(css),
        "invisible": invisible,
        "clear": _is_clear(colour, paper) if colour not in ("", "inherit") else parent.clear,
        "tiny": _is_tiny(size) if size else parent.tiny,
        "paper": paper,
    }


def hides(css: Declarations) -> bool:
    """Whether these declarations alone would put text on white paper out of sight."""
    if css.get("display") == "none" or css.get("visibility") in ("hidden", "collapse"):
        return True
    colour = _colour(css.get("-webkit-text-fill-color") or css.get("color", ""))
    tiny = "font-size" in css and _is_tiny(css["font-size"])
    return _is_clear(colour, _WHITE) or tiny or _is_out_of_sight(css) or _may_hide(css)


def _may_hide(css: Declarations) -> bool:
    """Whether a value that is not worked out here decides what is seen."""
    if css.get("clip-path", "none") != "none" or _TURNED.search(css.get("transform", "")):
        return True
    return any(name in css and ("var(" in css[name] or "calc(" in css[name]) for name in _TELLING)


def _paper(element: Element, parent: Look, css: Declarations) -> str:
    """The colour under the letters; "" where a picture or something unread may be there."""
    if "url(" in css.get("background", css.get("background-image", "")) or (
        element.get("background") or "gradient" in css.get("background-image", "")
    ):
        return ""
    colour = _background(css) or _colour((element.get("bgcolor") or "").lower())
    if not colour or colour in _NO_COLOUR or _CLEAR.fullmatch(colour):
        return parent.paper
    return colour


def _is_clear(colour: str, paper: str) -> bool:
    """Letters without a colour, or hardly of another colour than the paper under them."""
    if _CLEAR.fullmatch(colour) or (paper and colour == paper):
        return True
    if not (_HEX.fullmatch(colour) and _HEX.fullmatch(paper)):
        return False
    pairs = ((colour[at : at + 2], paper[at : at + 2]) for at in (1, 3, 5))
    return all(abs(int(one, 16) - int(other, 16)) <= _HARDLY for one, other in pairs)


def _font_size(css: Declarations) -> str:
    """`font-size`, or the size in the shorthand `font`."""
    if "font-size" in css or "font" not in css:
        return css.get("font-size", "")
    found = _FONT_SIZE.search(css["font"])
    return found[1] if found else ""


def _is_tiny(size: str) -> bool:
    number = _number(size)
    return number == 0 or (number <= 1 and size.endswith(("px", "pt")))


def _is_out_of_sight(css: Declarations) -> bool:
    if css.get("mso-hide") == "all" or css.get("content-visibility") == "hidden":
        return True
    if "opacity" in css and _share(css["opacity"]) <= _FAINT:
        return True
    faded = _FADED.search(css.get("filter", ""))
    if faded and _share(faded[1]) <= _FAINT:
        return True
    if _number(css.get("text-indent", "")) <= _FAR:
        return True
    if css.get("position") in ("absolute", "fixed", "relative") and _is_off_page(css):
        return True
    if css.get("overflow", "").startswith(("hidden", "clip")) and _is_a_dot(css):
        return True
    return _is_moved_away(css)


def _is_moved_away(css: Declarations) -> bool:
    """Whether it is shrunk to nothing, masked, or shifted out of the page."""
    transform = css.get("transform", "")
    if css.get("scale", "").split(" ")[0] in ("0", "0%") or _NO_SCALE.search(transform):
        return True
    if any(name in css for name in ("mask", "mask-image", "-webkit-mask")):
        return True
    if _share(css.get("zoom", "")) <= _SHRUNK:
        return True
    moved = [float(m) for m in _SHIFT.findall(transform + css.get("translate", ""))]
    return any(m <= _FAR for m in [*moved, _number(css.get("margin-left", ""))])


def _is_off_page(css: Declarations) -> bool:
    sides = ("left", "top", "right", "bottom")
    least = _FAR if css.get("position") == "relative" else _MOVED
    if any(_number(css.get(side, "")) <= least for side in sides):
        return True
    clip = css.get("clip", "").replace(" ", "").replace(",", "").replace("px", "")
    return clip in ("rect(0000)", "rect(1111)") or css.get("clip-path", "") in (
        "inset(50%)",
        "inset(100%)",
    )


def _is_a_dot(css: Declarations) -> bool:
    sizes = [_number(css[name]) for name in ("height", "max-height", "width", "max-width")
             if name in css and css[name] != "auto"]  # fmt: skip
    return any(size == 0 for size in sizes) or (len(sizes) > 1 and all(s <= 1 for s in sizes))


def _share(value: str) -> float:
    """A number from 0 to 1, or a percentage, as that number."""
    return _number(value) / (100 if "%" in value else 1)


def _number(value: str) -> float:
    """The number that a length begins with; 1 where there is none."""
    found = _NUMBER.match(value)
    return float(found[0]) if found else 1.0
