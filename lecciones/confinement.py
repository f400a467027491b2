"""What a reading child gives up before it sees an input, for good.

    limits        POSIX resource limits: memory, files of no size, no core dump, few handles
    audit_hook    Python code cannot write files, use the network or start programs (PEP 578)
    landlock      the kernel lets it read only what reading needs, and write nothing
    seccomp       the kernel refuses the network, programs, signals and changes to files
    no_network    a network namespace with nothing in it, where there is no seccomp

Each is used where the system has it; the others hold without it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lecciones import landlock, seccomp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lecciones.jobs import Start

LAYERS = ("limits", "audit_hook", "landlock", "seccomp", "no_network")
_REFUSED = ("socket.", "subprocess.", "urllib.", "os.exec", "os.fork", "os.posix_spawn")
_REFUSED_WHOLE = frozenset(("os.system", "os.spawn", "os.startfile", "pty.spawn"))
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_HANDLES = 256
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000  # linux/sched.h: CLONE_NEWUSER, CLONE_NEWNET
_SYSTEM = (
    "/usr", "/lib", "/lib64", "/nix/store", "/gnu/store", "/opt", "/etc/ld.so.cache",
    "/etc/localtime", "/etc/fonts", "/etc/alternatives", "/etc/mime.types", "/etc/nsswitch.conf",
    "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/sys/devices/system/cpu",
    "/sys/fs/cgroup", "/dev/null", "/dev/zero", "/dev/urandom", "/dev/random",
)  # fmt: skip


def confine(start: Start) -> tuple[str, ...]:
    """Takes effect at once and cannot be undone; which of `LAYERS` hold."""
    sys.dont_write_bytecode = True
    kernel = start.limits.kernel_isolation
    files = kernel and _hold_to_files(start.readable)
    calls = kernel and seccomp.install(open_to_write=files)
    network = kernel and not calls and _leave_network()
    limits = _limit(start.limits.memory_bytes)
    sys.addaudithook(_refuse)
    return tuple(
        name
        for name, holds in zip(LAYERS, (limits, True, files, calls, network), strict=True)
        if holds
    )


def _hold_to_files(readable: tuple[str, ...] | None) -> bool:
    paths = None if readable is None else [*readable, *_own_files()]
    return landlock.restrict(paths, (os.devnull,))


def _own_files() -> Iterator[str]:
    """What the interpreter and the libraries that it loads now or later read."""
    yield from _SYSTEM
    yield from (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix)
    yield from (entry for entry in sys.path if entry)
    for name in ("LD_LIBRARY_PATH", "TESSDATA_PREFIX"):
        yield from (entry for entry in os.environ.get(name, "").split(os.pathsep) if entry)
    with contextlib.suppress(OSError):
        maps = Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace")
        files = {line.split(maxsplit=5)[-1] for line in maps.splitlines() if ".so" in line}
        yield from {str(Path(file).parent) for file in files if file.startswith("/")}


def _limit(memory_bytes: int) -> bool:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return False
    for kind, limit in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _HANDLES),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (limit, limit))
    return True


def _leave_network() -> bool:
    """Root without a namespace of users: in a new one it could not read others' files."""
    if sys.platform != "linux":
        return False
    flags = _NEW_NET if os.geteuid() == 0 else _NEW_USER | _NEW_NET
    return bool(ctypes.CDLL(None).unshare(flags) == 0)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook (PEP 578): reading a form opens files to read, and does nothing else."""
    if event == "open":
        flags = arguments[2] if len(arguments) > 2 else 0
        if isinstance(flags, int) and flags & _WRITING and arguments[0] != os.devnull:
            raise PermissionError("a reader writes no files")
    elif event.startswith(_REFUSED) or event in _REFUSED_WHOLE:
        raise PermissionError("a reader uses no network and starts no programs")
