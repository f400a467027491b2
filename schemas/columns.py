"""How a table and its columns are described: the words of the data dictionary.

The tables themselves stand in `schemas.tables`; Arrow schemas, the Data Package and the
documentation are all derived from them, so that they cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ColumnType(StrEnum):
    """What a column holds; the names are those of the Arrow types."""

    STRING = "string"
    DATE = "date32"
    FLOAT = "float32"
    INT = "int32"
    LONG = "int64"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, its words in both languages and what a value must keep to.

    `allowed` lists the only values there may be, () where any may; `pattern` is a regular
    expression for the whole value, "" for none; `minimum` and `maximum` are inclusive, None
    for no limit.
    """

    name: str
    type: ColumnType
    title_es: str
    title_en: str
    about_es: str
    about_en: str
    nullable: bool = True
    allowed: tuple[str, ...] = ()
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order, and how it hangs together with the others.

    `key` names the columns that tell a row; () where rows have no declared key. `refers_to`
    names the table that this one's `lesson_id` points into, "" for none. `restricted` tables
    stay with the office that runs lecciones.
    """

    name: str
    title_es: str
    title_en: str
    about_es: str
    about_en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    refers_to: str = ""
    restricted: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column `name`; raises `KeyError` where the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
