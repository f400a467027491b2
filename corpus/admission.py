"""The last gate before the store: what a record must keep to, or it is refused.

The gate proper runs where a form is read; this one trusts it in nothing. Rule: "Nothing of a
form without a clear Sí is ever written here or anywhere else … save its row in the ledger".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.errors import ConsentGateError, RecordError
from schemas.reading import Consent
from schemas.records import Status
from schemas.rulings import PERSON, Verdict
from schemas.tables import LESSON_FIELDS, LESSON_ID_PATTERN, SHA256_PATTERN

if TYPE_CHECKING:
    from schemas.records import FileRecord, FormRecord, LessonRecord
    from schemas.rulings import Ruling

CONSENT_OF: dict[Status, frozenset[Consent | None]] = {
    Status.PUBLISHED: frozenset({Consent.YES}),
    Status.NO_CONSENT: frozenset({Consent.NO}),
    Status.CONSENT_UNCLEAR: frozenset({Consent.UNMARKED, Consent.BOTH, Consent.UNCLEAR}),
    Status.BLANK: frozenset(Consent),
    Status.NOT_A_FORM: frozenset({None}),
    Status.UNREADABLE: frozenset({None}),
    Status.FAILED: frozenset({None}),
}
"""The consents that a form of each status may have; a status not here is the corpus' own."""

NO_FORM_BY_PERSON = "not_a_form_person"
"""The reason of what a person says is no form; its row keeps the form's number."""

_LESSON_ID = re.compile(LESSON_ID_PATTERN)
_SHA256 = re.compile(SHA256_PATTERN)


def admit(file: FileRecord) -> None:
    """Returns where the record may be stored.

    Raises:
        ConsentGateError: content, or the status of a published form, without a clear Sí.
        RecordError: another rule of the contract is broken; the error names it.
    """
    _require(bool(file.forms), "no_forms")
    _require(bool(file.source_path), "no_source_path")
    _require(file.size_bytes >= 0, "negative_size")
    _require(not file.source_sha256 or _fits(_SHA256, file.source_sha256), "bad_sha256")
    numbers = [form.form_number for form in file.forms]
    _require(len(set(numbers)) == len(numbers), "form_number_twice")
    for form in file.forms:
        _admit_consent(form)
        _admit_form(form)
        if form.lesson is not None:
            _require(file.source_format is not None, "no_source_format", form)
            _admit_lesson(form, form.lesson)


def obey(form: FormRecord, ruling: Ruling | None) -> None:
    """Returns where the record does not go against what a person decided on the form.

    Raises:
        ConsentGateError: content of what a person said No to, or a Sí that nobody said.
    """
    verdict = None if ruling is None else ruling.verdict
    if form.lesson is not None and verdict in (Verdict.NO, Verdict.NOT_A_FORM):
        raise ConsentGateError("lesson_against_person", form.form_number)
    by_person = form.decision is not None and form.decision.rule == PERSON
    if form.lesson is not None and by_person and verdict is not Verdict.YES:
        raise ConsentGateError("person_never_said_yes", form.form_number)


def _admit_consent(form: FormRecord) -> None:
    """Content exactly where the consent is a clear Sí and the form may be published."""
    number = form.form_number
    if form.lesson is not None and form.consent is not Consent.YES:
        raise ConsentGateError("lesson_without_yes", number)
    if form.lesson is not None and form.status is not Status.PUBLISHED:
        raise ConsentGateError("lesson_of_withheld_form", number)
    if form.status is Status.PUBLISHED and form.consent is not Consent.YES:
        raise ConsentGateError("published_without_yes", number)
    if form.refused_id is not None and form.status is not Status.NO_CONSENT:
        raise ConsentGateError("refused_id_without_no", number)


def _admit_form(form: FormRecord) -> None:
    allowed = CONSENT_OF.get(form.status)
    _require(allowed is not None, "status_not_given_by_a_form", form)
    _require(form.consent in (allowed or ()), "consent_against_status", form)
    if form.reason == NO_FORM_BY_PERSON and form.status is Status.NOT_A_FORM:
        _require(form.form_number is not None, "form_number", form)
    else:
        _require((form.form_number is None) == (form.consent is None), "form_number", form)
    _require(form.form_number is None or form.form_number >= 1, "form_number", form)
    _require(form.confidence is None or 0 <= form.confidence <= 1, "confidence", form)
    _require(form.fields_filled is None or form.fields_filled >= 0, "fields_filled", form)
    _require(form.refused_id is None or _fits(_LESSON_ID, form.refused_id), "refused_id", form)
    _require(form.read_id is None or _fits(_LESSON_ID, form.read_id), "read_id", form)
    _require(form.read_id is None or form.lesson is not None, "read_id", form)
    _require(form.ruling >= 0 and form.leftover >= 0, "negative", form)
    if form.status is Status.PUBLISHED:
        _require(form.lesson is not None, "published_without_lesson", form)
        _require(bool(form.template), "no_template", form)


def _admit_lesson(form: FormRecord, lesson: LessonRecord) -> None:
    fields = [answer.field for answer in lesson.answers]
    _require(_fits(_LESSON_ID, lesson.lesson_id), "lesson_id", form)
    _require(0 <= lesson.confidence <= 1, "confidence", form)
    _require(lesson.redactions >= 0, "redactions", form)
    _require(len(set(fields)) == len(fields), "field_twice", form)
    _require(set(fields) <= set(LESSON_FIELDS), "unknown_field", form)
    _require(all(0 <= a.confidence <= 1 for a in lesson.answers), "confidence", form)


def _require(holds: bool, rule: str, form: FormRecord | None = None) -> None:
    if not holds:
        raise RecordError(rule, None if form is None else form.form_number)


def _fits(pattern: re.Pattern[str], value: str) -> bool:
    return pattern.fullmatch(value) is not None
