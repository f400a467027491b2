"""What is published already is not published again, and only then."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from corpus.changes import CHANGES_FILE
from corpus.claims import ClaimKind
from corpus.publish import HEAD_FILE, LOGGED_FILES, publish
from tests.corpus.records import READER, file, no, open_store, say, yes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corpus.log import Head
    from corpus.store import Store

FILE = file("a.docx", yes("uno"))


def published(out: Path, by: str = "lecciones 1", change: Callable[[Store], object] = id) -> Head:
    """The log's head after a publishing that follows this change."""
    with open_store(out) as store:
        change(store)
        return publish(store, out, reasons=say, by=by).log


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A dataset of two forms, published."""
    published(tmp_path, change=lambda store: store.commit(FILE, READER))
    published(tmp_path, change=lambda store: store.commit(file("b.docx", no("dos")), READER))
    return tmp_path


def test_nothing_new_writes_nothing(out: Path) -> None:
    """The log and every file stay as they are, and the summary tells the same."""
    names = (*LOGGED_FILES, HEAD_FILE)
    with open_store(out) as store:
        before = publish(store, out, reasons=say)  # written anew
        stamp = {name: (out / name).stat().st_ino for name in names}
        first = publish(store, out, reasons=say, by="lecciones 1")
        inodes = {name: (out / name).stat().st_ino for name in names}
        again = publish(store, out, reasons=say, by="lecciones 1")
    assert stamp != inodes
    assert again == first
    assert replace(first, log=before.log) == before
    assert {name: (out / name).stat().st_ino for name in names} == inodes


@pytest.mark.parametrize(
    "change",
    [
        lambda store: store.commit(file("c.docx", yes("tres")), READER),
        lambda store: store.commit(FILE, "otro lector"),
        lambda store: store.keep_only("file:///in", "a.docx", []),
        lambda store: store.claim("a.docx", ClaimKind.REVOCATION, received_on="2025-06-17"),
        lambda store: store.change_settings(replace(store.settings, licence="CC-BY-4.0")),
    ],
    ids=["form", "reader", "gone", "claim", "licence"],
)
def test_a_change_in_the_store_is_published(out: Path, change: Callable[[Store], object]) -> None:
    """Whatever changes the store has everything written anew."""
    before = published(out)
    assert published(out, change=change).entries > before.entries
    standing = published(out)
    assert published(out) == standing


def test_what_changed_nothing_is_not_published(out: Path) -> None:
    """Asking whether a container still holds what it held is no change."""
    before = published(out)
    assert published(out, change=lambda s: s.keep_only("file:///in", "x.zip", ["x.zip"])) == before


def test_another_version_writes_anew(out: Path) -> None:
    """It may tell the same otherwise."""
    before = published(out)
    assert published(out, by="lecciones 2").entries == before.entries + 1


@pytest.mark.parametrize("name", [*LOGGED_FILES, HEAD_FILE])
def test_a_file_that_was_touched_is_written_again(out: Path, name: str) -> None:
    """Changed, taken away, or (restricted) opened to others: the next run mends it."""
    before = published(out)
    place = out / name
    whole = place.read_bytes()
    for spoil in (lambda: place.write_bytes(whole[:-1]), place.unlink):
        spoil()
        after = published(out)
        assert after.entries == before.entries + 1
        if name not in (HEAD_FILE, CHANGES_FILE):  # a head of its own; a history goes on
            assert place.read_bytes() == whole
        before = after


def test_a_private_file_that_others_may_read_is_written_again(out: Path) -> None:
    """Its mode is part of what was published."""
    place = out / "restricted/contacts.parquet"
    published(out)
    place.chmod(0o644)
    published(out)
    assert place.stat().st_mode & 0o777 == 0o600
