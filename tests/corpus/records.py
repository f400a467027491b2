"""Made-up records in one line, and a dataset made of them."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

from corpus.publish import PublishedSummary, publish
from corpus.store import STORE_NAME, Store
from schemas.reading import Consent, Review, Spot, State
from schemas.records import (
    AnswerRecord,
    ContactRecord,
    FileRecord,
    FormRecord,
    LessonRecord,
    Status,
)
from schemas.tables import LESSON_FIELDS

if TYPE_CHECKING:
    from pathlib import Path

READER = "reader 1"
TEMPLATE = "funcion_publica_lecciones@1"


def sha(text: str) -> str:
    """The SHA-256 of a word that stands for a file's bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def lesson_id(content: str) -> str:
    """16 hex digits that stand for this content."""
    return sha(content)[:16]


def lesson(
    content: str = "acta", *, topic: str | None = "Tema", page: int | None = 1
) -> LessonRecord:
    """A lesson whose text is `content`; the same content is the same lesson."""
    spot = Spot(page, 72.0, 100.5, 540.25, 130.0) if page else Spot(path="body/p[1]")
    answers = tuple(
        AnswerRecord(name, State.ANSWERED if i % 3 else State.EMPTY, 0.95, "text", spot)
        for i, name in enumerate(LESSON_FIELDS)
    )
    return LessonRecord(
        lesson_id(content),
        entity="Alcaldía de Prueba",
        area=None,
        completed_on=date(2025, 6, 17),
        topic=topic,
        program=None,
        situation="Primer párrafo\nSegundo párrafo",
        impact="Impacto",
        solutions=None,
        lesson=content,
        recommendation=None,
        confidence=0.95,
        redactions=2,
        answers=answers,
        contact=ContactRecord(f"Servidora de {content}", "3001234567", "a@prueba.gov.co"),
    )


def yes(content: str = "acta", number: int = 1) -> FormRecord:
    """A form with a clear Sí."""
    return published(lesson(content), number)


def published(record: LessonRecord, number: int = 1) -> FormRecord:
    """A form with a clear Sí that holds this lesson."""
    return FormRecord(
        number,
        Status.PUBLISHED,
        consent=Consent.YES,
        template=TEMPLATE,
        confidence=record.confidence,
        fields_filled=10,
        lesson=record,
    )


def no(content: str = "acta", number: int = 1) -> FormRecord:
    """A form with a clear No."""
    return FormRecord(
        number,
        Status.NO_CONSENT,
        "no_consent",
        "",
        Consent.NO,
        TEMPLATE,
        0.9,
        fields_filled=10,
        refused_id=lesson_id(content),
    )


def unclear(consent: Consent = Consent.BOTH, number: int = 1) -> FormRecord:
    """A form whose consent cannot be told."""
    return FormRecord(
        number,
        Status.CONSENT_UNCLEAR,
        "consent_both",
        "",
        consent,
        TEMPLATE,
        0.4,
        Review.NEEDED,
        7,
    )


def blank(number: int = 1) -> FormRecord:
    """The template with nothing filled in."""
    return FormRecord(
        number, Status.BLANK, "blank", "", Consent.UNMARKED, TEMPLATE, 0.9, fields_filled=0
    )


def no_form(status: Status = Status.NOT_A_FORM, reason: str = "not_a_form") -> FormRecord:
    """A file in which no form was found."""
    return FormRecord(None, status, reason)


def file(path: str, *forms: FormRecord, data: str = "", root: str = "file:///in") -> FileRecord:
    """A file; `data` stands for its bytes (its path where not told)."""
    return FileRecord(root, path, sha(data or path), "docx", 1234, forms or (yes(path),))


def open_store(out: Path) -> Store:
    """The store of a dataset."""
    return Store.open(out / "restricted" / STORE_NAME)


def say(code: str, detail: str) -> str:
    """A sentence for a reason."""
    return f"Motivo: {code} {detail}".strip() + "."


def run(out: Path, *files: FileRecord) -> PublishedSummary:
    """One run: takes the files in and publishes."""
    with open_store(out) as store:
        for one in files:
            store.commit(one, READER)
        return publish(store, out, reasons=say)


DATASET = (
    "lessons.parquet",
    "lessons.csv",
    "answers.parquet",
    "derived.parquet",
    "LEEME.html",
    "croissant.json",
    "datapackage.json",
    "restricted/forms.parquet",
    "restricted/forms.csv",
    "restricted/contacts.parquet",
)


def bytes_of(out: Path) -> dict[str, bytes]:
    """The bytes of every published file by name."""
    return {name: (out / name).read_bytes() for name in DATASET}
