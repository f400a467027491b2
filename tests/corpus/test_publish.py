"""The published files: whole, the same for the same store, and free of what is withheld."""

from __future__ import annotations

import json
import os
import random
import stat
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.atomic import Staging, write_whole
from corpus.errors import FolderError
from corpus.folder import prepare
from corpus.publish import publish
from corpus.queries import FORM_ROWS, WITHHELD_ROWS
from corpus.settings import Audience, Settings
from corpus.summary import counts, withheld
from schemas.reading import Consent, Review
from schemas.records import Status
from tests.corpus.records import (
    blank,
    bytes_of,
    file,
    no,
    no_form,
    open_store,
    run,
    say,
    unclear,
    yes,
)

if TYPE_CHECKING:
    from pathlib import Path

    from schemas.records import FileRecord

FILES = (
    file("2023/á.docx", yes("uno")),
    file("2023/b.pdf", yes("uno"), yes("dos", 2)),
    file("c.docx", no("dos")),
    file("d.html", yes("tres"), unclear(Consent.UNMARKED, 2)),
    file("e.docx", yes("tres"), root="file:///otro", data="e"),
    file("e.docx", yes("cuatro"), data="e2"),
    file("f.zip!/g.docx", blank()),
    file("h.txt", no_form()),
    file("i.pdf", no_form(Status.UNREADABLE, "encrypted")),
    file("j.docx", yes("cuatro")),
)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one run over all files, in their own order, publishes."""
    out = tmp_path_factory.mktemp("expected")
    run(out, *FILES)
    return bytes_of(out)


@settings(max_examples=12, deadline=None)
@given(order=st.permutations(FILES), cut=st.integers(0, len(FILES)))
def test_order_and_number_of_runs_do_not_matter(
    tmp_path_factory: pytest.TempPathFactory,
    expected: dict[str, bytes],
    order: list[FileRecord],
    cut: int,
) -> None:
    """Any order of arrival, in one run or in two, gives the same bytes."""
    out = tmp_path_factory.mktemp("order")
    run(out, *order[:cut])
    run(out, *order[cut:])
    assert bytes_of(out) == expected


def test_the_same_state_gives_the_same_bytes(tmp_path: Path) -> None:
    """Publishing again changes nothing."""
    run(tmp_path, *FILES)
    first = bytes_of(tmp_path)
    run(tmp_path)
    assert bytes_of(tmp_path) == first


def test_a_kill_before_the_renames_leaves_the_old_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where publishing stops before it renames, readers still see the old files, all of them."""
    run(tmp_path, file("a.docx"))
    before = bytes_of(tmp_path)

    def die(_self: Staging) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Staging, "commit", die)
        with pytest.raises(KeyboardInterrupt):
            run(tmp_path, file("b.docx"))
    assert bytes_of(tmp_path) == before
    assert not list(tmp_path.rglob("*part*"))
    assert run(tmp_path).lessons == 2


def test_leftovers_of_a_killed_run_are_cleared(tmp_path: Path) -> None:
    """What a kill left beside the files is removed by the next publishing."""
    run(tmp_path)
    (tmp_path / ".lessons.csv.lecciones-part").write_text("half")
    (tmp_path / "restricted" / ".report.html.lecciones-part").write_text("half")
    (tmp_path / ".mine.part").write_text("not ours")
    run(tmp_path)
    assert [path.name for path in tmp_path.rglob(".*")] == [".mine.part"]


def test_nothing_of_a_withheld_form_is_anywhere(tmp_path: Path) -> None:
    """Texts and contacts of a lesson that No withheld are in no file of DIR."""
    run(tmp_path, file("a.docx", yes("marca secreta")), file("b.docx", yes("pública")))
    run(tmp_path, file("c.docx", no("marca secreta")))
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"marca secreta" not in path.read_bytes()
    assert b"Servidora de" in (tmp_path / "restricted/contacts.parquet").read_bytes()


def test_shared_files_hold_no_names(tmp_path: Path) -> None:
    """File names and contact data are under `restricted/` and nowhere else."""
    run(tmp_path, file("Ana Pérez.docx", yes("x")))
    for path in tmp_path.iterdir():
        if path.is_file():
            data = path.read_bytes()
            assert "Ana Pérez".encode() not in data
            assert b"Servidora" not in data
            assert b"prueba.gov.co" not in data


def test_the_restricted_folder_is_private(tmp_path: Path) -> None:
    """Whatever the umask, `restricted/` is 0700 and each file in it 0600, during a run too."""
    before = os.umask(0)
    try:
        with open_store(tmp_path) as store:
            store.commit(file("a.docx"), "1")
            publish(store, tmp_path, reasons=say)
            modes = {
                path.name: stat.S_IMODE(path.stat().st_mode)
                for path in (tmp_path / "restricted").iterdir()
            }
    finally:
        os.umask(before)
    assert set(modes.values()) == {0o600}
    assert "store.sqlite-wal" in modes
    assert stat.S_IMODE((tmp_path / "restricted").stat().st_mode) == 0o700


def test_a_private_file_is_private_before_it_is_whole(tmp_path: Path) -> None:
    """A staged restricted file has mode 0600 while it is being written."""
    with Staging(tmp_path) as staging, staging.file("x", private=True) as part:
        assert stat.S_IMODE(os.fstat(part.fileno()).st_mode) == 0o600


def test_write_whole_replaces(tmp_path: Path) -> None:
    """One file is replaced whole and left alone beside nothing."""
    write_whole(tmp_path / "r.html", b"old", private=False)
    write_whole(tmp_path / "r.html", b"new", private=True)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("r.html", b"new")]


def test_an_output_that_is_a_file_is_told(tmp_path: Path) -> None:
    """A file where DIR or `restricted/` should be is told before any work."""
    (tmp_path / "out").write_text("x")
    for place in (tmp_path / "out", tmp_path / "out" / "deeper"):
        with pytest.raises(FolderError) as told:
            prepare(place)
        assert told.value.code == "not_a_folder"


def test_a_folder_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read-only DIR is told before any work (root may write anywhere, so the fault is made)."""

    def refuse(*_args: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(FolderError) as told:
        prepare(tmp_path)
    assert told.value.code == "folder_not_writable"


def test_a_full_disk_leaves_the_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full the error says so and the old files stand."""
    run(tmp_path, file("a.docx"))
    before = bytes_of(tmp_path)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(FolderError) as told:
            run(tmp_path, file("b.docx"))
    assert told.value.code == "disk_full"
    assert bytes_of(tmp_path) == before


def test_counts_tell_everything_that_came_in(tmp_path: Path) -> None:
    """Counts by status, consent and format add up to the rows of the ledger."""
    summary = run(tmp_path, *FILES)
    with open_store(tmp_path) as store:
        told = counts(store)
        rows = list(withheld(store))
    assert told.forms == summary.forms == sum(summary.by_status.values()) == 12
    assert sum(told.by_consent.values()) == sum(told.by_format.values()) == 12
    assert told.by_status == summary.by_status
    assert told.by_consent[None] == 2
    assert told.by_status[Status.FAILED] == 0
    assert len(rows) == told.forms - summary.lessons
    assert [(r.status, r.review) for r in rows if r.source_path == "d.html"] == [
        (Status.CONSENT_UNCLEAR, Review.NEEDED)
    ]


def test_the_package_tells_what_was_withheld(tmp_path: Path) -> None:
    """The description counts what was withheld and why, and names no file."""
    run(tmp_path, *FILES)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert package["lecciones:counts"] == {"forms": 12, "published": 3, "duplicate": 3}
    assert {"status": "revoked", "reason": "same_lesson_refused", "forms": 1} in package[
        "lecciones:withheld"
    ]
    assert "con otras áreas y/o entidades" in package["lecciones:consent"][0]["purpose"]
    assert "licenses" not in package


def test_licence_and_audience_stand_only_where_they_were_set(tmp_path: Path) -> None:
    """The owner's settings outlive the run that made them; unset, nothing stands there."""
    run(tmp_path)
    assert not {"licenses", "lecciones:audience"} & set(described(tmp_path))
    with open_store(tmp_path) as store:
        store.change_settings(Settings(licence="CC-BY-4.0", audience=Audience.ENTITIES))
    run(tmp_path)
    package = described(tmp_path)
    assert package["licenses"] == [{"name": "CC-BY-4.0"}]
    assert package["lecciones:audience"] == "entities"
    assert "gestionar el conocimiento" in package["lecciones:consent"][0]["purpose"]


def described(out: Path) -> dict[str, Any]:
    """What `datapackage.json` says."""
    return dict(json.loads((out / "datapackage.json").read_text(encoding="utf-8")))


def test_without_contacts_none_is_kept(tmp_path: Path) -> None:
    """Those that were kept leave every byte of the store; later ones are never written."""
    first = file("a.docx", yes("uno"))
    run(tmp_path, first)
    with open_store(tmp_path) as store:
        store.change_settings(Settings(contacts=False))
    run(tmp_path, file("b.docx", yes("dos")))
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or b"Servidora" not in path.read_bytes()
    with open_store(tmp_path) as store:
        store.change_settings(Settings())
        known = store.known("file:///in", "a.docx")
        assert known is not None
        assert known.reader_version == ""


def test_many_rows_come_out_sorted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of more than one batch are sorted through."""
    from corpus.read import read_answers, read_forms, read_lessons

    monkeypatch.setattr("corpus.writers.BATCH_ROWS", 7)
    files = [file(f"{i}.docx", yes(f"texto {i}")) for i in range(40)]
    random.Random(1).shuffle(files)  # noqa: S311  # data, no secret
    run(tmp_path, *files)
    assert read_lessons(tmp_path)["lesson_id"].is_monotonic_increasing
    assert read_answers(tmp_path)["lesson_id"].is_monotonic_increasing
    assert read_answers(tmp_path)["field"].tolist()[:2] == ["entity", "area"]
    assert read_forms(tmp_path)["source_path"].is_monotonic_increasing


@pytest.mark.parametrize("query", [FORM_ROWS, WITHHELD_ROWS])
def test_forms_are_sorted_a_file_at_a_time(tmp_path: Path, query: str) -> None:
    """SQLite takes the files by their path; all forms at once would be sorted in memory."""
    run(tmp_path, *FILES)
    with open_store(tmp_path) as store:
        plan = [str(row[3]) for row in store.rows(f"EXPLAIN QUERY PLAN {query}")]
    assert plan[0].startswith("SCAN file USING INDEX file_path")


def test_an_unknown_hash_is_null(tmp_path: Path) -> None:
    """A file that could not be opened has no hash in the ledger."""
    from corpus.read import read_forms

    run(tmp_path, replace(file("a", no_form(Status.UNREADABLE, "x")), source_sha256=""))
    assert read_forms(tmp_path)["source_sha256"].isna().all()
