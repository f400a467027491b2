"""The consent gate: what of a reading may go on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.model import Notice
from lecciones.gate import form_record
from normalize import read_forms
from schemas.reading import Consent, Review
from schemas.records import FormRecord, Status
from tests.normalize.sheets import side_form

MARKER = "Palabra-que-no-sale"
ANSWERS = {
    "entity_area": "Alcaldía de Prueba – Oficina de Ensayos",
    "public_servant": "Ana María Quintero Peña",
    "phone": "300 555 0101",
    "email": "ana@prueba.gov.co",
    "topic": MARKER,
    "lesson": "Ana Quintero (ana@prueba.gov.co) avisó a tiempo.",
}


def record(consent: str, answers: dict[str, str] | None = None) -> FormRecord:
    """The record of a form with this consent answer."""
    (reading,) = read_forms(side_form(ANSWERS if answers is None else answers, consent=consent))
    return form_record(reading)


@pytest.mark.parametrize(
    ("consent", "status", "reason"),
    [
        ("Sí ☐ No ☒", Status.NO_CONSENT, "no_consent"),
        ("Sí ☐ No ☐", Status.CONSENT_UNCLEAR, "consent_unmarked"),
        ("Sí ☒ No ☒", Status.CONSENT_UNCLEAR, "consent_both"),
        ("Sí ☒ No ☐ solo dentro de la entidad", Status.CONSENT_UNCLEAR, "consent_conditional"),
        ("Sí No ☒ ☐", Status.CONSENT_UNCLEAR, "consent_unclear"),
    ],
)
def test_without_a_clear_yes_no_content_goes_on(consent: str, status: Status, reason: str) -> None:
    """The record names status and reason, and nothing of the answers is in it."""
    made = record(consent)
    assert (made.status, made.reason, made.lesson) == (status, reason, None)
    for answer in ANSWERS.values():
        assert answer not in repr(made)


def test_a_form_from_a_damaged_file_is_withheld_with_that_reason() -> None:
    """Whoever sent it is asked for the file again."""
    damaged = replace(side_form(ANSWERS), notices=(Notice("damaged", "cut_off"),))
    (reading,) = read_forms(damaged)
    made = form_record(reading)
    assert (made.status, made.reason) == (Status.CONSENT_UNCLEAR, "consent_damaged")
    assert MARKER not in repr(made)


def test_a_clear_yes_goes_on_masked() -> None:
    """The lesson's texts lose personal data; contacts travel apart."""
    made = record("Sí ☒ No ☐")
    assert made.status is Status.PUBLISHED
    assert made.lesson is not None
    assert made.lesson.lesson == "[PERSONA] ([CORREO]) avisó a tiempo."
    assert made.lesson.redactions == 2
    assert made.lesson.contact.email == "ana@prueba.gov.co"
    assert [a.field for a in made.lesson.answers][:3] == ["entity", "area", "completed_on"]


def test_a_refusal_and_a_yes_of_the_same_lesson_have_one_id() -> None:
    """So that No can hold wherever the same lesson comes from."""
    yes, no = record("Sí ☒ No ☐"), record("☐ Sí ☒ No")
    assert yes.lesson is not None
    assert no.refused_id == yes.lesson.lesson_id


@pytest.mark.parametrize("consent", ["Sí ☐ No ☐", "Sí ☒ No ☐"])
def test_a_form_with_nothing_filled_in_is_blank(consent: str) -> None:
    """A tick alone is no lesson: there is nothing to publish."""
    made = record(consent, {})
    assert (made.status, made.fields_filled, made.lesson) == (Status.BLANK, 0, None)
    assert made.consent in (Consent.UNMARKED, Consent.YES)


def test_a_sensitive_matter_asks_for_a_persons_look() -> None:
    """The lesson is published, its review is needed, and only field and category are kept."""
    told = ANSWERS | {"lesson": "La servidora estaba en licencia de maternidad."}
    made = record("Sí ☒ No ☐", told)
    assert made.review is Review.NEEDED
    assert [(one.field, one.category) for one in made.concerns] == [("lesson", "health")]
    withheld = record("Sí ☐ No ☐", told)
    assert withheld.concerns == ()


def test_people_who_signed_the_form_are_masked_too() -> None:
    """Named once after "Elaboró", their names are known in every answer."""
    told = ANSWERS | {
        "situation": "Elaboró: Deyanira Guependo Ruiz\nSe revisó el archivo.",
        "lesson": "D. Guependo pidió más tiempo.",
    }
    made = record("Sí ☒ No ☐", told)
    assert made.lesson is not None
    assert made.lesson.lesson == "[PERSONA] pidió más tiempo."
