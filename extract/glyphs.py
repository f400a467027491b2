"""Characters that are boxes, option buttons, ticks and crosses, and what each of them says.

Three steps, each usable alone: `plain_symbol` turns a character of a symbol font (Wingdings
and its kin, where `þ` is shown as ☑) into the Unicode character that a person sees;
`classify` says what one character is; `split_marks` takes the inlines of a paragraph and
puts a `Mark` where such a character stood.

Some characters are a mark in one place and a bullet in another (● ○ ■ √ ×). They count as
marks only beside the words Sí or No, alone in their paragraph, or where their counterpart
(□ for ■, ○ for ●) stands in the same paragraph between words.

Sources: the Unicode blocks Miscellaneous Symbols, Dingbats and Geometric Shapes; the glyph
tables of the Wingdings, Wingdings 2, Webdings, Marlett and ITC Zapf Dingbats fonts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from extract.model import (
    Break,
    Encoding,
    EncodingKind,
    Mark,
    MarkShape,
    MarkState,
    Place,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extract.model import Inline, Style


@dataclass(frozen=True, slots=True)
class Glyph:
    """What a character says as a mark; `ambiguous` where it may as well be a bullet."""

    state: MarkState
    shape: MarkShape
    ambiguous: bool = False


_KINDS: tuple[tuple[str, Glyph], ...] = (
    ("☐□▢◻◽⬜🔲❏❐❑❒⎕⬚🗆🞎🞏🞐🞑", Glyph(MarkState.OFF, MarkShape.BOX)),
    ("☑☒✅❎⌧⊠⊡▣🗵🗷🗹⮽⛝🞕", Glyph(MarkState.ON, MarkShape.BOX)),
    ("✓✔✗✘✕✖☓❌🗴🗶🗸", Glyph(MarkState.ON, MarkShape.SIGN)),
    ("🔘⦿◉⮾⮿☉", Glyph(MarkState.ON, MarkShape.RADIO)),
    ("■◼◾⬛▪🔳", Glyph(MarkState.ON, MarkShape.BOX, ambiguous=True)),
    ("▫", Glyph(MarkState.OFF, MarkShape.BOX, ambiguous=True)),
    ("●⚫⬤⊙⊗⊚", Glyph(MarkState.ON, MarkShape.RADIO, ambiguous=True)),
    ("○◯⚪⭘❍◌⚬", Glyph(MarkState.OFF, MarkShape.RADIO, ambiguous=True)),
    ("◎", Glyph(MarkState.UNSURE, MarkShape.RADIO, ambiguous=True)),
    ("√×", Glyph(MarkState.ON, MarkShape.SIGN, ambiguous=True)),
)
_GLYPHS: dict[str, Glyph] = {char: glyph for chars, glyph in _KINDS for char in chars}
_ANY_GLYPH = re.compile(f"[{''.join(_GLYPHS)}][\ufe0e\ufe0f]?")

_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "🞐", 0x71: "❑", 0x72: "❒",
    0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x78: "⌧", 0x9E: "·", 0x9F: "•",
    0xA1: "○", 0xA2: "○", 0xA3: "○", 0xA4: "◉", 0xA5: "◎", 0xA6: "○", 0xA7: "▪", 0xA8: "◻",
    0xD8: "➢", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x55: "⮾", 0x56: "⮿",
    0x97: "●", 0x98: "•", 0x99: "○", 0x9A: "○", 0x9B: "○", 0x9E: "◉", 0x9F: "◎",
    0xA0: "▪", 0xA1: "■", 0xA2: "■", 0xA3: "□", 0xA4: "□", 0xA5: "□", 0xA6: "□", 0xA7: "▣",
}  # fmt: skip
_WEBDINGS = {0x61: "✓", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "✗"}
_MARLETT = {0x61: "✓", 0x62: "✓", 0x68: "●", 0x69: "●", 0x72: "✗"}
_SYMBOL = {0xB7: "•", 0xD6: "√", 0xB4: "×", 0xA7: "♣", 0xA8: "♦", 0xAE: "→", 0xB0: "°"}
_ZAPF = {
    0x33: "✓", 0x34: "✔", 0x35: "✕", 0x36: "✖", 0x37: "✗", 0x38: "✘", 0x6C: "●", 0x6D: "❍",
    0x6E: "■", 0x6F: "❏", 0x70: "❐", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖",
}  # fmt: skip
_SYMBOL_FONTS: dict[str, dict[int, str]] = {
    "wingdings": _WINGDINGS,
    "wingdings2": _WINGDINGS_2,
    "wingdings3": {},
    "webdings": _WEBDINGS,
    "marlett": _MARLETT,
    "symbol": _SYMBOL,
    "standardsymbolsps": _SYMBOL,
    "opensymbol": _WINGDINGS,
    "starsymbol": _WINGDINGS,
    "zapfdingbats": _ZAPF,
    "itczapfdingbats": _ZAPF,
    "dingbats": _ZAPF,
    "d050000l": _ZAPF,
}
# OpenSymbol is a Unicode font that holds Wingdings only in the private area
_UNICODE_FONTS = frozenset({"opensymbol", "starsymbol"})
_CP1252_UPPER = range(0x80, 0xA0)


def is_symbol_font(font: str) -> bool:
    """Whether plain letters in `font` are shown as pictures (Wingdings: `þ` is ☑)."""
    key = _font_key(font)
    return key in _SYMBOL_FONTS and key not in _UNICODE_FONTS


def plain_symbol(char: str, font: str = "") -> str | None:
    """The Unicode character that `char` in `font` shows; None where it is not known.

    `char` is a letter as typed or one of the private area U+F000 to U+F0FF, where Word puts
    symbol characters. Without a font, a private character is read as Wingdings.
    """
    code = ord(char)
    private = 0xF000 <= code <= 0xF0FF
    if not private and not is_symbol_font(font):
        return None
    table = _SYMBOL_FONTS.get(_font_key(font), _WINGDINGS)
    return table.get(code - 0xF000 if private else _code_in_font(char))


def classify(char: str) -> Glyph | None:
    """What `char` (a variation selector may follow) says as a mark; None where it is no mark."""
    return _GLYPHS.get(char[:1])


def has_glyph(text: str) -> bool:
    """Whether a character stands in the text that may be a mark."""
    return _ANY_GLYPH.search(text) is not None


def split_marks(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """The same inlines with a `Mark` where a box, tick or cross stood in a text.

    Give it all inlines of one paragraph: whether ● is a mark depends on its neighbours. A
    text's box is divided evenly over its characters.
    """
    items = tuple(inlines)
    if not any(isinstance(item, Text) and _ANY_GLYPH.search(item.text) for item in items):
        return items
    context = _Context(items)
    parts: list[Inline] = []
    at = 0
    for item in items:
        parts.extend(_split(item, context, at) if isinstance(item, Text) else (item,))
        at += len(_shown(item))
    return tuple(parts)


MAYBE_SEEN = 0.5  # the certainty of letters of which it cannot be told whether they are seen


def is_taken_back(state: MarkState, style: Style) -> bool:
    """Whether a mark was made and then struck out: what was meant is for a person to say."""
    return style.strike and state is MarkState.ON


_WORD_BEFORE = re.compile(
    r"(?:^|[\s\W_])(?:s[ií]|no|autorizo|acepto)[\s:.,;\-–_()\[\]]*$", re.IGNORECASE
)
# "● No se identificaron…" is a bullet before a sentence, not a mark before the option No
_WORD_AFTER = re.compile(
    r"[\s:.\-–_()\[\]]*(?:s[ií]|no|autorizo|acepto)\s*"
    r"(?:$|[^\w\s]|_|autori|acept|(?:s[ií]|no)\b)",
    re.IGNORECASE,
)
_NEAR = 24  # characters looked at on each side


class _Context:
    """The text of a whole paragraph, to judge the ambiguous characters in it."""

    def __init__(self, items: tuple[Inline, ...]) -> None:
        self.text = "".join(map(_shown, items))
        self.lone = not re.sub(r"[\s\ufe0e\ufe0f]", "", _ANY_GLYPH.sub("", self.text))
        self.shapes = {
            (g.shape, g.state) for c in self.text if (g := _GLYPHS.get(c)) is not None
        } | {(i.shape, i.state) for i in items if isinstance(i, Mark)}

    def is_mark(self, at: int, end: int, glyph: Glyph) -> bool:
        """Whether the character at `at` is a mark rather than a bullet."""
        if not glyph.ambiguous or self.lone:
            return True
        if _WORD_BEFORE.search(self.text[max(0, at - _NEAR) : at]):
            return True
        return bool(_WORD_AFTER.match(self.text[end : end + _NEAR]) or self._has_counterpart(glyph))

    def _has_counterpart(self, glyph: Glyph) -> bool:
        opposite = {MarkState.ON: MarkState.OFF, MarkState.OFF: MarkState.ON}.get(glyph.state)
        return opposite is not None and (glyph.shape, opposite) in self.shapes


def _split(item: Text, context: _Context, at: int) -> Iterator[Inline]:
    done = 0
    for match in _ANY_GLYPH.finditer(item.text):
        glyph = _GLYPHS[match[0][0]]
        start, end = match.span()
        if not context.is_mark(at + start, at + end, glyph):
            continue
        if start > done:
            yield _piece(item, done, start)
        yield _mark(item, start, end, glyph)
        done = end
    if done == 0:
        yield item
    elif done < len(item.text):
        yield _piece(item, done, len(item.text))


def _piece(item: Text, start: int, end: int) -> Text:
    return replace(item, text=item.text[start:end], place=_part_of(item, start, end))


def _mark(item: Text, start: int, end: int, glyph: Glyph) -> Mark:
    unseen = item.certainty <= MAYBE_SEEN and glyph.state is MarkState.ON
    unsure = unseen or is_taken_back(glyph.state, item.style)
    return Mark(
        state=MarkState.UNSURE if unsure else glyph.state,
        shape=glyph.shape,
        encodings=(Encoding(EncodingKind.GLYPH, glyph.state, item.text[start]),),
        place=_part_of(item, start, end),
        origin=item.origin,
    )


def _part_of(item: Text, start: int, end: int) -> Place:
    box = item.place.box
    if box is None:
        return item.place
    step = box.width / len(item.text)
    part = box._replace(x0=box.x0 + start * step, x1=box.x0 + end * step)
    return replace(item.place, box=part)


def _shown(item: Inline) -> str:
    if isinstance(item, Text):
        return item.text
    # a stand-in of one character that is no word, so that positions stay true
    return " " if isinstance(item, Break) else "\ufffc"


@lru_cache(maxsize=256)
def _font_key(font: str) -> str:
    name = font.rpartition("+")[2]  # PDF: ABCDEF+Wingdings
    key = re.sub(r"[^a-z0-9]", "", name.lower())
    return key.removesuffix("regular").removesuffix("mt")


def _code_in_font(char: str) -> int:
    """The font's own code of a letter typed in it: Word stores those as cp1252 letters."""
    code = ord(char)
    if code < 0x100 and code not in _CP1252_UPPER:
        return code
    raw = char.encode("cp1252", "ignore")
    return raw[0] if raw else code
