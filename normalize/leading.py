"""Consent questions that stand before the labels of their form, not after them.

Whose a consent question is decides whose mark counts, so it is told before all labels are
aligned: from the labels on either side of each question, the titles between, and the tables in
which they stand. A mark must never pass to the form beside its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
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
    titles = sorted(c.start.line for c in candidates if c.field == TITLE)
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
    between: list[list[Candidate]] = [[] for _ in range(len(at) + 1)]
    for candidate in candidates:
        line = candidate.start.line
        if candidate.order >= 0 and candidate.field != CONSENT and line not in asked:
            between[bisect_left(at, line)].append(candidate)
    return [
        _Question(asked[line], tuple(between[number]), tuple(between[number + 1]))
        for number, line in enumerate(at)
    ]


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
    titled_before = _has_between(titles, last, at)
    titled_after = _has_between(titles, at, first)
    if titled_before != titled_after:
        return titled_before
    tables = [_table(flow, line) for line in (last, at, first)]
    if (tables[0] == tables[1]) != (tables[1] == tables[2]):
        return tables[1] == tables[2]
    return bool(earlier) and earlier[-1]


def _has_between(lines: Sequence[int], after: int, before: int) -> bool:
    """Whether one of the lines, which are in order, stands between two others."""
    found = bisect_right(lines, after)
    return found < len(lines) and lines[found] < before


def _table(flow: Flow, line: int) -> int | None:
    cells = flow.lines[line].cells
    return cells[0].table if cells else None
