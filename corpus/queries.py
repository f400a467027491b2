"""What the store says once all forms are seen: the queries that settle every form's status.

The answer depends on what is stored, never on the order in which it came. Texts compare
byte by byte. All queries stream: SQLite sorts at most the forms of one file.
"""

from __future__ import annotations

from schemas.records import Status
from schemas.tables import LESSON_FIELDS

# ruff: noqa: S608 -- every query is put together from this module's own constants

REFUSED = f"""(
    EXISTS (SELECT 1 FROM revocation WHERE revocation.digest = {{digest}})
    OR EXISTS (SELECT 1 FROM form AS refusing
               WHERE refusing.digest = {{digest}}
                 AND refusing.status = '{Status.NO_CONSENT}'))"""
"""True where the lesson with this digest was revoked, or stands in a form with No."""

STALE = f"""form.status = '{Status.PUBLISHED}'
    AND NOT EXISTS (SELECT 1 FROM lesson WHERE lesson.form_id = form.id)
    AND NOT {REFUSED.format(digest="form.digest")}"""
"""True for a form whose content was withheld by a refusal that no longer stands."""

_FIRST = """NOT EXISTS (
    SELECT 1 FROM lesson AS other
    WHERE other.lesson_id = lesson.lesson_id
      AND (other.source_path, other.form_number, other.sha256)
        < (lesson.source_path, lesson.form_number, lesson.sha256))"""
# Of equal forms the first by path, number and bytes is the published one.

_STATUS = f"""CASE
    WHEN form.status <> '{Status.PUBLISHED}' THEN form.status
    WHEN lesson.form_id IS NULL THEN '{Status.REVOKED}'
    WHEN {_FIRST} THEN '{Status.PUBLISHED}'
    ELSE '{Status.DUPLICATE}' END"""

_REASON = f"""CASE
    WHEN form.status <> '{Status.PUBLISHED}' THEN form.reason
    WHEN lesson.form_id IS NULL THEN
        CASE WHEN EXISTS (SELECT 1 FROM revocation WHERE revocation.digest = form.digest)
             THEN 'revoked' ELSE 'same_lesson_refused' END
    WHEN {_FIRST} THEN ''
    ELSE 'duplicate' END"""

_FORMS = """
    FROM file JOIN form ON form.file_id = file.id
    LEFT JOIN lesson ON lesson.form_id = form.id"""

_PUBLISHED = f"""
    FROM lesson JOIN form ON form.id = lesson.form_id JOIN file ON file.id = form.file_id
    WHERE {_FIRST}"""

_TEXTS = ", ".join(f"lesson.{name}" for name in LESSON_FIELDS)

LESSON_ROWS = f"""
    SELECT lesson.lesson_id, {_TEXTS}, form.consent, form.template, file.source_format,
           lesson.confidence, form.review, lesson.redactions
    {_PUBLISHED} ORDER BY lesson.lesson_id"""
"""The rows of `lessons`."""

CONTACT_ROWS = f"""
    SELECT lesson.lesson_id, lesson.public_servant, lesson.phone, lesson.email
    {_PUBLISHED} ORDER BY lesson.lesson_id"""
"""The rows of `contacts`."""

ANSWER_ROWS = f"""
    SELECT lesson.lesson_id, answer.field, answer.state, answer.confidence, answer.read_from,
           answer.page, answer.x0, answer.top, answer.x1, answer.bottom
    FROM lesson JOIN answer ON answer.form_id = lesson.form_id
    WHERE {_FIRST} ORDER BY lesson.lesson_id, answer.position"""
"""The rows of `answers`, a lesson's in the order of the form."""

FORM_ROWS = f"""
    SELECT file.source_path, form.form_number, nullif(file.sha256, ''), file.source_format,
           file.size_bytes, {_STATUS}, {_REASON}, form.consent, lesson.lesson_id,
           form.template, form.confidence, form.review, form.fields_filled,
           form.reason_detail
    {_FORMS} ORDER BY file.source_path, form.form_number, file.sha256"""
"""The rows of `forms`, with the reason's code in place of its sentence; its detail is last."""

WITHHELD_ROWS = f"""
    SELECT file.source_path, form.form_number, {_STATUS} AS settled, {_REASON},
           form.reason_detail, form.review
    {_FORMS} WHERE settled <> '{Status.PUBLISHED}'
    ORDER BY file.source_path, form.form_number, file.sha256"""
"""What is not published, and why."""

REASON_COUNTS = f"""
    SELECT {_STATUS} AS settled, {_REASON} AS reason, count(*)
    {_FORMS} GROUP BY settled, reason ORDER BY settled, reason"""
"""How many forms have each status for each reason."""

CONSENT_COUNTS = f"SELECT form.consent, count(*) {_FORMS} GROUP BY 1 ORDER BY 1"
"""How many forms gave each consent; None counts what holds no form."""

FORMAT_COUNTS = f"SELECT file.source_format, count(*) {_FORMS} GROUP BY 1 ORDER BY 1"
"""How many forms came in each format; None where the format is not known."""
