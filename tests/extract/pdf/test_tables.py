"""Ruling lines to tables, over page breaks too."""

from __future__ import annotations

import pytest

from extract.model import AsideKind, Box, Table
from extract.pdf.geometry import Edge, Word
from extract.pdf.grid import to_grids
from extract.pdf.running import Zones, body_edges
from extract.pdf.words import to_lines
from tests.extract.pdf.sheets import Sheet, rows, texts

XS = [72.0, 250.0, 540.0]
LONG = (
    "La implementación de los aliados estratégicos tuvo un impacto positivo y grande en la amplia"
)


def test_merged_cells_come_from_missing_walls() -> None:
    """A cell over two columns stands once, with its span."""
    sheet = Sheet().grid([72, 540], [90, 110, 130]).line(250, 110, 250, 130)
    sheet.text(78, 104, "Datos generales").text(78, 124, "Tema").text(256, 124, "Aliados")
    document = sheet.read()
    (table,) = (b for b in document.blocks if isinstance(b, Table))
    assert rows(document) == [[["Datos generales"]], [["Tema"], ["Aliados"]]]
    assert [(c.column, c.colspan) for r in table.rows for c in r.cells] == [(0, 2), (0, 1), (1, 1)]


def test_vertically_merged_cell_has_rowspan() -> None:
    """A label beside two values stands once, in its first row."""
    sheet = Sheet().grid([72, 540], [90, 130]).line(250, 90, 250, 130).line(250, 110, 540, 110)
    sheet.text(78, 104, "Fechas").text(256, 104, "2024").text(256, 124, "2025")
    (table,) = (b for b in sheet.read().blocks if isinstance(b, Table))
    assert [[c.rowspan for c in r.cells] for r in table.rows] == [[2, 1], [1]]


def test_a_border_in_pieces_a_hair_apart_is_whole() -> None:
    """Straightened pictures and rounding put the pieces of one border beside each other."""
    edges = [
        *(Edge(True, y, 63, 550) for y in (128.0, 146.0, 187.0, 234.0, 264.0)),
        *(Edge(False, x, 128, 264) for x in (63.0, 550.0)),
        Edge(False, 160.8, 145.4, 187.0),
        Edge(False, 160.7, 233.3, 264.0),
    ]
    (grid,), loose = to_grids(edges, 1)
    assert [len([c for c in grid.cells if c.row == n]) for n in range(4)] == [1, 2, 1, 2]
    assert loose == []


def test_borders_as_thin_filled_rectangles() -> None:
    """Word and Chromium paint borders as filled bars."""
    sheet = Sheet()
    for y in (90, 110):
        sheet.rect(72, y, 468, 0.5, stroke=0, fill=1)
    for x in XS:
        sheet.rect(x, 90, 0.5, 20.5, stroke=0, fill=1)
    sheet.text(78, 104, "Tema").text(256, 104, "Aliados")
    assert rows(sheet.read()) == [[["Tema"], ["Aliados"]]]


def test_table_over_pages_with_header_footer_and_footnote_is_one() -> None:
    """What stands between two parts of a table at a page break is set apart."""
    sheet = Sheet().text(72, 40, "Código: F-01").grid(XS, [90, 110, 690])
    sheet.text(78, 104, "Tema").text(256, 104, "Aliados").text(78, 124, "Impacto").text(
        256, 124, "Uno"
    )
    sheet.line(72, 700, 216, 700).font("Helvetica", 6).text(72, 709, "1").font("Helvetica", 8)
    sheet.text(76, 711, "Banco Interamericano, 2008.").font("Helvetica").text(
        270, 760, "Página 1 de 2"
    )
    sheet.page().text(72, 40, "Código: F-01").grid(XS, [72, 92])
    sheet.text(78, 86, "Lección").text(256, 86, "Dos").text(270, 760, "Página 2 de 2")
    document = sheet.read()
    assert rows(document) == [
        [["Tema"], ["Aliados"]],
        [["Impacto"], ["Uno"]],
        [["Lección"], ["Dos"]],
    ]
    assert texts(document) == []
    assert {a.kind for a in document.asides} == {
        AsideKind.HEADER,
        AsideKind.FOOTER,
        AsideKind.FOOTNOTE,
    }


def test_row_cut_by_the_page_is_one_row() -> None:
    """An answer that goes on beside an empty label cell belongs to the row before."""
    sheet = Sheet().grid(XS, [600, 740]).text(78, 614, "Impacto")
    sheet.text(256, 614, "Los aliados facilitaron una comunicación más clara y")
    sheet.page().grid(XS, [72, 92, 112]).text(256, 86, "más fluida.")
    sheet.text(78, 106, "Lección").text(256, 106, "Dos")
    assert rows(sheet.read()) == [
        [["Impacto"], ["Los aliados facilitaron una comunicación más clara y más fluida."]],
        [["Lección"], ["Dos"]],
    ]


def test_full_width_answer_goes_on_over_the_page() -> None:
    """A paragraph in a single cell runs on where its last line is full."""
    sheet = Sheet().grid([72, 540], [600, 620, 740]).font("Helvetica-Bold").text(78, 614, "Impacto")
    sheet.font("Helvetica").text(78, 634, LONG)
    sheet.page().grid([72, 540], [72, 92, 112]).text(78, 86, "región entera.")
    sheet.font("Helvetica-Bold").text(78, 106, "Lección")
    assert rows(sheet.read()) == [[["Impacto"]], [[f"{LONG} región entera."]], [["Lección"]]]


def test_next_label_is_no_continuation() -> None:
    """A question at the top of a page begins its own row, whatever its weight."""
    sheet = Sheet().grid([72, 540], [600, 620, 740]).font("Helvetica-Bold").text(78, 614, "Impacto")
    sheet.font("Helvetica").text(78, 634, "Fue grande.")
    sheet.page().grid([72, 540], [72, 92, 112]).text(78, 86, "¿Cuál fue la lección aprendida?")
    assert rows(sheet.read())[1:] == [
        [["Fue grande."]],
        [["¿Cuál fue la lección aprendida?"]],
        [[]],
    ]


def test_repeated_table_head_is_dropped() -> None:
    """A head row that the word processor repeats on each page stands once."""
    sheet = Sheet().grid(XS, [600, 620, 640])
    sheet.text(78, 614, "Campo").text(256, 614, "Respuesta").text(78, 634, "Tema").text(
        256, 634, "A"
    )
    sheet.page().grid(XS, [72, 92, 112])
    sheet.text(78, 86, "Campo").text(256, 86, "Respuesta").text(78, 106, "Área").text(256, 106, "B")
    assert rows(sheet.read()) == [
        [["Campo"], ["Respuesta"]],
        [["Tema"], ["A"]],
        [["Área"], ["B"]],
    ]


def test_row_open_at_the_page_break_is_cut() -> None:
    """Browsers leave the border open where a page cuts a row."""
    sheet = Sheet()
    sheet.line(72, 600, 540, 600).line(72, 600, 72, 760).line(540, 600, 540, 760)
    sheet.text(78, 614, "Primero.").page()
    sheet.line(72, 30, 72, 110).line(540, 30, 540, 110).line(72, 110, 540, 110)
    sheet.text(78, 50, "Segundo.")
    assert rows(sheet.read()) == [[["Primero.", "Segundo."]]]


def test_copies_of_a_form_have_no_running_header() -> None:
    """Two filled copies of one form keep their titles and labels."""
    sheet = Sheet()
    for number, answer in enumerate(("Aliados", "Archivos")):
        if number:
            sheet.page()
        sheet.text(72, 80, "DOCUMENTACIÓN DE LECCIONES").grid(XS, [90, 280, 320])
        sheet.text(78, 104, *(f"Campo {c}" for c in "ABCDEFGHIJKL"))
        sheet.text(256, 304, answer)
    assert texts(sheet.read()) == ["DOCUMENTACIÓN DE LECCIONES"] * 2


def test_question_after_a_full_line_is_its_own_row() -> None:
    """A finished answer that fills its last line does not swallow the next page's question."""
    sheet = Sheet().grid([72, 540], [600, 740]).text(78, 614, f"{LONG}.")
    sheet.page().grid([72, 540], [72, 92]).text(78, 86, "¿Como área autoriza compartir?")
    assert rows(sheet.read()) == [[[f"{LONG}."]], [["¿Como área autoriza compartir?"]]]


def test_a_label_cut_by_the_page_break_goes_on() -> None:
    """A row of which both cells run on in small letters at full lines is one row."""
    sheet = Sheet().grid(XS, [660, 700])
    sheet.text(78, 680, "¿Cuál es su recomendación para").text(256, 680, "Mantener el grupo.")
    sheet.page().grid(XS, [72, 92, 112]).text(78, 86, "obtener mejores resultados?")
    sheet.text(256, 86, "Ampliar el grupo.").text(78, 106, "Fecha").text(256, 106, "2024")
    assert rows(sheet.read()) == [
        [
            ["¿Cuál es su recomendación para obtener mejores resultados?"],
            ["Mantener el grupo.", "Ampliar el grupo."],
        ],
        [["Fecha"], ["2024"]],
    ]


@pytest.mark.parametrize("second", ["RECOMENDACIÓN", "¿CUÁL FUE LA LECCIÓN?"])
def test_a_label_in_capitals_begins_its_own_row_on_the_next_page(second: str) -> None:
    """Capitals go on from anything: without a cut answer they are a row of their own."""
    sheet = Sheet().grid(XS, [660, 680]).text(78, 674, "DESCRIBA EL IMPACTO QUE SE ESPERA")
    sheet.text(256, 674, "No hubo.").page().grid(XS, [72, 92]).text(78, 86, second)
    sheet.text(256, 86, "Planear antes.")
    assert rows(sheet.read())[1] == [[second], ["Planear antes."]]


@pytest.mark.parametrize("su", ["SU", "su"])  # a scan may be read so
def test_a_question_in_capitals_is_closed_on_the_next_page(su: str) -> None:
    """A question that is open at the page break goes on to its question mark."""
    sheet = Sheet().grid(XS, [660, 680]).text(78, 674, f"¿CUÁL ES {su} LECCIÓN DE LOS")
    sheet.text(256, 674, "Planear.").page().grid(XS, [72, 92]).text(78, 86, "MEJORES RESULTADOS?")
    sheet.text(256, 86, "Antes del contrato.")
    assert rows(sheet.read())[0][0] == [f"¿CUÁL ES {su} LECCIÓN DE LOS MEJORES RESULTADOS?"]


def test_small_letters_alone_cut_no_row() -> None:
    """Rows whose labels begin in small letters stay rows of their own over a page break."""
    sheet = Sheet().grid(XS, [660, 680]).text(78, 674, "nombre").text(256, 674, "pedro")
    sheet.page().grid(XS, [72, 92]).text(78, 86, "cargo").text(256, 86, "abogado")
    assert rows(sheet.read()) == [[["nombre"], ["pedro"]], [["cargo"], ["abogado"]]]


def _open_page(sheet: Sheet, top: float, bottom: float) -> None:
    """The walls of two columns without a floor or ceiling."""
    for x in XS:
        sheet.line(x, top, x, bottom)


def test_a_row_left_open_only_above_is_not_taken_up_by_the_next() -> None:
    """An empty strip of a cut row on the next page does not join the row below it."""
    sheet = Sheet().line(72, 660, 540, 660).text(78, 680, "Impacto").text(256, 680, "Uno.")
    _open_page(sheet, 660, 720)
    sheet.page().grid(XS, [69, 92]).text(78, 86, "Lección").text(256, 86, "Dos")
    _open_page(sheet, 64, 69)
    assert rows(sheet.read()) == [[["Impacto"], ["Uno."]], [["Lección"], ["Dos"]]]


def test_a_cell_that_fills_a_page_between_two_others_is_one_cell() -> None:
    """A page that shows only a row's side walls goes on with that row."""
    sheet = Sheet().line(72, 660, 540, 660).text(78, 680, "Impacto").text(256, 680, "Uno.")
    _open_page(sheet, 660, 720)
    sheet.page().text(256, 80, "Dos.").text(256, 400, "Tres.")
    _open_page(sheet, 63, 720)
    sheet.page().grid(XS, [92, 112]).text(256, 80, "Cuatro.")
    _open_page(sheet, 63, 92)
    sheet.text(78, 106, "Lección").text(256, 106, "Cinco.")
    assert rows(sheet.read()) == [
        [["Impacto"], ["Uno.", "Dos.", "Tres.", "Cuatro."]],
        [["Lección"], ["Cinco."]],
    ]


def _titled(sheet: Sheet, title: str, *body: str) -> None:
    """A page with a line at its very top and a body."""
    sheet.text(200, 60, title).text(72, 120, *body)


def test_a_form_title_on_every_other_page_is_no_header() -> None:
    """Two forms of two pages each begin with the same title; it stays in the body."""
    sheet = Sheet()
    for number, (title, body) in enumerate(
        [
            ("LECCIONES", "Uno"),
            ("sigue así", "Dos"),
            ("LECCIONES", "Tres"),
            ("acaba aquí", "Cuatro"),
        ]
    ):
        _titled(sheet.page() if number else sheet, title, body)
    document = sheet.read()
    assert texts(document).count("LECCIONES") == 2
    assert not document.asides


def test_headers_of_odd_and_even_pages_are_headers() -> None:
    """Headers that alternate are set apart on all pages."""
    sheet = Sheet()
    for number, body in enumerate(["Uno", "Dos", "Tres", "Cuatro"]):
        title = "Secretaría de Cultura" if number % 2 else "Formato F-01"
        _titled(sheet.page() if number else sheet, title, body)
    document = sheet.read()
    assert " ".join(texts(document)) == "Uno Dos Tres Cuatro"
    assert [a.kind for a in document.asides] == [AsideKind.HEADER] * 4


def test_sentences_that_come_again_at_one_place_are_no_header() -> None:
    """An answer over three pages keeps its lines where the pages begin and end alike."""
    sheet = Sheet()
    for number, first in enumerate(("Primero", "Segundo", "Tercero")):
        sheet = sheet if number == 0 else sheet.page()
        sheet.text(72, 36, "Código: F-01")
        sheet.text(256, 72, LONG[:60], f"{LONG[:52]} {first}", LONG[:50])
        sheet.text(256, 700, f"{first} {LONG[:48]}", LONG[:60]).text(270, 760, "Página 1 de 3")
    whole = " ".join(texts(sheet.read()))
    assert whole.count(LONG[:60]) == 6
    assert "Código" not in whole


def test_a_scanned_header_shares_its_last_line_with_the_table_below() -> None:
    """On a picture the sides of both are one line: the body's part begins at that line."""

    def zone(page: int) -> Zones:
        header = to_lines([Word("Código", Box(page, 80, 40, 120, 52), 10.0, 50.0)])
        return Zones(52.0, 700.0, header)

    def edges(end: float) -> list[Edge]:
        box = [Edge(True, y, 60, 540) for y in (30.0, 60.0)]
        return [*box, Edge(False, 60, 30, end), Edge(False, 540, 30, end), Edge(True, end, 60, 540)]

    first, second = body_edges([edges(400), edges(300)], [zone(1), zone(2)], [True, True])
    for found, end in ((first, 400), (second, 300)):
        assert {(e.at, e.start, e.end) for e in found if not e.horizontal} == {
            (60, 60, end),
            (540, 60, end),
        }
        assert sorted(e.at for e in found if e.horizontal) == [60, end]
