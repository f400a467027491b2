"""Claims: what a person withdrew or contests, and which forms that withholds.

A claim is a revocation (the content leaves the store), a complaint under way (Ley 1581 de
2012 art. 15: the content stays in the store, out of the dataset) or a query (art. 14: only a
deadline). It holds by keys, now and for whatever comes later:

    path     all that comes from a source that a person named, whatever it becomes
    bytes    the same form of the same bytes, under any name, for any version of the reader
    lesson   the same lesson in whatever format: the keyed digest of its id
    kin      another version of the lesson: the same entity and topic, and at least half of
             the long answers word for word the same (see `corpus.kin`)
    exempt   bytes that a person let out of a claim that held them as kin

Of the content only keyed digests are kept, as with a refusal.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from corpus import log
from corpus.errors import TargetError
from corpus.kin import COLUMNS, are_kin, kin_keys
from corpus.log import subject_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator


class ClaimKind(StrEnum):
    """What was claimed; all but a query withhold."""

    REVOCATION = "revocation"
    COMPLAINT = "complaint"
    QUERY = "query"


@dataclass(frozen=True, slots=True)
class Traits:
    """What a claim may hold a form by; `digest` (hex) is None where it has no lesson id."""

    source_path: str
    subject: str
    digest: str | None
    kin: tuple[str, ...] = ()
    read_digest: str | None = None

    @property
    def lessons(self) -> tuple[str, ...]:
        """The digests of its id, with a person's corrections and without."""
        return tuple(dict.fromkeys(d for d in (self.digest, self.read_digest) if d))


@dataclass(frozen=True, slots=True)
class Match:
    """The claim that withholds a form, and the kind of key by which."""

    claim_id: int
    kind: ClaimKind
    by: str


@dataclass(frozen=True, slots=True)
class Target:
    """What a person named: a lesson (`key` is its digest) or a source (`key` is its path)."""

    kind: str  # "lesson" or "path"
    key: str


@dataclass(frozen=True, slots=True)
class ClaimedForm:
    """A form under a claim; `lesson_id` only while its content is in the store."""

    source_path: str
    form_number: int | None
    lesson_id: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim and the forms that it is about. Dates are ISO 8601; `closed_at` None while open."""

    id: int
    kind: ClaimKind
    received_on: str
    extended: bool
    note: str
    closed_at: str | None
    outcome: str
    forms: tuple[ClaimedForm, ...] = ()


_MATCH = """
    SELECT claim.id, claim.kind, claim_key.kind
    FROM claim_key JOIN claim ON claim.id = claim_key.claim_id
    WHERE claim.closed_at IS NULL AND claim.kind <> 'query'
      AND (claim_key.kind, claim_key.value) IN (VALUES {pairs})
    ORDER BY claim.kind = 'revocation' DESC, claim.id"""


class Claims:
    """The claims of a store. Every method that changes something is called in a transaction."""

    def __init__(self, db: sqlite3.Connection, secret: bytes) -> None:
        self._db = db
        self._secret = secret

    def any_open(self) -> bool:
        """Whether anything is withheld by a claim at all: most stores have none."""
        query = "SELECT 1 FROM claim WHERE closed_at IS NULL AND kind <> 'query' LIMIT 1"
        return self._db.execute(query).fetchone() is not None

    def match(self, traits: Traits) -> Match | None:
        """The open claim that withholds this form; a revocation before a complaint."""
        keys = [("path", path) for path in _with_containers(traits.source_path)]
        keys += [("bytes", traits.subject)]
        keys += [("lesson", digest) for digest in traits.lessons]
        query = _MATCH.format(pairs=", ".join(["(?, ?)"] * len(keys)))
        found = [
            Match(claim, ClaimKind(kind), by)
            for claim, kind, by in self._db.execute(query, [part for key in keys for part in key])
        ]
        found += self._kin(traits)
        found.sort(key=lambda match: (match.kind is not ClaimKind.REVOCATION, match.claim_id))
        return found[0] if found else None

    def open(self, target: Target, kind: ClaimKind, received_on: str, note: str) -> Claim:
        """A new claim (or the open one of this kind on the same target) and what it holds.

        Raises:
            TargetError: no form of the ledger is meant by the target.
        """
        forms = self.forms_of(target)
        if not forms:
            raise TargetError("unknown_target")
        known = self._open_on(target, kind)
        claim_id = known[0] if known else self._insert(kind, received_on, note)
        if target.kind == "path":
            self._add_keys(claim_id, [("path", target.key)])
        self.learn(claim_id, [self.traits_of(form_id) for form_id in forms])
        self._review(forms)
        self._settle_other_claims(claim_id, kind)
        claim = self.claim(claim_id)
        step = "widened" if known else "opened"
        self._log(claim, step, note=note, received=received_on, target=target.kind)
        return claim

    def learn(self, claim_id: int, seen: Iterable[Traits]) -> None:
        """Lets the claim hold all that is the same as these forms, and withholds it."""
        same: list[int] = []
        kin: set[str] = set()
        for traits in seen:
            keys = [("kin", key) for key in traits.kin]
            if not traits.subject.endswith("#0"):
                keys += [("bytes", traits.subject)]
                same += self._of_bytes(traits.subject)
            for digest in traits.lessons:
                keys += [("lesson", digest)]
                same += self._of_lesson(digest)
            self._add_keys(claim_id, keys)
            kin.update(traits.kin)
        self._review([*same, *self._kin_of(kin)])

    def lift(self, target: Target, kind: ClaimKind | None, outcome: str) -> tuple[Claim, ...]:
        """Closes what is open on the target, or lets its forms out; the claims concerned.

        `kind` None stands for complaints and queries alike. A form that is held as another
        version of a lesson is let out alone: the claim goes on for the rest.

        Raises:
            TargetError: nothing is open on the target.
        """
        closing = self._open_on(target, kind)
        freed = [] if closing else self._exempt(target, kind)
        if not closing and not freed:
            raise TargetError("no_claim")
        for claim_id in closing:
            self._close(claim_id, outcome)
        return tuple(self.claim(claim_id) for claim_id in (*closing, *freed))

    def extend(self, target: Target) -> tuple[Claim, ...]:
        """Notes that the answer's term was prolonged, as arts. 14 and 15 allow once.

        Raises:
            TargetError: no complaint or query is open on the target.
        """
        found = self._open_on(target, None)
        if not found:
            raise TargetError("no_claim")
        for claim_id in found:
            self._db.execute("UPDATE claim SET extended = 1 WHERE id = ?", (claim_id,))
            self._log(self.claim(claim_id), "extended")
        return tuple(self.claim(claim_id) for claim_id in found)

    def claim(self, claim_id: int) -> Claim:
        """One claim with the forms that it is about."""
        number, kind, received_on, extended, note, closed_at, outcome = self._db.execute(
            "SELECT id, kind, received_on, extended, note, closed_at, outcome "
            "FROM claim WHERE id = ?",
            (claim_id,),
        ).fetchone()
        forms = tuple(self._claimed_forms(claim_id))
        return Claim(
            number, ClaimKind(kind), received_on, bool(extended), note, closed_at, outcome, forms
        )

    def open_claims(self) -> tuple[Claim, ...]:
        """All open claims, the oldest first."""
        query = "SELECT id FROM claim WHERE closed_at IS NULL ORDER BY received_on, id"
        return tuple(self.claim(row[0]) for row in self._db.execute(query).fetchall())

    def holds_lesson(self, digest: str) -> bool:
        """Whether an open claim withholds the lesson with this digest (hex)."""
        query = _MATCH.format(pairs="('lesson', ?)")
        return self._db.execute(query, (digest,)).fetchone() is not None

    def on(self, digests: Iterable[str], subjects: Iterable[str]) -> tuple[int, ...]:
        """The ids of all claims, closed ones too, on these lessons or forms."""
        pairs = [("lesson", digest) for digest in digests]
        pairs += [("bytes", subject) for subject in subjects]
        query = "SELECT claim_id FROM claim_key WHERE kind = ? AND value = ?"
        found = {row[0] for pair in pairs for row in self._db.execute(query, pair)}
        return tuple(sorted(found))

    def forms_of(self, target: Target) -> list[int]:
        """The ids of the forms that the target means now: of a container, those in it too."""
        if target.kind == "lesson":
            return self._of_lesson(target.key)
        query = """
            SELECT form.id FROM form JOIN file ON file.id = form.file_id
            WHERE file.source_path = ?1
               OR (file.source_path >= ?1 || '!/' AND file.source_path < ?1 || '!0')"""
        return [row[0] for row in self._db.execute(query, (target.key,))]

    def traits_of(self, form_id: int) -> Traits:
        """What a stored form can be held by."""
        path, sha256, number, digest, read_digest = self._db.execute(
            "SELECT file.source_path, file.sha256, form.form_number, form.digest, "
            "form.read_digest "
            "FROM form JOIN file ON file.id = form.file_id WHERE form.id = ?",
            (form_id,),
        ).fetchone()
        query = f"SELECT {', '.join(COLUMNS)} FROM lesson WHERE form_id = ?"  # noqa: S608
        row = self._db.execute(query, (form_id,)).fetchone()
        kin = () if row is None else kin_keys(dict(zip(COLUMNS, row, strict=True)), self._secret)
        return Traits(
            path,
            subject_of(sha256, number or 0),
            None if digest is None else digest.hex(),
            kin,
            None if read_digest is None else read_digest.hex(),
        )

    def _kin(self, traits: Traits) -> list[Match]:
        if not traits.kin:
            return []
        marks = ", ".join("?" * len(traits.kin))
        query = f"""
            SELECT claim.id, claim.kind, group_concat(claim_key.value, ' ')
            FROM claim_key JOIN claim ON claim.id = claim_key.claim_id
            WHERE claim.closed_at IS NULL AND claim.kind = 'revocation'
              AND claim_key.kind = 'kin' AND claim_key.value IN ({marks})
              AND NOT EXISTS (SELECT 1 FROM claim_key AS free WHERE free.claim_id = claim.id
                              AND free.kind = 'exempt' AND free.value = ?)
            GROUP BY claim.id"""  # noqa: S608  # our own text
        rows = self._db.execute(query, (*traits.kin, traits.subject))
        return [
            Match(claim, ClaimKind(kind), "kin")
            for claim, kind, shared in rows
            if are_kin(traits.kin, shared.split(" "))
        ]

    def _kin_of(self, wanted: set[str]) -> Iterator[int]:
        """The forms with content that share an answer with these digests."""
        if not wanted:
            return
        query = f"SELECT form_id, {', '.join(COLUMNS)} FROM lesson"  # noqa: S608  # our own text
        for form_id, *values in self._db.execute(query).fetchall():
            own = kin_keys(dict(zip(COLUMNS, values, strict=True)), self._secret)
            if not wanted.isdisjoint(own):
                yield form_id

    def _review(self, form_ids: Iterable[int]) -> None:
        """Works out anew which claim withholds these forms; a revocation deletes content."""
        for form_id in dict.fromkeys(form_ids):
            match = self.match(self.traits_of(form_id))
            self._db.execute(
                "UPDATE form SET claim_id = ?, claimed_by = ? WHERE id = ?",
                (match and match.claim_id, match and match.by, form_id),
            )
            if match is not None and match.kind is ClaimKind.REVOCATION:
                self._db.execute("DELETE FROM lesson WHERE form_id = ?", (form_id,))

    def _of_lesson(self, digest: str) -> list[int]:
        query = "SELECT id FROM form WHERE digest = ?1 OR read_digest = ?1"
        return [row[0] for row in self._db.execute(query, (bytes.fromhex(digest),))]

    def _of_bytes(self, subject: str) -> list[int]:
        sha256, _, number = subject.partition("#")
        query = """
            SELECT form.id FROM form JOIN file ON file.id = form.file_id
            WHERE file.sha256 = ? AND ifnull(form.form_number, 0) = ?"""
        return [row[0] for row in self._db.execute(query, (sha256, int(number)))]

    def _open_on(self, target: Target, kind: ClaimKind | None) -> list[int]:
        """The open claims whose keys name the target, or that hold a form of that source."""
        kinds = (kind,) if kind else (ClaimKind.COMPLAINT, ClaimKind.QUERY)
        marks = ", ".join("?" * len(kinds))
        forms = self.forms_of(target)
        query = f"""
            SELECT DISTINCT claim.id FROM claim JOIN claim_key ON claim_key.claim_id = claim.id
            WHERE claim.closed_at IS NULL AND claim.kind IN ({marks})
              AND claim_key.kind = ? AND claim_key.value = ? ORDER BY claim.id"""  # noqa: S608
        keys = [(target.kind, target.key)]
        keys += [("bytes", self.traits_of(form_id).subject) for form_id in forms]
        found = [row[0] for key in keys for row in self._db.execute(query, (*kinds, *key))]
        return sorted(set(found))

    def _exempt(self, target: Target, kind: ClaimKind | None) -> list[int]:
        """Lets the forms meant by the target out of claims that hold them as kin."""
        if kind is not ClaimKind.REVOCATION:
            return []
        freed = []
        for form_id in self.forms_of(target):
            traits = self.traits_of(form_id)
            row = self._db.execute(
                "SELECT claim_id FROM form WHERE id = ? AND claimed_by = 'kin'", (form_id,)
            ).fetchone()
            if row is not None:
                self._add_keys(row[0], [("exempt", traits.subject)])
                self._db.execute(
                    "UPDATE form SET claim_id = NULL, claimed_by = NULL WHERE id = ?", (form_id,)
                )
                freed.append(row[0])
                self._log(self.claim(row[0]), "exempted", form=traits.subject)
        return list(dict.fromkeys(freed))

    def _close(self, claim_id: int, outcome: str) -> None:
        self._db.execute(
            "UPDATE claim SET closed_at = ?, outcome = ? WHERE id = ?",
            (log.now(), outcome, claim_id),
        )
        self._log(self.claim(claim_id), "closed", outcome=outcome)
        query = "SELECT id FROM form WHERE claim_id = ?"
        self._review([row[0] for row in self._db.execute(query, (claim_id,)).fetchall()])

    def _settle_other_claims(self, claim_id: int, kind: ClaimKind) -> None:
        """A revocation decides the complaints and queries about the same forms."""
        if kind is not ClaimKind.REVOCATION:
            return
        query = """
            SELECT DISTINCT other.claim_id FROM claim_key AS other
            JOIN claim_key AS own ON own.kind = other.kind AND own.value = other.value
            JOIN claim ON claim.id = other.claim_id
            WHERE own.claim_id = ? AND own.kind IN ('path', 'bytes', 'lesson')
              AND claim.closed_at IS NULL AND claim.kind <> 'revocation'"""
        for (other,) in self._db.execute(query, (claim_id,)).fetchall():
            self._close(other, "revoked")

    def _insert(self, kind: ClaimKind, received_on: str, note: str) -> int:
        query = "INSERT INTO claim (kind, received_on, opened_at, note) VALUES (?, ?, ?, ?)"
        done = self._db.execute(query, (kind, received_on, log.now(), note))
        return int(done.lastrowid or 0)

    def _add_keys(self, claim_id: int, keys: Iterable[tuple[str, str]]) -> None:
        for kind, value in keys:
            self._db.execute(
                "INSERT OR IGNORE INTO claim_key VALUES (?, ?, ?)", (claim_id, kind, value)
            )

    def _claimed_forms(self, claim_id: int) -> Iterator[ClaimedForm]:
        """The forms that the claim is about, by its bytes, whether it withholds them or not."""
        query = """
            SELECT file.source_path, form.form_number, lesson.lesson_id
            FROM claim_key JOIN form JOIN file ON file.id = form.file_id
            LEFT JOIN lesson ON lesson.form_id = form.id
            WHERE claim_key.claim_id = ?1 AND claim_key.kind = 'bytes'
              AND file.sha256 = substr(claim_key.value, 1, 64)
              AND ifnull(form.form_number, 0) = CAST(substr(claim_key.value, 66) AS INTEGER)
            UNION
            SELECT file.source_path, form.form_number, NULL
            FROM form JOIN file ON file.id = form.file_id WHERE form.claim_id = ?1
              AND NOT EXISTS (SELECT 1 FROM lesson WHERE lesson.form_id = form.id)
            ORDER BY 1, 2"""
        for row in self._db.execute(query, (claim_id,)).fetchall():
            yield ClaimedForm(*row)

    def _log(self, claim: Claim, step: str, **facts: str) -> None:
        keys = self._db.execute(
            "SELECT kind, value FROM claim_key WHERE claim_id = ? AND kind IN ('bytes', 'lesson')",
            (claim.id,),
        ).fetchall()
        told: dict[str, object] = {"claim": claim.id, "claim_kind": claim.kind, "step": step}
        if step in ("opened", "widened"):
            told["forms"] = [value for kind, value in keys if kind == "bytes"]
            told["lessons"] = [value for kind, value in keys if kind == "lesson"]
        log.append(self._db, "claim", told | facts, log.claim_subject(claim.id))


def _with_containers(source_path: str) -> Iterator[str]:
    """The path and those of the containers that it lies in: `a.zip!/b.docx`, `a.zip`."""
    yield source_path
    while "!/" in source_path:
        source_path = source_path.rpartition("!/")[0]
        yield source_path
