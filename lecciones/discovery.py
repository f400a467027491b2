"""Which files lie under the inputs, in a fixed order, without leaving them.

Hidden files, Office and LibreOffice lock files and what file managers leave behind are no
inputs. Everything else that a person put there is, and gets a row in the ledger even where
it cannot be opened. Links are never followed out of the input.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from lecciones.errors import UsageError
from lecciones.jobs import Job

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LITTER = frozenset(("thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r", "__macosx"))
_LOCKS = ("~$", ".~lock.")


@dataclass(frozen=True, slots=True)
class Found:
    """A file under an input; `problem` is a ledger reason where it is not to be opened."""

    job: Job
    problem: str = ""


def is_litter(name: str) -> bool:
    """True for a name that nobody means as an input: hidden, a lock, a file manager's own."""
    return name.startswith((".", *_LOCKS)) or name.casefold() in _LITTER


def shown_path(name: str) -> str:
    """The name with bytes that are no text written as `\\udc..`: it can go into any table."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def path_of(root: str) -> Path:
    """The folder that a record's `root` names."""
    return Path(url2pathname(urlsplit(root).path))


def check_inputs(inputs: Iterable[str | os.PathLike[str]]) -> list[Path]:
    """The inputs as absolute paths, sorted, without those that lie within another one.

    Raises:
        UsageError: there is no input, or one does not exist.
    """
    paths = [_local(os.fspath(entry)) for entry in inputs]
    if not paths:
        raise UsageError("no_inputs")
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError("no_input", path=shown_path(str(path)))
    resolved = sorted({path.resolve() for path in paths}, key=lambda path: path.parts)
    kept: list[Path] = []
    for path in resolved:
        if not any(path.is_relative_to(other) for other in kept):
            kept.append(path)
    return kept


def _local(entry: str) -> Path:
    """The path of an input; `file:` URIs name local files too."""
    if entry.startswith("file:"):
        return Path(url2pathname(urlsplit(entry).path))
    if "://" in entry:
        raise UsageError("not_local", path=shown_path(entry))
    return Path(entry)


def discover(inputs: Iterable[Path], exclude: Path | None = None) -> Iterator[Found]:
    """Every file under the inputs, by input and name; `exclude` is a folder to pass over.

    A file given directly counts as found under its own folder.
    """
    left_out = None if exclude is None else exclude.resolve()
    for entry in inputs:
        if entry.is_dir():
            yield from _walk(entry, entry, left_out)
        else:
            yield _found(entry.parent, entry)


def _walk(root: Path, folder: Path, exclude: Path | None) -> Iterator[Found]:
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: os.fsencode(entry.name))
    except OSError:
        yield Found(_job(root, folder), "unreadable_file")
        return
    for entry in entries:
        path = Path(entry.path)
        if is_litter(entry.name) or path == exclude:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(root, path, exclude)
        else:
            yield _found(root, path)


def _found(root: Path, path: Path) -> Found:
    job = _job(root, path)
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            return Found(job, "link_not_followed")
        mode = path.stat().st_mode
    except (OSError, RuntimeError):  # RuntimeError: links that go round in a circle
        return Found(job, "unreadable_file")
    if stat.S_ISREG(mode):
        return Found(job)
    return Found(job, "link_not_followed" if stat.S_ISDIR(mode) else "not_a_file")


def _job(root: Path, path: Path) -> Job:
    relative = path.relative_to(root).as_posix()
    return Job(shown_path(root.as_uri()), shown_path(relative), str(path))
