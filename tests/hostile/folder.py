"""What lies in a folder and is no file: pipes, sockets, devices, links, and names that bite."""

from __future__ import annotations

import contextlib
import os
import socket
import stat
from pathlib import Path

NAMES = (
    "escape\x1b[2J\x1b]0;owned\x07.docx",
    'line\nfeed,"and",commas.docx',
    "carriage\rreturn.docx",
    "right\u202efdp.docx",
    "=cmd|'/c calc'!A1.docx",
    "+SUM(1,2).docx",
    "<script>alert(1)</script>.docx",
    "&quot;><img src=x onerror=alert(1)>.docx",
    "zero\u200bwidth\u2066.docx",
    "a" * 200 + ".docx",
    "percent%2e%2e%2f.docx",
    "trailing space .docx ",
    "con.docx",
    "é-nfd-e\u0301.docx",
)


def fill(folder: Path, form: bytes, outside: Path) -> list[str]:
    """Puts them there, what the system allows of it; the names relative to the folder.

    `form` is what the oddly named files hold. `outside` is a folder that links point to.
    """
    made = [name for name in NAMES if _written(folder / name, form)]
    with contextlib.suppress(OSError):
        (folder / os.fsdecode(b"bytes\xff\xfe.docx")).write_bytes(form)
        made.append(os.fsdecode(b"bytes\xff\xfe.docx"))
    (outside / "secreto.docx").write_bytes(form)
    links = {
        "link-to-file.docx": outside / "secreto.docx",
        "link-to-folder": outside,
        "link-to-nothing.docx": outside / "no-hay.docx",
        "link-to-itself.docx": Path("link-to-itself.docx"),
        "link-to-passwd.html": Path("/etc/passwd"),
        "link-to-zero.docx": Path("/dev/zero"),
        "link-to-above": Path(".."),
    }
    for name, target in links.items():
        (folder / name).symlink_to(target)
    os.mkfifo(folder / "pipe.docx")
    with socket.socket(socket.AF_UNIX) as server, contextlib.suppress(OSError):
        here = Path.cwd()
        os.chdir(folder)  # a socket's path may be only so long
        try:
            server.bind("socket.docx")
            made.append("socket.docx")
        finally:
            os.chdir(here)
    with contextlib.suppress(OSError):
        os.mknod(folder / "device.docx", stat.S_IFCHR | 0o600, os.makedev(1, 5))  # /dev/zero
        made.append("device.docx")
    with contextlib.suppress(OSError):
        with (folder / "sparse.docx").open("wb") as sparse:
            sparse.truncate(2**40)
        made.append("sparse.docx")
    return [*made, *links, "pipe.docx"]


def _written(path: Path, data: bytes) -> bool:
    try:
        path.write_bytes(data)
    except OSError:
        return False
    return True
