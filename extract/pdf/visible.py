"""Step 1e: what a person can see of a page's text, told from a small picture of the page.

Text can be in the file and not on the page: painted over, clipped away, on a layer that is
switched off, in the colour of the paper, too small to be read. PDFium gives it all the same.
So the page is drawn once, and a word is seen where something stands out in its place.
"""

from __future__ import annotations

from itertools import chain
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extract.model import Box
    from extract.pdf.boxes import Picture
    from extract.pdf.chars import Chars, Floats, Numbers
    from extract.pdf.geometry import PageObjects, Run

_EM = 15.0  # pixels: as large as type is drawn
_SMALLEST_EM = 6.0  # pixels: smaller type leaves grey smears only
_MOST_PIXELS = 5_000_000
_UNREADABLE = 1.6  # points: smaller type is no text to a person
_CONTRAST = 18  # grey levels between the lightest and the darkest pixel of a word
_PAPER = 255
_NEAR_PAPER = bytes(range(_PAPER - _CONTRAST + 1, _PAPER + 1))
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
    sizes = chars.of_runs("size")
    known = sizes[sizes > 0]
    return float(np.median(known)) if len(known) else _DEFAULT_SIZE


def hide_unseen(page: PageObjects, picture: Picture) -> None:
    """Takes the characters that leave no trace in the picture for invisible."""
    chars = page.chars
    if not len(chars):
        return
    runs, texts = list(chars.runs), chars.texts
    hidden: dict[Run, int] = {}
    level: tuple[float, float] | None = None
    row: bytes | bytearray = b""
    for start, stop, end, owner, first, last, *box in _words(chars, picture):
        run = runs[owner]
        if not run.visible:
            continue
        x0, top, x1, bottom = box
        if texts[start].isalnum() and not run.angle and run.size >= _UNREADABLE:
            if level != (top, bottom):
                level, row = (top, bottom), _middle_row(picture, top, bottom)
            letters = row[first:last]
            if _PAPER in letters and letters.translate(None, _NEAR_PAPER):
                continue  # so it is with nearly every word
        if not _is_seen(picture, run, texts[start:stop], (x0, top, x1, bottom)):
            unseen = run._replace(visible=False)
            if unseen not in hidden:
                hidden[unseen] = len(runs)
                runs.append(unseen)
            chars.owners[start:end] = hidden[unseen]
    chars.runs = runs


def _middle_row(picture: Picture, top: float, bottom: float) -> bytes | bytearray:
    """The pixels over the whole page at the middle of a line's band."""
    height = bottom - top
    _, _, first, last = _window(picture, 0, top + _BAND[0] * height, 0, top + _BAND[1] * height)
    return picture.row((first + last) // 2) if first < last else b""


def differs(picture: Picture, bare: Picture, box: Box) -> bool:
    """Whether anything in a box shows in one picture of the page and not in the other."""
    left, right, first, last = _window(picture, box.x0, box.top, box.x1, box.bottom, spare=1)
    for row in range(first, last):
        one, other = (p.row(row)[left:right] for p in (picture, bare))
        if one != other and any(abs(a - b) >= _CONTRAST for a, b in zip(one, other, strict=False)):
            return True
    return False


def _words(chars: Chars, picture: Picture) -> Iterator[tuple[Any, ...]]:
    """The letters of one run up to a blank or a gap, in stream order.

    For each such word: its first character, the ones behind its last letter and behind its
    blank, its run, from and to which column of the picture it stands, and the sides of its box.
    """
    blanks, sizes = chars.blanks(), chars.of_runs("size")
    starts = np.ones(len(chars), np.bool_)
    apart = np.abs(chars.x0[1:] - chars.x1[:-1]) > _GAP * sizes[1:]
    starts[1:] = apart | blanks[:-1] | (chars.owners[1:] != chars.owners[:-1])
    inked = np.flatnonzero(~blanks)
    if not len(inked):
        return
    begins = np.flatnonzero(starts[inked])
    first, last = inked[begins], inked[np.append(begins[1:], len(inked)) - 1]
    every = np.append(np.flatnonzero(starts), len(chars))
    lefts = np.minimum.reduceat(chars.x0[inked], begins)
    rights = np.maximum.reduceat(chars.x1[inked], begins)
    columns = (
        first,
        last + 1,
        every[np.searchsorted(every, first, "right")],
        chars.owners[first],
        np.maximum(_pixels(lefts - picture.clip.x0, picture), 0),
        np.maximum(_pixels(rights - picture.clip.x0, picture) + 1, 0),
        lefts,
        np.minimum.reduceat(chars.top[inked], begins),
        rights,
        np.maximum.reduceat(chars.bottom[inked], begins),
    )
    yield from zip(*[column.tolist() for column in columns], strict=True)


def _pixels(points: Floats, picture: Picture) -> Numbers:
    return (points * picture.scale).astype(np.intp)


def _is_seen(
    picture: Picture, run: Run, texts: Sequence[str], box: tuple[float, float, float, float]
) -> bool:
    if run.size < _UNREADABLE:
        return False
    x0, top, x1, bottom = box
    lettered = texts[0].isalnum() or any(map(str.isalnum, "".join(texts)))
    if run.angle or not lettered:
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
