"""Printed help under the labels: nobody's answer, told by the layout of the whole form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from normalize import read_forms
from schemas.reading import State
from tests.normalize.sheets import LABELS, QUESTION, doc, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extract.model import Document

SAME = dict.fromkeys(LABELS, "Escriba con claridad y sin abreviaturas.")
FEW = {
    "topic": "Ejemplo: contratación, talento humano.",
    "situation": "Indique el contexto, los actores y la fecha en que ocurrió.",
    "lesson": "En una frase, lo que se aprendió.",
    "recommendation": "Piense en quien lo hará la próxima vez.",
}
CONSENT = f"{QUESTION}|Sí ☒ No ☐"


def form_with(help_texts: Mapping[str, str], layout: str, left_empty: str = "") -> Document:
    """A form whose labels have help below them, its answers beside, below or as paragraphs."""
    asked = {f: "|".join(filter(None, (t, help_texts.get(f, "")))) for f, t in LABELS.items()}
    said = {f: "" if f == left_empty else f"Respuesta {f}" for f in LABELS}
    if layout == "beside":
        return doc(table(*[[asked[f], said[f]] for f in LABELS], [CONSENT]))
    if layout == "below":
        return doc(table(*[[cell] for f in LABELS for cell in (asked[f], said[f])], [CONSENT]))
    texts = [part for f in LABELS for part in (*asked[f].split("|"), said[f]) if part]
    return doc(*texts, QUESTION, "Sí ☒ No ☐")


def answers(document: Document) -> dict[str, str | None]:
    """What was read for the fields that are plain text."""
    (form,) = read_forms(document)
    assert not form.leftover
    return {f: form.field(f).text for f in LABELS if f not in ("entity_area", "completed_on")}


@pytest.mark.parametrize(
    ("help_texts", "layout"),
    [(SAME, "beside"), (SAME, "below"), (SAME, "paragraphs"), (FEW, "beside"), (FEW, "below")],
)
def test_help_below_a_label_is_no_answer(help_texts: dict[str, str], layout: str) -> None:
    """Help stands in the labels' cells, or again and again: the answers come without it."""
    assert answers(form_with(help_texts, layout)) == {
        f: f"Respuesta {f}" for f in LABELS if f not in ("entity_area", "completed_on")
    }


@pytest.mark.parametrize("layout", ["beside", "below"])
def test_help_below_a_question_left_empty_is_no_answer(layout: str) -> None:
    """Where the form prints help below its labels, an empty answer stays empty."""
    (form,) = read_forms(form_with(FEW, layout, left_empty="lesson"))
    assert form.field("lesson").state is State.EMPTY


@pytest.mark.parametrize("layout", ["beside", "below"])
def test_words_in_one_label_cell_are_left_to_a_person(layout: str) -> None:
    """One sentence in a label's cell may be help or answer: it is reported, not merged."""
    (form,) = read_forms(form_with({"lesson": FEW["lesson"]}, layout))
    assert form.field("lesson").text == "Respuesta lesson"
    assert [rest.text for rest in form.leftover] == [FEW["lesson"]]


def test_an_answer_in_the_label_cell_is_read_where_its_own_cell_is_empty() -> None:
    """Who writes below the label, and leaves the answer's cell empty, has answered."""
    rows = [[LABELS[f], f"Respuesta {f}"] for f in LABELS if f != "lesson"]
    (form,) = read_forms(doc(table(*rows, [f"{LABELS['lesson']}|Planear antes.", ""], [CONSENT])))
    assert form.field("lesson").text == "Planear antes."


@pytest.mark.parametrize("text", ["Ver documento anexo", "No aplica", "Ninguna por ahora"])
def test_the_same_answer_again_and_again_is_an_answer(text: str) -> None:
    """The same words after three labels, with nothing behind them, are what was answered."""
    repeated = {"impact", "solutions", "lesson"}
    texts = [p for f, t in LABELS.items() for p in (t, text if f in repeated else f"Eso {f}")]
    (form,) = read_forms(doc(*texts, QUESTION, "Sí ☒ No ☐"))
    assert {form.field(f).text for f in repeated} == {text}


ENGLISH = {field: f"{label} / The same in English" for field, label in LABELS.items()}


@pytest.mark.parametrize("layout", ["beside", "below", "joined"])
def test_a_label_in_two_languages_is_no_part_of_the_answer(layout: str) -> None:
    """`Tema de la lección aprendida / Topic of the lesson`, and the answer elsewhere or behind."""
    if layout == "joined":
        blocks = [f"{label}: Respuesta {f}" for f, label in ENGLISH.items()]
        (form,) = read_forms(doc(*blocks, QUESTION, "Sí ☒ No ☐"))
    else:
        rows = [[label, f"Respuesta {f}"] for f, label in ENGLISH.items()]
        rows = rows if layout == "beside" else [[text] for row in rows for text in row]
        (form,) = read_forms(doc(table(*rows, [CONSENT])))
    for field in ("topic", "situation", "lesson", "recommendation"):
        assert form.field(field).text == f"Respuesta {field}"


def test_words_behind_one_label_are_left_to_a_person() -> None:
    """An example printed behind a label, in its cell, is not merged with what stands beside."""
    example = "Ejemplo: capacitar al personal."
    rows = [
        [f"{text} {example}" if f == "lesson" else text, f"Respuesta {f}"]
        for f, text in LABELS.items()
    ]
    (form,) = read_forms(doc(table(*rows, [CONSENT])))
    assert form.field("lesson").text == "Respuesta lesson"
    assert [rest.text for rest in form.leftover] == [example]


@pytest.mark.parametrize(
    "topic", ["Inducción (segundo grupo)", "Turnos (mañana) y descansos (tarde)"]
)
@pytest.mark.parametrize("help_text", ["(título corto)", "(escriba un título, máximo 20 palabras)"])
def test_help_in_brackets_ends_where_its_brackets_do(topic: str, help_text: str) -> None:
    """An answer that ends in brackets is none of the help that stands before it."""
    texts = [f"{text}: Respuesta {f}" for f, text in LABELS.items() if f != "topic"]
    texts.insert(5, f"{LABELS['topic']} {help_text}: {topic}")
    (form,) = read_forms(doc(*texts, QUESTION, "Sí ☒ No ☐"))
    assert (form.field("topic").text or "").endswith(topic)


def test_the_star_of_a_required_question_is_the_labels() -> None:
    """`Tema *:` before the answer."""
    texts = [f"{text} *: Respuesta {f}" for f, text in LABELS.items()]
    (form,) = read_forms(doc(*texts, QUESTION, "Sí ☒ No ☐"))
    assert form.field("topic").text == "Respuesta topic"


def test_a_sentence_that_begins_like_a_header_box_is_an_answer() -> None:
    """`Código: …` heads a form's corner; a whole sentence below a question answers it."""
    said = "Código: 123 fue el número del expediente perdido."
    texts = [p for f, text in LABELS.items() for p in (text, said if f == "situation" else "Algo")]
    (form,) = read_forms(doc("Código: GC-01", *texts, QUESTION, "Sí ☒ No ☐"))
    assert form.field("situation").text == said
