"""The store: what every file gave, one transaction a file, and who withholds what.

A run can be killed at any instant: what was committed stands, the rest is read again.

- The same path with the same bytes under two inputs is one file; the same path with other
  bytes is another. A file that changes in place takes the place of what it was.
- No holds. A form with No leaves a keyed digest of its lesson id; the content of the same
  lesson with Sí, earlier or later, is deleted or never written, and its row is `revoked`.
- A claim (a revocation, a complaint under way) withholds likewise: see `corpus.claims`.
- Where what withheld a form no longer stands, the form has to be read again, for nothing of
  it was kept: `known` answers None for it and `to_reread` lists it.
- What a person decides on a form wins over what is read: see `corpus.decisions`.
- Every decision is one entry of the log, written in the transaction that carries it out.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, cast

from corpus import log
from corpus.admission import admit, obey
from corpus.claims import ClaimKind, Claims, Target, Traits
from corpus.database import connect, scrub, transaction, translated
from corpus.decisions import Decisions, Subject
from corpus.kin import COLUMNS, kin_keys
from corpus.proof import Proof, collect
from corpus.queries import CONCERN_ROWS, DECIDED_DAYS, DELETE_LESSON, REFUSED, RULED_ANEW, STALE
from corpus.rows import answer_row, concern_row, decision, form_row, insert, lesson_row, storable
from corpus.settings import Settings, load_settings, save_settings
from schemas.records import Status
from schemas.tables import LESSON_ID_PATTERN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from corpus.claims import Claim, Match
    from corpus.decisions import Step
    from schemas.records import FileRecord, FormRecord
    from schemas.rulings import Decision, Ruling

STORE_NAME = "store.sqlite"


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What the store holds of a file: skip it where bytes and reader are the same.

    `failed` where the reader ran past its limits, so that a run may try again.
    """

    size_bytes: int
    sha256: str
    reader_version: str
    failed: bool


class Store:
    """The dataset's state in `restricted/store.sqlite`, held by one run at a time."""

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        self._path = path
        self._db = db
        row = db.execute("SELECT value FROM meta WHERE key = 'digest_key'").fetchone()
        self._key = bytes(row[0])
        self._claims = Claims(db, self._key)
        self._decisions = Decisions(db, self._key)
        self._settings = load_settings(db)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The store at `path` (`DIR/restricted/store.sqlite`), made where there is none.

        Raises:
            StoreBusyError: another run holds it.
            StoreVersionError: a newer version wrote it.
            StoreDamagedError: the file is something else, or broken.
            StoreError: it cannot be opened at all.
        """
        db = connect(path)
        with translated(path):
            return cls(path, db)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Folds the write-ahead log in, so that nothing deleted lingers there, and lets go."""
        with translated(self._path):
            self._db.close()

    def known(self, root: str, source_path: str) -> KnownFile | None:
        """What is held of the file at `source_path` under the input `root`.

        None where it was never met there, or has to be read again because the refusal that
        withheld it no longer stands, or because a person decided on a form in it.
        """
        query = f"""
            SELECT size_bytes, sha256, reader_version,
                   EXISTS (SELECT 1 FROM form WHERE file_id = file.id AND status = ?)
            FROM sighting JOIN file ON file.id = sighting.file_id
            WHERE sighting.root = ? AND sighting.source_path = ?
              AND NOT EXISTS (SELECT 1 FROM form WHERE form.file_id = file.id AND {STALE})
        """  # noqa: S608  # our own text
        with translated(self._path):
            row = self._db.execute(
                query, (Status.FAILED, storable(root), storable(source_path))
            ).fetchone()
        return None if row is None else KnownFile(row[0], row[1], row[2], bool(row[3]))

    def to_reread(self) -> Iterator[tuple[str, str]]:
        """`root` and `source_path` of files whose withheld content may be read again.

        To be asked once all files of a run are committed: a form with No may have been
        replaced after the forms that it withheld were passed over as known.
        """
        query = f"""
            SELECT DISTINCT sighting.root, sighting.source_path
            FROM file JOIN form ON form.file_id = file.id
            JOIN sighting ON sighting.file_id = file.id
            WHERE {STALE} ORDER BY 1, 2
        """  # noqa: S608  # our own text
        with translated(self._path):
            yield from self._db.execute(query).fetchall()

    def commit(self, file: FileRecord, reader_version: str) -> None:
        """Takes a file's record in, in place of all that its place held before.

        Raises:
            ConsentGateError: content without a clear Sí; nothing is stored.
            RecordError: another rule of the contract is broken; nothing is stored.
            StoreError: SQLite could not write.
        """
        admit(file)
        with translated(self._path), transaction(self._db):
            for form in file.forms:
                obey(form, self._ruling_on(file, form))
            file_id = self._place(file, reader_version)
            # A refusal first, so that it holds for the forms beside it in the same file.
            for form in sorted(file.forms, key=lambda form: form.refused_id is None):
                self._add_form(file, file_id, form, reader_version)
            self._decisions.tidy([file.source_sha256])

    def keep_only(self, root: str, container: str, members: Collection[str]) -> None:
        """Lets go of what `container` held before and holds no more.

        `members` are the source paths now found in it, at any depth (`outer.zip!/a.docx`,
        `outer.zip!/inner.zip!/b.docx`, and the container's own path where it has a row of
        its own). Without this, a form taken out of an archive that was changed in place
        would stay.

        Raises:
            StoreError: SQLite could not write.
        """
        keep = {storable(member) for member in members}
        name = storable(container)
        # All paths that begin with "name!/" lie between it and "name!0", its next neighbour.
        query = """
            SELECT source_path FROM sighting
            WHERE root = ?1 AND (source_path = ?2 OR (source_path >= ?3 AND source_path < ?4))
        """
        with translated(self._path), transaction(self._db):
            place = (storable(root), name, f"{name}!/", f"{name}!0")
            for (path,) in self._db.execute(query, place).fetchall():
                if path not in keep:
                    self._forget(storable(root), path)

    @property
    def settings(self) -> Settings:
        """What the dataset's owner set."""
        return self._settings

    def change_settings(self, settings: Settings) -> None:
        """Keeps the owner's settings; without contacts, those that are kept are deleted.

        Where contacts are wanted again, the files with lessons are to be read again.

        Raises:
            StoreError: SQLite could not write.
        """
        if settings == self._settings:
            return
        with translated(self._path), transaction(self._db):
            save_settings(self._db, self._settings, settings)
            if not settings.contacts:
                self._decisions.forget_contacts()
        self._settings = settings

    def claim(self, target: str, kind: ClaimKind, *, received_on: str, note: str = "") -> Claim:
        """Opens a claim on a lesson (by its id) or a source (by its path in the ledger).

        What a revocation withholds is deleted; `scrub` then leaves no byte of it.

        Raises:
            TargetError: no form of the ledger is meant.
            StoreError: SQLite could not write.
        """
        with translated(self._path), transaction(self._db):
            claim = self._claims.open(self._target(target), kind, received_on, note)
            self._decisions.tidy()
            return claim

    def lift(self, target: str, kind: ClaimKind | None, outcome: str) -> tuple[Claim, ...]:
        """Closes the open claims on a lesson or source; `kind` None: complaints and queries.

        What a revocation deleted has to be read again: `to_reread` lists it.

        Raises:
            TargetError: nothing is open on it.
            StoreError: SQLite could not write.
        """
        with translated(self._path), transaction(self._db):
            return self._claims.lift(self._target(target), kind, outcome)

    def extend(self, target: str) -> tuple[Claim, ...]:
        """Notes that the term of the complaint or query on the target was prolonged.

        Raises:
            TargetError: none is open on it.
            StoreError: SQLite could not write.
        """
        with translated(self._path), transaction(self._db):
            return self._claims.extend(self._target(target))

    def settle(
        self, subject: Subject, decision: Decision, who: str, *, seen: int | None = None
    ) -> Ruling:
        """Keeps what a person decides on a form; what that withdraws is deleted at once.

        What it gives waits for the file to be read again: `to_reread` lists it. `seen` is the
        version of the ruling that the person saw (0 for none); None looks at none.

        Raises:
            ConflictError: somebody decided on the form since.
            DecisionError: a value for a form without a Sí, or nothing is decided.
            StoreError: SQLite could not write.
        """
        with translated(self._path), transaction(self._db):
            return self._decisions.settle(subject, decision, who, seen)

    def undo(self, subject: Subject, who: str, *, seen: int | None = None) -> Ruling:
        """Takes a person's last decision on a form back.

        Raises:
            ConflictError: somebody decided on the form since.
            DecisionError: there is none to take back.
            StoreError: SQLite could not write.
        """
        with translated(self._path), transaction(self._db):
            return self._decisions.undo(subject, who, seen)

    def ruling(self, subject: Subject) -> Ruling | None:
        """What people's decisions on a form come to; None where there never was one.

        Raises:
            StoreError: SQLite could not read.
        """
        with translated(self._path):
            return self._decisions.ruling(subject)

    def rulings_on(self, sha256: str) -> tuple[Ruling, ...]:
        """The rulings on the forms of a file with these bytes, by form number.

        Raises:
            StoreError: SQLite could not read.
        """
        with translated(self._path):
            return self._decisions.rulings_on(sha256) if sha256 else ()

    def waits(self, subject: Subject) -> bool:
        """Whether the form has to be read again before a person's decision is carried out.

        Raises:
            StoreError: SQLite could not read.
        """
        query = f"""
            SELECT 1 FROM file JOIN form ON form.file_id = file.id
            WHERE file.sha256 = ? AND form.form_number = ? AND {RULED_ANEW}"""  # noqa: S608
        with translated(self._path):
            found = self._db.execute(query, (subject.sha256, subject.form_number))
            return found.fetchone() is not None

    def history(self, subject: Subject) -> tuple[Step, ...]:
        """What people decided on a form, the oldest first.

        Raises:
            StoreError: SQLite could not read.
        """
        with translated(self._path):
            return self._decisions.history(subject)

    def ruled(self) -> tuple[Subject, ...]:
        """All forms that somebody ever decided on.

        Raises:
            StoreError: SQLite could not read.
        """
        with translated(self._path):
            return tuple(self._decisions.subjects())

    def open_claims(self) -> tuple[Claim, ...]:
        """All open claims, the oldest first.

        Raises:
            StoreError: SQLite could not read.
        """
        with translated(self._path):
            return self._claims.open_claims()

    def prove(self, target: str) -> Proof:
        """How consent was decided on a lesson or source; empty where nothing ever was.

        Raises:
            StoreError: SQLite could not read.
        """
        with translated(self._path):
            return collect(self._db, self._claims, self._target(target))

    def is_withheld(self, lesson_id: str) -> bool:
        """Whether a No or an open claim stands against the lesson with this id.

        Raises:
            StoreError: SQLite could not read.
        """
        digest = self._digest(lesson_id)
        with translated(self._path):
            claimed = self._claims.any_open() and self._claims.holds_lesson(digest.hex())
            return claimed or self._is_refused(digest)

    def log_fault(self) -> int | None:
        """The number of the log's first entry that is not as it was written, else None.

        Raises:
            StoreError: SQLite could not read.
        """
        with translated(self._path):
            return log.first_fault(self._db)

    def log_hash(self, entries: int) -> str | None:
        """The hash of the log after that many entries; None where it has fewer.

        Raises:
            StoreError: SQLite could not read.
        """
        with translated(self._path):
            return log.hash_at(self._db, entries)

    def published_hashes(self) -> dict[str, str]:
        """SHA-256 of each file that the last publishing put in place; empty before any.

        Raises:
            StoreError: SQLite could not read.
        """
        with translated(self._path):
            publishing = log.last_published(self._db)
        return {} if publishing is None else dict(publishing.files)

    def sensitive_matters(self) -> tuple[tuple[str, str, str], ...]:
        """Lesson id, column and category of each sensitive matter in published lessons.

        Raises:
            StoreError: SQLite could not read.
        """
        return tuple(cast("Iterator[tuple[str, str, str]]", self.rows(CONCERN_ROWS)))

    def decided_days(self) -> tuple[tuple[str, int], ...]:
        """Days (ISO, UTC) with how many forms were first decided on that day, oldest first.

        Raises:
            StoreError: SQLite could not read.
        """
        return tuple(cast("Iterator[tuple[str, int]]", self.rows(DECIDED_DAYS)))

    def log_head(self) -> log.Head:
        """The newest entry of the log.

        Raises:
            StoreError: SQLite could not read.
        """
        with translated(self._path):
            return log.head(self._db)

    def note_publishing(self, files: dict[str, str], rows: dict[str, int]) -> log.Head:
        """Logs the SHA-256 of every file about to be put in place; the log's new head.

        Raises:
            StoreError: SQLite could not write.
        """
        with translated(self._path), transaction(self._db):
            log.append(self._db, log.PUBLISHED, {"files": files, "rows": rows}, log.PUBLISHED)
            return log.head(self._db)

    def note_published(self, by: str) -> None:
        """Keeps that what is in place is what the store holds, until something changes in it.

        `by` names the program that wrote it: another one may write the same otherwise.

        Raises:
            StoreError: SQLite could not write.
        """
        with translated(self._path):
            self._db.execute("INSERT OR REPLACE INTO meta VALUES ('published_by', ?)", (by,))

    def last_publishing(self, by: str) -> log.Publishing | None:
        """What was last published, where that program did and nothing changed since.

        Raises:
            StoreError: SQLite could not read.
        """
        query = "SELECT 1 FROM meta WHERE key = 'published_by' AND value = ?"
        with translated(self._path):
            same = self._db.execute(query, (by,)).fetchone()
            return log.last_published(self._db) if same else None

    def rows(self, query: str, parameters: Sequence[str] = ()) -> Iterator[tuple[object, ...]]:
        """The rows of a query of this package, streamed.

        Raises:
            StoreError: SQLite could not read.
        """
        with translated(self._path):
            yield from self._db.execute(query, parameters)

    @property
    def has_residue(self) -> bool:
        """Whether something was deleted since the store was last scrubbed.

        Raises:
            StoreError: SQLite could not read.
        """
        with translated(self._path):
            query = "SELECT 1 FROM meta WHERE key = 'unscrubbed'"
            return self._db.execute(query).fetchone() is not None

    @property
    def orphaned_values(self) -> int:
        """How many decisions have values left that should be gone with their form's content.

        Raises:
            StoreError: SQLite could not read.
        """
        with translated(self._path):
            return sum(1 for _ in self._decisions.orphans())

    def scrub(self) -> None:
        """Makes sure that no byte of deleted content is left in the store's files.

        Where lessons were deleted since the last time this rewrites the store, in time
        that grows with its size; else it does next to nothing.

        Raises:
            StoreError: SQLite could not write.
        """
        with translated(self._path):
            with transaction(self._db):
                self._decisions.tidy()
            if self.has_residue:
                scrub(self._db, self._path)
                self._db.execute("DELETE FROM meta WHERE key = 'unscrubbed'")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _place(self, file: FileRecord, reader_version: str) -> int:
        """The id of the file's row, emptied of forms, the sighting pointing to it."""
        root, path = storable(file.root), storable(file.source_path)
        here = self._db.execute(
            "SELECT file_id FROM sighting WHERE root = ? AND source_path = ?", (root, path)
        ).fetchone()
        (file_id,) = self._db.execute(
            """
            INSERT INTO file (source_path, sha256, source_format, size_bytes, reader_version)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (source_path, sha256) DO UPDATE SET
                source_format = excluded.source_format,
                size_bytes = excluded.size_bytes,
                reader_version = excluded.reader_version
            RETURNING id
            """,
            (path, file.source_sha256, file.source_format, file.size_bytes, reader_version),
        ).fetchone()
        if here is not None and here[0] != file_id:
            self._forget(root, path)
        self._db.execute("DELETE FROM form WHERE file_id = ?", (file_id,))
        self._db.execute("INSERT OR REPLACE INTO sighting VALUES (?, ?, ?)", (root, path, file_id))
        return int(file_id)

    def _forget(self, root: str, source_path: str) -> None:
        """Ends a sighting, and the file with it where no other input shows it."""
        (file_id,) = self._db.execute(
            "DELETE FROM sighting WHERE root = ? AND source_path = ? RETURNING file_id",
            (root, source_path),
        ).fetchone()
        (sha256,) = self._db.execute("SELECT sha256 FROM file WHERE id = ?", (file_id,)).fetchone()
        self._db.execute(
            "DELETE FROM file WHERE id = ?1 AND NOT EXISTS "
            "(SELECT 1 FROM sighting WHERE file_id = ?1)",
            (file_id,),
        )
        # No claim could reach what was said of bytes that the ledger does not have.
        self._db.execute(
            "DELETE FROM act_value WHERE act_id IN (SELECT act.id FROM act WHERE act.sha256 = ?1 "
            "AND NOT EXISTS (SELECT 1 FROM file WHERE file.sha256 = ?1))",
            (sha256,),
        )

    def _add_form(
        self, file: FileRecord, file_id: int, form: FormRecord, reader_version: str
    ) -> None:
        lesson = form.lesson
        own_id = form.refused_id if lesson is None else lesson.lesson_id
        digest = None if own_id is None else self._digest(own_id)
        read_digest = None if form.read_id is None else self._digest(form.read_id)
        match = self._claim_on(file, form, digest, read_digest)
        form_id = insert(self._db, "form", form_row(file_id, form, digest, read_digest, match))
        if form.form_number is not None:
            subject = log.subject_of(file.source_sha256, form.form_number)
            facts = decision(file, form, digest, match, reader_version)
            log.append(self._db, "decided", facts, subject)
        if digest is not None and form.refused_id is not None:
            self._withhold(digest)
        kept = match is None or match.kind is not ClaimKind.REVOCATION
        refused = any(self._is_refused(one) for one in (digest, read_digest) if one)
        if lesson is not None and digest is not None and kept and not refused:
            contacts = self._settings.contacts
            row = lesson_row(file, form_id, form, lesson, contacts=contacts)
            insert(self._db, "lesson", row)
            for answer in lesson.answers:
                insert(self._db, "answer", answer_row(form_id, answer))
            for concern in form.concerns:
                insert(self._db, "concern", concern_row(form_id, concern))

    def _ruling_on(self, file: FileRecord, form: FormRecord) -> Ruling | None:
        if form.form_number is None:
            return None
        return self._decisions.ruling(Subject(file.source_sha256, form.form_number))

    def _claim_on(
        self,
        file: FileRecord,
        form: FormRecord,
        digest: bytes | None,
        read_digest: bytes | None,
    ) -> Match | None:
        """The claim that withholds this form; one on its source learns what came of it."""
        if not self._claims.any_open():
            return None
        lesson = form.lesson
        values = {} if lesson is None else {name: getattr(lesson, name) for name in COLUMNS}
        traits = Traits(
            storable(file.source_path),
            log.subject_of(file.source_sha256, form.form_number or 0),
            None if digest is None else digest.hex(),
            kin_keys(values, self._key),
            None if read_digest is None else read_digest.hex(),
        )
        match = self._claims.match(traits)
        if match is not None and match.by == "path":
            self._claims.learn(match.claim_id, [traits])
        return match

    def _withhold(self, digest: bytes) -> int:
        """Deletes the content of the lesson with this digest; from how many forms."""
        deleted = self._db.execute(DELETE_LESSON, (digest,)).rowcount
        if deleted:
            self._decisions.tidy()
        return deleted

    def _is_refused(self, digest: bytes) -> bool:
        query = f"SELECT {REFUSED.format(digest='?1')}"
        return bool(self._db.execute(query, (digest,)).fetchone()[0])

    def _target(self, name: str) -> Target:
        if re.fullmatch(LESSON_ID_PATTERN, name):
            return Target("lesson", self._digest(name).hex())
        return Target("path", storable(name))

    def _digest(self, lesson_id: str) -> bytes:
        return hmac.digest(self._key, lesson_id.encode(), "sha256")
