"""Command line: makes fresh forms, reads them, prints the figures by class.

Seeds 0 to 999 are for tuning; those from 10,000 on only judge. The default is a fresh
judging seed, which is printed so that a run can be had again.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING

from benchmarks.accuracy.measure import FileScore, score_file
from benchmarks.accuracy.report import data, text
from tests.forms.factory import Case, Made, draw_case, make, unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TUNING_SEEDS = range(1000)
JUDGING_FROM = 10_000
SCANS = "scan"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmark; 0 where no form was published without a clear Sí, else 1."""
    options = _parse(arguments)
    if options.classes == [SCANS]:
        return _scans(options)
    seed = options.seed if options.seed is not None else _fresh_seed()
    if options.seed is None or seed >= JUDGING_FROM:
        use = "judging"
    else:
        use = "tuning" if seed in TUNING_SEEDS else "neither tuning nor judging"
    print(f"seed {seed} ({use}), {options.forms} files", flush=True)
    cases = choose(seed, options.forms, options.classes)
    made = make(cases)
    began = time.perf_counter()
    files = [read(one, options.keep) for one in made]
    seconds = time.perf_counter() - began
    print(f"read in {seconds:.1f} s, {1000 * seconds / max(1, len(files)):.0f} ms a file\n")
    print(text(files, options.worst))
    if options.json:
        result = {"seed": seed, "files": len(files)} | data(files)
        options.json.write_text(json.dumps(result, indent=1, ensure_ascii=False), "utf-8")
    return int(any(form.false_publish for file in files for form in file.forms))


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.accuracy", description=__doc__)
    parser.add_argument("--forms", type=int, default=200, help="how many files to make")
    parser.add_argument("--seed", type=int, help="the first seed; a fresh judging one if left out")
    parser.add_argument(
        "--class", dest="classes", action="append", default=[], metavar="NAME",
        help="only files of this class (a tool, marking, layout, trait, ..., or scan); "
        "may be repeated",
    )  # fmt: skip
    parser.add_argument("--worst", type=int, default=10, help="how many wrong files to show")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the wrong files there")
    return parser.parse_args(arguments)


def _scans(options: argparse.Namespace) -> int:
    """The class that is measured apart: printed forms, marked by pen, scanned or photographed."""
    from benchmarks.scans.__main__ import main as scans

    given = ["--forms", str(options.forms), "--worst", str(options.worst)]
    given += ["--seed", str(options.seed)] if options.seed is not None else []
    given += ["--results", str(options.json)] if options.json else []
    return scans(given)


def _fresh_seed() -> int:
    return SystemRandom().randrange(JUDGING_FROM, 10_000_000)


def choose(seed: int, count: int, classes: Sequence[str]) -> list[Case]:
    """The first `count` cases from `seed` on that belong to all the classes.

    Cases whose tool is not installed are left out.
    """
    chosen: list[Case] = []
    for case in _cases(seed, max(2000, 200 * count)):
        if len(chosen) == count:
            break
        if case.labels.issuperset(classes) and not unavailable(case.tool):
            chosen.append(case)
    if not chosen:
        sys.exit(f"no case is of the class {' and '.join(classes)}")
    return chosen


def _cases(seed: int, limit: int) -> Iterator[Case]:
    return (draw_case(number) for number in range(seed, seed + limit))


def read(made: Made, keep: Path | None = None) -> FileScore:
    """Reads one made file and scores it; the file is kept in `keep` where it was read wrong."""
    import lecciones

    with tempfile.TemporaryDirectory(prefix="accuracy-") as folder:
        path = Path(folder) / made.case.name
        try:
            path.write_bytes(unpacked(made.arrived))
            score = score_file(made.case, lecciones.inspect(path))
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is a result
            score = score_file(made.case, [], f"{type(error).__name__}: {error}"[:200])
    if keep and score.badness:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / made.case.name).write_bytes(made.data)
    return score


def unpacked(data: bytes) -> bytes:
    """What lies in an archive or mail, and in one within it: its one file, else its own text."""
    from lecciones.containers import container_kind, list_members, take_member
    from lecciones.jobs import Limits

    limits = Limits()

    kind = container_kind(data)
    if kind is None:
        return data
    members = list_members(data, kind, limits).members
    files = [member for member in members if not member.optional] or list(members)
    if len(files) != 1:
        raise ValueError(f"{len(files)} files in a parcel of one")
    return unpacked(take_member(data, kind, files[0].number, limits))


if __name__ == "__main__":
    sys.exit(main())
