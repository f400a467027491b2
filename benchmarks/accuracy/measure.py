"""Compares what was read with what stands on the form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lecciones.gate import form_record
from schemas.reading import Consent, State
from schemas.tables import LESSON_FIELDS
from tests.forms.spec import FIELDS, NARRATIVES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from schemas.reading import FieldReading, FormReading
    from tests.forms.factory import Case
    from tests.forms.spec import FormSpec, Truth


@dataclass(frozen=True, slots=True)
class FieldScore:
    """One field of one form. `confidence` is None where the field was not read at all."""

    field: str
    expected: str | date | None
    got: str | date | None
    expected_state: State
    got_state: State
    confidence: float | None
    exact: bool  # white space apart
    paragraphs: bool | None  # None where the field has no paragraphs to compare

    @property
    def state_right(self) -> bool:
        """True where the state is as it should be."""
        return self.expected_state is self.got_state


@dataclass(frozen=True, slots=True)
class FormScore:
    """One form. `expected` is None where the file held no such form, `got` where none was read.

    `row` names the columns that would be published wrong, masks included; it is None where
    the form must not be published or would not be.
    """

    fields: tuple[FieldScore, ...]
    expected: Consent | None
    got: Consent | None
    rule: str = ""
    confidence: float | None = None
    row: tuple[str, ...] | None = None

    @property
    def consent_right(self) -> bool:
        """True where the verdict is the truth."""
        return self.expected is self.got

    @property
    def false_publish(self) -> bool:
        """True where a form without a clear Sí was read as having one."""
        return self.got is Consent.YES and self.expected is not Consent.YES

    @property
    def lost(self) -> bool:
        """True where a form with a clear Sí would not be published."""
        return self.expected is Consent.YES and self.got is not Consent.YES


@dataclass(frozen=True, slots=True)
class FileScore:
    """One file: its case, its forms, and the code of the error where it was not read."""

    case: Case
    forms: tuple[FormScore, ...]
    error: str = ""

    @property
    def badness(self) -> int:
        """How wrong the reading was, for sorting: a false publish weighs most."""
        return sum(
            1000 * form.false_publish
            + 30 * (not form.consent_right)
            + sum(2 * (not field.exact) + (field.paragraphs is False) for field in form.fields)
            for form in self.forms
        )


def score_file(case: Case, readings: Sequence[FormReading], error: str = "") -> FileScore:
    """The score of one file; forms are compared in their order."""
    count = max(len(case.specs), len(readings))
    specs: list[FormSpec | None] = [*case.specs, *[None] * (count - len(case.specs))]
    found: list[FormReading | None] = [*readings, *[None] * (count - len(readings))]
    forms = tuple(_score_form(spec, read) for spec, read in zip(specs, found, strict=True))
    return FileScore(case, forms, error)


def _score_form(spec: FormSpec | None, reading: FormReading | None) -> FormScore:
    got = reading.consent.verdict if reading else None
    rule = reading.consent.rule if reading else ""
    confidence = reading.confidence if reading else None
    if spec is None:
        return FormScore((), None, got, rule, confidence)
    if spec.blank and reading is None:  # a blank form may be found or passed over
        return FormScore((), spec.consent, spec.consent)
    by_name = {field.field: field for field in reading.fields} if reading else {}
    fields = tuple(score_field(name, spec.truth[name], by_name.get(name)) for name in FIELDS)
    row = _wrong_columns(spec, reading) if reading else None
    return FormScore(fields, spec.consent, got, rule, confidence, row)


def _wrong_columns(spec: FormSpec, reading: FormReading) -> tuple[str, ...] | None:
    lesson = form_record(reading).lesson
    if lesson is None or spec.consent is not Consent.YES:
        return None
    return tuple(
        name
        for name in LESSON_FIELDS
        if _paragraphs(getattr(lesson, name)) != _paragraphs(spec.truth[name].published)
    )


def score_field(name: str, truth: Truth, reading: FieldReading | None) -> FieldScore:
    """The score of one field."""
    got = reading.value if reading else None
    state = reading.state if reading else State.NOT_FOUND
    exact = reading is not None and _words(got) == _words(truth.value)
    paragraphs = None
    if name in NARRATIVES and isinstance(truth.value, str):
        paragraphs = _paragraphs(got) == _paragraphs(truth.value)
    return FieldScore(
        name,
        truth.value,
        got,
        truth.state,
        state,
        reading.confidence if reading else None,
        exact,
        paragraphs,
    )


def _words(value: str | date | None) -> str | date | None:
    return " ".join(value.split()) if isinstance(value, str) else value


def _paragraphs(value: str | date | None) -> list[str | date | None]:
    return [_words(line) for line in value.split("\n")] if isinstance(value, str) else [value]
