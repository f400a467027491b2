"""Which files lie under the inputs, in a fixed order, without leaving them.

Hidden files, Office and LibreOffice lock files and what file managers leave behind are no
inputs. Everything else that a person put there is, and gets a row in the ledger even where
it cannot be opened. Links are followed out of the input only where that was asked for.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lecciones.errors import UsageError
from lecciones.jobs import Job

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LITTER = frozenset(("thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r", "__macosx"))
_LOCKS = ("~$", ".~lock.")
_FOLDER, _FILE = b"\0d", b"\0f"  # no name holds a zero, so that names keep their order


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
    return _of_uri(root)


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
        return _of_uri(entry)
    if "://" in entry:
        raise UsageError("not_local", path=shown_path(entry))
    return Path(entry)


def _of_uri(uri: str) -> Path:
    from urllib.request import url2pathname

    return Path(url2pathname(urlsplit(uri).path))


def discover(
    inputs: Iterable[Path], exclude: Path | None = None, *, follow_links: bool = False
) -> Iterator[Found]:
    """Every file under the inputs, by input and name; `exclude` is a folder to pass over.

    A file given directly counts as found under its own folder. With `follow_links` a link out
    of the input is read under its own path; no folder is read twice by way of links.
    """
    left_out = None if exclude is None else exclude.resolve()
    for entry in inputs:
        if entry.is_dir():
            yield from _Walk(entry, left_out, follow_links=follow_links).folder(entry, entry)
        else:
            yield from _Walk(entry.parent, left_out, follow_links=follow_links).entry(entry, entry)


def located(root: str, source_path: str) -> Job | None:
    """The job of a file of the ledger that lies, or is linked to, under a local input.

    None where it is no file any longer. Whether a link may be followed is for the caller to see.
    """
    folder = path_of(root)
    path = folder / source_path
    try:
        target = path.resolve(strict=True)
        inside = target.is_relative_to(folder.resolve())
        if not stat.S_ISREG(target.stat().st_mode):
            return None
    except (OSError, RuntimeError):  # RuntimeError: links that go round in a circle
        return None
    return Job(root, source_path, str(target), linked="" if inside else str(target))


def _packed(entry: os.DirEntry[str]) -> bytes:
    """A name and whether it is a folder's, in the order of the names' bytes.

    A folder may hold a hundred thousand files: their entries would take three times the room.
    """
    try:
        is_folder = entry.is_dir(follow_symlinks=False)
    except OSError:
        is_folder = False
    return os.fsencode(entry.name) + (_FOLDER if is_folder else _FILE)


def _unpacked(entry: bytes) -> tuple[str, bool]:
    return os.fsdecode(entry[: -len(_FILE)]), entry.endswith(_FOLDER)


class _Walk:
    """One way through an input; `shown` is a file's path under it, where links lead elsewhere."""

    def __init__(self, root: Path, exclude: Path | None, *, follow_links: bool) -> None:
        self._root = root
        self._exclude = exclude
        self._follow_links = follow_links
        self._followed: list[Path] = []

    def folder(self, folder: Path, shown: Path, linked: str = "") -> Iterator[Found]:
        """All files in a folder; `linked` is the place that a link led to on the way here."""
        try:
            with os.scandir(folder) as scan:
                entries = sorted(map(_packed, scan))
        except OSError:
            yield Found(self._job(folder, shown, linked), "unreadable_file")
            return
        for entry in entries:
            name, is_folder = _unpacked(entry)
            path = folder / name
            if is_litter(name) or path == self._exclude:
                continue
            if is_folder:
                yield from self.folder(path, shown / name, linked)
            else:
                yield from self.entry(path, shown / name, linked)

    def entry(self, path: Path, shown: Path, linked: str = "") -> Iterator[Found]:
        """What is no folder itself: a file, a link, or what is not to be opened."""
        job = self._job(path, shown, linked)
        try:
            target = path.resolve() if path.is_symlink() else path
            inside = target is path or target.is_relative_to(self._root)
            if not inside and not self._follow_links:
                yield Found(job, "link_not_followed")
                return
            mode = target.stat().st_mode
        except (OSError, RuntimeError):  # RuntimeError: links that go round in a circle
            yield Found(job, "unreadable_file")
            return
        if stat.S_ISREG(mode):
            yield Found(self._job(target, shown, linked if inside else str(target)))
        elif not stat.S_ISDIR(mode):
            yield Found(job, "not_a_file")
        elif not self._follow_links or self._is_read(target, path.parent):
            yield Found(job, "link_repeats" if self._follow_links else "link_not_followed")
        elif self._exclude is None or not target.is_relative_to(self._exclude):
            self._followed.append(target)
            yield from self.folder(target, shown, str(target))

    def _is_read(self, target: Path, here: Path) -> bool:
        """Whether a linked folder is read by another way, or holds the one that leads to it."""
        known = (self._root, *self._followed)
        around = (self._root, here)
        return any(target.is_relative_to(place) for place in known) or any(
            place.is_relative_to(target) for place in around
        )

    def _job(self, path: Path, shown: Path, linked: str) -> Job:
        relative = shown.relative_to(self._root).as_posix()
        root = shown_path(self._root.as_uri())
        return Job(root, shown_path(relative), str(path), linked=linked)
