"""Step 1a: the characters of a page with font, size, weight, baseline and visibility."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from extract.glyphs import is_symbol_font, plain_symbol
from extract.pdf.bulk import Texts, content_ids, fill_colors, fonts, render_modes
from extract.pdf.chars import Chars, Runs
from extract.pdf.geometry import WHITE

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from extract.pdf.chars import Floats, Numbers
    from extract.pdf.native import Handle
    from extract.pdf.view import View


_LINE_END_HYPHENS = {0x0002: "-", 0xFFFE: "-"}  # PDFium's stand-ins for a hyphen at a line's end
_SPACES = frozenset("\u00a0\u2007\u202f\u2009\u200a\u2002\u2003")
_DROPPED = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi|[-,]bd\b", re.IGNORECASE)
_BOLD_WEIGHT = 600
_INVISIBLE_MODES = (3, 7)
_SLANTED = 12.0  # degrees from level or upright: more than any page lies askew
_NARROWEST = 0.1  # of its usual width: narrower type is a smear
_UNKNOWN = "\ufffd"
_PRIVATE = range(0xE000, 0xF900)
Kind = TypeVar("Kind", bound=np.generic)


# what does not stand for itself in every font of letters
_SPECIAL = re.compile(r"[^\x20-\x7e\u00c0-\u024f]")


def read_chars(textpage: Handle, view: View) -> tuple[Chars, int]:
    """The characters in stream order, and how many of them have no known Unicode.

    White space stands as one " "; spaces that PDFium made up are left out (words are found
    by distance).
    """
    return _CharReader(textpage, view).read()


class _CharReader:
    def __init__(self, textpage: Handle, view: View) -> None:
        from pypdfium2 import raw

        self.raw = raw
        self.page = textpage
        self.texts = Texts(textpage)
        self.view = view
        self.fonts: dict[int, tuple[str, bool]] = {}
        self.bad = 0

    def read(self) -> tuple[Chars, int]:
        with np.errstate(invalid="ignore", over="ignore"):  # a file may say any number
            return self._read(), self.bad

    def _read(self) -> Chars:
        objects = self.texts.objects()
        known, boxes = self.texts.boxes()
        addresses, runs = self._runs(objects)
        # PDFium makes up spaces and line breaks that are not in the file: they are of no run
        numbers: dict[int | None, int] = {None: -1}
        numbers.update(zip(addresses, range(len(addresses)), strict=True))
        owners = np.array([numbers[address] for address in objects], np.intp)
        texts = self._shown(owners, runs.fonts)
        if not all(known):
            texts = [text if has else "" for text, has in zip(texts, known, strict=True)]
        visible = np.append(runs.visible, False)[owners]
        blank = np.array([text == " " for text in texts], np.bool_)
        chars = Chars(texts, blank, *self._extents(boxes), visible, owners, runs)
        told = (owners >= 0) & np.array(list(map(bool, texts)), np.bool_)
        return chars.where(told).somewhere()

    def _extents(self, boxes: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Left, top, right and bottom of all characters as they are read."""
        lefts, tops, rights, bottoms = boxes
        ax, ay = self.view.point(lefts, bottoms)
        bx, by = self.view.point(rights, tops)
        return (
            np.minimum(ax, bx), np.minimum(ay, by), np.maximum(ax, bx), np.maximum(ay, by)
        )  # fmt: skip

    def _shown(self, owners: Numbers, used: list[str]) -> list[str]:
        """What each character shows, "" for nothing; `used` are the fonts of their runs."""
        codes = self.texts.codes()
        texts = list(codes)
        symbols = {font for font in set(used) if is_symbol_font(font)}
        special = {match.start() for match in _SPECIAL.finditer(codes)}
        if symbols:
            pictured = np.array([*(font in symbols for font in used), False])  # of no run: -1
            special.update(np.flatnonzero(pictured[owners]).tolist())
        for index in special:
            owner = int(owners[index])
            if owner < 0:
                continue
            code = ord(codes[index])
            texts[index] = self._text(code, used[owner])
            if code < 0x20 and self.raw.FPDFText_HasUnicodeMapError(self.page, index) == 1:
                texts[index] = _UNKNOWN  # a letter is painted, and the file does not say which
        return texts

    def _text(self, code: int, font: str) -> str:
        text = _LINE_END_HYPHENS.get(code) or chr(code)
        if code < 0x20 and code not in _LINE_END_HYPHENS:
            if code == 0 or not text.isspace():
                self.bad += 1
                return ""
            return " "
        if code in _PRIVATE or is_symbol_font(font):
            return self._symbol(text, code, font)
        if code == 0xFFFD:
            self.bad += 1
        if text in _DROPPED:
            # a soft hyphen is painted only where a line ends in it; there PDFium gives U+0002
            return "-" if text == "\u00ad" else ""
        if text.isspace() or text in _SPACES:
            return " "
        return _LIGATURES.get(text, text)

    def _symbol(self, text: str, code: int, font: str) -> str:
        shown = plain_symbol(text, font)
        if shown is None and code in _PRIVATE:
            self.bad += 1
            return _UNKNOWN
        return shown or text

    def _runs(self, objects: list[int | None]) -> tuple[list[int], Runs]:
        """The addresses of the text objects, and what they are like."""
        first = dict(zip(reversed(objects), range(len(objects) - 1, -1, -1), strict=True))
        first.pop(None, None)
        indices = sorted(first.values())
        owners = [owner for index in indices if (owner := objects[index]) is not None]
        used = fonts(owners)
        facts = {font: self._font(font) for font in set(used)}
        modes = render_modes(owners)
        a, b, c, d, _, _ = self.texts.matrices(indices)
        widths, heights = (_of_pairs(math.hypot, *sides, np.float64) for sides in ((a, b), (c, d)))
        stroked = modes == self.raw.FPDF_TEXTRENDERMODE_FILL_STROKE
        slanted = _of_pairs(_is_slanted, a, b, np.bool_)
        runs = Runs(
            [facts[font][0] for font in used],
            self.texts.sizes(indices) * np.where(heights == 0, 1.0, heights) * self.view.scale,
            np.array([facts[font][1] for font in used], np.bool_) | stroked,
            self.view.point(*self.texts.origins(indices))[1],
            ~np.isin(modes, _INVISIBLE_MODES) & ~slanted & (widths > _NARROWEST * heights),
            _of_pairs(self._turn, a, b, np.intp),
            _paints(owners),
            content_ids(owners),
        )
        return owners, runs

    def _turn(self, a: float, b: float) -> int:
        turned = round(math.degrees(math.atan2(b, a)) / 90) * 90
        return (turned - 90 * self.view.quarters) % 360

    def _font(self, address: int | None) -> tuple[str, bool]:
        if address is None:
            return "", False
        if address not in self.fonts:
            font = ctypes.cast(address, self.raw.FPDF_FONT)
            self.fonts[address] = self._font_facts(font)
        return self.fonts[address]

    def _font_facts(self, font: Handle) -> tuple[str, bool]:
        raw = self.raw
        size = raw.FPDFFont_GetBaseFontName(font, None, 0)
        buffer = ctypes.create_string_buffer(max(size, 1))
        raw.FPDFFont_GetBaseFontName(font, buffer, size)
        name = buffer.value.decode("utf-8", "replace").rpartition("+")[2]
        weight = raw.FPDFFont_GetWeight(font)
        return name, bool(_BOLD_NAME.search(name)) or weight >= _BOLD_WEIGHT


def _of_pairs(
    find: Callable[[float, float], float], xs: Floats, ys: Floats, kind: type[Kind]
) -> NDArray[Kind]:
    """What is found for each pair: thousands of text objects share a handful of matrices."""
    pairs = np.empty(len(xs), np.complex128)
    pairs.real, pairs.imag = xs, ys
    values, places = np.unique(pairs, return_inverse=True)
    return np.array([find(value.real, value.imag) for value in values.tolist()], kind)[places]


def _paints(owners: list[int]) -> Numbers:
    """The colour of each text object: black where it has none, white where it is clear."""
    known, (*channels, alphas) = fill_colors(owners)
    colors = np.stack(channels, axis=1)
    colors[alphas == 0] = WHITE
    colors[~known] = 0
    return colors


def composed(text: str) -> str:
    """The text in NFC."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _is_slanted(a: float, b: float) -> bool:
    """Whether text runs across the page at a slant, as watermarks do: none of it is an answer."""
    return abs((math.degrees(math.atan2(b, a)) + 45) % 90 - 45) > _SLANTED
