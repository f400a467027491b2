"""Step 1c: form fields and annotations of a page.

What is typed in a field or laid over the page stands in no text layer; each becomes a record
with the box in which it is shown. Hidden annotations are not seen by a person and are left
out.
"""

from __future__ import annotations

import ctypes
import re
from typing import TYPE_CHECKING

from extract.errors import LimitError
from extract.model import Box
from extract.pdf.geometry import FreeText, PageObjects, Stroke, holds
from extract.pdf.widgets import Widgets, plain_text, string_of

if TYPE_CHECKING:
    from extract.pdf.buttons import Buttons
    from extract.pdf.geometry import Point
    from extract.pdf.native import Handle
    from extract.pdf.view import View

_MAX_ANNOTATIONS = 5000  # on one page
_HIDDEN_FLAGS = 0x02 | 0x20  # Hidden, NoView: ISO 32000-1, table 165
_FAINT = 0.1  # opacity
_SIZE = re.compile(r"([\d.]+)\s+Tf")
_MOST_PATHS, _MOST_POINTS = 200, 20_000


def read_annotations(
    page: Handle, form: Handle, view: View, into: PageObjects, buttons: Buttons
) -> None:
    """Adds the page's controls, typed text, strokes and comments to `into`."""
    _AnnotationReader(page, form, view, into, buttons).read()


class _AnnotationReader:
    def __init__(
        self, page: Handle, form: Handle, view: View, into: PageObjects, buttons: Buttons
    ) -> None:
        from pypdfium2 import raw

        self.raw = raw
        self.page = page.raw
        self.view = view
        self.into = into
        self.widgets = Widgets(form, buttons, into.number)
        self.stroke_kinds = {
            raw.FPDF_ANNOT_INK: "Ink",
            raw.FPDF_ANNOT_STAMP: "Stamp",
            raw.FPDF_ANNOT_LINE: "Line",
            raw.FPDF_ANNOT_POLYLINE: "PolyLine",
            raw.FPDF_ANNOT_POLYGON: "Polygon",
            raw.FPDF_ANNOT_CIRCLE: "Circle",
            raw.FPDF_ANNOT_SQUARE: "Square",
            raw.FPDF_ANNOT_STRIKEOUT: "StrikeOut",
            raw.FPDF_ANNOT_HIGHLIGHT: "Highlight",
            raw.FPDF_ANNOT_UNDERLINE: "Underline",
        }

    def read(self) -> None:
        raw = self.raw
        count = raw.FPDFPage_GetAnnotCount(self.page)
        if count > _MAX_ANNOTATIONS:
            raise LimitError("annotations", format_name="pdf")
        for index in range(count):
            annotation = raw.FPDFPage_GetAnnot(self.page, index)
            if not annotation:
                continue
            try:
                if not (self._is_hidden(annotation) or self._is_faint(annotation)):
                    self._take(annotation, index)
            finally:
                raw.FPDFPage_CloseAnnot(annotation)

    def _is_hidden(self, annotation: Handle) -> bool:
        return bool(self.raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN_FLAGS)

    def _is_faint(self, annotation: Handle) -> bool:
        """Whether its opacity (`/CA`, ISO 32000-1, 12.5.6.2) leaves nothing to be seen."""
        opacity = ctypes.c_float(1.0)
        known = self.raw.FPDFAnnot_GetNumberValue(annotation, b"CA", ctypes.byref(opacity))
        return bool(known) and opacity.value < _FAINT

    def _take(self, annotation: Handle, index: int) -> None:
        raw = self.raw
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        box = self._box(annotation)
        if box is None or not self._on_page(box):
            return
        if kind == raw.FPDF_ANNOT_WIDGET:
            item = self.widgets.read(annotation, index, box)
            if item is not None:
                self.into.controls.append((box, item))
        elif kind == raw.FPDF_ANNOT_FREETEXT:
            self._typed(annotation, box)
        elif kind == raw.FPDF_ANNOT_TEXT:
            self.into.comments.append(FreeText(string_of(annotation, "Contents"), box))
        elif kind in self.stroke_kinds:
            self._stroke(annotation, self.stroke_kinds[kind], box)

    def _box(self, annotation: Handle) -> Box | None:
        rect = self.raw.FS_RECTF()
        if not self.raw.FPDFAnnot_GetRect(annotation, ctypes.byref(rect)):
            return None
        return self.view.box(rect.left, rect.bottom, rect.right, rect.top)

    def _on_page(self, box: Box) -> bool:
        width, height = self.into.width, self.into.height
        return 0 <= box.x_mid <= width and 0 <= box.y_mid <= height

    def _typed(self, annotation: Handle, box: Box) -> None:
        text = string_of(annotation, "Contents") or plain_text(string_of(annotation, "RC"))
        if not text.strip():
            return
        found = _SIZE.search(string_of(annotation, "DA"))
        size = float(found[1]) * self.view.scale if found else 0.0
        painted, layered = self._is_painted(annotation), self._has(annotation, b"OC")
        self.into.typed.append(FreeText(text, box, size, painted, layered))

    def _is_painted(self, annotation: Handle, kind: str = "") -> bool:
        """Whether PDFium paints it: by the file's appearance, or by one that it makes up."""
        made = kind == "Circle" or (kind == "Ink" and self._has(annotation, b"InkList"))
        return made or self._has(annotation, b"AP")

    def _has(self, annotation: Handle, key: bytes) -> bool:
        return bool(self.raw.FPDFAnnot_HasKey(annotation, key))

    def _stroke(self, annotation: Handle, kind: str, box: Box) -> None:
        paths = tuple(p for p in self._paths(annotation, kind) if p)
        if paths:
            xs, ys = [x for p in paths for x, _ in p], [y for p in paths for _, y in p]
            drawn = Box(box.page, min(xs), min(ys), max(xs), max(ys))
            if holds(box, drawn.x_mid, drawn.y_mid):
                box = drawn
            else:
                paths = ()  # moved by a program that changed its appearance only
        painted, layered = self._is_painted(annotation, kind), self._has(annotation, b"OC")
        self.into.strokes.append(Stroke(kind, box, paths, painted, layered))

    def _paths(self, annotation: Handle, kind: str) -> list[tuple[Point, ...]]:
        """The points of a line, polygon or ink annotation, as far as PDFium gives them."""
        raw = self.raw
        if kind == "Line":
            ends = raw.FS_POINTF(), raw.FS_POINTF()
            found = raw.FPDFAnnot_GetLine(annotation, *ends)
            return [tuple(self.view.point(p.x, p.y) for p in ends)] if found else []
        if kind == "Ink":
            count = min(raw.FPDFAnnot_GetInkListCount(annotation), _MOST_PATHS)
            getter = raw.FPDFAnnot_GetInkListPath
            return [self._points(getter, annotation, n) for n in range(count)]
        if kind in {"PolyLine", "Polygon"}:
            return [self._points(raw.FPDFAnnot_GetVertices, annotation)]
        return []

    def _points(self, getter: Handle, *of: Handle) -> tuple[Point, ...]:
        count = getter(*of, None, 0)
        if not 0 < count <= _MOST_POINTS:
            return ()
        buffer = (self.raw.FS_POINTF * count)()
        getter(*of, buffer, count)
        return tuple(self.view.point(p.x, p.y) for p in buffer)
