"""Readings made from truth, as a perfect reader would give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.reading import ConsentReading, FieldReading, FormReading
from tests.forms.spec import FIELDS

if TYPE_CHECKING:
    from tests.forms.factory import Case


def perfect(case: Case) -> list[FormReading]:
    """What a perfect reader gives for the case's file."""
    return [
        FormReading(
            "funcion-publica@1",
            number,
            case.tool.value,
            tuple(
                FieldReading(name, spec.truth[name].state, value=spec.truth[name].value)
                for name in FIELDS
            ),
            ConsentReading(spec.consent, "truth"),
        )
        for number, spec in enumerate(case.specs, 1)
    ]
