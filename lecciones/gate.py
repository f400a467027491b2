"""The consent gate: what of a reading may go on to the corpus.

It runs in the worker process, right after reading: the content of a form without a clear Sí
never leaves that process. What passes is masked first, then named by its lesson id.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from corpus.admission import NO_FORM_BY_PERSON
from lecciones.concerns import concerns_of
from lecciones.notation import known_notation
from lecciones.ruling import masks_in, ruled
from normalize.identity import lesson_id
from normalize.masking import mask, names_in
from schemas.reading import Consent, Review, State
from schemas.records import (
    AnswerRecord,
    ContactRecord,
    DecisionRecord,
    FormRecord,
    LessonRecord,
    Status,
)
from schemas.rulings import PERSON, Verdict
from schemas.tables import LESSON_FIELDS

if TYPE_CHECKING:
    from collections.abc import Collection

    from schemas.reading import FieldReading, FormReading
    from schemas.rulings import Ruling

_REASONS = {
    Consent.NO: "no_consent",
    Consent.UNMARKED: "consent_unmarked",
    Consent.BOTH: "consent_both",
    Consent.UNCLEAR: "consent_unclear",
}
_REASONS_BY_RULE = {"conditional": "consent_conditional", "file_damaged": "consent_damaged"}


def form_record(reading: FormReading, ruling: Ruling | None = None) -> FormRecord:
    """The record of one form: with its content only where consent is a clear Sí.

    `ruling` is what a person decided on it: that wins over what was read.
    """
    if ruling is None:
        return _gated(reading)
    if ruling.is_silent:
        return replace(_gated(reading), ruling=ruling.version)
    if ruling.verdict is Verdict.NOT_A_FORM:
        return _no_form(reading, ruling)
    record = _gated(ruled(reading, ruling), {value.field for value in ruling.values})
    own_id = _id_of(masked_values(reading)[0]) if ruling.values else None
    if record.lesson is None or record.lesson.lesson_id == own_id:
        own_id = None
    return replace(record, ruling=ruling.version, read_id=own_id)


def _no_form(reading: FormReading, ruling: Ruling) -> FormRecord:
    return FormRecord(
        reading.form_number,
        Status.NOT_A_FORM,
        NO_FORM_BY_PERSON,
        review=Review.CONFIRMED,
        ruling=ruling.version,
    )


def _gated(reading: FormReading, by_person: Collection[str] = ()) -> FormRecord:
    verdict = reading.consent.verdict
    if is_blank(reading):
        return _bare(reading, Status.BLANK, "blank")
    if verdict is Consent.YES:
        return _published(reading, by_person)
    if verdict is Consent.NO:
        values, _ = masked_values(reading)
        reason = "no_consent_person" if reading.consent.rule == PERSON else "no_consent"
        return _bare(reading, Status.NO_CONSENT, reason, refused_id=_id_of(values))
    reason = _REASONS[verdict]
    reason = _REASONS_BY_RULE.get(reading.consent.rule, reason)
    return _bare(reading, Status.CONSENT_UNCLEAR, reason)


def is_blank(reading: FormReading) -> bool:
    """True for the template with nothing filled in; a tick alone is no lesson either."""
    return reading.filled == 0 and not any(
        field.state in (State.NOT_APPLICABLE, State.UNREADABLE) for field in reading.fields
    )


def _bare(
    reading: FormReading, status: Status, reason: str, refused_id: str | None = None
) -> FormRecord:
    return FormRecord(
        reading.form_number,
        status,
        reason,
        "",
        reading.consent.verdict,
        reading.template,
        reading.confidence,
        reading.review,
        reading.filled,
        None,
        refused_id,
        decision_record(reading),
        leftover=_leftover(reading),
    )


def _leftover(reading: FormReading) -> int:
    return sum(len(rest.text) for rest in reading.leftover)


def decision_record(reading: FormReading) -> DecisionRecord:
    """The evidence for the verdict: places and notations of marks, no word of the form."""
    consent = reading.consent
    marks = tuple(replace(mark, raw=known_notation(mark.raw)) for mark in consent.marks)
    return DecisionRecord(consent.rule, marks, consent.spot)


def _published(reading: FormReading, by_person: Collection[str] = ()) -> FormRecord:
    values, redactions = masked_values(reading, by_person)
    texts = {k: v for k, v in values.items() if not isinstance(v, date)}
    completed_on = values["completed_on"]
    concerns = concerns_of(reading)
    lesson = LessonRecord(
        lesson_id=_id_of(values),
        completed_on=completed_on if isinstance(completed_on, date) else None,
        **{name: texts[name] for name in LESSON_FIELDS if name != "completed_on"},
        confidence=reading.confidence,
        redactions=redactions,
        answers=tuple(_answer(reading, name) for name in LESSON_FIELDS),
        contact=ContactRecord(
            _text(reading, "public_servant"), _text(reading, "phone"), _text(reading, "email")
        ),
    )
    return FormRecord(
        reading.form_number,
        Status.PUBLISHED,
        "",
        "",
        reading.consent.verdict,
        reading.template,
        reading.confidence,
        Review.NEEDED if concerns and reading.review is Review.NONE else reading.review,
        reading.filled,
        lesson,
        decision=decision_record(reading),
        concerns=concerns,
        leftover=_leftover(reading),
    )


def masked_values(
    reading: FormReading, masked_before: Collection[str] = ()
) -> tuple[dict[str, str | date | None], int]:
    """The lesson's values by column, personal data masked, and the pieces masked.

    In the columns of `masked_before` a person's text is masked already.
    """
    texts = [text for column in LESSON_FIELDS if (text := _text(reading, column))]
    signed = [name for text in texts for name in names_in(text)]
    names = [n for n in (_text(reading, "public_servant"), *reading.named, *signed) if n]
    phones = [phone] if (phone := _text(reading, "phone")) else []
    values: dict[str, str | date | None] = {}
    redactions = 0
    for name in LESSON_FIELDS:
        value = _value(reading, name)
        if isinstance(value, str):
            masked = mask(value, names, phones)
            values[name] = masked.text
            redactions += masked.redactions
            redactions += masks_in(value) if name in masked_before else 0
        else:
            values[name] = value
    return values, redactions


def _id_of(values: dict[str, str | date | None]) -> str:
    ordered = (values[name] for name in LESSON_FIELDS)
    return lesson_id(v.isoformat() if isinstance(v, date) else v for v in ordered)


def _find(reading: FormReading, name: str) -> FieldReading | None:
    return next((field for field in reading.fields if field.field == name), None)


def _value(reading: FormReading, name: str) -> str | date | None:
    field = _find(reading, name)
    return None if field is None else field.value


def _text(reading: FormReading, name: str) -> str | None:
    value = _value(reading, name)
    return value if isinstance(value, str) else None


def _answer(reading: FormReading, name: str) -> AnswerRecord:
    field = _find(reading, name)
    if field is None:
        return AnswerRecord(name, State.NOT_FOUND, 0.0, None, reading.consent.spot)
    read_from = None if field.read_from is None else str(field.read_from)
    return AnswerRecord(name, field.state, field.confidence, read_from, field.spot)
