"""A reading child that does what it is told: what a hostile file could make a reader do."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_STUB = """
import os, pickle, sys, time
from lecciones import worker
from lecciones.confinement import confine
from lecciones.jobs import Ready
jobs, outcomes = worker.take_streams()
start = pickle.loads(worker.read_payload(jobs))
worker.write_frame(outcomes, Ready(confine(start)))
while (payload := worker.read_payload(jobs)) is not None:
    job = pickle.loads(payload)
    try:
        outcome = eval(job.path)
    except BaseException as error:
        outcome = type(error).__name__
    worker.write_frame(outcomes, outcome)
"""


def stub_command(folder: Path) -> tuple[str, ...]:
    """How to start one; its program is written into the folder. It evaluates a job's path."""
    script = folder / "stub.py"
    script.write_text(_STUB, encoding="utf-8")
    return sys.executable, str(script)
