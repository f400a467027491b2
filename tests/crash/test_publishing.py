"""Publishing replaces all files or none, whenever the power goes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.atomic import JOURNAL, Staging, recover

_FILES = ("a.csv", "b.parquet", "restricted/c.parquet", "package.json")
_KILLED = """
import os, pathlib, sys
folder, last = pathlib.Path(sys.argv[1]), int(sys.argv[2])
from corpus import atomic
left = last
def counted(real):
    def call(*arguments, **options):
        global left
        left -= 1
        if left == 0:
            os._exit(9)
        return real(*arguments, **options)
    return call
for place, name in (
    (os, "open"), (os, "fsync"), (os, "replace"), (os, "unlink"),
    (pathlib.Path, "replace"), (pathlib.Path, "unlink"),
):
    setattr(place, name, counted(getattr(place, name)))
with atomic.Staging(folder) as staging:
    for name in %r:
        with staging.file(name, private=False) as file:
            file.write(b"new")
    staging.commit()
""" % (_FILES,)  # noqa: UP031  # the script has braces of its own


def _state(folder: Path) -> set[bytes]:
    return {(folder / name).read_bytes() for name in _FILES}


def _publish(folder: Path, content: bytes) -> None:
    (folder / "restricted").mkdir(parents=True, exist_ok=True)
    with Staging(folder) as staging:
        for name in _FILES:
            with staging.file(name, private=False) as file:
                file.write(content)
        staging.commit()


def test_a_kill_at_any_step_leaves_one_whole_set_after_the_next_start(tmp_path: Path) -> None:
    """Each call that touches the disk is the last one in its turn; then the next run begins."""
    seen = set()
    for last in range(1, 200):
        folder = tmp_path / str(last)
        _publish(folder, b"old")
        done = subprocess.run([sys.executable, "-c", _KILLED, str(folder), str(last)], check=False)
        assert _state(folder) <= {b"old", b"new"}  # no file is ever half
        recover(folder)
        (state,) = _state(folder)  # one set, not two
        seen.add(state)
        left = {path.name for path in folder.rglob("*") if path.is_file()}
        assert left == {Path(name).name for name in _FILES}
        if done.returncode == 0:
            assert state == b"new"
            break
        assert done.returncode == 9
    else:
        pytest.fail("it never came to its end")
    assert seen == {b"old", b"new"}


def test_a_file_that_cannot_be_replaced_is_put_in_its_place_later(tmp_path: Path) -> None:
    """Where a table is open in a program that locks it, the next start completes the set."""
    _publish(tmp_path, b"old")
    (tmp_path / "b.parquet").unlink()
    (tmp_path / "b.parquet").mkdir()  # cannot be replaced by a file
    with pytest.raises(OSError, match="directory"):
        _publish(tmp_path, b"new")
    assert (tmp_path / JOURNAL).exists()
    (tmp_path / "b.parquet").rmdir()
    recover(tmp_path)
    assert _state(tmp_path) == {b"new"}
    assert not (tmp_path / JOURNAL).exists()


@pytest.mark.parametrize("journal", ["", "{}", '["../x"]', '["/etc/x"]', "[1]", '["a.csv"'])
def test_a_journal_that_is_none_moves_nothing(tmp_path: Path, journal: str) -> None:
    """What somebody else put there is no order to move files about."""
    _publish(tmp_path / "out", b"old")
    (tmp_path / "out" / JOURNAL).write_text(journal)
    (tmp_path / ".x.lecciones-part").write_bytes(b"stranger's")
    recover(tmp_path / "out")
    assert _state(tmp_path / "out") == {b"old"}
    assert not (tmp_path / "out" / JOURNAL).exists()
    assert not (tmp_path / "x").exists()
