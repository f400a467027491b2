"""`python -m benchmarks.masking`: recall and precision of masking on fresh labelled texts.

Exits with 1 where recall on known names, e-mails, phones and cédulas is under 99.5 %, or
precision under 99 %.
"""

from __future__ import annotations

import argparse
import secrets
import sys
from random import Random

from benchmarks.accuracy.stats import upper_bound
from benchmarks.masking.measure import KNOWN, Score
from benchmarks.masking.texts import draw

RECALL, PRECISION = 0.995, 0.99


def main() -> int:
    """Prints the figures; 0 where both promises are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=1000, help="how many texts")
    parser.add_argument("--seed", type=int, default=None, help="0 to 999 are for tuning")
    parser.add_argument("--show", type=int, default=5, help="examples of what went wrong")
    options = parser.parse_args()
    seed = secrets.randbelow(10**9) + 10_000 if options.seed is None else options.seed
    score = Score()
    rng = Random(seed)
    for _ in range(options.texts):
        score.take(draw(rng))
    print(f"{options.texts} texts, seed {seed}")
    kept = _print(score)
    for title, examples in (("missed", score.missed), ("wrongly masked", score.wrong)):
        for example in examples[: options.show]:
            print(f"{title}: {example!r}")
    return 0 if kept else 1


def _print(score: Score) -> bool:
    print("recall")
    for kind in sorted(score.there):
        print(f"  {kind:28} {_share(score.found[kind], score.there[kind])}")
    kept = True
    print("recall, promised at least 99.5 %")
    for name, beginnings in KNOWN.items():
        found, there = score.recall_of(beginnings)
        kept &= found >= RECALL * there
        print(f"  {name:28} {_share(found, there)}")
    print("precision, promised at least 99 %")
    for kind in sorted(score.masked):
        print(f"  {kind:28} {_share(score.right[kind], score.masked[kind])}")
    right, masked = score.right.total(), score.masked.total()
    print(f"  {'all':28} {_share(right, masked)}")
    return kept and right >= PRECISION * masked


def _share(part: int, whole: int) -> str:
    least = 1 - upper_bound(whole - part, whole)
    return f"{part:5} of {whole:5}  {part / max(whole, 1):8.2%}  (95 %: at least {least:.2%})"


if __name__ == "__main__":
    sys.exit(main())
