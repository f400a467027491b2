"""Faults of disk, folder and store, told in a sentence that says what to do."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

from corpus.errors import (
    CorpusError,
    DecisionError,
    FolderError,
    StoreBusyError,
    StoreDamagedError,
    StoreVersionError,
    TargetError,
)
from lecciones.errors import Interrupted, LeccionesError, RunError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def told_plainly(folder: Path) -> Iterator[None]:
    """Faults of disk and store become errors that say what to do.

    Raises:
        Interrupted: a person stopped it.
        RunError: `folder` cannot be written, the disk is full, the store cannot be used.
    """
    try:
        yield
    except (LeccionesError, TargetError, DecisionError):
        raise
    except KeyboardInterrupt:
        raise Interrupted from None
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        code = "disk_full" if full else "out_not_writable"
        raise RunError(code, path=str(folder)) from error
    except CorpusError as error:
        raise _corpus_fault(error, folder) from error


def _corpus_fault(error: CorpusError, folder: Path) -> RunError:
    where = str(folder)
    match error:
        case FolderError(code="disk_full"):
            return RunError("disk_full", path=where)
        case FolderError(code="not_a_folder"):
            return RunError("out_is_file", path=str(error.path))
        case FolderError():
            return RunError("out_not_writable", path=str(error.path))
        case StoreBusyError():
            return RunError("out_busy", path=where)
        case StoreVersionError():
            return RunError("store_too_new", path=where)
        case StoreDamagedError():
            return RunError("store", path=where, detail=error.code)
    full = "FULL" in str(error)
    return RunError(
        "disk_full" if full else "store", path=where, **({} if full else {"detail": error.code})
    )
