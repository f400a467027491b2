"""Every format holds the same lessons, typed, and nothing in it runs."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from corpus.csv_safe import restore
from corpus.errors import DatasetError
from corpus.export import FORMATS, databases, writer_of
from corpus.export.excel import MOST_CHARACTERS
from corpus.export.plan import ExportError, Headings
from corpus.read import read_lessons
from corpus.tabular import WIDE_COLUMNS
from tests.corpus.records import file, lesson, published, run, yes

TRICKY = (
    '=HYPERLINK("http://x","y")', "+57 300", "-5 puntos", "@SUMA(A1)", "'comillas'", "00123",
    "ñandú, «áéíóú» ü Ñ — “comillas”; € ½", "Uno\nDos\nTres", "1E5", "TRUE", "\ttabulador",
    "_x000D_ literal", "http://ejemplo.gov.co",
)  # fmt: skip


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset whose texts are hard on spreadsheets."""
    folder = tmp_path_factory.mktemp("export")
    forms = [
        published(replace(lesson(text, topic=text), entity="Alcaldía de Abejorral"))
        for text in TRICKY
    ]
    run(folder, *(file(f"{i}.docx", form) for i, form in enumerate(forms)))
    return folder


def calc_is_there() -> bool:
    """Whether LibreOffice can open spreadsheets."""
    office = shutil.which("soffice")
    return bool(office) and (Path(office).resolve().parent / "scalc").exists()  # type: ignore[arg-type]


def export(out: Path, name: str, headings: Headings = Headings.NAMES) -> Path:
    """The file of a format, made beside the dataset."""
    target = out.parent / f"{out.name}-{headings}{FORMATS[name][1]}"
    target.unlink(missing_ok=True)
    assert writer_of(name)(out, target, headings).lessons == len(TRICKY)
    return target


def topics(out: Path) -> list[str]:
    """The topics in the dataset's order."""
    return [str(topic) for topic in read_lessons(out)["topic"]]


def test_excel_holds_texts_dates_and_numbers_as_such(out: Path) -> None:
    """No cell is a formula or a link, no zero is lost, dates are dates, ids are texts."""
    book = openpyxl.load_workbook(export(out, "xlsx"))
    sheet = book["Lecciones"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == tuple(column.name for column in WIDE_COLUMNS)
    at = {name: rows[0].index(name) for name in ("topic", "completed_on", "municipality_code")}
    # Excel undoes the escape of "_x000D_" that openpyxl leaves.
    assert [unescape(str(row[at["topic"]])) for row in rows[1:]] == topics(out)
    assert {row[at["completed_on"]] for row in rows[1:]} == {datetime(2025, 6, 17)}  # noqa: DTZ001
    assert {row[at["municipality_code"]] for row in rows[1:]} == {"05002"}
    assert {row[0] for row in rows[1:]} == set(read_lessons(out)["lesson_id"])
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "d", "n"}
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)


def test_excel_is_made_for_reading(out: Path) -> None:
    """The heading stays in sight, every column filters, texts wrap, columns are explained."""
    book = openpyxl.load_workbook(export(out, "xlsx", Headings.SPANISH))
    sheet = book["Lecciones"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, len(WIDE_COLUMNS)).column_letter}14"
    assert sheet["B2"].alignment.wrap_text
    assert sheet["B1"].value == "Entidad"
    meanings = list(book["Columnas"].iter_rows(values_only=True))
    assert [row[1] for row in meanings[1:]] == [column.name for column in WIDE_COLUMNS]


def test_excel_tells_what_does_not_fit(tmp_path: Path) -> None:
    """A text over a cell's limit is cut, says so in the cell, and is counted."""
    long = replace(lesson("x"), situation="á" * (MOST_CHARACTERS + 1))
    run(tmp_path / "out", file("a.docx", published(long)))
    exported = writer_of("xlsx")(tmp_path / "out", tmp_path / "x.xlsx", Headings.NAMES)
    assert exported.cut == 1
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["Lecciones"]
    assert str(sheet.cell(2, 7).value).endswith("(el texto sigue en lessons.csv)")


def test_a_sheet_that_is_full_is_told(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More lessons than rows of a sheet are refused rather than left out."""
    monkeypatch.setattr("corpus.export.excel.MOST_ROWS", 5)
    with pytest.raises(ExportError, match="too_many_rows"):
        writer_of("xlsx")(out, out.parent / "full.xlsx", Headings.NAMES)


def test_csv_holds_lessons_and_derived_values(out: Path) -> None:
    """One row a lesson, texts undone are the dataset's, codes keep their zero."""
    with export(out, "csv", Headings.SPANISH).open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert [restore(row["Tema"]) for row in rows] == topics(out)
    assert {row["Código del municipio"] for row in rows} == {"05002"}
    assert not [row for row in rows if row["Tema"].strip()[:1] in tuple("=+-@")]


def test_json_lines_hold_lessons_answers_and_derived_values(out: Path) -> None:
    """Each line is one lesson with the states of its answers and its derived values."""
    lines = export(out, "jsonl").read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines]
    assert [one["topic"] for one in told] == topics(out)
    assert {len(one["answers"]) for one in told} == {10}
    assert told[0]["answers"][0]["confidence"] == 0.95
    assert {one["derived"]["municipality_code"] for one in told} == {"05002"}
    assert {one["completed_on"] for one in told} == {"2025-06-17"}


def test_sqlite_holds_the_tables(out: Path) -> None:
    """Three tables with keys, which join; codes are texts."""
    with closing(sqlite3.connect(export(out, "sqlite"))) as db:
        rows = db.execute(
            "SELECT topic, municipality_code, typeof(municipality_code), completed_on, "
            "(SELECT count(*) FROM answers WHERE answers.lesson_id = lessons.lesson_id) "
            "FROM lessons JOIN derived USING (lesson_id) ORDER BY lesson_id"
        ).fetchall()
    assert [row[0] for row in rows] == topics(out)
    assert {row[1:] for row in rows} == {("05002", "text", "2025-06-17", 10)}


def test_duckdb_holds_the_tables_with_their_types(out: Path) -> None:
    """Dates are dates, codes texts, and each column is explained."""
    with duckdb.connect(str(export(out, "duckdb", Headings.SPANISH)), read_only=True) as db:
        row = db.execute(
            'SELECT "Fecha de diligenciamiento", "Código del municipio" '
            'FROM "Lecciones aprendidas" '
            'JOIN "Valores derivados" USING ("Identificador de la lección") LIMIT 1'
        ).fetchone()
        told = db.execute("SELECT comment FROM duckdb_columns() WHERE column_name = 'Tema'")
        assert told.fetchall() == [("Tema de la lección aprendida.",)]
    assert row == (date(2025, 6, 17), "05002")


def test_without_duckdb_it_is_told(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where DuckDB is not installed the export says so."""
    monkeypatch.setattr("corpus.export.databases.find_spec", lambda _: None)
    with pytest.raises(ExportError, match="no_duckdb"):
        writer_of("duckdb")(out, out.parent / "no.duckdb", Headings.NAMES)


def test_the_portal_gets_what_is_known_and_a_list_of_the_rest(out: Path) -> None:
    """Keys of datos.gov.co: nothing is made up, and what the owner has to fill in is listed."""
    told = json.loads(export(out, "datos-gov").read_text(encoding="utf-8"))
    assert told["Información-de-Datos_Idioma"] == "Español"
    assert told["license"] is None
    assert "license" in told["por_llenar"]
    assert "Información-de-la-Entidad_DIVIPOLA-Municipio" in told["por_llenar"]
    assert [c["columns_field_name"] for c in told["columns"]] == [c.name for c in WIDE_COLUMNS]


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "duckdb"])
def test_the_same_dataset_gives_the_same_bytes(out: Path, name: str) -> None:
    """No time and no machine is in a copy."""
    first = export(out, name).read_bytes()
    assert export(out, name).read_bytes() == first


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_dataset_can_be_exported(tmp_path: Path, name: str) -> None:
    """No lessons give a file without any."""
    run(tmp_path / "out")
    path = tmp_path / f"x{FORMATS[name][1]}"
    assert writer_of(name)(tmp_path / "out", path, Headings.NAMES).lessons == 0
    assert path.exists()


@pytest.mark.parametrize("name", FORMATS)
def test_no_dataset_is_told(tmp_path: Path, name: str) -> None:
    """Where there are no tables the error names the first that is missing."""
    with pytest.raises(DatasetError, match="table_missing"):
        writer_of(name)(tmp_path, tmp_path / "x", Headings.NAMES)


def test_tables_of_two_states_are_not_mixed(out: Path, tmp_path: Path) -> None:
    """Derived values of other lessons are not put beside these."""
    run(tmp_path / "other", file("a.docx", yes("otra")))
    shutil.copy(out / "lessons.parquet", tmp_path / "other/lessons.parquet")
    with pytest.raises(DatasetError, match="table_differs"):
        writer_of("csv")(tmp_path / "other", tmp_path / "x.csv", Headings.NAMES)


@pytest.mark.slow
@pytest.mark.skipif(not calc_is_there(), reason="LibreOffice Calc is not installed")
@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_libreoffice_opens_it_without_a_wrong_letter(out: Path, tmp_path: Path, name: str) -> None:
    """Opened and saved again every text is the same, no formula ran and no zero is lost."""
    source = export(out, name)
    # Comma, double quote, UTF-8, from the first line, and what is in quotes is text.
    filters = ["--infilter=CSV:44,34,76,1,,0,true,false"] if name == "csv" else []
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", *filters,
         "--convert-to", "fods", "--outdir", str(tmp_path), str(source)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    from lxml import etree

    tree = etree.parse(tmp_path / f"{source.stem}.fods")
    assert not tree.xpath("//@*[local-name() = 'formula']")
    cells = {
        "\n".join("".join(map(str, p.itertext())) for p in cell if p.tag.endswith("}p"))
        for cell in tree.iter("{*}table-cell")
    }
    shown = set(topics(out)) if name == "xlsx" else {_as_cell(text) for text in topics(out)}
    assert {_loose(text) for text in shown} <= {_loose(text) for text in cells}
    assert "05002" in cells


def _as_cell(text: str) -> str:
    from corpus.csv_safe import neutralize

    return neutralize(text)


def _loose(text: str) -> str:
    """Without white space, which the saved file has as mark-up."""
    return "".join(text.split())


def test_texts_too_long_for_a_little_memory_get_more(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB is held to little memory first, and asked again with more where that fails."""
    pytest.importorskip("duckdb")
    monkeypatch.setattr(databases, "_MEMORY", ("300kB", "256MB"))
    assert databases.write_duckdb(out, tmp_path / "x.duckdb", Headings.NAMES).lessons > 0
