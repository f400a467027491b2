"""Command line: draws short forms with pen strokes, reads them, counts the verdicts.

Seeds from 10,000 on only judge. With `--results FILE` each verdict is kept there as it comes, and
a run that was cut off goes on where it was. It exits with 1 where a form without a clear Sí was
read as one.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

from benchmarks.accuracy.stats import upper_bound
from benchmarks.resume import each, keep, kept
from schemas.reading import Consent
from tests.forms.consent_strips import draw_strip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_JUDGING_FROM = 10_000
Verdict = tuple[int, str, str, str, str]
"""Seed, truth, what was read, the rule, and the strokes."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmark and prints its figures."""
    parser = argparse.ArgumentParser(prog="benchmarks.consent_crops", description=__doc__)
    parser.add_argument("--crops", type=int, default=1000)
    parser.add_argument("--seed", type=int, help="a fresh judging seed if left out")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--results", type=Path, metavar="FILE", help="kept and gone on with there")
    options = parser.parse_args(arguments)
    seed = options.seed
    if seed is None:
        seed = SystemRandom().randrange(_JUDGING_FROM, 10_000_000)
    print(f"seed {seed}, {options.crops} crops", flush=True)
    began = time.perf_counter()
    verdicts: list[Verdict] = list(map(_verdict, kept(options.results)))
    done = {verdict[0] for verdict in verdicts}
    seeds = [number for number in range(seed, seed + options.crops) if number not in done]
    for verdict in each(read, seeds, options.workers, chunk=10):
        verdicts.append(verdict)
        keep(verdict, options.results)
    print(f"read in {time.perf_counter() - began:.0f} s")
    print("\n".join(_report(verdicts)))
    return int(any(_is_false(v) for v in verdicts))


def _verdict(row: list[object]) -> Verdict:
    """A verdict as it was kept."""
    seed, *texts = row
    truth, told, rule, strokes = map(str, texts)
    return int(str(seed)), truth, told, rule, strokes


def read(seed: int) -> Verdict:
    """The verdict on one crop."""
    from extract.ocr.objects import page_objects
    from extract.ocr.straighten import Photo
    from extract.pdf.assemble import assemble
    from normalize import read_forms

    strip = draw_strip(seed)
    forms = read_forms(assemble([page_objects(Photo(strip.picture, strip.wear.dpi), 1)]))
    strokes = "/".join(str(stroke or "-") for stroke in strip.strokes)
    if not forms:
        return seed, str(strip.truth), "no form", "", strokes
    consent = forms[0].consent
    return seed, str(strip.truth), str(consent.verdict), consent.rule, strokes


def _is_false(verdict: Verdict) -> bool:
    return verdict[2] == Consent.YES and verdict[1] != Consent.YES


def _report(verdicts: list[Verdict]) -> Iterator[str]:
    right = sum(v[1] == v[2] for v in verdicts)
    undecided = sum(v[1] != v[2] and v[2] in {Consent.UNCLEAR, "no form"} for v in verdicts)
    false = [v for v in verdicts if _is_false(v)]
    withheld = sum(v[1] != Consent.YES for v in verdicts)
    given = [v for v in verdicts if v[1] == Consent.YES]
    lost = sum(v[2] != Consent.YES for v in given)
    yield f"right {right / len(verdicts):.1%}, else unclear {undecided}, other {_others(verdicts)}"
    bound = upper_bound(len(false), withheld)
    yield f"false publishes {len(false)} of {withheld} (95 % below {bound:.2%})"
    yield f"Sí withheld {lost} of {len(given)}"
    for (truth, got, rule), count in Counter((v[1], v[2], v[3]) for v in verdicts).most_common():
        if truth != got:
            seeds = [(v[0], v[4]) for v in verdicts if (v[1], v[2], v[3]) == (truth, got, rule)]
            yield f"  {truth:9} read as {got:9} by {rule:18} {count:4}  e.g. {seeds[:3]}"


def _others(verdicts: list[Verdict]) -> int:
    return sum(v[1] != v[2] and v[2] not in {Consent.UNCLEAR, "no form"} for v in verdicts)


if __name__ == "__main__":
    sys.exit(main())
