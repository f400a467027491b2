"""A template's wordings, compiled for comparison."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from normalize.text import squash, words

if TYPE_CHECKING:
    from schemas.template import FieldType, Template

CONSENT = "consent"
TITLE = "title"
SECTION = "section"

HEAD = 10  # letters compared to rule out most wordings at once
SHORT = 12  # a wording of fewer letters is looked up nearly whole


@dataclass(frozen=True, slots=True)
class Wording:
    """A label's wording ready for comparison. `order` is the field's place in the template."""

    field: str
    kind: FieldType | None
    order: int
    own: bool  # the form's own wording, not a synonym
    letters: str
    count: int


@dataclass(frozen=True, slots=True)
class Wordings:
    """A template's wordings, compiled."""

    long: tuple[Wording, ...]
    heads: tuple[str, ...]
    short: dict[str, Wording]
    exact: dict[str, Wording]
    longest: int


@lru_cache(maxsize=16)
def compile_wordings(template: Template) -> Wordings:
    """The wordings of labels, consent, titles and sections, ready for comparison."""
    found: list[Wording] = []

    def add(
        field: str, kind: FieldType | None, order: int, own: bool, texts: tuple[str, ...]
    ) -> None:
        for text in texts:
            found.append(Wording(field, kind, order, own, squash(text), len(words(text))))

    for order, field in enumerate(template.fields):
        add(field.id, field.kind, order, True, field.wordings)
        add(field.id, field.kind, order, False, field.synonyms)
    last = len(template.fields)
    add(CONSENT, None, last, True, template.consent.wordings)
    add(CONSENT, None, last, False, template.consent.synonyms)
    add(TITLE, None, -1, True, template.titles)
    add(SECTION, None, -1, True, template.sections)
    long = tuple(w for w in found if len(w.letters) >= SHORT)
    short = {w.letters: w for w in found if len(w.letters) < SHORT}
    return Wordings(
        long,
        tuple(w.letters[:HEAD] for w in long),
        short,
        {w.letters: w for w in found},
        max(w.count for w in found),
    )
