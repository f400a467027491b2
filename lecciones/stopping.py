"""A polite stop: the first Ctrl+C or SIGTERM lets the files in hand be finished.

The second one stops at once. Either way what was committed stands and a later run goes on.
"""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Stop:
    """Whether somebody asked the run to stop."""

    def __init__(self) -> None:
        self.asked = False

    def ask(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """Notes the first signal and raises `KeyboardInterrupt` at the second."""
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Takes the stopping signals while it lasts; in a thread, where none arrive, it takes none.

    A signal that is ignored when the run begins (`nohup`) stays so.
    """
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    taken = {number: old for number, old in before.items() if old not in (signal.SIG_IGN, None)}
    for number in taken:
        signal.signal(number, stop.ask)
    try:
        yield stop
    finally:
        for number, old in taken.items():
            signal.signal(number, old)
