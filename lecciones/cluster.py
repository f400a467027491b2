"""Reading on the workers of a Dask cluster: `lecciones run … --scheduler tcp://host:8786`.

The parent discovers, commits and publishes as in a run on one machine; only the reading is
elsewhere. A worker reads each file in a child of its own, confined as here, and sends back what
has passed the consent gate. Dask gives the files of a worker that was lost to another one.

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
from typing import TYPE_CHECKING, Any

from lecciones.errors import LeccionesError, RunError, UsageError
from lecciones.isolation import Children
from lecciones.jobs import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lecciones.jobs import Job, Limits, Outcome

_CONNECT_SECONDS = 15
_COUNT_AGAIN_SECONDS = 2.0


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

    @property
    def width(self) -> int:
        """How many files the workers that are there read at once, 1 at least."""
        now = time.monotonic()
        if self._counted is None or now - self._counted[0] > _COUNT_AGAIN_SECONDS:
            self._counted = now, max(1, sum(self._client.nthreads().values()))
        return self._counted[1]

    def submit(self, job: Job) -> Future[Outcome]:
        """The job's outcome, once a worker has brought it."""
        asked = self._executor.submit(read_here, job, self._limits, *self._places)
        outer: Future[Outcome] = Future()
        asked.add_done_callback(lambda done: self._settle(outer, done))
        return outer

    def read(self, job: Job) -> Outcome:
        """The same, waited for."""
        return self.submit(job).result()

    def close(self) -> None:
        """Leaves the cluster; what was not begun is forgotten there."""
        self._executor.shutdown(wait=False)
        self._client.close()

    def _settle(self, outer: Future[Outcome], done: Future[Any]) -> None:
        if not outer.set_running_or_notify_cancel():
            return
        try:
            version, outcome = done.result()
        except LeccionesError as error:
            outer.set_exception(error)
        except CancelledError:
            outer.set_exception(RunError("scheduler_lost", address=self._address))
        except Exception as error:  # noqa: BLE001  # Dask's own: it gave up, or the link broke
            outer.set_result(Failure("crashed")) if _is_killed(error) else outer.set_exception(
                RunError("scheduler_lost", address=self._address)
            )
        else:
            if version == self._version:
                outer.set_result(outcome)
            else:
                outer.set_exception(RunError("cluster_differs", mine=self._version, theirs=version))


def _is_killed(error: Exception) -> bool:
    """Whether one worker after the other was lost over this file."""
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
    job: Job, limits: Limits, inputs: tuple[str, ...], linked: tuple[str, ...]
) -> tuple[str, Outcome]:
    """On a worker: the reader's version, and what it made of the job in a child of its own."""
    from lecciones.pipeline import reader_version

    key = (limits, inputs, linked)
    with _lock:
        children = _ours.get(key)
        if children is None:
            _close_all()  # those of an earlier run
            children = _ours[key] = Children(limits, inputs=map(Path, inputs), linked=linked)
    return reader_version(), children.read_isolated(job)


@atexit.register
def _close_all() -> None:
    for children in _ours.values():
        children.close()
    _ours.clear()
