"""Marks that people type: `( X )`, `[x]`, `_X_`, `X`, and the blanks that wait for one."""

from __future__ import annotations

import re

_SIGN = r"(?:[xX×✓✔✗✘хХ]{1,3}|[*•+])"  # the last two letters are Cyrillic
_GAP = r"\s{0,60}"  # bounded: what people leave between, and no long search in what they do not
TYPED = re.compile(
    rf"[(\[{{<]{_GAP}(?:_*{_GAP}(?P<inside>{_SIGN}){_GAP}_*|[_.]*){_GAP}[)\]}}>]"  # ( X ), [x], ( )
    rf"|(?:_+|\.{{2,}}|…+)(?:{_GAP}(?P<lined>{_SIGN}){_GAP}(?:_+|\.{{2,}}|…+)"  # _X_, __ X __
    rf"|(?P<ended>{_SIGN})(?!\w))"  # __X
    rf"|\|{_GAP}(?P<piped>{_SIGN})?{_GAP}\|"  # |X|, | |
    r"|(?P<blank>_{2,}|\.{4,}|…{2,}|(?:\.\s){2,}\.)"  # ____
    r"|(?<![^\W_])(?P<lone>[xXхХ]{1,4}|×)(?![^\W_])_*"  # X
    r"|(?P<filled>[■◼◾⬛▪🔳●⚫⬤⊙⊗⊚√◆♦])|[▫○◯⚪⭘❍◌⚬◎◇♢]"  # elsewhere a bullet, here a box
    r"|(?P<doubt>(?:[(\[]\s?)?\?+(?:\s?[)\]])?)"
)
"""A typed mark. Groups `inside`, `lined`, `ended`, `piped`, `lone` and `filled` are marks that are
on; `doubt` is a question mark beside the answer; everything else waits for a mark."""

SIGNATURE_LINE = 10  # underscores in a line of its own from which it is one to sign on


def is_on(match: re.Match[str]) -> bool:
    """True where the typed mark is on."""
    return any(match[name] for name in ("inside", "lined", "ended", "piped", "lone", "filled"))
