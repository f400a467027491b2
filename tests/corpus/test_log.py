"""The log of decisions: chained, added to only, and free of answers and names."""

from __future__ import annotations

import itertools
import json
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from corpus import log
from corpus.claims import ClaimKind
from corpus.settings import Settings
from schemas.reading import MarkEvidence, Spot
from schemas.records import DecisionRecord
from tests.corpus.records import file, lesson_id, no, no_form, open_store, run, sha, unclear, yes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """The database of a store in which several things were decided."""
    spot = Spot(2, 10.0, 20.0, 30.0, 40.0)
    marks = (MarkEvidence("yes", "on", "w14:checked=1", spot),)
    seen = replace(yes("x"), decision=DecisionRecord("one_mark", marks, spot))
    run(tmp_path, file("Ana Pérez.docx", seen), file("b.docx", no("y")), file("c.docx", unclear()))
    run(tmp_path, file("d.docx", no_form()))
    with open_store(tmp_path) as store:
        store.claim(
            lesson_id("x"), ClaimKind.REVOCATION, received_on="2025-06-17", note="Lo pidió."
        )
        store.change_settings(Settings(licence="CC-BY-4.0"))
    path = tmp_path / "restricted/store.sqlite"
    connection = sqlite3.connect(path)
    yield connection
    connection.close()


def kinds(db: sqlite3.Connection) -> list[str]:
    """The kinds of all entries in order."""
    return [entry.facts["kind"] for entry in log.entries(db)]


def test_every_decision_has_its_entry(db: sqlite3.Connection) -> None:
    """Forms, publishings, claims and settings; a file without a form decides nothing."""
    assert kinds(db) == [
        "decided",
        "decided",
        "decided",
        "published",
        "published",
        "claim",
        "set",
    ]
    assert log.first_fault(db) is None


def test_an_entry_tells_bytes_rule_evidence_and_version(db: sqlite3.Connection) -> None:
    """Enough for an auditor to find the mark on the form, and nothing that the form answers."""
    (entry,) = log.entries(db, log.subject_of(sha("Ana Pérez.docx"), 1))
    facts = entry.facts
    assert (facts["verdict"], facts["rule"], facts["version"]) == ("yes", "one_mark", "reader 1")
    assert facts["marks"] == [
        {
            "option": "yes",
            "state": "on",
            "as": "w14:checked=1",
            "at_spot": [2, 10.0, 20.0, 30.0, 40.0],
        }
    ]
    everything = json.dumps([one.facts for one in log.entries(db)], ensure_ascii=False)
    for word in ("Ana Pérez", "Servidora", "Alcaldía", lesson_id("x"), lesson_id("y")):
        assert word not in everything


@pytest.mark.parametrize(
    "deed",
    ["UPDATE log SET entry = '{}'", "DELETE FROM log WHERE seq = 2", "DELETE FROM log"],
)
def test_the_store_refuses_to_change_the_log(db: sqlite3.Connection, deed: str) -> None:
    """Entries are only added."""
    with pytest.raises(sqlite3.DatabaseError, match="only added to"):
        db.execute(deed)


@pytest.mark.parametrize(
    ("deed", "fault"),
    [
        ("UPDATE log SET entry = replace(entry, '\"no\"', '\"yes\"') WHERE seq = 2", 2),
        ("UPDATE log SET subject = '' WHERE seq = 1", 1),
        ("UPDATE log SET hash = (SELECT hash FROM log WHERE seq = 1) WHERE seq = 3", 3),
        ("DELETE FROM log WHERE seq = 2", 2),
        ("DELETE FROM log WHERE seq = 1", 1),
        ("DELETE FROM log WHERE seq = 2; UPDATE log SET seq = seq - 1 WHERE seq > 2", 2),
    ],
)
def test_the_chain_shows_where_it_was_touched(
    db: sqlite3.Connection, deed: str, fault: int
) -> None:
    """An entry changed, taken out or moved is found by its number."""
    db.executescript(f"DROP TRIGGER log_UPDATE; DROP TRIGGER log_DELETE; {deed}")
    assert log.first_fault(db) == fault


def test_a_log_cut_at_its_end_shows_only_against_a_head(db: sqlite3.Connection) -> None:
    """What is left is a whole chain; the head that was kept is not on it."""
    head = log.head(db)
    assert log.hash_at(db, head.entries) == head.hash
    db.executescript("DROP TRIGGER log_DELETE; DELETE FROM log WHERE seq = 7")
    assert log.first_fault(db) is None
    assert log.hash_at(db, head.entries) is None


def test_an_entry_goes_with_what_it_tells_of(tmp_path: Path) -> None:
    """A record that is refused leaves no entry, as it leaves no row."""
    from corpus.errors import RecordError

    with open_store(tmp_path) as store:
        with pytest.raises(RecordError):
            store.commit(file("a.docx", yes("x"), yes("y", 1)), "1")
        assert store.log_head() == log.Head(0, log.START)


def test_a_clock_that_jumps_back_breaks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Order is by number, not by time: chain, claims and tables are those of a steady clock."""
    steady, jumping = tmp_path / "steady", tmp_path / "jumping"
    for folder, times in ((steady, ["2025-06-17T10:00:00+00:00"]), (jumping, _JUMPS)):
        told = itertools.cycle(times)
        monkeypatch.setattr(log, "now", lambda told=told: next(told))
        run(folder, file("a.docx", yes("x")), file("b.docx", no("y")))
        with open_store(folder) as store:
            store.claim(lesson_id("x"), ClaimKind.REVOCATION, received_on="2025-06-17")
        run(folder, file("c.docx", yes("z")))
        with open_store(folder) as store:
            assert store.log_fault() is None
            assert store.is_withheld(lesson_id("x"))
    for name in ("lessons.parquet", "lessons.csv", "answers.parquet", "restricted/forms.csv"):
        assert (steady / name).read_bytes() == (jumping / name).read_bytes()


_JUMPS = ["2031-01-01T00:00:00+00:00", "1970-01-01T00:00:00+00:00", "2025-06-17T10:00:00+00:00"]
