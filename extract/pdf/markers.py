"""Bullets and numbers at the start of a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.pdf.geometry import Word
    from extract.pdf.words import Line

_BULLETS = frozenset("•·∙●○◦‣⁃▪▫■□◆◇❖➢➤►▶→⇒⬧⧫♦∗")
_DASHES = frozenset({"-", "–", "—", "*", "−"})
_NUMBER = re.compile(
    r"(?!\([xX]\))"  # a cross in brackets marks something
    r"\(?(?:\d{1,2}(?:\.\d{1,2}){0,2}[.)]|\d{1,2}\.-|[a-zA-Z]\)|[ivxIVX]{1,4}[.)])"
)
_AS_WIDE = 0.7  # of the blank before
_WIDE = 0.55  # of the type size: a tab rather than a blank


def marker_of(words: list[Word]) -> str:
    """The bullet or number that opens these words, "" where none does.

    A mark that stands alone (`-` as an answer) opens nothing.
    """
    if len(words) < 2 or words[0].inline is not None or words[0].superscript:
        return ""
    first, second = words[0], words[1]
    if not second.space_before:
        return ""
    if first.text in _BULLETS or first.text in _DASHES:
        return first.text
    wide = second.box.x0 - first.box.x1 > _WIDE * first.size
    if first.text in {"o", "§", "\ufffd"} and wide and not _is_stretched(words):
        return "•"  # bullets of symbol fonts, whose codes say nothing
    if _NUMBER.fullmatch(first.text) and (wide or _starts_item(first.text, second)):
        return first.text
    return ""


def _is_stretched(words: list[Word]) -> bool:
    """Whether the blank after the first word is as wide as the next one: text is justified."""
    if len(words) <= 2 or not words[2].space_before:
        return False
    first, second, third = (word.box for word in words[:3])
    return third.x0 - second.x1 > _AS_WIDE * (second.x0 - first.x1)


def _starts_item(number: str, second: Word) -> bool:
    word = second.text.lstrip('¿¡"“«')
    return (number[0].isdigit() and word[:1].isalpha()) or number[-1] == ")"


def is_marker(line: Line) -> bool:
    """Whether the line opens with a bullet or number."""
    return bool(marker_of(line.words))


def is_bare_marker(words: list[Word]) -> bool:
    """Whether the words are nothing but a bullet or number, whose item stands apart."""
    if len(words) != 1 or words[0].inline is not None:
        return False
    text = words[0].text
    return text in _BULLETS or text in _DASHES or _NUMBER.fullmatch(text) is not None


def opens_item(line: Line, paragraph_start: Line) -> bool:
    """Whether the line's marker surely opens a new item after that paragraph's first line.

    A bullet does; a dash or number does where the paragraph before is an item of its kind
    (it may else be a word that came to stand first in its line).
    """
    marker = marker_of(line.words)
    if marker in _BULLETS:
        return True
    before = marker_of(paragraph_start.words)
    if not before or abs(paragraph_start.box.x0 - line.box.x0) > 3:
        return False
    if marker in _DASHES:
        return before == marker
    return _kind(before) == _kind(marker)


def _kind(marker: str) -> str:
    return re.sub(r"[A-Za-z]+", "a", re.sub(r"\d+", "1", marker))


def text_start(line: Line) -> float:
    """The x at which the line's text begins, after its bullet or number."""
    words = line.words
    return words[1].box.x0 if marker_of(words) else words[0].box.x0
