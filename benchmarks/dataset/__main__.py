"""Times and memory of a made-up dataset: `python -m benchmarks.dataset --lessons 100000`.

Lessons are made from a seed: words drawn by rank as in natural text, from 30,000 made-up words
and the words of the form bank, about 220 words a lesson. Peak memory is that of a process of its
own for each export.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from corpus.derive.rows import derived_row
from corpus.folder import table_files
from corpus.search import search
from corpus.store import STORE_NAME, Store
from corpus.writers import ParquetTable, write_table
from normalize.identity import lesson_id
from schemas.reading import Consent, Spot, State
from schemas.records import (
    AnswerRecord,
    ContactRecord,
    FileRecord,
    FormRecord,
    LessonRecord,
    Status,
)
from schemas.tables import ANSWERS, DERIVED, LESSON_FIELDS, LESSONS
from tests.forms import bank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.writers import Row

_SYLLABLES = [c + v for c in "bcdfglmnprstv" for v in "aeiou"]
_EXPORTS = ("xlsx", "csv", "jsonl", "sqlite", "duckdb")
_QUERIES = (
    "archivo", "talento humano", "aliados talento humano", "capacitaciones de los servidores",
    '"gestión documental"', "contratación -archivo", "ventanilla única de trámites", "acta vereda",
    "planeación participativa", "seguimiento al plan de acción", "inventario", "unicornio azul",
    "alcaldía", "alcaldía archivo inventario", "de la entidad",
)  # fmt: skip


def main() -> int:
    """Prints the figures as JSON; 0 where all was done."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lessons", type=int, default=100_000)
    arguments.add_argument("--keep", type=Path, help="a folder to keep the dataset in")
    arguments.add_argument(
        "--publish", action="store_true", help="a store of lessons put into place as a run does"
    )
    arguments.add_argument("--export", nargs=3, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.export:
        return _export(*given.export)
    if given.publish:
        return _publish(given.lessons)
    with tempfile.TemporaryDirectory(prefix="dataset-") as temporary:
        out = given.keep or Path(temporary) / "out"
        told: dict[str, object] = {"lessons": given.lessons}
        told |= _written(out, given.lessons)
        told |= _searched(out)
        told["exports"] = {name: _in_a_process(out, name, Path(temporary)) for name in _EXPORTS}
    print(json.dumps(told, indent=2))
    return 0


def _written(out: Path, lessons: int) -> dict[str, object]:
    """Writes the shared tables as a publishing does; derived values of every 100th lesson."""
    rows = sorted(_row(record) for record in records(lessons))
    derived: list[Row] = []
    kept: Row = ()
    started = time.process_time()
    for at, row in enumerate(rows):
        if at % 100 == 0:
            kept = derived_row(row, None)
        derived.append((row[0], *kept[1:]))
    each = 1000 * (time.process_time() - started) / max(1, -(-lessons // 100))
    answers = [
        (row[0], name, "answered", 0.98, "text", 1, 72.0, 100.0, 540.0, 130.0)
        for row in rows
        for name in LESSON_FIELDS
    ]
    (out / "restricted").mkdir(parents=True)
    started = time.monotonic()
    for table, values in ((LESSONS, rows), (DERIVED, derived), (ANSWERS, answers)):
        with (out / table_files(table)[0]).open("wb") as file:
            write_table(values, [ParquetTable(table, file)])
    return {"tables_s": round(time.monotonic() - started, 1), "derived_cpu_ms_each": round(each, 2)}


def _row(record: FileRecord) -> Row:
    lesson = record.forms[0].lesson
    assert lesson is not None  # noqa: S101
    texts = [getattr(lesson, name) for name in LESSON_FIELDS]
    told = [str(text) if isinstance(text, date) else text for text in texts]
    return (
        lesson.lesson_id, *told, "yes", "funcion_publica_lecciones@1", "docx",
        lesson.confidence, "none", 0,
    )  # fmt: skip


def _searched(out: Path) -> dict[str, object]:
    started = time.monotonic()
    search(out, "primera")
    built = time.monotonic() - started
    times: dict[str, float] = {}
    for query in _QUERIES:
        rounds = []
        for _ in range(3):
            started = time.monotonic()
            search(out, query)
            rounds.append(1000 * (time.monotonic() - started))
        times[query] = round(min(rounds), 1)
    return {
        "index_s": round(built, 1),
        "search_ms": times,
        "search_median_ms": round(statistics.median(times.values()), 1),
        "search_worst_ms": max(times.values()),
    }


def _in_a_process(out: Path, name: str, folder: Path) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.dataset", "--export", str(out), name,
         str(folder / f"x.{name}")],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    told: dict[str, object] = json.loads(done.stdout)
    return told


def _export(out: str, name: str, target: str) -> int:
    from lecciones.data import export

    started = time.monotonic()
    export(out, name, target)
    seconds = round(time.monotonic() - started, 1)
    size = round(Path(target).stat().st_size / 2**20, 1)
    print(json.dumps({"s": seconds, "peak_mib": _peak_mib(), "size_mib": size}))
    return 0


def _publish(lessons: int) -> int:
    """Prints what it takes to store lessons one by one, and to publish them, twice."""
    from lecciones.publishing import publish_all

    told: dict[str, object] = {"lessons": lessons}
    with tempfile.TemporaryDirectory(prefix="dataset-") as temporary:
        out = Path(temporary) / "out"
        (out / "restricted").mkdir(parents=True)
        with Store.open(out / STORE_NAME) as store:
            started = time.monotonic()
            for record in records(lessons):
                store.commit(record, "reader 1")
            told["stored_s"] = round(time.monotonic() - started, 1)
            told["stored_peak_mib"] = _peak_mib()
            for name in ("first", "again"):
                started, before = time.monotonic(), time.process_time()
                publish_all(store, out, "es")
                told[f"published_{name}_s"] = round(time.monotonic() - started, 1)
                told[f"published_{name}_cpu_s"] = round(time.process_time() - before, 1)
            told["peak_mib"] = _peak_mib()
    print(json.dumps(told, indent=2))
    return 0


def _peak_mib() -> int:
    """The most memory that this process held; `getrusage` would tell that of its parent too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) // 1024 if found else 0


def records(count: int) -> Iterator[FileRecord]:
    """Files with one lesson each, always the same for a number."""
    rng = Random(17)
    words = [word for phrase in (*bank.NOUNS, *bank.ACTORS) for word in phrase.split()]
    words += [
        "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(2, 5))) for _ in range(30_000)
    ]
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    for number in range(count):
        lesson = _lesson(rng, words, weights)
        form = FormRecord(
            1, Status.PUBLISHED, consent=Consent.YES, template="funcion_publica_lecciones@1",
            confidence=lesson.confidence, fields_filled=10, lesson=lesson,
        )  # fmt: skip
        yield FileRecord("file:///in", f"{number:07}.docx", f"{number:064x}", "docx", 1000, (form,))


def _lesson(rng: Random, words: list[str], weights: list[float]) -> LessonRecord:
    texts = [" ".join(rng.choices(words, cum_weights=weights, k=44)) for _ in range(5)]
    entity = f"Alcaldía de {rng.choice(bank.MUNICIPALITIES)}"
    topic = rng.choice(bank.TOPICS).format(
        subject=rng.choice(bank.SUBJECTS), noun=rng.choice(bank.NOUNS),
        asset=rng.choice(bank.ASSETS), goal="atender",
    )  # fmt: skip
    program = rng.choice(bank.PROGRAMS)
    values = [entity, None, "2025-06-17", topic, program, *texts]
    answers = tuple(
        AnswerRecord(name, State.ANSWERED, 0.98, "text", Spot(1, 72.0, 100.0, 540.0, 130.0))
        for name in LESSON_FIELDS
    )
    situation, impact, solutions, lesson, recommendation = texts
    return LessonRecord(
        lesson_id(values), entity, None, date(2025, 6, 17), topic, program, situation, impact,
        solutions, lesson, recommendation, round(rng.uniform(0.8, 1), 2), 0, answers,
        ContactRecord(None, None, None),
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
