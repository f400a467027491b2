"""Whole forms: which text is whose, in every layout that people send."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.model import (
    Cell,
    Document,
    Field,
    FieldKind,
    Origin,
    Paragraph,
    Row,
    SourceFormat,
    Table,
    Text,
)
from normalize import read_forms
from schemas.reading import Consent, FormReading, ReadFrom, Review, State
from tests.normalize.sheets import LABELS, QUESTION, doc, para, side_form, table

NARRATIVES = ("situation", "impact", "solutions", "lesson", "recommendation")


def only(document: Document) -> FormReading:
    """The document's only form."""
    (form,) = read_forms(document)
    return form


def value(form: FormReading, name: str) -> object:
    """A field's value."""
    return form.field(name).value


def left(form: FormReading) -> list[str]:
    """The texts left over."""
    return [rest.text for rest in form.leftover]


def rows(**answers: str) -> list[list[str]]:
    """Label and answer of every question; `answers` by field, else "Respuesta FIELD"."""
    return [[text, answers.get(name, f"Respuesta {name}")] for name, text in LABELS.items()]


def test_two_columns_give_each_answer() -> None:
    """In a table of label and answer, each answer goes to its field and nothing is left."""
    form = only(
        side_form({"topic": "Archivo.", "impact": "Uno.|Dos.", "completed_on": "17/06/2025"})
    )
    assert value(form, "topic") == "Archivo."
    assert value(form, "impact") == "Uno.\nDos."
    assert str(value(form, "completed_on")) == "2025-06-17"
    assert (form.consent.verdict, left(form)) == (Consent.YES, [])


def test_an_empty_answer_does_not_swallow_the_next_question() -> None:
    """A question left empty is empty, in full-width rows too."""
    cells = [[text] for name, text in LABELS.items() if name in NARRATIVES]
    form = only(doc(table(*rows()[:7]), table(*cells, [f"{QUESTION}|Sí ☒ No ☐"])))
    for name in NARRATIVES:
        assert (form.field(name).state, value(form, name)) == (State.EMPTY, None)
    assert form.consent.verdict is Consent.YES


def test_answers_below_their_labels() -> None:
    """Full-width rows of label, then answer."""
    cells: list[list[str]] = []
    for name in NARRATIVES:
        cells += [[LABELS[name]], [f"Respuesta {name}|segunda"]]
    form = only(doc(table(*rows()[:7]), table(*cells, [QUESTION], ["Sí ☒ No ☐"])))
    assert value(form, "impact") == "Respuesta impact\nsegunda"
    assert value(form, "recommendation") == "Respuesta recommendation\nsegunda"
    assert left(form) == []


def test_paragraphs_without_a_table() -> None:
    """Labels and answers as paragraphs, with nothing but their order."""
    blocks = []
    for name, text in LABELS.items():
        blocks += [f"*{text}*", f"Respuesta {name}"]
    form = only(doc("DOCUMENTACIÓN DE LECCIONES APRENDIDAS", *blocks, QUESTION, "Sí ☒ No ☐"))
    assert value(form, "solutions") == "Respuesta solutions"
    assert value(form, "email") == "Respuesta email"
    assert (form.consent.verdict, left(form)) == (Consent.YES, [])


@pytest.mark.parametrize("glue", [": ", "\n", "\t", " "])
def test_label_and_answer_in_one_cell(glue: str) -> None:
    """The answer follows its label in the same cell, whatever stands between."""
    cells = [[f"*{text}*{glue}Respuesta {name}"] for name, text in LABELS.items()]
    form = only(doc(table(*cells, [f"{QUESTION} Sí ☒ No ☐"])))
    for name in ("topic", "program", *NARRATIVES):
        assert value(form, name) == f"Respuesta {name}", name
    assert form.consent.verdict is Consent.YES


def test_a_lone_dash_above_the_next_label_is_an_answer() -> None:
    """A dash between two labels says that the first does not apply; it opens no label."""
    blocks = []
    for name, text in LABELS.items():
        blocks += [f"*{text}*", "-" if name == "solutions" else f"Respuesta {name}"]
    form = only(doc(*blocks, QUESTION, "Sí ☒ No ☐"))
    assert form.field("solutions").state is State.NOT_APPLICABLE


def test_a_label_over_two_paragraphs_leaves_no_rest_in_the_answer() -> None:
    """A long label cut in two, its answer behind the second part, is one label."""
    known = [[f"{label}|" if not answer else f"{label}: {answer}"] for label, answer in rows()]
    head, tail = LABELS["impact"].split(" frente ")
    known[8] = [f"{head}|frente {tail}: Respuesta impact"]
    form = only(doc(table(*known, [f"{QUESTION}|Sí ☒ No ☐"])))
    assert value(form, "impact") == "Respuesta impact"


def test_an_echo_below_a_label_with_help_is_answer() -> None:
    """An answer that repeats its question loses to a mistyped label with help in brackets."""
    blocks = []
    for name, text in LABELS.items():
        asked = text.replace("experiencia", "expeirencia") if name == "situation" else text
        told = "(qué ocurrió y cuándo)" if name == "situation" else ""
        answer = "Descripción de la situación:" if name == "situation" else f"Respuesta {name}"
        blocks += [f"*{asked}* {told}".strip(), answer]
    form = only(doc(*blocks, QUESTION, "Sí ☒ No ☐"))
    assert value(form, "situation") == "Descripción de la situación:"
    assert value(form, "program") == "Respuesta program"


def test_an_answer_may_open_with_its_question() -> None:
    """An echo in the form's own words loses even to a label in other words."""
    known = rows(situation="Descripción de la situación: llovió.")
    known[7][0] = "¿Qué ocurrió?"
    form = only(doc(table(*known, [f"{QUESTION}|Sí ☒ No ☐"])))
    assert value(form, "situation") == "Descripción de la situación: llovió."
    known[7][1] = "Descripción de la situación:|Llovió."
    form = only(doc(table(*known, [f"{QUESTION}|Sí ☒ No ☐"])))
    assert value(form, "situation") == "Descripción de la situación:\nLlovió."


def test_two_pairs_in_a_row() -> None:
    """Label, answer, label, answer in one row."""
    pairs = rows()
    double = [[*pairs[i], *pairs[i + 1]] for i in range(0, 6, 2)]
    rest = [[label, answer] for label, answer in pairs[6:]]
    form = only(doc(table(*double, *rest, [f"{QUESTION}|☒ Sí ☐ No"])))
    assert value(form, "phone") == "Respuesta phone"
    assert value(form, "topic") == "Respuesta topic"
    assert value(form, "lesson") == "Respuesta lesson"


def test_a_row_of_labels_over_a_row_of_answers() -> None:
    """Where a row holds labels only, the answers stand in the columns below."""
    head = ["Tema de la lección aprendida", "Fecha de diligenciamiento", "Número de contacto"]
    body = ["Archivo", "17/06/2025", "3001234567"]
    rest = [[cell] for row in rows()[7:] for cell in row]
    form = only(doc(table(head, body), table(*rest, [f"{QUESTION}|Sí ☒ No ☐"])))
    assert value(form, "topic") == "Archivo"
    assert str(value(form, "completed_on")) == "2025-06-17"
    assert value(form, "phone") == "3001234567"


def test_a_question_that_a_page_break_joined_to_an_answer_is_one() -> None:
    """In bold behind the end of a plain sentence it asks, in part if need be; else it is quoted."""
    lesson = LABELS["lesson"]
    blocks = [f"{text}: Respuesta {name}." for name, text in LABELS.items() if name != "lesson"]
    blocks[9] += " *¿Cuál fue la lección* aprendida? Conviene preguntar."
    form = only(doc("DOCUMENTACIÓN DE LECCIONES APRENDIDAS", *blocks, QUESTION, "Sí ☒ No ☐"))
    assert value(form, "solutions") == "Respuesta solutions."
    assert value(form, "lesson") == "Conviene preguntar."
    said = f"El equipo se reunió. {lesson} Eso nos preguntamos todos."
    blocks[9] = f"{LABELS['solutions']} {said}"
    form = only(doc("DOCUMENTACIÓN DE LECCIONES APRENDIDAS", *blocks, QUESTION, "Sí ☒ No ☐"))
    assert value(form, "solutions") == said


def test_a_misspelt_label_that_a_full_line_joined_to_an_answer_is_one() -> None:
    """Long labels before a colon are plain even where a letter or two are wrong."""
    blocks = [f"{text}: Respuesta {name}." for name, text in LABELS.items() if name != "impact"]
    impact = LABELS["impact"].replace("experiencia", "expeirencia")
    blocks[7] += f" {impact}: Se redujo el tiempo."
    form = only(doc("DOCUMENTACIÓN DE LECCIONES APRENDIDAS", *blocks, QUESTION, "Sí ☒ No ☐"))
    assert value(form, "situation") == "Respuesta situation."
    assert value(form, "impact") == "Se redujo el tiempo."


@pytest.mark.parametrize("answer", ["Sí ☐ No ☒", "Sí ☐ No ☐"])
def test_a_question_of_consent_within_an_answer_is_quoted(answer: str) -> None:
    """Whose answer stands behind it, nobody knows; the real question may be in other words."""
    blocks = [f"{text}: Respuesta {name}." for name, text in LABELS.items()]
    blocks[-1] += " *¿Autoriza compartir la información?* Sí."
    form = only(doc("DOCUMENTACIÓN DE LECCIONES APRENDIDAS", *blocks, "¿Se puede?", answer))
    assert form.consent.verdict is not Consent.YES


def test_two_labels_that_a_colon_or_a_line_parts_ask_twice() -> None:
    """`Entidad:` left empty above `Área:` is no `Entidad / Área`."""
    blocks = [f"{text}: Respuesta {name}" for name, text in LABELS.items()][1:]
    apart = doc("Entidad:", "Área: Planeación", *blocks, QUESTION, "Sí ☒ No ☐")
    assert (value(only(apart), "entity"), value(only(apart), "area")) == (None, "Planeación")
    valley = "Nombre de la entidad: Área Metropolitana del Valle de Aburrá"
    form = only(doc(valley, "Área: Planeación", *blocks, QUESTION, "Sí ☒ No ☐"))
    assert value(form, "entity") == "Área Metropolitana del Valle de Aburrá"
    assert value(form, "area") == "Planeación"


def test_a_label_of_which_half_is_bold_asks_once() -> None:
    """A scan tells bold words from plain ones by their weight, and not all of them."""
    label = "*NOMBRE DE LA ENTIDAD* Y DEL ÁREA:"
    blocks = [f"{text}: Respuesta {name}" for name, text in LABELS.items()]
    blocks[0] = f"{label} Municipio de La Dorada / Subdirección de Contratación"
    form = only(doc("DOCUMENTACIÓN DE LECCIONES APRENDIDAS", *blocks, QUESTION, "Sí ☒ No ☐"))
    assert value(form, "entity") == "Municipio de La Dorada"
    assert value(form, "area") == "Subdirección de Contratación"


def test_an_answer_that_quotes_a_label_stays_whole() -> None:
    """Neither a run-in nor a paragraph that repeats a label's words splits an answer."""
    given = {
        "lesson": "Lección Aprendida La incorporación de aliados es clave.",
        "situation": "Se preguntó:|¿Cuál fue la lección aprendida?|Nadie respondió.",
        "impact": "Recomendaciones: ninguna.|Impacto: alto.",
    }
    form = only(side_form(given))
    assert value(form, "lesson") == given["lesson"]
    assert value(form, "situation") == given["situation"].replace("|", "\n")
    assert value(form, "impact") == given["impact"].replace("|", "\n")


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        lambda label: label.replace("ó", "o").replace("í", "i").replace("á", "a"),
        lambda label: f"1. {label}",
        lambda label: f"(2) {label}:",
        lambda label: f"{label} *",
        lambda label: label.replace("Nombre", "Nonbre").replace("lección", "leccion"),
        lambda label: f"{label}1",
        lambda label: label.replace(" o ", "\no ", 1),
    ],
)
def test_retyped_labels_are_found(change: object) -> None:
    """Capitals, lost accents, numbering, typing errors, footnote digits, split lines."""
    assert callable(change)
    cells = [[change(label), answer] for label, answer in rows()]
    form = only(doc(table(*cells, [f"{QUESTION}|Sí ☒ No ☐"])))
    for name in ("topic", "program", *NARRATIVES):
        assert value(form, name) == f"Respuesta {name}", name
    assert left(form) == []


def test_the_forms_own_words_are_no_answer() -> None:
    """Headings, definition, footnote, note and provenance line belong to nobody's answer."""
    form = only(
        doc(
            "*DOCUMENTACIÓN DE LECCIONES APRENDIDAS*",
            "Una lección aprendida se entiende como el conocimiento adquirido sobre una o varias "
            "experiencias a través de la reflexión y el análisis crítico de los factores que "
            "pudieron haber afectado positiva o negativamente el resultado esperado1.",
            table(
                ["*Datos generales*"], *rows()[:5], ["*Características específicas*"], *rows()[5:7]
            ),
            "1 Banco Interamericano de Desarrollo, (2008). Knowledge and Learning Sector (KNL), "
            "Knowledge Management Division, nota técnica lecciones aprendidas.",
            table(*rows()[7:], [f"{QUESTION}|Sí ☒ No ☐"]),
            "Tomado de la Función Pública.",
        )
    )
    assert value(form, "program") == "Respuesta program"
    assert (left(form), form.consent.verdict) == ([], Consent.YES)


def test_an_unknown_question_is_reported_not_merged() -> None:
    """A row that the template does not know is left over, and a person is asked to look."""
    known = rows()
    form = only(
        doc(table(*known[:9], ["Municipio", "Cúcuta"], *known[9:], [f"{QUESTION}|Sí ☒ No ☐"]))
    )
    assert value(form, "impact") == "Respuesta impact"
    assert left(form) == ["Municipio", "Cúcuta"]
    assert form.review is Review.NEEDED


def test_known_but_unpublished_questions_keep_to_themselves() -> None:
    """A post is recognised, so that it is neither left over nor in the name above it."""
    known = rows()
    form = only(
        doc(table(*known[:2], ["Cargo", "Profesional"], *known[2:], [f"{QUESTION}|Sí ☒ No ☐"]))
    )
    assert value(form, "public_servant") == "Respuesta public_servant"
    assert left(form) == []


def test_two_forms_in_one_file() -> None:
    """The questions come again: another form, and no mark passes to its neighbour."""
    first = table(*rows(topic="Uno"), [f"{QUESTION}|Sí ☐ No ☒"])
    second = table(*rows(topic="Dos"), [f"{QUESTION}|Sí ☒ No ☐"])
    title = "DOCUMENTACIÓN DE LECCIONES APRENDIDAS"
    forms = read_forms(doc(title, first, title, second))
    assert [(value(f, "topic"), f.consent.verdict, f.form_number) for f in forms] == [
        ("Uno", Consent.NO, 1),
        ("Dos", Consent.YES, 2),
    ]


def test_a_letter_is_no_form() -> None:
    """A text with a few of the form's words does not match."""
    letter = doc(
        "Fecha: 17 de junio de 2025",
        "Asunto: lecciones aprendidas",
        "Entidad: Alcaldía",
        "Respetados señores, la lección aprendida fue importante. ¿Autoriza compartir? Sí.",
        "Cargo: Profesional",
    )
    assert read_forms(letter) == ()


@pytest.mark.parametrize("text", ["N/A", "No aplica", "no aplica.", "-", "—", "NA"])
def test_answers_that_do_not_apply(text: str) -> None:
    """An answer that says only that it does not apply is null, and says so."""
    field = only(side_form({"solutions": text, "lesson": "Una."})).field("solutions")
    assert (field.state, field.value) == (State.NOT_APPLICABLE, None)


@pytest.mark.parametrize("text", ["", "____", ".....", "Haga clic aquí para escribir texto."])
def test_fillers_are_empty(text: str) -> None:
    """Lines to write on and a control's own prompt are no answer."""
    field = only(side_form({"solutions": text, "lesson": "Una."})).field("solutions")
    assert (field.state, field.value) == (State.EMPTY, None)


def test_entry_controls_give_their_value_and_origin() -> None:
    """A control's value is the answer, and `read_from` says so."""
    made = [
        Row(
            (
                Cell((para(label),), 0),
                Cell(
                    (
                        Paragraph(
                            (
                                Field(
                                    f"Respuesta {name}",
                                    FieldKind.TEXT,
                                    origin=Origin.CONTENT_CONTROL,
                                ),
                            )
                        ),
                    ),
                    1,
                ),
            )
        )
        for name, label in LABELS.items()
    ]
    form = only(Document(SourceFormat.DOCX, (Table(tuple(made)),)))
    assert value(form, "lesson") == "Respuesta lesson"
    assert form.field("lesson").read_from is ReadFrom.CONTENT_CONTROL


def test_struck_out_text_is_taken_back() -> None:
    """What the writer struck out is not in the value, and the reading says so."""
    field = only(side_form({"topic": "~Compras~ Archivo", "lesson": "Una."})).field("topic")
    assert field.value == "Archivo"
    assert [p.code for p in field.problems] == ["text_struck_out"]


def test_numbers_of_lists_stay_bullets_go() -> None:
    """A list's number is seen and kept; its bullet only sets the item off."""
    cell = Cell(
        (
            Paragraph((Text("uno"),), list_item=True, marker="1."),
            Paragraph((Text("dos"),), list_item=True, marker="•"),
        ),
        1,
    )
    made = [Row((Cell((para(label),), 0), cell)) for label in LABELS.values()]
    form = only(Document(SourceFormat.DOCX, (Table(tuple(made)),)))
    assert value(form, "impact") == "1. uno\ndos"


def test_a_form_with_other_wordings() -> None:
    """A sibling form's labels, short ones among them, are told by how they are set off."""
    form = only(
        doc(
            table(
                ["Fecha", "6/12/2023"],
                ["Nombre de la entidad", "Gobernación de Prueba"],
                ["Nombre de la dependencia o área", "Secretaría de Ensayos"],
                ["Cargo", "Secretaria"],
                ["Título", "Archivo"],
                ["Descripción de la Situación", "Algo pasó."],
                ["¿Cuál fue el impacto?", "Mucho."],
                ["¿Qué acciones se tomaron?", "Varias."],
                ["¿Cuál es la lección aprendida?", "Una."],
                ["Recomendaciones", "Dos."],
                ["¿Autoriza compartir la información?", "Sí ☒ No ☐"],
            )
        )
    )
    assert value(form, "entity") == "Gobernación de Prueba"
    assert value(form, "area") == "Secretaría de Ensayos"
    assert [value(form, n) for n in NARRATIVES] == [
        "Algo pasó.",
        "Mucho.",
        "Varias.",
        "Una.",
        "Dos.",
    ]
    assert (str(value(form, "completed_on")), left(form)) == ("2023-12-06", [])
    assert form.consent.verdict is Consent.YES


def test_an_answer_with_unknown_letters_is_never_sure() -> None:
    """Letters that the file paints and does not name leave an answer low, its words shown."""
    form = only(side_form({"situation": "La Gobernaci\ufffdn de Nari\ufffdo llam\ufffd"}))
    field = form.field("situation")
    assert field.confidence < 0.5
    assert [p.code for p in field.problems] == ["words_doubtful"]


def test_guessed_line_ends_lower_the_confidence_of_that_answer_alone() -> None:
    """Where nothing tells a paragraph's end its field is less sure; nobody is sent to look."""
    known = side_form(dict.fromkeys(NARRATIVES, "Una cosa. Otra cosa."))
    title, asked = known.blocks
    assert isinstance(asked, Table)
    rows = [
        replace(row, cells=tuple(_guessed(cell) for cell in row.cells))
        if LABELS["lesson"] in str(row.cells[0])
        else row
        for row in asked.rows
    ]
    plain = only(known)
    form = only(replace(known, blocks=(title, replace(asked, rows=tuple(rows)))))
    assert form.review is plain.review is Review.NONE
    assert form.field("impact") == plain.field("impact")
    assert form.field("lesson").confidence < 0.8 < plain.field("lesson").confidence
    assert [p.code for p in form.field("lesson").problems] == ["paragraphs_guessed"]


def _guessed(cell: Cell) -> Cell:
    blocks = [replace(b, guesses=2) if isinstance(b, Paragraph) else b for b in cell.blocks]
    return replace(cell, blocks=tuple(blocks))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("____Ana Prueba____", "Ana Prueba"),
        ("........ Ana Prueba", "Ana Prueba"),
        ("Ana Prueba ........", "Ana Prueba"),
        ("y así sucesivamente...", "y así sucesivamente..."),
        ("•  Uno|• Dos", "Uno\nDos"),
        ("- Uno|- Dos", "- Uno\n- Dos"),
    ],
)
def test_lines_to_write_on_and_bullets_are_no_part_of_an_answer(written: str, read: str) -> None:
    """The form's blanks and a list's bullets go; what people type to count or trail off stays."""
    assert value(only(side_form({"lesson": written})), "lesson") == read


@pytest.mark.parametrize("leader", [" ........ ", "..............", " . . . . . . ", " …… "])
def test_dots_lead_from_a_label_to_its_answer(leader: str) -> None:
    """A row of dots sets off the answer, and is no part of it."""
    lines = [f"{label}{leader}Respuesta {field}" for field, label in LABELS.items()]
    form = only(doc(*lines, QUESTION, "Sí ☒ No ☐"))
    for field in ("topic", "program", "lesson"):
        assert value(form, field) == f"Respuesta {field}"
