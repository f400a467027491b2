"""The published tables read back a batch at a time: whatever their size, one batch is held."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from corpus.errors import DatasetError
from corpus.folder import table_files
from corpus.writers import arrow_schema
from schemas.tables import DERIVED, LESSONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

    from corpus.writers import Row
    from schemas.columns import Column, Table

HELD_ROWS = 512
"""Rows that are held at once."""

_BUFFER_BYTES = 2**16  # without one, whole columns of a row group are held

WIDE_COLUMNS: tuple[Column, ...] = (*LESSONS.columns, *DERIVED.columns[1:])
"""The columns of `wide_rows`."""


def check_tables(folder: Path, *tables: Table) -> None:
    """Returns where every table is in DIR with its declared columns.

    Raises:
        DatasetError: `table_missing` or `table_differs`, with the file.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    for table in tables:
        path = folder / table_files(table)[0]
        try:
            schema = pq.read_schema(path)
        except (OSError, pa.ArrowInvalid):
            raise DatasetError("table_missing", path) from None
        if not schema.equals(arrow_schema(table)):
            raise DatasetError("table_differs", path)


def table_rows_of(folder: Path, table: Table) -> Iterator[Row]:
    """The rows of a published table, in their order; dates are `datetime.date`.

    Raises:
        DatasetError: DIR holds no such table, or one with other columns.
    """
    check_tables(folder, table)
    return _rows(folder / table_files(table)[0])


def wide_rows(folder: Path) -> Iterator[Row]:
    """Each lesson with its derived values, in the columns `WIDE_COLUMNS`.

    Raises:
        DatasetError: a table is not there, has other columns, or the two are of two states.
    """
    check_tables(folder, LESSONS, DERIVED)
    pairs = zip(table_rows_of(folder, LESSONS), chain(table_rows_of(folder, DERIVED), [None]),
                strict=False)  # fmt: skip
    for lesson, derived in pairs:
        if derived is None or lesson[0] != derived[0]:
            raise DatasetError("table_differs", folder / table_files(DERIVED)[0])
        yield (*lesson, *derived[1:])


def _rows(path: Path) -> Iterator[Row]:
    for batch in batches_of(path):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def batches_of(path: Path, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    """A Parquet file's rows, `HELD_ROWS` at a time; of these columns, None for all.

    Raises:
        OSError: it cannot be read.
        pyarrow.ArrowInvalid: it is no Parquet file.
    """
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, buffer_size=_BUFFER_BYTES, pre_buffer=False) as file:
        yield from file.iter_batches(HELD_ROWS, columns=columns, use_threads=False)
