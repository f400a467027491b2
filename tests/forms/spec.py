"""What a made form says, and what a perfect reading of it gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from schemas.reading import Consent, State

NARRATIVES = ("situation", "impact", "solutions", "lesson", "recommendation")
LINES = ("entity_area", "public_servant", "phone", "email", "completed_on", "topic", "program")
QUESTIONS = (*LINES, *NARRATIVES)
FIELDS = (
    "entity", "area", "public_servant", "phone", "email", "completed_on", "topic", "program",
    *NARRATIVES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph of an answer; `item` where it stands as an item of a bulleted list."""

    text: str
    item: bool = False


@dataclass(frozen=True, slots=True)
class Truth:
    """What one field must be read as; `value` has `\\n` between paragraphs, a date is a date.

    `masked` is the value as it may be published, where personal data stands in it.
    """

    value: str | date | None
    state: State
    masked: str = ""

    @property
    def published(self) -> str | date | None:
        """What the dataset's column must hold."""
        return self.masked or self.value


@dataclass(frozen=True, slots=True)
class FormSpec:
    """One filled form: what stands in each question, and what a reader must make of it.

    `answers` holds, by question of `QUESTIONS`, the paragraphs as they are written on the
    form; `truth` the fields of `FIELDS`. `consent_words` is what is typed beside or in place
    of the marks where consent is `UNCLEAR`. `traits` name what is special, for the report.
    """

    answers: dict[str, tuple[Piece, ...]]
    truth: dict[str, Truth]
    consent: Consent
    consent_words: str = ""
    traits: frozenset[str] = field(default_factory=frozenset)

    @property
    def blank(self) -> bool:
        """True where nothing at all is filled in."""
        return not any(self.answers.values())
