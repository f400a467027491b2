"""Step 1e: what a person can see of a page's text, told from a small picture of the page.

Text can be in the file and not on the page: painted over, clipped away, on a layer that is
switched off, in the colour of the paper, too small to be read. PDFium gives it all the same.
So the page is drawn once, and a word is seen where something stands out in its place.
"""

from __future__ import annotations

from itertools import chain
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.model import Box
    from extract.pdf.boxes import Picture
    from extract.pdf.geometry import Char, PageObjects, Run

_EM = 15.0  # pixels: as large as type is drawn
_SMALLEST_EM = 6.0  # pixels: smaller type leaves grey smears only
_MOST_PIXELS = 5_000_000
_UNREADABLE = 1.6  # points: smaller type is no text to a person
_CONTRAST = 18  # grey levels between the lightest and the darkest pixel of a word
_BAND = (0.25, 0.85)  # of a line's height: where letters have ink, and rules above or below not
_GAP = 0.3  # of the type size
_DEFAULT_SIZE = 10.0  # points


def picture_scale(page: PageObjects) -> float | None:
    """Pixels a point at which the page's type can be seen; None where it would be too large."""
    size = usual_size(page.chars)
    scale = min(_EM / size, sqrt(_MOST_PIXELS / max(page.width * page.height, 1.0)))
    return scale if scale * size >= _SMALLEST_EM else None


def usual_size(chars: Sequence[Char]) -> float:
    """The type size of most characters, in points."""
    sizes = [c.run.size for c in chars if c.run.size > 0]
    return median(sizes) if sizes else _DEFAULT_SIZE


def hide_unseen(page: PageObjects, picture: Picture) -> None:
    """Takes the characters that leave no trace in the picture for invisible."""
    hidden: dict[Run, Run] = {}
    for start, end in _words(page.chars):
        word = page.chars[start:end]
        run = word[0].run
        if run.visible and not _is_seen(word, run, picture):
            unseen = hidden.setdefault(run, run._replace(visible=False))
            page.chars[start:end] = [c._replace(run=unseen) for c in word]


def differs(picture: Picture, bare: Picture, box: Box) -> bool:
    """Whether anything in a box shows in one picture of the page and not in the other."""
    left, right, first, last = _window(picture, box.x0, box.top, box.x1, box.bottom, spare=1)
    for row in range(first, last):
        one, other = (p.row(row)[left:right] for p in (picture, bare))
        if one != other and any(abs(a - b) >= _CONTRAST for a, b in zip(one, other, strict=False)):
            return True
    return False


def _words(chars: list[Char]) -> list[tuple[int, int]]:
    """The characters of one run up to and with each blank, or up to a gap: from, to."""
    found: list[tuple[int, int]] = []
    start, run, ends, right, gap = 0, None, False, 0.0, 0.0
    for index, (text, x0, _, x1, _, own) in enumerate(chars):
        if own is not run:
            run, ends, gap = own, True, _GAP * own.size
        if (ends or abs(x0 - right) > gap) and index:
            found.append((start, index))
            start = index
        ends, right = text == " ", x1
    if chars:
        found.append((start, len(chars)))
    return found


def _is_seen(word: list[Char], run: Run, picture: Picture) -> bool:
    if len(word) == 1 or (len(word) == 2 and word[1].text == " "):
        texts, x0, top, x1, bottom, _ = word[0]
        if texts == " ":
            return True
    else:
        inked = word[:-1] if word[-1].text == " " else word
        letters, lefts, tops, rights, bottoms, _ = zip(*inked, strict=True)
        texts, x0, x1 = "".join(letters), min(lefts), max(rights)
        top, bottom = min(tops), max(bottoms)
    if run.size < _UNREADABLE:
        return False
    if run.angle or not any(map(str.isalnum, texts)):
        return _stands_out(picture, x0 - 1, top, x1 + 1, bottom + 2)
    height = bottom - top
    return _stands_out(picture, x0, top + _BAND[0] * height, x1, top + _BAND[1] * height)


def _stands_out(picture: Picture, x0: float, top: float, x1: float, bottom: float) -> bool:
    left, right, first, last = _window(picture, x0, top, x1, bottom)
    if left >= right or first >= last:
        return False
    width, pixels = picture.stride, picture.pixels
    middle = (first + last) // 2
    line = pixels[middle * width + left : middle * width + right]
    low, high = min(line), max(line)
    if high - low >= _CONTRAST:  # so it is with nearly every word
        return True
    for row in chain(range(middle + 1, last), range(middle - 1, first - 1, -1)):
        line = pixels[row * width + left : row * width + right]
        darkest, lightest = min(line), max(line)
        low, high = min(low, darkest), max(high, lightest)
        if high - low >= _CONTRAST:
            return True
    return False


def _window(
    picture: Picture, x0: float, top: float, x1: float, bottom: float, *, spare: int = 0
) -> tuple[int, int, int, int]:
    """The columns and rows of pixels that points fall on, from and to, and `spare` more around."""
    scale, clip = picture.scale, picture.clip
    left, first = int((x0 - clip.x0) * scale) - spare, int((top - clip.top) * scale) - spare
    right = int((x1 - clip.x0) * scale) + 1 + spare
    last = int((bottom - clip.top) * scale) + 1 + spare
    # written out: `max` and `min` take most of the time here
    return (
        left if left > 0 else 0,
        right if right < picture.width else picture.width,
        first if first > 0 else 0,
        last if last < picture.height else picture.height,
    )
