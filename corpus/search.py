"""Full-text search over the published lessons: SQLite's FTS5, accents folded.

The index is content. It lies in `restricted/search.sqlite`, is made when first asked for and
made anew when `lessons.parquet` is another; a publishing that changes the lessons removes it.
Without a `restricted/` of its own (a copy of the shared files) it is made in memory.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.database import PART, PRIVATE_FILE, translated
from corpus.errors import DatasetError
from corpus.folder import RESTRICTED, table_files
from corpus.query import compile_query
from corpus.tabular import table_rows_of
from schemas.tables import LESSON_FIELDS, LESSONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

INDEX_FILE = f"{RESTRICTED}/search.sqlite"
SEARCHED = tuple(name for name in LESSON_FIELDS if name != "completed_on")
MARK_ON, MARK_OFF = "\ue000", "\ue001"
"""What stands around a found word in a snippet: characters that no text has."""

_VERSION = "3"
_WEIGHTS = {"topic": 4.0, "lesson": 3.0, "recommendation": 2.0, "entity": 2.0}
_SNIPPET_WORDS = 24
_MOST_RANKED = 10_000  # matches of one query
_LAST_ROW = 2**62


@dataclass(frozen=True, slots=True)
class Found:
    """A lesson that was found; `score` is higher for a better match.

    `snippet` is a piece of the best column, found words between `MARK_ON` and `MARK_OFF`.
    """

    lesson_id: str
    entity: str | None
    area: str | None
    completed_on: str | None
    topic: str | None
    score: float
    snippet: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search gave: the best matches, whether there are more, and if any word sufficed."""

    found: tuple[Found, ...]
    more: bool = False
    any_word: bool = False


def search(
    folder: Path,
    text: str,
    *,
    fields: Sequence[str] = (),
    entity: str = "",
    limit: int = 20,
) -> Answer:
    """The lessons of DIR that best match what a person typed; any text is a valid query.

    All words have to occur; where no lesson has them all, those with any. `"…"` is a phrase,
    `-word` leaves out. Of words that stand in more than 10,000 lessons those are ranked that have
    them in the columns that weigh most: so common a word tells lessons apart no better.
    `fields` are columns to look in (all where ()), `entity` words of the entity's name.

    Raises:
        DatasetError: DIR holds no lessons.
        StoreError: the index cannot be read or written.
    """
    with _index(folder) as db, translated(folder / INDEX_FILE):
        for any_word in (False, True):
            queries = [
                compile_query(text, fields=narrowed, entity=entity, any_word=any_word)
                for narrowed in (fields, *_narrower(fields))
            ]
            rows = _ask(db, *_telling(db, queries, limit), limit + 1) if queries[0] else []
            if rows:
                return Answer(tuple(rows[:limit]), len(rows) > limit, any_word)
    return Answer(())


def remove_stale(folder: Path, lessons_sha256: str) -> None:
    """Removes the index of DIR where it is not of the lessons with this SHA-256."""
    path = folder / INDEX_FILE
    if path.exists():
        kept = _indexed(path)
        if kept is None or kept[0] != _key(lessons_sha256):
            _remove(path)


def _narrower(fields: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The columns that weigh most among `fields` (all where ()), then fewer of them."""
    for least in sorted(set(_WEIGHTS.values())):
        columns = tuple(name for name in fields or SEARCHED if _WEIGHTS.get(name, 1.0) >= least)
        if columns and len(columns) < len(fields or SEARCHED):
            yield columns


def _telling(db: sqlite3.Connection, queries: list[str], limit: int) -> tuple[str, int | None]:
    """The first query with no more matches than are ranked, and else the last row that is.

    Ranking reads every match. Where a narrower query leaves too few to show, the wider one holds,
    and its first matches are ranked: lessons lie by their ids, which say nothing of them.
    """
    chosen, last = queries[0], _row_at(db, queries[0], _MOST_RANKED)
    for query in queries[1:]:
        if last is None or _row_at(db, query, limit) is None:
            break
        chosen, last = query, _row_at(db, query, _MOST_RANKED)
    return chosen, last


def _row_at(db: sqlite3.Connection, query: str, number: int) -> int | None:
    """The row of a query's match `number` (from 0), in the order of rows; None past the last."""
    row = db.execute(
        "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rowid LIMIT 1 OFFSET ?",
        (query, number),
    ).fetchone()
    return None if row is None else int(row[0])


def _ask(db: sqlite3.Connection, query: str, last: int | None, limit: int) -> list[Found]:
    rows = db.execute(
        "SELECT told.lesson_id, told.entity, told.area, told.completed_on, told.topic, -rank, "  # noqa: S608
        f"snippet(texts, -1, '{MARK_ON}', '{MARK_OFF}', '…', {_SNIPPET_WORDS}) "
        "FROM texts JOIN told ON told.id = texts.rowid "
        "WHERE texts MATCH ? AND texts.rowid <= ? ORDER BY rank LIMIT ?",
        (query, _LAST_ROW if last is None else last, limit),
    )
    return [Found(*row) for row in rows]


@contextmanager
def _index(folder: Path) -> Iterator[sqlite3.Connection]:
    """The index of the lessons as they are now, made where there is none of them."""
    path = folder / INDEX_FILE
    lessons = folder / table_files(LESSONS)[0]
    if not path.parent.is_dir():
        with closing(sqlite3.connect(":memory:")) as db:
            _fill(db, folder, "", "")
            yield db
        return
    if not _is_fresh(path, lessons):
        _remove(path)
        with translated(path):
            _build(path, folder)
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        yield db


def _is_fresh(path: Path, lessons: Path) -> bool:
    """Whether the index is of the lessons: told by the file's own marks, else by its bytes."""
    kept = _indexed(path)
    if kept is None:
        return False
    return kept[1] == _marks(lessons) or kept[0] == _key(_sha256(lessons))


def _marks(lessons: Path) -> str:
    """Size, time of change and number of the file: another file in its place has others."""
    try:
        found = lessons.stat()
    except OSError:
        raise DatasetError("table_missing", lessons) from None
    return f"{_VERSION}:{found.st_size}:{found.st_mtime_ns}:{found.st_ino}"


def _build(path: Path, folder: Path) -> None:
    """Makes the index beside its place; it stays only where the lessons are still those.

    A publishing puts the lessons in place and then removes the index; this puts the index in
    place and then looks at the lessons. Whichever comes first, no index of other lessons stays.
    """
    lessons = folder / table_files(LESSONS)[0]
    marks, digest = _marks(lessons), _sha256(lessons)
    part = path.with_name(f".{path.name}.{os.getpid()}{PART}")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as db:
            db.execute("PRAGMA journal_mode = OFF")
            db.execute("PRAGMA synchronous = OFF")
            db.execute("PRAGMA secure_delete = ON")
            _fill(db, folder, digest, marks)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    if _sha256(lessons) != digest:
        _remove(path)
        raise DatasetError("table_differs", lessons)


def _fill(db: sqlite3.Connection, folder: Path, digest: str, marks_of_file: str) -> None:
    columns = ", ".join(SEARCHED)
    weights = ", ".join(str(_WEIGHTS.get(name, 1.0)) for name in SEARCHED)
    db.execute("BEGIN")
    db.execute("CREATE TABLE meta (key TEXT, marks TEXT)")
    db.execute(
        "CREATE TABLE told (id INTEGER PRIMARY KEY, lesson_id, entity, area, completed_on, topic)"
    )
    db.execute(
        f"CREATE VIRTUAL TABLE texts USING fts5 ({columns}, "
        "tokenize = 'unicode61 remove_diacritics 2')"
    )
    db.execute("INSERT INTO texts (texts, rank) VALUES ('rank', ?)", (f"bm25({weights})",))
    at = [LESSONS.names.index(name) for name in SEARCHED]
    marks = ", ".join("?" * len(SEARCHED))
    names = [LESSONS.names.index(n) for n in ("lesson_id", "entity", "area", "completed_on")]
    topic = LESSONS.names.index("topic")
    for number, row in enumerate(table_rows_of(folder, LESSONS), start=1):
        kept = [None if row[i] is None else str(row[i]) for i in (*names, topic)]
        db.execute("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?)", (number, *kept))
        db.execute(
            f"INSERT INTO texts (rowid, {columns}) VALUES (?, {marks})",  # noqa: S608  # ours
            (number, *(row[i] for i in at)),
        )
    db.execute("INSERT INTO texts (texts) VALUES ('optimize')")
    db.execute("INSERT INTO meta VALUES (?, ?)", (_key(digest), marks_of_file))
    db.execute("COMMIT")


def _indexed(path: Path) -> tuple[str, str] | None:
    """Key and marks of the lessons that the index is of; None where none can be read."""
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            key, marks = db.execute("SELECT key, marks FROM meta").fetchone()
            return str(key), str(marks)
    except (sqlite3.Error, TypeError):
        return None


def _key(digest: str) -> str:
    return f"{_VERSION}:{digest}"


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-journal", f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise DatasetError("table_missing", path) from None
