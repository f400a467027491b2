"""Which files are inputs, and under which path they are known."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lecciones.discovery import check_inputs, discover, path_of, shown_path
from lecciones.errors import UsageError
from tests.lecciones.builders import folder_of

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX file kinds")


def _paths(*inputs: Path, exclude: Path | None = None) -> list[str]:
    return [found.job.source_path for found in discover(check_inputs(inputs), exclude)]


def _problems(folder: Path) -> dict[str, str]:
    return {found.job.source_path: found.problem for found in discover([folder.resolve()])}


def test_a_folder_is_read_with_all_below_it_in_a_fixed_order(tmp_path: Path) -> None:
    """Names are sorted, and `/` parts the folders whatever the system."""
    folder_of(tmp_path, {"b.docx": b"1", "a/z.pdf": b"2", "a/c.pdf": b"3"})
    assert _paths(tmp_path) == ["a/c.pdf", "a/z.pdf", "b.docx"]


def test_a_name_that_begins_another_comes_first(tmp_path: Path) -> None:
    """Folders and files stand in one order, that of their names' bytes."""
    names = {"a/x.docx": b"1", "a b.docx": b"2", "a.docx": b"3", "ab/x.docx": b"4", "á.docx": b"5"}
    folder_of(tmp_path, names)
    assert _paths(tmp_path) == ["a/x.docx", "a b.docx", "a.docx", "ab/x.docx", "á.docx"]


@pytest.mark.parametrize(
    "name", ["~$orme.docx", ".DS_Store", "Thumbs.db", "desktop.ini", ".~lock.a.docx#", ".git/x"]
)
def test_what_nobody_put_there_is_no_input(tmp_path: Path, name: str) -> None:
    """Lock files, hidden files and what file managers leave are passed over."""
    folder_of(tmp_path, {name: b"1", "a.docx": b"2"})
    assert _paths(tmp_path) == ["a.docx"]


def test_a_file_given_directly_is_known_by_its_name(tmp_path: Path) -> None:
    """It has the path it would have under its own folder."""
    folder_of(tmp_path, {"a.docx": b"1", "b.docx": b"2"})
    assert _paths(tmp_path / "b.docx") == ["b.docx"]


def test_an_input_within_another_is_read_once(tmp_path: Path) -> None:
    """The outer folder stands for what lies in it, in whatever order they are given."""
    folder_of(tmp_path, {"in/a.docx": b"1", "in/sub/b.docx": b"2"})
    inside = tmp_path / "in"
    assert _paths(inside / "sub", inside, inside / "a.docx") == ["a.docx", "sub/b.docx"]


def test_the_output_folder_is_no_input(tmp_path: Path) -> None:
    """What an earlier run wrote below the input is not read as a form."""
    folder_of(tmp_path, {"a.docx": b"1", "out/lessons.csv": b"2"})
    assert _paths(tmp_path, exclude=tmp_path / "out") == ["a.docx"]


def test_an_input_that_does_not_exist_stops_before_any_work(tmp_path: Path) -> None:
    """The sentence names the path, in Spanish."""
    with pytest.raises(UsageError, match=r"No existe «.*nada»"):
        check_inputs([tmp_path / "nada"])


def test_a_file_uri_is_a_path(tmp_path: Path) -> None:
    """What a file manager hands over is understood; what is far away is refused plainly."""
    folder = folder_of(tmp_path / "año 1", {"a.docx": b"1"})
    assert check_inputs([folder.as_uri()]) == [folder.resolve()]
    with pytest.raises(UsageError, match="no está en este equipo"):
        check_inputs(["s3://bucket/forms"])


def test_no_input_at_all_is_a_usage_error() -> None:
    """There is nothing to do without inputs."""
    with pytest.raises(UsageError):
        check_inputs([])


@posix
def test_a_link_out_of_the_input_is_not_followed(tmp_path: Path) -> None:
    """It gets a row that says so; a link to a file inside is read."""
    folder_of(tmp_path, {"outside.docx": b"1", "in/a.docx": b"2"})
    (tmp_path / "in/out.docx").symlink_to(tmp_path / "outside.docx")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/same.docx").symlink_to(tmp_path / "in/a.docx")
    assert _problems(tmp_path / "in") == {
        "a.docx": "",
        "loop": "link_not_followed",
        "out.docx": "link_not_followed",
        "same.docx": "",
    }


def _followed(folder: Path, exclude: Path | None = None) -> dict[str, tuple[str, str]]:
    """What is found when links are followed: problem, and what its link led to."""
    found = discover([folder.resolve()], exclude, follow_links=True)
    return {entry.job.source_path: (entry.problem, Path(entry.job.linked).name) for entry in found}


@posix
def test_links_are_followed_where_that_is_asked(tmp_path: Path) -> None:
    """Each file keeps the path of the link, and says to what outside it is linked."""
    folder_of(tmp_path, {"o/1.docx": b"1", "o/sub/2.docx": b"2", "3.docx": b"3", "in/a.docx": b"4"})
    (tmp_path / "in/folder").symlink_to(tmp_path / "o")
    (tmp_path / "in/file.docx").symlink_to(tmp_path / "3.docx")
    (tmp_path / "in/same.docx").symlink_to("a.docx")
    (tmp_path / "o/inner.docx").symlink_to("sub/2.docx")
    assert _followed(tmp_path / "in") == {
        "a.docx": ("", ""),
        "file.docx": ("", "3.docx"),
        "folder/1.docx": ("", "o"),
        "folder/inner.docx": ("", "2.docx"),
        "folder/sub/2.docx": ("", "o"),
        "same.docx": ("", ""),
    }


@posix
def test_links_that_go_round_end(tmp_path: Path) -> None:
    """To the folder itself, to one above it, to each other, and to what is read already."""
    folder_of(tmp_path, {"in/a/1.docx": b"1", "o/2.docx": b"2"})
    inside, other = tmp_path / "in", tmp_path / "o"
    for name, target in {
        "a/above": tmp_path, "a/here": inside / "a", "a/self": Path("self"), "b": other, "c": other,
    }.items():  # fmt: skip
        (inside / name).symlink_to(target)
    (other / "back").symlink_to(inside)
    (other / "round").symlink_to(other)
    found = _followed(inside)
    assert {path for path, (problem, _) in found.items() if not problem} == {
        "a/1.docx",
        "b/2.docx",
    }
    assert {path for path, (problem, _) in found.items() if problem == "link_repeats"} == {
        "a/above", "a/here", "b/back", "b/round", "c",
    }  # fmt: skip
    assert found["a/self"] == ("unreadable_file", "")


@posix
def test_folders_that_link_to_each_other_are_no_maze(tmp_path: Path) -> None:
    """Two links from each folder to the next would be a million ways through twenty of them."""
    for number in range(20):
        folder_of(tmp_path, {f"o{number}/x.docx": b"1"})
        for link in ("l", "r"):
            (tmp_path / f"o{number}" / link).symlink_to(tmp_path / f"o{number + 1}")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/first").symlink_to(tmp_path / "o0")
    read = [path for path, (problem, _) in _followed(tmp_path / "in").items() if not problem]
    assert len(read) == 20


@posix
def test_a_link_to_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    """Pipes and devices are none, nor what is gone; the dataset's own folder is passed over."""
    folder_of(tmp_path, {"in/a.docx": b"1", "out/lessons.csv": b"2"})
    os.mkfifo(tmp_path / "pipe")
    for name, target in {
        "pipe": tmp_path / "pipe", "zero": Path("/dev/zero"), "gone": tmp_path / "gone",
        "out": tmp_path / "out",
    }.items():  # fmt: skip
        (tmp_path / "in" / name).symlink_to(target)
    assert _followed(tmp_path / "in", tmp_path / "out") == {
        "a.docx": ("", ""),
        "gone": ("unreadable_file", ""),
        "pipe": ("not_a_file", ""),
        "zero": ("not_a_file", ""),
    }


@posix
def test_pipes_and_broken_links_are_named_and_never_opened(tmp_path: Path) -> None:
    """Opening a pipe would wait for ever."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "broken").symlink_to(tmp_path / "gone")
    assert _problems(tmp_path) == {"pipe": "not_a_file", "broken": "unreadable_file"}


@posix
def test_a_name_that_is_no_text_is_written_with_escapes(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 do not stop a run, and the file is still found by them."""
    name = os.fsdecode(b"lecci\xf3n.docx")
    try:
        (tmp_path / name).write_bytes(b"1")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    (found,) = discover([tmp_path.resolve()])
    assert found.job.source_path == "lecci\\udcf3n.docx" == shown_path(name)
    assert found.job.path.endswith(name)


def test_a_root_names_its_folder_again(tmp_path: Path) -> None:
    """The URI in the store leads back to the folder, spaces and accents included."""
    folder = folder_of(tmp_path / "año 2025 #1", {"a.docx": b"1"}).resolve()
    (found,) = discover([folder])
    assert path_of(found.job.root) == folder
