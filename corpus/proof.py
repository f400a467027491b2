"""What the store can prove of a lesson or source: its forms, claims and entries of the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import log

if TYPE_CHECKING:
    import sqlite3

    from corpus.claims import Claim, Claims, Target
    from corpus.log import Entry, Head


@dataclass(frozen=True, slots=True)
class ProvenForm:
    """A form of the ledger that the proof is about."""

    source_path: str
    form_number: int | None
    source_sha256: str


@dataclass(frozen=True, slots=True)
class Proof:
    """All that is known of how a consent was decided.

    `forms` are those that the ledger has now; `entries` those of the log about them, about
    earlier forms of the same lesson and about its claims, in order. `first_fault` is the
    number of the first entry of the whole log that is not as it was written, else None.
    """

    forms: tuple[ProvenForm, ...]
    claims: tuple[Claim, ...]
    entries: tuple[Entry, ...]
    head: Head
    first_fault: int | None


def collect(db: sqlite3.Connection, claims: Claims, target: Target) -> Proof:
    """The proof of a lesson (all of its forms) or of a source (all forms in it).

    Without forms and entries where nothing was ever decided on the target.
    """
    ids = claims.forms_of(target)
    traits = [claims.traits_of(form_id) for form_id in ids]
    digests = {one.digest for one in traits if one.digest}
    if target.kind == "lesson":
        digests.add(target.key)
    about = claims.on(digests, [one.subject for one in traits])
    subjects = [one.subject for one in traits] + [log.claim_subject(claim) for claim in about]
    found = {entry.seq: entry for s in dict.fromkeys(subjects) for entry in log.entries(db, s)}
    for digest in digests:
        found |= {entry.seq: entry for entry in log.entries_about_lesson(db, digest)}
    return Proof(
        tuple(_forms(db, ids)),
        tuple(claims.claim(claim) for claim in about),
        tuple(found[seq] for seq in sorted(found)),
        log.head(db),
        log.first_fault(db),
    )


def _forms(db: sqlite3.Connection, ids: list[int]) -> list[ProvenForm]:
    query = (
        "SELECT file.source_path, form.form_number, file.sha256 "
        "FROM form JOIN file ON file.id = form.file_id WHERE form.id = ?"
    )
    return sorted(
        (ProvenForm(*db.execute(query, (form_id,)).fetchone()) for form_id in ids),
        key=lambda form: (form.source_path, form.form_number or 0),
    )
