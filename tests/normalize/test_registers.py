"""Registers: a row of labels over rows of answers, one form a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from normalize import read_forms
from schemas.reading import Consent, State
from tests.normalize.sheets import LABELS, QUESTION, doc, table

if TYPE_CHECKING:
    from extract.model import Document

HEAD = [*LABELS.values(), QUESTION]


def row(number: int, consent: str) -> list[str]:
    """A row's answers, each with the row's number in it."""
    return [*(f"Respuesta {field} {number}" for field in LABELS), consent]


def register(*consents: str) -> Document:
    """A register with a row for each consent answer."""
    return doc("Registro", table(HEAD, *(row(n, c) for n, c in enumerate(consents, 1))))


def test_each_row_of_a_register_is_a_form() -> None:
    """Each row has its own answers and its own consent, sure as in a form of its own."""
    forms = read_forms(register("Sí", "No", "", "☐ Sí ☒ No"))
    verdicts = [form.consent.verdict for form in forms]
    assert verdicts == [Consent.YES, Consent.NO, Consent.UNMARKED, Consent.NO]
    for number, form in enumerate(forms, 1):
        assert form.field("lesson").value == f"Respuesta lesson {number}"
        assert form.field("topic").value == f"Respuesta topic {number}"
        assert form.field("lesson").confidence > 0.95


def test_rows_left_empty_are_no_forms() -> None:
    """The empty rows at the end of a register are nobody's."""
    empty = [""] * len(HEAD)
    forms = read_forms(doc(table(HEAD, row(1, "Sí"), empty, empty)))
    assert [form.consent.verdict for form in forms] == [Consent.YES]


def test_an_answer_left_out_stays_in_its_column() -> None:
    """An empty cell is an empty answer; its neighbours do not move up."""
    answers = row(1, "Sí")
    answers[list(LABELS).index("impact")] = ""
    (form,) = read_forms(doc(table(HEAD, answers)))
    assert form.field("impact").state is State.EMPTY
    assert form.field("solutions").value == "Respuesta solutions 1"


@pytest.mark.parametrize("without", ["consent", "columns"])
def test_other_tables_of_many_columns_are_no_registers(without: str) -> None:
    """A table without the consent question, or with ragged rows, is not taken for one."""
    head, answers = (
        (HEAD[:-1], row(1, "")[:-1]) if without == "consent" else (HEAD, row(1, "Sí")[2:])
    )
    forms = read_forms(doc(table(head, answers, answers)))
    assert not any(form.consent.verdict is Consent.YES for form in forms)
