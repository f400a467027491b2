"""The output folder: made and tried before any work is done."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from corpus.database import PRIVATE_FOLDER
from corpus.errors import FolderError

if TYPE_CHECKING:
    from pathlib import Path

    from schemas.columns import Table

RESTRICTED = "restricted"
"""The folder in DIR for what stays with the office that runs lecciones."""

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_TRIAL = ".lecciones-trial"


def prepare(out: Path) -> Path:
    """Makes DIR and its `restricted/` (mode 0700) and tries to write in both.

    Returns:
        The path of `restricted/`.

    Raises:
        FolderError: `not_a_folder` where something else stands there, `disk_full`,
            `folder_not_writable` for all else.
    """
    restricted = out / RESTRICTED
    for folder, mode in ((out, 0o777), (restricted, PRIVATE_FOLDER)):
        if folder.exists() and not folder.is_dir():
            raise FolderError("not_a_folder", folder)
        try:
            folder.mkdir(mode=mode, parents=True, exist_ok=True)
            if mode == PRIVATE_FOLDER:
                folder.chmod(mode)
            _try_to_write(folder / _TRIAL)
        except OSError as error:
            raise folder_error(error, folder) from None
    return restricted


def table_files(table: Table) -> tuple[str, ...]:
    """The files in DIR that hold this table."""
    folder = f"{RESTRICTED}/" if table.restricted else ""
    endings = (
        (".parquet", ".csv") if table.name in ("lessons", "forms", "concerns") else (".parquet",)
    )
    return tuple(f"{folder}{table.name}{ending}" for ending in endings)


def folder_error(error: OSError, path: Path) -> FolderError:
    """The corpus' own error for a fault of the file system at `path`."""
    if isinstance(error, FileExistsError | NotADirectoryError):
        return FolderError("not_a_folder", path)
    if error.errno in _FULL:
        return FolderError("disk_full", path)
    return FolderError("folder_not_writable", path)


def _try_to_write(trial: Path) -> None:
    trial.unlink(missing_ok=True)
    os.close(os.open(trial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    trial.unlink()
