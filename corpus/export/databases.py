"""SQLite and DuckDB: each shared table as a table, described, ready to be asked."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from importlib.util import find_spec
from typing import TYPE_CHECKING

from corpus.export.plan import Exported, ExportError, Headings, headings_of, name_of
from corpus.folder import table_files
from corpus.tabular import HELD_ROWS, check_tables, table_rows_of
from corpus.writers import batches, shortest_float32
from schemas.columns import ColumnType
from schemas.tables import LESSONS, TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from schemas.columns import Table

SHARED = tuple(table for table in TABLES if not table.restricted)

_MEMORY = ("64MB", "256MB", "2GB")  # what DuckDB may hold, tried in turn
_SQLITE_TYPES = {ColumnType.FLOAT: "REAL", ColumnType.INT: "INTEGER", ColumnType.LONG: "INTEGER"}


def write_sqlite(folder: Path, path: Path, headings: Headings) -> Exported:
    """Writes the tables with their keys; dates are ISO texts.

    Raises:
        DatasetError: DIR holds no dataset, or a table with other columns.
    """
    check_tables(folder, *SHARED)
    counts: dict[str, int] = {}
    with closing(sqlite3.connect(path)) as db, db:
        for table in SHARED:
            db.execute(_create(table, headings))
            counts[table.name] = _fill(db, folder, table, headings)
    return Exported(counts[LESSONS.name])


def write_duckdb(folder: Path, path: Path, headings: Headings) -> Exported:
    """Writes the tables with their types and a comment on each column.

    Raises:
        DatasetError: DIR holds no dataset, or a table with other columns.
        ExportError: `no_duckdb`, it is not installed.
    """
    if find_spec("duckdb") is None:
        raise ExportError("no_duckdb")
    import duckdb

    check_tables(folder, *SHARED)
    *usual, last = _MEMORY
    for limit in usual:
        try:
            return _write_duckdb(folder, path, headings, limit)
        except duckdb.OutOfMemoryException:  # very long texts
            path.unlink(missing_ok=True)
    return _write_duckdb(folder, path, headings, last)


def _write_duckdb(folder: Path, path: Path, headings: Headings, limit: str) -> Exported:
    import duckdb

    # One thread and a bound, or memory grows with the rows in flight.
    bounds: dict[str, str | bool | int | float | list[str]] = {"threads": 1, "memory_limit": limit}
    with duckdb.connect(str(path), config=bounds) as db:
        for table in SHARED:
            _copy_to_duckdb(db, folder, table, headings)
        row = db.execute(f"SELECT count(*) FROM {_quoted(name_of(LESSONS, headings))}").fetchone()  # noqa: S608
    return Exported(int(row[0]) if row else 0)


def _copy_to_duckdb(db: DuckDBPyConnection, folder: Path, table: Table, headings: Headings) -> None:
    target = _quoted(name_of(table, headings))
    heads = headings_of(table.columns, headings)
    columns = ", ".join(
        f"{_quoted(column.name)} AS {_quoted(head)}"
        for column, head in zip(table.columns, heads, strict=True)
    )
    source = str(folder / table_files(table)[0])
    db.execute(
        f"CREATE TABLE {target} AS SELECT {columns} FROM read_parquet(?)",  # noqa: S608
        [source],
    )
    for column, head in zip(table.columns, heads, strict=True):
        about = column.about_en if headings is Headings.ENGLISH else column.about_es
        told = about.replace("'", "''")
        db.execute(f"COMMENT ON COLUMN {target}.{_quoted(head)} IS '{told}'")


def _create(table: Table, headings: Headings) -> str:
    heads = dict(zip(table.names, headings_of(table.columns, headings), strict=True))
    columns = [
        f"{_quoted(heads[column.name])} {_SQLITE_TYPES.get(column.type, 'TEXT')}"
        + ("" if column.nullable else " NOT NULL")
        for column in table.columns
    ]
    keys = ", ".join(_quoted(heads[name]) for name in table.key)
    columns.append(f"PRIMARY KEY ({keys})")
    return f"CREATE TABLE {_quoted(name_of(table, headings))} ({', '.join(columns)}) WITHOUT ROWID"


def _fill(db: sqlite3.Connection, folder: Path, table: Table, headings: Headings) -> int:
    marks = ", ".join("?" * len(table.columns))
    insert = f"INSERT INTO {_quoted(name_of(table, headings))} VALUES ({marks})"  # noqa: S608
    count = 0
    for batch in batches(table_rows_of(folder, table), HELD_ROWS):
        db.executemany(insert, ([_plain(value) for value in row] for row in batch))
        count += len(batch)
    return count


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return float(shortest_float32(value)) if isinstance(value, float) else value


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
