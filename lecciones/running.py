"""`lecciones.run`: checks what is asked, runs the pipeline, publishes, reports.

Whatever stops a run becomes a `LeccionesError` that says in a sentence what to do.
"""

from __future__ import annotations

import errno
import os
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import (
    CorpusError,
    FolderError,
    StoreBusyError,
    StoreDamagedError,
    StoreVersionError,
)
from lecciones.discovery import check_inputs
from lecciones.errors import Interrupted, LeccionesError, NotReadError, RunError, UsageError
from lecciones.jobs import Limits
from lecciones.messages import LANGUAGES, reason
from lecciones.pipeline import Plan, Run
from lecciones.report import write_report
from lecciones.summary import RunSummary, look_over

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lecciones.pipeline import Counts, OnProgress
    from lecciones.summary import Overview


def run(
    inputs: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    workers: int | None = None,
    lang: str = "es",
    strict: bool = False,
    progress: OnProgress | None = None,
    limits: Limits | None = None,
) -> RunSummary:
    """Reads every form under the inputs and publishes the dataset into the folder `out`.

    Only what is new or changed since an earlier run into `out` is read. `workers` is the
    number of files read at once (None: one a processor). `lang` is the report's language.

    Raises:
        UsageError: an input does not exist, `out` is a file, a number makes no sense.
        NotReadError: `strict`, and an input could not be read; the rest is published.
        Interrupted: a person stopped it; what was read is kept.
        RunError: `out` cannot be written, the disk is full, no child can be started.
    """
    started = time.monotonic()
    chosen = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    paths = check_inputs(chosen)
    folder = _check_out(Path(out), paths)
    workers = _check_options(workers, lang)
    plan = Plan(paths, folder, workers, limits or Limits(), progress)
    with _told_plainly(folder):
        counts, overview = _carry_out(plan, lang)
    seconds = round(time.monotonic() - started, 1)
    summary = RunSummary(folder, counts.read, counts.unchanged, seconds, overview)
    if strict and summary.not_read:
        raise NotReadError(summary)
    return summary


def _carry_out(plan: Plan, lang: str) -> tuple[Counts, Overview]:
    from corpus.folder import prepare
    from corpus.publish import publish
    from corpus.store import STORE_NAME, Store

    prepare(plan.folder)
    with Store.open(plan.folder / "restricted" / STORE_NAME) as store:
        counts = Run(plan, store).go()
        publish(store, plan.folder, reasons=reason)
    overview = look_over(plan.folder)
    write_report(plan.folder, overview, lang)
    return counts, overview


def _check_out(out: Path, inputs: list[Path]) -> Path:
    if out.exists() and not out.is_dir():
        raise UsageError("out_is_file", path=str(out))
    if out.resolve() in inputs:
        raise UsageError("out_is_input", path=str(out))
    return out.absolute()


def _check_options(workers: int | None, lang: str) -> int:
    if lang not in LANGUAGES:
        raise UsageError("bad_lang")
    if workers is not None and workers < 1:
        raise UsageError("bad_workers")
    return workers or _processors()


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


@contextmanager
def _told_plainly(folder: Path) -> Iterator[None]:
    """Faults of disk and store become errors that say what to do."""
    try:
        yield
    except LeccionesError:
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
