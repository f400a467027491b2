"""Step 1b: painted paths and images of a page, those inside Form XObjects included."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

from extract.pdf.bulk import objects_of, types
from extract.pdf.geometry import Matrix, Point, Rgb, Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.model import Box
    from extract.pdf.native import Handle
    from extract.pdf.view import View

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MAX_DEPTH = 8
_MAX_SHAPES = 20_000
_MAX_SEGMENTS = 400  # a path of more pieces is a drawing, not a ruling line or a box


def read_objects(page: Handle, view: View) -> tuple[list[Shape], list[Box], bool]:
    """The painted paths and the boxes of the images, in painting order.

    The third is true where the page paints more paths than are read.
    """
    reader = _ObjectReader(view)
    reader.read(page)
    return reader.shapes, reader.images, reader.left_out


class _ObjectReader:
    def __init__(self, view: View) -> None:
        from pypdfium2 import raw

        self.raw = raw
        self.view = view
        self.shapes: list[Shape] = []
        self.images: list[Box] = []
        self.left_out = False

    def read(self, page: Handle) -> None:
        raw = self.raw
        count = raw.FPDFPage_CountObjects(page)
        self._take_all(objects_of("FPDFPage_GetObject", page, count), _IDENTITY, 0)

    def _take_all(self, items: Sequence[int | None], outer: Matrix, depth: int) -> None:
        """All but texts, which most objects are."""
        text, kinds = self.raw.FPDF_PAGEOBJ_TEXT, types(items)
        for item, kind in zip(items, kinds, strict=True):
            if item is not None and kind != text:
                self._take(ctypes.cast(item, self.raw.FPDF_PAGEOBJECT), kind, outer, depth)

    def _take(self, item: Handle, kind: int, outer: Matrix, depth: int) -> None:
        raw = self.raw
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            inner = _times(self._matrix(item), outer)
            count = raw.FPDFFormObj_CountObjects(item)
            self._take_all(objects_of("FPDFFormObj_GetObject", item, count), inner, depth + 1)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            if len(self.shapes) >= _MAX_SHAPES:
                self.left_out = True
                return
            shape = self._shape(item, _times(self._matrix(item), outer))
            if shape is not None:
                self.shapes.append(shape)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            self.images.append(self._image(_times(self._matrix(item), outer)))

    def _matrix(self, item: Handle) -> Matrix:
        found = self.raw.FS_MATRIX()
        if not self.raw.FPDFPageObj_GetMatrix(item, found):
            return _IDENTITY
        return (found.a, found.b, found.c, found.d, found.e, found.f)

    def _image(self, matrix: Matrix) -> Box:
        corners = [_apply(matrix, x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
        xs, ys = [p[0] for p in corners], [p[1] for p in corners]
        return self.view.box(min(xs), min(ys), max(xs), max(ys))

    def _shape(self, item: Handle, matrix: Matrix) -> Shape | None:
        raw = self.raw
        count = raw.FPDFPath_CountSegments(item)
        mode, stroked = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, mode, stroked)
        if count <= 0 or count > _MAX_SEGMENTS or not (mode.value or stroked.value):
            return None
        fill = self._color(raw.FPDFPageObj_GetFillColor, item) if mode.value else None
        stroke = self._color(raw.FPDFPageObj_GetStrokeColor, item) if stroked.value else None
        if fill is None and stroke is None:
            return None
        subpaths, curved = self._subpaths(item, count, matrix)
        points = [p for path in subpaths for p in path]
        if not points:
            return None
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        user = self.view.point
        shown = tuple(tuple(user(*p) for p in path) for path in subpaths)
        box = self.view.box(min(xs), min(ys), max(xs), max(ys))
        return Shape(box, shown, curved, fill, stroke)

    def _color(self, getter: Handle, item: Handle) -> Rgb | None:
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        if not getter(item, red, green, blue, alpha):
            return (0, 0, 0)
        return None if alpha.value == 0 else (red.value, green.value, blue.value)

    def _subpaths(self, item: Handle, count: int, matrix: Matrix) -> tuple[list[list[Point]], bool]:
        raw = self.raw
        paths: list[list[Point]] = []
        curved = False
        x, y = ctypes.c_float(), ctypes.c_float()
        for index in range(count):
            segment = raw.FPDFPath_GetPathSegment(item, index)
            kind = raw.FPDFPathSegment_GetType(segment)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            if kind == raw.FPDF_SEGMENT_MOVETO or not paths:
                paths.append([])
            paths[-1].append(_apply(matrix, x.value, y.value))
            curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
            if raw.FPDFPathSegment_GetClose(segment) and paths[-1][0] != paths[-1][-1]:
                paths[-1].append(paths[-1][0])
        return [p for p in paths if len(p) > 1], curved


def _apply(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )
