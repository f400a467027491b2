"""CSV of lessons with their derived values, and JSON lines with their answers' states too."""

from __future__ import annotations

import json
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from corpus.export.plan import Exported, Headings, headings_of, name_of
from corpus.tabular import HELD_ROWS, WIDE_COLUMNS, table_rows_of, wide_rows
from corpus.writers import CsvTable, shortest_float32, write_table
from schemas.columns import Table
from schemas.tables import ANSWERS, DERIVED, LESSONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from corpus.writers import Row

_WIDE = Table("wide", "", "", "", "", WIDE_COLUMNS)
_LESSON_COLUMNS = len(LESSONS.columns)


def write_csv(folder: Path, path: Path, headings: Headings) -> Exported:
    """Writes the CSV: UTF-8 with BOM, RFC 4180, texts that would run as formulas neutralized.

    Raises:
        DatasetError: DIR holds no dataset, or a table with other columns.
    """
    with path.open("wb") as file:
        # In quotes a program can tell the code "05002" from a number.
        writer = CsvTable(_WIDE, file, headings_of(WIDE_COLUMNS, headings), quote_all=True)
        return Exported(write_table(wide_rows(folder), [writer], HELD_ROWS))


def write_jsonl(folder: Path, path: Path, headings: Headings) -> Exported:
    """Writes one JSON object a line: a lesson's columns, its `derived` and its `answers`.

    Raises:
        DatasetError: DIR holds no dataset, or tables of two states.
    """
    names = headings_of(WIDE_COLUMNS, headings)
    answers = groupby(table_rows_of(folder, ANSWERS), key=itemgetter(0))
    waiting = next(answers, None)
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in wide_rows(folder):
            told = [_plain(value) for value in row]
            lesson = dict(zip(names[:_LESSON_COLUMNS], told, strict=False))
            lesson[name_of(DERIVED, headings)] = dict(
                zip(names[_LESSON_COLUMNS:], told[_LESSON_COLUMNS:], strict=True)
            )
            of_this: list[dict[str, object]] = []
            if waiting is not None and waiting[0] == row[0]:
                of_this = list(_answers(waiting[1], headings))
                waiting = next(answers, None)
            lesson[name_of(ANSWERS, headings)] = of_this
            file.write(json.dumps(lesson, ensure_ascii=False) + "\n")
            count += 1
    return Exported(count)


def _answers(rows: Iterator[Row], headings: Headings) -> Iterator[dict[str, object]]:
    names = headings_of(ANSWERS.columns, headings)[1:]
    for row in rows:
        yield dict(zip(names, (_plain(value) for value in row[1:]), strict=True))


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return float(shortest_float32(value)) if isinstance(value, float) else value
