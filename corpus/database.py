"""The store's SQLite file: opened by one run at a time, its tables, and their versions."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from corpus.errors import StoreBusyError, StoreDamagedError, StoreError, StoreVersionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

APPLICATION_ID = 0x4C454343
"""Marks the file as a store of lecciones (the letters LECC)."""

PART = ".lecciones-part"
"""How names of files end that are being written beside their places."""

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

_BUSY_WAIT_S = 0.2
"""Enough for a run that is just ending; another at work is told at once."""

_FIRST_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

CREATE TABLE file (
    id INTEGER PRIMARY KEY,
    source_path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    source_format TEXT,
    size_bytes INTEGER NOT NULL,
    reader_version TEXT NOT NULL,
    UNIQUE (source_path, sha256)
);

CREATE TABLE sighting (
    root TEXT NOT NULL,
    source_path TEXT NOT NULL,
    file_id INTEGER NOT NULL REFERENCES file (id),
    PRIMARY KEY (root, source_path)
) WITHOUT ROWID;
CREATE INDEX sighting_file ON sighting (file_id);

CREATE TABLE form (
    id INTEGER PRIMARY KEY,
    file_id INTEGER NOT NULL REFERENCES file (id) ON DELETE CASCADE,
    form_number INTEGER,
    status TEXT NOT NULL,
    reason TEXT NOT NULL,
    reason_detail TEXT NOT NULL,
    consent TEXT,
    template TEXT,
    confidence REAL,
    review TEXT NOT NULL,
    fields_filled INTEGER,
    digest BLOB
);
CREATE INDEX form_file ON form (file_id, form_number);
CREATE INDEX form_digest ON form (digest) WHERE digest IS NOT NULL;

CREATE TABLE lesson (
    form_id INTEGER PRIMARY KEY REFERENCES form (id) ON DELETE CASCADE,
    lesson_id TEXT NOT NULL,
    source_path TEXT NOT NULL,
    form_number INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    entity TEXT,
    area TEXT,
    completed_on TEXT,
    topic TEXT,
    program TEXT,
    situation TEXT,
    impact TEXT,
    solutions TEXT,
    lesson TEXT,
    recommendation TEXT,
    confidence REAL NOT NULL,
    redactions INTEGER NOT NULL,
    public_servant TEXT,
    phone TEXT,
    email TEXT
);
CREATE INDEX lesson_rank ON lesson (lesson_id, source_path, form_number, sha256);

CREATE TABLE answer (
    form_id INTEGER NOT NULL REFERENCES lesson (form_id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    field TEXT NOT NULL,
    state TEXT NOT NULL,
    confidence REAL NOT NULL,
    read_from TEXT,
    page INTEGER,
    x0 REAL,
    top REAL,
    x1 REAL,
    bottom REAL,
    PRIMARY KEY (form_id, position)
) WITHOUT ROWID;

CREATE TABLE revocation (digest BLOB PRIMARY KEY) WITHOUT ROWID;
"""
_NOTE_DELETIONS = """
CREATE TRIGGER lesson_deleted AFTER DELETE ON lesson
BEGIN INSERT OR REPLACE INTO meta VALUES ('unscrubbed', 1); END
"""
# `sighting` says under which inputs a file was met: the same path with the same bytes under
# two inputs is one file. `form.digest` is the keyed digest of the form's lesson id, for forms
# with Sí and with No alike; `lesson` exists only while nothing refuses it.


def _execute_each(db: sqlite3.Connection, statements: str) -> None:
    """Each statement by itself: `executescript` would commit what is open."""
    for statement in statements.split(";"):
        if statement.strip():
            db.execute(statement)


def _create(db: sqlite3.Connection) -> None:
    _execute_each(db, _FIRST_TABLES)
    db.execute(_NOTE_DELETIONS)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("INSERT INTO meta VALUES ('digest_key', ?)", (os.urandom(32),))


_LAW_TABLES = """
CREATE TABLE claim (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    received_on TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    extended INTEGER NOT NULL DEFAULT 0,
    note TEXT NOT NULL,
    closed_at TEXT,
    outcome TEXT NOT NULL DEFAULT ''
);

CREATE TABLE claim_key (
    claim_id INTEGER NOT NULL REFERENCES claim (id),
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (kind, value, claim_id)
) WITHOUT ROWID;

ALTER TABLE form ADD COLUMN claim_id INTEGER REFERENCES claim (id);
ALTER TABLE form ADD COLUMN claimed_by TEXT;
CREATE INDEX form_claim ON form (claim_id) WHERE claim_id IS NOT NULL;
CREATE INDEX file_path ON file (source_path);

CREATE TABLE concern (
    form_id INTEGER NOT NULL REFERENCES lesson (form_id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    field TEXT NOT NULL,
    category TEXT NOT NULL,
    PRIMARY KEY (form_id, position, category)
) WITHOUT ROWID;

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE log (
    seq INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,
    entry TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX log_subject ON log (subject);
"""
_APPEND_ONLY = """
CREATE TRIGGER log_{verb} BEFORE {verb} ON log
BEGIN SELECT raise(ABORT, 'the log is only added to'); END
"""
# A claim withholds forms: `claim_key` says which ones, now and when they come again (see
# `corpus.claims`); `form.claim_id` is worked out from it. `log` is chained (see `corpus.log`).


def _add_law(db: sqlite3.Connection) -> None:
    for statement in _LAW_TABLES.split(";"):
        if statement.strip():
            db.execute(statement)
    for verb in ("UPDATE", "DELETE"):
        db.execute(_APPEND_ONLY.format(verb=verb))
    for (digest,) in db.execute("SELECT digest FROM revocation").fetchall():
        claim = db.execute(
            "INSERT INTO claim (kind, received_on, opened_at, note) "
            "VALUES ('revocation', date('now'), datetime('now'), '')"
        ).lastrowid
        db.execute("INSERT INTO claim_key VALUES (?, 'lesson', ?)", (claim, digest.hex()))
        db.execute(
            "UPDATE form SET claim_id = ?, claimed_by = 'lesson' WHERE digest = ?", (claim, digest)
        )
    db.execute("DROP TABLE revocation")
    # What was read before has no entry in the log: the next run reads it again.
    db.execute("UPDATE file SET reader_version = ''")


_DECISION_TABLES = """
CREATE TABLE act (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 TEXT NOT NULL,
    form_number INTEGER NOT NULL,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    verdict TEXT,
    confirmed INTEGER NOT NULL DEFAULT 0,
    undoes INTEGER REFERENCES act (id)
);
CREATE INDEX act_form ON act (sha256, form_number);

CREATE TABLE act_value (
    act_id INTEGER NOT NULL REFERENCES act (id),
    field TEXT NOT NULL,
    value TEXT,
    changed INTEGER NOT NULL,
    PRIMARY KEY (act_id, field)
) WITHOUT ROWID;

ALTER TABLE form ADD COLUMN ruling INTEGER NOT NULL DEFAULT 0;
ALTER TABLE form ADD COLUMN leftover INTEGER NOT NULL DEFAULT 0;
ALTER TABLE form ADD COLUMN read_digest BLOB;
CREATE INDEX form_read_digest ON form (read_digest) WHERE read_digest IS NOT NULL;
ALTER TABLE lesson ADD COLUMN read_id TEXT;
CREATE INDEX lesson_read_id ON lesson (read_id) WHERE read_id IS NOT NULL;
CREATE INDEX file_sha256 ON file (sha256)
"""
_NOTE_ERASURES = """
CREATE TRIGGER act_value_deleted AFTER DELETE ON act_value
BEGIN INSERT OR REPLACE INTO meta VALUES ('unscrubbed', 1); END
"""
# `act` is what people decided on forms, one row a step (see `corpus.decisions`); `act_value`
# the values they gave, which go when the form's content does. `form.ruling` is the newest act
# that the row takes account of; `read_digest` and `read_id` are those of the uncorrected form.


def _add_decisions(db: sqlite3.Connection) -> None:
    _execute_each(db, _DECISION_TABLES)
    db.execute(_NOTE_ERASURES)


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (_create, _add_law, _add_decisions)
"""Step n takes a store of version n to n+1; all missing steps run in one transaction."""


def connect(path: Path) -> sqlite3.Connection:
    """The store at `path`, made where there is none, held by this connection alone.

    The file, and so its `-wal`, has mode 0600 from its first byte; its folder is set to
    0700. The connection is in autocommit mode.

    Raises:
        StoreBusyError: another connection holds the store.
        StoreVersionError: a newer version wrote it.
        StoreDamagedError: the file is something else, or broken.
        StoreError: it cannot be opened at all.
    """
    _make_private(path)
    with translated(path):
        db = sqlite3.connect(path, timeout=_BUSY_WAIT_S, isolation_level=None)
        try:
            _set_up(db)
            _migrate(db, path)
        except BaseException:
            db.close()
            raise
    return db


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All of what is done inside, or nothing of it; a change unsays what was published."""
    db.execute("BEGIN IMMEDIATE")
    before = db.total_changes
    try:
        yield db
        if db.total_changes != before:
            db.execute("DELETE FROM meta WHERE key = 'published_by'")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raises the corpus' own errors in place of SQLite's."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        raise _kind_of(name)(path, name) from None


def scrub(db: sqlite3.Connection, path: Path) -> None:
    """Rewrites the whole store from its rows, so that no page holds what was deleted.

    `secure_delete` alone leaves, now and then, a stale copy of a row that was moved between
    pages before it was deleted. A fresh copy is made beside the store (mode 0600, gone at the
    end) and taken back page by page in one transaction, all under this run's lock; a plain
    `VACUUM` would hold the copy in memory or in the system's temporary folder.
    """
    fresh = path.with_name(f".{path.name}{PART}")
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
    try:
        db.execute("VACUUM INTO ?", (str(fresh),))
        with closing(sqlite3.connect(fresh)) as source:
            source.backup(db)
    finally:
        fresh.unlink(missing_ok=True)


def _kind_of(name: str) -> type[StoreError]:
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreBusyError
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return StoreDamagedError
    return StoreError


def _make_private(path: Path) -> None:
    try:
        path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        path.parent.chmod(PRIVATE_FOLDER)
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        os.close(os.open(path, flags, PRIVATE_FILE))
        for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
            file = path.with_name(name)
            if file.exists():
                file.chmod(PRIVATE_FILE)
    except OSError as error:
        raise StoreError(path, type(error).__name__) from None


def _set_up(db: sqlite3.Connection) -> None:
    # Exclusive locking comes first: with it WAL needs no shared memory file, and the lock is
    # the process' own, so that it goes with a process that is killed.
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA secure_delete = ON")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA temp_store = MEMORY")
    db.execute("BEGIN IMMEDIATE")
    db.execute("COMMIT")


def _migrate(db: sqlite3.Connection, path: Path) -> None:
    version = _pragma(db, "user_version")
    if version > len(MIGRATIONS):
        raise StoreVersionError(path, str(version))
    if version == 0 and db.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise StoreDamagedError(path, "not_a_store")
    if version > 0 and _pragma(db, "application_id") != APPLICATION_ID:
        raise StoreDamagedError(path, "not_a_store")
    if version == len(MIGRATIONS):
        return
    with transaction(db):
        for step in MIGRATIONS[version:]:
            step(db)
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _pragma(db: sqlite3.Connection, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])
