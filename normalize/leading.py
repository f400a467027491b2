"""Consent questions that stand before the labels of their form, not after them.

Whose a consent question is decides whose mark counts, so it is told before all labels are
aligned: from the labels on either side of each question, the titles between, and the tables in
which they stand. A mark must never pass to the form beside its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from normalize.wordings import CONSENT, TITLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalize.flow import Flow
    from normalize.labels import Candidate

LEADING = -1  # the order of a consent question that opens its form
_LEAST = 3  # different labels beside a question, for a form to be there


@dataclass(frozen=True, slots=True)
class _Question:
    """A consent question among the labels: those before and after it, up to the next one."""

    label: Candidate
    before: tuple[Candidate, ...]
    after: tuple[Candidate, ...]

    @property
    def opens(self) -> bool:
        """Whether labels of a form follow it."""
        return _is_form(self.after)

    @property
    def closes(self) -> bool:
        """Whether labels of a form stand before it."""
        return _is_form(self.before)


def with_leading_questions(candidates: Sequence[Candidate], flow: Flow) -> list[Candidate]:
    """The candidates, consent questions that open a form with the order `LEADING`."""
    questions = _questions(candidates)
    if not any(question.opens for question in questions):
        return list(candidates)
    titles = [c.start.line for c in candidates if c.field == TITLE]
    leading: list[bool] = []
    for question in questions:
        leading.append(_is_leading(question, leading, titles, flow))
    for number in range(len(questions) - 2, -1, -1):
        # the labels between belong to the next question: this one is an example, or quoted
        leading[number] = leading[number] and (
            leading[number + 1] or not questions[number + 1].closes
        )
    lines = {q.label.start.line for q, leads in zip(questions, leading, strict=True) if leads}
    return [
        replace(c, order=LEADING) if c.field == CONSENT and c.start.line in lines else c
        for c in candidates
    ]


def _questions(candidates: Sequence[Candidate]) -> list[_Question]:
    asked: dict[int, Candidate] = {}
    for candidate in candidates:
        if candidate.field == CONSENT:
            asked.setdefault(candidate.start.line, candidate)
    at = sorted(asked)
    found = []
    for number, line in enumerate(at):
        first = at[number - 1] if number else -1
        last = at[number + 1] if number + 1 < len(at) else None
        labels = [c for c in candidates if c.order >= 0 and c.field != CONSENT]
        before = tuple(c for c in labels if first < c.start.line < line)
        after = tuple(
            c for c in labels if line < c.start.line and (last is None or c.start.line < last)
        )
        found.append(_Question(asked[line], before, after))
    return found


def _is_form(labels: Sequence[Candidate]) -> bool:
    return len({c.field for c in labels if c.full or c.own}) >= _LEAST


def _is_leading(
    question: _Question, earlier: Sequence[bool], titles: Sequence[int], flow: Flow
) -> bool:
    if not question.opens:
        return False
    if not question.closes:
        return True
    at, last, first = (
        question.label.start.line,
        max(c.end.line for c in question.before),
        min(c.start.line for c in question.after),
    )
    titled_before = any(last < title < at for title in titles)
    titled_after = any(at < title < first for title in titles)
    if titled_before != titled_after:
        return titled_before
    tables = [_table(flow, line) for line in (last, at, first)]
    if (tables[0] == tables[1]) != (tables[1] == tables[2]):
        return tables[1] == tables[2]
    return bool(earlier) and earlier[-1]


def _table(flow: Flow, line: int) -> int | None:
    cells = flow.lines[line].cells
    return cells[0].table if cells else None
