"""Command line: breaks good files and gives the pieces to the reading children.

Every mutant is read as a run would read it: in a child, with its limits, through the consent
gate and the corpus' own gate. Findings are kept as files. Exit status 1 where the parent met
an exception, a child outlived its limit, or a file published that did not before.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from benchmarks.fuzz.mutate import mutant
from benchmarks.fuzz.seeds import Seed, seeds
from corpus.admission import admit
from corpus.errors import CorpusError
from lecciones.isolation import Children
from lecciones.jobs import Failure, Job, Limits
from schemas.records import FileRecord, Status
from tests.forms.factory import Tool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lecciones.jobs import Outcome

_GRACE_SECONDS = 10.0
_WILD_SHARE = 0.25
_GRAVE = frozenset(("published_new", "outlived_its_limit", "refused_by_the_corpus", "parent_error"))


@dataclass(slots=True)
class Tally:
    """What became of the mutants."""

    outcomes: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    slowest_seconds: float = 0.0


class Fuzzer:
    """Breaks, reads and counts; a mutant is told by its number."""

    def __init__(
        self, seed: int, files: list[Seed], children: Children, limits: Limits, keep: Path | None
    ) -> None:
        self.tally = Tally()
        # A file is tried twice, and a page that is read from its picture has its own time.
        self._longest = 2 * (1 + limits.scanned_pages) * limits.seconds
        self._seed = seed
        self._files = files
        self._all = [file.data for file in files]
        self._children = children
        self._keep = keep
        self._folder = Path(tempfile.mkdtemp(prefix="lecciones-fuzz-"))
        self._before = [_lessons(self._read("seed", file.data)) for file in files]

    def close(self) -> None:
        """Removes what was written for the children to read."""
        for path in self._folder.iterdir():
            path.unlink()
        self._folder.rmdir()

    def one(self, number: int) -> None:
        """Makes mutant `number`, has it read, and notes what came of it."""
        rng = Random(f"{self._seed}/{number}")
        at = self._drawn(rng)
        # Of a file that must not publish no piece of one that may comes in.
        others = self._all if self._before[at] else []
        data = mutant(self._files[at].data, others, rng)
        began = time.monotonic()
        try:
            outcome = self._read(str(number), data)
            self._judge(number, at, data, outcome, time.monotonic() - began)
        except Exception as error:  # noqa: BLE001  # that is what is looked for
            self._found("parent_error", number, data, type(error).__name__)

    def _drawn(self, rng: Random) -> int:
        """The number of a file to break: mostly a form, of which there are fewer."""
        wild = rng.random() < _WILD_SHARE
        return rng.choice(
            [n for n, file in enumerate(self._files) if file.wild == wild]
            or range(len(self._files))
        )

    def _read(self, name: str, data: bytes) -> Outcome:
        path = self._folder / name
        path.write_bytes(data)
        try:
            return self._children.read_isolated(Job("file:///fuzz", name, str(path)))
        finally:
            path.unlink()

    def _judge(self, number: int, at: int, data: bytes, outcome: Outcome, seconds: float) -> None:
        tally = self.tally
        tally.outcomes[_kind(outcome)] += 1
        tally.slowest_seconds = max(tally.slowest_seconds, seconds)
        if seconds > self._longest + _GRACE_SECONDS:
            self._found("outlived_its_limit", number, data, f"{seconds:.0f} s")
        if isinstance(outcome, Failure):
            self._found(outcome.code, number, data, self._files[at].name)
        if isinstance(outcome, FileRecord):
            try:
                admit(outcome)
            except CorpusError as error:
                self._found("refused_by_the_corpus", number, data, type(error).__name__)
        if _lessons(outcome) and not self._before[at]:
            self._found("published_new", number, data, self._files[at].name)

    def _found(self, kind: str, number: int, data: bytes, note: str) -> None:
        self.tally.findings[kind] += 1
        print(f"{kind}: mutant {number} of {note}", flush=True)
        if self._keep is not None:
            (self._keep / f"{kind}-{number}").write_bytes(data)


def _lessons(outcome: Outcome) -> int:
    if not isinstance(outcome, FileRecord):
        return 0
    return sum(form.status is Status.PUBLISHED for form in outcome.forms)


def _kind(outcome: Outcome) -> str:
    if isinstance(outcome, Failure):
        return outcome.code
    if isinstance(outcome, FileRecord):
        return "+".join(sorted({str(form.status) for form in outcome.forms}))
    return type(outcome).__name__.lower()


_SECONDS = 20.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the fuzzer; 0 where nothing grave was found."""
    options = _parse(arguments)
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    files = seeds(options.seeds, wild=not options.no_wild, tools=options.tools or tuple(Tool))
    numbers = range(options.first, options.first + options.mutants)
    print(f"seed {options.seed}, mutants {numbers.start} to {numbers.stop - 1}, {len(files)} files")
    began = time.monotonic()
    limits = Limits(seconds=_SECONDS, scanned_pages=options.scanned_pages)
    with Children(limits) as children:
        fuzzer = Fuzzer(options.seed, files, children, limits, options.keep)
        try:
            with ThreadPoolExecutor(options.workers) as executor:
                for done, _ in enumerate(executor.map(fuzzer.one, numbers), 1):
                    if done % 1000 == 0:
                        print(f"{done} in {time.monotonic() - began:.0f} s", flush=True)
        finally:
            fuzzer.close()
    return _report(fuzzer.tally, time.monotonic() - began)


def _report(tally: Tally, seconds: float) -> int:
    total = sum(tally.outcomes.values())
    print(f"\n{total} mutants in {seconds:.0f} s; slowest {tally.slowest_seconds:.1f} s")
    for name, count in tally.outcomes.most_common():
        print(f"  {name}: {count}")
    for name, count in tally.findings.most_common():
        print(f"found {name}: {count}")
    return int(any(tally.findings[name] for name in _GRAVE))


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.fuzz", description=__doc__)
    parser.add_argument("--mutants", type=int, default=100_000, help="how many to make")
    parser.add_argument("--first", type=int, default=0, help="the first mutant's number")
    parser.add_argument("--seed", type=int, default=1, help="mutants are drawn from it")
    parser.add_argument("--seeds", type=int, default=12, help="forms of each tool to break")
    parser.add_argument("--tools", type=Tool, nargs="*", help="what makes the forms; all")
    parser.add_argument("--workers", type=int, default=1, help="children that read at once")
    parser.add_argument("--scanned-pages", type=int, default=2, help="read from their pictures")
    parser.add_argument("--no-wild", action="store_true", help="only forms made here")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep what was found there")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
