"""What the store says once all forms are seen: the queries that settle every form's status.

The answer depends on what is stored, never on the order in which it came. Texts compare
byte by byte. All queries stream: SQLite sorts at most the forms of one file.
"""

from __future__ import annotations

from schemas.records import Status
from schemas.tables import LESSON_FIELDS

# ruff: noqa: S608 -- every query is put together from this module's own constants

REFUSED = f"""
    EXISTS (SELECT 1 FROM form AS refusing
            WHERE refusing.digest IN ({{digest}})
              AND refusing.status = '{Status.NO_CONSENT}')"""
"""True where the lesson with this digest stands in a form with No."""

_OWN_DIGESTS = "form.digest, form.read_digest"

RULED_ANEW = """form.ruling <> ifnull((
    SELECT max(act.id) FROM act
    WHERE act.sha256 = file.sha256 AND act.form_number = form.form_number), 0)"""
"""True for a form of `file` on which a person decided after it was read."""

STALE = f"""((form.status = '{Status.PUBLISHED}' AND form.claim_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM lesson WHERE lesson.form_id = form.id)
    AND NOT {REFUSED.format(digest=_OWN_DIGESTS)}) OR {RULED_ANEW})"""
"""True for a form of `file` that has to be read again.

Its content was withheld by a refusal or claim that no longer stands, or a person decided.
"""

DELETE_LESSON = """DELETE FROM lesson WHERE form_id IN (
    SELECT id FROM form WHERE digest = ?1 OR read_digest = ?1)"""
"""Deletes the content of the lesson with a keyed digest, from whatever form it came."""

FIRST = """(NOT EXISTS (
    SELECT 1 FROM lesson AS other
    WHERE other.lesson_id = lesson.lesson_id
      AND (other.source_path, other.form_number, other.sha256)
        < (lesson.source_path, lesson.form_number, lesson.sha256))
    AND (lesson.read_id IS NOT NULL OR NOT EXISTS (
    SELECT 1 FROM lesson AS mended WHERE mended.read_id = lesson.lesson_id)))"""
# Of equal forms the first by path, number and bytes is the published one. One that a person
# corrected stands for all that were read as it was.

_LESSON_ID = """CASE WHEN lesson.read_id IS NOT NULL THEN lesson.lesson_id ELSE ifnull((
    SELECT mended.lesson_id FROM lesson AS mended WHERE mended.read_id = lesson.lesson_id
    ORDER BY mended.source_path, mended.form_number, mended.sha256 LIMIT 1),
    lesson.lesson_id) END"""

STATUS = f"""CASE
    WHEN form.status <> '{Status.PUBLISHED}' THEN form.status
    WHEN form.claim_id IS NOT NULL OR lesson.form_id IS NULL THEN '{Status.REVOKED}'
    WHEN {FIRST} THEN '{Status.PUBLISHED}'
    ELSE '{Status.DUPLICATE}' END"""

REASON = f"""CASE
    WHEN form.status <> '{Status.PUBLISHED}' THEN form.reason
    WHEN form.claim_id IS NOT NULL THEN (
        SELECT CASE WHEN claim.kind = 'complaint' THEN 'complaint_under_way'
                    WHEN form.claimed_by = 'kin' THEN 'revoked_version'
                    ELSE 'revoked' END
        FROM claim WHERE claim.id = form.claim_id)
    WHEN lesson.form_id IS NULL THEN
        CASE WHEN {REFUSED.format(digest=_OWN_DIGESTS)}
             THEN 'same_lesson_refused' ELSE 'to_be_read_again' END
    WHEN {FIRST} THEN ''
    ELSE 'duplicate' END"""

_FORMS = """
    FROM file CROSS JOIN form ON form.file_id = file.id
    LEFT JOIN lesson ON lesson.form_id = form.id"""
# A cross join is taken in the order written: files by their path, so that only the forms of one
# file are sorted. Left to itself SQLite begins with the forms, and sorts them all in memory.

_PUBLISHED = f"""
    FROM lesson JOIN form ON form.id = lesson.form_id JOIN file ON file.id = form.file_id
    WHERE form.claim_id IS NULL AND {FIRST}"""

_TEXTS = ", ".join(f"lesson.{name}" for name in LESSON_FIELDS)

LESSON_ROWS = f"""
    SELECT lesson.lesson_id, {_TEXTS}, form.consent, form.template, file.source_format,
           lesson.confidence, form.review, lesson.redactions
    {_PUBLISHED} ORDER BY lesson.lesson_id"""
"""The rows of `lessons`."""

LESSON_TEXTS = f"""
    SELECT lesson.lesson_id, {_TEXTS} FROM lesson WHERE lesson.lesson_id = ? LIMIT 1"""
"""The texts of one lesson."""

CONTACT_ROWS = f"""
    SELECT lesson.lesson_id, lesson.public_servant, lesson.phone, lesson.email
    {_PUBLISHED} AND NOT EXISTS (SELECT 1 FROM setting WHERE name = 'contacts' AND value = 'no')
    ORDER BY lesson.lesson_id"""
"""The rows of `contacts`; none at all where the owner wants none kept."""

HOLDER_COUNTS = f"""
    SELECT count(DISTINCT nullif(lower(trim(lesson.public_servant)), '')),
           count(DISTINCT lesson.phone), count(DISTINCT lesson.email)
    {_PUBLISHED}"""
"""How many people, phones and e-mails the contacts of published lessons hold."""

CONCERN_ROWS = f"""
    SELECT lesson.lesson_id, concern.field, concern.category
    FROM lesson JOIN form ON form.id = lesson.form_id
    JOIN concern ON concern.form_id = lesson.form_id
    WHERE form.claim_id IS NULL AND {FIRST}
    ORDER BY lesson.lesson_id, concern.position, concern.category"""
"""The rows of `concerns`, a lesson's in the order of the form."""

ANSWER_ROWS = f"""
    SELECT lesson.lesson_id, answer.field, answer.state, answer.confidence, answer.read_from,
           answer.page, answer.x0, answer.top, answer.x1, answer.bottom
    FROM lesson JOIN form ON form.id = lesson.form_id
    JOIN answer ON answer.form_id = lesson.form_id
    WHERE form.claim_id IS NULL AND {FIRST} ORDER BY lesson.lesson_id, answer.position"""
"""The rows of `answers`, a lesson's in the order of the form."""

DECIDED_ROWS = f"""
    SELECT lesson.lesson_id
    {_PUBLISHED} AND form.consent = 'yes' AND form.status = '{Status.PUBLISHED}'
    AND EXISTS (SELECT 1 FROM log
                WHERE log.subject = file.sha256 || '#' || form.form_number
                  AND json_extract(log.entry, '$.verdict') = 'yes'
                  AND json_extract(log.entry, '$.status') = '{Status.PUBLISHED}'
                  AND json_extract(log.entry, '$.lesson') = lower(hex(form.digest)))"""
"""The ids of the published lessons whose Sí is in the log, decided on these very bytes."""

FORM_ROWS = f"""
    SELECT file.source_path, form.form_number, nullif(file.sha256, ''), file.source_format,
           file.size_bytes, {STATUS}, {REASON}, form.consent,
           CASE WHEN form.claim_id IS NULL THEN {_LESSON_ID} END,
           form.template, form.confidence, form.review, form.fields_filled,
           form.reason_detail
    {_FORMS} ORDER BY file.source_path, form.form_number, file.sha256"""
"""The rows of `forms`, with the reason's code in place of its sentence; its detail is last."""

WITHHELD_ROWS = f"""
    SELECT file.source_path, form.form_number, {STATUS} AS settled, {REASON},
           form.reason_detail, form.review
    {_FORMS} WHERE settled <> '{Status.PUBLISHED}'
    ORDER BY file.source_path, form.form_number, file.sha256"""
"""What is not published, and why."""

REASON_COUNTS = f"""
    SELECT {STATUS} AS settled, {REASON} AS reason, count(*)
    {_FORMS} GROUP BY settled, reason ORDER BY settled, reason"""
"""How many forms have each status for each reason."""

CONSENT_COUNTS = f"SELECT form.consent, count(*) {_FORMS} GROUP BY 1 ORDER BY 1"
"""How many forms gave each consent; None counts what holds no form."""

FORMAT_COUNTS = f"SELECT file.source_format, count(*) {_FORMS} GROUP BY 1 ORDER BY 1"
"""How many forms came in each format; None where the format is not known."""

DECIDED_DAYS = """
    SELECT day, count(*) FROM (
        SELECT min(substr(json_extract(entry, '$.at'), 1, 10)) AS day FROM log
        WHERE json_extract(entry, '$.kind') = 'decided' GROUP BY subject)
    GROUP BY day ORDER BY day"""
"""Days on which forms were first decided on, and how many."""
