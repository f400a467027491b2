"""Helpers to lay marks, fields and strokes among the words of a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extract.glyphs import classify
from extract.model import Encoding, Field, Mark, MarkState, Origin
from extract.pdf.geometry import Word, holds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.model import Box

TYPED_SIGNS = frozenset("xX✓✔✗✘✕✖☓×√")
DEFAULT_SIZE = 10.0  # points, where no word stands nearby


def coincide(a: Box, b: Box) -> bool:
    """Whether the middle of one box lies in the other."""
    return holds(a, b.x_mid, b.y_mid) or holds(b, a.x_mid, a.y_mid)


def is_sign(text: str) -> bool:
    """Whether a character typed into a box marks it."""
    glyph = classify(text)
    return text in TYPED_SIGNS or (glyph is not None and glyph.state is MarkState.ON)


def marked(mark: Mark, by: Encoding, origin: Origin | None = None) -> Mark:
    """The mark as set by what was put into its box."""
    return replace(
        mark, state=MarkState.ON, encodings=(by,), origin=mark.origin if origin is None else origin
    )


def and_marked(mark: Mark, by: Encoding) -> Mark:
    """A form field's mark with what was put over it: UNSURE where the field says otherwise."""
    encodings = (*mark.encodings, by)
    sure = {e.state for e in encodings} == {MarkState.ON}
    return replace(mark, state=MarkState.ON if sure else MarkState.UNSURE, encodings=encodings)


def placed(item: Mark | Field, box: Box, words: Sequence[Word]) -> Word:
    """The item as a word, on the baseline of the text beside it."""
    tall = isinstance(item, Field) and box.height > 2.2 * DEFAULT_SIZE
    y = box.top + DEFAULT_SIZE if tall else box.y_mid
    beside = [w for w in words if w.inline is None and w.box.top <= y <= w.box.bottom]
    if beside:
        near = min(beside, key=lambda w: 4 * abs(w.box.y_mid - y) + _apart(w.box, box))
        return Word("", box, near.size, near.baseline, inline=item)
    baseline = box.top + DEFAULT_SIZE if tall else box.y_mid + 0.35 * DEFAULT_SIZE
    return Word("", box, DEFAULT_SIZE, baseline, inline=item)


def _apart(a: Box, b: Box) -> float:
    return max(0.0, a.x0 - b.x1, b.x0 - a.x1)
