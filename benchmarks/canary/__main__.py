"""`python -m benchmarks.canary`: forms with canaries, runs, revocations and kills; what is left.

Exits with 1 where a canary of a form without a clear Sí, or of a revoked lesson, is found in
any byte of the dataset, of the temporary folder or of what was printed.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
from pathlib import Path
from random import Random

from benchmarks.canary.forms import plant
from benchmarks.canary.kills import Place, Tally, kill_revocations, kill_runs


def main() -> int:
    """Prints how often what was killed, and what was found; 0 where nothing was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=300)
    parser.add_argument("--kills", type=int, default=100, help="killed runs")
    parser.add_argument("--revocations", type=int, default=20, help="killed revocations")
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = secrets.randbelow(10**9) if options.seed is None else options.seed
    rng = Random(seed)
    print(f"seed {seed}")
    with tempfile.TemporaryDirectory(prefix="canary-") as base:
        place = Place(Path(base))
        planted = plant(place.forms, options.forms, rng)
        withheld = sum(not one.consented for one in planted)
        print(f"{len(planted)} forms, {withheld} of them without a clear Sí")
        said = place.call(*place.run_arguments())
        forbidden = {one.canary for one in planted if not one.consented}
        leaks = len(place.leaks(forbidden, said))
        there = len(place.leaks({one.canary for one in planted if one.consented}))
        print(f"one run: {leaks} canaries found; of {len(planted) - withheld} with Sí: {there}")
        tallies = {
            "runs": kill_runs(place, planted, options.kills, rng),
            "revocations": kill_revocations(place, planted, options.revocations, rng),
        }
    return _tell(tallies, leaks)


def _tell(tallies: dict[str, Tally], leaks: int) -> int:
    for name, tally in tallies.items():
        told = f"{tally.kills} killed, {tally.ended_first} ended before"
        print(f"{name}: {told}; {tally.leaks} canaries found")
        leaks += tally.leaks
    return 1 if leaks else 0


if __name__ == "__main__":
    sys.exit(main())
