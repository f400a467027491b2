"""What was read from one form: values, each with its evidence, and the consent verdict.

Places are in points from the page's top left, pages count from 1 (see `extract.model`);
here they are flat so that this package needs no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class State(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    EMPTY = "empty"
    NOT_APPLICABLE = "not_applicable"  # the answer says only that it does not apply
    NOT_FOUND = "not_found"  # the label was not found
    UNREADABLE = "unreadable"  # something stands there that could not be read


class Consent(StrEnum):
    """The verdict on the consent question. Only YES publishes."""

    YES = "yes"
    NO = "no"
    UNMARKED = "unmarked"
    BOTH = "both"
    UNCLEAR = "unclear"


class Review(StrEnum):
    """Whether a person should look, or has looked."""

    NONE = "none"
    NEEDED = "needed"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"


class ReadFrom(StrEnum):
    """By which way the answer stood in the file."""

    TEXT = "text"
    FORM_FIELD = "form_field"
    CONTENT_CONTROL = "content_control"
    ANNOTATION = "annotation"
    OCR = "ocr"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands: page and box in points, or the path where there are no pages."""

    page: int | None = None
    x0: float | None = None
    top: float | None = None
    x1: float | None = None
    bottom: float | None = None
    path: str = ""


NO_SPOT = Spot()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a value or form that a person may want to know.

    `code` is stable and snake_case (`date_incomplete`, `label_changed`); `detail` is for the
    restricted side and `inspect` only: it may quote the form.
    """

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FieldReading:
    """One question of the form and what was read for it.

    `text` is the answer verbatim (NFC, `\\n` between paragraphs), None where nothing was
    answered; `value` is what the column gets (the same text, a date, …), None where there is
    none or it could not be told. `confidence` is the probability that `value` and `state`
    are right. `label` is the label as it stands on the form, "" where it was not found.
    """

    field: str
    state: State
    text: str | None = None
    value: str | date | None = None
    confidence: float = 1.0
    read_from: ReadFrom | None = None
    spot: Spot = NO_SPOT
    label: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkEvidence:
    """One mark of the consent question as it was seen."""

    option: str  # the option it was found to belong to: "yes", "no", or "" where untold
    state: str  # on, off, unsure
    raw: str  # how the file writes it
    spot: Spot = NO_SPOT


@dataclass(frozen=True, slots=True)
class ConsentReading:
    """The verdict, the rule that gave it (a stable code) and the evidence."""

    verdict: Consent
    rule: str
    marks: tuple[MarkEvidence, ...] = ()
    confidence: float = 1.0
    spot: Spot = NO_SPOT


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Text of the form's body that is no label, no answer and no boilerplate."""

    text: str
    spot: Spot = NO_SPOT


@dataclass(frozen=True, slots=True)
class FormReading:
    """One form as it was read.

    `named` are the people whom the form names outside its answers ("Elaboró: …"): they are
    masked in its texts. `template` is "id@version"; `fields` holds one reading for each
    field of the template, in the template's order; `filled` counts those answered;
    `confidence` is the least sure of the published values and the consent verdict.
    """

    template: str
    form_number: int
    source_format: str
    fields: tuple[FieldReading, ...]
    consent: ConsentReading
    leftover: tuple[LeftOver, ...] = ()
    problems: tuple[Problem, ...] = ()
    confidence: float = 1.0
    review: Review = Review.NONE
    named: tuple[str, ...] = ()

    def field(self, name: str) -> FieldReading:
        """The reading of field `name`; raises `KeyError` where the template has none."""
        for reading in self.fields:
            if reading.field == name:
                return reading
        raise KeyError(name)

    @property
    def filled(self) -> int:
        """How many questions have an answer."""
        return sum(reading.state is State.ANSWERED for reading in self.fields)
