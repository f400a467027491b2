"""Reading on the workers of a Dask cluster: `lecciones run … --scheduler tcp://host:8786`.

The parent discovers, commits and publishes as in a run on one machine; only the reading is
elsewhere. A worker reads each file in a child of its own, confined as here, and sends back what
has passed the consent gate. Files go there a handful in a task, since a task costs about as much
as a small form; Dask gives the tasks of a worker that was lost to another one.

Inputs lie where all workers see them under the same path. Whoever reaches a scheduler can run
code on it: keep it on a private network, or use `tls://`.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from lecciones.errors import LeccionesError, RunError, UsageError
from lecciones.isolation import Children
from lecciones.jobs import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lecciones.jobs import Job, Limits, Outcome

    _Asked = list[tuple[Job, Future[Outcome]]]

_CONNECT_SECONDS = 15
_COUNT_AGAIN_SECONDS = 2.0
_FILES_A_TASK = 8
_TASKS_A_THREAD = 2  # one that is worked on, and the next one


class ClusterHands:
    """The workers of a cluster, as `pipeline.Hands` are the children of this machine."""

    def __init__(
        self,
        address: str,
        limits: Limits,
        places: tuple[Iterable[Path], Iterable[str]],
        version: str,
    ) -> None:
        """Joins the scheduler; `places` are the inputs, and where links in them lead to.

        `version` is the reader's that every worker has to have.

        Raises:
            UsageError: Dask is not installed, or the address is none.
            RunError: nobody answers there.
        """
        self._limits = limits
        inputs, linked = places
        self._places = tuple(map(str, inputs)), tuple(linked)
        self._version = version
        self._address = address
        self._client = _client(address)
        self._executor = self._client.get_executor(pure=False)
        self._counted: tuple[float, int] | None = None
        self._lock = threading.Lock()
        self._waiting: _Asked = []  # not in a task yet
        self._tasks = 0  # sent, and not back

    @property
    def in_flight(self) -> int:
        """How many files are submitted at most, so that no worker has to wait for the next."""
        return (_TASKS_A_THREAD + 1) * _FILES_A_TASK * self._threads()

    def submit(self, job: Job) -> Future[Outcome]:
        """The job's outcome, once a worker has brought it."""
        outer: Future[Outcome] = Future()
        with self._lock:
            self._waiting.append((job, outer))
        self._send()
        return outer

    def read(self, job: Job) -> Outcome:
        """The same, waited for."""
        return self.submit(job).result()

    def close(self) -> None:
        """Leaves the cluster; what was not begun is forgotten there."""
        with self._lock:
            self._waiting = []
        self._executor.shutdown(wait=False)
        self._client.close()

    def _threads(self) -> int:
        """How many tasks the workers that are there do at once, 1 at least."""
        now = time.monotonic()
        if self._counted is None or now - self._counted[0] > _COUNT_AGAIN_SECONDS:
            self._counted = now, max(1, sum(self._client.nthreads().values()))
        return self._counted[1]

    def _send(self) -> None:
        """Makes a task of what waits, if it is a handful or a worker would have nothing to do."""
        busy = _TASKS_A_THREAD * (self._counted[1] if self._counted else 1)
        with self._lock:
            if not self._waiting or (len(self._waiting) < _FILES_A_TASK and self._tasks >= busy):
                return
            asked, self._waiting = self._waiting, []
            self._tasks += 1
        jobs = tuple(job for job, _ in asked)
        task = self._executor.submit(read_here, jobs, self._limits, *self._places)
        task.add_done_callback(lambda done: self._settle(asked, done))

    def _settle(self, asked: _Asked, done: Future[Any]) -> None:
        with self._lock:
            self._tasks -= 1
        outcomes = self._brought(done, len(asked))
        for (_, outer), outcome in zip(asked, outcomes, strict=True):
            if not outer.set_running_or_notify_cancel():
                continue
            if isinstance(outcome, LeccionesError):
                outer.set_exception(outcome)
            else:
                outer.set_result(outcome)
        if not isinstance(outcomes[0], LeccionesError):
            self._send()

    def _brought(self, done: Future[Any], files: int) -> Sequence[Outcome | LeccionesError]:
        """What became of each of the files of a task."""
        lost = RunError("scheduler_lost", address=self._address)
        try:
            version, outcomes = done.result()
        except LeccionesError as error:
            return [error] * files
        except CancelledError:
            return [lost] * files
        except Exception as error:  # noqa: BLE001  # Dask's own: it gave up, or the link broke
            return [Failure("crashed") if _is_killed(error) else lost] * files
        if version != self._version:
            return [RunError("cluster_differs", mine=self._version, theirs=version)] * files
        return cast("Sequence[Outcome]", outcomes)


def _is_killed(error: Exception) -> bool:
    """Whether one worker after the other was lost over this task."""
    return type(error).__name__ == "KilledWorker"


def _client(address: str) -> Any:  # noqa: ANN401  # Dask's, untyped
    try:
        import distributed
    except ImportError:
        raise UsageError("needs_cluster") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        return distributed.Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except ValueError:
        raise UsageError("bad_scheduler", address=address) from None
    except OSError:  # a time-out is one
        raise RunError("no_scheduler", address=address) from None


_ours: dict[tuple[Limits, tuple[str, ...], tuple[str, ...]], Children] = {}
_lock = threading.Lock()


def read_here(
    jobs: tuple[Job, ...], limits: Limits, inputs: tuple[str, ...], linked: tuple[str, ...]
) -> tuple[str, tuple[Outcome, ...]]:
    """On a worker: the reader's version, and what it made of each job in a child of its own."""
    from lecciones.pipeline import reader_version

    key = (limits, inputs, linked)
    with _lock:
        children = _ours.get(key)
        if children is None:
            _close_all()  # those of an earlier run
            children = _ours[key] = Children(limits, inputs=map(Path, inputs), linked=linked)
    return reader_version(), tuple(map(children.read_isolated, jobs))


@atexit.register
def _close_all() -> None:
    for children in _ours.values():
        children.close()
    _ours.clear()
