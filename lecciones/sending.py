"""A copy of the public dataset in an object store: `--publish-to s3://bucket/lecciones`.

    datasets/<id>/…  all files ──▶ current.json, last ──▶ other datasets/… removed

An object store renames nothing, so `current.json` is what counts: it names the folder, and the
size and SHA-256 of each file in it. A reader finds the old set whole until it is replaced, and
the new one whole after; an upload that breaks off changes nothing. Older sets are removed, for
a lesson that was withdrawn may stand in them. `restricted/` is never sent.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from lecciones.places import opened, told

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = "current.json"
_SETS = "datasets"


def send(folder: Path, address: str) -> str:
    """Sends what lies directly in the dataset's folder; gives the set's id.

    Raises:
        UsageError: nothing is installed that opens such an address.
        RunError: the place cannot be reached or written; what was there before still counts.
    """
    with told(address):
        files, root = opened(address)
        names = sorted(p.name for p in folder.iterdir() if p.is_file() and p.name[0] != ".")
        facts = {name: _facts(folder / name) for name in names}
        manifest = json.dumps({"files": facts}, sort_keys=True).encode()
        number = hashlib.sha256(manifest).hexdigest()[:16]
        place = f"{_SETS}/{number}"
        if _current(files, root) != place:
            files.makedirs(f"{root}/{place}", exist_ok=True)
            for name in names:
                files.put_file(str(folder / name), f"{root}/{place}/{name}")
            _decide(files, root, {"dataset": place, "files": facts})
        _remove_others(files, root, number)
    return number


def _facts(path: Path) -> dict[str, object]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "sha256": digest}


def _current(files: Any, root: str) -> str:  # noqa: ANN401  # fsspec's, untyped
    files.invalidate_cache()
    try:
        return str(json.loads(files.cat_file(f"{root}/{MANIFEST}"))["dataset"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return ""


def _decide(files: Any, root: str, manifest: dict[str, object]) -> None:  # noqa: ANN401
    """From here on the new set counts: one object is put whole, one local file renamed."""
    text = json.dumps(manifest, sort_keys=True, indent=1).encode()
    if "file" in files.protocol:
        files.pipe_file(f"{root}/.{MANIFEST}.part", text)
        files.mv(f"{root}/.{MANIFEST}.part", f"{root}/{MANIFEST}")
    else:
        files.pipe_file(f"{root}/{MANIFEST}", text)


def _remove_others(files: Any, root: str, number: str) -> None:  # noqa: ANN401
    files.invalidate_cache()
    for path in files.ls(f"{root}/{_SETS}", detail=False):
        if path.rstrip("/").rpartition("/")[2] != number:
            files.rm(path, recursive=True)
