"""One paragraph being built from pieces of text, breaks, marks and fields.

White space is collapsed as browsers do it (CSS Text 3, 4.1), across the elements in it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract.glyphs import MAYBE_SEEN, is_symbol_font, plain_symbol, split_marks
from extract.model import Break, BreakKind, Paragraph, Place, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extract.html.look import Look
    from extract.model import Field, Inline, Mark

# Characters that show nothing: soft hyphen, zero width, direction marks, C0 and C1 controls
_SHOWN_NOT = dict.fromkeys(
    [0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x200E, 0x200F, 0x061C]
    + [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    + [c for c in (*range(0x20), *range(0x7F, 0xA0)) if chr(c) not in "\t\n\f\v\r\x85"]
)
_LINE_ENDS = str.maketrans(dict.fromkeys("\f\v\x85\u2028\u2029", "\n"))
_ODD = re.compile("[" + "".join(map(re.escape, map(chr, (*_SHOWN_NOT, *_LINE_ENDS)))) + "]")
_WIDE_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_ENDS = " \u00a0"
_MARKER = re.compile(r"([·•§oØ▪●○■–-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\xa0[ \xa0]*")
_BULLETS = "·•§oØ▪●○■vqü"


def _without_odd(text: str, odd: Mapping[int, str | None]) -> str:
    """The text translated; most has none of these characters, and that is told much faster."""
    return text.translate(odd) if _ODD.search(text) else text


def _collapsed(text: str) -> str:
    """The text with each run of spaces, tabs and line ends as one space."""
    for sign in "\t\n\r":
        text = text.replace(sign, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def clean(text: str) -> str:
    """Text without what shows nothing, NFC; exotic spaces become plain ones."""
    if text.isascii() and text.isprintable():
        return text
    text = _without_odd(text, _SHOWN_NOT)
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        pass
    else:
        return text.replace("\xa0", " ")  # the one wide space of these, and all are NFC
    return unicodedata.normalize("NFC", _WIDE_SPACES.sub(" ", text))


def squeezed(text: str) -> str:
    """The same on one line, white space collapsed."""
    return " ".join(clean(_without_odd(text, _LINE_ENDS)).split())


def plain_marker(marker: str) -> str:
    """A list marker as it is shown: Word writes its bullets as letters of symbol fonts."""
    marker = squeezed(marker)
    return "•" if len(marker) == 1 and marker in _BULLETS else marker


@dataclass(slots=True)
class Listed:
    """That the next paragraph is an item, and its bullet or number."""

    marker: str


class ParagraphBuilder:
    """Collects the inlines of one paragraph; `finish` gives it and begins anew."""

    def __init__(self) -> None:
        self.listed: Listed | None = None
        self.heading = False
        self._items: list[Inline] = []
        self._at_gap = True  # a space here would stand beside another or at a line's start

    @property
    def unbegun(self) -> bool:
        """Whether nothing at all has been added."""
        return not self._items

    @property
    def blank(self) -> bool:
        """Whether nothing has been added that shows."""
        return all(isinstance(i, Break) or (isinstance(i, Text) and not i.text.strip())
                   for i in self._items)  # fmt: skip

    @property
    def after_line_break(self) -> bool:
        """Whether the last thing that shows is a line break."""
        for item in reversed(self._items):
            if isinstance(item, Break):
                return item.kind is BreakKind.LINE
            if not isinstance(item, Text) or item.text.strip(_ENDS):
                return False
        return False

    def text(self, raw: str, look: Look, place: Place) -> None:
        """Adds text; line feeds in it are white space, unless the look keeps spaces (`pre`)."""
        if self._at_gap and look.white != "pre" and not raw.strip(" \t\n\r"):
            return  # what stands between the tags
        if _ODD.search(raw):
            raw = raw.translate(_LINE_ENDS).translate(_SHOWN_NOT)
        if look.font and is_symbol_font(look.font):
            raw = "".join(_shown(char, look.font) for char in raw)
        if look.white != "pre":
            raw = _collapsed(raw)
            raw = raw.lstrip(" ") if self._at_gap else raw
        if not raw:
            return
        self._at_gap = raw.endswith(" ")
        last = self._items[-1] if self._items else None
        certainty = MAYBE_SEEN if look.doubtful else 1.0
        style = look.style
        alike = isinstance(last, Text) and (last.style is style or last.style == style)
        if isinstance(last, Text) and alike and last.certainty == certainty:
            self._items[-1] = replace(last, text=last.text + raw)
        else:
            self._items.append(Text(raw, place, style, certainty=certainty))

    def tab(self, place: Place) -> None:
        """Adds a tab that is layout."""
        self._items.append(Break(BreakKind.TAB, place))
        self._at_gap = True

    def line(self, place: Place) -> None:
        """Adds a line break."""
        self._items.append(Break(BreakKind.LINE, place))
        self._at_gap = True

    def put(self, item: Mark | Field) -> None:
        """Adds a mark or an entry control."""
        self._items.append(item)
        self._at_gap = False

    def finish(self, place: Place, *, word_list: bool = False) -> Paragraph | None:
        """The paragraph, None where nothing shows; begins the next one.

        `word_list`: Word says that it is an item whose bullet is typed before the text.
        """
        items, self._items, self._at_gap = self._items, [], True
        heading, self.heading = self.heading, False
        if word_list and self.listed is None:
            items = self._typed_marker(items)
        inlines = split_marks(_tidy(items))
        if not inlines:
            return None
        listed, self.listed = self.listed, None
        marker = listed.marker if listed else ""
        return Paragraph(inlines, place, listed is not None, marker, heading)

    def _typed_marker(self, items: list[Inline]) -> list[Inline]:
        first = items[0] if items else None
        found = _MARKER.match(first.text) if isinstance(first, Text) else None
        if found is None or not isinstance(first, Text):
            return items
        self.listed = Listed(plain_marker(found[1]))
        return [replace(first, text=first.text[found.end() :]), *items[1:]]


def _shown(char: str, font: str) -> str:
    return char if char.isspace() else plain_symbol(char, font) or char


def _is_line(item: Text) -> bool:
    """Whether blanks are underlined, and so a line to write on: `No <u>&nbsp;&nbsp;&nbsp;</u>`."""
    return item.style.underline and len(item.text) > 1 and not item.text.strip()


def _tidy(items: list[Inline]) -> tuple[Inline, ...]:
    """Spaces beside breaks and at the ends dropped, and breaks at the ends."""
    items = [_cleaned(item) if isinstance(item, Text) else item for item in items]
    tidy: list[Inline] = []
    for at, item in enumerate(items):
        if isinstance(item, Text) and _is_line(item):
            tidy.append(item)
        elif isinstance(item, Text):
            text = item.text
            if not tidy or isinstance(tidy[-1], Break):
                text = text.lstrip(" ")
            if at + 1 == len(items) or isinstance(items[at + 1], Break):
                text = text.rstrip(" ")
            if text:
                tidy.append(item if text == item.text else replace(item, text=text))
        elif tidy or not isinstance(item, Break):
            tidy.append(item)
    return tuple(_without_end(tidy))


def _cleaned(item: Text) -> Text:
    text = clean(item.text)
    return item if text == item.text else replace(item, text=text)


def _without_end(items: list[Inline]) -> list[Inline]:
    while items:
        last = items[-1]
        if isinstance(last, Text):
            text = last.text if _is_line(last) else last.text.rstrip(" ")
            if text:
                items[-1] = last if text == last.text else replace(last, text=text)
                break
        elif not isinstance(last, Break):
            break
        items.pop()
    return items
