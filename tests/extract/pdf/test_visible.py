"""What a person cannot see on the page is no answer, however the file hides it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

from extract import pdf
from extract.model import AsideKind
from tests.extract.pdf.sheets import Sheet, marks, rows, texts

if TYPE_CHECKING:
    from collections.abc import Callable

FILLER = "Describa la situación o experiencia de su área"


def _small(sheet: Sheet) -> None:
    sheet.font("Helvetica", 0.7).text(132, 100, "Nada")


def _pale(sheet: Sheet) -> None:
    sheet.canvas.setFillColorRGB(0.975, 0.975, 0.975)
    sheet.text(132, 100, "Nada")


def _covered(sheet: Sheet) -> None:
    sheet.text(132, 100, "Nada")
    sheet.canvas.setFillColorRGB(1, 1, 1)
    sheet.rect(128, 86, 60, 20, stroke=0, fill=1)


def _clipped(sheet: Sheet) -> None:
    path = sheet.canvas.beginPath()
    path.rect(10, 10, 20, 20)
    sheet.canvas.clipPath(path, stroke=0, fill=0)
    sheet.text(132, 100, "Nada")


@pytest.mark.parametrize("hide", [_small, _pale, _covered, _clipped])
def test_text_out_of_sight_is_set_apart(hide: Callable[[Sheet], None]) -> None:
    """It is kept as hidden text, and is not in the body."""
    sheet = Sheet().text(72, 100, "Tema").text(72, 130, FILLER)
    hide(sheet)
    document = sheet.read()
    assert texts(document) == ["Tema", FILLER]
    assert [a.text for a in document.asides if a.kind is AsideKind.HIDDEN] == ["Nada"]


@pytest.mark.parametrize(("state", "expected"), [("OFF", ["Tema"]), ("ON", ["Tema X"])])
def test_a_layer_that_is_off_is_not_seen(state: str, expected: list[str]) -> None:
    """Optional content is on the page only while its layer is on."""
    assert texts(pdf.read(_with_layer(Sheet().text(72, 100, "Tema").data(), state))) == expected


def _with_layer(data: bytes, state: str) -> bytes:
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ArrayObject, DecodedStreamObject, NameObject

    from tests.extract.pdf.fillable import as_pdf

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    layer = writer._add_object(as_pdf({"Type": "/OCG", "Name": "capa"}))  # noqa: SLF001
    layers = {"OCGs": [layer], "D": {state: [layer]}}
    writer.root_object[NameObject("/OCProperties")] = as_pdf(layers)
    page = writer.pages[0]
    resources: Any = page["/Resources"].get_object()
    resources[NameObject("/Properties")] = as_pdf({"MC0": layer})
    stream = DecodedStreamObject()
    stream.set_data(b"/OC /MC0 BDC BT /F1 11 Tf 104 692 Td (X) Tj ET EMC")
    contents = [page.raw_get("/Contents"), writer._add_object(stream)]  # noqa: SLF001
    page[NameObject("/Contents")] = ArrayObject(contents)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _table() -> Sheet:
    sheet = Sheet().grid([72, 250, 540], [90, 115, 140]).text(78, 106, "Tema").text(256, 106, "Uno")
    return (
        sheet.text(78, 131, "Plan asociado")
        .text(256, 131, "Dos")
        .text(72, 170, "Sí")
        .rect(92, 160, 11, 11)
    )


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_on_its_side_is_read_upright(turn: int, rotate: int) -> None:
    """Text, table and box are found whichever way the page lies and is to be shown."""
    from pypdf import PdfReader, PdfWriter, Transformation
    from pypdf.generic import NameObject, NumberObject, RectangleObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(_table().data())))
    page = writer.pages[0]
    moves = {90: (792, 0), 180: (612, 792), 270: (0, 612)}
    page.add_transformation(Transformation().rotate(turn).translate(*moves[turn]))
    size = (612, 792) if turn == 180 else (792, 612)
    page.mediabox = page.cropbox = RectangleObject((0, 0, *size))
    page[NameObject("/Rotate")] = NumberObject(rotate)
    out = io.BytesIO()
    writer.write(out)
    document = pdf.read(out.getvalue())
    assert rows(document) == [[["Tema"], ["Uno"]], [["Plan asociado"], ["Dos"]]]
    assert len(marks(document)) == 1
    assert any(n.code == "page_turned" for n in document.notices) is (turn != rotate)


@pytest.mark.parametrize("factor", [0.1, 4.0])
def test_a_page_at_another_scale_is_read_in_its_own_points(factor: float) -> None:
    """Box sizes and gaps are judged by the type, places given in the page's points."""
    from pypdf import PdfReader, PdfWriter, Transformation
    from pypdf.generic import RectangleObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(_table().data())))
    page = writer.pages[0]
    page.add_transformation(Transformation().scale(factor))
    page.mediabox = page.cropbox = RectangleObject((0, 0, 612 * factor, 792 * factor))
    out = io.BytesIO()
    writer.write(out)
    document = pdf.read(out.getvalue())
    assert rows(document) == [[["Tema"], ["Uno"]], [["Plan asociado"], ["Dos"]]]
    (mark,) = marks(document)
    assert mark.place.box is not None
    assert mark.place.box.x0 == pytest.approx(92 * factor, abs=0.5 * factor)
