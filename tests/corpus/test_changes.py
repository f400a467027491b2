"""The history: what a publishing changed, by id and column."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.changes import CHANGES_FILE, Change, ChangeKind, compare
from tests.corpus.records import file, lesson, lesson_id, no, published, run, yes

if TYPE_CHECKING:
    from pathlib import Path


def history(out: Path) -> list[tuple[str, str, str, str]]:
    """Release, change, lesson and fields of every line."""
    with (out / CHANGES_FILE).open(encoding="utf-8", newline="") as text:
        return [
            (row["release"], row["change"], row["lesson_id"], row["fields"])
            for row in csv.DictReader(text)
        ]


def test_each_publishing_adds_what_it_changed(tmp_path: Path) -> None:
    """Added, changed and withdrawn lessons, each once, the oldest release first."""
    run(tmp_path, file("a.docx", yes("a")), file("b.docx", yes("b")))
    better = replace(lesson("a"), confidence=0.5, redactions=3)
    run(tmp_path, file("a.docx", published(better), data="new"), file("n.docx", no("b")))
    first = sorted(("1", "added", lesson_id(name), "") for name in "ab")
    second = [
        ("2", "changed", lesson_id("a"), "confidence redactions"),
        ("2", "withdrawn", lesson_id("b"), ""),
    ]
    assert history(tmp_path) == first + sorted(second, key=lambda row: row[2])


def test_nothing_changed_adds_nothing(tmp_path: Path) -> None:
    """Publishing the same again leaves the history byte for byte."""
    run(tmp_path, file("a.docx"))
    before = (tmp_path / CHANGES_FILE).read_bytes()
    run(tmp_path)
    assert (tmp_path / CHANGES_FILE).read_bytes() == before


def test_the_history_holds_no_value(tmp_path: Path) -> None:
    """No text of a lesson and no name of a file stands in it."""
    run(tmp_path, file("Ana Pérez.docx", yes("texto secreto")))
    told = (tmp_path / CHANGES_FILE).read_text(encoding="utf-8")
    assert "secreto" not in told
    assert "Ana" not in told


def test_an_empty_dataset_has_a_history_with_a_heading(tmp_path: Path) -> None:
    """The file is there before any lesson is, and is begun once."""
    run(tmp_path)
    run(tmp_path, file("a.docx"))
    assert history(tmp_path) == [("1", "added", lesson_id("a.docx"), "")]


def test_lessons_that_cannot_be_read_count_as_none(tmp_path: Path) -> None:
    """A damaged file of lessons is replaced, and all lessons are told as added again."""
    run(tmp_path, file("a.docx"))
    (tmp_path / "lessons.parquet").write_bytes(b"damaged")
    run(tmp_path)
    assert [row[:2] for row in history(tmp_path)] == [("1", "added"), ("2", "added")]


def test_two_datasets_are_compared(tmp_path: Path) -> None:
    """Every difference between two files of lessons, by id."""
    run(tmp_path / "a", file("a.docx", yes("a")), file("b.docx", yes("b")))
    changed = published(replace(lesson("b"), redactions=9))
    run(tmp_path / "b", file("b.docx", changed), file("c.docx", yes("c")))
    told = compare(tmp_path / "a/lessons.parquet", tmp_path / "b/lessons.parquet")
    wanted = [
        Change(ChangeKind.WITHDRAWN, lesson_id("a")),
        Change(ChangeKind.CHANGED, lesson_id("b"), ("redactions",)),
        Change(ChangeKind.ADDED, lesson_id("c")),
    ]
    assert list(told) == sorted(wanted, key=lambda change: change.lesson_id)
