"""What passes the consent gate on its way to the corpus.

A `FileRecord` is all that the corpus ever learns of one input file. Content (`LessonRecord`)
is there only where the form's consent is a clear Sí; the gate makes these records, and the
corpus refuses one that breaks the rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from schemas.reading import NO_SPOT, Consent, MarkEvidence, Review, Spot, State

if TYPE_CHECKING:
    from datetime import date


class Status(StrEnum):
    """What became of a form or file (the ledger's `status`)."""

    PUBLISHED = "published"
    NO_CONSENT = "no_consent"
    CONSENT_UNCLEAR = "consent_unclear"
    DUPLICATE = "duplicate"
    REVOKED = "revoked"
    NOT_A_FORM = "not_a_form"
    BLANK = "blank"
    UNREADABLE = "unreadable"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """State, confidence and place of one answer of a lesson (a row of `answers`)."""

    field: str
    state: State
    confidence: float
    read_from: str | None
    spot: Spot


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """The public servant's contact data, verbatim; None where not answered."""

    public_servant: str | None
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class LessonRecord:
    """The content of one form with a clear Sí: texts masked, ready for `lessons`."""

    lesson_id: str
    entity: str | None
    area: str | None
    completed_on: date | None
    topic: str | None
    program: str | None
    situation: str | None
    impact: str | None
    solutions: str | None
    lesson: str | None
    recommendation: str | None
    confidence: float
    redactions: int
    answers: tuple[AnswerRecord, ...]
    contact: ContactRecord


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """On what the consent of a form was decided: the rule, and each mark with its place.

    The marks' `raw` is a known notation of a mark or "…": never words of the form.
    """

    rule: str
    marks: tuple[MarkEvidence, ...] = ()
    spot: Spot = NO_SPOT


@dataclass(frozen=True, slots=True)
class ConcernRecord:
    """A sensitive matter that a lesson's text may touch: the column and the category only."""

    field: str
    category: str


@dataclass(frozen=True, slots=True)
class FormRecord:
    """One form found in a file, or the file itself where none was found.

    `form_number` counts from 1, None where no form was found. `status` is what this form
    alone gives: PUBLISHED where it may be published; the corpus turns that into DUPLICATE
    or REVOKED when it sees the other forms. `reason` is a code of the message catalogue
    ("" where PUBLISHED) with its `reason_detail` (a format's name, a number; never content).
    `lesson` is there only where `consent` is YES. `refused_id` is the lesson id of a form
    whose consent is NO: the corpus keeps only a keyed digest of it, so that the same lesson
    with Sí stays withheld. `decision` is the evidence for the consent verdict, `concerns` the
    sensitive matters of a lesson. `ruling` is the version of the person's ruling that was
    applied, 0 for none; `read_id` the lesson id that the form has without a person's
    corrections, None where that is the same. `leftover` counts characters of the form's body
    that are neither question nor answer.
    """

    form_number: int | None
    status: Status
    reason: str = ""
    reason_detail: str = ""
    consent: Consent | None = None
    template: str | None = None
    confidence: float | None = None
    review: Review = Review.NONE
    fields_filled: int | None = None
    lesson: LessonRecord | None = None
    refused_id: str | None = None
    decision: DecisionRecord | None = None
    concerns: tuple[ConcernRecord, ...] = ()
    ruling: int = 0
    read_id: str | None = None
    leftover: int = 0


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One input file (or archive member) and the forms found in it; at least one record.

    `root` is the input under which it was found (an absolute URI), `source_path` its path
    relative to that, `/`-separated, with `outer.zip!/inner.docx` for members.
    `source_format` is what the bytes are, None where that is not known.
    """

    root: str
    source_path: str
    source_sha256: str
    source_format: str | None
    size_bytes: int
    forms: tuple[FormRecord, ...]
