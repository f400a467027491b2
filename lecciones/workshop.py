"""Private folders for conversion, in memory where there is such a place, gone after a crash.

What lies there is the content of forms that nobody has consented to yet. Each folder belongs
to one running process, which holds a lock on a file in it; a folder whose lock is free was
left by a crash, and the next run that needs a folder removes it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import IO

_PREFIX = "lecciones-taller-"
_MEMORY = Path("/dev/shm")  # noqa: S108  # memory, not disk: nothing outlives the machine
_FREE_BYTES = 256 * 2**20
_UNLOCKED_SECONDS = 3600.0  # a folder so old without any lock file was never finished


class Workshop:
    """One private folder (mode 0700), locked while this process lives. Use as a context."""

    def __init__(self, base: Path | None = None) -> None:
        self._base = base or _roomy()
        for place in {self._base} if base else {self._base, _MEMORY, _usual()}:
            sweep(place)
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self._base))
        self._lock = _locked(self.folder)

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Removes the folder with all that is in it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._lock is not None:
            self._lock.close()


def sweep(base: Path) -> None:
    """Removes this user's folders that a crash left behind."""
    with contextlib.suppress(OSError):
        for folder in base.glob(f"{_PREFIX}*"):
            if _is_mine(folder) and _is_left(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _usual() -> Path:
    """Where temporary files lie, told without trying whether one can be written there."""
    return Path(os.environ.get("TMPDIR") or "/tmp")  # noqa: S108  # only swept


def _roomy() -> Path:
    with contextlib.suppress(OSError):
        if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free >= _FREE_BYTES:
            return _MEMORY
    return Path(tempfile.gettempdir())


def _locked(folder: Path) -> IO[bytes] | None:
    """The folder's lock, which no one sees before it is held; None where there are no locks."""
    try:
        import fcntl
    except ImportError:
        return None
    lock = (folder / "lock.new").open("wb")
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    (folder / "lock.new").rename(folder / "lock")
    return lock


def _is_mine(folder: Path) -> bool:
    try:
        seen = folder.lstat()
    except OSError:
        return False
    return folder.is_dir() and not folder.is_symlink() and seen.st_uid == _user()


def _user() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0


def _is_left(folder: Path) -> bool:
    try:
        import fcntl
    except ImportError:
        return _is_old(folder)
    try:
        with (folder / "lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return _is_old(folder)
    except OSError:
        return False
    return True


def _is_old(folder: Path) -> bool:
    try:
        return time.time() - folder.stat().st_mtime > _UNLOCKED_SECONDS
    except OSError:
        return False
