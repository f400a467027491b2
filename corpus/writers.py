"""Rows into files: Parquet and CSV, the same rows giving the same bytes."""

from __future__ import annotations

import csv
import io
import struct
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from corpus.csv_safe import neutralize
from schemas.columns import ColumnType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pyarrow as pa

    from schemas.columns import Column, Table

Row = tuple[object, ...]

BATCH_ROWS = 1000
"""Rows held in memory at once."""

GROUP_ROWS = 4000
"""Rows of a Parquet row group, a multiple of `BATCH_ROWS`; held as Arrow has them, packed.

Some 8 MB of lessons. Of 10,000 rows the memory of a publishing grew by a fifth more.
"""


class TableWriter(Protocol):
    """What takes a table's rows, a batch at a time."""

    def write(self, rows: Sequence[Row]) -> None:
        """Adds these rows."""

    def close(self) -> None:
        """Ends the table; the file itself stays open."""


def arrow_schema(table: Table) -> pa.Schema:
    """The table's Arrow schema; each field carries its Spanish title and description."""
    import pyarrow as pa

    types = {
        ColumnType.STRING: pa.string(),
        ColumnType.DATE: pa.date32(),
        ColumnType.FLOAT: pa.float32(),
        ColumnType.INT: pa.int32(),
        ColumnType.LONG: pa.int64(),
    }
    return pa.schema(
        pa.field(
            column.name,
            types[column.type],
            nullable=column.nullable,
            metadata={"title": column.title_es, "description": column.about_es},
        )
        for column in table.columns
    )


class ParquetTable:
    """A Parquet file without a time or a machine's name in it (zstd, format 2.6)."""

    def __init__(self, table: Table, file: BinaryIO) -> None:
        import pyarrow.parquet as pq

        self._schema = arrow_schema(table)
        self._read = [_from_iso if c.type is ColumnType.DATE else None for c in table.columns]
        self._writer = pq.ParquetWriter(file, self._schema, compression="zstd", version="2.6")
        self._group: list[pa.RecordBatch] = []

    def write(self, rows: Sequence[Row]) -> None:
        """Adds these rows; the row group is written once it is full."""
        self._group.append(self.batch(rows))
        if sum(batch.num_rows for batch in self._group) >= GROUP_ROWS:
            self._end_group()

    def batch(self, rows: Sequence[Row]) -> pa.RecordBatch:
        """These rows as the table's Arrow types."""
        import pyarrow as pa

        arrays = [
            pa.array([read(value) for value in values] if read else values, field.type)
            for values, field, read in zip(
                zip(*rows, strict=True), self._schema, self._read, strict=True
            )
        ]
        return pa.record_batch(arrays, schema=self._schema)

    def close(self) -> None:
        """Writes the last row group and the footer."""
        self._end_group()
        self._writer.close()

    def _end_group(self) -> None:
        import pyarrow as pa

        if self._group:
            group = pa.Table.from_batches(self._group)
            self._group.clear()
            self._writer.write_table(group, row_group_size=GROUP_ROWS)


class CsvTable:
    """UTF-8 with BOM, RFC 4180, null as empty; texts that would run as formulas neutralized."""

    def __init__(
        self,
        table: Table,
        file: BinaryIO,
        headings: Sequence[str] | None = None,
        *,
        quote_all: bool = False,
    ) -> None:
        self._text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        self._csv = csv.writer(
            self._text,
            lineterminator="\r\n",
            quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL,
        )
        self._cells = [_cell_of(column) for column in table.columns]
        self._csv.writerow(headings or table.names)

    def write(self, rows: Sequence[Row]) -> None:
        """Adds these rows."""
        for row in rows:
            self._csv.writerow(
                "" if value is None else cell(value)
                for value, cell in zip(row, self._cells, strict=True)
            )

    def flush(self) -> None:
        """Hands all text so far on to the file."""
        self._text.flush()

    def close(self) -> None:
        """Hands all text on to the file and lets go of it."""
        self._text.flush()
        self._text.detach()


def write_table(rows: Iterable[Row], writers: Sequence[TableWriter], size: int = BATCH_ROWS) -> int:
    """Streams the rows, `size` at a time, into all writers and closes them; how many there were."""
    count = 0
    for batch in batches(rows, size):
        for writer in writers:
            writer.write(batch)
        count += len(batch)
    for writer in writers:
        writer.close()
    return count


def batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """The rows in lists of `size`, the last one shorter."""
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def shortest_float32(value: float) -> str:
    """The shortest decimal that gives the same 32-bit float: `0.95`, not `0.949999988`."""
    wanted = struct.pack("f", value)
    for digits in range(1, 9):
        text = f"{value:.{digits}g}"
        if struct.pack("f", float(text)) == wanted:
            return text
    return f"{value:.9g}"


def _cell_of(column: Column) -> Callable[[Any], str]:
    if column.type is ColumnType.STRING:
        return neutralize
    return shortest_float32 if column.type is ColumnType.FLOAT else str


def _from_iso(value: object) -> date | None:
    return None if value is None else date.fromisoformat(str(value))
