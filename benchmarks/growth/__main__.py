"""Command line: `python -m benchmarks.growth [--sizes 100 1000 10000] [--scaling 2000]`.

For each number of forms a first run and a second one with nothing new, each a process of its own:
CPU and wall time a form, and the peak memory of the parent. `--scaling N` reads N forms, and a
quarter of them, with one and two local workers and with two Dask workers, and tells what a form
more costs each. Forms are web pages, the cheapest to read, so that what grows with their number
weighs most. `--plots DIR` draws.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.growth.forms import write_forms

_RUN = """
import json, resource, sys, time
import lecciones
began = time.monotonic()
options = json.loads(sys.argv[3])
summary = lecciones.run(sys.argv[1], sys.argv[2], **options)
own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps({
    "forms": sum(summary.by_status.values()), "read": summary.files_read,
    "wall": time.monotonic() - began, "parent_mib": own.ru_maxrss / 1024,
    "cpu": own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime,
}))
"""
Measured = dict[str, float]


def main() -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(prog="benchmarks.growth", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 1000, 10_000])
    parser.add_argument("--scaling", type=int, default=0, metavar="N")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plots", type=Path, metavar="DIR")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="growth-") as folder:
        home = Path(folder)
        if given.sizes:
            grown = growth(home, sorted(given.sizes), given.workers, given.seed)
            print(growth_table(grown), flush=True)
            if given.plots:
                draw(grown, given.plots)
        if given.scaling:
            print("\n" + scaling_table(scaling(home, given.scaling, given.seed)))
    return 0


def growth(
    home: Path, sizes: list[int], workers: int, seed: int
) -> list[tuple[int, Measured, Measured]]:
    """For each size the first run and the second one over the same forms."""
    found = []
    for size in sizes:
        forms, out = home / f"in-{size}", home / f"out-{size}"
        write_forms(forms, size, seed)
        first = measure(forms, out, workers=workers)
        found.append((size, first, measure(forms, out, workers=workers)))
        print(f"{size}: {found[-1]}", file=sys.stderr, flush=True)
    return found


def measure(forms: Path, out: Path, **options: object) -> Measured:
    """One run in a process of its own."""
    command = [sys.executable, "-c", _RUN, str(forms), str(out), json.dumps(options)]
    # the command `lecciones` chooses this for itself (`lecciones.cli.main`)
    env = {**os.environ, "ARROW_DEFAULT_MEMORY_POOL": "system"}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=env)
    measured: Measured = json.loads(done.stdout)
    return measured


def growth_table(grown: list[tuple[int, Measured, Measured]]) -> str:
    """CPU time a form, peak memory of the parent, and the second run's share, as Markdown."""
    lines = [
        "| forms | CPU a form | wall a form | parent's peak | second run, CPU | of the first |",
        "|---|---|---|---|---|---|",
    ]
    for size, first, second in grown:
        lines.append(
            f"| {size:,} | {1000 * first['cpu'] / size:.1f} ms | {1000 * first['wall'] / size:.1f} "
            f"ms | {first['parent_mib']:.0f} MiB | {second['cpu']:.1f} s | "
            f"{100 * second['cpu'] / first['cpu']:.1f} % |"
        )
    return "\n".join(lines)


def scaling(home: Path, count: int, seed: int) -> dict[str, tuple[Measured, Measured]]:
    """A quarter of the forms, then all, with one and two local workers and two of a cluster.

    `cpu` is that of all processes, the cluster's too.
    """
    sizes = (count // 4, count)
    for size in sizes:
        write_forms(home / f"scaling-{size}", size, seed)

    def both(name: str, **options: object) -> tuple[Measured, Measured]:
        few, all_of_them = (
            _with_cluster(home / f"scaling-{size}", home / f"{name}-{size}", options)
            for size in sizes
        )
        return few, all_of_them

    found = {f"{n} local": both(f"local-{n}", workers=n) for n in (1, 2)}
    return found | {"2 Dask": both("dask", scheduler="tcp://127.0.0.1:8796")}


def _with_cluster(forms: Path, out: Path, options: dict[str, object]) -> Measured:
    """One run, and where it has a scheduler a cluster of its own for it."""
    if "scheduler" not in options:
        return measure(forms, out, **options)
    address = str(options["scheduler"])
    before = _children_cpu()
    cluster = subprocess.Popen(
        ["bash", "scripts/cluster", "2", address.rpartition(":")[2]],
        env={"LECCIONES_PYTHON": sys.executable, "PATH": "/usr/bin:/bin"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(address)
        measured = measure(forms, out, **options)
    finally:
        cluster.terminate()
        cluster.wait()
    return measured | {"cpu": _children_cpu() - before}


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _wait_for(address: str) -> None:
    from distributed import Client

    for _ in range(60):
        try:
            with Client(address, timeout=5, set_as_default=False) as client:
                client.wait_for_workers(2, timeout=60)
                return
        except OSError:
            time.sleep(1)
    raise SystemExit("no cluster")


def scaling_table(found: dict[str, tuple[Measured, Measured]]) -> str:
    """What a form more costs by the clock and of CPU, and how fast all were, as Markdown.

    A form more, so that what the programs need to start is not counted; the last column is the
    time of the whole run with one worker over that with these, the start included.
    """
    one = found["1 local"][1]
    lines = ["| workers | wall a form more | CPU a form more | times one |", "|---|---|---|---|"]
    for name, (few, many) in found.items():
        more = many["forms"] - few["forms"]
        wall, cpu = (1000 * (many[key] - few[key]) / more for key in ("wall", "cpu"))
        faster = one["wall"] / many["wall"]
        lines.append(f"| {name} | {wall:.1f} ms | {cpu:.1f} ms | {faster:.2f} |")
    return "\n".join(lines)


def draw(grown: list[tuple[int, Measured, Measured]], folder: Path) -> None:
    """Time a form and memory over the number of forms: `growth-time.svg`, `growth-memory.svg`."""
    import leather

    folder.mkdir(parents=True, exist_ok=True)
    times = [1000 * first["cpu"] / size for size, first, _ in grown]
    peaks = [first["parent_mib"] for _, first, _ in grown]
    for name, title, values in (
        ("time", "CPU a form, ms", times),
        ("memory", "Peak of the parent, MiB", peaks),
    ):
        chart = leather.Chart(title)
        columns = [(f"{s:,}", round(v, 1)) for (s, _, _), v in zip(grown, values, strict=True)]
        chart.add_columns(columns)
        chart.add_y_scale(0, 1.15 * max(value for _, value in columns))
        chart.to_svg(str(folder / f"growth-{name}.svg"), width=460, height=240)


if __name__ == "__main__":
    sys.exit(main())
