"""Command line: `python -m benchmarks.peers` makes forms and sends them through each converter.

The converters live in an environment of their own (`--venv`), made when it is not there. Each
form is made with Sí, with No and with no mark; what is counted is in `measure`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from collections import defaultdict
from pathlib import Path

import lecciones
from benchmarks.peers.convert import CONVERTERS
from benchmarks.peers.measure import VERDICTS, Survival, survival, variants, verdict_of
from tests.forms.factory import SUFFIX, Case, Kind, Tool, draw_case, make, unavailable

HERE = Path(__file__).parent
OWN = "lecciones"
READS = {OWN: set(Tool), "markitdown": set(Tool), "docling": set(), "python-docx": {Tool.WORD}}
READS["docling"] = {tool for tool in Tool if SUFFIX[tool] in {"docx", "html"}}


def main() -> int:
    """Prints the table; 0 where lecciones took no form without Sí for one with."""
    options = _parse()
    python = environment(options.venv)
    cases = choose(options.seed, options.forms)
    print(f"seed {options.seed}, {len(cases)} forms in {len(VERDICTS)} states of consent each")
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        files = _write(cases, Path(folder))
        results = {OWN: _own(cases, files)}
        for name in CONVERTERS:
            results[name] = _through(python, name, cases, files)
    print(table(results))
    return int(any(one.flipped for _, one in results[OWN]))


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.peers", description=__doc__)
    parser.add_argument("--forms", type=int, default=60, help="how many forms to draw")
    parser.add_argument("--seed", type=int, default=30_000)
    parser.add_argument("--venv", type=Path, default=Path("benchmarks/out/peers"), metavar="DIR")
    return parser.parse_args()


def environment(folder: Path) -> Path:
    """The Python of the converters' environment, made first where it is not there."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        wanted = ["-r", str(HERE / "requirements.txt")]
        subprocess.run([python, "-m", "pip", "install", "--quiet", *wanted], check=True)
    return python


def choose(seed: int, count: int) -> list[Case]:
    """The first single forms from a seed on, filled in as text and marked by box or letter."""
    found: list[Case] = []
    while len(found) < count:
        case = draw_case(seed)
        seed += 1
        if case.kind is Kind.FORM and case.tool is not Tool.MARKED and not unavailable(case.tool):
            found.append(case)
    return found


def _write(cases: list[Case], folder: Path) -> list[list[Path]]:
    """For each case the paths of its variants."""
    files: list[list[Path]] = []
    made = iter(make([variant for case in cases for variant in variants(case)]))
    for number, _ in enumerate(cases):
        paths = []
        for verdict in VERDICTS:
            one = next(made)
            path = folder / f"{number:04}-{verdict}.{SUFFIX[one.case.tool]}"
            path.write_bytes(one.data)
            paths.append(path)
        files.append(paths)
    return files


def _own(cases: list[Case], files: list[list[Path]]) -> list[tuple[Case, Survival]]:
    results = []
    for case, paths in zip(cases, files, strict=True):
        forms = [lecciones.inspect(path) for path in paths]
        texts = [" ".join(f.text or "" for form in found for f in form.fields) for found in forms]
        verdicts = [found[0].consent.verdict if found else None for found in forms]
        apart = len(set(verdicts)) == len(VERDICTS)
        results.append((case, verdict_of(case, texts[0], verdicts, told_apart=apart)))
    return results


def _through(
    python: Path, name: str, cases: list[Case], files: list[list[Path]]
) -> list[tuple[Case, Survival]]:
    chosen = [
        (case, paths) for case, paths in zip(cases, files, strict=True) if case.tool in READS[name]
    ]
    sent = "".join(f"{path}\n" for _, paths in chosen for path in paths)
    done = subprocess.run(
        [python, HERE / "convert.py", name],
        input=sent, capture_output=True, text=True, check=True,
    )  # fmt: skip
    texts = iter([json.loads(line)["text"] for line in done.stdout.splitlines()])
    return [(case, survival(case, [next(texts) for _ in paths])) for case, paths in chosen]


def table(results: dict[str, list[tuple[Case, Survival]]]) -> str:
    """The figures by format and converter, as a Markdown table."""
    lines = [
        "| forms | through | answers whole | consent told apart | read right | taken for Sí |",
        "|---|---|---|---|---|---|",
    ]
    grouped: dict[str, dict[str, list[Survival]]] = defaultdict(lambda: defaultdict(list))
    for name, scored in results.items():
        for case, one in scored:
            grouped[str(case.tool)][name].append(one)
    for tool in sorted(grouped):
        lines += [_row(tool, name, found) for name, found in grouped[tool].items()]
    return "\n".join(lines)


def _row(tool: str, name: str, found: list[Survival]) -> str:
    kept, answers = sum(one.kept for one in found), sum(one.answers for one in found)
    states = len(VERDICTS) * len(found)
    apart = sum(one.told_apart for one in found)
    right, flipped = sum(one.right for one in found), sum(one.flipped for one in found)
    counts = (
        f"{kept}/{answers} ({kept / answers:.0%})",
        f"{apart}/{len(found)} ({apart / len(found):.0%})",
        f"{right}/{states} ({right / states:.0%})",
    )
    return f"| {tool} ({len(found)}) | {name} | {' | '.join(counts)} | {flipped} |"


if __name__ == "__main__":
    sys.exit(main())
