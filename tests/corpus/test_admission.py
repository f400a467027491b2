"""The last gate: nothing without a clear Sí, nothing that breaks the contract."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from corpus.admission import CONSENT_OF, admit
from corpus.errors import ConsentGateError, RecordError
from schemas.reading import Consent
from schemas.records import FormRecord, Status
from tests.corpus.records import file, lesson, no, no_form, unclear, yes


@pytest.mark.parametrize("consent", [c for c in (*Consent, None) if c is not Consent.YES])
def test_content_without_yes_is_refused(consent: Consent | None) -> None:
    """A lesson whose consent is anything but Sí never gets in."""
    with pytest.raises(ConsentGateError):
        admit(file("a.docx", replace(yes(), consent=consent)))


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.PUBLISHED])
def test_content_of_a_withheld_form_is_refused(status: Status) -> None:
    """A lesson comes only with a form that may be published."""
    with pytest.raises(ConsentGateError):
        admit(file("a.docx", replace(yes(), status=status)))


@pytest.mark.parametrize(("status", "consent"), list(product(Status, (*Consent, None))))
def test_status_and_consent_go_together(status: Status, consent: Consent | None) -> None:
    """Every pair of status and consent that the contract does not know is refused."""
    number = None if consent is None else 1
    form = FormRecord(number, status, "x", consent=consent, template="t@1")
    if status is Status.PUBLISHED and consent is Consent.YES:
        form = yes()
    if consent in CONSENT_OF.get(status, ()):
        admit(file("a.docx", form))
    else:
        with pytest.raises(RecordError):
            admit(file("a.docx", form))


@pytest.mark.parametrize(
    ("form", "rule"),
    [
        (replace(yes(), lesson=None), "published_without_lesson"),
        (replace(yes(), template=None), "no_template"),
        (replace(yes(), form_number=0), "form_number"),
        (replace(no_form(), form_number=1), "form_number"),
        (replace(unclear(), confidence=1.5), "confidence"),
        (replace(unclear(), fields_filled=-1), "fields_filled"),
        (replace(unclear(), refused_id="0" * 16), "refused_id_without_no"),
        (replace(no(), refused_id="Ana Pérez"), "refused_id"),
        (replace(yes(), lesson=replace(lesson(), lesson_id="ABC")), "lesson_id"),
        (replace(yes(), lesson=replace(lesson(), redactions=-1)), "redactions"),
        (replace(yes(), lesson=replace(lesson(), confidence=-0.1)), "confidence"),
        (replace(yes(), lesson=replace(lesson(), answers=lesson().answers * 2)), "field_twice"),
    ],
)
def test_a_form_that_breaks_the_contract_is_refused(form: FormRecord, rule: str) -> None:
    """The error names the broken rule, and nothing of the form."""
    with pytest.raises(RecordError) as refused:
        admit(file("a.docx", form))
    assert refused.value.rule == rule
    assert "Ana" not in str(refused.value)


def test_a_file_that_breaks_the_contract_is_refused() -> None:
    """A file without forms, with a wrong hash, path or size, or with one number twice."""
    good = file("a.docx")
    for bad in (
        replace(good, forms=()),
        replace(good, source_sha256="abc"),
        replace(good, source_path=""),
        replace(good, size_bytes=-1),
        replace(good, source_format=None),
        replace(good, forms=(yes("x"), yes("y"))),
    ):
        with pytest.raises(RecordError):
            admit(bad)


def test_an_unknown_field_is_refused() -> None:
    """An answer to a field that no column has is refused."""
    answers = (replace(lesson().answers[0], field="public_servant"),)
    with pytest.raises(RecordError, match="unknown_field"):
        admit(file("a.docx", replace(yes(), lesson=replace(lesson(), answers=answers))))


def test_a_file_that_could_not_be_opened_needs_no_hash() -> None:
    """Where the bytes could not be read there is nothing to hash."""
    admit(replace(file("a.docx", no_form(Status.UNREADABLE, "x")), source_sha256=""))
