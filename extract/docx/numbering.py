"""The bullet or number that Word puts before a paragraph (ISO/IEC 29500-1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.docx.names import W, child, number, val
from extract.glyphs import plain_symbol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element

    from extract.docx.styles import Styles

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MAX_LEVEL = 8
_MAX_ROMAN = 4000
BULLET = "•"


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    pattern: str
    start: int
    font: str


class Numbering:
    """The lists of a document; counts as it goes, so ask once a paragraph and in order."""

    def __init__(self, root: Element | None = None) -> None:
        abstracts = {} if root is None else _by_id(root, "abstractNum", "abstractNumId")
        nums = {} if root is None else _by_id(root, "num", "numId")
        self._lists: dict[str, dict[int, _Level]] = {}
        self._shared: dict[str, str] = {}  # lists of one definition count together
        for num_id, num in nums.items():
            abstract_id = val(child(num, "abstractNumId"))
            own = _levels(num.findall(f"{W}lvlOverride/{W}lvl"))
            self._lists[num_id] = _levels(abstracts.get(abstract_id, ())) | own
            restarted = num.find(f"{W}lvlOverride") is not None
            self._shared[num_id] = f"num {num_id}" if restarted else abstract_id
        self._counts: dict[str, list[int | None]] = {}

    def marker(self, num_pr: Element | None) -> tuple[str, str] | None:
        """The marker of a paragraph with this `w:numPr`, and the character of its bullet.

        None where the paragraph stands in no list. The marker is "•" for bullets, else the
        number as shown ("2.", "b)"); the second is the bullet as Unicode shows it, or "".
        """
        num_id = val(child(num_pr, "numId"))
        if num_pr is None or num_id in ("", "0"):
            return None
        depth = min(max(number(val(child(num_pr, "ilvl"))), 0), _MAX_LEVEL)
        level = self._lists.get(num_id, {}).get(depth)
        if level is None:
            return (BULLET, "")
        if level.kind == "bullet":
            return (BULLET, _bullet(level))
        if level.kind == "none" and not level.pattern.strip():
            return None
        return (self._count(num_id, depth), "")

    def _count(self, num_id: str, depth: int) -> str:
        counts = self._counts.setdefault(self._shared[num_id], [None] * (_MAX_LEVEL + 1))
        levels = self._lists[num_id]
        now = counts[depth]
        counts[depth] = levels[depth].start if now is None else now + 1
        counts[depth + 1 :] = [None] * (_MAX_LEVEL - depth)

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            level = levels.get(at)
            count = counts[at]
            value = count if count is not None else (level.start if level else 1)
            return formatted(value, level.kind if level else "decimal")

        return re.sub(r"%([1-9])", shown, levels[depth].pattern)


def list_properties(p_pr: Element | None, styles: Styles, style_id: str) -> Element | None:
    """The paragraph's `w:numPr`: its own, else its style's."""
    own = child(p_pr, "numPr")
    return own if child(own, "numId") is not None else styles.num_pr(style_id)


def _by_id(root: Element, name: str, key: str) -> dict[str, Element]:
    return {val(element, key): element for element in root.findall(W + name)}


def _levels(elements: Iterable[Element]) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for lvl in elements:
        if lvl.tag != W + "lvl":
            continue
        levels[number(val(lvl, "ilvl"))] = _Level(
            val(child(lvl, "numFmt")) or "decimal",
            val(child(lvl, "lvlText")),
            number(val(child(lvl, "start")), 1),
            val(child(lvl, "rPr", "rFonts"), "ascii") or val(child(lvl, "rPr", "rFonts"), "hAnsi"),
        )
    return levels


def _bullet(level: _Level) -> str:
    char = level.pattern[:1]
    return (plain_symbol(char, level.font) or char) if char else ""


def formatted(value: int, kind: str) -> str:
    """The number as a list of this kind shows it (`lowerLetter`, `upperRoman`); "" for none."""
    if kind in ("lowerLetter", "upperLetter") and value > 0:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 % 20 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman") and 0 < value < _MAX_ROMAN:
        return _roman(value) if kind == "lowerRoman" else _roman(value).upper()
    if kind == "decimalZero":
        return f"{value:02d}"
    return "" if kind == "none" else str(value)


def _roman(value: int) -> str:
    text = ""
    for size, letters in _ROMAN:
        count, value = divmod(value, size)
        text += letters * count
    return text
