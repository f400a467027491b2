"""Reading one job, from bytes to what may leave the child: this runs in the child only."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from extract import formats
from extract.errors import ExtractError, UnsupportedFormatError
from extract.model import Field, Mark, Paragraph, SourceFormat, Table, Text
from extract.signatures import foreign_format
from lecciones.containers import (
    ContainerError,
    container_kind,
    list_members,
    take_member,
)
from lecciones.jobs import FROM_OFFICE, Failure, Listing, NotKept, ToConvert, Ungated, file_row
from normalize import read_forms
from schemas.reading import State
from schemas.records import FileRecord, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extract.model import Block, Document
    from lecciones.jobs import Job, Limits, Outcome
    from schemas.reading import FormReading


_WITH_DETAIL = frozenset(("unsupported_format", "over_limit", "ocr_missing"))
_MAY_LACK = 2  # fields that a variant of the form may not have
_PICTURED = frozenset(
    (SourceFormat.PDF, SourceFormat.PNG, SourceFormat.JPEG, SourceFormat.TIFF, SourceFormat.HEIC)
)
CONVERTED_BYTES = 512 * 2**20


def read_job(job: Job, limits: Limits) -> Outcome:
    """The outcome of one job; whatever the file does to the reader becomes a `Failure`."""
    try:
        if job.look is not None:
            from lecciones.looking import look

            return look(job, job.look, limits)
        return ungated(job, limits) if job.ungated else _read(job, limits)
    except MemoryError:
        return Failure("out_of_memory")
    except Exception:  # a reader's fault costs one file, never the run
        if os.environ.get("LECCIONES_DEBUG"):
            raise
        return Failure("internal_error")


def read_whole(path: Path, limit_bytes: int) -> bytes:
    """The file's bytes.

    Raises:
        ContainerError: it cannot be opened, is past the limit, or changes meanwhile.
    """
    try:
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            if before.st_size > limit_bytes:
                raise ContainerError("over_limit", "size")
            data = file.read(limit_bytes + 1)
            after = os.fstat(file.fileno())
    except OSError:
        raise ContainerError("unreadable_file") from None
    if len(data) != after.st_size or before.st_mtime_ns != after.st_mtime_ns:
        raise ContainerError("changed_while_reading")
    return data


def ungated(job: Job, limits: Limits) -> Ungated | ToConvert:
    """What a person who inspects the file is shown: all that was read, consent or not."""
    try:
        data = read_whole(Path(job.path), limits.file_bytes)
        if container_kind(data):
            return Ungated(code="container")
        if is_to_convert(job, data):
            return ToConvert()
        document, readings = readings_of(data, job)
    except ContainerError as error:
        return Ungated(code=error.code, detail=error.detail)
    except ExtractError as error:
        return Ungated(code=reason_of(error, data), detail=error.detail)
    missing = _missing_ocr(document, readings)
    if missing:
        return Ungated(code="ocr_missing", detail=missing)
    if not readings and _no_form(document)[0] is Status.UNREADABLE:
        return Ungated(code="scanned_pdf")
    return Ungated(readings)


def readings_of(data: bytes, job: Job | None = None) -> tuple[Document, tuple[FormReading, ...]]:
    """The document in these bytes, or in what `job` says was made of them, and its forms.

    Raises:
        ExtractError: the bytes give no document.
        ContainerError: what was made of them cannot be had.
    """
    if job is not None and job.converted:
        made = read_whole(Path(job.converted), CONVERTED_BYTES)
        kind = SourceFormat(foreign_format(data) or "")
        document = replace(formats.read(made), format=kind)
    else:
        document = formats.read(data)
    return document, read_forms(document)


def is_to_convert(job: Job, data: bytes) -> bool:
    """Whether LibreOffice has to open the bytes first, and has not been asked yet."""
    if job.converted or foreign_format(data) not in FROM_OFFICE or formats.is_locked(data):
        return False
    if job.not_converted:
        raise ContainerError(job.not_converted, foreign_format(data) or "")
    return True


def reason_of(error: ExtractError, data: bytes) -> str:
    """The ledger reason of a file that gives no document."""
    torn = isinstance(error, UnsupportedFormatError) and not error.detail and data[:2] == b"PK"
    return "damaged" if torn else error.code


def has_text(document: Document) -> bool:
    """True where the document holds any text, mark or entry at all."""
    return any(_holds_text(block) for block in document.blocks)


def _read(job: Job, limits: Limits) -> Outcome:
    try:
        data = bytes_of(job, limits)
        kind = container_kind(data)
        if kind:
            return _listing(job, data, kind, limits)
    except ContainerError as error:
        status = Status.FAILED if error.code == "changed_while_reading" else Status.UNREADABLE
        return file_row(job, status, error.code, error.detail)
    try:
        return ToConvert() if is_to_convert(job, data) else _record(job, data)
    except ContainerError as error:  # LibreOffice could not open it, or is not there
        return NotKept() if job.optional else _not_converted(job, data, error)


def _not_converted(job: Job, data: bytes, error: ContainerError) -> FileRecord:
    return file_row(
        job,
        Status.UNREADABLE,
        error.code,
        error.detail,
        source_format=foreign_format(data),
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
    )


_held: tuple[tuple[str, int, int], bytes] | None = None
# The container last read: its members come one after the other, each a job of its own.


def bytes_of(job: Job, limits: Limits) -> bytes:
    """The bytes of the job: those of its file, or of a member of it.

    Raises:
        ContainerError: they cannot be had.
    """
    if not job.address:
        return read_whole(Path(job.path), limits.file_bytes)
    data = _held_container(Path(job.path), limits.file_bytes)
    for number in job.address:
        kind = container_kind(data)
        if kind is None:
            raise ContainerError("changed_while_reading")
        data = take_member(data, kind, number, limits)
    return data


def _held_container(path: Path, limit_bytes: int) -> bytes:
    global _held  # noqa: PLW0603  # one process, one job at a time
    try:
        seen = path.stat()
    except OSError:
        raise ContainerError("unreadable_file") from None
    key = (str(path), seen.st_mtime_ns, seen.st_size)
    if _held is None or _held[0] != key:
        _held = (key, read_whole(path, limit_bytes))
    return _held[1]


def _listing(job: Job, data: bytes, kind: str, limits: Limits) -> Listing | FileRecord:
    try:
        if len(job.address) >= limits.archive_depth:
            raise ContainerError("nested_too_deep")
        return list_members(data, kind, limits)
    except ContainerError as error:
        return file_row(
            job,
            Status.UNREADABLE,
            error.code,
            error.detail,
            source_format=kind,
            sha256=hashlib.sha256(data).hexdigest(),
            size_bytes=len(data),
        )


def _record(job: Job, data: bytes) -> FileRecord | NotKept:
    digest, size = hashlib.sha256(data).hexdigest(), len(data)
    try:
        document, readings = readings_of(data, job)
    except ExtractError as error:
        if job.optional:
            return NotKept()
        name = error.format_name or None
        code = reason_of(error, data)
        return file_row(
            job,
            Status.UNREADABLE,
            code,
            error.detail if code in _WITH_DETAIL else "",
            source_format=name,
            sha256=digest,
            size_bytes=size,
        )
    kind = str(document.format)
    missing = _missing_ocr(document, readings)
    if missing and not job.optional:
        return file_row(
            job, Status.UNREADABLE, "ocr_missing", missing,
            source_format=kind, sha256=digest, size_bytes=size,
        )  # fmt: skip
    if readings:
        from lecciones.gate import form_record  # who inspects a file has no use for it

        holding = job.rulings if job.ruled_sha256 == digest else ()
        rulings = {ruling.form_number: ruling for ruling in holding}
        forms = tuple(form_record(r, rulings.get(r.form_number)) for r in readings)
        return FileRecord(job.root, job.source_path, digest, kind, size, forms)
    if job.optional:
        return NotKept()
    status, code = _no_form(document)
    return file_row(job, status, code, source_format=kind, sha256=digest, size_bytes=size)


def _missing_ocr(document: Document, readings: tuple[FormReading, ...]) -> str:
    """What is missing to read scanned pages without which the form is not whole, else ""."""
    missing = next((n.detail for n in document.notices if n.code == "ocr_missing"), "")
    return "" if readings and all(_is_whole(r) for r in readings) else missing


def _is_whole(reading: FormReading) -> bool:
    """Whether the form's questions, the consent among them, are all on the pages that were read."""
    lost = sum(field.state is State.NOT_FOUND for field in reading.fields)
    return lost <= _MAY_LACK and reading.consent.rule != "question_not_found"


def _no_form(document: Document) -> tuple[Status, str]:
    if document.format in _PICTURED and not has_text(document):
        return Status.UNREADABLE, "scanned_pdf"
    return Status.NOT_A_FORM, "not_a_form"


def _holds_text(block: Block) -> bool:
    match block:
        case Paragraph(inlines=inlines):
            return any(
                isinstance(inline, Mark)
                or (isinstance(inline, Text) and bool(inline.text.strip()))
                or (isinstance(inline, Field) and bool(inline.value.strip()))
                for inline in inlines
            )
        case Table(rows=rows):
            return any(_any_text(cell.blocks) for row in rows for cell in row.cells)


def _any_text(blocks: Iterable[Block]) -> bool:
    return any(_holds_text(block) for block in blocks)
