"""Runs over a folder that grows and changes, and runs that are killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.publish import publish
from tests.corpus.records import (
    DATASET,
    READER,
    bytes_of,
    file,
    lesson_id,
    no,
    open_store,
    run,
    say,
    unclear,
    yes,
)

if TYPE_CHECKING:
    import pytest

    from schemas.records import FileRecord, FormRecord

KINDS = {"yes": yes, "no": no, "unclear": lambda _content, number: unclear(number=number)}

forms = st.lists(
    st.tuples(st.sampled_from(sorted(KINDS)), st.sampled_from(["x", "y"])), min_size=1, max_size=2
)
changes = st.dictionaries(st.sampled_from(["a.docx", "b.docx", "c.pdf"]), forms, max_size=3)
"""What changes in the folder before a run: each path's new forms."""


def make(path: str, told: list[tuple[str, str]]) -> FileRecord:
    """The file at this path with these forms; its bytes follow from them."""
    made: list[FormRecord] = [KINDS[kind](content, i) for i, (kind, content) in enumerate(told, 1)]
    return file(path, *made, data=f"{told}")


def incremental_run(out: Path, folder: dict[str, FileRecord]) -> None:
    """A run as the pipeline does it: what is known is passed over, then what is to be re-read."""
    with open_store(out) as store:
        for one in folder.values():
            known = store.known(one.root, one.source_path)
            if known is None or known.sha256 != one.source_sha256:
                store.commit(one, READER)
        for _, path in store.to_reread():
            store.commit(folder[path], READER)
        publish(store, out, reasons=say, by="lecciones")


@settings(max_examples=40, deadline=None)
@given(history=st.lists(changes, min_size=2, max_size=4))
def test_incremental_runs_equal_one_run(
    tmp_path_factory: pytest.TempPathFactory, history: list[dict[str, list[tuple[str, str]]]]
) -> None:
    """However a folder came to be, the dataset is that of one run over what it holds now."""
    grown, once = tmp_path_factory.mktemp("grown"), tmp_path_factory.mktemp("once")
    folder: dict[str, FileRecord] = {}
    for step in history:
        folder |= {path: make(path, told) for path, told in step.items()}
        incremental_run(grown, folder)
    run(once, *folder.values())
    assert bytes_of(grown) == bytes_of(once)


def test_no_deleted_byte_is_left(tmp_path: Path) -> None:
    """Long and short texts of withheld lessons are in no page of the store."""
    marks = [f"marca-{i:04d}-secreta" for i in range(120)]
    for start in range(0, len(marks), 40):
        part = marks[start : start + 40]
        run(
            tmp_path,
            *(file(f"{m}.docx", yes(f"{m} " * (1 + i * 9)), data=m) for i, m in enumerate(part)),
        )
    texts = {m: f"{m} " * (1 + i % 40 * 9) for i, m in enumerate(marks)}
    refused = marks[::3]
    run(tmp_path, *(file(f"no-{i}.docx", no(texts[m])) for i, m in enumerate(refused)))
    stored = (tmp_path / "restricted/store.sqlite").read_bytes()
    assert not [m for m in refused if f"{m} ".encode() in stored]
    assert not [m for m in refused if lesson_id(texts[m]).encode() in stored]
    assert f"{marks[1]} ".encode() in stored


VICTIM = """
import itertools, sys
from pathlib import Path
from corpus.publish import publish
from tests.corpus.records import READER, file, open_store, say, yes
out = Path(sys.argv[1])
with open_store(out) as store:
    for i in itertools.count():
        store.commit(file(f"{i:05d}.docx", yes(f"texto {i}")), READER)
        print(i, flush=True)
        if i % 5 == 0:
            publish(store, out, reasons=say)
"""


def test_a_killed_run_loses_nothing_it_told(tmp_path: Path) -> None:
    """A run killed while it commits and publishes leaves whole files, and goes on from there."""
    for told in (3, 6, 11):
        victim = subprocess.Popen(
            [sys.executable, "-c", VICTIM, str(tmp_path)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        assert victim.stdout is not None
        for _ in range(told):
            last = int(victim.stdout.readline())
        victim.send_signal(signal.SIGKILL)
        victim.communicate()
        for name in DATASET:
            if name.endswith(".parquet"):
                pq.read_table(tmp_path / name)
        with open_store(tmp_path) as store:
            assert all(store.known("file:///in", f"{i:05d}.docx") for i in range(last + 1))
    summary = run(tmp_path)
    assert summary.lessons >= 11
    assert not list(tmp_path.rglob("*lecciones-part*"))
