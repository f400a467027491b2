"""What all exports share: the headings, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas.columns import Column, Table


class ExportError(Exception):
    """An export cannot be made: `code` is stable (`too_many_rows`, `no_duckdb`)."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Headings(StrEnum):
    """What stands over the columns: the names of the data dictionary or titles for people."""

    NAMES = "names"
    SPANISH = "es"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Exported:
    """How many lessons were written, and how many texts were cut to what a cell can hold."""

    lessons: int
    cut: int = 0


def headings_of(columns: Sequence[Column], headings: Headings) -> tuple[str, ...]:
    """The headings of these columns, each once: a title that comes again has its name after it."""
    titles: dict[str, None] = {}
    for column in columns:
        title = _heading(column, headings)
        titles[title if title not in titles else f"{title} ({column.name})"] = None
    return tuple(titles)


def name_of(table: Table, headings: Headings) -> str:
    """The table's name, or its title for people."""
    if headings is Headings.NAMES:
        return table.name
    return table.title_es if headings is Headings.SPANISH else table.title_en


def _heading(column: Column, headings: Headings) -> str:
    if headings is Headings.NAMES:
        return column.name
    return column.title_es if headings is Headings.SPANISH else column.title_en
