"""Being stopped politely, and at once."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from benchmarks.kill.__main__ import TABLES, digests, inputs
from lecciones.stopping import Stop, stoppable

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_says_how_to_go_on_and_does(tmp_path: Path, number: signal.Signals) -> None:
    """The files in hand are finished, the status is 1, and the same command ends the work."""
    forms = inputs(tmp_path / "in")
    command = [sys.executable, "-m", "lecciones.cli", "run", str(forms), "--workers", "1", "--out"]
    subprocess.run([*command, str(tmp_path / "whole")], check=True, capture_output=True)
    run = subprocess.Popen([*command, str(tmp_path / "out")], stderr=subprocess.PIPE, text=True)
    store = tmp_path / "out/restricted/store.sqlite-wal"
    while run.poll() is None and not (store.exists() and store.stat().st_size > 100_000):
        time.sleep(0.01)
    run.send_signal(number)
    _, told = run.communicate(timeout=120)
    if run.returncode != 0:  # else it was faster than the signal
        assert run.returncode == 1
        assert "ejecute lo mismo otra vez para continuar" in told
        assert not any((tmp_path / "out" / table).exists() for table in TABLES)
    subprocess.run([*command, str(tmp_path / "out")], check=True, capture_output=True)
    assert digests(tmp_path / "out") == digests(tmp_path / "whole")


def test_the_second_signal_stops_at_once() -> None:
    """The first one only asks."""
    stop = Stop()
    stop.ask()
    assert stop.asked
    with pytest.raises(KeyboardInterrupt):
        stop.ask()


def test_signals_are_given_back() -> None:
    """After the run they mean what they meant before."""
    before = signal.getsignal(signal.SIGTERM)
    with stoppable():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before


def test_in_a_thread_no_signal_is_taken() -> None:
    """Only the main thread may, and a run in another works all the same."""
    seen: list[bool] = []

    def work() -> None:
        with stoppable() as stop:
            seen.append(stop.asked)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [False]
