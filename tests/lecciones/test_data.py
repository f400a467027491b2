"""The commands for using the dataset: search, export, diff and letters."""

from __future__ import annotations

import csv
import json
import stat
import sys
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from docx import Document
from typer.testing import CliRunner

import lecciones
from lecciones import cli
from lecciones.data import diff, export, search
from lecciones.errors import RunError, UsageError
from lecciones.letters import FOLDER, notes_of, write_letters
from tests.lecciones.builders import (
    BOTH,
    NO,
    SAID,
    UNMARKED,
    YES,
    folder_of,
    form_docx,
    letter_docx,
)

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


def _invoke(*arguments: object) -> Result:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


def _without(answer: str) -> bytes:
    """A form with Sí in which one answer is missing."""
    document = Document(BytesIO(form_docx(YES, "Otro tema")))
    for row in document.tables[0].rows:
        if row.cells[1].text == answer:
            row.cells[1].text = ""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset with two lessons and one form of each other kind."""
    folder = tmp_path_factory.mktemp("data")
    forms = folder_of(
        folder / "in",
        {
            "si.docx": form_docx(YES, "Inventario de expedientes"),
            "sin fecha.docx": _without("17/06/2025"),
            "no.docx": form_docx(NO, "Tema negado"),
            "Zoraida Quimbayo.docx": form_docx(UNMARKED, "Tema sin marcar"),
            "ambos.docx": form_docx(BOTH, "Tema doble"),
            "blanco.docx": form_docx(UNMARKED, filled=False),
            "oficio.docx": letter_docx(),
            "vacio.docx": b"",
        },
    )
    lecciones.run(forms, folder / "out", workers=1)
    return folder / "out"


@pytest.mark.parametrize("command", ["search", "export", "diff", "letters"])
def test_help_teaches_in_spanish_with_examples(command: str) -> None:
    """Each help says what the command does and shows a call."""
    shown = _invoke(command, "--help")
    assert shown.exit_code == 0
    assert "Ejemplo" in shown.output


def test_search_shows_topic_place_and_snippet(out: Path) -> None:
    """The best lesson first, with its id, entity and the words in their sentence."""
    shown = _invoke("search", out, "expediente", "sotano")
    assert shown.exit_code == 0
    for words in ("Inventario de expedientes", "Alcaldía de Villa Ejemplo", "sótano"):
        assert words in shown.output


def test_search_as_json(out: Path) -> None:
    """The same for programs, found words between « and »."""
    told = json.loads(_invoke("search", out, "inventario", "--json", "-f", "topic").output)
    assert [one["topic"] for one in told["found"]] == ["Inventario de expedientes"]
    assert "«Inventario»" in told["found"][0]["snippet"]


def test_search_that_finds_nothing_says_so(out: Path) -> None:
    """No match is an answer, not an error."""
    shown = _invoke("search", out, "unicornio")
    assert shown.exit_code == 0
    assert "No se encontró nada" in shown.output


def test_nothing_of_a_withheld_form_is_found(out: Path) -> None:
    """Topics of forms without a clear Sí are in no index."""
    assert search(out, "negado marcar doble").found == ()


def test_export_writes_where_it_is_told(out: Path, tmp_path: Path) -> None:
    """The file is written whole, and the screen says that it is a copy."""
    shown = _invoke("export", out, "--to", "csv", "--headings", "es", "--out", tmp_path / "l.csv")
    assert shown.exit_code == 0
    assert "2 lecciones" in shown.output
    assert "Es una copia" in shown.output
    assert [path.name for path in tmp_path.iterdir()] == ["l.csv"]


def test_export_has_a_name_of_its_own(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --out the file is `lecciones` with the usual ending, in the current folder."""
    monkeypatch.chdir(tmp_path)
    path, exported = export(out, "jsonl")
    assert (path, exported.lessons) == (tmp_path / "lecciones.jsonl", 2)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"to": "pdf"}, "bad_format"),
        ({"to": "csv", "headings": "fr"}, "bad_headings"),
        ({"to": "csv", "out": "."}, "out_is_folder"),
        ({"to": "csv", "out": "DIR/x.csv"}, "out_in_dataset"),
        ({"to": "csv", "out": "DIR/restricted/x.csv"}, "out_in_dataset"),
    ],
)
def test_a_wrong_export_is_told(out: Path, options: dict[str, str], code: str) -> None:
    """Unknown formats and places where only publishing writes are refused in one sentence."""
    options = {name: value.replace("DIR", str(out)) for name, value in options.items()}
    with pytest.raises(UsageError) as told:
        export(out, **options)
    assert told.value.code == code
    assert "{" not in str(told.value)


@pytest.mark.parametrize("call", [search, export, diff])
def test_a_folder_without_a_dataset_is_told(tmp_path: Path, call: object) -> None:
    """The error says to run lecciones first."""
    assert callable(call)
    with pytest.raises(RunError) as told:
        call(tmp_path, "csv", *((tmp_path.parent / "x.csv",) if call is export else ()))
    assert told.value.code == "no_dataset"
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_field_or_limit_is_told(out: Path) -> None:
    """The error lists the columns that are searched."""
    with pytest.raises(UsageError, match="recommendation"):
        search(out, "x", fields=["phone"])
    with pytest.raises(UsageError, match="--limit"):
        search(out, "x", limit=0)


def test_diff_tells_ids_and_columns(out: Path, tmp_path: Path) -> None:
    """What was added since, in words and as JSON lines; nothing where nothing differs."""
    lecciones.run(
        folder_of(tmp_path / "in", {"a.docx": form_docx(YES, "Inventario de expedientes")}),
        tmp_path / "out",
        workers=1,
    )
    shown = _invoke("diff", tmp_path / "out", out)
    assert "agregada: 1" in shown.output
    lines = _invoke("diff", out, tmp_path / "out", "--json").output.splitlines()
    assert [json.loads(line)["change"] for line in lines] == ["withdrawn"]
    assert "No hay ninguna diferencia" in _invoke("diff", out, out).output


def test_each_form_to_correct_has_its_note(out: Path, tmp_path: Path) -> None:
    """Withheld, unreadable and incomplete forms have one; No, and what is whole, have none."""
    shown = _invoke("letters", out, "--out", tmp_path / "cartas")
    assert shown.exit_code == 0
    assert "6 notas" in shown.output
    with (tmp_path / "cartas/index.csv").open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert {row["archivo"] for row in rows} == {
        "Zoraida Quimbayo.docx", "ambos.docx", "blanco.docx", "oficio.docx", "sin fecha.docx",
        "vacio.docx",
    }  # fmt: skip
    for row in rows:
        assert (tmp_path / "cartas" / f"{row['nota']}.txt").exists()
        assert (tmp_path / "cartas" / f"{row['nota']}.docx").exists()


def test_a_note_says_what_is_wrong_and_what_to_do(out: Path) -> None:
    """In words for whoever filled the form in: what, what is missing, how, and that No is fine."""
    notes = {note.source_path: note for note in notes_of(out)}
    assert "no está marcado ni Sí ni No" in notes["Zoraida Quimbayo.docx"].what
    assert "a la vez" in notes["ambos.docx"].what
    assert "vacío" in notes["vacio.docx"].what
    assert notes["sin fecha.docx"].missing == ("Fecha de diligenciamiento: vacía",)
    assert any("Marcar No también" in step for step in notes["ambos.docx"].how)
    assert all("{" not in text for note in notes.values() for text in (note.what, *note.how))


def test_notes_hold_no_content_and_are_private(out: Path) -> None:
    """Nothing that a form answers is in a note; only the owner may read them."""
    letters = write_letters(out)
    assert letters.folder == out / FOLDER
    for path in letters.folder.iterdir():
        data = path.read_bytes()
        if path.suffix == ".docx":
            data = "\n".join(p.text for p in Document(BytesIO(data)).paragraphs).encode()
        for secret in (SAID, "sótano", "Tema sin marcar", "Alcaldía", "601 555"):
            assert secret.encode() not in data
        if sys.platform != "win32":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = "".join(p.read_text(encoding="utf-8") for p in letters.folder.glob("*Zoraida*.txt"))
    assert "Zoraida Quimbayo.docx" in text


def test_notes_of_an_earlier_call_are_replaced(out: Path, tmp_path: Path) -> None:
    """Old notes go, files of others stay."""
    (tmp_path / "00099-vieja.txt").write_text("old")
    (tmp_path / "mine.txt").write_text("mine")
    write_letters(out, tmp_path)
    assert not (tmp_path / "00099-vieja.txt").exists()
    assert (tmp_path / "mine.txt").exists()


def test_notes_do_not_go_among_the_shared_files(out: Path, tmp_path: Path) -> None:
    """File names are no business of those who get the dataset."""
    (tmp_path / "file").write_text("x")
    for target, code in ((out / "cartas", "letters_shared"), (tmp_path / "file", "out_is_file")):
        with pytest.raises(UsageError) as told:
            write_letters(out, target)
        assert told.value.code == code


def test_help_of_the_program_needs_no_heavy_library() -> None:
    """`lecciones --help` answers at once: no table, workbook or form library is loaded."""
    import subprocess

    probe = (
        "import sys; from lecciones.cli import app; print([m for m in sys.modules if m in "
        "('pandas', 'pyarrow', 'numpy', 'xlsxwriter', 'docx', 'lxml', 'jinja2', 'leather')])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True, timeout=60
    )
    assert shown.stdout.strip() == "[]"
