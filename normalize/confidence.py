"""How sure a reading is: the probability that a value is right.

The figures are rates observed on labelled forms (`benchmarks/accuracy` prints claimed
against observed); they are not weights to be tuned by taste.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from schemas.reading import Consent, Review, State

if TYPE_CHECKING:
    from normalize.labels import Candidate
    from schemas.reading import ConsentReading, FieldReading, LeftOver

BREAKS_GUESSED = "paragraphs_guessed"
_SURE = 0.995
_REVIEW_BELOW = 0.9
_GUESSED_BREAK = 0.87  # of line ends on which only the document's habits tell
_LEAST_BREAKS = 0.5
_TELLING_LEFTOVER = 12  # letters; less is a stray mark or number


def label_sureness(label: Candidate, margin: float, stretches: int) -> float:
    """The probability that this is the field's label and its answer is what follows."""
    sureness = _SURE
    if label.similarity < 0.97:
        sureness -= 0.3 * (0.97 - label.similarity)
    if not label.own:
        sureness -= 0.02
    if margin < 2.0:
        sureness -= 0.1
    if not label.full and label.similarity < 0.97:
        sureness -= 0.05
    if stretches > 60:
        sureness -= 0.05
    return max(sureness, 0.3)


def breaks_sureness(guesses: int) -> float:
    """The probability that an answer's paragraphs are right, by the line ends that were guessed."""
    return max(_GUESSED_BREAK**guesses, _LEAST_BREAKS)


def form_confidence(
    fields: tuple[FieldReading, ...], consent: ConsentReading, leftover: tuple[LeftOver, ...]
) -> float:
    """The least sure of the published values and the verdict, less where text is left over."""
    private = ("public_servant", "phone", "email")
    least = min([f.confidence for f in fields if f.field not in private], default=0.0)
    confidence = min(least, consent.confidence)
    return round(confidence * _leftover_factor(leftover), 4)


def _leftover_factor(leftover: tuple[LeftOver, ...]) -> float:
    letters = sum(len(rest.text) for rest in leftover)
    if letters == 0:
        return 1.0
    if letters <= _TELLING_LEFTOVER:
        return 0.98
    return 0.9 if letters < 80 else 0.75


def needs_review(
    fields: tuple[FieldReading, ...],
    consent: ConsentReading,
    leftover: tuple[LeftOver, ...],
    confidence: float,
) -> Review:
    """NEEDED where a person should look before trusting the row.

    A paragraph's end that may be wrong alters no word, and is not worth a person's time alone.
    """
    telling = sum(len(rest.text) for rest in leftover) > _TELLING_LEFTOVER
    undecided = consent.verdict in (Consent.UNCLEAR, Consent.BOTH)
    unread = any(f.state is State.UNREADABLE for f in fields)
    if confidence < _REVIEW_BELOW:
        confidence = form_confidence(tuple(map(_breaks_apart, fields)), consent, leftover)
    if telling or undecided or unread or confidence < _REVIEW_BELOW:
        return Review.NEEDED
    return Review.NONE


def _breaks_apart(reading: FieldReading) -> FieldReading:
    """The reading as sure as it would be if no line end had been guessed."""
    guesses = sum(int(p.detail or 0) for p in reading.problems if p.code == BREAKS_GUESSED)
    if not guesses:
        return reading
    return replace(reading, confidence=reading.confidence / breaks_sureness(guesses))
