"""Keeps a spreadsheet from running a text as a formula, in a way that can be undone.

A text that a spreadsheet would take for a formula gets one apostrophe in front, and so does
a text that begins with an apostrophe: whatever begins with one has exactly one too many.
Rule: the characters that OWASP's "CSV Injection" names (`=`, `+`, `-`, `@`, tab, carriage
return), their full-width forms, and all of them after white space or unseen characters.
"""

from __future__ import annotations

import unicodedata

APOSTROPHE = "'"

_STARTERS = frozenset("=+-@\u2212")  # \u2212 is the minus sign, which compatibility leaves alone
_CONTROLS = frozenset("\t\r\n")


def neutralize(text: str) -> str:
    """The text as it may stand in a cell; unchanged where no program would run it."""
    return APOSTROPHE + text if _is_risky(text) else text


def restore(cell: str) -> str:
    """The text from which `neutralize` made this cell."""
    return cell.removeprefix(APOSTROPHE)


def _is_risky(text: str) -> bool:
    if text[:1] == APOSTROPHE or text[:1] in _CONTROLS:
        return bool(text)  # "" begins with nothing
    first = next((char for char in text if not _is_unseen(char)), "")
    return unicodedata.normalize("NFKC", first)[:1] in _STARTERS if first else False


def _is_unseen(char: str) -> bool:
    """White space, control and format characters: programs trim or ignore them."""
    return char.isspace() or unicodedata.category(char) in ("Cc", "Cf")
