"""What is laid over a finished PDF: annotations, and pages that lie on their side."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pypdf import PdfReader, PdfWriter, Transformation
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

Corners = tuple[float, float, float, float]
_PRINT = 4  # ISO 32000-1, table 165


@dataclass(frozen=True, slots=True)
class PdfWay:
    """How a PDF was handled after it was written.

    `turned` quarters its pages lie on their side; `rotated` where `/Rotate` rights them again;
    `unseen` text stands in it that nobody can see.
    """

    turned: int = 0
    rotated: bool = False
    unseen: bool = False

    @property
    def traits(self) -> frozenset[str]:
        """What is special about it, by name."""
        found = set()
        if self.turned:
            found.add("rotated-page" if self.rotated else "sideways-page")
        return frozenset(found | ({"unseen-text"} if self.unseen else set()))


AS_WRITTEN = PdfWay()


@dataclass(frozen=True, slots=True)
class Laid:
    """An annotation of one subtype on a page (from 0); corners in points from the bottom left."""

    kind: str
    page: int
    corners: Corners
    text: str = ""


def with_laid(data: bytes, items: Iterable[Laid]) -> bytes:
    """The PDF with these annotations, as viewers' typewriter and drawing tools add them."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for item in items:
        writer.add_annotation(item.page, _annotation(item))
    return _bytes(writer)


def _annotation(item: Laid) -> DictionaryObject:
    made = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(f"/{item.kind}"),
            NameObject("/Rect"): _numbers(*item.corners),
            NameObject("/F"): NumberObject(_PRINT),
        }
    )
    if item.text:
        made[NameObject("/Contents")] = TextStringObject(item.text.replace("\n", "\r"))
        made[NameObject("/DA")] = TextStringObject("/Helv 9 Tf 0 g")
    if item.kind == "Ink":
        x0, y0, x1, y1 = item.corners
        strokes = (_numbers(x0, y0, x1, y1), _numbers(x0, y1, x1, y0))
        made[NameObject("/InkList")] = ArrayObject(strokes)
    return made


def _numbers(*values: float) -> ArrayObject:
    return ArrayObject(FloatObject(value) for value in values)


def handled(data: bytes, way: PdfWay) -> bytes:
    """The PDF with its pages turned."""
    if not way.turned:
        return data
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        move = {1: (height, 0.0), 2: (width, height), 3: (0.0, width)}[way.turned]
        page.add_transformation(Transformation().rotate(90 * way.turned).translate(*move))
        size = (width, height) if way.turned == 2 else (height, width)
        page.mediabox = page.cropbox = RectangleObject((0, 0, *size))
        if way.rotated:
            page[NameObject("/Rotate")] = NumberObject(90 * way.turned)
    return _bytes(writer)


def _bytes(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
