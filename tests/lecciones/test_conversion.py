"""Formats that LibreOffice has to open first."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import lecciones
from lecciones import isolation, office, workshop
from lecciones.errors import UnreadableError
from lecciones.isolation import Children
from lecciones.jobs import Failure, Job, Limits
from schemas.records import FileRecord, Status
from tests.forms.tools import missing, office_convert
from tests.lecciones.builders import NO, SAID, YES, form_docx, zipped

needs_office = pytest.mark.skipif(bool(missing("soffice")), reason="LibreOffice is not installed")
RTF = rb"{\rtf1\ansi Hola\par}"


def _ledger(out: Path) -> dict[str, tuple[str, str, str]]:
    frame = lecciones.read_forms(out)
    columns = ("source_path", "source_format", "status", "reason")
    return {
        row[0]: (row[1], row[2], row[3]) for row in zip(*(frame[c] for c in columns), strict=True)
    }


@pytest.mark.slow
@needs_office
def test_old_word_and_rtf_give_the_row_of_the_docx(tmp_path: Path) -> None:
    """The same form as .doc, .rtf and .docx is one lesson, also from within an archive."""
    docx = form_docx(YES)
    [doc], [rtf] = office_convert([docx], "doc"), office_convert([docx], "rtf")
    forms = tmp_path / "forms"
    forms.mkdir()
    (forms / "a.docx").write_bytes(docx)
    (forms / "b.doc").write_bytes(doc)
    (forms / "c.zip").write_bytes(zipped({"dentro.rtf": rtf}))
    (forms / "d.doc").write_bytes(office_convert([form_docx(NO, "Otro tema")], "doc")[0])
    summary = lecciones.run(forms, tmp_path / "out")
    rows = _ledger(tmp_path / "out")
    assert {path: row[:2] for path, row in rows.items()} == {
        "a.docx": ("docx", "published"),
        "b.doc": ("doc", "duplicate"),
        "c.zip!/dentro.rtf": ("rtf", "duplicate"),
        "d.doc": ("doc", "no_consent"),
    }
    assert summary.files_read == 4
    assert not _left()


def _left() -> list[Path]:
    folders = (Path("/dev/shm"), Path(os.environ.get("TMPDIR", "/tmp")))  # noqa: S108
    return [f for base in folders for f in base.glob("lecciones-taller-*") if _holds_form(f)]


def _holds_form(folder: Path) -> bool:
    """Whether a form of these tests lies there (other tests run beside this one)."""
    return any(SAID.encode() in file.read_bytes() for file in folder.rglob("in.*"))


def test_without_libreoffice_the_reason_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file waits, and the first run that finds LibreOffice reads it."""
    monkeypatch.setattr(isolation, "find_office", lambda: "")
    forms = tmp_path / "forms"
    forms.mkdir()
    (forms / "a.rtf").write_bytes(RTF)
    lecciones.run(forms, tmp_path / "out")
    source_format, status, reason = _ledger(tmp_path / "out")["a.rtf"]
    assert (source_format, status) == ("rtf", "unreadable")
    assert "apt install libreoffice-writer" in reason
    assert lecciones.run(forms, tmp_path / "out").files_read == 1
    with pytest.raises(UnreadableError, match="LibreOffice"):
        lecciones.inspect(forms / "a.rtf")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for LibreOffice that a test fills in; workshops lie in a folder of the test's."""
    script = tmp_path / "soffice"
    monkeypatch.setattr(isolation, "find_office", lambda: str(script))
    (tmp_path / "shops").mkdir()
    monkeypatch.setattr(workshop, "_roomy", lambda: tmp_path / "shops")
    return script


def _write(script: Path, code: str) -> None:
    script.write_text(f"#!{sys.executable}\nimport os, pathlib, socket, sys, time\n{code}\n")
    script.chmod(0o755)


def _job(tmp_path: Path) -> Job:
    path = tmp_path / "a.rtf"
    path.write_bytes(RTF)
    return Job("file:///x", "a.rtf", str(path))


posix = pytest.mark.skipif(sys.platform == "win32", reason="scripts are started as programs")


@posix
@pytest.mark.parametrize("code", ["sys.exit(1)", "pass"])
def test_what_libreoffice_cannot_open_is_unreadable(
    tmp_path: Path, program: Path, code: str
) -> None:
    """Whether it fails or makes nothing, the ledger says so, and nothing is left over."""
    _write(program, code)
    with Children(Limits()) as children:
        outcome = children.read_isolated(_job(tmp_path))
    assert isinstance(outcome, FileRecord)
    assert [(f.status, f.reason) for f in outcome.forms] == [(Status.UNREADABLE, "not_converted")]
    assert not list((tmp_path / "shops").iterdir())


@posix
def test_endless_conversion_is_killed_with_all_it_started(tmp_path: Path, program: Path) -> None:
    """A hang costs its file, and no process of it lives on."""
    pids = tmp_path / "pids"
    _write(program, f"pathlib.Path({str(pids)!r}).write_text(str(os.getpid())); time.sleep(600)")
    with Children(Limits(seconds=4)) as children:
        assert children.read_isolated(_job(tmp_path)) == Failure("timed_out")
    assert not list((tmp_path / "shops").iterdir())
    assert not _lives(int(pids.read_text()))


def _lives(pid: int) -> bool:
    for _ in range(50):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return False
        if state == "Z":
            return False
        time.sleep(0.1)
    return True


@posix
def test_converter_cleans_up_when_its_parent_is_killed(tmp_path: Path, program: Path) -> None:
    """The content of a form does not outlive a parent that was killed without a warning."""
    _write(program, "time.sleep(3)")
    job = _job(tmp_path)
    parent = (
        "import sys\nfrom pathlib import Path\n"
        "from lecciones import isolation, workshop\nfrom lecciones.jobs import Job, Limits\n"
        f"isolation.find_office = lambda: {str(program)!r}\n"
        f"workshop._roomy = lambda: Path({str(tmp_path / 'shops')!r})\n"
        f"isolation.Children(Limits()).read_isolated({job!r})\n"
    )
    running = subprocess.Popen([sys.executable, "-c", parent])
    _wait_until(lambda: bool(list((tmp_path / "shops").rglob("in.rtf"))))
    running.send_signal(signal.SIGKILL)
    running.wait()
    _wait_until(lambda: not _files(tmp_path / "shops"))


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and file.name != "lock"]


def _wait_until(done: object) -> None:
    assert callable(done)
    for _ in range(300):
        if done():
            return
        time.sleep(0.1)
    pytest.fail("it never came to that")


@pytest.mark.skipif(sys.platform != "linux", reason="namespaces are Linux's")
def test_libreoffice_has_no_network(tmp_path: Path, program: Path) -> None:
    """Where the system allows it, nothing can be reached, not even this machine."""
    if not office._can_leave_network():  # noqa: SLF001 - what the system allows decides
        pytest.skip("this system gives no network namespaces")
    seen = tmp_path / "seen"
    code = (
        "try:\n    socket.create_connection(('127.0.0.1', int(sys.argv[0] and %d)), 2)\n"
        "except OSError as error:\n    pathlib.Path(%r).write_text(str(error.errno))"
    )
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        _write(program, code % (server.getsockname()[1], str(seen)))
        with Children(Limits()) as children:
            children.read_isolated(_job(tmp_path))
    assert seen.exists()


def test_profile_switches_macros_off(tmp_path: Path) -> None:
    """LibreOffice starts with macros disabled and links blocked."""
    office.prepare(tmp_path)
    settings = (tmp_path / "profile/user/registrymodifications.xcu").read_text(encoding="utf-8")
    for name in ("DisableMacrosExecution", "DisableActiveContent", "BlockUntrustedRefererLinks"):
        assert f'"{name}" oor:op="fuse"><value>true' in settings
