"""Step 5a: letters told from boxes by where they stand.

In coarse print any round letter has four sides. A box has a blank on either side, and its own ink
ends where its sides do.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from extract.ocr.engine import by_line
from extract.ocr.squares import middle_of, outline_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.ocr.engine import ReadWord
    from extract.ocr.picture import Mask, Sheet
    from extract.ocr.squares import Square

SHORT_LINE = 16  # letters: it may be words with boxes, however well it was read
_LEGIBLE = 0.5  # a word's confidence, from which its ink is taken as read
_REACH, _BEYOND = 0.35, 0.1  # of a box's side: how far around it ink is looked at; may reach
_UNDER = 0.25  # of a row's height below its baseline
_SMALL = 0.66  # ... small letters are no taller
_BLANK = (0.17, 0.32)  # of the type size: the least blank beside a box, and where it is


def long_lines(words: Sequence[ReadWord]) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of the lines that are no short words beside boxes."""
    lines = by_line(words)
    out = []
    for line in lines.values():
        if sum(letter_count(w) for w in line if w.sure >= _LEGIBLE) > SHORT_LINE:
            base, row = median(w.baseline for w in line), median(w.row for w in line)
            x0, x1 = min(w.x0 for w in line), max(w.x1 for w in line)
            out.append((x0, base - row, x1, base + _UNDER * row))
    return out


def is_among_letters(
    sheet: Sheet, square: Square, lines: Sequence[tuple[float, float, float, float]], em: float
) -> bool:
    """Whether it is no taller than letters and stands close to others.

    In coarse print any round letter has four sides; around a box there is a blank. In short lines,
    where a pen may have left a box, it must be as low as a small letter between two others.
    """
    if square.height > em:
        return False
    x, y = (square.x0 + square.x1) / 2, (square.top + square.bottom) / 2
    running = any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in lines)
    if not running and square.height > _SMALL * em:
        return False
    sides = _blanks(sheet, square, em)
    return not all(sides) if running else not any(sides)


def _blanks(sheet: Sheet, square: Square, em: float) -> tuple[bool, bool]:
    """Whether there is a blank before and after a square."""
    least, reach = max(2, round(_BLANK[0] * em)), max(3, round(_BLANK[1] * em))
    rows = sheet.ink[square.top : square.bottom]
    sides = rows[:, max(square.x0 - reach, 0) : square.x0], rows[:, square.x1 : square.x1 + reach]
    before, after = (_has_blank(side, least) for side in sides)
    return before, after


def without_letters(
    sheet: Sheet, hidden: Sequence[Square], boxes: Sequence[Square], em: float
) -> list[Square]:
    """Without what touches a letter on a line where two others stand apart from all words."""
    apart = [s for s in (*hidden, *boxes) if all(_blanks(sheet, s, em))]
    return [
        s
        for s in hidden
        if s in apart or s.height > em or sum(on_one_line(s, o) for o in apart) < 2
    ]


def _has_blank(side: Mask, least: int) -> bool:
    """Whether so many columns in a row are bare; the sheet's own edge is."""
    if not side.shape[1]:
        return True
    bare = (~side.astype(np.bool_).any(axis=0)).astype(np.intp)
    return bool((np.convolve(bare, np.ones(least, np.intp)) == least).any())


def is_round(sheet: Sheet, square: Square) -> bool:
    """Whether the ink of its sides is no square: a letter's reaches beyond it, its middle bare.

    Only where no pen is in it; a pen reaches beyond as well.
    """
    if middle_of(sheet.ink, square, square.width // 4).any():
        return False
    pad = max(3, round(_REACH * square.width))
    _, _, whole = outline_of(sheet.ink, square, pad)
    if whole is None:
        return False
    most = max(2, round(_BEYOND * square.width))
    beyond = (
        square.x0 - whole.x0,
        square.top - whole.top,
        whole.x1 - square.x1,
        whole.bottom - square.bottom,
    )
    return max(beyond) > most


def letter_count(word: ReadWord) -> int:
    """Its letters and digits; single signs do not count: a box is often read as one."""
    count = sum(map(str.isalnum, word.text))
    return count if count > 1 else 0


def on_one_line(a: Square, b: Square) -> bool:
    """Whether two squares stand beside each other."""
    return min(a.bottom, b.bottom) - max(a.top, b.top) > 0.5 * min(a.height, b.height)
