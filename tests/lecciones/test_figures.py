"""The report's pictures: their numbers, and that they are harmless."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from lecciones.charts import bars, columns
from lecciones.figures import CONFIDENCE_STEPS, MOST_DAYS, Figures, figures_of
from lecciones.report import ReportNotes, Took, pictures_of, render_report
from lecciones.summary import Overview
from tests.corpus.records import file, lesson, no, open_store, published, run, unclear

if TYPE_CHECKING:
    from pathlib import Path

WHEN = datetime(2025, 6, 17, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of three lessons of two entities, and forms that are withheld."""
    folder = tmp_path_factory.mktemp("figures")
    lessons = (
        replace(lesson("a"), entity="Alcaldía de Sopó", confidence=0.99),
        replace(lesson("b"), entity="ALCALDIA DE SOPO", confidence=0.95),
        replace(lesson("c"), entity=None, confidence=0.3),
    )
    files = [file(f"{i}.docx", published(one)) for i, one in enumerate(lessons)]
    run(folder, *files, file("no.docx", no("secreto")), file("x.docx", unclear()))
    return folder


def test_entities_are_those_of_published_lessons(out: Path) -> None:
    """Spellings of one entity are one; a lesson without an entity is counted apart."""
    figures = figures_of(out, ())
    assert len(figures.entities) == figures.entities_total == 1
    assert figures.entities[0][1] == 2
    assert figures.without_entity == 1


def test_confidence_is_counted_by_class(out: Path) -> None:
    """Each lesson is in the class that its confidence reaches; 0.95 reaches 95 %."""
    classes = dict(zip(CONFIDENCE_STEPS, figures_of(out, ()).confidence, strict=True))
    assert {start: count for start, count in classes.items() if count} == {
        0.0: 1, 0.95: 1, 0.99: 1,
    }  # fmt: skip


def test_open_questions_are_counted_by_state(out: Path) -> None:
    """Every question has its states; those without an answer are open."""
    fields = {one.field: one for one in figures_of(out, ()).fields}
    assert len(fields) == 10
    assert fields["entity"].open == 3
    assert fields["area"].open == 0


def test_days_are_those_of_the_log(out: Path) -> None:
    """Every form that was decided on counts on the day it first was."""
    with open_store(out) as store:
        days = store.decided_days()
    assert sum(count for _, count in days) == 5


def test_many_days_are_told_by_month(out: Path) -> None:
    """A long history is shown by months, the newest ones."""
    days = [(f"2025-{m:02}-{d:02}", 2) for m in range(1, 5) for d in range(1, 29)]
    assert len(days) > MOST_DAYS
    assert figures_of(out, days).days == tuple((f"2025-{m:02}", 56) for m in range(1, 5))


@pytest.mark.parametrize("lang", ["es", "en"])
def test_each_picture_has_its_numbers_beside_it(out: Path, lang: str) -> None:
    """What is drawn stands in a table too, and a screen reader hears a caption."""
    notes = ReportNotes(figures=figures_of(out, [("2025-06-16", 2), ("2025-06-17", 3)]))
    page = render_report(Overview(), lang, WHEN, notes)
    assert page.count("<figure>") == page.count("<figcaption>") == 4
    assert page.count('role="img" aria-label="') == 4
    assert len(re.findall(r"<svg", page)) == 4
    assert notes.figures is not None
    assert all(picture.rows for picture in pictures_of(notes.figures, lang))


def test_no_numbers_no_pictures() -> None:
    """An empty dataset has a report without pictures."""
    page = render_report(Overview(), "es", WHEN, ReportNotes(figures=Figures()))
    assert "<figure>" not in page
    assert bars([], "x") == columns([("a", 0)], "x") == ""


def test_the_report_tells_the_time_it_took() -> None:
    """Seconds in all and a file, and how many files were known."""
    page = render_report(Overview(), "es", WHEN, ReportNotes(took=Took(4, 10, 2.0)))
    assert "Leer tomó 2.0 segundos: 4 archivos nuevos" in page
    assert "0.50 segundos cada uno" in page


def test_a_name_cannot_act_in_a_picture() -> None:
    """Mark-up in an entity's name is text, and long names stay apart."""
    name = '<script>x</script>"&' + "n" * 40
    svg = bars([(name, 1), (name + "2", 2)], name)
    assert "<script" not in svg
    assert svg.count("…") == 2
    assert "(2)" in svg
    assert not re.search(r"(?:href|style|on\w+)=", svg)


def test_a_picture_is_the_same_each_time() -> None:
    """The same numbers give the same bytes."""
    rows = [("a", 3), ("b", 1000)]
    assert bars(rows, "x") == bars(rows, "x")
    assert columns(rows, "x") == columns(rows, "x")
