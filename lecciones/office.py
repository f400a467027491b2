"""LibreOffice as a converter: where it is, how it is kept on a short leash, how it is asked.

It opens files of strangers, so it runs with a profile of its own in which macros, active
content, links and updates are off and every proxy leads nowhere, in a folder that only this
user can enter, under limits of time and memory, and on Linux without any network.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_OUTPUT_BYTES = 512 * 2**20
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000  # linux/sched.h: CLONE_NEWUSER, CLONE_NEWNET
_COMMON = "/org.openoffice.Office.Common"
_INET = "/org.openoffice.Inet/Settings"
_SETTINGS: tuple[tuple[str, str, str], ...] = (
    (f"{_COMMON}/Security/Scripting", "MacroSecurityLevel", "3"),
    (f"{_COMMON}/Security/Scripting", "DisableMacrosExecution", "true"),
    (f"{_COMMON}/Security/Scripting", "DisableActiveContent", "true"),
    (f"{_COMMON}/Security/Scripting", "DisableOLEAutomation", "true"),
    (f"{_COMMON}/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    (f"{_COMMON}/Misc", "FirstRun", "false"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Jobs/Jobs/UpdateCheck/Arguments", "AutoCheckEnabled", "false"),
    (_INET, "ooInetProxyType", "1"),
    (_INET, "ooInetHTTPProxyName", "127.0.0.1"),
    (_INET, "ooInetHTTPProxyPort", "9"),
    (_INET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_INET, "ooInetHTTPSProxyPort", "9"),
)


class NotConvertedError(Exception):
    """LibreOffice made nothing of the file."""


class EndlessError(Exception):
    """LibreOffice is still busy when all time is over."""


def find_office() -> str:
    """The path of LibreOffice's program; "" where it is not installed."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    return next((place for place in _PLACES if Path(place).is_file()), "")


def prepare(folder: Path) -> None:
    """Puts into the folder the profile that LibreOffice is to run with."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True, exist_ok=True)
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, name, value in _SETTINGS
    )
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items '
        'xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>',
        encoding="utf-8",
    )


def confine(memory_bytes: int) -> None:
    """Limits this process and those it starts; without a network where the system allows it."""
    with contextlib.suppress(ImportError):
        import resource

        for kind, limit in (
            (resource.RLIMIT_AS, memory_bytes),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, _OUTPUT_BYTES),
        ):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (limit, limit))
    if sys.platform == "linux" and _can_leave_network():
        _leave_network()


def _can_leave_network() -> bool:
    """Tried in a child first: half of it done would leave us without our own files."""
    pid = os.fork()
    if pid == 0:
        try:
            os._exit(0 if _leave_network() else 1)
        except BaseException:  # noqa: BLE001  # this process must end here, whatever happens
            os._exit(1)
    return os.waitpid(pid, 0)[1] == 0


def _leave_network() -> bool:
    """A network namespace of our own holds nothing to talk to (network_namespaces(7))."""
    user, group = os.getuid(), os.getgid()
    if ctypes.CDLL(None, use_errno=True).unshare(_NEW_USER | _NEW_NET) != 0:
        return False
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")
    return True


def convert(data: bytes, kind: str, folder: Path, office: str, seconds: float) -> Path:
    """The Word file that LibreOffice makes of `data`, of format `kind`, within `folder`.

    Raises:
        NotConvertedError: it made none.
        EndlessError: it is still at work after `seconds`.
    """
    source, target = folder / f"in.{kind}", folder / "out" / "in.docx"
    target.unlink(missing_ok=True)
    source.write_bytes(data)
    try:
        _run(_command(office, folder, source), folder, seconds)
    finally:
        source.unlink(missing_ok=True)
    if not target.is_file():
        raise NotConvertedError
    return target


def _command(office: str, folder: Path, source: Path) -> list[str]:
    return [
        office,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        "--nofirststartwizard",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(source.parent / "out"),
        str(source),
    ]


def _run(command: list[str], folder: Path, seconds: float) -> None:
    process = subprocess.Popen(  # noqa: S603  # the program found, a name of our own
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=_environment(folder),
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise EndlessError from None


def end_family(process: subprocess.Popen[bytes]) -> None:
    """Kills a process with all that it started where it leads a group, else it alone."""
    leads = hasattr(os, "killpg") and _leads_group(process.pid)
    with contextlib.suppress(OSError):
        if leads:
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _leads_group(pid: int) -> bool:
    try:
        return os.getpgid(pid) == pid
    except OSError:
        return False


def _environment(folder: Path) -> dict[str, str]:
    places = dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), str(folder))
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    path = os.environ.get("PATH", "") if sys.platform == "win32" else "/usr/bin:/bin"
    return {**kept, **places, "PATH": path, "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}
