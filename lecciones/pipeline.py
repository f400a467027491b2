"""The run: discover, read in children, gate, commit as they come, publish.

discover ─▶ known? ─▶ read_isolated (children) ─▶ commit (here) ─▶ publish ─▶ report

The parent alone writes the store. The number of files in flight is bounded, so a million
inputs need no more memory than a thousand. Members of a container are jobs of their own.
"""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from lecciones.discovery import Found, check_inputs, discover
from lecciones.errors import Interrupted, LeccionesError, RunError, UsageError
from lecciones.isolation import Children
from lecciones.jobs import Failure, Job, Limits, Listing, Member, NotKept, file_row
from lecciones.messages import LANGUAGES, reasons
from lecciones.report import write_report
from lecciones.summary import RunSummary, look_over
from schemas.records import FileRecord, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corpus.store import Store
    from lecciones.jobs import Outcome
    from lecciones.summary import Overview

_IN_FLIGHT_A_WORKER = 4
_TRY_AGAIN = frozenset(("timed_out", "crashed", "out_of_memory"))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: files done, files known of so far (None before counting)."""

    done: int
    total: int | None


class OnProgress(Protocol):
    """Told of every file that is done."""

    def __call__(self, progress: Progress, /) -> None:
        """Shows it."""


@dataclass(frozen=True, slots=True)
class _Work:
    """A job with what is known of its bytes before reading."""

    job: Job
    sha256: str
    size_bytes: int


@dataclass(slots=True)
class _Counts:
    read: int = 0
    unchanged: int = 0
    total: int | None = None

    @property
    def done(self) -> int:
        return self.read + self.unchanged


def run(
    inputs: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    workers: int | None = None,
    lang: str = "es",
    progress: OnProgress | None = None,
    limits: Limits | None = None,
) -> RunSummary:
    """Reads every form under the inputs and publishes the dataset into the folder `out`.

    Only what is new or changed since an earlier run into `out` is read. `workers` is the
    number of files read at once (None: one a processor). `lang` is the report's language.

    Raises:
        UsageError: an input does not exist, `out` is a file, a number makes no sense.
        Interrupted: a person stopped it; what was read is kept.
        RunError: `out` cannot be written, the disk is full, no child can be started.
    """
    started = time.monotonic()
    chosen = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    paths = check_inputs(chosen)
    folder = _check_out(Path(out), paths)
    workers = _check_options(workers, lang)
    plan = _Plan(paths, folder, workers, limits or Limits(), progress)
    with _told_plainly(folder):
        counts, overview = _carry_out(plan, lang)
    seconds = round(time.monotonic() - started, 1)
    return RunSummary(folder, counts.read, counts.unchanged, seconds, overview)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a run is asked to do, checked."""

    inputs: list[Path]
    folder: Path
    workers: int
    limits: Limits
    progress: OnProgress | None


def _carry_out(plan: _Plan, lang: str) -> tuple[_Counts, Overview]:
    from corpus.folder import prepare
    from corpus.publish import publish

    from corpus.store import Store

    prepare(plan.folder)
    with Store.open(plan.folder) as store:
        counts = _Run(plan, store).go()
        publish(store, plan.folder, reasons=reasons())
    overview = look_over(plan.folder)
    write_report(plan.folder, overview, lang)
    return counts, overview


class _Run:
    """One run over the inputs: keeps the workers busy and commits what they bring."""

    def __init__(self, plan: _Plan, store: Store) -> None:
        self._plan = plan
        self._store = store
        self._counts = _Counts()
        self._version = reader_version()
        self._members: deque[_Work] = deque()
        self._again: list[_Work] = []
        self._pending: dict[Future[Outcome], _Work] = {}

    def go(self) -> _Counts:
        """Reads all that is new, and counts.

        Raises:
            Interrupted: a person stopped it; finished files are committed.
        """
        if self._plan.progress is not None:
            self._counts.total = sum(1 for _ in discover(self._plan.inputs, self._plan.folder))
        executor = ThreadPoolExecutor(self._plan.workers, thread_name_prefix="lecciones")
        with Children(self._plan.limits) as children:
            try:
                self._read_all(executor, children)
                for work in self._again:
                    self._settle_alone(work, children)
            except KeyboardInterrupt:
                self._commit_finished()
                raise Interrupted from None
            finally:
                executor.shutdown(wait=False, cancel_futures=True)
                children.close()
                executor.shutdown(wait=True)
        return self._counts

    def _read_all(self, executor: ThreadPoolExecutor, children: Children) -> None:
        found = discover(self._plan.inputs, self._plan.folder)
        more = True
        while more or self._pending or self._members:
            while len(self._pending) < _IN_FLIGHT_A_WORKER * self._plan.workers:
                work, more = self._next(found)
                if work is None:
                    break
                self._pending[executor.submit(children.read_isolated, work.job)] = work
            if self._pending:
                self._take_finished()

    def _next(self, found: Iterator[Found]) -> tuple[_Work | None, bool]:
        """The next file that has to be read, and whether there may be more."""
        if self._members:
            return self._members.popleft(), True
        for entry in found:
            if entry.problem:
                status = Status.UNREADABLE
                self._commit(file_row(entry.job, status, entry.problem))
                continue
            work = _Work(entry.job, *_digest(Path(entry.job.path), self._plan.limits.file_bytes))
            if not self._unchanged(work):
                return work, True
        return None, False

    def _unchanged(self, work: _Work) -> bool:
        job = work.job
        if not work.sha256:
            return False
        if not self._store.known(job.root, job.source_path, work.sha256, self._version):
            return False
        self._counts.unchanged += 1
        self._tell()
        return True

    def _take_finished(self) -> None:
        finished, _ = wait(self._pending, return_when=FIRST_COMPLETED)
        for future in finished:
            self._settle(self._pending.pop(future), future.result())

    def _settle(self, work: _Work, outcome: Outcome) -> None:
        match outcome:
            case FileRecord():
                self._commit(outcome)
            case Listing(members=members):
                self._unfold(work.job, members)
            case Failure(code=code) if code in _TRY_AGAIN:
                self._again.append(work)
            case Failure(code=code):
                self._commit(_failed(work, code))
            case NotKept():
                self._count_read()

    def _settle_alone(self, work: _Work, children: Children) -> None:
        """A second try with the machine to itself; what fails again is recorded as failed."""
        outcome = children.read_isolated(work.job)
        if isinstance(outcome, Failure):
            self._commit(_failed(work, outcome.code))
            return
        self._settle(work, outcome)
        while self._members:
            self._settle_alone(self._members.popleft(), children)

    def _unfold(self, job: Job, members: tuple[Member, ...]) -> None:
        """The members of a container become jobs; the container itself has no row."""
        if self._counts.total is not None:
            self._counts.total += len(members) - 1
        for member in members:
            inner = replace(
                job,
                source_path=f"{job.source_path}!/{member.name}",
                address=(*job.address, member.number),
                optional=member.optional and len(members) > 1,
            )
            if member.problem:
                self._commit(file_row(inner, Status.UNREADABLE, member.problem))
                continue
            work = _Work(inner, member.sha256, member.size_bytes)
            if not self._unchanged(work):
                self._members.append(work)

    def _commit_finished(self) -> None:
        for future, work in self._pending.items():
            if future.done() and not future.cancelled() and future.exception() is None:
                outcome = future.result()
                if isinstance(outcome, FileRecord):
                    self._settle(work, outcome)

    def _commit(self, record: FileRecord) -> None:
        self._store.commit(record, self._version)
        self._count_read()

    def _count_read(self) -> None:
        self._counts.read += 1
        self._tell()

    def _tell(self) -> None:
        if self._plan.progress is not None:
            self._plan.progress(Progress(self._counts.done, self._counts.total))


def reader_version() -> str:
    """Changes whenever a file could be read differently: what was read is then read again."""
    from lecciones import __version__
    from schemas.template import builtin_templates

    return "+".join([__version__, *sorted(template.name for template in builtin_templates())])


def _failed(work: _Work, code: str) -> FileRecord:
    record = file_row(work.job, Status.FAILED, code, size_bytes=work.size_bytes)
    return replace(record, source_sha256=work.sha256) if work.sha256 else record


def _digest(path: Path, limit_bytes: int) -> tuple[str, int]:
    """SHA-256 and size of a file; "" where it cannot be read or is past the limit."""
    try:
        size = path.stat().st_size
        if size > limit_bytes:
            return "", size
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), size
    except OSError:
        return "", 0


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
    except sqlite3.Error as error:
        raise RunError(_store_fault(error), path=str(folder), detail=str(error)) from error


def _store_fault(error: sqlite3.Error) -> str:
    said = str(error)
    if "full" in said:
        return "disk_full"
    return "out_busy" if "locked" in said else "store"
