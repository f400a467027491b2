"""Plain text wrapped at a page's width: the line breaks that nobody meant are undone.

A break was forced where the next line's first word would not have fitted. Text counts as
wrapped where many breaks inside blocks are of this kind; short lines, as labels are, stay.
"""

from __future__ import annotations

import re
from itertools import pairwise

_WIDTHS = range(50, 131)  # characters
_FEWEST = 5
_SHARE = 0.4
_FIRST_WORD = re.compile(r"\S+")
_NEW_BLOCK = re.compile(r"\s*(?:[-*+•>|#]|\[.?\]|\(.?\)|[☐☑☒□■✓]|\d{1,3}[.)]|<)|.*\t")


def unwrapped(text: str) -> str:
    """The text with its forced line breaks undone; the same text where it is not wrapped."""
    lines = [line.rstrip(" ") for line in text.split("\n")]
    width = max(map(len, lines))
    if width not in _WIDTHS:
        return text
    pairs = [(one, other) for one, other in pairwise(lines) if one and other]
    forced = sum(_is_forced(one, other, width) for one, other in pairs)
    if forced < _FEWEST or forced < _SHARE * len(pairs):
        return text
    return "".join(_joined(lines, width))


def _joined(lines: list[str], width: int) -> list[str]:
    parts = [lines[0]]
    for one, other in pairwise(lines):
        if not _is_forced(one, other, width):
            parts += ("\n", other)
        elif one.endswith("-") and one[-2:-1].isalpha():
            parts.append(other.lstrip(" "))
        else:
            parts += (" ", other.lstrip(" "))
    return parts


def _is_forced(line: str, following: str, width: int) -> bool:
    word = _FIRST_WORD.search(following)
    if not line or word is None or _NEW_BLOCK.match(following):
        return False
    return len(line) + 1 + len(word[0]) > width
