"""Command line: prints forms, fills the boxes by pen or as printed, scans them, reads them.

A field of a scan counts as right where its value is at least 0.97 similar to the truth (dates,
states and the consent must be exact). Most of the forms that have printed boxes are marked by
pen. With `--results FILE` each form's result is kept there as it comes, and a run that was cut
off goes on where it was. It exits with 1 where a form without a clear Sí was read as having one.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

from benchmarks.resume import each, keep, kept
from benchmarks.scans.cases import choose, made_in_batches
from benchmarks.scans.measure import read
from benchmarks.scans.report import is_false, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.scans.measure import FormRow

_JUDGING_FROM = 10_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmark and prints its figures."""
    parser = argparse.ArgumentParser(prog="benchmarks.scans", description=__doc__)
    parser.add_argument("--forms", type=int, default=300)
    parser.add_argument("--seed", type=int, help="a fresh judging seed if left out")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("--results", type=Path, metavar="FILE", help="kept and gone on with there")
    options = parser.parse_args(arguments)
    seed = options.seed
    if seed is None:
        seed = SystemRandom().randrange(_JUDGING_FROM, 10_000_000)
    print(f"seed {seed}, {options.forms} scanned forms", flush=True)
    cases = choose(seed, options.forms)
    rows: list[FormRow] = kept(options.results)
    done = {int(row["name"][:6]) for row in rows}
    todo = [case for case in cases if case.seed not in done]
    for row in each(read, made_in_batches(todo), options.workers, chunk=3):
        rows.append(row)
        keep(row, options.results)
    print("\n".join(text(rows, options.worst, fresh=len(todo))))
    return int(any(is_false(row) for row in rows))


if __name__ == "__main__":
    sys.exit(main())
