"""Command line: what hostile files cost a run.

Good forms are read alone, then with hostile files among them (`--share`, 5 %), with as many
workers as processors; the ratios of processor time and of time by the clock are printed. The
hostile files are those made at home (`tests/hostile`), drawn evenly from all of them and each
with its own bytes. `--each` has each of them read alone instead, and tells the costliest.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import lecciones
from tests.hostile import attack_files
from tests.lecciones.builders import NO, YES, form_docx

if TYPE_CHECKING:
    from collections.abc import Sequence

_SEED = 20261128


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor (parent, children and theirs) and by the clock; forms published."""

    cpu: float
    clock: float
    published: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmark; 0 where each good form was published among the hostile files."""
    parser = argparse.ArgumentParser(prog="benchmarks.hostile", description=__doc__)
    parser.add_argument("--forms", type=int, default=10_000)
    parser.add_argument("--share", type=float, default=0.05, help="of the files that are hostile")
    parser.add_argument("--workers", type=int, help="as `lecciones run` has it, if not given")
    parser.add_argument("--each", action="store_true", help="read each hostile file by itself")
    options = parser.parse_args(arguments)
    if options.each:
        return _each()
    hostile = round(options.forms * options.share)
    good = options.forms - hostile
    with tempfile.TemporaryDirectory(prefix="lecciones-hostile-") as place:
        base = Path(place)
        _good(base / "in", good)
        alone = _cost(base / "in", base / "alone", options.workers)
        _hostile(base / "in", hostile, good)
        among = _cost(base / "in", base / "among", options.workers)
    print(f"{good} good forms alone: {alone.cpu:.0f} s of CPU, {alone.clock:.0f} s by the clock")
    print(f"with {hostile} hostile files: {among.cpu:.0f} s of CPU, {among.clock:.0f} s")
    print(f"published {alone.published} and {among.published}")
    print(f"ratio {among.cpu / alone.cpu:.2f} of CPU, {among.clock / alone.clock:.2f} by the clock")
    return int(among.published != alone.published)


def _good(folder: Path, count: int) -> None:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:06}.docx").write_bytes(form_docx(YES, f"Tema número {number}"))


def _hostile(folder: Path, count: int, good: int) -> None:
    """Each kind as often as each other one, but for the rest, which is drawn."""
    files = list(attack_files(form_docx(NO)).items())
    rounds, rest = divmod(count, len(files))
    drawn = [*files * rounds, *Random(_SEED).sample(files, rest)]
    for number, (name, data) in enumerate(drawn):
        # Among the good ones, for files are taken in the order of their names.
        (folder / f"{number * good // count:06}-{name}").write_bytes(data)


def _cost(forms: Path, out: Path, workers: int | None) -> Cost:
    began, used = time.monotonic(), _cpu_seconds()
    summary = lecciones.run(forms, out, workers=workers)
    published = int(summary.by_status.get("published", 0))
    return Cost(_cpu_seconds() - used, time.monotonic() - began, published)


def _cpu_seconds() -> float:
    """Of this process and of its children that have ended, with theirs."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _each() -> int:
    """What each hostile file costs above what a run with one small form does."""
    costs: list[tuple[float, str]] = []
    with tempfile.TemporaryDirectory(prefix="lecciones-hostile-") as place:
        base = Path(place)
        small = min(_alone(base, str(n), "form.docx", form_docx(YES)).cpu for n in range(3))
        for name, data in attack_files(form_docx(NO)).items():
            cost = _alone(base, name, name, data)
            costs.append((cost.cpu - small, name))
    print(
        f"{len(costs)} files, {sum(seconds for seconds, _ in costs):.1f} s of CPU; the costliest:"
    )
    for seconds, name in sorted(costs, reverse=True)[:20]:
        print(f"  {seconds:.2f} {name}")
    return 0


def _alone(base: Path, place: str, name: str, data: bytes) -> Cost:
    folder = base / place
    folder.mkdir()
    (folder / name).write_bytes(data)
    return _cost(folder, base / f"{place}.out", 1)


if __name__ == "__main__":
    sys.exit(main())
