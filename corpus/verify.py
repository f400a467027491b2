"""Whether a dataset is still what was decided and published: nothing more, nothing less.

Each check looks at one thing and says what it found. What it can show, and what not:

log       an entry changed or taken out of the chain; with a head kept elsewhere, also one
          that is missing at the end
files     a changed byte of any published file (`datapackage.json`, and the log's own hashes)
rows      a row that is not what the store has: swapped, added, taken away, altered
consent   a row without a form whose Sí was decided on, or against a No or an open claim
residue   what no publishing should leave: parts of files, content in the store's free pages,
          values that a person gave for a form that has no content any longer
private   `restricted/` or a file in it that others may read
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, cast

from corpus import log
from corpus.database import PART
from corpus.folder import RESTRICTED, table_files
from corpus.publish import HEAD_FILE, LOGGED_FILES, PACKAGE_FILE, table_rows
from corpus.store import STORE_NAME
from corpus.writers import BATCH_ROWS, CsvTable, ParquetTable, batches
from schemas.reading import Consent
from schemas.tables import LESSON_FIELDS, LESSONS, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from corpus.store import Store
    from corpus.writers import Row
    from schemas.columns import Table


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it should be: a stable code, and a file, number or lesson id."""

    code: str
    detail: str = ""


@dataclass(slots=True)
class Check:
    """One check: how many things it looked at, and the faults (at most `MOST` of a kind)."""

    name: str
    looked_at: int = 0
    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: str, detail: str = "") -> None:
        """Notes a fault."""
        if sum(one.code == code for one in self.faults) < MOST:
            self.faults.append(Fault(code, detail))


MOST = 20


def verify(
    store: Store,
    out: Path,
    *,
    reasons: Callable[[str, str], str],
    name_lesson: Callable[[Iterable[str | None]], str],
    head: log.Head | None = None,
) -> tuple[Check, ...]:
    """All checks of the dataset in `out`, in a fixed order.

    `name_lesson` gives a lesson's id for its values in column order; `head` is one that was
    kept elsewhere, None for that in `restricted/` alone.

    Raises:
        StoreError: SQLite could not read.
    """
    return (
        _log(store, out, head),
        _files(store, out),
        _rows(store, out, reasons),
        _consent(store, out, name_lesson),
        _residue(store, out),
        _private(out),
    )


def _log(store: Store, out: Path, kept: log.Head | None) -> Check:
    check = Check("log", store.log_head().entries)
    broken = store.log_fault()
    if broken is not None:
        check.fault("log_broken", str(broken))
    heads = [(kept, "head_kept")] if kept else []
    try:
        told = json.loads((out / HEAD_FILE).read_bytes())
        heads.append((log.Head(int(told["entries"]), str(told["hash"])), "head_file"))
    except (OSError, ValueError, KeyError, TypeError):
        check.fault("head_missing", HEAD_FILE)
    for one, code in heads:
        if store.log_hash(one.entries) != one.hash:
            check.fault(code, str(one.entries))
    return check


def _files(store: Store, out: Path) -> Check:
    check = Check("files")
    hashes = {name: _sha256(out / name) for name in LOGGED_FILES}
    logged = store.published_hashes()
    check.looked_at = len(hashes)
    for name, digest in hashes.items():
        if digest is None:
            check.fault("file_missing", name)
        elif logged.get(name) != digest:
            check.fault("file_not_logged", name)
    for name, size, digest in _described(out, check):
        file = out / name
        if hashes.get(name) != digest or (size is not None and file.stat().st_size != size):
            check.fault("file_not_described", name)
    return check


def _described(out: Path, check: Check) -> Iterator[tuple[str, int | None, str]]:
    """Path, size (None where not told) and SHA-256 of each resource of the description."""
    try:
        package = json.loads((out / PACKAGE_FILE).read_bytes())
        for resource in package["resources"]:
            size = resource.get("bytes", resource.get("lecciones:bytes"))
            yield resource["path"], size, str(resource["hash"]).removeprefix("sha256:")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        check.fault("package_unreadable", PACKAGE_FILE)


def _rows(store: Store, out: Path, reasons: Callable[[str, str], str]) -> Check:
    """Each table against the store, a batch at a time."""
    check = Check("rows")
    for table in TABLES:
        for name in table_files(table):
            same = _same_csv if name.endswith(".csv") else _same_parquet
            try:
                count = same(table, out / name, table_rows(store, table, reasons))
            except (OSError, ValueError):
                count = None
            if count is None:
                check.fault("rows_differ", name)
            else:
                check.looked_at += count
    return check


def _same_csv(table: Table, path: Path, rows: Iterable[Row]) -> int | None:
    """How many rows there are where the file holds just these; None where it does not."""
    count = 0
    with path.open("rb") as file:
        buffer = BytesIO()
        writer = CsvTable(table, buffer)
        for batch in batches(rows, BATCH_ROWS):
            writer.write(batch)
            writer.flush()
            if file.read(buffer.tell()) != buffer.getvalue():
                return None
            buffer.seek(0)
            buffer.truncate()
            count += len(batch)
        writer.close()
        return count if file.read() == buffer.getvalue() else None


def _same_parquet(table: Table, path: Path, rows: Iterable[Row]) -> int | None:
    """As `_same_csv`; a row group is so many whole batches."""
    import pyarrow.parquet as pq

    writer = ParquetTable(table, BytesIO())
    count = 0
    with pq.ParquetFile(path) as file:
        found = file.iter_batches(batch_size=BATCH_ROWS, use_threads=False)
        for batch in batches(rows, BATCH_ROWS):
            there = next(found, None)
            if there is None or not there.equals(writer.batch(batch)):
                return None
            count += len(batch)
        writer.close()
        return count if file.metadata.num_rows == count else None


def _consent(store: Store, out: Path, name_lesson: Callable[[Iterable[str | None]], str]) -> Check:
    """Every lesson: its id is that of its content, and its Sí was decided and stands."""
    check = Check("consent")
    decided = _decided(store)
    for row in _read(out / table_files(LESSONS)[0], check):
        check.looked_at += 1
        lesson_id = str(row["lesson_id"])
        values = (row[name] for name in LESSON_FIELDS)
        named = name_lesson(None if value is None else str(value) for value in values)
        if named != lesson_id and row["review"] != "corrected":
            check.fault("lesson_not_its_id", lesson_id)
        if row["consent"] != Consent.YES or lesson_id not in decided:
            check.fault("lesson_without_yes", lesson_id)
        if store.is_withheld(lesson_id):
            check.fault("lesson_withheld", lesson_id)
    for table in TABLES:
        if table.refers_to:
            for row in _read(out / table_files(table)[0], check):
                if row["lesson_id"] not in decided:
                    check.fault("row_of_no_lesson", table.name)
    return check


def _decided(store: Store) -> set[str]:
    """The ids of lessons that the ledger publishes on a Sí whose decision is in the log."""
    from corpus.queries import DECIDED_ROWS

    return {cast("str", row[0]) for row in store.rows(DECIDED_ROWS)}


def _read(path: Path, check: Check) -> Iterator[dict[str, object]]:
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=4096):
                yield from batch.to_pylist()
    except (OSError, ValueError):
        check.fault("file_missing", path.name)


def _residue(store: Store, out: Path) -> Check:
    check = Check("residue")
    if store.has_residue:
        check.fault("not_scrubbed")
    if orphans := store.orphaned_values:
        check.fault("values_left", str(orphans))
    for folder in (out, out / RESTRICTED):
        for part in folder.glob(f".*{PART}"):
            check.fault("part_left", part.name)
    check.looked_at, dirty = free_pages(out / RESTRICTED / STORE_NAME)
    if dirty:
        check.fault("free_pages", str(dirty))
    return check


def free_pages(store: Path) -> tuple[int, int]:
    """How many free pages SQLite's file has, and how many of them hold anything.

    A leaf of the free list must be all zero; a trunk may hold only its list of leaves.
    Rule: the SQLite file format, "The Freelist".
    """
    data = store.read_bytes()
    size = int.from_bytes(data[16:18], "big")
    size = 65536 if size == 1 else size
    trunk = int.from_bytes(data[32:36], "big")
    free, dirty, seen = 0, 0, set[int]()
    while trunk and trunk not in seen:
        seen.add(trunk)
        page = data[(trunk - 1) * size : trunk * size]
        leaves = int.from_bytes(page[4:8], "big")
        numbers = [int.from_bytes(page[8 + 4 * i : 12 + 4 * i], "big") for i in range(leaves)]
        dirty += any(page[8 + 4 * leaves :])
        dirty += sum(any(data[(n - 1) * size : n * size]) for n in numbers)
        free += 1 + leaves
        trunk = int.from_bytes(page[:4], "big")
    return free, dirty


def _private(out: Path) -> Check:
    check = Check("private")
    if os.name != "posix":
        return check
    restricted = out / RESTRICTED
    for path in (restricted, *restricted.rglob("*")):
        check.looked_at += 1
        if stat.S_IMODE(path.lstat().st_mode) & 0o077:
            check.fault("not_private", path.name)
    return check


def _sha256(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
