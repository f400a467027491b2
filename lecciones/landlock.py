"""Which files a process may open, held by the kernel (landlock(7), Linux 5.13 and newer).

What is not allowed here is refused to machine code too. A reader that a hostile file took
over could otherwise read a person's other files and hand them on as the answers of a form.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_ASK_VERSION, _PATH_BENEATH = 1, 1
_PR_SET_NO_NEW_PRIVS = 38
_WRITE_FILE, _READ_FILE, _TRUNCATE = 1 << 1, 1 << 2, 1 << 14
_CHANGES = sum(1 << bit for bit in (0, *range(4, 13))) | _WRITE_FILE  # run, remove, make, write
_SINCE = ((2, 1 << 13), (3, _TRUNCATE), (5, 1 << 15))  # version: move across, cut off, ioctl
_TCP = 0b11  # bind and connect, since version 4
_SCOPES = 0b11  # abstract sockets and signals of others, since version 6


def version() -> int:
    """What the kernel offers: 0 where there is no Landlock."""
    if sys.platform != "linux":
        return 0
    found = _call(_CREATE_RULESET, None, 0, _ASK_VERSION)
    return max(found, 0)


def restrict(readable: Iterable[str] | None, writable: Iterable[str]) -> bool:
    """Holds this process to these files and folders for good; False where it cannot.

    `readable` None leaves reading as it is. A path that is not there is passed over.
    """
    offered = version()
    if not offered:
        return False
    changes = _CHANGES | sum(right for since, right in _SINCE if offered >= since)
    handled = changes | (_READ_FILE if readable is not None else 0)
    ruleset = _ruleset(handled, offered)
    if ruleset < 0:
        return False
    try:
        for path in readable or ():
            _allow(ruleset, path, _READ_FILE)
        for path in writable:
            _allow(ruleset, path, handled & (_READ_FILE | _WRITE_FILE | _TRUNCATE | 1 << 15))
        if ctypes.CDLL(None).prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
            return False
        return _call(_RESTRICT_SELF, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _ruleset(handled: int, offered: int) -> int:
    fields = [handled]
    if offered >= 4:
        fields.append(_TCP)
    if offered >= 6:
        fields.append(_SCOPES)
    attributes = struct.pack(f"={len(fields)}Q", *fields)
    return _call(_CREATE_RULESET, attributes, len(attributes), 0)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        _call(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)


def _call(number: int, *arguments: int | bytes | None) -> int:
    passed = [
        ctypes.c_long(value) if isinstance(value, int) else ctypes.c_char_p(value)
        for value in arguments
    ]
    return int(ctypes.CDLL(None, use_errno=True).syscall(number, *passed))
