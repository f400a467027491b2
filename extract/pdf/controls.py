"""Step 1c: form fields and annotations of a page.

What is typed in a field or laid over the page stands in no text layer; each becomes a record
with the box in which it is shown. Hidden annotations are not seen by a person and are left
out.
"""

from __future__ import annotations

import ctypes
import re
from typing import TYPE_CHECKING

from extract.model import (
    Box,
    Encoding,
    EncodingKind,
    Field,
    FieldKind,
    Mark,
    MarkShape,
    MarkState,
    Origin,
    Place,
)
from extract.pdf.geometry import FreeText, PageObjects, Stroke
from extract.pdf.text import composed

if TYPE_CHECKING:
    from extract.pdf.buttons import Button, Buttons
    from extract.pdf.native import Handle
    from extract.pdf.view import View

_HIDDEN_FLAGS = 0x02 | 0x20  # Hidden, NoView: ISO 32000-1, table 165
_MEANINGLESS = re.compile(r"(?:yes|on|off|true|false|\d+|choice\d*|value.*|opci[oó]n\d*)?", re.I)
_BREAKS = re.compile(r"\r\n|[\r\n\u2028\u2029]")


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
        self.form = form
        self.view = view
        self.into = into
        self.buttons = buttons
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
        for index in range(raw.FPDFPage_GetAnnotCount(self.page)):
            annotation = raw.FPDFPage_GetAnnot(self.page, index)
            if not annotation:
                continue
            try:
                if not raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN_FLAGS:
                    self._take(annotation, index)
            finally:
                raw.FPDFPage_CloseAnnot(annotation)

    def _take(self, annotation: Handle, index: int) -> None:
        raw = self.raw
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        box = self._box(annotation)
        if box is None:
            return
        if kind == raw.FPDF_ANNOT_WIDGET:
            self._control(annotation, index, box)
        elif kind == raw.FPDF_ANNOT_FREETEXT:
            text = self._string(annotation, "Contents")
            if text.strip():
                self.into.typed.append(FreeText(text, box))
        elif kind == raw.FPDF_ANNOT_TEXT:
            self.into.comments.append(FreeText(self._string(annotation, "Contents"), box))
        elif kind in self.stroke_kinds:
            self.into.strokes.append(Stroke(self.stroke_kinds[kind], box))

    def _box(self, annotation: Handle) -> Box | None:
        rect = self.raw.FS_RECTF()
        if not self.raw.FPDFAnnot_GetRect(annotation, ctypes.byref(rect)):
            return None
        return self.view.box(rect.left, rect.bottom, rect.right, rect.top)

    def _control(self, annotation: Handle, index: int, box: Box) -> None:
        raw = self.raw
        if self.form is None:
            return
        kind = raw.FPDFAnnot_GetFormFieldType(self.form, annotation)
        if kind in {raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON}:
            shape = MarkShape.BOX if kind == raw.FPDF_FORMFIELD_CHECKBOX else MarkShape.RADIO
            self.into.controls.append((box, self._mark(annotation, index, box, shape)))
        elif kind == raw.FPDF_FORMFIELD_TEXTFIELD:
            self.into.controls.append((box, self._field(annotation, box, FieldKind.TEXT)))
        elif kind in {raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX}:
            self.into.controls.append((box, self._field(annotation, box, FieldKind.CHOICE)))

    def _field(self, annotation: Handle, box: Box, kind: FieldKind) -> Field:
        raw, form = self.raw, self.form
        value = self._form_string(raw.FPDFAnnot_GetFormFieldValue, annotation)
        count = raw.FPDFAnnot_GetOptionCount(form, annotation) if kind is FieldKind.CHOICE else 0
        options = tuple(self._option(annotation, n) for n in range(max(count, 0)))
        return Field(
            value=_BREAKS.sub("\n", value).strip(),
            kind=kind,
            name=self._form_string(raw.FPDFAnnot_GetFormFieldAlternateName, annotation)
            or self._form_string(raw.FPDFAnnot_GetFormFieldName, annotation),
            options=options,
            place=Place(box=box),
        )

    def _mark(self, annotation: Handle, index: int, box: Box, shape: MarkShape) -> Mark:
        raw = self.raw
        button = self.buttons.at(self.into.number, index)
        encodings: tuple[Encoding, ...]
        if button is None:
            shown = raw.FPDFAnnot_IsChecked(self.form, annotation)
            state = MarkState.ON if shown else MarkState.OFF
            encodings = (Encoding(EncodingKind.APPEARANCE, state, "shown" if shown else "off"),)
        else:
            encodings = _encodings(button, shape)
        states = {e.state for e in encodings}
        return Mark(
            state=states.pop() if len(states) == 1 else MarkState.UNSURE,
            shape=shape,
            encodings=encodings,
            place=Place(box=box),
            origin=Origin.FORM_FIELD,
            label=self._label(annotation),
            group=self._form_string(raw.FPDFAnnot_GetFormFieldName, annotation),
        )

    def _label(self, annotation: Handle) -> str:
        raw = self.raw
        exported = self._form_string(raw.FPDFAnnot_GetFormFieldExportValue, annotation)
        if not _MEANINGLESS.fullmatch(exported.strip()):
            return exported.strip()
        return self._form_string(raw.FPDFAnnot_GetFormFieldAlternateName, annotation).strip()

    def _option(self, annotation: Handle, index: int) -> str:
        getter = self.raw.FPDFAnnot_GetOptionLabel
        size = getter(self.form, annotation, index, None, 0)
        buffer = (ctypes.c_ushort * (size // 2 + 1))()
        getter(self.form, annotation, index, buffer, size)
        return _decode(buffer, size)

    def _form_string(self, getter: Handle, annotation: Handle) -> str:
        size = getter(self.form, annotation, None, 0)
        buffer = (ctypes.c_ushort * (size // 2 + 1))()
        getter(self.form, annotation, buffer, size)
        return _decode(buffer, size)

    def _string(self, annotation: Handle, key: str) -> str:
        getter, name = self.raw.FPDFAnnot_GetStringValue, key.encode()
        size = getter(annotation, name, None, 0)
        buffer = (ctypes.c_ushort * (size // 2 + 1))()
        getter(annotation, name, buffer, size)
        return _decode(buffer, size)


def _decode(buffer: Handle, size: int) -> str:
    return composed(bytes(buffer)[:size].decode("utf-16-le", "replace").rstrip("\0"))


def _encodings(button: Button, shape: MarkShape) -> tuple[Encoding, ...]:
    """What the field's value and the appearance shown each say of this widget."""
    found = [Encoding(EncodingKind.FORM_FIELD, _by_value(button, shape), f"/V /{button.value}")]
    if button.shown is not None:
        state = MarkState.OFF if button.shown == "Off" else MarkState.ON
        found.append(Encoding(EncodingKind.APPEARANCE, state, f"/AS /{button.shown}"))
    return tuple(found)


def _by_value(button: Button, shape: MarkShape) -> MarkState:
    if button.value in {None, "", "Off"}:
        return MarkState.OFF
    if button.on_state is None and (shape is MarkShape.RADIO or button.siblings > 1):
        return MarkState.UNSURE  # a choice was made, but not which widget stands for it
    if button.on_state is None or button.value == button.on_state:
        return MarkState.ON
    alone = shape is MarkShape.BOX and button.siblings == 1
    return MarkState.ON if alone else MarkState.OFF
