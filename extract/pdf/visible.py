"""Step 1e: what a person can see of a page's text, told from a small picture of the page.

Text can be in the file and not on the page: painted over, clipped away, on a layer that is
switched off, in the colour of the paper, too small to be read. PDFium gives it all the same.
So the page is drawn once, and a word is seen where something stands out in its place.
"""

from __future__ import annotations

from itertools import chain
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from extract.model import Box
    from extract.pdf.boxes import Picture
    from extract.pdf.chars import Chars, Flags, Floats, Numbers
    from extract.pdf.geometry import PageObjects

_EM = 15.0  # pixels: as large as type is drawn
_SMALLEST_EM = 6.0  # pixels: smaller type leaves grey smears only
_MOST_PIXELS = 5_000_000
_UNREADABLE = 1.6  # points: smaller type is no text to a person
_CONTRAST = 18  # grey levels between the lightest and the darkest pixel of a word
_PAPER = 255
_FAR = 1e9  # pixels
_BAND = (0.25, 0.85)  # of a line's height: where letters have ink, and rules above or below not
_GAP = 0.3  # of the type size
_DEFAULT_SIZE = 10.0  # points


def picture_scale(page: PageObjects) -> float | None:
    """Pixels a point at which the page's type can be seen; None where it would be too large."""
    size = usual_size(page.chars)
    scale = min(_EM / size, sqrt(_MOST_PIXELS / max(page.width * page.height, 1.0)))
    return scale if scale * size >= _SMALLEST_EM else None


def usual_size(chars: Chars) -> float:
    """The type size of most characters, in points."""
    sizes = chars.sizes()
    known = sizes[sizes > 0]
    return float(np.median(known)) if len(known) else _DEFAULT_SIZE


def hide_unseen(page: PageObjects, picture: Picture) -> None:
    """Takes the characters that leave no trace in the picture for invisible."""
    chars = page.chars
    if chars.blank.all():
        return
    words = _words(chars)
    plain = _stand_out_plainly(words, chars, picture)
    for n in np.flatnonzero(chars.visible[words.first] & ~plain).tolist():
        first, last = int(words.first[n]), int(words.last[n])
        x0, top, x1, bottom = (float(side[n]) for side in words.sides)
        letters = "".join(chars.texts[first : last + 1])
        is_level = words.angles[n] == 0 and any(map(str.isalnum, letters))
        small = words.sizes[n] < _UNREADABLE
        if small or not _is_seen(picture, (x0, top, x1, bottom), is_level=is_level):
            chars.visible[first : words.end[n]] = False


class _Words(NamedTuple):
    """The letters of one run up to a blank or a gap, in stream order.

    For each such word its first and last letter, what comes behind its blank, its type size in
    points, its angle, and left, top, right and bottom of its box.
    """

    first: Numbers
    last: Numbers
    end: Numbers
    sizes: Floats
    angles: Numbers
    sides: tuple[Floats, Floats, Floats, Floats]


def _words(chars: Chars) -> _Words:
    sizes = chars.sizes()
    starts = np.ones(len(chars), np.bool_)
    apart = np.abs(chars.x0[1:] - chars.x1[:-1]) > _GAP * sizes[1:]
    starts[1:] = apart | chars.blank[:-1] | (chars.owners[1:] != chars.owners[:-1])
    inked = np.flatnonzero(~chars.blank)
    begins = np.flatnonzero(starts[inked])
    first, last = inked[begins], inked[np.append(begins[1:], len(inked)) - 1]
    every = np.append(np.flatnonzero(starts), len(chars))
    end = every[np.searchsorted(every, first, "right")]
    lefts = np.minimum.reduceat(chars.x0[inked], begins)
    tops = np.minimum.reduceat(chars.top[inked], begins)
    rights = np.maximum.reduceat(chars.x1[inked], begins)
    bottoms = np.maximum.reduceat(chars.bottom[inked], begins)
    sides = lefts, tops, rights, bottoms
    return _Words(first, last, end, sizes[first], chars.angles()[first], sides)


def _stand_out_plainly(words: _Words, chars: Chars, picture: Picture) -> Flags:
    """Which words begin with a letter and show both paper and ink, as nearly all of them do.

    They are looked at along one row of pixels, in the middle of their band.
    """
    lefts, tops, rights, bottoms = words.sides
    clip, scale, width = picture.clip, picture.scale, picture.width
    lettered = np.array([chars.texts[n].isalnum() for n in words.first.tolist()], np.bool_)
    heights = bottoms - tops
    first = np.maximum(_pixels(tops + _BAND[0] * heights - clip.top, scale), 0)
    last = np.minimum(_pixels(tops + _BAND[1] * heights - clip.top, scale) + 1, picture.height)
    plain: Flags = lettered & (words.angles == 0) & (words.sizes >= _UNREADABLE) & (first < last)
    if not plain.any():
        return plain
    rows, places = np.unique(np.where(plain, (first + last) // 2, 0), return_inverse=True)
    pixels = np.frombuffer(picture.pixels, np.uint8).reshape(-1, picture.stride)[rows, :width]
    left = np.clip(_pixels(lefts - clip.x0, scale), 0, width)
    right = np.clip(_pixels(rights - clip.x0, scale) + 1, left, width)
    for kind in (pixels == _PAPER, pixels <= _PAPER - _CONTRAST):
        counts = np.zeros((len(rows), width + 1), np.int32)
        np.cumsum(kind, axis=1, out=counts[:, 1:])
        plain &= counts[places, right] > counts[places, left]
    return plain


def _pixels(points: Floats, scale: float) -> Numbers:
    """Whole pixels, towards zero."""
    return np.clip(points * scale, -_FAR, _FAR).astype(np.intp)


def differs(picture: Picture, bare: Picture, box: Box) -> bool:
    """Whether anything in a box shows in one picture of the page and not in the other."""
    left, right, first, last = _window(picture, box.x0, box.top, box.x1, box.bottom, spare=1)
    for row in range(first, last):
        one, other = (p.row(row)[left:right] for p in (picture, bare))
        if one != other and any(abs(a - b) >= _CONTRAST for a, b in zip(one, other, strict=False)):
            return True
    return False


def _is_seen(picture: Picture, box: tuple[float, float, float, float], *, is_level: bool) -> bool:
    """Whether something stands out in a word's box, or in the band of a level word's letters."""
    x0, top, x1, bottom = box
    if not is_level:
        return _stands_out(picture, x0 - 1, top, x1 + 1, bottom + 2)
    height = bottom - top
    return _stands_out(picture, x0, top + _BAND[0] * height, x1, top + _BAND[1] * height)


def _stands_out(picture: Picture, x0: float, top: float, x1: float, bottom: float) -> bool:
    left, right, first, last = _window(picture, x0, top, x1, bottom)
    if left >= right or first >= last:
        return False
    width, pixels = picture.stride, picture.pixels
    middle = (first + last) // 2
    low, high = 255, 0
    for row in chain(range(middle, last), range(middle - 1, first - 1, -1)):
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
