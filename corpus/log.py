"""The log of decisions: only ever added to, each entry chained to the one before.

An entry is one line of JSON; its hash is SHA-256 over the former entry's hash, a line feed
and that line. It says on which bytes (their SHA-256), by which rule and on which evidence
something was decided, never what a form answers, and names a lesson by the store's keyed
digest of its id. Rule: Ley 1581 de 2012 arts. 8(b), 9 and 17(b), proof that can be consulted.

The chain shows an entry that was changed or taken out of the middle. That the newest entries
are missing shows only against a head that was kept elsewhere: `Head`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

PUBLISHED = "published"
"""The kind, and the subject, of entries about a publishing."""

PERSON_DECIDED = "person"
"""The kind of entries about what a person decided on a form."""

START = "0" * 64
"""What stands for the hash before the first entry."""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry: how many entries there are and its hash (hex)."""

    entries: int
    hash: str

    def __str__(self) -> str:
        return f"{self.entries}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Publishing:
    """What an entry about a publishing says: SHA-256 of each file, rows of each table.

    `head` is the log's head with that entry.
    """

    head: Head
    files: Mapping[str, str]
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is stored; `facts` is its line of JSON, read."""

    seq: int
    hash: str
    facts: Mapping[str, Any]


def now() -> str:
    """The time of an entry: ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def append(
    db: sqlite3.Connection, kind: str, facts: Mapping[str, object], subject: str = ""
) -> None:
    """Adds an entry; to be called within the transaction of what it tells of.

    `subject` is what entries are looked up by: a form (`subject_of`), or "" for none.
    """
    before = head(db)
    seq = before.entries + 1
    line = json.dumps(
        {"seq": seq, "at": now(), "kind": kind, **facts},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    row = (seq, subject, line, chained(before.hash, line))
    db.execute("INSERT INTO log (seq, subject, entry, hash) VALUES (?, ?, ?, ?)", row)


def head(db: sqlite3.Connection) -> Head:
    """The head of the chain; 0 entries and `START` where there is none."""
    row = db.execute("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(0, START) if row is None else Head(int(row[0]), str(row[1]))


def entries(db: sqlite3.Connection, subject: str | None = None) -> Iterator[Entry]:
    """The entries in order, all of them or those about one subject."""
    query = "SELECT seq, hash, entry FROM log"
    if subject is None:
        rows = db.execute(f"{query} ORDER BY seq")
    else:
        rows = db.execute(f"{query} WHERE subject = ? ORDER BY seq", (subject,))
    for seq, digest, line in rows:
        yield Entry(seq, digest, json.loads(line))


def entries_about_lesson(db: sqlite3.Connection, digest: str) -> Iterator[Entry]:
    """The decisions on all forms of a lesson, those that are gone too, by its keyed digest."""
    query = "SELECT seq, hash, entry FROM log WHERE instr(entry, ?) ORDER BY seq"
    for seq, hash_, line in db.execute(query, (f'"lesson":"{digest}"',)):
        yield Entry(seq, hash_, json.loads(line))


def chained(before: str, line: str) -> str:
    """The hash of an entry's line after the entry with the hash `before`."""
    return hashlib.sha256(f"{before}\n{line}".encode()).hexdigest()


def first_fault(db: sqlite3.Connection) -> int | None:
    """The number of the first entry that is missing or is not as it was written, else None."""
    before, expected = START, 1
    for seq, subject, line, digest in db.execute(
        "SELECT seq, subject, entry, hash FROM log ORDER BY seq"
    ):
        if seq != expected or digest != chained(before, line):
            return expected
        if subject != _subject_in(line):
            return expected
        before, expected = digest, expected + 1
    return None


def last_published(db: sqlite3.Connection) -> Publishing | None:
    """What the newest entry about a publishing says, None before any."""
    query = "SELECT seq, hash, entry FROM log WHERE subject = ? ORDER BY seq DESC LIMIT 1"
    row = db.execute(query, (PUBLISHED,)).fetchone()
    if row is None:
        return None
    facts = json.loads(row[2])
    return Publishing(Head(int(row[0]), str(row[1])), facts["files"], facts["rows"])


def hash_at(db: sqlite3.Connection, seq: int) -> str | None:
    """The hash of one entry, None where there is none of this number."""
    if seq == 0:
        return START
    row = db.execute("SELECT hash FROM log WHERE seq = ?", (seq,)).fetchone()
    return None if row is None else str(row[0])


def subject_of(sha256: str, form_number: int) -> str:
    """What the entries about a form are looked up by: its file's bytes and its number."""
    return f"{sha256}#{form_number}"


def claim_subject(claim_id: int) -> str:
    """What the entries about a claim are looked up by."""
    return f"claim {claim_id}"


def _subject_in(line: str) -> str:
    try:
        facts = json.loads(line)
    except ValueError:
        return "?"
    if facts.get("kind") in ("decided", PERSON_DECIDED):
        return subject_of(str(facts["file"]), int(facts["form"]))
    if facts.get("kind") == "claim":
        return claim_subject(facts["claim"])
    return PUBLISHED if facts.get("kind") == PUBLISHED else ""
