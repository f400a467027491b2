"""Bullets: those typed as text are taken off like those Word draws; some are boxes in truth."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from extract.glyphs import classify, split_marks
from extract.model import Break, Encoding, EncodingKind, Mark, Text

if TYPE_CHECKING:
    from extract.model import Inline, Place

_BULLETS = "•·∙●○◦‣⁃▪▫■◆◇❖➢➤►▶⬧⧫♦"
_TYPED = re.compile(rf"\s*([{_BULLETS}])(\s+|$)")
_OPTION_CHARS = 10  # enough of a paragraph to see whether it begins with Sí or No


def box(bullet: str, inlines: tuple[Inline, ...], place: Place) -> Mark | None:
    """The mark that a list's bullet is where it is a box before Sí or No, else None."""
    glyph = classify(bullet)
    first = inlines[0] if inlines else None
    if glyph is None or not isinstance(first, Text):
        return None
    told = split_marks((Text("●" + first.text[:_OPTION_CHARS]),))
    if not isinstance(told[0], Mark):
        return None
    raw = Encoding(EncodingKind.GLYPH, glyph.state, bullet)
    return Mark(glyph.state, glyph.shape, (raw,), place)


def typed(inlines: tuple[Inline, ...]) -> tuple[str, tuple[Inline, ...]]:
    """The bullet typed before a paragraph and the inlines without it; "" where there is none.

    A bullet needs a space or tab after it and something to stand before. Dashes and numbers
    stay: they may be part of what was written.
    """
    start = next((n for n, i in enumerate(inlines) if not isinstance(i, Break)), 0)
    first = inlines[start] if inlines else None
    if not isinstance(first, Text) or first.text.lstrip()[:1] not in _BULLETS:
        return "", inlines
    match = _TYPED.match(first.text)
    if match is None:
        return "", inlines
    rest = first.text[match.end() :]
    after = inlines[start + 1 :]
    if rest:
        return match[1], (replace(first, text=rest), *after)
    if after and (match[2] or isinstance(after[0], Break)):
        return match[1], after[1:] if isinstance(after[0], Break) else after
    return "", inlines
