"""The dataset back into pandas, every column with its own type.

Texts are pandas' `string` (missing: `pd.NA`), dates `datetime64` (missing: `NaT`), whole
numbers `Int32`/`Int64`, the others `Float32` (missing: `pd.NA`). Columns are those of the
contract, in its order, whatever a table holds; an empty dataset gives empty, typed frames.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import DatasetError
from corpus.folder import RESTRICTED
from corpus.writers import arrow_schema
from schemas.tables import ANSWERS, DERIVED, FORMS, LESSONS

if TYPE_CHECKING:
    import os

    import pandas as pd

    from schemas.columns import Table


def read_lessons(folder: str | os.PathLike[str]) -> pd.DataFrame:
    """The published lessons of DIR, one row a lesson, by `lesson_id`.

    Raises:
        DatasetError: DIR holds no such table, or one with other columns.
    """
    return _read(Path(folder), LESSONS)


def read_answers(folder: str | os.PathLike[str]) -> pd.DataFrame:
    """State, confidence and place (points, pages from 1) of each answer of DIR.

    Raises:
        DatasetError: DIR holds no such table, or one with other columns.
    """
    return _read(Path(folder), ANSWERS)


def read_derived(folder: str | os.PathLike[str]) -> pd.DataFrame:
    """What is worked out from the lessons of DIR, one row a lesson, by `lesson_id`.

    Raises:
        DatasetError: DIR holds no such table, or one with other columns.
    """
    return _read(Path(folder), DERIVED)


def read_forms(folder: str | os.PathLike[str]) -> pd.DataFrame:
    """The ledger of DIR: one row for every form and every file without one. Not to be shared.

    Raises:
        DatasetError: DIR holds no such table, or one with other columns.
    """
    return _read(Path(folder), FORMS)


def _read(folder: Path, table: Table) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / (RESTRICTED if table.restricted else "") / f"{table.name}.parquet"
    try:
        data = pq.read_table(path, partitioning=None)
    except (OSError, pa.ArrowInvalid):
        raise DatasetError("table_missing", path) from None
    if not data.schema.equals(arrow_schema(table)):
        raise DatasetError("table_differs", path)
    types = {
        pa.string(): pd.StringDtype(),
        pa.float32(): pd.Float32Dtype(),
        pa.int32(): pd.Int32Dtype(),
        pa.int64(): pd.Int64Dtype(),
    }
    frame: pd.DataFrame = data.to_pandas(types_mapper=types.get, date_as_object=False)
    return frame
