"""Step 1d: form fields: text, choices, check boxes and option buttons.

A button is told by up to three encodings: the field's value (`/V`), the state that its widget
shows (`/AS`), and what the drawing of that state has in it. Where they differ it is UNSURE. A
widget that the form's own list of fields forgot is read from its dictionary, as viewers do.
"""

from __future__ import annotations

import ctypes
import html
import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from extract.model import (
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
from extract.pdf.text import composed

if TYPE_CHECKING:
    from extract.model import Box
    from extract.pdf.buttons import Button, Buttons
    from extract.pdf.native import Handle

_MEANINGLESS = re.compile(r"(?:yes|on|off|true|false|\d+|choice\d*|value.*|opci[oó]n\d*)?", re.I)
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_ENDS = re.compile(r"</p>|<br\s*/?>", re.I)
_BREAKS = re.compile(r"\r\n|[\r\n\u2028\u2029]")
_PAINTS = re.compile(r"(?<![\w/])(?:[SsFfBb]\*?|Tj|TJ|'|\"|Do|sh)(?![\w])")
_TYPED_SIGN = re.compile(r"\([34578lu]\)\s*Tj")  # ZapfDingbats: ticks, crosses, the dot
_RADIO, _PUSH = 1 << 15, 1 << 16  # ISO 32000-1, table 226
_PASSWORD = 1 << 13  # table 228
_UNSURE = 0.5
_SHORT = 40  # letters: of longer values the drawing may hold a part
_COLOUR = re.compile(r"(?<![\w.])(?:[\d.]+\s+){1,4}(?:g|rg|k)(?!\w)")
_WHITE = re.compile(r"(?:1(?:\.0*)?\s+){1,3}r?g|(?:0(?:\.0*)?\s+){4}k")
_FILLED = re.compile(r"(?<!\w)(?:f\*?|[Bb]\*?|sh|Do)(?!\w)")
_LITERAL = re.compile(r"\(([^()]{0,200})\)\s*(?:Tj|'|\")")


class Widgets:
    """The form fields of one page (counted from 1)."""

    def __init__(self, form: Handle, buttons: Buttons, page: int) -> None:
        from pypdfium2 import raw

        self.raw = raw
        self.form = form
        self.buttons = buttons
        self.page = page
        self.boxes = {
            raw.FPDF_FORMFIELD_CHECKBOX: MarkShape.BOX,
            raw.FPDF_FORMFIELD_RADIOBUTTON: MarkShape.RADIO,
        }
        self.entries = {
            raw.FPDF_FORMFIELD_TEXTFIELD: FieldKind.TEXT,
            raw.FPDF_FORMFIELD_COMBOBOX: FieldKind.CHOICE,
            raw.FPDF_FORMFIELD_LISTBOX: FieldKind.CHOICE,
        }

    def read(self, annotation: Handle, index: int, box: Box) -> Mark | Field | None:
        """What the page's annotation `index` enters; None for buttons to push and signatures."""
        kind = self.raw.FPDFAnnot_GetFormFieldType(self.form, annotation) if self.form else -1
        if kind in self.boxes:
            return self._mark(annotation, index, box, self.boxes[kind])
        if kind in self.entries:
            entry = self._own(annotation, index, self._field(annotation, box, self.entries[kind]))
            return entry if self._is_shown(annotation, entry) else replace(entry, certainty=_UNSURE)
        if kind in {-1, self.raw.FPDF_FORMFIELD_UNKNOWN}:
            return self._orphan(annotation, index, box)
        return None

    def _orphan(self, annotation: Handle, index: int, box: Box) -> Mark | Field | None:
        found = self.buttons.field(self.page, index)
        if found is None:
            return None
        if found.kind == "Btn" and not found.flags & _PUSH:
            shape = MarkShape.RADIO if found.flags & _RADIO else MarkShape.BOX
            return self._mark(annotation, index, box, shape)
        if found.kind in {"Tx", "Ch"}:
            kind = FieldKind.TEXT if found.kind == "Tx" else FieldKind.CHOICE
            value = composed(_tidied(found.value))
            return Field(value=value, kind=kind, name=found.name, place=Place(box=box))
        return None

    def _own(self, annotation: Handle, index: int, entry: Field) -> Field:
        """The entry with the value of the widget's own field.

        PDFium asks by name; where forms were joined, the first of a name answers for all.
        """
        if not entry.value:
            return entry
        text = entry.kind is FieldKind.TEXT  # a choice may show other than it sends
        if text and _tidied(string_of(annotation, "V")) == entry.value:
            return entry  # the widget is the field: what PDFium asked by name is its own
        own = self.buttons.field(self.page, index)
        if own is None or not own.told:
            return entry
        value = composed(_tidied(own.value))
        value = value or plain_text(string_of(annotation, "RV"))
        return entry if value == entry.value else replace(entry, value=value)

    def _field(self, annotation: Handle, box: Box, kind: FieldKind) -> Field:
        raw, form = self.raw, self.form
        value = self._form_string(raw.FPDFAnnot_GetFormFieldValue, annotation)
        count = raw.FPDFAnnot_GetOptionCount(form, annotation) if kind is FieldKind.CHOICE else 0
        options = tuple(self._option(annotation, n) for n in range(max(count, 0)))
        chosen = [o for n, o in enumerate(options) if self._is_chosen(annotation, n)]
        if value or chosen:
            value = "\n".join(chosen) or value  # what is shown, not what is sent
        else:
            value = plain_text(string_of(annotation, "RV"))
        return Field(
            value=_tidied(value),
            kind=kind,
            name=self._form_string(raw.FPDFAnnot_GetFormFieldAlternateName, annotation)
            or self._form_string(raw.FPDFAnnot_GetFormFieldName, annotation),
            options=options,
            place=Place(box=box),
        )

    def _is_shown(self, annotation: Handle, entry: Field) -> bool:
        """False where a person sees other than the value: stars, white letters, another word."""
        flags = self.raw.FPDFAnnot_GetFormFieldFlags(self.form, annotation)
        if flags & _PASSWORD and entry.kind is FieldKind.TEXT:
            return False
        drawing = self._appearance(annotation)
        before, typed, _ = drawing.partition("(")
        coloured = before if typed else string_of(annotation, "DA")
        if not _FILLED.search(before) and any(
            _WHITE.match(c) for c in _COLOUR.findall(coloured)[-1:]
        ):
            return False
        said = "".join(_LITERAL.findall(drawing))
        if len(entry.value) > _SHORT or not said.isprintable() or "\\" in said:
            return True
        return not said or _letters(said) == _letters(entry.value)

    def _mark(self, annotation: Handle, index: int, box: Box, shape: MarkShape) -> Mark:
        raw = self.raw
        button = self.buttons.at(self.page, index)
        encodings: tuple[Encoding, ...]
        if button is None:
            shown = raw.FPDFAnnot_IsChecked(self.form, annotation)
            state = MarkState.ON if shown else MarkState.OFF
            encodings = (Encoding(EncodingKind.APPEARANCE, state, "shown" if shown else "off"),)
        else:
            encodings = _encodings(button, shape)
        shown = next((e.state for e in encodings if e.kind is EncodingKind.APPEARANCE), None)
        encodings += self._by_drawing(annotation, shown)
        states = {e.state for e in encodings}
        return Mark(
            state=states.pop() if len(states) == 1 else MarkState.UNSURE,
            shape=shape,
            encodings=encodings,
            place=Place(box=box),
            origin=Origin.FORM_FIELD,
            label=self._label(annotation) if self.form else "",
            group=self._form_string(raw.FPDFAnnot_GetFormFieldName, annotation),
        )

    def _by_drawing(self, annotation: Handle, shown: MarkState | None) -> tuple[Encoding, ...]:
        """That the drawing of the state shown says otherwise, where it does."""
        drawing = self._appearance(annotation)
        if shown is MarkState.ON and drawing and not _PAINTS.search(drawing):
            return (Encoding(EncodingKind.DRAWN, MarkState.OFF, "drawn empty"),)
        if shown is MarkState.OFF and _TYPED_SIGN.search(drawing):
            return (Encoding(EncodingKind.DRAWN, MarkState.ON, "drawn marked"),)
        return ()

    def _appearance(self, annotation: Handle) -> str:
        """The drawing instructions of the state that a widget shows, "" where it has none."""
        getter, mode = self.raw.FPDFAnnot_GetAP, self.raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL
        size = getter(annotation, mode, None, 0)
        buffer = (ctypes.c_ushort * (size // 2 + 1))()
        getter(annotation, mode, buffer, size)
        return _decode(buffer, size)

    def _is_chosen(self, annotation: Handle, index: int) -> bool:
        return bool(self.raw.FPDFAnnot_IsOptionSelected(self.form, annotation, index))

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
        if not self.form:
            return ""
        size = getter(self.form, annotation, None, 0)
        buffer = (ctypes.c_ushort * (size // 2 + 1))()
        getter(self.form, annotation, buffer, size)
        return _decode(buffer, size)


def string_of(annotation: Handle, key: str) -> str:
    """A string in an annotation's dictionary, NFC; "" where there is none."""
    from pypdfium2 import raw

    getter, name = raw.FPDFAnnot_GetStringValue, key.encode()
    size = getter(annotation, name, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    getter(annotation, name, buffer, size)
    return _decode(buffer, size)


def plain_text(rich: str) -> str:
    """The text of an annotation's or field's rich text (XHTML: ISO 32000-1, 12.7.3.4)."""
    return html.unescape(_TAGS.sub("", _ENDS.sub("\n", rich))).strip()


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if c.isalnum() and c.isascii())


def _tidied(value: str) -> str:
    """A field's value with every line end as `\\n`, its ends trimmed."""
    return _BREAKS.sub("\n", value).strip()


def _decode(buffer: Handle, size: int) -> str:
    return composed(bytes(buffer)[:size].decode("utf-16-le", "replace").rstrip("\0"))


def _encodings(button: Button, shape: MarkShape) -> tuple[Encoding, ...]:
    """What the field's value and the appearance shown each say of this widget."""
    found = [Encoding(EncodingKind.FORM_FIELD, _by_value(button, shape), f"/V /{button.value}")]
    if button.shown is not None:
        state = MarkState.OFF if button.shown == "Off" else MarkState.ON
        found.append(Encoding(EncodingKind.APPEARANCE, state, f"/AS /{button.shown}"))
    if not button.agrees:
        found.append(Encoding(EncodingKind.FORM_FIELD, MarkState.UNSURE, "group disagrees"))
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
