"""The bullets and numbers of lists (ODF 1.3 part 3, 5.3 and 16.30)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.docx.numbering import BULLET, formatted
from extract.glyphs import plain_symbol
from extract.odt.names import STYLE, TEXT, local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from extract.odt.styles import Styles

_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman"}
_FORMATS |= {"I": "upperRoman"}
_MAX_LEVEL = 10


class Lists:
    """Counts the items of every list style of a document."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._counts: dict[str, list[int]] = {}

    def begin(self, style: str, level: int, *, goes_on: bool) -> None:
        """A list of this style begins at `level` (from 1); its numbers too unless it goes on."""
        counts = self._counts.setdefault(style, [0] * (_MAX_LEVEL + 1))
        if not goes_on and level <= _MAX_LEVEL:
            first = self._level(style, level)
            start = None if first is None else first.get(TEXT + "start-value")
            counts[level] = int(start) - 1 if start and start.isdecimal() else 0

    def marker(self, style: str, level: int, start: str) -> tuple[str, str]:
        """The marker of the next item and the bullet as drawn; "" where the level shows none."""
        definition = self._level(style, level)
        if definition is None or level > _MAX_LEVEL:
            return "", ""
        if local(definition) == "list-level-style-bullet":
            char = (definition.get(TEXT + "bullet-char") or BULLET)[:1]
            return BULLET, plain_symbol(char, self._font(definition)) or char
        counts = self._counts.setdefault(style, [0] * (_MAX_LEVEL + 1))
        counts[level] = int(start) if start.isdecimal() else counts[level] + 1
        counts[level + 1 :] = [0] * (_MAX_LEVEL - level)
        return self._number(style, level, counts), ""

    def _number(self, style: str, level: int, counts: list[int]) -> str:
        definition = self._level(style, level)
        if definition is None:
            return ""
        shown = definition.get(TEXT + "display-levels") or "1"
        first = max(level - (int(shown) if shown.isdecimal() else 1) + 1, 1)
        parts = [p for n in range(first, level + 1) if (p := self._part(style, n, counts[n]))]
        if not parts:
            return ""
        before = definition.get(STYLE + "num-prefix") or ""
        return f"{before}{'.'.join(parts)}{definition.get(STYLE + 'num-suffix') or ''}"

    def _part(self, style: str, level: int, count: int) -> str:
        definition = self._level(style, level)
        kind = "" if definition is None else definition.get(STYLE + "num-format") or ""
        return formatted(count, _FORMATS[kind]) if kind in _FORMATS else ""

    def _level(self, style: str, level: int) -> Element | None:
        found = self._styles.lists.get(style)
        if found is None:
            return None
        return next((e for e in found if e.get(TEXT + "level") == str(level)), None)

    def _font(self, definition: Element) -> str:
        named = self._styles.look(definition.get(TEXT + "style-name") or "", "text")
        properties = definition.find(STYLE + "text-properties")
        own = "" if properties is None else properties.get(STYLE + "font-name") or ""
        return own or named.font or ""
