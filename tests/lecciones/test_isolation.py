"""What a reading child may do to the run: nothing but bring an outcome, or none."""

from __future__ import annotations

import os
import pickle
import sys
from typing import TYPE_CHECKING

import pytest

from lecciones.isolation import Children, open_safely
from lecciones.jobs import Failure, Job, Limits
from schemas.records import FileRecord, Status
from tests.lecciones.builders import NO, SAID, form_docx
from tests.lecciones.stubs import stub_command

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def stub(tmp_path: Path) -> Children:
    """Children that evaluate a job's path: what a hostile file could make a reader do."""
    limits = Limits(seconds=1.0, memory_bytes=512 * 1024**2)
    return Children(limits, stub_command(tmp_path))


def _ask(children: Children, code: str) -> object:
    return children.read_isolated(Job("file:///x", "x", code))


def test_a_form_is_read_and_only_its_record_comes_back(tmp_path: Path) -> None:
    """Of a form with No the content stays in the child."""
    (tmp_path / "a.docx").write_bytes(form_docx(NO))
    with Children(Limits()) as children:
        outcome = children.read_isolated(Job("file:///x", "a.docx", str(tmp_path / "a.docx")))
    assert isinstance(outcome, FileRecord)
    assert [form.status for form in outcome.forms] == [Status.NO_CONSENT]
    assert SAID not in repr(outcome)


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        ("os._exit(3)", "crashed"),
        ("os.kill(os.getpid(), 11)", "crashed"),
        ("time.sleep(60)", "timed_out"),
    ],
)
def test_a_reader_that_dies_or_hangs_costs_its_file_only(
    stub: Children, code: str, failure: str
) -> None:
    """The next file gets a new child."""
    with stub:
        assert _ask(stub, code) == Failure(failure)
        assert _ask(stub, "'still here'") == "still here"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("len(b'0' * 1024**3)", "MemoryError"),
        ("open('x', 'w')", "PermissionError"),
        ("os.open('x', os.O_CREAT | os.O_WRONLY)", "PermissionError"),
        ("__import__('socket').socket()", "PermissionError"),
        ("__import__('subprocess').run(['true'])", "PermissionError"),
        ("os.system('true')", "PermissionError"),
        ("os.fork()", "PermissionError"),
    ],
)
def test_a_reader_cannot_do_what_reading_does_not_need(
    stub: Children, code: str, refusal: str
) -> None:
    """No memory past the limit, no files, no network, no programs."""
    with stub:
        assert _ask(stub, code) == refusal


def test_the_environment_of_a_reader_holds_no_secrets(
    stub: Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token in the caller's environment is not in the child's."""
    monkeypatch.setenv("SOME_SETTING", "hush")
    with stub:
        assert _ask(stub, "os.environ.get('SOME_SETTING')") is None
        assert os.environ["SOME_SETTING"] == "hush"


def test_what_a_reader_prints_goes_nowhere(
    stub: Children, capfd: pytest.CaptureFixture[str]
) -> None:
    """A library that prints content neither breaks the pipe nor reaches a log."""
    with stub:
        assert _ask(stub, "os.write(1, b'content') + os.write(2, b'content')") == 14
    assert capfd.readouterr() == ("", "")


class _Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return (os.system, ("true",))


def test_only_records_are_opened_in_the_parent() -> None:
    """A child that a file took over cannot make the parent run anything."""
    with pytest.raises(pickle.UnpicklingError):
        open_safely(pickle.dumps(_Evil()))


def test_the_temporary_folder_goes_with_the_run(stub: Children) -> None:
    """Nothing is left behind."""
    with stub:
        folder = _ask(stub, "os.environ['TMPDIR']")
        assert isinstance(folder, str)
        assert os.path.isdir(folder)  # noqa: PTH112
    assert not os.path.exists(folder)  # noqa: PTH110
