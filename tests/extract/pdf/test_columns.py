"""Columns that no ruling line parts: labels beside answers, on lines of their own."""

from __future__ import annotations

import pytest

from extract.model import Document, Field, Table
from tests.extract.pdf.sheets import Sheet, cell_texts, paragraph_text, rows, texts

LONG = "En el primer semestre los productores no lograron inscribirse como"
LABELS = [
    ("Nombre de la", "entidad y del", "área"),
    ("Nombre del", "servidor público"),
    ("Describa la", "situación"),
    ("Describa el impacto", "que generó la", "situación frente a los", "resultados"),
]
ANSWERS = [
    ("Gobernación del Huila",),
    ("Yolima Trujillo Perdomo",),
    (LONG, "proveedores porque el trámite exigía", "facturación electrónica."),
    ("Se retrasó la entrega.",),
]
WANTED = [[" ".join(n), " ".join(a)] for n, a in zip(LABELS, ANSWERS, strict=True)]


def _cells(document: Document) -> list[list[str]]:
    """The first table's rows, each cell as one text."""
    return [[" ".join(cell) for cell in row] for row in rows(document)]


def _form(
    *,
    padding: float = 6,
    down: float = 0.0,
    x: float = 190,
    rules: str = "",
    top: float = 100,
) -> Sheet:
    """The labels and answers in rows, each as high as its higher side.

    `down` is 0 where both begin level, 1 where they end level.
    """
    sheet, y = Sheet(), top
    for number, (label, answer) in enumerate(zip(LABELS, ANSWERS, strict=True)):
        height = 13.5 * max(len(label), len(answer))
        if rules == "striped" and number % 2 == 0:
            sheet.canvas.setFillGray(0.95)
            sheet.rect(70, y - 11, 470, height + padding, stroke=0, fill=1)
            sheet.canvas.setFillGray(0)
        if rules == "shaded":
            sheet.canvas.setFillGray(0.85)
            sheet.rect(70, y - 11, 110, height + padding, stroke=0, fill=1)
            sheet.canvas.setFillGray(0)
        for at, lines, font in ((72, label, "Helvetica-Bold"), (x, answer, "Helvetica")):
            lower = down * (height - 13.5 * len(lines))
            sheet.font(font, 10).text(at, y + lower, *lines)
        y += height + padding
        if rules == "horizontal":
            sheet.line(70, y - 11 - padding / 2, 540, y - 11 - padding / 2)
    return sheet.font("Helvetica")


@pytest.mark.parametrize("padding", [0, 3, 12])
@pytest.mark.parametrize("down", [0.0, 0.5, 1.0], ids=["top", "middle", "end"])
@pytest.mark.parametrize("rules", ["", "horizontal", "shaded", "striped"])
def test_rows_without_walls_are_rows(padding: float, rules: str, down: float) -> None:
    """Label and answer keep to themselves however many lines each has and however it is set."""
    if down and padding == 0 and not rules:
        pytest.skip("nothing on such a page tells where a row ends")
    assert _cells(_form(padding=padding, down=down, rules=rules).read()) == WANTED


def test_a_label_that_nearly_touches_its_answer_is_apart() -> None:
    """Where one label reaches up to the answers, the others show where those begin."""
    assert _cells(_form(x=181).read()) == WANTED


def test_labels_alone_without_small_letters_are_rows() -> None:
    """One-line labels set apart are rows of their own, empty answers too."""
    sheet = Sheet()
    for y, label in ((100, "Nombre"), (122, "Número de contacto"), (144, "Tema")):
        sheet.text(72, y, label)
    sheet.text(250, 100, "Oficina de Talento", "Humano", pitch=11).text(250, 144, "Aliados")
    assert _cells(sheet.read()) == [
        ["Nombre", "Oficina de Talento Humano"],
        ["Número de contacto", ""],
        ["Tema", "Aliados"],
    ]


def test_four_columns_are_read_in_pairs() -> None:
    """Two labels with their answers in one row stand in four cells."""
    sheet = Sheet()
    for y, four in (
        (100, (("Nombre de la", "entidad"), ("Alcaldía",), ("Fecha de", "hoy"), ("14/08/2024",))),
        (140, (("Nombre",), ("Yolima Trujillo",), ("Número de", "contacto"), ("3124567788",))),
    ):
        for x, lines in zip((72, 170, 320, 420), four, strict=True):
            sheet.text(x, y, *lines)
    assert _cells(sheet.read()) == [
        ["Nombre de la entidad", "Alcaldía", "Fecha de hoy", "14/08/2024"],
        ["Nombre", "Yolima Trujillo", "Número de contacto", "3124567788"],
    ]


def test_two_columns_of_questions_are_read_one_after_the_other() -> None:
    """Where both columns hold labels with answers, no line joins the two."""
    sheet = Sheet()
    for x, step in ((72, 31), (320, 33)):
        for number in range(4):
            y = 100 + number * step
            sheet.font("Helvetica-Bold").text(x, y, f"Pregunta {x}{number}")
            sheet.font("Helvetica").text(x, y + 12, f"Respuesta {x}{number} corta")
    (table,) = (b for b in sheet.read().blocks if isinstance(b, Table))
    (row,) = table.rows
    assert [cell_texts(c)[:2] for c in row.cells] == [
        ["Pregunta 720", "Respuesta 720 corta"],
        ["Pregunta 3200", "Respuesta 3200 corta"],
    ]


def test_a_row_goes_on_over_the_page_without_rules() -> None:
    """Label and answer that the page's end cuts are whole again."""
    sheet = _form(top=600).page()
    sheet.font("Helvetica-Bold", 10).text(72, 60, "esperados").font("Helvetica", 10)
    sheet.text(72, 100, f"{LONG} proveedores porque el trámite exigía facturación")
    document = sheet.read()
    label = "Describa el impacto que generó la situación frente a los resultados esperados"
    assert _cells(document)[-1] == [label, "Se retrasó la entrega."]


def test_a_fillable_field_is_beside_all_lines_of_its_label() -> None:
    """A label over three lines beside a tall field is one cell, the field another."""
    sheet = Sheet()
    for y, label in ((100, LABELS[0]), (160, LABELS[3]), (230, LABELS[1])):
        sheet.text(72, y, *label)
        sheet.canvas.acroForm.textfield(
            name=f"f{y}", value="Uno", x=220, y=792 - y - 40, width=250, height=52
        )
    (table,) = (b for b in sheet.read().blocks if isinstance(b, Table))
    labels = [" ".join(cell_texts(r.cells[0])) for r in table.rows]
    assert labels == [" ".join(LABELS[n]) for n in (0, 3, 1)]
    shown = [i for r in table.rows for b in r.cells[1].blocks for i in getattr(b, "inlines", ())]
    assert [i.value for i in shown if isinstance(i, Field)] == ["Uno"] * 3


def test_options_at_the_answers_x_are_never_parted() -> None:
    """`Sí` and `No` stay in one line though `No` begins where the answers do."""
    sheet = _form(padding=8)
    sheet.text(72, 300, "Sí [X]").text(190, 300, "No [ ]")
    assert texts(sheet.read())[-1] == "Sí [X]\tNo [ ]"


def test_a_frame_around_boxes_is_no_cell() -> None:
    """Labels between boxed answers within one frame stay each before its answer."""
    sheet = Sheet().grid([60, 540], [80, 260])
    for y, label, answer in ((100, "Nombre", "Yolima"), (160, "Tema", "Aliados")):
        sheet.text(72, y, label).grid([72, 400], [y + 8, y + 34]).text(78, y + 24, answer)
    document = sheet.read()
    assert [isinstance(b, Table) for b in document.blocks] == [False, True, False, True]
    assert texts(document) == ["Nombre", "Tema"]


PAIRS = [
    ("Nombre del servidor público", "Yolima Trujillo"),
    ("Número de contacto", "3124567788"),
    ("Tema de la lección", "Compra pública"),
    ("Plan, programa o proyecto", "Plan de extensión"),
]


@pytest.mark.parametrize("lower", [5, 9, 13])
def test_answers_that_begin_lower_than_their_labels(lower: float) -> None:
    """Each answer a little below its label, as paragraph margins in table cells make it."""
    sheet = Sheet()
    for number, (label, answer) in enumerate(PAIRS):
        y = 100 + 34 * number
        sheet.font("Helvetica-Bold", 10).text(72, y, label)
        sheet.font("Helvetica", 10).text(260, y + lower, answer)
    assert _in_order(sheet.read()) == [part for pair in PAIRS for part in pair]


def _in_order(document: Document) -> list[str]:
    """All texts in reading order, in tables or not."""
    found: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            found += [cell for row in _cells_of(block) for cell in row]
        else:
            found.append(paragraph_text(block))
    return found


@pytest.mark.parametrize("lines", [1, 3])
def test_boxes_for_answers_follow_their_labels(lines: int) -> None:
    """A label left of a box whose top is higher than the label's line comes first."""
    sheet = Sheet()
    for number, (label, answer) in enumerate(PAIRS):
        y = 100 + (8 + 13.5 * lines) * number
        sheet.font("Helvetica", 10).text(72, y, label)
        sheet.rect(230, y - 11, 300, 3 + 13.5 * lines).text(235, y, answer)
    found = [_cells_of(block) for block in sheet.read().blocks if isinstance(block, Table)]
    assert [row for table in found for row in table] == [list(pair) for pair in PAIRS]


def _cells_of(table: Table) -> list[list[str]]:
    return [[" ".join(cell_texts(cell)) for cell in row.cells] for row in table.rows]


def test_the_numbers_of_a_list_are_no_labels() -> None:
    """Numbers that stand apart from questions and answers head no rows."""
    sheet = Sheet()
    for number, (label, answer) in enumerate(PAIRS, 1):
        y = 100 + 40 * number
        sheet.font("Helvetica", 10).text(60, y, f"{number}.").text(80, y, label)
        sheet.text(80, y + 14, answer)
    assert not any(isinstance(block, Table) for block in sheet.read().blocks)


def _lined(*, frame: bool, wall: bool) -> Sheet:
    """Labels and answers in two columns, with a frame around or a wall between only."""
    sheet = Sheet()
    for number, (label, answer) in enumerate(PAIRS):
        y = 114 + 15 * number
        sheet.font("Helvetica-Bold", 10).text(76, y, label)
        sheet.font("Helvetica", 10).text(256, y, answer)
    bottom = 104 + 15 * len(PAIRS)
    if frame:
        sheet.rect(70, 100, 460, bottom - 100)
    if wall:
        sheet.line(250, 100, 250, bottom)
    return sheet


@pytest.mark.parametrize(("frame", "wall"), [(True, False), (True, True), (False, False)])
def test_rows_in_a_frame_or_beside_a_wall_are_rows(*, frame: bool, wall: bool) -> None:
    """A frame around the form, or a wall between its columns, parts none of its rows."""
    read = " ".join(_in_order(_lined(frame=frame, wall=wall).read()))
    assert read.replace("→", " ").split() == " ".join(t for pair in PAIRS for t in pair).split()


def test_a_word_that_begins_at_a_gutter_by_chance_begins_no_table() -> None:
    """Below the columns a sentence has a word just where the answers began, and the page ends."""
    sheet = _form().text(72, 320, "Los datos de esta ficha se tratan según la Ley 1581 de 2012.")
    before = sheet.canvas.stringWidth("Se midió en", "Helvetica", 11)
    sheet.text(187 - before, 360, "Se midió en").text(190, 360, "días").text(72, 373.5, "Una.")
    document = sheet.read()
    assert _cells(document) == WANTED
    assert sum(isinstance(block, Table) for block in document.blocks) == 1
