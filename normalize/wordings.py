"""A template's wordings, compiled for comparison."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as field_of
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from normalize.text import squash, words

if TYPE_CHECKING:
    from schemas.template import FieldType, Template

_T = TypeVar("_T")

CONSENT = "consent"
TITLE = "title"
SECTION = "section"

HEAD = 10  # letters compared to rule out most wordings at once
SHORT = 12  # a wording of fewer letters is looked up nearly whole
LEAST = 0.74  # the least likeness of a long wording of the form's own
MISSPELT = 0.1  # of the letters of a long label that may be wrong in the middle of a line
MOST_INSIDE = 140  # letters of such a label
_LEAST_INSIDE = 18
_MOST_TOLD = 10_000  # beginnings of lines that are remembered
_LEAST_SHORT, _LEAST_HEADING = 0.85, 0.88  # of a synonym or a few words; of a title


@dataclass(frozen=True, slots=True)
class Wording:
    """A label's wording ready for comparison. `order` is the field's place in the template.

    `letters` are those of its `count` words.
    """

    field: str
    kind: FieldType | None
    order: int
    own: bool  # the form's own wording, not a synonym
    letters: str
    count: int
    least: float  # how like the wording (0 to 1) a label has to be, wherever it stands


@dataclass(frozen=True, slots=True)
class Wordings:
    """A template's wordings, compiled."""

    long: tuple[Wording, ...]
    heads: tuple[str, ...]
    short: dict[str, Wording]
    short_letters: tuple[str, ...]
    exact: dict[str, Wording]
    longest: int
    by_length: dict[int, tuple[Wording, ...]]
    near: dict[str, tuple[Wording, ...]] = field_of(default_factory=dict, compare=False)
    near_short: dict[str, str] = field_of(default_factory=dict, compare=False)

    def with_near_heads(self, head: str) -> tuple[Wording, ...]:
        """The long wordings that begin nearly so, the nearest first; `head` has `HEAD` letters.

        Told once: the lines of a form begin as those of the form before it.
        """
        known = self.near.get(head)
        if known is None:
            found = process.extract(
                head, self.heads, scorer=Levenshtein.distance, score_cutoff=5, limit=None
            )
            known = tuple(self.long[index] for _, _, index in found)
            _keep(self.near, head, known)
        return known

    def nearest_short(self, letters: str) -> str:
        """The short wording that is one letter off at most, "" where there is none."""
        known = self.near_short.get(letters)
        if known is None:
            found = process.extractOne(
                letters, self.short_letters, scorer=Levenshtein.distance, score_cutoff=1
            )
            known = found[0] if found else ""
            _keep(self.near_short, letters, known)
        return known


def _keep(told: dict[str, _T], letters: str, answer: _T) -> None:
    if len(told) >= _MOST_TOLD:
        told.clear()
    told[letters] = answer


def _least(field: str, *, own: bool, count: int) -> float:
    if field in (TITLE, SECTION):
        return _LEAST_HEADING
    return LEAST if own and count >= 4 else _LEAST_SHORT


@lru_cache(maxsize=16)
def compile_wordings(template: Template) -> Wordings:
    """The wordings of labels, consent, titles and sections, ready for comparison."""
    found: list[Wording] = []

    def add(
        field: str, kind: FieldType | None, order: int, own: bool, texts: tuple[str, ...]
    ) -> None:
        for text in texts:
            count = len(words(text))
            least = _least(field, own=own, count=count)
            found.append(Wording(field, kind, order, own, squash(text), count, least))

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
        tuple(short),
        {w.letters: w for w in found},
        max(w.count for w in found),
        _by_length([w for w in long if w.own and w.field not in (TITLE, SECTION, CONSENT)]),
    )


def _by_length(labels: list[Wording]) -> dict[int, tuple[Wording, ...]]:
    """For each number of letters the long labels that may be misspelt in so many."""
    found: dict[int, tuple[Wording, ...]] = {}
    for wording in labels:
        size = len(wording.letters)
        if size < _LEAST_INSIDE:
            continue
        for letters in range(MOST_INSIDE + 1):
            if abs(size - letters) <= MISSPELT * size:
                found[letters] = (*found.get(letters, ()), wording)
    return found
