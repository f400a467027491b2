"""Questions that the template does not know: reported, never merged into the answer above."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from normalize import read_forms
from schemas.reading import Consent
from tests.normalize.sheets import LABELS, QUESTION, doc, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from extract.model import Document

ASKED = ("Costo estimado", "Evidencias", "Palabras clave", "Número de beneficiarios", "Dependencia")
LAYOUTS = ("side", "below", "paragraphs", "lines", "same cell")
ANSWER = "Otro texto cualquiera"


def form_with(question: str, after: str, layout: str, *, bold: bool) -> Document:
    """A form in a layout, with one more question and its answer after a known field's."""
    pairs = []
    for field, label in LABELS.items():
        pairs.append((label, f"Respuesta {field}"))
        if field == after:
            pairs.append((question, ANSWER))
    styled: Callable[[str], str] = (lambda text: f"*{text}*") if bold else str
    consent = f"{QUESTION}|Sí ☒ No ☐"
    if layout == "side":
        return doc(table(*[[styled(label), answer] for label, answer in pairs], [consent]))
    if layout == "below":
        rows = [[cell] for label, answer in pairs for cell in (styled(label), answer)]
        return doc(table(*rows, [consent]))
    if layout == "paragraphs":
        blocks = [text for label, answer in pairs for text in (styled(label), answer)]
        return doc(*blocks, QUESTION, "Sí ☒ No ☐")
    joined = [f"{styled(f'{label}:')} {answer}" for label, answer in pairs]
    if layout == "lines":
        return doc(*joined, QUESTION, "Sí ☒ No ☐")
    return doc(table(*[[text] for text in joined], [consent]))


@pytest.mark.parametrize("bold", [True, False])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("question", ASKED)
@pytest.mark.parametrize("after", ["public_servant", "program", "situation", "recommendation"])
def test_an_unknown_question_takes_nothing_and_gives_nothing(
    question: str, after: str, layout: str, *, bold: bool
) -> None:
    """Each known answer stays as it is, and the unknown one is left over for a person."""
    (form,) = read_forms(form_with(question, after, layout, bold=bold))
    for field in LABELS:
        if field not in ("entity_area", "completed_on"):
            assert form.field(field).value == f"Respuesta {field}"
    assert any(ANSWER in rest.text for rest in form.leftover)
    assert form.consent.verdict is Consent.YES


@pytest.mark.parametrize("text", ["Evidencias: se adjuntan las actas.", "Costo: fue menor."])
def test_a_run_in_heading_of_an_answer_stays_in_it(text: str) -> None:
    """Where labels stand over their answers, a paragraph with a head and a colon is text."""
    rows = [[cell] for field, label in LABELS.items() for cell in (label, f"Respuesta {field}")]
    at = next(n for n, row in enumerate(rows) if row == ["Respuesta situation"])
    rows[at] = [f"Respuesta situation|{text}"]
    (form,) = read_forms(doc(table(*rows, [f"{QUESTION}|Sí ☒ No ☐"])))
    assert form.field("situation").value == f"Respuesta situation\n{text}"


@pytest.mark.parametrize("asked_before", [True, False])
def test_a_form_that_asks_on_one_line_asks_so_among_narratives(*, asked_before: bool) -> None:
    """`Evidencias: …` below a narrative is a question where the form asks like that elsewhere."""
    lines: list[str] = []
    for field, label in LABELS.items():
        lines += [f"{label}:", f"Respuesta {field}"]
        if field == "public_servant" and asked_before:
            lines.append("Proceso: Gestión documental")
        if field == "solutions":
            lines.append("Evidencias: Actas")
    (form,) = read_forms(doc(*lines, QUESTION, "Sí ☒ No ☐"))
    merged = form.field("solutions").value != "Respuesta solutions"
    assert merged is not asked_before
