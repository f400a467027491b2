"""How long the desk takes to answer: `python -m benchmarks.desk [forms]`.

A queue of so many forms (10,000): the first page, one in its middle, filters and counts; then a
form and its page's picture from a PDF and a Word file. Wall time is that at the client on the same
machine; processor time is that of server and client together, without the reading children. Five
rounds, the median of each.

`python -m benchmarks.desk pictures FOLDER` makes the pictures of the documentation.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from corpus.publish import publish
from corpus.store import Store
from schemas.reading import Review
from tests.corpus.records import file, lesson, published, say, unclear
from tests.desk.desks import Desk, opened_desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemas.records import FileRecord

ROUNDS = 5
SAMPLES = Path(__file__).parents[2] / "samples/forms"
PDF = "ventanilla unica - documentacion leccion.pdf"
DOCX = "lecciones aprendidas plan vial.docx"


def waiting_forms(count: int) -> Iterator[FileRecord]:
    """Forms that wait for a person: half of them unclear, half published and doubtful."""
    from dataclasses import replace

    for number in range(count):
        path = f"2025/entidad {number % 97:02}/formulario {number:05}.docx"
        if number % 2:
            yield file(path, unclear())
        else:
            record = replace(
                lesson(f"lección {number}"),
                entity=f"Alcaldía {number % 97}",
                confidence=0.5 + (number % 400) / 1000,
            )
            yield file(path, replace(published(record), review=Review.NEEDED))


def fill(out: Path, count: int) -> None:
    """A dataset with these forms."""
    with Store.open(out / "restricted/store.sqlite") as store:
        for record in waiting_forms(count):
            store.commit(record, "bench")
        publish(store, out, reasons=say)


def timed(desk: Desk, address: str) -> tuple[float, float, int]:
    """Milliseconds by the clock and of this process (the medians), and the answer's bytes."""
    took, worked, size = [], [], 0
    for _ in range(ROUNDS):
        started, busy = time.perf_counter(), time.process_time()
        answer = desk.get(address)
        took.append(1000 * (time.perf_counter() - started))
        worked.append(1000 * (time.process_time() - busy))
        assert answer.status == 200, (address, answer.status)  # noqa: S101
        size = len(answer.content)
    return median(took), median(worked), size


def measure(folder: Path, count: int) -> None:
    """Prints a line for each address."""
    import lecciones

    fill(folder / "many", count)
    with opened_desk(folder / "many") as desk:
        print(f"{count:,} forms in the queue")
        tell(desk, "queue, first page", "/queue")
        tell(desk, "queue, page 100", "/queue?page=100")
        tell(desk, "queue, one entity", "/queue?entity=Alcald%C3%ADa+8")
        tell(desk, "queue, one reason", "/queue?reason=consent_both")
        tell(desk, "a form whose file is gone", _first(desk))
    inputs = folder / "in"
    inputs.mkdir()
    for name in (PDF, DOCX):
        (inputs / name).write_bytes((SAMPLES / name).read_bytes())
    lecciones.run(inputs, folder / "few", workers=1)
    with opened_desk(folder / "few") as desk:
        print("two forms")
        tell(desk, "a PDF form, read and shown", desk.address(PDF))
        tell(desk, "its page's picture", f"{desk.address(PDF)}/pages/1.png")
        tell(desk, "a Word form, read and shown", desk.address(DOCX))


def _first(desk: Desk) -> str:
    import re

    found = re.search(r'href="(/forms/[^"]+)"', desk.get("/queue").text)
    return found[1].replace("&amp;", "&") if found else "/"


def tell(desk: Desk, name: str, address: str) -> None:
    """One line: what, how long, how large."""
    took, worked, size = timed(desk, address)
    print(f"  {name:32} {took:7.0f} ms {worked:7.0f} ms CPU {size / 1024:7.0f} KiB")


def main() -> None:
    """Measures, or makes pictures."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["pictures"]:
        from benchmarks.desk.pictures import take

        take(Path(arguments[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), int(arguments[0]) if arguments else 10_000)


if __name__ == "__main__":
    main()
