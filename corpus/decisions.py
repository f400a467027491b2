"""What people decide on forms: kept step by step, each step an entry of the log.

A decision is tied to the file's bytes (SHA-256) and the form's number in it: it holds under
any name, for later runs and newer readers, and wins over what the machine reads. What all
steps that are not undone come to is the `Ruling`; a form read under an older one is read
again (`corpus.queries.STALE`).

Values are content. They are kept only while the form's content is, or while a person's Sí
waits for it to be read; with a No, a revocation or a later doubt they are erased, and the log
holds keyed digests of them only.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import log
from corpus.admission import NO_FORM_BY_PERSON
from corpus.errors import ConflictError, DecisionError
from corpus.queries import DELETE_LESSON
from schemas.reading import Consent, Review
from schemas.records import Status
from schemas.rulings import Decision, RuledValue, Ruling, Verdict
from schemas.tables import LESSON_FIELDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

CONTACT_FIELDS = ("public_servant", "phone", "email")
"""The fields that go to `contacts`."""

RULED_FIELDS = (*LESSON_FIELDS, *CONTACT_FIELDS)
"""What a person may correct."""

_NO_REASON = "no_consent_person"
_UNDONE_REASON = "consent_unclear"


@dataclass(frozen=True, slots=True)
class Subject:
    """The form that a decision is on: its file's SHA-256 (hex) and its number in the file."""

    sha256: str
    form_number: int

    @property
    def key(self) -> str:
        """What the log's entries are looked up by."""
        return log.subject_of(self.sha256, self.form_number)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a form's history: who, when (ISO 8601, UTC), what; never a value.

    `fields` are those whose values were given then, as far as the values are still kept.
    """

    id: int
    at: str
    who: str
    verdict: Verdict | None
    confirmed: bool
    fields: tuple[str, ...]
    undone: bool


class Decisions:
    """The decisions in a store. What changes something is called in a transaction."""

    def __init__(self, db: sqlite3.Connection, secret: bytes) -> None:
        self._db = db
        self._secret = secret

    def ruling(self, subject: Subject) -> Ruling | None:
        """What the decisions on a form come to; None where there never was one."""
        steps = list(self._steps(subject))
        if not steps:
            return None
        verdict: Verdict | None = None
        values: dict[str, RuledValue] = {}
        confirmed = False
        for step in steps:
            if step.undone:
                continue
            verdict = step.verdict or verdict
            confirmed = confirmed or step.confirmed
            if step.verdict in (Verdict.NO, Verdict.NOT_A_FORM):
                values, confirmed = {}, False
            values |= {value.field: value for value in self._values(step.id)}
        newest = self.version(subject)
        return Ruling(subject.form_number, newest, verdict, tuple(values.values()), confirmed)

    def rulings_on(self, sha256: str) -> tuple[Ruling, ...]:
        """The rulings on all forms of a file, by form number."""
        query = "SELECT DISTINCT form_number FROM act WHERE sha256 = ? ORDER BY form_number"
        numbers = [row[0] for row in self._db.execute(query, (sha256,))]
        found = (self.ruling(Subject(sha256, number)) for number in numbers)
        return tuple(ruling for ruling in found if ruling is not None)

    def version(self, subject: Subject) -> int:
        """The newest step on the form, an undo counted too; 0 before any."""
        query = "SELECT ifnull(max(id), 0) FROM act WHERE sha256 = ? AND form_number = ?"
        found = self._db.execute(query, (subject.sha256, subject.form_number)).fetchone()
        return int(found[0])

    def history(self, subject: Subject) -> tuple[Step, ...]:
        """The steps on a form, the oldest first; undone ones are marked, undos left out."""
        return tuple(self._steps(subject))

    def subjects(self) -> Iterator[Subject]:
        """All forms that somebody decided on, by hash and number."""
        query = "SELECT DISTINCT sha256, form_number FROM act ORDER BY 1, 2"
        for sha256, number in self._db.execute(query).fetchall():
            yield Subject(sha256, number)

    def settle(self, subject: Subject, decision: Decision, who: str, seen: int | None) -> Ruling:
        """Keeps a decision and what follows from it at once; the ruling from now on.

        A withdrawal takes effect here and now. What gives content waits until the file is
        read again. `seen` is the version that the person saw, None for whoever saw none.

        Raises:
            ConflictError: somebody decided on the form since.
            DecisionError: a value for a form without a Sí, or nothing is decided.
        """
        self._expect(subject, seen)
        before = self.ruling(subject)
        if decision.verdict is None and not decision.values and not decision.confirmed:
            raise DecisionError("nothing_decided")
        if (decision.values or decision.confirmed) and not self._may_hold(subject, decision):
            raise DecisionError("content_without_yes")
        told = {value.field: self._digest(value.field, value.value) for value in decision.values}
        facts = self._facts(subject, before, told)
        act = self._insert(subject, who, decision)
        after = self._carry_out(subject, before)
        given: dict[str, object] = {
            "verdict": decision.verdict,
            "confirmed": decision.confirmed,
            "values": told,
            "changed": sorted(value.field for value in decision.values if value.changed),
        }
        self._note(subject, {"who": who, "step": "settled", "act": act}, facts, given)
        return after

    def undo(self, subject: Subject, who: str, seen: int | None) -> Ruling:
        """Takes the last step that stands back; the ruling from now on.

        Raises:
            ConflictError: somebody decided on the form since.
            DecisionError: no step stands.
        """
        self._expect(subject, seen)
        before = self.ruling(subject)
        standing = [step for step in self._steps(subject) if not step.undone]
        if not standing:
            raise DecisionError("nothing_to_undo")
        facts = self._facts(subject, before)
        last = standing[-1]
        act = self._insert(subject, who, Decision(), undoes=last.id)
        self._erase_act(last.id)
        after = self._carry_out(subject, before)
        step = {"who": who, "step": "undone", "act": act, "undoes": last.id}
        self._note(subject, step, facts, {"verdict": after.verdict})
        return after

    def tidy(self, sha256s: Iterable[str] | None = None) -> None:
        """Erases the values of forms that have no content any longer; None: of all forms."""
        wanted = None if sha256s is None else set(sha256s)
        for step in self.orphans(wanted):
            self._erase_act(step)

    def orphans(self, sha256s: set[str] | None = None) -> Iterator[int]:
        """The steps whose values are kept though the form has no content, or they were undone.

        Of the files with these SHA-256; None: of all.
        """
        query = """
            SELECT DISTINCT act_id, sha256, form_number,
                   EXISTS (SELECT 1 FROM act AS undo WHERE undo.undoes = act_id)
            FROM act_value LEFT JOIN act ON act.id = act_id"""
        for step, sha256, number, undone in self._db.execute(query).fetchall():
            if sha256s is not None and sha256 not in sha256s:
                continue
            if undone or sha256 is None or not self._has_content(Subject(sha256, number)):
                yield int(step)

    def erase(self, subject: Subject) -> None:
        """Deletes all values given for a form; the steps themselves stay."""
        self._db.execute(
            "DELETE FROM act_value WHERE act_id IN "
            "(SELECT id FROM act WHERE sha256 = ? AND form_number = ?)",
            (subject.sha256, subject.form_number),
        )

    def forget_contacts(self) -> None:
        """Deletes the values of contact fields: the owner wants none kept."""
        marks = ", ".join("?" * len(CONTACT_FIELDS))
        query = f"DELETE FROM act_value WHERE field IN ({marks})"  # noqa: S608  # our own names
        self._db.execute(query, CONTACT_FIELDS)

    def _steps(self, subject: Subject) -> Iterator[Step]:
        query = """
            SELECT id, at, who, verdict, confirmed,
                   EXISTS (SELECT 1 FROM act AS undo WHERE undo.undoes = act.id),
                   (SELECT group_concat(field, ' ') FROM act_value WHERE act_id = act.id)
            FROM act WHERE sha256 = ? AND form_number = ? AND undoes IS NULL ORDER BY id"""
        rows = self._db.execute(query, (subject.sha256, subject.form_number)).fetchall()
        for number, at, who, verdict, confirmed, undone, fields in rows:
            yield Step(
                number,
                at,
                who,
                None if verdict is None else Verdict(verdict),
                bool(confirmed),
                tuple((fields or "").split()),
                bool(undone),
            )

    def _values(self, act_id: int) -> Iterator[RuledValue]:
        query = "SELECT field, value, changed FROM act_value WHERE act_id = ?"
        rows = {row[0]: row for row in self._db.execute(query, (act_id,))}
        for field in RULED_FIELDS:
            if field in rows:
                yield RuledValue(field, rows[field][1], bool(rows[field][2]))

    def _expect(self, subject: Subject, seen: int | None) -> None:
        if seen is not None and seen != self.version(subject):
            raise ConflictError

    def _insert(
        self, subject: Subject, who: str, decision: Decision, undoes: int | None = None
    ) -> int:
        act = self._db.execute(
            "INSERT INTO act (sha256, form_number, at, who, verdict, confirmed, undoes) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (subject.sha256, subject.form_number, log.now(), who, decision.verdict,
             decision.confirmed, undoes),
        ).lastrowid  # fmt: skip
        for value in decision.values:
            self._db.execute(
                "INSERT INTO act_value VALUES (?, ?, ?, ?)",
                (act, value.field, value.value, value.changed),
            )
        return int(act or 0)

    def _erase_act(self, act_id: int) -> None:
        self._db.execute("DELETE FROM act_value WHERE act_id = ?", (act_id,))

    def _may_hold(self, subject: Subject, decision: Decision) -> bool:
        """Whether values may be kept: the form's Sí is clear, or a person says it now."""
        known = self.ruling(subject)
        verdict = decision.verdict or (known.verdict if known else None)
        if verdict is not None and verdict is not Verdict.YES:
            return False
        rows = list(self._forms(subject))
        if any(row["revoked"] for row in rows):
            return False
        return verdict is Verdict.YES or any(row["lesson"] for row in rows)

    def _has_content(self, subject: Subject) -> bool:
        """Whether values given for the form may stay."""
        rows = list(self._forms(subject))
        if not rows or any(row["lesson"] for row in rows):
            return True
        ruling = self.ruling(subject)
        says_yes = ruling is not None and ruling.verdict is Verdict.YES
        waits = any(ruling and row["ruling"] != ruling.version for row in rows)
        return says_yes and waits and not any(row["revoked"] for row in rows)

    def _forms(self, subject: Subject) -> Iterator[Mapping[str, object]]:
        """The form's rows in the ledger: one for each place where its file was met."""
        query = """
            SELECT form.id, form.status, form.consent, form.ruling, form.digest,
                   form.read_digest, lesson.form_id IS NOT NULL,
                   EXISTS (SELECT 1 FROM claim
                           WHERE claim.id = form.claim_id AND claim.kind = 'revocation')
            FROM file JOIN form ON form.file_id = file.id
            LEFT JOIN lesson ON lesson.form_id = form.id
            WHERE file.sha256 = ? AND form.form_number = ?"""
        names = ("id", "status", "consent", "ruling", "digest", "read_digest", "lesson", "revoked")
        for row in self._db.execute(query, (subject.sha256, subject.form_number)).fetchall():
            yield dict(zip(names, row, strict=True))

    def _carry_out(self, subject: Subject, before: Ruling | None) -> Ruling:
        """What a step changes at once: only ever less content, never more."""
        after = self.ruling(subject)
        if after is None:
            raise DecisionError("nothing_decided")
        forms = list(self._forms(subject))
        match after.verdict:
            case Verdict.NO:
                self._refuse(forms)
                self._set(forms, Status.NO_CONSENT, _NO_REASON, Consent.NO, Review.CONFIRMED)
            case Verdict.NOT_A_FORM:
                self._delete(forms)
                self._set(forms, Status.NOT_A_FORM, NO_FORM_BY_PERSON, None, Review.CONFIRMED)
            case None if before is not None and before.verdict is not None:
                # Whose word it was is gone; until the file is read again nothing is sure.
                self._delete(forms)
                self._set(
                    forms, Status.CONSENT_UNCLEAR, _UNDONE_REASON, Consent.UNCLEAR, Review.NEEDED
                )
        if after.verdict in (Verdict.NO, Verdict.NOT_A_FORM):
            self.erase(subject)
        return after

    def _refuse(self, forms: list[Mapping[str, object]]) -> None:
        """Deletes the content of the lesson wherever it came from: No holds."""
        self._delete(forms)
        for form in forms:
            for digest in {form["digest"], form["read_digest"]} - {None}:
                self._db.execute(DELETE_LESSON, (digest,))

    def _delete(self, forms: list[Mapping[str, object]]) -> None:
        for form in forms:
            self._db.execute("DELETE FROM lesson WHERE form_id = ?", (form["id"],))

    def _set(
        self,
        forms: list[Mapping[str, object]],
        status: Status,
        reason: str,
        consent: Consent | None,
        review: Review,
    ) -> None:
        for form in forms:
            self._db.execute(
                "UPDATE form SET status = ?, reason = ?, reason_detail = '', consent = ?, "
                "review = ? WHERE id = ?",
                (status, reason, consent, review, form["id"]),
            )

    def _facts(
        self, subject: Subject, ruling: Ruling | None, named: Iterable[str] = ()
    ) -> dict[str, object]:
        """How the form stood before a step; of the values named keyed digests only."""
        forms = list(self._forms(subject))
        columns = ", ".join(f"lesson.{name}" for name in RULED_FIELDS)
        query = f"SELECT {columns} FROM lesson WHERE form_id = ?"  # noqa: S608  # our names
        rows = [self._db.execute(query, (form["id"],)).fetchone() for form in forms]
        values = next((dict(zip(RULED_FIELDS, r, strict=True)) for r in rows if r), {})
        return {
            "verdict": None if ruling is None else ruling.verdict,
            "consent": sorted({str(form["consent"]) for form in forms}),
            "status": sorted({str(form["status"]) for form in forms}),
            "values": {name: self._digest(name, values.get(name)) for name in named},
        }

    def _note(
        self,
        subject: Subject,
        step: dict[str, object],
        before: dict[str, object],
        after: dict[str, object],
    ) -> None:
        about = {"file": subject.sha256, "form": subject.form_number}
        facts = {**about, **step, "before": before, "after": after}
        log.append(self._db, log.PERSON_DECIDED, facts, subject.key)

    def _digest(self, field: str, value: str | None) -> str | None:
        if value is None:
            return None
        return hmac.new(self._secret, f"{field}\0{value}".encode(), "sha256").hexdigest()
