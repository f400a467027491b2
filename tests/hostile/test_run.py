"""A whole run over the attack files, the odd entries of a folder, and good forms among them."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lecciones.cli import app
from tests.hostile import attack_files, folder
from tests.lecciones.builders import NO, SAID, YES, form_docx

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices are POSIX"),
    pytest.mark.slow,
]
_WILD = Path(__file__).parents[2] / "../shared/hostile/files"
_GOOD = 8
_CALLS = (
    "trace=network,openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,execve"
)


# The private folders, what the interpreter keeps of its modules, and LibreOffice's own stamp.
_OWN = ("lecciones-taller-", "__pycache__", "/libreoffice/share/uno_packages/cache")


def _can_trace() -> bool:
    if not shutil.which("strace"):
        return False
    done = subprocess.run(["strace", "-qq", "-e", "none", "true"], capture_output=True, check=False)
    return done.returncode == 0


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A run, traced where tracing is allowed, over all of it."""
    base = tmp_path_factory.mktemp("hostile")
    forms, outside = base / "in", base / "outside"
    forms.mkdir()
    outside.mkdir()
    refused = form_docx(NO, "Nómina")
    for name, data in attack_files(refused).items():
        (forms / name).write_bytes(data)
    folder.fill(forms, refused, outside)
    for number in range(_GOOD):
        (forms / f"bueno {number}.docx").write_bytes(form_docx(YES, f"Tema {number}"))
    if _WILD.is_dir():
        shutil.copytree(_WILD, forms / "wild")
    trace = ["strace", "-f", "-qq", "-e", _CALLS, "-o", str(base / "trace")] if _can_trace() else []
    command = [sys.executable, "-m", "lecciones.cli", "run", str(forms), "--out", str(base / "out")]
    limits = ["--limit", "seconds=10", "--limit", "memory_bytes=1GB"]
    with (base / "shown").open("wb") as shown:
        done = subprocess.run(
            [*trace, *command, *limits], stdout=shown, stderr=shown, check=False, timeout=1500
        )
    assert done.returncode == 0, (base / "shown").read_text("utf-8", "replace")[-2000:]
    yield base
    for path in (forms / "sparse.docx", forms / "device.docx"):
        path.unlink(missing_ok=True)


def _ledger(base: Path) -> list[dict[str, str]]:
    csv.field_size_limit(2**20)
    with (base / "out/restricted/forms.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_there_are_at_least_sixty() -> None:
    """So many home-made files, each with a name that says what it tries."""
    assert len(attack_files(form_docx(NO))) + len(folder.NAMES) >= 60


def test_every_file_has_a_row(place: Path) -> None:
    """Nothing that lay in the folder is lost, whatever its name or kind."""
    rows = {row["source_path"].removeprefix("'").partition("!/")[0] for row in _ledger(place)}
    names = {
        os.fsdecode(entry.name).encode("utf-8", "backslashreplace").decode()
        for entry in os.scandir(place / "in")
    } - {"wild"}
    assert names <= rows
    assert names


def test_the_good_forms_are_all_published_and_no_other(place: Path) -> None:
    """Hostile files cost only themselves, and none gets in."""
    published = {row["source_path"] for row in _ledger(place) if row["status"] == "published"}
    wild = {path for path in published if path.startswith("wild/")}
    assert published - wild == {f"bueno {number}.docx" for number in range(_GOOD)}
    assert not wild


def test_no_answer_of_a_refused_form_is_anywhere(place: Path) -> None:
    """The form with No that many of them hide leaves nothing but rows."""
    for path in (place / "out").rglob("*"):
        if path.is_file():
            text = path.read_bytes()
            assert b"root:x:0:0" not in text
            assert "Nómina".encode() not in text
    assert SAID  # what the good forms say is published


def test_special_files_say_why_they_were_not_read(place: Path) -> None:
    """Pipes, sockets, devices and links out of the folder are named and not opened."""
    reasons = {row["source_path"]: row["reason"] for row in _ledger(place)}
    assert "dispositivo o canal" in reasons["pipe.docx"]
    for name in ("link-to-file.docx", "link-to-passwd.html", "link-to-folder", "link-to-above"):
        assert "enlace" in reasons[name], name
    assert not any("secreto" in path for path in reasons)


def test_nothing_that_was_shown_steers_a_terminal(place: Path) -> None:
    """Neither the screen nor the report has escapes, line breaks or turned text of a name."""
    report = (place / "out/restricted/report.html").read_text(encoding="utf-8")
    for text in ((place / "shown").read_text(encoding="utf-8", errors="replace"), report):
        assert not re.search(r"\x1b\][^\x07]|\x1b\[2J|\x07|[\u202a-\u202e\u2066-\u2069]", text)
    assert "<script>alert" not in report
    assert "<img src=x" not in report
    assert "default-src 'none'" in report


def test_nothing_is_left_in_the_temporary_folders(place: Path) -> None:
    """Whatever a file did to its reader, its folder went with the run."""
    assert not (Path("/tmp") / "lecciones-was-here.docx").exists()  # noqa: S108
    assert not list(place.rglob("lecciones-was-here*"))


def test_no_connection_and_no_file_outside(place: Path) -> None:
    """The system calls of the run and of all that it started, looked through."""
    trace = place / "trace"
    if not trace.exists():
        pytest.skip("strace is not there, or tracing is not allowed")
    allowed = (str(place / "out"), "/dev/", "/proc/", "/dev/shm/lecciones-taller-")  # noqa: S108
    connected, written = [], []
    for line in trace.read_text("utf-8", "replace").splitlines():
        if "AF_INET" in line and ("connect(" in line or "sendto(" in line) and "= 0" in line:
            connected.append(line)
        writes = re.search(r"O_WRONLY|O_RDWR|O_CREAT|mkdir|rename|creat\(", line)
        path = re.search(r'"((?:[^"\\]|\\.)*)"', line)
        if not writes or not path or "= -1" in line or not path[1].startswith("/"):
            continue
        if not path[1].startswith(allowed) and not any(name in path[1] for name in _OWN):
            written.append(line)
    assert not connected
    assert not written


def test_the_command_line_is_there() -> None:
    """The program that was run is the one that people run."""
    assert app.info.name == "lecciones"
