"""What verifying finds, and that it finds nothing where nothing was touched."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpus.claims import ClaimKind
from corpus.publish import LOGGED_FILES
from corpus.verify import free_pages, verify
from normalize.identity import lesson_id
from schemas.tables import LESSON_FIELDS
from tests.corpus.records import file, lesson, no, open_store, published, run, say, unclear

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from corpus import log
    from schemas.records import FormRecord


def named(content: str) -> FormRecord:
    """A form whose lesson has the id that its content gives."""
    from dataclasses import replace

    made = lesson(content)
    values = (getattr(made, name) for name in LESSON_FIELDS)
    own = lesson_id(None if value is None else str(value) for value in values)
    return published(replace(made, lesson_id=own))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A dataset with a revocation, a refusal and an unclear form."""
    run(
        tmp_path,
        *(file(f"{i}.docx", named(f"texto {i}")) for i in range(5)),
        file("no.docx", no("otro")),
        file("x.docx", unclear()),
    )
    with open_store(tmp_path) as store:
        store.claim("0.docx", ClaimKind.REVOCATION, received_on="2025-06-17")
    run(tmp_path)
    return tmp_path


def faults(out: Path, head: log.Head | None = None) -> set[str]:
    """The codes of all faults."""
    with open_store(out) as store:
        checks = verify(store, out, reasons=say, name_lesson=lesson_id, head=head)
    return {fault.code for check in checks for fault in check.faults}


def head_of(out: Path) -> log.Head:
    """The log's head now."""
    with open_store(out) as store:
        return store.log_head()


def tamper(out: Path, deed: str) -> None:
    """Changes the store as somebody would who has the file."""
    db = sqlite3.connect(out / "restricted/store.sqlite")
    db.executescript("DROP TRIGGER IF EXISTS log_UPDATE; DROP TRIGGER IF EXISTS log_DELETE;" + deed)
    db.close()


def rewrite(out: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    """Changes `lessons.parquet`, and mends its hash in the description."""
    path = out / "lessons.parquet"
    pq.write_table(change(pq.read_table(path)), path)
    package = json.loads((out / "datapackage.json").read_bytes())
    for resource in package["resources"]:
        if resource["path"] == path.name:
            resource["hash"] = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
            resource["lecciones:bytes"] = path.stat().st_size
    (out / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")


def swapped(table: pa.Table) -> pa.Table:
    """The texts of two rows exchanged."""
    order = [1, 0, *range(2, table.num_rows)]
    at = table.column_names.index("lesson")
    return table.set_column(at, table.field(at), table.column(at).take(order))


def test_an_untouched_dataset_is_good(out: Path) -> None:
    """Every check looked at something, and none found a fault."""
    assert faults(out, head_of(out)) == set()
    with open_store(out) as store:
        checks = verify(store, out, reasons=say, name_lesson=lesson_id)
    assert all(check.looked_at for check in checks if check.name != "residue")


@pytest.mark.parametrize("name", LOGGED_FILES)
def test_one_changed_byte_is_found(out: Path, name: str) -> None:
    """In whichever of the published files it is."""
    path = out / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert "file_not_logged" in faults(out)


@pytest.mark.parametrize("name", LOGGED_FILES)
def test_a_file_that_is_gone_is_found(out: Path, name: str) -> None:
    """It is named, and the other checks still run."""
    (out / name).unlink()
    assert "file_missing" in faults(out)


def test_a_swapped_row_is_found_though_the_hash_was_mended(out: Path) -> None:
    """By the store, by the log's own hash, and by the lessons' own ids."""
    rewrite(out, swapped)
    assert {"rows_differ", "lesson_not_its_id", "file_not_logged"} <= faults(out)


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.slice(1),
        lambda table: pa.concat_tables([table, table.slice(0, 1)]),
        lambda table: table.take(list(range(table.num_rows))[::-1]),
    ],
    ids=["taken away", "added", "reordered"],
)
def test_rows_that_are_not_the_stores_are_found(
    out: Path, change: Callable[[pa.Table], pa.Table]
) -> None:
    """One row fewer, one more, or another order."""
    rewrite(out, change)
    assert "rows_differ" in faults(out)


def test_an_entry_taken_out_of_the_log_is_found(out: Path) -> None:
    """The chain breaks at its place."""
    tamper(out, "DELETE FROM log WHERE seq = 3")
    assert "log_broken" in faults(out)


def test_the_last_entry_taken_out_is_found_by_a_head(out: Path) -> None:
    """By the head in `restricted/`, and where that was mended too, by one kept elsewhere."""
    kept = head_of(out)
    tamper(out, "DELETE FROM log WHERE seq = (SELECT max(seq) FROM log)")
    assert "head_file" in faults(out)
    left = head_of(out)
    mended = {"entries": left.entries, "hash": left.hash}
    (out / "restricted/log_head.json").write_text(json.dumps(mended))
    assert "head_file" not in faults(out)
    assert "head_kept" in faults(out, kept)


def test_a_lesson_without_a_decision_is_found(out: Path) -> None:
    """A Sí that was written into the store by hand has no entry in the log."""
    tamper(
        out, "UPDATE form SET digest = randomblob(32) WHERE id = (SELECT min(form_id) FROM lesson)"
    )
    assert "lesson_without_yes" in faults(out)


def test_a_withheld_lesson_that_is_still_published_is_found(out: Path) -> None:
    """After a revocation that was not published, or a file put back from a copy."""
    copies = {name: (out / name).read_bytes() for name in LOGGED_FILES}
    with open_store(out) as store:
        store.claim("1.docx", ClaimKind.REVOCATION, received_on="2025-06-17")
    assert {"lesson_withheld", "rows_differ", "not_scrubbed"} <= faults(out)
    run(out)
    assert faults(out) == set()
    for name, data in copies.items():
        (out / name).write_bytes(data)
    assert {"lesson_withheld", "file_not_logged"} <= faults(out)


def test_what_a_killed_publishing_left_is_found_and_cleared(out: Path) -> None:
    """Parts of files are residue until the next publishing."""
    (out / ".lessons.csv.lecciones-part").write_text("texto")
    assert faults(out) == {"part_left"}
    run(out)
    assert faults(out) == set()


@pytest.mark.parametrize("left", ["withheld", "undone", "of nobody"])
def test_values_without_a_form_are_found_and_erased(out: Path, left: str) -> None:
    """What a person typed stays only with the lesson that it belongs to."""
    run(out, file("1.docx", named("texto 1")))
    store_path = out / "restricted/store.sqlite"
    with contextlib.closing(sqlite3.connect(store_path)) as db, db:
        path = "x.docx" if left == "withheld" else "1.docx"
        (sha256,) = db.execute("SELECT sha256 FROM file WHERE source_path = ?", (path,)).fetchone()
        insert = (
            "INSERT INTO act (id, sha256, form_number, at, who, undoes) VALUES (?, ?, 1, '', '', ?)"
        )
        db.execute(insert, (1, sha256, None))
        if left == "undone":
            db.execute(insert, (2, sha256, 1))
        step = 99 if left == "of nobody" else 1
        db.execute("INSERT INTO act_value VALUES (?, 'topic', 'Palabra-Que-Sobra', 1)", (step,))
    assert "values_left" in faults(out)
    run(out, file("1.docx", named("texto 1")))
    assert "values_left" not in faults(out)
    assert b"Palabra-Que-Sobra" not in store_path.read_bytes()


def test_open_permissions_are_found(out: Path) -> None:
    """The restricted part is its owner's alone."""
    (out / "restricted/contacts.parquet").chmod(0o644)
    assert faults(out) == {"not_private"}


def test_a_lost_description_is_found(out: Path) -> None:
    """Without it the hashes of the log still stand."""
    (out / "datapackage.json").write_text("[]")
    assert {"package_unreadable", "file_not_logged"} <= faults(out)


@pytest.mark.parametrize(("secure", "dirty"), [("ON", False), ("OFF", True)])
def test_residue_in_free_pages_is_found(tmp_path: Path, secure: str, dirty: bool) -> None:
    """What SQLite leaves in freed pages without secure deletion is seen, zeroes are not."""
    path = tmp_path / "x.sqlite"
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA secure_delete = {secure}")
    db.execute("CREATE TABLE t (x)")
    db.executemany("INSERT INTO t VALUES (?)", [("secreto " * 300,) for _ in range(3000)])
    db.commit()
    db.execute("DELETE FROM t")
    db.commit()
    db.close()
    free, with_rest = free_pages(path)
    assert free > 1000
    assert bool(with_rest) is dirty


def test_the_order_of_many_rows_is_compared_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables of more than one batch are compared through."""
    for module in ("corpus.writers", "corpus.verify"):
        monkeypatch.setattr(f"{module}.BATCH_ROWS", 7)
    files: Iterable[FormRecord] = (named(f"texto {i}") for i in range(40))
    run(tmp_path, *(file(f"{i}.docx", form) for i, form in enumerate(files)))
    assert faults(tmp_path) == set()
