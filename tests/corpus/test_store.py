"""What the store keeps, lets go of and refuses."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from corpus.changes import CHANGES_FILE
from corpus.errors import (
    RecordError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreVersionError,
)
from corpus.read import read_forms, read_lessons
from corpus.store import STORE_NAME, Store
from schemas.records import FormRecord, Status
from tests.corpus.records import (
    READER,
    blank,
    file,
    lesson_id,
    no,
    no_form,
    open_store,
    run,
    sha,
    unclear,
    yes,
)

if TYPE_CHECKING:
    from pathlib import Path

    from schemas.records import FileRecord


def statuses(out: Path) -> dict[tuple[str, int | None], str]:
    """The ledger's status by path and form number."""
    frame = read_forms(out)
    numbers = [None if number < 1 else int(number) for number in frame["form_number"].fillna(0)]
    return dict(zip(zip(frame["source_path"], numbers, strict=True), frame["status"], strict=True))


@pytest.mark.parametrize(
    ("form", "status"),
    [
        (yes(), "published"),
        (no(), "no_consent"),
        (unclear(), "consent_unclear"),
        (blank(), "blank"),
        (no_form(), "not_a_form"),
        (no_form(Status.UNREADABLE, "empty_file"), "unreadable"),
        (no_form(Status.FAILED, "timed_out"), "failed"),
    ],
)
def test_one_form_has_the_status_it_gives(tmp_path: Path, form: FormRecord, status: str) -> None:
    """A form alone has its own status in the ledger, and only one with Sí is a lesson."""
    run(tmp_path, file("a.docx", form))
    assert statuses(tmp_path) == {("a.docx", form.form_number): status}
    assert len(read_lessons(tmp_path)) == (status == "published")


def test_the_first_of_equal_forms_is_published(tmp_path: Path) -> None:
    """Of equal forms the first by path, then number, is published, whenever it came."""
    run(tmp_path, file("b.pdf", yes("x", 1), yes("x", 2)), file("a.docx", yes("x", 2), no_y()))
    assert statuses(tmp_path) == {
        ("a.docx", 1): "no_consent",
        ("a.docx", 2): "published",
        ("b.pdf", 1): "duplicate",
        ("b.pdf", 2): "duplicate",
    }
    ids = read_forms(tmp_path).set_index("status")["lesson_id"]
    assert set(ids["duplicate"]) == {ids["published"]}


def no_y() -> FormRecord:
    """A form with No of another lesson."""
    return no("y", 1)


@pytest.mark.parametrize("refused_first", [True, False])
def test_no_holds_over_yes(tmp_path: Path, refused_first: bool) -> None:
    """The same lesson with No withholds every form with Sí, earlier or later, without a trace."""
    files = [file("a.docx", yes("secreto")), file("b.docx", no("secreto"))]
    for one in reversed(files) if refused_first else files:
        run(tmp_path, one)
    assert statuses(tmp_path) == {("a.docx", 1): "revoked", ("b.docx", 1): "no_consent"}
    ledger = read_forms(tmp_path)
    assert ledger["lesson_id"].isna().all()
    assert ledger["reason"][0] == "Motivo: same_lesson_refused."
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"secreto" not in path.read_bytes()
            # What was published once is named in the history, for those who hold a copy.
            told = path.name == CHANGES_FILE and not refused_first
            assert (lesson_id("secreto").encode() in path.read_bytes()) == told


def test_no_holds_within_one_file(tmp_path: Path) -> None:
    """Two forms of one file with the same lesson, Sí and No: nothing is published."""
    run(tmp_path, file("a.docx", yes("x", 1), no("x", 2)))
    assert set(statuses(tmp_path).values()) == {"revoked", "no_consent"}


def test_a_corrected_refusal_lets_the_lesson_be_read_again(tmp_path: Path) -> None:
    """Where the form with No is replaced by one with Sí, what it withheld is to be re-read."""
    first = file("a.docx", yes("x"))
    run(tmp_path, first, file("b.docx", no("x")))
    with open_store(tmp_path) as store:
        assert store.known("file:///in", "a.docx") is not None
        store.commit(file("b.docx", yes("x"), data="b2"), READER)
        assert store.known("file:///in", "a.docx") is None
        assert list(store.to_reread()) == [("file:///in", "a.docx")]
        store.commit(first, READER)
        assert not list(store.to_reread())
    run(tmp_path)
    assert statuses(tmp_path) == {("a.docx", 1): "published", ("b.docx", 1): "duplicate"}


def test_a_file_changed_in_place_is_replaced(tmp_path: Path) -> None:
    """A changed file's old content is gone from every file of the dataset."""
    run(tmp_path, file("a.docx", yes("antiguo"), yes("otro", 2)))
    run(tmp_path, file("a.docx", yes("nuevo"), data="a2"))
    assert read_lessons(tmp_path)["lesson"].tolist() == ["nuevo"]
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or b"antiguo" not in path.read_bytes()


def test_a_file_that_is_gone_stays(tmp_path: Path) -> None:
    """A later run without a file keeps what it gave."""
    run(tmp_path, file("a.docx"))
    run(tmp_path, file("b.docx"))
    assert len(read_lessons(tmp_path)) == 2


def test_the_same_file_under_two_inputs_is_one(tmp_path: Path) -> None:
    """The same path with the same bytes under another input gives no second row."""
    run(tmp_path, file("a.docx", yes("x"), root="file:///old"))
    run(tmp_path, file("a.docx", yes("x"), root="file:///new"))
    assert statuses(tmp_path) == {("a.docx", 1): "published"}


def test_other_bytes_under_another_input_are_another_file(tmp_path: Path) -> None:
    """The same path with other bytes under another input has its own row."""
    run(tmp_path, file("a.docx", yes("x"), root="file:///1"))
    run(tmp_path, file("a.docx", yes("y"), root="file:///2", data="y"))
    assert len(read_forms(tmp_path)) == 2
    run(tmp_path, file("a.docx", yes("y"), root="file:///1", data="y"))
    assert read_lessons(tmp_path)["lesson"].tolist() == ["y"]


def test_a_shared_file_lives_while_one_input_shows_it(tmp_path: Path) -> None:
    """Replacing a file under one input leaves it where another input still shows it."""
    run(tmp_path, file("a.docx", yes("x"), root="file:///1", data="x"))
    run(tmp_path, file("a.docx", yes("x"), root="file:///2", data="x"))
    run(tmp_path, file("a.docx", yes("y"), root="file:///1", data="y"))
    assert sorted(read_lessons(tmp_path)["lesson"]) == ["x", "y"]


def test_what_is_known_can_be_skipped(tmp_path: Path) -> None:
    """A file's size, hash and reader come back; a file never met is None."""
    with open_store(tmp_path) as store:
        store.commit(file("a.docx"), READER)
        store.commit(file("b.docx", no_form(Status.FAILED, "timed_out")), READER)
        known = store.known("file:///in", "a.docx")
        failed = store.known("file:///in", "b.docx")
        assert known is not None
        assert (known.size_bytes, known.sha256, known.reader_version, known.failed) == (
            1234,
            sha("a.docx"),
            READER,
            False,
        )
        assert failed is not None
        assert failed.failed
        assert store.known("file:///other", "a.docx") is None


def test_what_left_a_container_is_let_go(tmp_path: Path) -> None:
    """A form taken out of a changed archive goes; neighbours with a like name stay."""
    with open_store(tmp_path) as store:
        for path in ("z.zip", "z.zip!/a.docx", "z.zip!/b.docx", "z.zip.docx", "z_zip!/a.docx"):
            store.commit(file(path), READER)
        store.keep_only("file:///in", "z.zip", {"z.zip!/b.docx"})
    run(tmp_path)
    assert read_forms(tmp_path)["source_path"].tolist() == [
        "z.zip!/b.docx",
        "z.zip.docx",
        "z_zip!/a.docx",
    ]


def test_a_name_that_is_no_utf8_is_kept_apart(tmp_path: Path) -> None:
    """File names with undecodable bytes are stored as escapes, each its own."""
    run(tmp_path, file("a\udce1.docx", yes("x")), file("a\udce9.docx", yes("y")))
    assert read_forms(tmp_path)["source_path"].tolist() == ["a\\udce1.docx", "a\\udce9.docx"]
    with open_store(tmp_path) as store:
        assert store.known("file:///in", "a\udce1.docx") is not None


def test_a_second_run_is_told(tmp_path: Path) -> None:
    """Two runs cannot hold one store; the second is told at once, and may when it is free."""
    with open_store(tmp_path), pytest.raises(StoreBusyError):
        open_store(tmp_path)
    open_store(tmp_path).close()


@pytest.mark.parametrize(
    "content", [b"no es SQLite" * 100, b"SQLite format 3\x00" + b"\xff" * 4096]
)
def test_a_broken_store_is_told(tmp_path: Path, content: bytes) -> None:
    """What is no store is left as it is."""
    path = tmp_path / STORE_NAME
    path.write_bytes(content)
    with pytest.raises(StoreDamagedError):
        Store.open(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_no_store(tmp_path: Path) -> None:
    """A database that is not ours is not written into."""
    path = tmp_path / STORE_NAME
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE other (x)")
    db.commit()
    db.close()
    with pytest.raises(StoreDamagedError):
        Store.open(path)


def test_a_newer_store_is_told(tmp_path: Path) -> None:
    """A store of a newer version is refused, with that version."""
    open_store(tmp_path).close()
    db = sqlite3.connect(tmp_path / "restricted" / STORE_NAME)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreVersionError, match="99"):
        open_store(tmp_path)


def test_a_store_that_is_a_link_is_refused(tmp_path: Path) -> None:
    """A link in the store's place is not followed."""
    (tmp_path / STORE_NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError):
        Store.open(tmp_path / STORE_NAME)


def test_a_kill_loses_only_the_file_at_hand(tmp_path: Path) -> None:
    """What was committed stands although the store was never closed."""
    store = open_store(tmp_path)
    store.commit(file("a.docx"), READER)
    # The next process finds the log of the killed one beside the store.
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in (STORE_NAME, f"{STORE_NAME}-wal"):
        (copy / name).write_bytes((tmp_path / "restricted" / name).read_bytes())
    store.close()
    with Store.open(copy / STORE_NAME) as after:
        assert after.known("file:///in", "a.docx") is not None


def test_a_refused_record_changes_nothing(tmp_path: Path) -> None:
    """Where one form of a file is refused, the file stays as it was."""
    bad: FileRecord = file("a.docx", yes("x"), yes("y", 1), data="a2")
    with open_store(tmp_path) as store:
        store.commit(file("a.docx"), READER)
        with pytest.raises(RecordError, match="form_number_twice"):
            store.commit(bad, READER)
        known = store.known("file:///in", "a.docx")
        assert known is not None
        assert known.sha256 == sha("a.docx")
