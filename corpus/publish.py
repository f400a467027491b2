"""From the store to the dataset: sorted, streamed, and put in place together."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from corpus.atomic import JOURNAL, Staging, recover
from corpus.changes import CHANGES_FILE, write_changes
from corpus.croissant import CROISSANT_FILE, croissant_json
from corpus.derive.rows import derived_rows
from corpus.folder import RESTRICTED, folder_error, prepare, table_files
from corpus.package import FileFacts, package_json
from corpus.queries import ANSWER_ROWS, CONCERN_ROWS, CONTACT_ROWS, FORM_ROWS, LESSON_ROWS
from corpus.readme import README_FILE, readme_html
from corpus.search import remove_stale
from corpus.summary import reason_counts
from corpus.writers import CsvTable, ParquetTable, write_table
from schemas.records import Status
from schemas.tables import ANSWERS, CONCERNS, CONTACTS, DERIVED, FORMS, LESSONS, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from corpus.log import Head
    from corpus.package import ReasonCount
    from corpus.store import Store
    from corpus.writers import Row, TableWriter
    from schemas.columns import Table

SHARED_FILES = tuple(
    name for table in TABLES if not table.restricted for name in table_files(table)
)
PACKAGE_FILE = "datapackage.json"
HEAD_FILE = f"{RESTRICTED}/log_head.json"
"""The head of the log at the last publishing: what `verify` compares the log with."""
LOGGED_FILES = (
    *(name for table in TABLES for name in table_files(table)),
    README_FILE,
    CROISSANT_FILE,
    CHANGES_FILE,
    PACKAGE_FILE,
)
"""What a publishing puts in place and the log has the hashes of."""


_ROWS = {
    LESSONS.name: LESSON_ROWS,
    ANSWERS.name: ANSWER_ROWS,
    CONTACTS.name: CONTACT_ROWS,
    CONCERNS.name: CONCERN_ROWS,
}


@dataclass(frozen=True, slots=True)
class PublishedSummary:
    """How many rows each table has now, and the ledger's rows by status (all statuses).

    `log` is the head of the log after this publishing.
    """

    lessons: int
    answers: int
    contacts: int
    forms: int
    log: Head
    by_status: dict[Status, int]


def publish(
    store: Store,
    out: Path,
    *,
    reasons: Callable[[str, str], str],
    by: str = "",
) -> PublishedSummary:
    """Writes every table of the dataset into `out` and renames them into place together.

    Memory does not grow with the number of rows; the same store gives the same bytes. Where
    the same program published what the store holds, and every file is as it wrote it, nothing
    is written.

    Args:
        store: what to publish.
        out: DIR of the contract; made where it is not there.
        reasons: gives a reason's code and detail as one plain sentence in Spanish.
        by: names the program and its version; "" writes everything anew.

    Raises:
        FolderError: `out` cannot be written, or the disk is full; the old files stand.
        StoreError: SQLite could not read; the old files stand.
    """
    try:
        return _standing(store, out, by) or _publish(store, out, reasons, by)
    except OSError as error:
        raise folder_error(error, out) from None


def _standing(store: Store, out: Path, by: str) -> PublishedSummary | None:
    """What is published already, where it is what the store holds."""
    last = store.last_publishing(by) if by else None
    if last is None or store.has_residue or (out / JOURNAL).exists():
        return None
    files = {**last.files, HEAD_FILE: hashlib.sha256(_told(last.head)).hexdigest()}
    if not all(_is_as_logged(out / name, digest) for name, digest in files.items()):
        return None
    return _summary(last.rows, last.head, reason_counts(store))


def _is_as_logged(path: Path, digest: str) -> bool:
    try:
        if path.parent.name == RESTRICTED and path.stat().st_mode & 0o077 and os.name == "posix":
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except OSError:
        return False


def _told(head: Head) -> bytes:
    return json.dumps({"entries": head.entries, "hash": head.hash}).encode()


def _publish(
    store: Store, out: Path, reasons: Callable[[str, str], str], by: str
) -> PublishedSummary:
    prepare(out)
    store.scrub()
    recover(out)
    with Staging(out) as staging:
        rows = {
            table.name: _write(staging, table, table_rows(store, table, reasons))
            for table in TABLES
        }
        counted = reason_counts(store)
        facts = {name: FileFacts(*staging.facts(name)) for name in SHARED_FILES}
        lessons = table_files(LESSONS)[0]
        with staging.file(CHANGES_FILE, private=False) as file:
            write_changes(out / CHANGES_FILE, out / lessons, staging.part(lessons), file)
        for name, data in (
            (README_FILE, readme_html(counted, store.settings, reasons)),
            (CROISSANT_FILE, croissant_json(facts, store.settings)),
            (PACKAGE_FILE, package_json(facts, counted, store.settings)),
        ):
            with staging.file(name, private=False) as file:
                file.write(data)
        # Logged before it is in place: nothing is ever out there that the log does not know.
        head = store.note_publishing({n: staging.facts(n)[1] for n in LOGGED_FILES}, rows)
        with staging.file(HEAD_FILE, private=True) as file:
            file.write(_told(head))
        remove_stale(out, facts[lessons].sha256)
        staging.commit()
    # Again, for a search may have made one while the lessons were still the old ones.
    remove_stale(out, facts[lessons].sha256)
    store.note_published(by)
    return _summary(rows, head, counted)


def _summary(
    rows: Mapping[str, int], head: Head, counted: tuple[ReasonCount, ...]
) -> PublishedSummary:
    return PublishedSummary(
        rows[LESSONS.name],
        rows[ANSWERS.name],
        rows[CONTACTS.name],
        rows[FORMS.name],
        head,
        _by_status(counted),
    )


def table_rows(store: Store, table: Table, reasons: Callable[[str, str], str]) -> Iterator[Row]:
    """The rows that a table has by the store, streamed.

    Raises:
        StoreError: SQLite could not read.
    """
    if table is FORMS:
        return _ledger(store, reasons)
    return derived_rows(store) if table is DERIVED else store.rows(_ROWS[table.name])


def _write(staging: Staging, table: Table, rows: Iterable[Row]) -> int:
    """Writes all files of a table in one pass over its rows; how many rows it has."""
    with ExitStack() as stack:
        writers: list[TableWriter] = []
        for name in table_files(table):
            file = stack.enter_context(staging.file(name, private=table.restricted))
            kind = CsvTable if name.endswith(".csv") else ParquetTable
            writers.append(kind(table, file))
        return write_table(rows, writers)


def _ledger(store: Store, reasons: Callable[[str, str], str]) -> Iterator[Row]:
    """The rows of `forms`, the reason's code turned into its sentence."""
    at = FORMS.names.index("reason")
    for row in store.rows(FORM_ROWS):
        *values, detail = row
        code = cast("str", values[at])
        values[at] = (reasons(code, cast("str", detail)) or None) if code else None
        yield tuple(values)


def _by_status(counted: tuple[ReasonCount, ...]) -> dict[Status, int]:
    by_status = dict.fromkeys(Status, 0)
    for count in counted:
        by_status[count.status] += count.forms
    return by_status
