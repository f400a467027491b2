"""Records as rows of the store's tables: one place where the two are matched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.tables import LESSON_FIELDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from schemas.records import AnswerRecord, FileRecord, FormRecord, LessonRecord

Row = dict[str, object]
"""A row by column name."""


def insert(db: sqlite3.Connection, table: str, row: Mapping[str, object]) -> int:
    """Adds the row; its row id."""
    marks = ", ".join("?" * len(row))
    query = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"  # noqa: S608  # our names
    return int(db.execute(query, tuple(row.values())).lastrowid or 0)


def form_row(file_id: int, form: FormRecord, digest: bytes | None) -> Row:
    """The form's row: nothing of its content. `digest` is that of its lesson id."""
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
    }


def lesson_row(file: FileRecord, form_id: int, form: FormRecord, lesson: LessonRecord) -> Row:
    """The row of a lesson and its contact, with what ranks it among equal ones."""
    return {
        "form_id": form_id,
        "lesson_id": lesson.lesson_id,
        "source_path": storable(file.source_path),
        "form_number": form.form_number,
        "sha256": file.source_sha256,
        **{name: _value(lesson, name) for name in LESSON_FIELDS},
        "confidence": lesson.confidence,
        "redactions": lesson.redactions,
        "public_servant": _text(lesson.contact.public_servant),
        "phone": _text(lesson.contact.phone),
        "email": _text(lesson.contact.email),
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


def storable(text: str) -> str:
    """The text with what UTF-8 cannot carry (bytes of a file name) written as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _value(lesson: LessonRecord, name: str) -> str | None:
    value = getattr(lesson, name)
    return _text(value) if value is None or isinstance(value, str) else str(value.isoformat())


def _text(value: str | None) -> str | None:
    """None for "": a table has one way to say that nothing stands there."""
    return storable(value) if value else None
