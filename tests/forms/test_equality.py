"""One form, every format, one row: for each way of marking that more than one format has."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from lecciones.isolation import Children
from lecciones.jobs import Job, Limits
from schemas.reading import Consent
from schemas.records import FileRecord
from tests.forms import content
from tests.forms.factory import LAYOUTS, MARKINGS, Case, Kind, Tool, make, unavailable
from tests.forms.layouts import Filling, Layout, Look, Plan
from tests.forms.marks import Marking
from tests.forms.spec import NARRATIVES, FormSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from schemas.records import FormRecord
    from tests.forms.factory import Made

_LOOK = Look(space_after=6, font="Arial", size=10)
_TOOLS = {
    marking: [tool for tool in Tool if marking in MARKINGS[tool] and not unavailable(tool)]
    for marking in Marking
}
# Left to a person: a cross drawn in a word processor, and an X between a box and the other
# word, whose distances not every format keeps.
_LEFT = (Marking.DRAWN, Marking.X_BESIDE_BOX)
SHARED = sorted(m for m, tools in _TOOLS.items() if len(tools) > 1 and m not in _LEFT)
VERDICTS = (Consent.YES, Consent.NO, Consent.UNMARKED)


def spec_of(verdict: Consent) -> FormSpec:
    """A filled form in plain paragraphs with this consent."""
    rng = Random(11)  # noqa: S311 - data, no secret
    for spec in iter(lambda: content.draw(rng), None):
        pieces = [piece for name in NARRATIVES for piece in spec.answers[name]]
        if all(spec.answers[name] for name in NARRATIVES) and not any(p.item for p in pieces):
            return FormSpec(spec.answers, spec.truth, verdict)
    raise AssertionError


def cases_of(marking: Marking) -> list[Case]:
    """The form by every tool that has the marking, in each state of consent."""
    return [
        Case(0, Kind.FORM, tool, Plan(_layout(tool), Filling.TYPED, marking, _LOOK), (spec,))
        for verdict in VERDICTS
        for spec in (spec_of(verdict),)
        for tool in _TOOLS[marking]
    ]


def _layout(tool: Tool) -> Layout:
    return Layout.SIDE if Layout.SIDE in LAYOUTS[tool] else LAYOUTS[tool][0]


@pytest.mark.slow
def test_every_format_gives_one_row(tmp_path: Path) -> None:
    """The same content and mark give the same verdict, columns and lesson id from each tool.

    One test for all markings, so that the tools are started once.
    """
    rows: dict[tuple[Marking, Consent], dict[Tool, tuple[object, ...]]] = {}
    cases = [case for marking in SHARED for case in cases_of(marking)]
    for case, record in _read(make(cases), tmp_path):
        key = (case.plan.marking, case.specs[0].consent)
        rows.setdefault(key, {})[case.tool] = _row(record)
    wrong = {
        key
        for (key, by_tool) in rows.items()
        if any(row[0] is not key[1] for row in by_tool.values())
    }
    unlike = {key for key, by_tool in rows.items() if len(set(by_tool.values())) > 1}
    assert (wrong, unlike) == (set(), set())


@pytest.mark.slow
def test_an_x_beside_a_box_is_never_the_other_answer(tmp_path: Path) -> None:
    """`Sí ☐ X  No ☐`: the Sí, or a person's to tell; without a Sí never one."""
    for case, record in _read(make(cases_of(Marking.X_BESIDE_BOX)), tmp_path):
        meant = case.specs[0].consent
        allowed = {meant, Consent.UNCLEAR} if meant is Consent.YES else {meant}
        assert record.consent in allowed, (case.tool, record)


def _read(made: Iterable[Made], folder: Path) -> Iterator[tuple[Case, FormRecord]]:
    """Each case with its one form, as a run reads it; the same children read them all."""
    with Children(Limits()) as children:
        for one in made:
            path = folder / one.case.name
            path.write_bytes(one.data)
            outcome = children.read_isolated(Job(folder.as_uri(), path.name, str(path)))
            assert isinstance(outcome, FileRecord), (one.case.tool, outcome)
            (record,) = outcome.forms
            yield one.case, record


def _row(record: FormRecord) -> tuple[object, ...]:
    lesson = record.lesson
    if lesson is None:
        return (record.consent, record.status, record.refused_id)
    texts = (lesson.situation, lesson.impact, lesson.solutions, lesson.lesson)
    rest = (lesson.entity, lesson.area, lesson.completed_on, lesson.topic, lesson.recommendation)
    return (record.consent, record.status, lesson.lesson_id, lesson.redactions, *texts, *rest)


def test_most_markings_are_shared() -> None:
    """The list above does not run dry unnoticed."""
    assert len(SHARED) >= 15
