"""Command line: `python -m benchmarks.speed` times the whole job beside converters.

In each round every contender does the same files, one after the other, on one core. What is
told is the least CPU time a form over the rounds, and ratios of those. The whole job is
`lecciones run` with one worker over the files, less the same run over one file: reading,
aligning, the gate, committing and publishing, without the start of the programs.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.__main__ import HERE as PEERS
from benchmarks.peers.__main__ import environment
from tests.forms.factory import SUFFIX, Case, Kind, Tool, draw_case, make, unavailable

GROUPS = (Tool.WORD, Tool.OFFICE_PDF, Tool.CHROMIUM_PDF, Tool.FILLABLE_PDF, Tool.HTML)
_DOCLING = {"docx", "html"}


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to do the files: its command reads paths and prints `cpu` a line."""

    name: str
    command: tuple[str, ...]
    suffixes: frozenset[str]


def contenders(python: Path | None) -> list[Contender]:
    """The floors, and the converters where their environment is given."""
    floor = (sys.executable, "-m", "benchmarks.speed.floors")
    found = [Contender("floor", (*floor, suffix), frozenset({suffix})) for suffix in FORMATS]
    if python is not None:
        script = str(PEERS / "convert.py")
        command = (str(python), script)
        found.append(Contender("markitdown", (*command, "markitdown"), frozenset(FORMATS)))
        found.append(Contender("docling", (*command, "docling"), frozenset(_DOCLING)))
    return found


FORMATS = ("docx", "pdf", "html")


def main() -> int:
    """Prints the table."""
    options = _parse()
    python = None if options.no_peers else environment(options.venv)
    with tempfile.TemporaryDirectory(prefix="speed-") as folder:
        groups = write_forms(options.seed, options.forms, Path(folder))
        best = measure(groups, contenders(python), options.rounds)
    print(f"seed {options.seed}, {options.forms} forms a group, {options.rounds} rounds\n")
    print(table(best))
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.speed", description=__doc__)
    parser.add_argument("--forms", type=int, default=60, help="forms of each group")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=50_000)
    parser.add_argument("--no-peers", action="store_true", help="the floors alone")
    parser.add_argument("--venv", type=Path, default=Path("benchmarks/out/peers"), metavar="DIR")
    return parser.parse_args()


def write_forms(seed: int, count: int, folder: Path) -> dict[Tool, list[Path]]:
    """`count` single forms of each tool, drawn from a seed on."""
    chosen: list[Case] = []
    left = dict.fromkeys((tool for tool in GROUPS if not unavailable(tool)), count)
    while any(left.values()):
        case = draw_case(seed)
        seed += 1
        if case.kind is Kind.FORM and left.get(case.tool):
            left[case.tool] -= 1
            chosen.append(case)
    groups: dict[Tool, list[Path]] = defaultdict(list)
    for one in make(chosen):
        place = folder / one.case.tool.value
        place.mkdir(exist_ok=True)
        path = place / f"{len(groups[one.case.tool]):04}.{SUFFIX[one.case.tool]}"
        path.write_bytes(one.data)
        groups[one.case.tool].append(path)
    return groups


def measure(
    groups: dict[Tool, list[Path]], others: list[Contender], rounds: int
) -> dict[Tool, dict[str, float]]:
    """The least CPU seconds a form by group and contender."""
    best: dict[Tool, dict[str, float]] = defaultdict(dict)
    for _ in range(rounds):
        for tool, paths in groups.items():
            spent = {"lecciones": whole_job(paths)}
            for one in others:
                if SUFFIX[tool] in one.suffixes:
                    spent[one.name] = _converted(one, paths)
            for name, seconds in spent.items():
                best[tool][name] = min(seconds, best[tool].get(name, seconds))
    return best


def whole_job(paths: list[Path]) -> float:
    """CPU seconds a form of the whole run, without what a run over one form costs."""
    return (_run([paths[0].parent]) - _run(paths[:1])) / (len(paths) - 1)


def _run(inputs: list[Path]) -> float:
    with tempfile.TemporaryDirectory(prefix="speed-out-") as out:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "lecciones", "run", *map(str, inputs)]
        subprocess.run([*command, "--out", out, "--workers", "1", "--quiet"], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _converted(one: Contender, paths: list[Path]) -> float:
    sent = "".join(f"{path}\n" for path in paths)
    done = subprocess.run(one.command, input=sent, capture_output=True, text=True, check=True)
    spent = [float(json.loads(line)["cpu"]) for line in done.stdout.splitlines()]
    return sum(spent) / len(paths)


def table(best: dict[Tool, dict[str, float]]) -> str:
    """Milliseconds a form and ratios, as a Markdown table."""
    lines = [
        "| forms | ours, whole job | floor | markitdown | docling | ours/floor | ours/markitdown |",
        "|---|---|---|---|---|---|---|",
    ]
    rows = {str(tool): spent for tool, spent in best.items()}
    pdfs = [spent for tool, spent in best.items() if SUFFIX[tool] == "pdf"]
    if len(pdfs) > 1:
        rows["these PDF together"] = _mean(pdfs)
    for kind, spent in rows.items():
        own = spent["lecciones"]
        times = [_milliseconds(spent.get(name)) for name in ("floor", "markitdown", "docling")]
        ratios = [_ratio(own, spent.get(name)) for name in ("floor", "markitdown")]
        lines.append(f"| {' | '.join((kind, _milliseconds(own), *times, *ratios))} |")
    return "\n".join(lines)


def _mean(groups: list[dict[str, float]]) -> dict[str, float]:
    """The time a form where each group has as many."""
    names = [name for name in groups[0] if all(name in group for group in groups)]
    return {name: sum(group[name] for group in groups) / len(groups) for name in names}


def _milliseconds(seconds: float | None) -> str:
    return "–" if seconds is None else f"{1000 * seconds:.1f} ms"


def _ratio(own: float, other: float | None) -> str:
    return "–" if other is None else f"{own / other:.2f}"


if __name__ == "__main__":
    sys.exit(main())
