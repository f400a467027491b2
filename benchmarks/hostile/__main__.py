"""Command line: what hostile files cost a run.

Good forms are read alone, then with hostile files among them (`--share`, 5 %), with as many
workers as processors; the ratio of the two times is printed. The hostile files are those made
at home (`tests/hostile`) in their turn, each with its own bytes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

import lecciones
from tests.hostile import attack_files
from tests.lecciones.builders import NO, YES, form_docx

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmark; 0 where each good form was published among the hostile files."""
    parser = argparse.ArgumentParser(prog="benchmarks.hostile", description=__doc__)
    parser.add_argument("--forms", type=int, default=10_000)
    parser.add_argument("--share", type=float, default=0.05, help="of the files that are hostile")
    options = parser.parse_args(arguments)
    hostile = round(options.forms * options.share)
    with tempfile.TemporaryDirectory(prefix="lecciones-hostile-") as place:
        base = Path(place)
        _good(base / "in", options.forms - hostile)
        alone, published = _timed(base / "in", base / "alone")
        _hostile(base / "in", hostile)
        among, still = _timed(base / "in", base / "among")
    print(f"{options.forms - hostile} good forms alone: {alone:.0f} s, {published} published")
    print(f"with {hostile} hostile files: {among:.0f} s, {still} published")
    print(f"ratio {among / alone:.2f}")
    return int(still != published)


def _good(folder: Path, count: int) -> None:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:06}.docx").write_bytes(form_docx(YES, f"Tema número {number}"))


def _hostile(folder: Path, count: int) -> None:
    files = attack_files(form_docx(NO))
    for number, (name, data) in enumerate(islice(cycle(files.items()), count)):
        (folder / f"{number:06}-{name}").write_bytes(data)


def _timed(forms: Path, out: Path) -> tuple[float, int]:
    began = time.monotonic()
    summary = lecciones.run(forms, out)
    return time.monotonic() - began, int(summary.by_status.get("published", 0))


if __name__ == "__main__":
    sys.exit(main())
