"""Step 1a: the characters of a page with font, size, weight, baseline and visibility."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from typing import TYPE_CHECKING

from extract.glyphs import is_symbol_font, plain_symbol
from extract.pdf.geometry import WHITE, Char, Rgb, Run

if TYPE_CHECKING:
    from extract.pdf.native import Handle
    from extract.pdf.view import View


_LINE_END_HYPHENS = {0x0002: "-", 0xFFFE: "-"}  # PDFium's stand-ins for a hyphen at a line's end
_SPACES = frozenset("\u00a0\u2007\u202f\u2009\u200a\u2002\u2003")
_DROPPED = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi|[-,]bd\b", re.IGNORECASE)
_BOLD_WEIGHT = 600
_INVISIBLE_MODES = frozenset({3, 7})
_UNKNOWN = "\ufffd"
_PRIVATE = range(0xE000, 0xF900)


def _is_plain(code: int) -> bool:
    """Whether the code is a letter, digit or sign of Latin script that stands for itself."""
    return 0x21 <= code < 0x7F or 0xC0 <= code < 0x250


def read_chars(textpage: Handle, view: View) -> tuple[list[Char], int]:
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
        self.view = view
        self.runs: dict[int, Run] = {}
        self.fonts: dict[int, tuple[str, bool]] = {}
        self.bad = 0

    def read(self) -> tuple[list[Char], int]:
        raw, page, view = self.raw, self.page, self.view
        rect = raw.FS_RECTF()
        out: list[Char] = []
        handle = 0
        run: Run | None = None
        plain = False
        for index in range(raw.FPDFText_CountChars(page)):
            code = raw.FPDFText_GetUnicode(page, index)
            owner = raw.FPDFText_GetTextObject(page, index)
            if not owner:
                continue  # made up by PDFium: a space or line break that is not in the file
            address = ctypes.addressof(owner.contents)
            if address != handle or run is None:
                handle, run = address, self._run(index, owner, address)
                plain = not is_symbol_font(run.font)
            text = chr(code) if plain and _is_plain(code) else self._text(code, run)
            if code < 0x20 and raw.FPDFText_HasUnicodeMapError(page, index) == 1:
                text = _UNKNOWN  # a letter is painted, and the file does not say which
            if not text or not raw.FPDFText_GetLooseCharBox(page, index, rect):
                continue
            extent = view.extent(rect.left, rect.bottom, rect.right, rect.top)
            out.append(Char(text, *extent, run))
        return out, self.bad

    def _text(self, code: int, run: Run) -> str:
        text = _LINE_END_HYPHENS.get(code) or chr(code)
        if code < 0x20 and code not in _LINE_END_HYPHENS:
            if code == 0 or not text.isspace():
                self.bad += 1
                return ""
            return " "
        if code in _PRIVATE or is_symbol_font(run.font):
            return self._symbol(text, code, run)
        if code == 0xFFFD:
            self.bad += 1
        if text in _DROPPED:
            # a soft hyphen is painted only where a line ends in it; there PDFium gives U+0002
            return "-" if text == "\u00ad" else ""
        if text.isspace() or text in _SPACES:
            return " "
        return _LIGATURES.get(text, text)

    def _symbol(self, text: str, code: int, run: Run) -> str:
        shown = plain_symbol(text, run.font)
        if shown is None and code in _PRIVATE:
            self.bad += 1
            return _UNKNOWN
        return shown or text

    def _run(self, index: int, owner: Handle, address: int) -> Run:
        known = self.runs.get(address)
        if known is None:
            known = self.runs[address] = self._new_run(index, owner)
        return known

    def _new_run(self, index: int, owner: Handle) -> Run:
        raw, page = self.raw, self.page
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(page, index, matrix)
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(page, index, x, y)
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        turned = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) * 90
        font, bold = self._font(owner)
        mode = raw.FPDFTextObj_GetTextRenderMode(owner)
        return Run(
            font=font,
            size=raw.FPDFText_GetFontSize(page, index) * scale * self.view.scale,
            bold=bold or mode == raw.FPDF_TEXTRENDERMODE_FILL_STROKE,
            baseline=self.view.point(x.value, y.value)[1],
            visible=mode not in _INVISIBLE_MODES,
            angle=(turned - 90 * self.view.quarters) % 360,
            color=self._color(owner),
            content=raw.FPDFPageObj_GetMarkedContentID(owner),
        )

    def _color(self, owner: Handle) -> Rgb:
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        if not self.raw.FPDFPageObj_GetFillColor(owner, red, green, blue, alpha):
            return (0, 0, 0)
        return WHITE if alpha.value == 0 else (red.value, green.value, blue.value)

    def _font(self, owner: Handle) -> tuple[str, bool]:
        font = self.raw.FPDFTextObj_GetFont(owner)
        if not font:
            return "", False
        address = ctypes.addressof(font.contents)
        if address not in self.fonts:
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


def composed(text: str) -> str:
    """The text in NFC."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)
