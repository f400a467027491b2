"""Lines on the page to paragraphs as they were written."""

from __future__ import annotations

import pytest

from extract.model import AsideKind, Paragraph, Table
from tests.extract.pdf.sheets import Sheet, rows, texts

LONG = "La implementación de los aliados estratégicos tuvo un impacto positivo y"  # 358 points


def test_page_width_breaks_are_undone() -> None:
    """Lines that are full run on as one paragraph."""
    document = Sheet().text(72, 100, LONG, "significativo en los objetivos.").read()
    assert texts(document) == [f"{LONG} significativo en los objetivos."]


def test_a_short_line_ends_its_paragraph() -> None:
    """A line with room for the next word was ended by the writer."""
    document = Sheet().text(72, 100, LONG, "significativo.", "No hubo otros efectos en").read()
    assert texts(document) == [f"{LONG} significativo.", "No hubo otros efectos en"]


def test_a_gap_parts_paragraphs() -> None:
    """More room than the usual line pitch parts paragraphs, full lines or not."""
    sheet = Sheet().text(72, 100, LONG, LONG, LONG).text(72, 100 + 2 * 13.5 + 22, LONG)
    assert texts(sheet.read()) == [" ".join([LONG] * 3), LONG]


@pytest.mark.parametrize(
    ("end", "start", "joined"),
    [
        ("la coordi-", "nación entre áreas", "la coordinación entre áreas"),
        ("lo socio-", "económico de la zona", "lo socio-económico de la zona"),
        ("el eje Bogotá-", "Cundinamarca avanza", "el eje Bogotá-Cundinamarca avanza"),
        ("el periodo 2020-", "2023 fue el mejor", "el periodo 2020-2023 fue el mejor"),
        ("otras áreas y/", "o entidades", "otras áreas y/o entidades"),
        ("a talento@ejemplo.gov.", "co ahora", "a talento@ejemplo.gov.co ahora"),
        ("a talento@ejemplo.gov.c", "o ahora", "a talento@ejemplo.gov.co ahora"),
        ("a talento@ejemplo.go", "v.co ahora", "a talento@ejemplo.gov.co ahora"),
        ("a contacto.talen", "to@ejemplo.co", "a contacto.talento@ejemplo.co"),
        ("a talento@ejemplo.gov.co", "y otros", "a talento@ejemplo.gov.co y otros"),
        ("en https://ejemplo.co/inf", "ormes/uno", "en https://ejemplo.co/informes/uno"),
        ("a talento@alcaldia", "-uno.gov.co", "a talento@alcaldia-uno.gov.co"),
        ("en https://ejemplo.co", "y/o otra", "en https://ejemplo.co y/o otra"),
    ],
)
def test_words_broken_at_a_line_end_are_whole_again(end: str, start: str, joined: str) -> None:
    """A hyphen of the line's end goes, one of the word stays, addresses are rejoined."""
    pad = "Durante la ejecución se fortaleció y se mejoró de veras"
    document = Sheet().text(72, 100, f"{pad} {end}", start).text(72, 400, f"{pad} {end}").read()
    assert texts(document)[0] == f"{pad} {joined}"


@pytest.mark.parametrize("marker", ["•", "-", "–", "1.", "a)"])
def test_list_markers_leave_the_text(marker: str) -> None:
    """A bullet or number stands in `marker`, and its item is a paragraph of its own."""
    second = {"1.": "2.", "a)": "b)"}.get(marker, marker)
    sheet = Sheet().text(72, 100, LONG)
    for y, sign in ((113.5, marker), (127, second)):
        sheet.text(90, y, sign).text(108, y, "Canales de apoyo")
    document = sheet.read()
    items = [b for b in document.blocks if isinstance(b, Paragraph)][1:]
    assert [(i.list_item, i.marker) for i in items] == [(True, marker), (True, second)]
    assert [t.strip() for t in texts(document)[1:]] == ["Canales de apoyo"] * 2


def test_a_lone_dash_is_an_answer() -> None:
    """A dash with nothing behind it opens no list."""
    sheet = (
        Sheet().grid([72, 300, 540], [90, 110, 130]).text(78, 104, "Solución").text(306, 104, "-")
    )
    assert rows(sheet.read())[0] == [["Solución"], ["-"]]


def test_wide_white_on_a_line_is_a_tab() -> None:
    """Label and value on one line stay one line, with a tab between."""
    sheet = Sheet().text(72, 100, "Fecha:").text(250, 100, "17/06/2025")
    assert texts(sheet.read()) == ["Fecha:\t17/06/2025"]


def test_lines_of_label_and_answer_are_lines_of_their_own() -> None:
    """Where the first answer reaches the edge, the next label does not go on with it."""
    sheet = Sheet()
    for y, label, answer in (
        (100, "Entidad y área", "Superintendencia de Bienes Comunes - Secretaría de Obras"),
        (116, "Nombre del servidor", "Saray Quiñónez"),
        (132, "Contacto", "315 752 1627"),
    ):
        sheet.text(72, y, label).text(250, y, answer)
    assert texts(sheet.read()) == [
        "Entidad y área\tSuperintendencia de Bienes Comunes - Secretaría de Obras",
        "Nombre del servidor\tSaray Quiñónez",
        "Contacto\t315 752 1627",
    ]


def test_two_columns_that_wrap_become_a_table() -> None:
    """Where both columns run over several lines, each is read on its own."""
    sheet = Sheet()
    sheet.text(72, 100, "Nombre de la", "dependencia").text(
        250, 100, "Oficina de Talento", "Humano"
    )
    sheet.text(72, 140, "Tema").text(250, 140, "Aliados y grupos", "estratégicos")
    assert rows(sheet.read()) == [
        [["Nombre de la dependencia"], ["Oficina de Talento Humano"]],
        [["Tema"], ["Aliados y grupos estratégicos"]],
    ]


def test_paragraph_continues_on_the_next_page() -> None:
    """A page break within a paragraph is no break."""
    sheet = Sheet().text(72, 700, LONG).page().text(72, 72, "significativo.")
    document = sheet.read()
    assert texts(document) == [f"{LONG} significativo."]
    assert not any(isinstance(b, Table) for b in document.blocks)


def test_a_numbered_question_in_bold_opens_a_paragraph() -> None:
    """A bold question after a full line is a label, its number notwithstanding."""
    sheet = Sheet().text(72, 100, LONG, f"{LONG}.").font("Helvetica-Bold")
    sheet.text(72, 127, "10. ¿Cuáles fueron las soluciones?").font("Helvetica")
    document = sheet.read()
    paragraph = document.blocks[1]
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.marker, texts(document)[1]) == ("10.", "¿Cuáles fueron las soluciones?")


def test_a_bold_label_over_two_lines_opens_a_paragraph() -> None:
    """A line all in bold after a finished sentence is a label, without a colon as well."""
    sheet = Sheet().text(72, 100, LONG, f"{LONG}.").font("Helvetica-Bold")
    sheet.text(
        72, 127, "Describa el impacto positivo o negativo que generó la situación", "experimentada"
    )
    assert texts(sheet.font("Helvetica").read())[1:] == [
        "Describa el impacto positivo o negativo que generó la situación experimentada"
    ]


def test_a_field_as_tall_as_several_lines_is_a_block() -> None:
    """The label below a fillable field is not glued to the label above it."""
    sheet = Sheet().text(72, 100, LONG)
    form = sheet.canvas.acroForm
    form.textfield(name="a", value="Uno", x=72, y=792 - 106 - 40, width=358, height=40)
    sheet.text(72, 160, LONG)
    form.textfield(name="b", value="Dos", x=72, y=792 - 166 - 40, width=358, height=40)
    assert texts(sheet.read()) == [LONG, "<Uno>", LONG, "<Dos>"]


@pytest.mark.parametrize("pitch", [13.5, 15.5, 20.0])
def test_a_footnote_in_the_bodys_type_ends_with_its_paragraph(pitch: float) -> None:
    """A note runs on after a full line, however wide the lines are set, and then ends."""
    sheet = Sheet().text(72, 100, LONG, LONG, pitch=pitch).font("Helvetica", 6)
    sheet.text(72, 296, "1").font("Helvetica")
    sheet.text(76, 300, LONG[:-2], "grande en los objetivos.", pitch=pitch)
    sheet.text(72, 300 + 2 * pitch + 1, "Nota: Los datos se tratan como dice la ley.")
    document = sheet.read()
    (note,) = (a for a in document.asides if a.kind is AsideKind.FOOTNOTE)
    assert note.text.endswith("grande en los objetivos.")
    assert texts(document)[-1] == "Nota: Los datos se tratan como dice la ley."


def test_a_question_after_a_sentence_is_one_of_its_own() -> None:
    """The form's next question, below a full line, must not be lost in the answer above it."""
    full = LONG[:-2] + "."
    document = Sheet().text(72, 100, LONG, full, "¿Cómo entidad autoriza que se comparta?").read()
    assert texts(document)[1:] == ["¿Cómo entidad autoriza que se comparta?"]


def test_an_o_in_justified_text_is_no_bullet() -> None:
    """Word's bullet of the second level is a letter; in stretched text any blank is wide."""
    sheet = Sheet().text(72, 100, "o").text(90, 100, "experiencia").text(160, 100, "frente")
    assert texts(sheet.read()) == ["o experiencia frente"]
    sheet = Sheet().text(72, 100, "o").text(90, 100, "Calidad del dato")
    assert texts(sheet.read()) == ["Calidad del dato"]
