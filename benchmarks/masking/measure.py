"""What masking found of what is there, by class, and how much of what it masked was personal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from normalize.masking import DOCUMENT, EMAIL, PERSON, PHONE, find, names_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.masking.texts import Label, Sample
    from normalize.masking import Found

MASKS = {PERSON: "person", PHONE: "phone", EMAIL: "e-mail", DOCUMENT: "document"}
KNOWN = {
    "known name": ("name", "surname"),
    "e-mail": ("e-mail",),
    "phone": ("phone",),
    "cédula": ("cédula",),
}
"""The classes that have a promised recall, by how the names of their kinds begin."""


@dataclass(slots=True)
class Score:
    """Counts of labels by kind and of masks by class, and examples of what went wrong."""

    there: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    masked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def take(self, sample: Sample) -> None:
        """Masks a text as the gate does, and counts."""
        names = [sample.name, *names_in(sample.text)]
        masks = find(sample.text, names, [sample.phone])
        for label in sample.labels:
            self.there[label.kind] += 1
            if _is_covered(sample.text, label, masks):
                self.found[label.kind] += 1
            else:
                self.missed.append(f"{label.kind}: {_around(sample.text, label.start, label.end)}")
        for one in masks:
            kind = MASKS[one.mask]
            self.masked[kind] += 1
            if _is_right(sample.text, one, sample.labels):
                self.right[kind] += 1
            else:
                self.wrong.append(f"{kind}: {_around(sample.text, one.start, one.end)}")

    def recall_of(self, beginnings: Iterable[str]) -> tuple[int, int]:
        """Found and there, over the kinds that begin so."""
        kinds = [kind for kind in self.there if kind.startswith(tuple(beginnings))]
        return sum(self.found[k] for k in kinds), sum(self.there[k] for k in kinds)


def _is_covered(text: str, label: Label, masks: list[Found]) -> bool:
    """Every letter and digit of the label is masked."""
    return all(
        any(one.start <= at < one.end for one in masks)
        for at in range(label.start, label.end)
        if text[at].isalnum()
    )


def _is_right(text: str, one: Found, labels: list[Label]) -> bool:
    """Every letter and digit that is masked belongs to personal data."""
    return all(
        any(label.start <= at < label.end for label in labels)
        for at in range(one.start, one.end)
        if text[at].isalnum()
    )


def _around(text: str, start: int, end: int) -> str:
    return f"…{text[max(0, start - 25) : start]}«{text[start:end]}»{text[end : end + 20]}…"
