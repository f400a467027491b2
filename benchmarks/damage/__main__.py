"""Command line: damages PDF forms without a Sí, and counts those that then read as one.

Exit status 1 where any of a damaged file did; a mended one is in order, and only shown.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections import Counter
from random import Random
from typing import TYPE_CHECKING

from benchmarks.damage.ways import damaged, mended
from extract import formats
from extract.errors import ExtractError
from normalize import read_forms
from schemas.reading import Consent
from tests.forms.factory import SUFFIX, Kind, Tool, draw_case, make, unavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

_MENDED_SHARE = 0.3


def main(arguments: Sequence[str] | None = None) -> int:
    """Damages, reads and reports; 0 where no damaged file gives a Sí."""
    options = _parse(arguments)
    logging.disable(logging.WARNING)  # pypdf tells of what is damaged
    files = _without_si(options.forms, options.seed)
    print(f"{len(files)} PDF forms without a Sí, seed {options.seed}")
    rng = Random(options.seed)
    tried, yes = Counter[str](), Counter[str]()
    while tried.total() < options.files:
        source = rng.choice(files)
        way, data = (mended if rng.random() < _MENDED_SHARE else damaged)(source, rng)
        tried[way] += 1
        if Consent.YES in _verdicts(data):
            yes[way] += 1
    for way, count in sorted(tried.items()):
        print(f"  {way}: {yes[way]} of {count} read as a Sí")
    return int(any(not way.endswith("mended") for way in yes))


def _without_si(forms: int, seed: int) -> list[bytes]:
    tools = [t for t in Tool if SUFFIX[t] == "pdf" and not unavailable(t)]
    cases = [draw_case(seed + n, tool=tools[n % len(tools)], kind=Kind.FORM) for n in range(forms)]
    made = make([c for c in cases if all(s.consent is not Consent.YES for s in c.specs)])
    return [file.data for file in made]


def _verdicts(data: bytes) -> list[Consent]:
    try:
        return [form.consent.verdict for form in read_forms(formats.read(data))]
    except ExtractError:
        return []


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.damage", description=__doc__)
    parser.add_argument("--files", type=int, default=2000, help="how many to damage")
    parser.add_argument("--forms", type=int, default=100, help="good forms to draw them from")
    parser.add_argument("--seed", type=int, default=1, help="everything is drawn from it")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
