"""The files as others read them: CSV, pandas, polars, duckdb and Frictionless."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.csv_safe import neutralize, restore
from corpus.errors import DatasetError
from corpus.publish import PACKAGE_FILE, SHARED_FILES
from corpus.read import read_answers, read_forms, read_lessons
from corpus.writers import CsvTable, arrow_schema, shortest_float32
from schemas.tables import LESSONS, TABLES
from tests.corpus.records import file, lesson, no_form, published, run, unclear

if TYPE_CHECKING:
    from pathlib import Path

TRICKY = (
    '=HYPERLINK("http://x","y")',
    "'comillas' al comienzo",
    'Uno, dos; "tres"\ncuatro',
    "  -5 puntos",
    "＝cmd",
    "N/A en la respuesta",
    "null",
)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset whose texts are hard on CSV."""
    folder = tmp_path_factory.mktemp("out")
    forms = [published(lesson(text, topic=text)) for text in TRICKY]
    nowhere = published(lesson("sin página", topic=None, page=None))
    files = [file(f"{i}.docx", form) for i, form in enumerate((*forms, nowhere))]
    run(folder, *files, file("=x.docx", unclear()), file("z.docx", no_form()))
    return folder


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset without a row."""
    folder = tmp_path_factory.mktemp("empty")
    run(folder)
    return folder


def test_csv_and_parquet_hold_the_same(out: Path) -> None:
    """Every cell of the CSV, undone, is the value of the Parquet file."""
    with (out / "lessons.csv").open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.reader(text))
    frame = read_lessons(out)
    assert rows[0] == list(frame.columns)
    assert len(rows) == len(frame) + 1
    for row, (_, wanted) in zip(rows[1:], frame.iterrows(), strict=True):
        told = dict(zip(rows[0], row, strict=True))
        assert restore(told["topic"]) == ("" if wanted.isna()["topic"] else wanted["topic"])
        assert restore(told["lesson"]) == wanted["lesson"]
        assert told["completed_on"] == "2025-06-17"
        assert told["area"] == ""
        assert told["confidence"] == "0.95"


def test_csv_is_what_excel_wants(out: Path) -> None:
    """A BOM, lines ended by CR LF, and no cell that begins like a formula."""
    data = (out / "lessons.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbflesson_id,")
    assert data.endswith(b"\r\n")
    with (out / "restricted/forms.csv").open(encoding="utf-8-sig", newline="") as text:
        assert "'=x.docx" in [row[0] for row in csv.reader(text)]
    cells = pd.read_csv(out / "lessons.csv", dtype=str, keep_default_na=False).to_numpy().ravel()
    assert not [cell for cell in cells if cell.strip()[:1] in tuple("=+-@＝")]


def test_pandas_reads_the_csv(out: Path) -> None:
    """Pandas reads the CSV into the same number of rows and columns, nulls apart from texts."""
    frame = pd.read_csv(
        out / "lessons.csv", keep_default_na=False, na_values=[""], parse_dates=["completed_on"]
    )
    assert frame.shape == read_lessons(out).shape
    assert "null" in set(frame["topic"])
    assert frame["area"].isna().all()


@given(st.text())
@example("")
@example("'")
@example("''=1")
@example("\t=1")
@example("\ufeff=1")
def test_neutralizing_can_be_undone(text: str) -> None:
    """Every text comes back, and none is left that a spreadsheet would run."""
    cell = neutralize(text)
    assert restore(cell) == text
    assert cell.lstrip()[:1] not in tuple("=+-@")


_STARTERS = "=+-@\t\r\n＝＋－＠−'"
_ANY = st.characters(exclude_categories=["Cs"])  # half a pair is in no text that is admitted
texts = st.text(st.one_of(st.sampled_from(_STARTERS + ' \u200b",;'), _ANY), max_size=12)
"""Texts of which many begin as a formula does, or hold what parts cells and rows."""


@given(st.lists(st.tuples(texts, texts, texts), max_size=4), st.booleans())
def test_any_texts_come_back_from_a_csv(rows: list[tuple[str, str, str]], quoted: bool) -> None:
    """Read with `csv` and with pandas, restored, they are the texts that were written."""
    buffer = BytesIO()
    columns = [replace(LESSONS.columns[0], name=name) for name in "abc"]
    table = CsvTable(replace(LESSONS, columns=tuple(columns)), buffer, quote_all=quoted)
    table.write(rows)
    table.close()
    data = buffer.getvalue()
    head, *cells = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    assert head == ["a", "b", "c"]
    assert [tuple(map(restore, row)) for row in cells] == rows
    frame = pd.read_csv(BytesIO(data), dtype=str, keep_default_na=False, skip_blank_lines=False)
    assert [tuple(map(restore, row)) for row in frame.to_numpy().tolist()] == rows
    begun = {text.lstrip()[:1] for row in cells for text in row}
    assert not begun & set(_STARTERS.replace("'", ""))


@pytest.mark.parametrize(
    "text",
    [
        "=1",
        "+1",
        "-1",
        "@x",
        "\tx",
        "\rx",
        " =1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "−1",
        "\u200b=1",
        "\u00a0@x",
        "'x",
    ],
)
def test_what_a_spreadsheet_runs_is_neutralized(text: str) -> None:
    """Each way of beginning a formula gets an apostrophe in front."""
    assert neutralize(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "Sí - no", "«x»", "1+1", "(=1)"])
def test_plain_text_stays(text: str) -> None:
    """A text that no spreadsheet would run is left alone."""
    assert neutralize(text) == text


@given(st.floats(0, 1, width=32))
def test_a_float_is_written_shortest(value: float) -> None:
    """The decimal gives the same 32-bit float again."""
    assert pa.scalar(float(shortest_float32(value)), pa.float32()).as_py() == value


def test_frames_are_typed(out: Path) -> None:
    """Texts, dates, numbers and what is missing have pandas' own types."""
    lessons, answers, forms = read_lessons(out), read_answers(out), read_forms(out)
    assert tuple(lessons.columns) == LESSONS.names
    assert str(lessons["entity"].dtype) == "string"
    assert str(lessons["completed_on"].dtype).startswith("datetime64")
    assert str(lessons["confidence"].dtype) == "Float32"
    assert str(lessons["redactions"].dtype) == "Int32"
    assert str(answers["page"].dtype) == "Int32"
    assert answers["page"].isna().sum() == 10
    assert str(forms["size_bytes"].dtype) == "Int64"
    assert lessons["area"].isna().all()


def test_empty_frames_are_typed_too(out: Path, empty: Path) -> None:
    """An empty dataset gives frames of the same columns and types."""
    for read in (read_lessons, read_answers, read_forms):
        assert read(empty).empty
        assert read(empty).dtypes.astype(str).to_dict() == read(out).dtypes.astype(str).to_dict()


def test_a_missing_or_foreign_table_is_told(tmp_path: Path) -> None:
    """Where there is no dataset, or another's, the error names the file."""
    with pytest.raises(DatasetError, match="table_missing"):
        read_lessons(tmp_path)
    pq.write_table(pa.table({"x": [1]}), tmp_path / "lessons.parquet")
    with pytest.raises(DatasetError, match="table_differs"):
        read_lessons(tmp_path)


@pytest.mark.parametrize("which", ["out", "empty"])
def test_other_engines_read_the_parquet(which: str, request: pytest.FixtureRequest) -> None:
    """Polars and duckdb see the rows that pandas sees."""
    folder: Path = request.getfixturevalue(which)
    for table in TABLES:
        path = folder / ("restricted" if table.restricted else "") / f"{table.name}.parquet"
        rows = pq.read_metadata(path).num_rows
        assert pl.read_parquet(path).shape == (rows, len(table.columns))
        relation = duckdb.read_parquet(str(path))
        assert tuple(relation.columns) == table.names
        assert len(relation.fetchall()) == rows


def test_parquet_carries_nothing_of_the_machine(out: Path) -> None:
    """The file's metadata hold the schema alone: no pandas index, no time."""
    metadata = pq.read_metadata(out / "lessons.parquet").metadata
    assert set(metadata or {}) <= {b"ARROW:schema"}
    assert pq.read_schema(out / "lessons.parquet").equals(arrow_schema(LESSONS))


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.parametrize("which", ["out", "empty"])
def test_frictionless_finds_no_fault(which: str, request: pytest.FixtureRequest) -> None:
    """The package and the data of every resource hold to their own description."""
    from frictionless import Package

    folder: Path = request.getfixturevalue(which)
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note", "rowNumber", "fieldName"])
    assert report.stats["tasks"] == 4


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_frictionless_finds_a_changed_file(out: Path, tmp_path: Path) -> None:
    """The hash in the description tells a file that was changed after publishing."""
    from frictionless import Package

    for name in (*SHARED_FILES, PACKAGE_FILE):
        (tmp_path / name).write_bytes((out / name).read_bytes())
    data = (tmp_path / "lessons.csv").read_bytes()
    (tmp_path / "lessons.csv").write_bytes(data.replace(b"Impacto", b"impacto"))
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert [error[0] for error in report.flatten(["type"])] == ["hash-count"]


def test_every_column_is_described_in_both_languages() -> None:
    """Titles and descriptions stand in Spanish and English for each column of each table."""
    for table in TABLES:
        for column in table.columns:
            words = (column.title_es, column.title_en, column.about_es, column.about_en)
            assert all(words), (table.name, column.name)
            assert table.column(column.name) is column


def test_the_description_names_every_column_in_order(out: Path) -> None:
    """Fields of the description and columns of the file are the same, in the same order."""
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        fields = tuple(field["name"] for field in resource["schema"]["fields"])
        assert fields == next(t for t in TABLES if t.names == fields).names


def test_empty_text_is_null(tmp_path: Path) -> None:
    """An empty text and no text are one: null."""
    run(tmp_path, file("a.docx", published(replace(lesson(), topic=""))))
    assert read_lessons(tmp_path)["topic"].isna().all()
