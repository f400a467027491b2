"""PDFium asked the same question of many characters or objects in one go.

PDFium answers one at a time, some thousand times a page. Here handles are plain addresses and
answers are written into one array, so that no Python object is made for each of them.
"""

from __future__ import annotations

import ctypes
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from extract.pdf.chars import Flags, Floats, Numbers
    from extract.pdf.native import Handle

_ADDRESS, _INT, _DOUBLE = ctypes.c_void_p, ctypes.c_int, ctypes.c_double


@cache
def _function(name: str, result: type, *arguments: type) -> Callable[..., int]:
    """A function of PDFium's that takes and gives addresses as plain numbers."""
    from pypdfium2 import raw

    place = ctypes.cast(getattr(raw, name), _ADDRESS).value or 0
    made: Callable[..., int] = ctypes.PYFUNCTYPE(result, *arguments)(place)
    return made


def address_of(handle: Handle) -> int:
    """The address that a handle of pypdfium2's stands for."""
    return ctypes.addressof(handle.contents)


class Texts:
    """The characters of one text page, asked by their indices."""

    def __init__(self, textpage: Handle) -> None:
        from pypdfium2 import raw

        self._handle = textpage
        self._page = address_of(textpage)
        self.count: int = raw.FPDFText_CountChars(textpage)

    def codes(self) -> str:
        """The code points of all characters; a hyphen at a line's end is U+FFFE."""
        from pypdfium2 import raw

        buffer = (ctypes.c_ushort * (self.count + 1))()
        length = raw.FPDFText_GetText(self._handle, 0, self.count, buffer)
        if length == self.count + 1:
            text = bytes(buffer)[:-2].decode("utf-16-le", "surrogatepass")
            if len(text) == self.count and not _has_surrogates(text):
                return text  # one unit for each character: none was passed over
        ask = _function("FPDFText_GetUnicode", ctypes.c_uint, _ADDRESS, _INT)
        return "".join(map(chr, map(ask, repeat(self._page), range(self.count))))

    def objects(self) -> list[int | None]:
        """The address of each character's text object; None for one that PDFium made up."""
        ask = _function("FPDFText_GetTextObject", _ADDRESS, _ADDRESS, _INT)
        return list(map(ask, repeat(self._page), range(self.count)))

    def boxes(self) -> tuple[list[int], Floats]:
        """For each character whether it has a box; and left, top, right and bottom of all."""
        ask = _function("FPDFText_GetLooseCharBox", _INT, _ADDRESS, _INT, _ADDRESS)
        found = np.zeros((self.count, 4), np.float32)
        known = list(map(ask, repeat(self._page), range(self.count), _rows(found)))
        return known, _columns(found)

    def matrices(self, indices: Sequence[int]) -> Floats:
        """The six numbers of the matrices of these characters, 0 where one has none."""
        ask = _function("FPDFText_GetMatrix", _INT, _ADDRESS, _INT, _ADDRESS)
        found = np.zeros((len(indices), 6), np.float32)
        _exhaust(map(ask, repeat(self._page), indices, _rows(found)))
        return _columns(found)

    def origins(self, indices: Sequence[int]) -> Floats:
        """Where each of these characters stands in x and y, 0 where it is not known."""
        ask = _function("FPDFText_GetCharOrigin", _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
        found = np.zeros((len(indices), 2), np.float64)
        _exhaust(map(ask, repeat(self._page), indices, _rows(found), _rows(found, 1)))
        return _columns(found)

    def sizes(self, indices: Sequence[int]) -> Floats:
        """The font size of each of these characters."""
        ask = _function("FPDFText_GetFontSize", _DOUBLE, _ADDRESS, _INT)
        return np.fromiter(map(ask, repeat(self._page), indices), np.float64, len(indices))


def objects_of(getter: str, owner: Handle, count: int) -> list[int | None]:
    """The addresses of the objects of a page or form object, in painting order."""
    ask = _function(getter, _ADDRESS, _ADDRESS, _INT)
    return list(map(ask, repeat(address_of(owner)), range(count)))


def types(objects: Sequence[int | None]) -> list[int]:
    """Which kind each object is of (`FPDF_PAGEOBJ_…`)."""
    return list(map(_function("FPDFPageObj_GetType", _INT, _ADDRESS), objects))


def fonts(objects: Sequence[int]) -> list[int | None]:
    """The address of each text object's font, None where it has none."""
    return list(map(_function("FPDFTextObj_GetFont", _ADDRESS, _ADDRESS), objects))


def render_modes(objects: Sequence[int]) -> Numbers:
    """How each text object is painted."""
    ask = _function("FPDFTextObj_GetTextRenderMode", _INT, _ADDRESS)
    return np.fromiter(map(ask, objects), np.intp, len(objects))


def content_ids(objects: Sequence[int]) -> Numbers:
    """The marked-content id of each object, -1 where it has none."""
    ask = _function("FPDFPageObj_GetMarkedContentID", _INT, _ADDRESS)
    return np.fromiter(map(ask, objects), np.intp, len(objects))


def fill_colors(objects: Sequence[int]) -> tuple[Flags, Numbers]:
    """For each object whether it has a colour; and in rows red, green, blue and alpha of all."""
    ask = _function("FPDFPageObj_GetFillColor", _INT, *(_ADDRESS,) * 5)
    found = np.zeros((len(objects), 4), np.uint32)
    channels = (_rows(found, channel) for channel in range(4))
    known = np.fromiter(map(ask, objects, *channels), np.bool_, len(objects))
    return known, found.T.astype(np.intp)


def _rows(found: NDArray[Any], column: int = 0) -> range:
    """The addresses of a column's numbers, row by row."""
    first, step = found.ctypes.data + column * found.itemsize, found.shape[1] * found.itemsize
    return range(first, first + len(found) * step, step)


def _columns(found: NDArray[Any]) -> Floats:
    return np.ascontiguousarray(found.T, np.float64)


def _exhaust(answers: map[int]) -> None:
    for _ in answers:
        pass


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in set(text))
