"""One alignment for the whole form: which candidates together explain the document best.

Dynamic programming over the candidates in reading order. A state is the set of questions
already placed and the last label taken; its value is the summed evidence of the labels less
what speaks against their order. One place a question and form: so an answer that quotes a
label loses to the label, and a question seen again after the consent opens another form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from normalize.labels import CONSENT, SECTION, TITLE
from schemas.template import FieldType

if TYPE_CHECKING:
    from normalize.labels import Candidate, Position
    from schemas.template import Template

_BACKWARD = 5.0  # a label out of the template's order
_SPLIT_AND_WHOLE = 8.0  # "entity" beside "entity and area": one of them is a quotation
_NEW_FORM_AFTER_CONSENT = 6.0
_NEW_FORM_AT_TITLE = 4.0
_NEW_FORM_PLAIN = 30.0
_BEAM = 300  # states kept after each label; true labels leave far fewer that matter
_MIN_EVIDENCE = 30.0


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


@dataclass(frozen=True, slots=True)
class _State:
    score: float
    placed: frozenset[str]
    form: int
    last: Candidate | None
    before: _State | None


def align(candidates: list[Candidate], template: Template) -> tuple[Placed, ...]:
    """The forms of a document, each with the labels chosen for it; empty where it is no form."""
    labels = [c for c in candidates if c.field not in (TITLE, SECTION)]
    titles = [c.start for c in candidates if c.field == TITLE]
    best = _search(labels, titles)
    forms = _forms(best)
    return tuple(_placed(form, labels) for form in forms if _is_form(form, template))


def _search(labels: list[Candidate], titles: list[Position]) -> _State:
    states = {(0, frozenset[str](), -1): _State(0.0, frozenset(), 0, None, None)}
    for number, label in enumerate(labels):
        grown = dict(states)
        for state in states.values():
            for taken in _take(state, label, titles):
                key = (taken.form, taken.placed, number)
                if key not in grown or grown[key].score < taken.score:
                    grown[key] = taken
        if len(grown) > _BEAM:
            ranked = sorted(grown.items(), key=lambda item: -item[1].score)[:_BEAM]
            grown = dict(ranked)
        states = grown
    return max(states.values(), key=lambda state: state.score)


def _take(state: _State, label: Candidate, titles: list[Position]) -> list[_State]:
    """The states that follow when this label is taken: in the same form, or as a new one."""
    last = state.last
    if last is not None and label.start < last.end:
        return []
    if label.field not in state.placed:
        cost = _order_cost(state, label)
        same = _State(
            state.score + label.gain - cost, state.placed | {label.field}, state.form, label, state
        )
        if not _title_between(last, label, titles) or not state.placed:
            return [same]
        return [same, _open(state, label, _NEW_FORM_AT_TITLE)]
    if CONSENT in state.placed:
        return [_open(state, label, _NEW_FORM_AFTER_CONSENT)]
    titled = _title_between(last, label, titles)
    return [_open(state, label, _NEW_FORM_AT_TITLE if titled else _NEW_FORM_PLAIN)]


def _open(state: _State, label: Candidate, cost: float) -> _State:
    score = state.score + label.gain - cost
    return _State(score, frozenset({label.field}), state.form + 1, label, state)


def _order_cost(state: _State, label: Candidate) -> float:
    cost = 0.0
    if state.last is not None and label.order < state.last.order:
        cost += _BACKWARD
        if CONSENT in state.placed:
            cost += _BACKWARD
    parts = {"entity", "area"}
    if label.field in parts and "entity_area" in state.placed:
        cost += _SPLIT_AND_WHOLE
    if label.field == "entity_area" and parts & state.placed:
        cost += _SPLIT_AND_WHOLE
    return cost


def _title_between(last: Candidate | None, label: Candidate, titles: list[Position]) -> bool:
    return last is not None and any(last.end <= title < label.start for title in titles)


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
