"""What a person decides on forms: kept in the store, carried out, and read again at once.

`ruled_values` turns what a person typed into what may be kept: dates as dates, texts masked
as in `lessons`. Nothing of a form without a Sí is kept, typed by whomever.
"""

from __future__ import annotations

import getpass
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from corpus.decisions import CONTACT_FIELDS, RULED_FIELDS
from lecciones.errors import UsageError
from lecciones.gate import masked_values
from lecciones.jobs import Limits
from lecciones.printable import printable
from lecciones.ruling import DATE_FIELD, ruled
from normalize.masking import mask
from normalize.values.dates import read_date
from schemas.rulings import RuledValue, Ruling

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from corpus.decisions import Subject
    from corpus.store import Store
    from lecciones.pipeline import Hands
    from schemas.reading import FormReading
    from schemas.rulings import Decision

LONGEST_VALUE = 50_000
"""Characters of a value that a person may give."""

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a decision; `to_read` is True where the file could not be read again."""

    ruling: Ruling
    to_read: bool


def reviewer(name: str | None = None) -> str:
    """The name under which decisions are kept: the one given, else the system's user."""
    if name and name.strip():
        return printable(" ".join(name.split()))[:_LONGEST_NAME]
    try:
        return printable(getpass.getuser())[:_LONGEST_NAME]
    except (OSError, KeyError):
        return "?"


def settle(
    store: Store,
    folder: Path,
    subject: Subject,
    decision: Decision,
    who: str,
    *,
    seen: int | None = None,
    hands: Hands | None = None,
) -> Settled:
    """Keeps a decision, deletes at once what it withdraws, and reads the file again.

    What it publishes or withdraws shows in the dataset with the next publishing. `hands`
    are those at hand, None for new ones.

    Raises:
        ConflictError: somebody decided on the form since version `seen` was shown.
        DecisionError: a value for a form without a Sí, or nothing is decided.
        StoreError: SQLite could not write.
        RunError: no reading child can be started.
    """
    ruling = store.settle(subject, decision, who, seen=seen)
    return _carried_out(store, folder, subject, ruling, hands)


def undo(
    store: Store,
    folder: Path,
    subject: Subject,
    who: str,
    *,
    seen: int | None = None,
    hands: Hands | None = None,
) -> Settled:
    """Takes the last decision on a form back, and reads the file again.

    Raises:
        ConflictError: somebody decided on the form since version `seen` was shown.
        DecisionError: there is none to take back.
        StoreError: SQLite could not write.
        RunError: no reading child can be started.
    """
    ruling = store.undo(subject, who, seen=seen)
    return _carried_out(store, folder, subject, ruling, hands)


def read_again(store: Store, folder: Path, hands: Hands | None = None) -> int:
    """Reads all files that wait for it from where they were found; how many still wait.

    Raises:
        StoreError: SQLite could not write.
        RunError: no reading child can be started.
    """
    from lecciones.pipeline import Plan, Run

    Run(Plan([], folder, 1, Limits(), None), store, hands=hands).go()
    return sum(1 for _ in store.to_reread())


def ruled_values(
    given: Mapping[str, str], reading: FormReading | None, *, contacts: bool = True
) -> tuple[RuledValue, ...]:
    """What a person typed, by field, as it may be kept; "" says that nothing stands there.

    Texts are masked with the names that `reading` holds; None where the file is not at hand.
    Without `contacts` none are kept.

    Raises:
        UsageError: no such field, a date that is none, or a text without end.
    """
    wanted = {name: _cleaned(name, text) for name, text in given.items()}
    if not contacts:
        wanted = {name: text for name, text in wanted.items() if name not in CONTACT_FIELDS}
    before = {} if reading is None else _as_read(reading)
    after = _masked(wanted, reading)
    return tuple(
        RuledValue(name, after[name], reading is None or after[name] != before.get(name))
        for name in RULED_FIELDS
        if name in wanted
    )


def decided_values(
    typed: Mapping[str, str],
    reading: FormReading,
    ruling: Ruling | None,
    *,
    confirming: bool,
    contacts: bool = True,
) -> tuple[RuledValue, ...]:
    """The values that a person changed in what was shown; when confirming, all others too.

    `typed` are texts by field as they came back from the page, `ruling` what was decided
    before. What is as it was shown is no correction.

    Raises:
        UsageError: no such field, a date that is none, or a text without end.
    """
    current = reading if ruling is None else ruled(reading, ruling)
    shown = shown_values(current)
    edited = {
        name: text
        for name, text in typed.items()
        if _cleaned(name, text) != _cleaned(name, shown.get(name, ""))
    }
    values = {v.field: v for v in ruled_values(edited, reading, contacts=contacts)}
    if confirming:
        before = {value.field: value for value in ruling.values} if ruling else {}
        stored = _as_read(current)
        for name in RULED_FIELDS:
            if name in shown and name not in edited and (contacts or name not in CONTACT_FIELDS):
                known = before.get(name) or RuledValue(name, stored.get(name), changed=False)
                values.setdefault(name, known)
    return tuple(values[name] for name in RULED_FIELDS if name in values)


def shown_values(reading: FormReading) -> dict[str, str]:
    """The values of a reading as texts, by field; dates in ISO 8601, "" where there is none."""
    return {
        field.field: field.value.isoformat() if isinstance(field.value, date) else field.value or ""
        for field in reading.fields
    }


def _masked(wanted: Mapping[str, str | None], reading: FormReading | None) -> dict[str, str | None]:
    if reading is None:
        return {
            name: text if text is None or name in (*CONTACT_FIELDS, DATE_FIELD) else mask(text).text
            for name, text in wanted.items()
        }
    values = tuple(RuledValue(name, text) for name, text in wanted.items())
    return _as_read(ruled(reading, Ruling(reading.form_number, 1, None, values)))


def _as_read(reading: FormReading) -> dict[str, str | None]:
    """The values of a reading as they would be stored: texts masked, contacts as they are."""
    values: dict[str, str | date | None] = {
        field.field: field.value for field in reading.fields if field.field in CONTACT_FIELDS
    }
    values |= masked_values(reading)[0]
    return {k: v.isoformat() if isinstance(v, date) else (v or None) for k, v in values.items()}


def _cleaned(field: str, text: str) -> str | None:
    """A typed value: NFC, one `\\n` between paragraphs, no control characters; None for ""."""
    if field not in RULED_FIELDS:
        raise UsageError("bad_ruled_field", name=printable(field)[:40])
    if len(text) > LONGEST_VALUE:
        raise UsageError("value_too_long", name=field)
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = [" ".join(_harmless(line).split()) for line in lines]
    value = "\n".join(line for line in kept if line) or None
    return _date(value) if field == DATE_FIELD and value else value


def _harmless(line: str) -> str:
    return "".join(c for c in line if c == "\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def _date(text: str) -> str:
    """Day first, or ISO 8601.

    Raises:
        UsageError: it is no date.
    """
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        found = read_date(text).value
    if found is None:
        raise UsageError("bad_ruled_date", text=printable(text)[:40])
    return found.isoformat()


def _carried_out(
    store: Store, folder: Path, subject: Subject, ruling: Ruling, hands: Hands | None
) -> Settled:
    store.scrub()
    read_again(store, folder, hands)
    store.scrub()
    return Settled(ruling, store.waits(subject))
