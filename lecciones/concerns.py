"""Which sensitive matters a form's texts may touch: told to the reviewer, never published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from normalize.sensitive import sensitive_matters
from schemas.records import ConcernRecord
from schemas.tables import LESSON_FIELDS

if TYPE_CHECKING:
    from schemas.reading import FormReading


def concerns_of(reading: FormReading) -> tuple[ConcernRecord, ...]:
    """The sensitive matters that the lesson's texts may touch, in the order of the form.

    Names of entities and areas say nothing of a person and are not looked at.
    """
    values = {field.field: field.value for field in reading.fields}
    looked_at = (name for name in LESSON_FIELDS if name not in ("entity", "area"))
    return tuple(
        ConcernRecord(name, category)
        for name in looked_at
        if isinstance(text := values.get(name), str)
        for category in sensitive_matters(text)
    )
