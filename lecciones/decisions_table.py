"""Decisions as a table for Excel: what waits for a person and what people decided.

One row a form. Whoever works in Excel fills in `decision` (sí, no, no es un formulario) and,
where a value is wrong, the right one in the field's column, `(vacía)` for none; the rest is
there to know the form by. A row holds for the bytes in `source_sha256`, whatever the file is
called. Values stand only where somebody gave them, and only of forms with a Sí.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.csv_safe import neutralize, restore
from corpus.decisions import RULED_FIELDS, Subject
from corpus.errors import DecisionError
from corpus.queue import QueueState, Wanted, one, survey
from lecciones.errors import UsageError
from lecciones.messages import reason
from lecciones.printable import printable
from lecciones.review import read_again, reviewer, ruled_values
from schemas.rulings import Decision, RuledValue, Ruling, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from corpus.queue import Waiting
    from corpus.store import Store

KNOWN_BY = ("source_path", "form_number", "source_sha256", "version", "status", "reason", "consent")
"""The columns that say which form a row is about."""

COLUMNS = (*KNOWN_BY, "decision", "confirmed", "corrected", "who", "decided_at", *RULED_FIELDS)

EMPTY = "(vacía)"
LARGEST_BYTES = 64 * 2**20

_TOLD = {Verdict.YES: "sí", Verdict.NO: "no", Verdict.NOT_A_FORM: "no es un formulario"}
_UNDERSTOOD = {
    "sí": Verdict.YES,
    "si": Verdict.YES,
    "yes": Verdict.YES,
    "no": Verdict.NO,
    "no es un formulario": Verdict.NOT_A_FORM,
    "no es formulario": Verdict.NOT_A_FORM,
    "not a form": Verdict.NOT_A_FORM,
    "not_a_form": Verdict.NOT_A_FORM,
}
_MARKED = frozenset(("x", "sí", "si", "yes", "1"))


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that was not taken: its line in the file, and the code of an error sentence."""

    line: int
    code: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Imported:
    """What came of a table: rows taken, rows that say nothing new, and rows refused.

    `to_read` counts the files that could not be read again.
    """

    taken: int = 0
    unchanged: int = 0
    faults: list[RowFault] = field(default_factory=list)
    to_read: int = 0


def decisions_csv(store: Store, lang: str = "es") -> bytes:
    """The table: UTF-8 with a byte order mark, no cell that a spreadsheet would run.

    Raises:
        StoreError: SQLite could not read.
    """
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, COLUMNS)
    writer.writeheader()
    for row in _rows(store, lang):
        writer.writerow({name: neutralize(cell) for name, cell in row.items()})
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8", "backslashreplace")


def import_decisions(store: Store, folder: Path, data: bytes, who: str) -> Imported:
    """Takes the decisions of a table in, then reads the forms concerned again.

    A row is refused where its form is not in the ledger, where somebody decided on it since
    the table was made, and where it gives values for a form without a Sí; the others count.

    Raises:
        UsageError: it is no such table.
        StoreError: SQLite could not write.
        RunError: no reading child can be started.
    """
    done = Imported()
    seen: set[Subject] = set()
    for line, row in _read(data):
        try:
            subject = _subject(row)
            if subject in seen:
                raise UsageError("row_twice")
            seen.add(subject)
            taken = _take(store, subject, row, who)
        except UsageError as error:
            done.faults.append(RowFault(line, error.code, error.details))
        except DecisionError as error:
            done.faults.append(RowFault(line, f"decision_{error.code}"))
        else:
            done.taken += taken
            done.unchanged += not taken
    store.scrub()
    done.to_read = read_again(store, folder)
    store.scrub()
    return done


def _rows(store: Store, lang: str) -> Iterator[dict[str, str]]:
    open_ones = survey(store).order(Wanted(QueueState.OPEN))
    known = set(open_ones)
    for subject in (*open_ones, *(s for s in store.ruled() if s not in known)):
        form = one(store, subject)
        ruling = store.ruling(subject)
        if form is not None:
            yield _known_by(form, lang) | _decided(store, form, ruling)


def _known_by(form: Waiting, lang: str) -> dict[str, str]:
    return {
        "source_path": printable(form.source_path),
        "form_number": str(form.subject.form_number),
        "source_sha256": form.subject.sha256,
        "version": str(form.version),
        "status": form.status,
        "reason": reason(form.reason, form.reason_detail, lang),
        "consent": form.consent or "",
    }


def _decided(store: Store, form: Waiting, ruling: Ruling | None) -> dict[str, str]:
    if ruling is None or ruling.is_silent:
        return {}
    standing = [step for step in store.history(form.subject) if not step.undone]
    last = standing[-1]
    return {
        "decision": _TOLD[ruling.verdict] if ruling.verdict else "",
        "confirmed": "x" if ruling.confirmed else "",
        "corrected": " ".join(value.field for value in ruling.values if value.changed),
        "who": last.who,
        "decided_at": last.at,
        **{value.field: value.value or EMPTY for value in ruling.values},
    }


def _read(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows with their line numbers, whatever Excel made of the file.

    Raises:
        UsageError: it is not text, is too large, or has not the columns.
    """
    if len(data) > LARGEST_BYTES:
        raise UsageError("decisions_too_large")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")  # Excel's plain "CSV"
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    csv.field_size_limit(10**6)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    names = {name.strip().casefold() for name in reader.fieldnames or ()}
    if not {"source_sha256", "form_number", "decision"} <= names:
        raise UsageError("decisions_columns")
    try:
        for row in reader:
            cells = {
                (name or "").strip().casefold(): restore(cell.strip())
                for name, cell in row.items()
                if isinstance(cell, str)
            }
            if any(cells.values()):
                yield reader.line_num, cells
    except csv.Error:
        raise UsageError("decisions_columns") from None


def _subject(row: Mapping[str, str]) -> Subject:
    sha256, number = row.get("source_sha256", "").lower(), row.get("form_number", "")
    number = number.removesuffix(",0").removesuffix(".0")
    good = len(sha256) == 64 and set(sha256) <= set("0123456789abcdef")
    if not good or not number.isascii() or not number.isdigit() or not 1 <= int(number) < 10**6:
        raise UsageError("row_without_form")
    return Subject(sha256, int(number))


def _take(store: Store, subject: Subject, row: Mapping[str, str], who: str) -> bool:
    """Keeps what a row says that does not hold already; whether there was anything."""
    form = one(store, subject)
    if form is None:
        raise DecisionError("unknown_form")
    ruling = store.ruling(subject) or Ruling(subject.form_number, 0)
    decision = _decision(row, ruling, contacts=store.settings.contacts)
    if decision == Decision():
        return False
    version = row.get("version", "").removesuffix(",0").removesuffix(".0")
    stale = ruling.version and version != str(ruling.version)
    if stale:
        raise DecisionError("conflict")
    # A row that comes from another dataset says who decided there.
    told = "" if ruling.version else row.get("who", "")
    store.settle(subject, decision, reviewer(told) if told else who, seen=ruling.version)
    return True


def _decision(row: Mapping[str, str], ruling: Ruling, *, contacts: bool) -> Decision:
    """What a row says beyond what holds already."""
    told = " ".join(row.get("decision", "").casefold().replace("_", " ").split())
    if told and told not in _UNDERSTOOD:
        raise UsageError("row_bad_decision", text=printable(told)[:40])
    verdict = _UNDERSTOOD[told] if told else None
    given = {name: row[name] for name in RULED_FIELDS if row.get(name)}
    given = {name: "" if text.casefold() == EMPTY else text for name, text in given.items()}
    known = {value.field: value for value in ruling.values}
    marked = set(row.get("corrected", "").split())
    values = tuple(
        RuledValue(value.field, value.value, _changed(value.field, row, known, marked))
        for value in ruled_values(given, None, contacts=contacts)
        if value.field not in known or known[value.field].value != value.value
    )
    confirmed = row.get("confirmed", "").casefold() in _MARKED
    return Decision(
        None if verdict is ruling.verdict else verdict, values, confirmed and not ruling.confirmed
    )


def _changed(
    name: str, row: Mapping[str, str], known: Mapping[str, RuledValue], marked: set[str]
) -> bool:
    """A confirmed row's values are not corrections, save those it names and those edited."""
    confirmed = row.get("confirmed", "").casefold() in _MARKED
    return name in marked or name in known or not confirmed
