"""One alignment for the whole form: which candidates together explain the document best.

Dynamic programming over the candidates in reading order. A state is the set of questions
already placed and the last label taken; its value is the summed evidence of the labels less
what speaks against their order. One place a question and form: so an answer that quotes a
label loses to the label, and a question seen again after the consent opens another form.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from normalize.labels import Position
from normalize.leading import LEADING
from normalize.wordings import CONSENT, SECTION, TITLE
from schemas.template import FieldType

if TYPE_CHECKING:
    from collections.abc import Callable

    from normalize.labels import Candidate
    from schemas.template import Template

_BACKWARD = 5.0  # a label out of the template's order
_SPLIT_AND_WHOLE = 8.0  # "entity" beside "entity and area": one of them is a quotation
_NEW_FORM_AFTER_CONSENT = 6.0
_NEW_FORM_AT_TITLE = 4.0
_NEW_FORM_PLAIN = 30.0
_BEAM = 150  # states kept after each label; true labels leave far fewer that matter
_HOPELESS = 45.0  # so far behind the best, no later label makes up for it
_MIN_EVIDENCE = 30.0
_SCORE = attrgetter("score")


@dataclass(frozen=True, slots=True)
class Placed:
    """The labels of one form in reading order, and its margin.

    `margin` is by how much the evidence for each label exceeds that of leaving it out, by
    field id.
    """

    labels: tuple[Candidate, ...]
    margin: dict[str, float]

    def label(self, field: str) -> Candidate | None:
        """The label chosen for a field, None where it was not found."""
        return next((label for label in self.labels if label.field == field), None)


class _State(NamedTuple):
    """What has been placed so far, as a bit for each field; `titles` met before the last label.

    `end` and `order` are the last label's, below all others where there is none.
    """

    score: float
    placed: int
    form: int
    last: Candidate | None
    before: _State | None
    titles: int = 0
    end: Position = Position(-1, -1)
    order: int = -1


# a record of a row of its values, as in `extract.pdf.text`: thousands a form
_STATE: Callable[[tuple[Any, ...]], _State] = partial(tuple.__new__, _State)


_FIRST = itemgetter(0)
_UNTRIED = (-math.inf, _State(-math.inf, 0, 0, None, None))


class _Fields:
    """A bit for each field of the labels, and for those that the costs speak of."""

    def __init__(self, labels: list[Candidate]) -> None:
        names = dict.fromkeys((CONSENT, "entity_area", "entity", "area"))
        names.update(dict.fromkeys(label.field for label in labels))
        self.bit = {name: 1 << number for number, name in enumerate(names)}
        self.consent = self.bit[CONSENT]
        self._whole = self.bit["entity_area"]
        self._parts = self.bit["entity"] | self.bit["area"]

    def rivals(self, field: str) -> int:
        """The fields beside which a label of this one is a quotation."""
        if self.bit[field] & self._parts:
            return self._whole
        return self._parts if self.bit[field] == self._whole else 0


def align(candidates: list[Candidate], template: Template) -> tuple[Placed, ...]:
    """The forms of a document, each with the labels chosen for it; empty where it is no form."""
    labels = [c for c in candidates if c.field not in (TITLE, SECTION)]
    best = _search(labels, [c.start for c in candidates if c.field == TITLE])
    forms = _forms(best)
    starts = [form[0].start for form in forms[1:]]
    found = []
    for form, end in zip_longest(forms, starts):
        if _is_form(form, template):
            own = [c for c in labels if form[0].start <= c.start and (end is None or c.start < end)]
            found.append(_placed(form, own))
    return tuple(found)


def _search(labels: list[Candidate], titles: list[Position]) -> _State:
    fields = _Fields(labels)
    states = [_State(0.0, 0, 0, None, None)]
    for label in labels:
        met = bisect_right(titles, label.start)
        taken = _taken(states, label, fields, met)
        best, _ = max(taken.values(), key=_FIRST, default=_UNTRIED)
        floor = max(states[0].score, best) - _HOPELESS
        kept = [
            (score, placed, form, label, before, met, label.end, label.order)
            for (form, placed), (score, before) in taken.items()
            if score >= floor
        ]
        states += map(_STATE, kept)
        states = _promising(states, floor)
    return states[0]


def _promising(states: list[_State], floor: float) -> list[_State]:
    """The best states first, without those that can no longer win."""
    ranked = sorted(states, key=_SCORE, reverse=True)[:_BEAM]
    while ranked[-1].score < floor:
        ranked.pop()
    return ranked


def _taken(
    states: list[_State], label: Candidate, fields: _Fields, titles: int
) -> dict[tuple[int, int], tuple[float, _State]]:
    """The best way in which one label can be taken, by the form and what is placed in it then.

    In the same form, or as a new one's. `states` begin with the best; `titles` stand before the
    label. All in one loop: it turns a thousand times for a form.
    """
    taken: dict[tuple[int, int], tuple[float, _State]] = {}
    start, gain, order = label.start, label.gain, label.order
    bit, consent, rivals = fields.bit[label.field], fields.consent, fields.rivals(label.field)
    least = states[0].score - _HOPELESS  # what is below will not be kept
    for state in states:
        score, placed, form, last, _, titles_before, end, order_before = state
        gained = score + gain
        if gained < least:
            break
        if start < end:
            continue
        titled = titles > titles_before and last is not None
        cost = 0.0
        if order == LEADING and placed:
            cost = _NEW_FORM_AT_TITLE
        elif not bit & placed:
            if order < order_before:
                cost = 2 * _BACKWARD if consent & placed else _BACKWARD
            if rivals & placed:
                cost += _SPLIT_AND_WHOLE
            same, total = (form, placed | bit), gained - cost
            if taken.get(same, _UNTRIED)[0] < total:
                taken[same] = total, state
            if not titled:
                continue
            cost = _NEW_FORM_AT_TITLE
        elif consent & placed:
            cost = _NEW_FORM_AFTER_CONSENT
        else:
            cost = _NEW_FORM_AT_TITLE if titled else _NEW_FORM_PLAIN
        following, total = (form + 1, bit), gained - cost
        if taken.get(following, _UNTRIED)[0] < total:
            taken[following] = total, state
    return taken


def _forms(state: _State | None) -> list[list[Candidate]]:
    found: dict[int, list[Candidate]] = {}
    while state is not None and state.last is not None:
        found.setdefault(state.form, []).insert(0, state.last)
        state = state.before
    return [found[number] for number in sorted(found)]


def _is_form(labels: list[Candidate], template: Template) -> bool:
    """Enough of the form's own questions, so that no letter with a few headings passes."""
    kinds = {field.id: field.kind for field in template.fields}
    fields = [label for label in labels if label.field != CONSENT]
    narratives = sum(kinds[label.field] is FieldType.NARRATIVE for label in fields)
    consent = any(label.field == CONSENT and label.own for label in labels)
    own = sum(label.own for label in labels)
    enough = narratives >= 2 or (consent and narratives + len(fields) >= 3)
    return (
        enough
        and len(fields) >= 3
        and own >= 1
        and sum(label.gain for label in labels) >= _MIN_EVIDENCE
    )


def _placed(form: list[Candidate], labels: list[Candidate]) -> Placed:
    margin = {}
    for chosen in form:
        rivals = [c.gain for c in labels if c.field == chosen.field and c is not chosen]
        margin[chosen.field] = chosen.gain - max(rivals, default=0.0)
    return Placed(tuple(form), margin)
