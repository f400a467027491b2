"""The reading child: `python -m lecciones.worker`, one job at a time over its pipes.

Before it sees an input it gives up what reading does not need (see `lecciones.confinement`).
What a library prints goes nowhere, so no content reaches a log.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import struct
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

NEXT_PAGE = "page"
"""Sent before each page that is read from its picture: the clock starts anew."""

_COLLECT_EVERY = (50_000, 20, 20)  # see `gc.set_threshold`
_LENGTH = struct.Struct(">Q")


def write_frame(stream: IO[bytes], value: object) -> None:
    """Sends one value: eight bytes of length (big endian), then its pickle."""
    payload = pickle.dumps(value, protocol=5)
    stream.write(_LENGTH.pack(len(payload)) + payload)
    stream.flush()


def read_payload(stream: IO[bytes]) -> bytes | None:
    """The next pickle, not yet opened; None where the other side is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    payload = stream.read(length)
    return payload if len(payload) == length else None


def main() -> None:
    """Reads jobs until the parent closes the pipe."""
    jobs, outcomes = take_streams()
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    from extract import progress
    from extract.bounds import set_bounds
    from lecciones import reading
    from lecciones.confinement import confine
    from lecciones.jobs import Ready

    _collect_seldom()
    start = pickle.loads(read_payload(jobs) or b"")  # noqa: S301  # from the parent
    limits = start.limits
    set_bounds(limits.bounds)
    write_frame(outcomes, Ready(confine(start)))

    def next_page() -> None:
        write_frame(outcomes, NEXT_PAGE)
        _alarm(limits.seconds * 1.5 + 5)

    progress.listener = next_page
    while (payload := read_payload(jobs)) is not None:
        job = pickle.loads(payload)  # noqa: S301  # from the parent
        _alarm(limits.seconds * 1.5 + 5)
        outcome = reading.read_job(job, limits)
        _alarm(0)
        write_frame(outcomes, outcome)


def _collect_seldom() -> None:
    """A form is thousands of small records without circles: most looks at them find nothing."""
    gc.freeze()
    gc.set_threshold(*_COLLECT_EVERY)


def take_streams() -> tuple[IO[bytes], IO[bytes]]:
    """The pipes to the parent, out of reach of whatever a library reads or prints."""
    jobs, outcomes = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return jobs, outcomes


def _alarm(seconds: float) -> None:
    """Ends this process should the parent be gone when time is up."""
    set_timer: Callable[[int, float], object] | None = getattr(signal, "setitimer", None)
    if set_timer is not None:
        set_timer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main()
