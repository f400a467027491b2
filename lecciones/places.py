"""Inputs that lie elsewhere: `s3://bucket/forms` and whatever else fsspec opens by its address.

A remote file is fetched into the private folder of the reading children, in memory where there
is such a place, read there as any other, and removed. Keys and addresses of services come from
where fsspec and its parts look for them (`AWS_ENDPOINT_URL` and its like), never from us.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from lecciones.discovery import Found, is_litter, shown_path
from lecciones.errors import RunError, UsageError
from lecciones.jobs import Job

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_CHUNK = 2**20  # bytes


def is_remote(address: str) -> bool:
    """True for an address of something that is no local file; `file:` names a local one."""
    return "://" in address and not address.startswith("file:")


def split_inputs(
    inputs: Iterable[str | os.PathLike[str]],
) -> tuple[list[str | os.PathLike[str]], list[str]]:
    """The local inputs, and the remote ones, each once and sorted."""
    given = list(inputs)
    remote = {entry.rstrip("/") for entry in given if isinstance(entry, str) and is_remote(entry)}
    local = [entry for entry in given if not (isinstance(entry, str) and is_remote(entry))]
    return local, sorted(remote)


def check_remote(inputs: Iterable[str]) -> None:
    """Raises `UsageError` for an input that is not there, `RunError` where nobody answers."""
    for address in inputs:
        with told(address):
            files, root = opened(address)
            if not files.exists(root):
                raise UsageError("no_input", path=shown_path(address))


def discover_remote(inputs: Iterable[str]) -> Iterator[Found]:
    """Every file under remote inputs; one that is given directly is found under its folder."""
    for address in inputs:
        with told(address):
            files, root = opened(address)
            files.invalidate_cache()
            single = files.isfile(root)
            paths = [root] if single else files.find(root)
        folder = root.rpartition("/")[0] if single else root
        named = address.rpartition("/")[0] if single else address
        for path in paths:
            relative = path[len(folder) :].lstrip("/")
            if relative and not any(map(is_litter, relative.split("/"))):
                yield Found(remote_job(named, relative))


def remote_job(root: str, source_path: str) -> Job:
    """The job of a file under a remote input."""
    return Job(shown_path(root), shown_path(source_path), f"{root}/{source_path}")


def exists(address: str) -> bool:
    """Whether a remote file is there."""
    with told(address):
        files, path = opened(address)
        files.invalidate_cache()
        return bool(files.isfile(path))


def version_of(address: str) -> str:
    """What changes with a remote file's bytes, as its place tells it; "" where it is not there."""
    with told(address):
        files, path = opened(address)
        files.invalidate_cache()
        try:
            return str(files.ukey(path))
        except FileNotFoundError:
            return ""


def digest(address: str, limit_bytes: int) -> tuple[str, int]:
    """SHA-256 and size of a remote file; "" where it is past the limit or is gone."""
    sha256, size = hashlib.sha256(), 0
    try:
        for part in _parts(address):
            size += len(part)
            if size > limit_bytes:
                return "", size
            sha256.update(part)
    except FileNotFoundError:
        return "", 0
    return sha256.hexdigest(), size


def fetch(address: str, place: Path, limit_bytes: int) -> None:
    """Writes a remote file to a local place; one byte past the limit, where it is longer.

    Raises:
        FileNotFoundError: it is gone.
        RunError: nobody answers.
    """
    room = limit_bytes + 1
    with place.open("wb") as local:
        for part in _parts(address):
            local.write(part[:room])
            room -= len(part)
            if room <= 0:
                return


def _parts(address: str) -> Iterator[bytes]:
    with told(address):
        files, path = opened(address)
        with files.open(path, "rb", cache_type="none") as source:
            while part := source.read(_CHUNK):
                yield part


def opened(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path there."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise UsageError("needs_remote", address=shown_path(address)) from None
    try:
        files, path = url_to_fs(address)
    except (ImportError, ValueError):
        raise UsageError("needs_remote", address=shown_path(address)) from None
    return files, path.rstrip("/")


@contextmanager
def told(address: str) -> Iterator[None]:
    """What a service or its library raises becomes one sentence; a missing file stays one.

    Raises:
        RunError: the place cannot be reached, or not with these rights.
    """
    try:
        yield
    except (UsageError, RunError, FileNotFoundError, GeneratorExit):
        raise
    except Exception:  # noqa: BLE001  # each service has errors of its own
        raise RunError("place_unreachable", address=shown_path(address)) from None
