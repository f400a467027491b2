"""What the kernel refuses a reading child, even to machine code that took it over."""

from __future__ import annotations

import errno
import os
import struct
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from lecciones import landlock, seccomp
from lecciones.confinement import LAYERS
from lecciones.isolation import Children
from lecciones.jobs import Job, Limits
from tests.lecciones.stubs import stub_command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux only")
_LIMITS = Limits(seconds=10.0, memory_bytes=512 * 1024**2)


@pytest.fixture
def native(tmp_path: Path) -> Iterator[Children]:
    """Children that call the C library past Python, and may read `tmp_path/in` only."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "form").write_bytes(b"form")
    (tmp_path / "secret").write_bytes(b"secret")
    with Children(_LIMITS, stub_command(tmp_path), inputs=[tmp_path / "in"]) as children:
        yield children


def _errno_of(children: Children, call: str) -> object:
    """The error number of a call of the C library in a child, 0 where it went through."""
    code = (
        "(lambda c, l: (lambda r: c.get_errno() if r < 0 else 0)(l." + call + "))"
        "(c := __import__('ctypes'), c.CDLL(None, use_errno=True))"
    )
    return _told(children, code)


def _told(children: Children, code: str) -> object:
    return children.read_isolated(Job("file:///x", "x", code))


@pytest.mark.parametrize(
    "call",
    [
        "socket(2, 1, 0)",
        "socket(1, 1, 0)",
        "execve(b'/bin/true', None, None)",
        "syscall({'x86_64': 57}.get(os.uname().machine, 220), 17, 0, 0, 0, 0)",  # fork
        "kill(os.getppid(), 0)",
        "ptrace(16, os.getppid(), 0, 0)",
        "unlink(b'form')",
        "chmod(b'form', 511)",
        "unshare(0x10000000)",
        "memfd_create(b'x', 0)",
    ],
)
def test_machine_code_gets_no_network_programs_signals_or_changes(
    native: Children, call: str
) -> None:
    """The system call filter refuses it, whoever asks."""
    if "seccomp" not in native.protections():
        pytest.skip("no seccomp on this machine")
    assert _errno_of(native, call) == errno.EPERM


def test_machine_code_writes_no_file_but_the_null_device(native: Children, tmp_path: Path) -> None:
    """Opening to write fails anywhere; libraries that write their log to nowhere go on."""
    if "landlock" not in native.protections():
        pytest.skip("no Landlock on this machine")
    place = str(tmp_path / "in" / "new").encode()
    assert _errno_of(native, f"open({place!r}, {os.O_WRONLY | os.O_CREAT}, 0o600)") == errno.EACCES
    assert not (tmp_path / "in" / "new").exists()
    assert _errno_of(native, f"open(b'/dev/null', {os.O_WRONLY})") == 0


def test_machine_code_reads_nothing_outside_the_inputs(native: Children, tmp_path: Path) -> None:
    """A person's other files cannot be handed on as answers of a form."""
    if "landlock" not in native.protections():
        pytest.skip("no Landlock on this machine")
    inside, outside = (str(tmp_path / name).encode() for name in ("in/form", "secret"))
    assert _errno_of(native, f"open({inside!r}, {os.O_RDONLY})") == 0
    assert _errno_of(native, f"open({outside!r}, {os.O_RDONLY})") == errno.EACCES
    environ = f"/proc/{os.getpid()}/environ".encode()
    assert _errno_of(native, f"open({environ!r}, {os.O_RDONLY})") == errno.EACCES


def test_a_link_lets_read_what_it_leads_to_and_no_more(tmp_path: Path) -> None:
    """The file itself and not its folder; told before the reader starts, or by the job."""
    (tmp_path / "in").mkdir()
    for name in ("linked", "later", "secret"):
        (tmp_path / name).write_bytes(b"form")
    linked, later, secret = (str(tmp_path / name) for name in ("linked", "later", "secret"))
    stub, inputs = stub_command(tmp_path), [tmp_path / "in"]
    with Children(_LIMITS, stub, inputs=inputs, linked=[linked]) as children:
        if "landlock" not in children.protections():
            pytest.skip("no Landlock on this machine")
        assert _told(children, f"open({linked!r}).read()") == "form"
        assert _told(children, f"open({later!r}).read()") == "PermissionError"
        job = Job("file:///x", "x", f"open({later!r}).read()", linked=later)
        told: object = children.read_isolated(job)
        assert told == "form"
        assert _told(children, f"open({secret!r}).read()") == "PermissionError"


def test_libraries_may_start_threads(native: Children) -> None:
    """What reads pictures works in threads; those are no new processes."""
    code = (
        "(lambda t: (t.start(), t.join(), t.name)[2])"
        "(__import__('threading').Thread(target=print, name='done'))"
    )
    assert _told(native, code) == "done"


def test_without_the_kernels_help_python_itself_still_refuses(tmp_path: Path) -> None:
    """The setting turns the kernel's layers off, for systems where they get in the way."""
    limits = Limits(seconds=10.0, kernel_isolation=False)
    with Children(limits, stub_command(tmp_path), inputs=[]) as children:
        assert children.protections() == ("limits", "audit_hook")
        assert _told(children, "__import__('socket').socket()") == "PermissionError"


def test_where_landlock_is_missing_the_filter_refuses_opening_to_write(tmp_path: Path) -> None:
    """The one layer stands in for the other."""
    script = (
        "import os, sys\n"
        "from lecciones import seccomp\n"
        "held = seccomp.install(open_to_write=False)\n"
        "os.close(os.open(sys.argv[1], os.O_RDONLY))\n"
        "try:\n"
        "    os.open(sys.argv[1] + '/new', os.O_WRONLY | os.O_CREAT)\n"
        "except PermissionError:\n"
        "    print('refused' if held else 'none')\n"
        "else:\n"
        "    print('written' if held else 'none')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() in ("refused", "none")


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_is_a_program_that_ends(machine: str) -> None:
    """No jump leads past its end, and it fits what the kernel takes (4096 instructions)."""
    code = seccomp.program(machine, 4242, open_to_write=False)
    assert len(code) < 4096
    for at, (kind, if_true, if_false, operand) in enumerate(code):
        assert max(at + if_true, at + if_false) < len(code)
        assert struct.pack("=HBBI", kind, if_true, if_false, operand)
    assert code[-1] == (0x06, 0, 0, 0x7FFF0000)


def test_the_layers_of_this_machine_are_named() -> None:
    """Whoever asks is told what holds the readers."""
    assert landlock.version() >= 0
    with Children(_LIMITS, inputs=[]) as children:
        assert set(children.protections()) <= set(LAYERS)
        assert {"limits", "audit_hook"} <= set(children.protections())
