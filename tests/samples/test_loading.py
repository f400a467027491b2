"""The sample dataset as others load it: every tool sees the right rows and types."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import polars as pl
import pytest

from samples.make import HERE

if TYPE_CHECKING:
    from pathlib import Path

DATASET: Path = HERE / "dataset"
LESSONS = 7


def test_pandas_loads_it_in_one_line() -> None:
    """Plain pandas, without lecciones: dates are dates, numbers numbers."""
    frame = pd.read_parquet(DATASET / "lessons.parquet")
    assert len(frame) == LESSONS
    assert frame["completed_on"].map(type).unique().tolist() == [dt.date]
    assert str(frame["confidence"].dtype) == "float32"
    joined = frame.merge(pd.read_parquet(DATASET / "derived.parquet"), on="lesson_id")
    assert len(joined) == LESSONS


def test_polars_loads_it() -> None:
    """Dates, texts and numbers have Polars' types, codes are texts."""
    lessons = pl.read_parquet(DATASET / "lessons.parquet")
    derived = pl.read_parquet(DATASET / "derived.parquet")
    assert lessons.schema["completed_on"] == pl.Date
    assert lessons.schema["redactions"] == pl.Int32
    assert derived.schema["municipality_code"] == pl.String
    assert lessons.join(derived, on="lesson_id").height == LESSONS


def test_duckdb_asks_the_files() -> None:
    """SQL over the Parquet files where they lie."""
    with duckdb.connect() as db:
        asked = db.execute(
            f"SELECT typeof(completed_on), typeof(confidence), count(*) OVER () "  # noqa: S608
            f"FROM '{DATASET}/lessons.parquet' JOIN '{DATASET}/derived.parquet' USING (lesson_id)"
        ).fetchone()
    assert asked == ("DATE", "FLOAT", LESSONS)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_frictionless_validates_it() -> None:
    """The description and every file agree."""
    from frictionless import Package

    report = Package(str(DATASET / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_mlcroissant_loads_it() -> None:
    """Croissant's reference implementation finds no error and reads the lessons."""
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=DATASET / "croissant.json")
    assert not dataset.metadata.ctx.issues.errors
    rows = list(dataset.records(record_set="derived"))
    assert len(rows) == LESSONS
    assert {type(row["derived/words"]).__name__ for row in rows} == {"int"}
