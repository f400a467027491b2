"""A person's ruling laid over what was read, before the consent gate."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from normalize.confidence import form_confidence
from schemas.reading import Consent, FieldReading, Review, State
from schemas.rulings import PERSON, Verdict

if TYPE_CHECKING:
    from schemas.reading import ConsentReading, FormReading
    from schemas.rulings import RuledValue, Ruling

DATE_FIELD = "completed_on"
_MASKS = re.compile(r"\[(?:PERSONA|TELÉFONO|CORREO|DOCUMENTO)\]")
_CONSENTS = {Verdict.YES: Consent.YES, Verdict.NO: Consent.NO}


def ruled(reading: FormReading, ruling: Ruling) -> FormReading:
    """The reading as the person decided: consent and values are theirs, and sure.

    The people that the machine had read stay known, so that they are still masked.
    """
    given = {value.field: value for value in ruling.values}
    fields = tuple(
        _ruled_field(field, given[field.field]) if field.field in given else field
        for field in reading.fields
    )
    known = {field.field for field in reading.fields}
    fields += tuple(
        _ruled_field(FieldReading(name, State.NOT_FOUND), value)
        for name, value in given.items()
        if name not in known
    )
    consent = _ruled_consent(reading.consent, ruling.verdict)
    leftover = () if ruling.confirmed else reading.leftover
    return replace(
        reading,
        fields=fields,
        consent=consent,
        leftover=leftover,
        problems=() if ruling.confirmed else reading.problems,
        confidence=form_confidence(fields, consent, leftover),
        review=Review.CORRECTED if ruling.corrected else Review.CONFIRMED,
        named=(*reading.named, *_servants(reading)),
    )


def masks_in(text: str) -> int:
    """How many pieces of personal data are masked in a text."""
    return len(_MASKS.findall(text))


def typed(field: str, value: str | None) -> str | date | None:
    """A stored value as the column's own type; None for a date that is none."""
    if field != DATE_FIELD or value is None:
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _ruled_field(field: FieldReading, given: RuledValue) -> FieldReading:
    value = typed(given.field, given.value)
    empty = field.state if field.state is State.NOT_APPLICABLE else State.EMPTY
    return replace(
        field,
        state=empty if value is None else State.ANSWERED,
        text=given.value,
        value=value,
        confidence=1.0,
        problems=(),
    )


def _ruled_consent(consent: ConsentReading, verdict: Verdict | None) -> ConsentReading:
    if verdict is None or verdict not in _CONSENTS:
        return consent
    return replace(consent, verdict=_CONSENTS[verdict], rule=PERSON, confidence=1.0)


def _servants(reading: FormReading) -> tuple[str, ...]:
    return tuple(
        field.value
        for field in reading.fields
        if field.field == "public_servant" and isinstance(field.value, str)
    )
