"""The converting child: `python -m lecciones.converter OFFICE`, one job at a time over its pipes.

The reading child may start no programs and write no files; this one does both, in its own
private folder (its working folder), and does nothing else. It removes that folder when the
parent is gone, however it went.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lecciones import office
from lecciones.jobs import FROM_OFFICE, Converted, Failure, Ready
from lecciones.worker import read_payload, take_streams, write_frame

if TYPE_CHECKING:
    from lecciones.jobs import Job, Limits

_LATE = 1.5  # the parent kills in time; this is for when it is gone


def main() -> None:
    """Converts jobs until the parent closes the pipe."""
    jobs, outcomes = take_streams()
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    folder = Path.cwd()
    try:
        limits = pickle.loads(read_payload(jobs) or b"").limits  # noqa: S301  # from the parent
        office.confine(limits.memory_bytes)
        office.prepare(folder)
        write_frame(outcomes, Ready())
        while (payload := read_payload(jobs)) is not None:
            job = pickle.loads(payload)  # noqa: S301  # from the parent
            write_frame(outcomes, _outcome(job, limits, folder))
    except OSError:
        pass  # the parent is gone
    except office.EndlessError:
        shutil.rmtree(folder, ignore_errors=True)
        _end_all()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _end_all() -> None:
    """Ends this process with LibreOffice, which is of its group."""
    if hasattr(os, "killpg"):
        os.killpg(os.getpgrp(), signal.SIGKILL)


def _outcome(job: Job, limits: Limits, folder: Path) -> Converted | Failure:
    try:
        return Converted(str(converted(job, limits, folder, sys.argv[1])))
    except office.EndlessError:
        raise
    except office.NotConvertedError:
        return Failure("not_converted")
    except MemoryError:
        return Failure("out_of_memory")
    except Exception:  # whatever the file does costs that file
        if os.environ.get("LECCIONES_DEBUG"):
            raise
        return Failure("not_converted")


def converted(job: Job, limits: Limits, folder: Path, program: str) -> Path:
    """The Word file made of the job's bytes.

    Raises:
        NotConvertedError: LibreOffice made none of it.
        EndlessError: it is still at work when all time is over.
        ContainerError: the bytes cannot be had.
    """
    from extract.signatures import foreign_format
    from lecciones.reading import bytes_of

    data = bytes_of(job, limits)
    kind = foreign_format(data) or ""
    if kind not in FROM_OFFICE:
        raise office.NotConvertedError
    return office.convert(data, kind, folder, program, limits.seconds * _LATE + 5)


if __name__ == "__main__":
    main()
