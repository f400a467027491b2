"""Command line: kills runs at random moments, continues them, and compares the bytes.

Each time the victim is drawn: the parent at any moment, a reading child at any moment, or the
parent while it publishes. Then the same command is given again until it ends well; its
dataset has to have the bytes of the undisturbed run, and nothing may be left beside it.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tests.lecciones.builders import (
    BOTH,
    NO,
    UNMARKED,
    YES,
    folder_of,
    form_docx,
    letter_docx,
    mailed,
    zipped,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TABLES = (
    "lessons.parquet", "lessons.csv", "answers.parquet", "restricted/forms.parquet",
    "restricted/forms.csv", "restricted/contacts.parquet",
)  # fmt: skip
VICTIMS = ("parent", "reader", "publisher")
_TRIES = 5


def inputs(folder: Path) -> Path:
    """Forms of each outcome, an archive and a mail."""
    forms = {f"sí {n}.docx": form_docx(YES, f"Tema {n}") for n in range(6)}
    more = {
        "no.docx": form_docx(NO, "Nómina"),
        "sin marca.docx": form_docx(UNMARKED, "Compras"),
        "ambas.docx": form_docx(BOTH, "Almacén"),
        "copia.docx": form_docx(YES, "Tema 1"),
        "carta.docx": letter_docx(),
        "vacío.docx": b"",
        "paquete.zip": zipped(
            {"a.docx": form_docx(YES, "Vial"), "b.docx": form_docx(NO, "Tema 2")}
        ),
        "correo.eml": mailed({"c.docx": form_docx(YES, "Talento")}),
    }
    return folder_of(folder, forms | more)


def digests(out: Path) -> dict[str, str]:
    """SHA-256 of each table."""
    return {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in TABLES}


def start(forms: Path, out: Path) -> subprocess.Popen[bytes]:
    """A run in a process of its own."""
    command = [sys.executable, "-m", "lecciones.cli", "run", str(forms), "--out", str(out)]
    return subprocess.Popen(
        [*command, "--quiet", "--workers", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def readers_of(pid: int) -> list[int]:
    """The reading children of a run."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == pid and b"lecciones.worker" in (place / "cmdline").read_bytes():
                found.append(int(place.name))
    return found


def disturb(run: subprocess.Popen[bytes], out: Path, victim: str, after: float) -> bool:
    """Kills the victim at its moment; False where the run was over before."""
    if victim == "publisher":
        _until(lambda: run.poll() is not None or _publishes(out))
        time.sleep(after / 50)
    else:
        _until(lambda: run.poll() is not None, after)
    if run.poll() is not None:
        return False
    targets = readers_of(run.pid) if victim == "reader" else [run.pid]
    for target in targets[:1]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(target, signal.SIGKILL)
    return bool(targets)


def _publishes(out: Path) -> bool:
    return any(out.glob(".*.lecciones-part")) or any(out.glob("restricted/.*.lecciones-part"))


def _until(done: Callable[[], bool], seconds: float = 600.0) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not done():
        time.sleep(0.002)


def one(forms: Path, folder: Path, wanted: dict[str, str], rng: Random, whole: float) -> str:
    """Disturbs one run and continues it; what happened, beginning with `wrong` if that."""
    out = folder / "out"
    victim = rng.choice(VICTIMS)
    run = start(forms, out)
    hit = disturb(run, out, victim, rng.random() * whole)
    status = run.wait()
    tries = 0
    while status != 0 and tries < _TRIES:
        status, tries = start(forms, out).wait(), tries + 1
    if status != 0:
        return f"wrong: never ended well ({status})"
    if digests(out) != wanted:
        return f"wrong: other bytes after {victim}"
    if left := [path.name for path in out.rglob(".*") if path.is_file()]:
        return f"wrong: left over {left}"
    return f"{victim} killed" if hit else "over before the kill"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmark; 0 where each run ended with the bytes of the undisturbed one."""
    parser = argparse.ArgumentParser(prog="benchmarks.kill", description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    rng = Random(options.seed)
    seen: Counter[str] = Counter()
    base = Path(tempfile.mkdtemp(prefix="lecciones-kill-"))
    try:
        forms = inputs(base / "in")
        began = time.monotonic()
        if start(forms, base / "whole").wait() != 0:
            raise SystemExit("the undisturbed run failed")
        whole = time.monotonic() - began
        wanted = digests(base / "whole")
        for number in range(options.runs):
            result = one(forms, base / str(number), wanted, rng, whole)
            seen[result] += 1
            shutil.rmtree(base / str(number), ignore_errors=True)
            if (number + 1) % 20 == 0 or result.startswith("wrong"):
                print(f"{number + 1}: {result}", flush=True)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    for result, count in seen.most_common():
        print(f"{result}: {count}")
    return int(any(result.startswith("wrong") for result in seen))


if __name__ == "__main__":
    sys.exit(main())
