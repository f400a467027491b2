"""What text looks like once styles are resolved (ODF 1.3 part 3, 16 and 20).

The style of a span is laid over that of the span around it, and so on out to the paragraph's
own chain of parent styles; the innermost word on a property holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.model import Style
from extract.odt.names import FO, STYLE, SVG, TEXT, loose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element

_MAX_CHAIN = 20
_PLAIN_FILL = ("", "transparent", "#ffffff")
_SPECK_POINTS = 2.0


@dataclass(frozen=True, slots=True)
class Look:
    """Character properties; None where nothing is said of one."""

    bold: bool | None = None
    underline: bool | None = None
    strike: bool | None = None
    highlight: bool | None = None
    superscript: bool | None = None
    hidden: bool | None = None
    placeholder: bool | None = None
    font: str | None = None
    color: str | None = None

    def over(self, base: Look) -> Look:
        """These properties, and those of `base` where they say nothing."""
        return Look(
            base.bold if self.bold is None else self.bold,
            base.underline if self.underline is None else self.underline,
            base.strike if self.strike is None else self.strike,
            base.highlight if self.highlight is None else self.highlight,
            base.superscript if self.superscript is None else self.superscript,
            base.hidden if self.hidden is None else self.hidden,
            base.placeholder if self.placeholder is None else self.placeholder,
            base.font if self.font is None else self.font,
            base.color if self.color is None else self.color,
        )

    @property
    def style(self) -> Style:
        """The part of it that the model keeps."""
        return Style(
            bool(self.bold),
            bool(self.underline),
            bool(self.strike),
            bool(self.highlight),
            bool(self.superscript),
        )


NO_LOOK = Look()


class Styles:
    """The styles of a document, from the roots of its parts (`styles.xml`, then `content.xml`)."""

    def __init__(self, roots: Iterable[Element] = ()) -> None:
        self._fonts: dict[str, str] = {}
        self._styles: dict[tuple[str, str], Element] = {}
        self._defaults: dict[str, Look] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        self.lists: dict[str, Element] = {}
        for root in roots:
            self._gather(root)

    def look(self, name: str, family: str) -> Look:
        """The look that the named style gives, along its chain of parents."""
        key = (family, name)
        if key not in self._looks:
            look = NO_LOOK
            for style in self._chain(name, family):
                look = look.over(self._own(style))
            self._looks[key] = look.over(self._defaults.get(family, NO_LOOK))
        return self._looks[key]

    def fills(self, name: str, family: str) -> bool:
        """Whether a style of a paragraph, cell or table lays a colour under its text."""
        return any(
            (properties.get(FO + "background-color") or "").lower() not in _PLAIN_FILL
            for style in self._chain(name, family)
            for properties in style
        )

    def list_style(self, paragraph_style: str) -> str:
        """The list style that a paragraph style brings, "" for none."""
        chain = self._chain(paragraph_style, "paragraph")
        return next((n for s in chain if (n := s.get(STYLE + "list-style-name"))), "")

    def is_heading(self, paragraph_style: str) -> bool:
        """Whether the paragraph style is that of a title."""
        names = (s.get(STYLE + "name") or "" for s in self._chain(paragraph_style, "paragraph"))
        return any(name in ("Title", "Subtitle") for name in names)

    def _gather(self, root: Element) -> None:
        for face in root.iter(STYLE + "font-face"):
            name = face.get(STYLE + "name") or ""
            self._fonts[name] = (face.get(SVG + "font-family") or name).strip("'\" ")
        for style in root.iter(STYLE + "style"):
            self._styles[style.get(STYLE + "family") or "", style.get(STYLE + "name") or ""] = style
        for default in root.iter(STYLE + "default-style"):
            self._defaults[default.get(STYLE + "family") or ""] = self._own(default)
        for listed in root.iter(TEXT + "list-style"):
            self.lists[listed.get(STYLE + "name") or ""] = listed

    def _chain(self, name: str, family: str) -> list[Element]:
        chain: list[Element] = []
        style = self._styles.get((family, name))
        while style is not None and len(chain) < _MAX_CHAIN:
            chain.append(style)
            style = self._styles.get((family, style.get(STYLE + "parent-style-name") or ""))
        return chain

    def _own(self, style: Element) -> Look:
        properties = style.find(STYLE + "text-properties")
        named = style.get(STYLE + "name") in ("Placeholder", "Placeholder_20_Text")
        placeholder = True if named else None
        if properties is None:
            return Look(placeholder=placeholder)
        font = properties.get(STYLE + "font-name")
        family = self._fonts.get(font, font) if font else properties.get(FO + "font-family")
        return Look(
            _said(properties, FO + "font-weight", ("bold", "600", "700", "800", "900")),
            _line(properties, STYLE + "text-underline-style"),
            _line(properties, STYLE + "text-line-through-style")
            or _line(properties, STYLE + "text-line-through-type"),
            _set_apart(properties),
            _raised(properties),
            _is_speck(properties) or _said(properties, TEXT + "display", ("none",)),
            placeholder,
            family.strip("'\" ") if family else None,
            _color(properties),
        )


def _color(properties: Element) -> str | None:
    """The letters' own colour (`#rrggbb`), "" for the automatic one."""
    if properties.get(STYLE + "use-window-font-color") == "true":
        return ""
    return properties.get(FO + "color")


def _is_speck(properties: Element) -> bool | None:
    """Letters of two points are dust to a reader."""
    size = properties.get(FO + "font-size") or ""
    try:
        return True if size.endswith("pt") and float(size[:-2]) <= _SPECK_POINTS else None
    except ValueError:
        return None


def _said(properties: Element, name: str, values: tuple[str, ...]) -> bool | None:
    value = properties.get(name)
    return None if value is None else value in values


def _line(properties: Element, name: str) -> bool | None:
    value = properties.get(name)
    return None if value is None else value != "none"


def _raised(properties: Element) -> bool | None:
    value = properties.get(STYLE + "text-position")
    if value is None:
        return None
    first = value.split()[:1]
    return bool(first) and (first[0] == "super" or not first[0].startswith(("-", "0", "sub")))


def _set_apart(properties: Element) -> bool | None:
    """Highlighted, or with a line drawn around it."""
    if loose(properties, "border") not in ("", "none"):  # loext: of characters, fo: of others
        return True
    fill = properties.get(FO + "background-color")
    return None if fill is None else fill.lower() not in _PLAIN_FILL
