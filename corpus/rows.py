"""Records as rows of the store's tables: one place where the two are matched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.records import ContactRecord
from schemas.tables import LESSON_FIELDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from corpus.claims import Match
    from schemas.reading import Spot
    from schemas.records import (
        AnswerRecord,
        ConcernRecord,
        FileRecord,
        FormRecord,
        LessonRecord,
    )

Row = dict[str, object]
"""A row by column name."""


NO_CONTACT = ContactRecord(None, None, None)


def insert(db: sqlite3.Connection, table: str, row: Mapping[str, object]) -> int:
    """Adds the row; its row id."""
    marks = ", ".join("?" * len(row))
    query = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"  # noqa: S608  # our names
    return int(db.execute(query, tuple(row.values())).lastrowid or 0)


def form_row(
    file_id: int,
    form: FormRecord,
    digest: bytes | None,
    read_digest: bytes | None = None,
    match: Match | None = None,
) -> Row:
    """The form's row: nothing of its content. `digest` is that of its lesson id.

    `read_digest` is that of its id without a person's corrections, None where that is the
    same; `match` the claim that withholds it, None where none does.
    """
    return {
        "file_id": file_id,
        "form_number": form.form_number,
        "status": form.status,
        "reason": form.reason,
        "reason_detail": storable(form.reason_detail),
        "consent": form.consent,
        "template": form.template,
        "confidence": form.confidence,
        "review": form.review,
        "fields_filled": form.fields_filled,
        "digest": digest,
        "claim_id": match and match.claim_id,
        "claimed_by": match and match.by,
        "ruling": form.ruling,
        "leftover": form.leftover,
        "read_digest": read_digest,
    }


def decision(
    file: FileRecord, form: FormRecord, digest: bytes | None, match: Match | None, version: str
) -> Row:
    """What the log says of a form: the bytes, the rule, the evidence; never an answer."""
    made = form.decision
    facts: Row = {
        "file": file.source_sha256,
        "form": form.form_number,
        "format": file.source_format,
        "template": form.template,
        "verdict": form.consent,
        "status": form.status,
        "reason": form.reason,
        "lesson": None if digest is None else digest.hex(),
        "rule": made and made.rule,
        "at_spot": made and _spot(made.spot),
        "marks": [
            {"option": m.option, "state": m.state, "as": m.raw, "at_spot": _spot(m.spot)}
            for m in (made.marks if made else ())
        ],
        "version": version,
    }
    if form.ruling:
        facts["ruling"] = form.ruling
    return facts if match is None else {**facts, "claim_id": match.claim_id, "by": match.by}


def lesson_row(
    file: FileRecord, form_id: int, form: FormRecord, lesson: LessonRecord, *, contacts: bool = True
) -> Row:
    """The row of a lesson and its contact, with what ranks it among equal ones.

    `contacts` False leaves the contact out.
    """
    contact = lesson.contact if contacts else NO_CONTACT
    return {
        "form_id": form_id,
        "lesson_id": lesson.lesson_id,
        "source_path": storable(file.source_path),
        "form_number": form.form_number,
        "sha256": file.source_sha256,
        "read_id": form.read_id,
        **{name: _value(lesson, name) for name in LESSON_FIELDS},
        "confidence": lesson.confidence,
        "redactions": lesson.redactions,
        "public_servant": _text(contact.public_servant),
        "phone": _text(contact.phone),
        "email": _text(contact.email),
    }


def answer_row(form_id: int, answer: AnswerRecord) -> Row:
    """The row of an answer; its position is its field's place among the columns."""
    spot = answer.spot
    return {
        "form_id": form_id,
        "position": LESSON_FIELDS.index(answer.field),
        "field": answer.field,
        "state": answer.state,
        "confidence": answer.confidence,
        "read_from": answer.read_from,
        "page": spot.page,
        "x0": spot.x0,
        "top": spot.top,
        "x1": spot.x1,
        "bottom": spot.bottom,
    }


def concern_row(form_id: int, concern: ConcernRecord) -> Row:
    """The row of a sensitive matter; its position is its field's place among the columns."""
    return {
        "form_id": form_id,
        "position": LESSON_FIELDS.index(concern.field),
        "field": concern.field,
        "category": concern.category,
    }


def storable(text: str) -> str:
    """The text with what UTF-8 cannot carry (bytes of a file name) written as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _spot(spot: Spot) -> list[float | None] | str:
    """Page and box (points from the top left), or the path where there are no pages."""
    if spot.page is None:
        return storable(spot.path)
    return [spot.page, spot.x0, spot.top, spot.x1, spot.bottom]


def _value(lesson: LessonRecord, name: str) -> str | None:
    value = getattr(lesson, name)
    return _text(value) if value is None or isinstance(value, str) else str(value.isoformat())


def _text(value: str | None) -> str | None:
    """None for "": a table has one way to say that nothing stands there."""
    return storable(value) if value else None
