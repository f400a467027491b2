"""Text from outside made harmless to show: no control, escape or direction characters.

File names and form texts come from strangers: an escape sequence could repaint the terminal,
a right-to-left override (U+202E) make `fdp.exe` look like `exe.pdf`.
"""

from __future__ import annotations

import unicodedata

_HARMFUL = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))


def printable(text: str, *, keep_lines: bool = False) -> str:
    """The text with every harmful character shown as `�`; line feeds stay where asked."""
    return "".join(
        char if (keep_lines and char == "\n") or not _is_harmful(char) else "�" for char in text
    )


def _is_harmful(char: str) -> bool:
    # A soft hyphen is a format character too, and harmless.
    return unicodedata.category(char) in _HARMFUL and char != "\u00ad"
