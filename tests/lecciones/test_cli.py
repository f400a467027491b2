"""The command line: plain words, right exit statuses, no tracebacks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from lecciones import cli
from tests.lecciones.builders import NO, YES, folder_of, form_docx, letter_docx, zipped

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


def _invoke(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, list(arguments))


def _program(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lecciones.cli", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, **env},
        timeout=120,
        check=False,
    )


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    """A folder with one form to publish, one refused and one empty file."""
    return folder_of(
        tmp_path / "in", {"si.docx": form_docx(YES), "no.docx": form_docx(NO, "x"), "v.docx": b""}
    )


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("run",),
        ("inspect",),
        ("revoke",),
        ("hold",),
        ("proof",),
        ("verify",),
        ("inventory",),
    ],
)
def test_help_teaches_in_spanish_with_examples(command: tuple[str, ...]) -> None:
    """Each help says what the command does and shows a call."""
    shown = _invoke(*command, "--help")
    assert shown.exit_code == 0
    assert "Ejemplo" in shown.output


def test_a_run_says_what_happened_and_where_to_look(forms: Path, tmp_path: Path) -> None:
    """Counts, reasons and paths, in Spanish; dealt-with inputs are no error."""
    shown = _invoke("run", str(forms), "--out", str(tmp_path / "out"), "--workers", "1")
    assert shown.exit_code == 0
    for words in ("publicado", "sin autorización", "vacío", "lessons.csv", "report.html"):
        assert words in shown.output


def test_strict_makes_unreadable_inputs_an_error(forms: Path, tmp_path: Path) -> None:
    """The dataset is published all the same."""
    shown = _invoke("run", str(forms), "--out", str(tmp_path / "out"), "--strict", "--quiet")
    assert (shown.exit_code, shown.output) == (1, "")
    assert (tmp_path / "out/lessons.csv").exists()


def test_english_is_there_for_the_asking(forms: Path, tmp_path: Path) -> None:
    """By option or by environment."""
    out = str(tmp_path / "out")
    assert "1 lessons published" in _invoke("run", str(forms), "--out", out, "--lang", "en").output


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "nada", "--out", "out"),
        ("run", ".", "--out", "out", "--workers", "0"),
        ("run", ".", "--out", "out", "--lang", "fr"),
        ("run", "."),
        ("run", ".", "--workers", "many", "--out", "out"),
        ("inspect",),
        ("inspect", "nada.pdf"),
        ("inspect", "."),
        ("frobnicate",),
        ("run", "--frobnicate"),
    ],
)
def test_wrong_usage_exits_2_with_one_plain_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """Said in Spanish, before any work, without a traceback."""
    monkeypatch.chdir(tmp_path)
    shown = _program(*arguments)
    assert shown.returncode == 2
    assert shown.stderr.startswith("lecciones: ")
    assert "Traceback" not in shown.stderr
    assert list(tmp_path.iterdir()) == []


def test_inspect_shows_each_value_its_place_and_how_sure(forms: Path) -> None:
    """The consent verdict comes with its rule, and the screen is warned of."""
    shown = _invoke("inspect", str(forms / "no.docx"))
    assert shown.exit_code == 0
    for words in ("datos personales", "una sola marca", "Zoraida Quimbayo", "17/06/2025", "row["):
        assert words in shown.output


def test_inspect_gives_json_for_programs(forms: Path) -> None:
    """A list of forms with every reading, dates as ISO."""
    shown = _invoke("inspect", str(forms / "si.docx"), "--json")
    (form,) = json.loads(shown.stdout)
    values = {field["field"]: field["value"] for field in form["fields"]}
    assert values["completed_on"] == "2025-06-17"
    assert form["consent"]["verdict"] == "yes"


def test_inspect_of_no_form_says_so(tmp_path: Path) -> None:
    """A readable file without the form is no error."""
    folder_of(tmp_path, {"a.docx": letter_docx()})
    shown = _invoke("inspect", str(tmp_path / "a.docx"))
    assert shown.exit_code == 0
    assert "no se encontró el formato" in shown.output


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        (b"", 1, "vacío"),
        (form_docx()[:900], 1, "dañado"),
        (zipped({"a": b""}), 2, "otros archivos"),
    ],
    ids=["empty", "torn", "archive"],
)
def test_inspect_of_an_unreadable_file_is_one_sentence(
    tmp_path: Path, data: bytes, status: int, words: str
) -> None:
    """It says what is wrong and what to do."""
    folder_of(tmp_path, {"a.docx": data})
    shown = _program("inspect", str(tmp_path / "a.docx"))
    assert shown.returncode == status
    assert words in shown.stderr
    assert "Traceback" not in shown.stderr


def test_names_with_markup_and_escapes_are_shown_harmlessly(tmp_path: Path) -> None:
    """Neither the terminal nor the table's own mark-up obeys a file name."""
    name = "[bold red]a[/bold red]\x1b[2J.docx" if sys.platform != "win32" else "[bold]a.docx"
    folder_of(tmp_path / "in", {name: b""})
    shown = _program("run", str(tmp_path / "in"), "--out", str(tmp_path / "out"), COLUMNS="200")
    assert shown.returncode == 0
    assert "[bold" in shown.stdout
    assert "\x1b" not in shown.stdout


def test_a_terminal_that_knows_few_letters_is_no_failure(forms: Path, tmp_path: Path) -> None:
    """On a console of another code page, letters are replaced rather than failed on."""
    shown = _program(
        "run", str(forms), "--out", str(tmp_path / "out"), PYTHONIOENCODING="ascii", PYTHONUTF8="0"
    )
    assert shown.returncode == 0
    assert "lessons.csv" in shown.stdout


def test_what_nobody_foresaw_is_one_sentence(monkeypatch: pytest.MonkeyPatch, forms: Path) -> None:
    """A fault of ours shows its kind, and how to see more, but no traceback."""

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("lecciones.inspection.inspect", fail)
    shown = _invoke("inspect", str(forms / "si.docx"))
    assert shown.exit_code == 1
    assert "ZeroDivisionError" in shown.output
    assert "LECCIONES_DEBUG=1" in shown.output


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_ctrl_c_ends_a_run_with_one_sentence_and_the_next_goes_on(tmp_path: Path) -> None:
    """What was read is kept, and no process is left behind."""
    topics = [f"Tema {n}" for n in range(30)]
    folder_of(tmp_path / "in", {f"{t}.docx": form_docx(YES, t) for t in topics})
    call = ("run", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--workers", "1")
    with subprocess.Popen(
        [sys.executable, "-m", "lecciones.cli", *call],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Under a shell's background job SIGINT may be ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    ) as program:
        assert program.stderr is not None
        program.stderr.readline()
        program.send_signal(signal.SIGINT)
        said = program.stderr.read()
        assert program.wait(60) == 1
    assert "ejecute lo mismo otra vez" in said
    assert "Traceback" not in said
    again = _program(*call)
    assert again.returncode == 0
    assert "30 lecciones publicadas" in again.stdout


def test_help_is_quick() -> None:
    """Nothing heavy is loaded only to say how the program is used."""
    code = (
        "import sys, lecciones.cli; "
        "print([m for m in ('pandas', 'pyarrow', 'lxml', 'bs4', 'pydantic') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_inspecting_loads_no_more_than_it_needs(forms: Path) -> None:
    """What takes longer to load than a form to read is not there at the end."""
    code = (
        "import sys; from lecciones import cli; sys.argv = "
        f"['lecciones', 'inspect', {str(forms / 'si.docx')!r}, '--limit', 'seconds=60']\n"
        "try: cli.main()\nexcept SystemExit: "
        "print([m for m in ('pandas', 'pyarrow', 'lxml', 'pydantic') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.splitlines()[-1] == "[]"


def test_the_version_is_told() -> None:
    """One line, for bug reports."""
    assert _invoke("--version").output.startswith("lecciones 0.")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_the_program_leaves_no_core_dump() -> None:
    """A dump would hold what was being read; nothing else of its limits changes."""
    code = (
        "import resource, sys; from lecciones import cli; sys.argv = ['lecciones', '--version']\n"
        "try: cli.main()\nexcept SystemExit: print(resource.getrlimit(resource.RLIMIT_CORE)[0])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.splitlines()[-1] == "0"
