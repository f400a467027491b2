"""The type sizes of lines, by the rows that Tesseract guesses and by the letters' own heights."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.ocr.engine import ReadWord

EM = 0.93  # of the type size: what Tesseract calls a row's height
_SAME_SIZE = 0.1  # sizes this near the page's usual one are that
_LOW, _TALL = frozenset("acegmnopqrsuvwxyz.,"), frozenset("bdfhklABCDEFGHIJKLMNOPQRSTUVXYZ")
_SAME_HEIGHT, _MOST_WORDS = 0.1, 0.5  # letters so alike are of one size; in so many of its words


def sizes_of(read: Sequence[ReadWord], scale: float) -> dict[int, float]:
    """The type size of each line, in points; `scale` in pixels a point."""
    found: dict[int, list[float]] = {}
    for word in read:
        found.setdefault(word.line, []).append(word.row / EM / scale)
    sizes = {line: median(rows) for line, rows in found.items()}
    usual = median(sizes.values()) if sizes else 0.0
    near = [line for line, size in sizes.items() if abs(size / usual - 1) <= _SAME_SIZE]
    return sizes | dict.fromkeys((*near, *as_tall(read, sizes, usual)), usual)


def as_tall(read: Sequence[ReadWord], sizes: dict[int, float], usual: float) -> list[int]:
    """The lines whose letters are as tall as in lines of the usual size.

    Tesseract guesses the height of a row without tall letters, as of a last line's one word.
    """
    known: dict[bool, list[float]] = {True: [], False: []}
    odd: dict[int, list[tuple[bool, float]]] = {}
    for word in read:
        tall = _has_tall(word.text)
        if tall is None:
            continue
        if abs(sizes[word.line] / usual - 1) <= _SAME_SIZE:
            known[tall].append(word.baseline - word.top)
        else:
            odd.setdefault(word.line, []).append((tall, word.baseline - word.top))
    usual_height = {tall: median(found) for tall, found in known.items() if found}

    def fits(tall: bool, height: float) -> bool:  # capitals are misread as small letters: `ES su`
        kinds = (True,) if tall else (False, True)
        wanted = [usual_height[kind] for kind in kinds if kind in usual_height]
        return any(abs(height / other - 1) <= _SAME_HEIGHT for other in wanted)

    return [
        line
        for line, words in odd.items()
        if sum(fits(*word) for word in words) >= _MOST_WORDS * len(words)
    ]


def _has_tall(text: str) -> bool | None:
    """Whether some of its letters are tall; None where their height is not known."""
    letters = set(text)
    if letters <= _LOW:
        return False
    return True if letters <= _LOW | _TALL else None
