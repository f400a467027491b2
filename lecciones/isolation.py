"""One function that reads one file in a child process: `read_isolated`.

The child has a time limit that kills, a memory limit, an environment without secrets, no
network and no way to write files (see `lecciones.worker`). It is used again until it
misbehaves. It is a plain program of its own rather than a fork of the caller: it never
imports the caller's main module, so `lecciones.run` works in a script without a main guard,
in a notebook and under any executor; and it starts with an environment that we choose.

What comes back is opened by an unpickler that knows only the records of this project, so a
child that a hostile file took over cannot run code in the parent.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import subprocess
import sys
import tempfile
import threading
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from lecciones.errors import RunError
from lecciones.jobs import Converted, Failure, Ready, Start, ToConvert, file_row
from lecciones.office import end_family, find_office
from lecciones.places import fetch, is_remote, version_of
from lecciones.worker import NEXT_PAGE, read_payload, write_frame
from lecciones.workshop import Workshop
from schemas.records import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lecciones.jobs import Job, Limits, Outcome

_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TESSDATA_PREFIX", "LECCIONES_DEBUG")
_SET = {
    "LC_ALL": "C.UTF-8",
    "PYTHONSAFEPATH": "1",
    "PYTHONUTF8": "1",
    "PYTHONHASHSEED": "0",
    "PYDANTIC_DISABLE_PLUGINS": "__all__",
    "OMP_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
_GOES_ON = ("internal_error", "not_converted")
CONVERTER = (sys.executable, "-m", "lecciones.converter")
READER = (sys.executable, "-m", "lecciones.worker")
_START_SECONDS = 120.0
_BUSY_SHARE = 0.8  # of its time that a child worked, from which more time would not help
_JOBS_A_CHILD = 1000  # a new child now and then bounds what a library leaks
_RECORDS = ("lecciones.jobs", "schemas.records", "schemas.reading", "extract.model")


class Children:
    """The reading children of one run: one for each thread that asks. Use as a context.

    `inputs` are the files and folders that they have to read: where the kernel can, it lets
    them read nothing else of the user's. None lets them read what the user may. `linked` are
    the places outside of the inputs that links lead to, as `Job.linked` has them.
    """

    def __init__(
        self,
        limits: Limits,
        command: tuple[str, ...] = READER,
        *,
        inputs: Iterable[Path] | None = None,
        linked: Iterable[str] = (),
    ) -> None:
        self._limits = limits
        self._command = command
        self._mine = threading.local()
        self._lock = threading.Lock()
        self._all: set[_Child] = set()
        self._home = Workshop()
        self._readable = None if inputs is None else _readable(inputs, self._home.folder)
        self._linked = frozenset(linked)
        self._office = find_office()
        self._closed = False

    def __enter__(self) -> Children:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read_isolated(self, job: Job) -> Outcome:
        """The job's outcome; a `Failure` where the child crashed or ran out of time.

        What LibreOffice has to open first is converted by a child of its own, and read from
        what came out; that is removed at once.

        Raises:
            RunError: no child can be started at all.
        """
        if is_remote(job.path):
            try:
                job = replace(job, path=str(self._fetched(job)))
            except FileNotFoundError:
                return file_row(job, Status.UNREADABLE, "unreadable_file")
        if job.linked and self._readable is not None and job.linked not in self._linked:
            self._widen(job.linked)
        outcome = self._ask("reader", job)
        if not isinstance(outcome, ToConvert):
            return cast("Outcome", outcome)
        if not self._office:
            return cast("Outcome", self._ask("reader", replace(job, not_converted="needs_office")))
        made = self._ask("converter", job)
        if isinstance(made, Converted):
            try:
                return cast("Outcome", self._ask("reader", replace(job, converted=made.path)))
            finally:
                Path(made.path).unlink(missing_ok=True)
        if isinstance(made, Failure) and made.code != "not_converted":
            return made
        return cast("Outcome", self._ask("reader", replace(job, not_converted="not_converted")))

    def _widen(self, place: str) -> None:
        """Another place to read: what a child may read is fixed, so this thread gets a new one."""
        with self._lock:
            self._linked |= {place}
        child: _Child | None = getattr(self._mine, "reader", None)
        if child is not None:
            self._drop("reader", child)

    def _fetched(self, job: Job) -> Path:
        """A remote file in our own folder: the members of a container come one after the other."""
        version = version_of(job.path) if job.address else ""
        held: tuple[str, str, Path] | None = getattr(self._mine, "fetched", None)
        if held is not None and version and held[:2] == (job.path, version):
            return held[2]
        if held is not None:
            held[2].unlink(missing_ok=True)
        handle, name = tempfile.mkstemp(dir=self._home.folder)
        os.close(handle)
        version = version or version_of(job.path)
        self._mine.fetched = (job.path, version, Path(name))
        fetch(job.path, Path(name), self._limits.file_bytes)
        return Path(name)

    def protections(self) -> tuple[str, ...]:
        """Which of `lecciones.confinement.LAYERS` hold the reading children on this machine.

        Raises:
            RunError: no child can be started at all.
        """
        return self._usable("reader").protections

    def _ask(self, kind: str, job: Job) -> object:
        child = self._usable(kind)
        answer = child.ask(job)
        if not child.usable:
            self._drop(kind, child)
        return answer

    def _usable(self, kind: str) -> _Child:
        child: _Child | None = getattr(self._mine, kind, None)
        if child is None or not child.usable:
            child = self._start(kind)
        return child

    def close(self) -> None:
        """Ends all children, whatever they are doing."""
        with self._lock:
            self._closed = True
            children, self._all = self._all, set()
        for child in children:
            child.kill()
        self._home.close()

    def _start(self, kind: str) -> _Child:
        if self._closed:
            raise RunError("cannot_start")
        if kind == "converter":
            # Within our own folder: it is swept with it, and the reader may read there.
            workshop = Workshop(self._home.folder)
            child = _Child(Start(self._limits), (*CONVERTER, self._office), workshop=workshop)
        else:
            inputs = self._readable
            readable = None if inputs is None else (*inputs, *self._linked)
            start = Start(self._limits, readable)
            child = _Child(start, self._command, str(self._home.folder))
        with self._lock:
            self._all.add(child)
        setattr(self._mine, kind, child)
        return child

    def _drop(self, kind: str, child: _Child) -> None:
        child.kill()
        with self._lock:
            self._all.discard(child)
        setattr(self._mine, kind, None)


def _readable(inputs: Iterable[Path], home: Path) -> tuple[str, ...]:
    """The folders to read in: a file that is replaced while a run goes on is another file."""
    folders = (path if path.is_dir() else path.parent for path in inputs)
    return (*dict.fromkeys(str(folder) for folder in folders), str(home))


class _Child:
    """One child process and the pipes to it; `workshop` is a folder of its own, if it has one."""

    def __init__(
        self,
        start: Start,
        command: tuple[str, ...],
        temp: str = "",
        *,
        workshop: Workshop | None = None,
    ) -> None:
        self._workshop = workshop
        temp = temp if workshop is None else str(workshop.folder)
        self._limits = start.limits
        self._left = _JOBS_A_CHILD
        self._gone = False
        self._process = _launch(command, temp)
        self._jobs = cast("IO[bytes]", self._process.stdin)
        self._outcomes = cast("IO[bytes]", self._process.stdout)
        ready = self._exchange(start, _START_SECONDS)
        if not isinstance(ready, Ready):
            self.kill()
            raise RunError("cannot_start")
        self.protections = ready.protections

    @property
    def usable(self) -> bool:
        return not self._gone and self._left > 0

    def ask(self, job: Job) -> object:
        self._left -= 1
        answer = self._exchange(job, self._limits.seconds)
        if isinstance(answer, Failure) and answer.code not in _GOES_ON:
            self._gone = True  # killed, crashed or out of memory: no state to go on from
        return answer

    def kill(self) -> None:
        self._gone = True
        end_family(self._process)
        if self._workshop is not None:
            self._workshop.close()
        for pipe in (self._jobs, self._outcomes):
            with contextlib.suppress(OSError):
                pipe.close()

    def _exchange(self, value: object, seconds: float) -> object:
        """Sends a value and waits for the answer; the watchdog kills when time is up."""
        late = threading.Event()
        pid = self._process.pid
        worked = began = cpu_seconds(pid)

        def end() -> None:
            nonlocal worked
            worked = cpu_seconds(pid)
            late.set()
            end_family(self._process)

        watchdog = _started(seconds, end)
        pages = self._limits.scanned_pages
        try:
            write_frame(self._jobs, value)
            while (payload := read_payload(self._outcomes)) is not None:
                answer = open_safely(payload)
                if answer != NEXT_PAGE:
                    return answer
                pages -= 1
                if pages >= 0:  # a page that is read from its picture has its own time
                    watchdog.cancel()
                    began = cpu_seconds(pid)
                    watchdog = _started(seconds, end)
        except (OSError, ValueError, EOFError, pickle.UnpicklingError, AttributeError, TypeError):
            pass  # a broken pipe or a broken answer: the child is lost either way
        finally:
            watchdog.cancel()
        if not late.is_set():
            return Failure("crashed")
        return Failure("timed_out", certain=worked - began >= _BUSY_SHARE * seconds)


def cpu_seconds(pid: int) -> float:
    """Processor time that a process has used; 0 where the system does not tell (proc(5))."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, AttributeError):
        return 0.0


def _started(seconds: float, end: Callable[[], None]) -> threading.Timer:
    watchdog = threading.Timer(seconds, end)
    watchdog.daemon = True
    watchdog.start()
    return watchdog


class _RecordsOnly(pickle.Unpickler):
    """Opens records of this project and dates, and refuses every other name."""

    def find_class(self, module: str, name: str) -> object:
        if (module in _RECORDS and "." not in name) or (module, name) == ("datetime", "date"):
            found = getattr(importlib.import_module(module), name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError("not a record")


def open_safely(payload: bytes) -> object:
    """The value in a child's answer.

    Raises:
        pickle.UnpicklingError: it names anything but this project's records.
    """
    return _RecordsOnly(BytesIO(payload)).load()


def _launch(command: tuple[str, ...], temp: str) -> subprocess.Popen[bytes]:
    quiet = None if os.environ.get("LECCIONES_DEBUG") else subprocess.DEVNULL
    try:
        return subprocess.Popen(  # noqa: S603  # our own interpreter
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=quiet,
            cwd=temp,
            env=_environment(temp),
            start_new_session=True,  # Ctrl+C reaches the parent only
        )
    except OSError:
        raise RunError("cannot_start") from None


def _environment(temp: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    places = dict.fromkeys(("TMPDIR", "TEMP", "TMP", "HOME"), temp)
    return {**kept, **_SET, **places, "PYTHONPATH": os.pathsep.join(_module_folders())}


def _module_folders() -> list[str]:
    """Where the caller finds modules, without its working folder: forms may lie there."""
    own = str(Path(__file__).parents[1])
    here = Path.cwd()
    others = [entry for entry in sys.path if entry and Path(entry).resolve() != here]
    return list(dict.fromkeys([own, *(str(Path(entry).absolute()) for entry in others)]))
