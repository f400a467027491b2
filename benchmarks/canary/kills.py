"""Runs and revocations killed at random moments, and what is left after each."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.canary.search import canaries_in, canaries_under

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from benchmarks.canary.forms import Planted


@dataclass(slots=True)
class Tally:
    """Moments at which something was killed, and the canaries that should not be there."""

    kills: int = 0
    ended_first: int = 0
    leaks: int = 0


class Place:
    """A folder with forms, a dataset and a private folder for temporary files."""

    def __init__(self, base: Path) -> None:
        self.forms, self.out, self.temp = base / "forms", base / "out", base / "temp"
        self.temp.mkdir(parents=True, exist_ok=True)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """The program with its temporary files in the private folder."""
        return subprocess.Popen(
            [sys.executable, "-m", "lecciones.cli", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "TMPDIR": str(self.temp), "LECCIONES_LANG": "es"},
            start_new_session=True,
        )

    def call(self, *arguments: str) -> str:
        """What the program prints until it ends."""
        with self.start(*arguments) as program:
            said, _ = program.communicate(timeout=600)
        return said

    def run_arguments(self) -> tuple[str, ...]:
        """A run over all forms."""
        return ("run", str(self.forms), "--out", str(self.out), "--workers", "2")

    def leaks(self, forbidden: set[str], said: str = "") -> set[str]:
        """Which of the forbidden canaries are anywhere."""
        found = set(canaries_under([self.out, self.temp])) | canaries_in(said)
        return found & forbidden


def killed(place: Place, arguments: tuple[str, ...], after_s: float) -> tuple[str, bool]:
    """What was printed until the program was killed, and whether it was still at work."""
    with place.start(*arguments) as program:
        with contextlib.suppress(subprocess.TimeoutExpired):
            said, _ = program.communicate(timeout=after_s)
            return said, False
        program.send_signal(signal.SIGKILL)
        said, _ = program.communicate()
    time.sleep(0.05)  # the reading children see their pipe close
    return said, True


def kill_runs(place: Place, planted: list[Planted], moments: int, rng: Random) -> Tally:
    """Kills a run at random moments, going on each time from where the last one was killed.

    The dataset starts anew whenever a run came to its end.
    """
    forbidden = {one.canary for one in planted if not one.consented}
    tally = Tally()
    began = time.monotonic()
    place.call(*place.run_arguments())
    whole_s = time.monotonic() - began
    _clear(place)
    while tally.kills < moments:
        said, at_work = killed(place, place.run_arguments(), rng.uniform(0.3, 0.8 * whole_s))
        tally.leaks += len(place.leaks(forbidden, said))
        if at_work:
            tally.kills += 1
        else:
            tally.ended_first += 1
            _clear(place)
    return tally


def kill_revocations(place: Place, planted: list[Planted], moments: int, rng: Random) -> Tally:
    """Kills a revocation at random moments; after the next run nothing of the lesson is left.

    A revocation that was killed before it was written down has not happened: it is asked for
    again, as a person would.
    """
    tally = Tally()
    gone = {one.canary for one in planted if not one.consented}
    place.call(*place.run_arguments())
    for one in [p for p in planted if p.consented][:moments]:
        arguments = ("revoke", str(place.out), one.source)
        said, at_work = killed(place, arguments, rng.uniform(0.3, 2.5))
        tally.kills += at_work
        tally.ended_first += not at_work
        said += place.call(*arguments)
        gone.add(one.canary)
        tally.leaks += len(place.leaks(gone, said))
    return tally


def _clear(place: Place) -> None:
    import shutil

    shutil.rmtree(place.out, ignore_errors=True)
