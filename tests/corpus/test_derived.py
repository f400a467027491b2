"""The table of derived values: a row a lesson, typed, joined, and gone with the lesson."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.read import read_derived, read_lessons
from schemas.derived import DERIVED_VERSION
from tests.corpus.records import file, lesson, no, published, run, yes

if TYPE_CHECKING:
    from pathlib import Path

_PROSE = " ".join(f"paso{i} del archivo central" for i in range(30))


def test_each_lesson_has_its_row(tmp_path: Path) -> None:
    """Rows join lessons one to one, with codes as text and counts as whole numbers."""
    cucuta = replace(lesson("a"), entity="Alcaldía de Abejorral", situation="Tres palabras más")
    run(tmp_path, file("a.docx", published(cucuta)), file("b.docx", yes("b")))
    derived = read_derived(tmp_path)
    assert derived["lesson_id"].tolist() == read_lessons(tmp_path)["lesson_id"].tolist()
    row = derived[derived["lesson_id"] == cucuta.lesson_id].iloc[0]
    assert (row["municipality_code"], row["department_code"]) == ("05002", "05")
    assert (row["municipality"], row["department"]) == ("Abejorral", "Antioquia")
    assert (row["entity_key"], row["entity_order"]) == ("alcaldia de abejorral", "municipal")
    assert (row["words_situation"], row["words_solutions"]) == (3, 0)
    assert row["words"] == 3 + 1 + 1  # situation, impact, lesson
    assert set(derived["derived_version"]) == {DERIVED_VERSION}
    assert str(derived["municipality_code"].dtype) == "string"
    assert str(derived["words"].dtype) == "Int32"


def test_near_duplicates_share_a_group_whatever_the_order(tmp_path: Path) -> None:
    """The group is the lowest lesson id of those nearly alike, in one run or in two."""
    forms = [published(replace(lesson(f"caso {i}"), situation=_PROSE)) for i in range(3)]
    files = [file(f"{i}.docx", form) for i, form in enumerate(forms)]
    run(tmp_path / "one", *files, file("z.docx", yes("otra")))
    run(tmp_path / "two", *files[::-1])
    run(tmp_path / "two", file("z.docx", yes("otra")))
    one = read_derived(tmp_path / "one")
    grouped = one["similar_group"].dropna()
    assert len(grouped) == 3
    assert set(grouped) == {min(f.lesson.lesson_id for f in forms if f.lesson)}
    assert one.equals(read_derived(tmp_path / "two"))


def test_a_withheld_lesson_leaves_no_derived_row(tmp_path: Path) -> None:
    """What No withholds is neither a row nor part of another row's group."""
    forms = [published(replace(lesson(f"caso {i}"), situation=_PROSE)) for i in range(2)]
    run(tmp_path, *(file(f"{i}.docx", form) for i, form in enumerate(forms)))
    assert read_derived(tmp_path)["similar_group"].notna().all()
    run(tmp_path, file("c.docx", no("caso 0")))
    left = read_derived(tmp_path)
    assert len(left) == 1
    assert left["similar_group"].isna().all()
