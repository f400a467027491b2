"""Form fields laid over a finished page, with pypdf: any dictionary, however odd."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Corners = tuple[float, float, float, float]
CROSS = "1 w 1 1 m 9 9 l 1 9 m 9 1 l S"


class Fillable:
    """A page's form; corners are PDF points."""

    def __init__(self, data: bytes) -> None:
        self._writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
        self._fields = ArrayObject()
        form = {"Fields": self._fields, "NeedAppearances": True}
        self._writer.root_object[NameObject("/AcroForm")] = as_pdf(form)
        self._annotations = ArrayObject()
        self._writer.pages[0][NameObject("/Annots")] = self._annotations

    def parent(self, **entries: object) -> Any:  # noqa: ANN401 - pypdf's objects
        """A field without a widget of its own."""
        made = self._writer._add_object(as_pdf(entries))  # noqa: SLF001 - no other way
        self._fields.append(made)
        return made

    def widget(
        self,
        corners: Corners,
        *,
        under: Any = None,  # noqa: ANN401 - pypdf's objects
        orphan: bool = False,
        drawn: Mapping[str, str] | str | None = None,
        **entries: object,
    ) -> Fillable:
        """A widget with these entries; `drawn` holds the instructions, or those of each state."""
        made = as_pdf({"Type": "/Annot", "Subtype": "/Widget", "F": 4} | entries)
        made[NameObject("/Rect")] = ArrayObject(FloatObject(c) for c in corners)
        if isinstance(drawn, str):
            made[NameObject("/AP")] = as_pdf({"N": self._drawing(drawn, corners)})
        elif drawn is not None:
            states = {name: self._drawing(ops, corners) for name, ops in drawn.items()}
            made[NameObject("/AP")] = as_pdf({"N": states})
        reference = self._writer._add_object(made)  # noqa: SLF001 - no other way
        self._annotations.append(reference)
        if under is not None:
            made[NameObject("/Parent")] = under
            under.get_object().setdefault(NameObject("/Kids"), ArrayObject()).append(reference)
        elif not orphan:
            self._fields.append(reference)
        return self

    def _drawing(self, instructions: str, corners: Corners) -> Any:  # noqa: ANN401
        stream = DecodedStreamObject()
        stream.set_data(instructions.encode())
        x0, y0, x1, y1 = corners
        stream.update(as_pdf({"Type": "/XObject", "Subtype": "/Form"}))
        stream[NameObject("/BBox")] = ArrayObject(FloatObject(c) for c in (0, 0, x1 - x0, y1 - y0))
        return self._writer._add_object(stream)  # noqa: SLF001 - no other way

    def data(self) -> bytes:
        """The file's bytes."""
        out = io.BytesIO()
        self._writer.write(out)
        return out.getvalue()


def as_pdf(value: Any) -> Any:  # noqa: ANN401 - any PDF object
    """Plain values as PDF objects: strings that begin with `/` are names."""
    if isinstance(value, bool):
        return BooleanObject(value)
    if type(value) is int:
        return NumberObject(value)
    if type(value) is str:
        return NameObject(value) if value.startswith("/") else TextStringObject(value)
    if type(value) is list:
        return ArrayObject(as_pdf(item) for item in value)
    if type(value) is dict:
        return DictionaryObject({NameObject(f"/{k}"): as_pdf(v) for k, v in value.items()})
    return value
