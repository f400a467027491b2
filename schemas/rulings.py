"""What a person decided on one form: it wins over the machine, now and in later versions.

A ruling is tied to the bytes of the file (their SHA-256) and the form's number in it, never to
a name or place. The reading child applies it before the consent gate.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PERSON = "person"
"""The rule of a consent that a person settled."""


class Verdict(StrEnum):
    """What a person settled: the consent, or that the page is no form at all."""

    YES = "yes"
    NO = "no"
    NOT_A_FORM = "not_a_form"


@dataclass(frozen=True, slots=True)
class RuledValue:
    """What a person says stands in one field; `value` is None where nothing does.

    A date is in ISO 8601; a text is masked as in `lessons`. `changed` where it is not what the
    machine had read when the person looked.
    """

    field: str
    value: str | None
    changed: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decides in one step.

    `verdict` None leaves the consent as it is; `confirmed` says that all that was read was
    compared with the page, and `values` are then all of its values.
    """

    verdict: Verdict | None = None
    values: tuple[RuledValue, ...] = ()
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """What all decisions on a form come to, the later over the earlier.

    `version` grows with every decision and every undo; 0 is none at all. A ruling whose
    decisions were all undone has a version and says nothing (`is_silent`).
    """

    form_number: int
    version: int
    verdict: Verdict | None = None
    values: tuple[RuledValue, ...] = ()
    confirmed: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether it leaves everything to the machine."""
        return self.verdict is None and not self.values and not self.confirmed

    @property
    def corrected(self) -> bool:
        """Whether a value is another than the machine read."""
        return any(value.changed for value in self.values)
