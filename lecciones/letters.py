"""Notes to senders: for each form that was withheld or is incomplete, what to mend and how.

They tell from the ledger and from the states of answers, so they can hold nothing of what a
form answers. Whoever marked No has decided: no note asks again. Always in Spanish, for those
who filled the forms in; they lie under `restricted/`, for file names carry people's names.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, cast

from corpus.atomic import write_whole
from corpus.csv_safe import neutralize
from corpus.database import PRIVATE_FOLDER
from corpus.folder import RESTRICTED
from lecciones.data import dataset_told
from lecciones.errors import UsageError
from lecciones.messages import catalogue, say
from lecciones.printable import printable
from schemas.reading import State
from schemas.records import Status
from schemas.tables import ANSWERS, FORMS, LESSONS
from schemas.template import builtin_templates

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

FOLDER = f"{RESTRICTED}/letters"

_OURS = re.compile(r"\d{5}-[^/]*\.(?:txt|docx)|index\.csv")
_NO_NOTE = frozenset((Status.NO_CONSENT, Status.REVOKED, Status.DUPLICATE))
_MISSING = frozenset((State.EMPTY, State.NOT_FOUND, State.UNREADABLE))
_NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Letters:
    """How many notes were written, and where."""

    folder: Path
    count: int


@dataclass(frozen=True, slots=True)
class Note:
    """One note: the file it is about, what happened, what is missing, what to do."""

    source_path: str
    form_number: int | None
    what: str
    missing: tuple[str, ...]
    how: tuple[str, ...]


def write_letters(
    folder: str | os.PathLike[str], out: str | os.PathLike[str] | None = None
) -> Letters:
    """Writes each note as text and as Word file, and `index.csv` which says what each is about.

    `out` None is `restricted/letters` of DIR. Notes of an earlier call there are replaced.

    Raises:
        UsageError: `out` is a file, or lies among the shared files of DIR.
        RunError: there is no dataset in DIR, or the folder cannot be written.
    """
    source = Path(folder)
    target = source / FOLDER if out is None else Path(out)
    _check(source, target)
    with dataset_told(source, target):
        # All is read first, so that a missing table leaves the notes as they were.
        notes = list(notes_of(source))
        target.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        for old in target.iterdir():
            if _OURS.fullmatch(old.name):
                old.unlink()
        index = ["archivo,formulario,nota"]
        for number, note in enumerate(notes, start=1):
            name = f"{number:05}-{_slug(note.source_path)}"
            write_whole(target / f"{name}.txt", as_text(note).encode(), private=True)
            write_whole(target / f"{name}.docx", as_word(note), private=True)
            index.append(f"{_cell(note.source_path)},{note.form_number or ''},{_cell(name)}")
        text = "\ufeff" + "".join(f"{line}\r\n" for line in index)
        write_whole(target / "index.csv", text.encode("utf-8", "replace"), private=True)
    return Letters(target, len(notes))


def notes_of(folder: Path) -> Iterator[Note]:
    """The notes on the dataset in `folder`, in the ledger's order.

    Raises:
        DatasetError: a table is not there or has other columns.
    """
    from corpus.tabular import table_rows_of

    incomplete = _incomplete(folder)
    at = {name: FORMS.names.index(name) for name in FORMS.names}
    for row in table_rows_of(folder, FORMS):
        path, number = str(row[at["source_path"]]), cast("int | None", row[at["form_number"]])
        status = Status(str(row[at["status"]]))
        if status is Status.PUBLISHED:
            missing = incomplete.get(str(row[at["lesson_id"]]), ())
            if missing:
                yield _note(path, number, "incomplete", missing)
        elif status not in _NO_NOTE:
            filled = cast("int | None", row[at["fields_filled"]])
            kind = _kind(status, str(row[at["reason"]] or ""))
            yield _note(path, number, kind, _count_missing(status, filled))


def as_text(note: Note) -> str:
    """The note as plain text, lines ended by CR LF (Notepad)."""
    lines = [say("letter.title"), "", _about(note), "", note.what]
    if note.missing:
        lines += ["", say("letter.missing"), *(f"  - {name}" for name in note.missing)]
    lines += ["", say("letter.how"), *(f"  {at}. {step}" for at, step in enumerate(note.how, 1))]
    lines += ["", say("letter.no_content"), ""]
    return "\r\n".join(lines)


def as_word(note: Note) -> bytes:
    """The note as a Word file."""
    from io import BytesIO

    from docx import Document

    document = Document()
    document.core_properties.author = ""
    document.core_properties.language = "es-CO"
    document.core_properties.title = say("letter.title")
    document.add_heading(say("letter.title"), 1)
    document.add_paragraph(_about(note))
    document.add_paragraph(note.what)
    if note.missing:
        document.add_heading(say("letter.missing"), 2)
        for name in note.missing:
            document.add_paragraph(name, style="List Bullet")
    document.add_heading(say("letter.how"), 2)
    for step in note.how:
        document.add_paragraph(step, style="List Number")
    document.add_paragraph(say("letter.no_content"))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _check(source: Path, target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise UsageError("out_is_file", path=str(target))
    inner, outer = target.absolute().resolve(), source.resolve()
    if inner.is_relative_to(outer) and not inner.is_relative_to(outer / RESTRICTED):
        raise UsageError("letters_shared", path=str(target))


def _note(path: str, number: int | None, kind: str, missing: tuple[str, ...]) -> Note:
    steps = [say(f"letter.how_{kind}")]
    if kind.startswith("consent"):
        steps += [say("letter.how_question", question=_question()), say("letter.how_no")]
    return Note(path, number, say(f"letter.what_{kind}"), missing, (*steps, say("letter.how_send")))


def _kind(status: Status, sentence: str) -> str:
    """Which words the note uses: those of the reason, else those of the outcome."""
    code = _codes().get(sentence, "")
    return code if f"letter.what_{code}" in catalogue("es") else str(status)


@cache
def _codes() -> dict[str, str]:
    """The reasons' codes by their sentence: the ledger has the sentence alone."""
    told = catalogue("es").items()
    return {sentence: key[7:] for key, sentence in told if key.startswith("reason.")}


def _count_missing(status: Status, filled: int | None) -> tuple[str, ...]:
    """How many questions stand open; of a withheld form it is not known which."""
    total = sum(field.required for field in builtin_templates()[0].fields)
    if status is not Status.CONSENT_UNCLEAR or filled is None or filled >= total:
        return ()
    return (say("letter.open_questions", count=total - filled, total=total),)


def _incomplete(folder: Path) -> dict[str, tuple[str, ...]]:
    """The required questions without an answer, for each lesson that has any, in words."""
    from corpus.tabular import table_rows_of

    dateless = _dateless(folder)
    missing: dict[str, tuple[str, ...]] = {}
    for lesson_id, rows in groupby(table_rows_of(folder, ANSWERS), key=itemgetter(0)):
        states = {str(row[1]): State(str(row[2])) for row in rows}
        named = [
            _told(field.gives[0], states[field.gives[0]])
            for field in builtin_templates()[0].fields
            if field.required and field.gives and states.get(field.gives[0]) in _MISSING
        ]
        if lesson_id in dateless and states.get("completed_on") is State.ANSWERED:
            named.append(say("letter.date"))
        if named:
            missing[str(lesson_id)] = tuple(named)
    return missing


def _dateless(folder: Path) -> set[str]:
    from corpus.tabular import table_rows_of

    at = LESSONS.names.index("completed_on")
    return {str(row[0]) for row in table_rows_of(folder, LESSONS) if row[at] is None}


def _told(field: str, state: State) -> str:
    return f"{say(f'field.{field}')}: {say(f'state.{state}')}"


def _question() -> str:
    return builtin_templates()[0].consent.title_es


def _about(note: Note) -> str:
    number = note.form_number or 1
    more = f" ({say('report.form')} {number})" if number > 1 else ""
    return say("letter.about", name=printable(note.source_path)) + more


def _slug(path: str) -> str:
    """The file's name in letters, digits and hyphens."""
    stem = re.split(r"[/\\]", path)[-1].rpartition(".")[0] or path
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:_NAME_LENGTH] or "formato"


def _cell(text: str) -> str:
    return '"' + neutralize(printable(text)).replace('"', '""') + '"'
