"""A disk that fills up in the middle of a run, and a folder that turns read-only half way.

Both are tried on a small file system in memory, mounted in a namespace of the test's own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from benchmarks.kill.__main__ import inputs

_SCRIPT = """
import json, os, subprocess, sys
from pathlib import Path
sys.path.insert(0, os.getcwd())
import lecciones
from benchmarks.kill.__main__ import digests
from lecciones.errors import RunError

forms, place = Path(sys.argv[1]), Path(sys.argv[2])
def mount(*options):
    subprocess.run(["mount", *options, str(place)], check=True)
def attempt(progress=None):
    try:
        lecciones.run(forms, place / "out", workers=1, progress=progress)
    except RunError as error:
        return [error.code, str(error)]
    return ["done", ""]
def ended(first):
    return {"first": first, "second": attempt(), "digests": digests(place / "out")}

mount("-t", "tmpfs", "-o", "size=64m", "tmpfs")
results = {"whole": ended(attempt())}
used = sum(f.stat().st_size for f in (place / "out").rglob("*") if f.is_file())
subprocess.run(["umount", str(place)], check=True)
for tenth in (1, 2, 3, 5, 7, 8, 9, 10, 12):
    mount("-t", "tmpfs", "-o", f"size={max(used * tenth // 10, 8192)}", "tmpfs")
    first = attempt()
    mount("-o", "remount,size=64m")
    results[f"full at {tenth}"] = ended(first)
    subprocess.run(["umount", str(place)], check=True)
mount("-t", "tmpfs", "-o", "size=64m", "tmpfs")
def stop(progress):
    if progress.done == 4:
        raise KeyboardInterrupt
attempt(stop)
mount("-o", "remount,ro")
first = attempt()
mount("-o", "remount,rw")
results["read-only"] = ended(first)
print(json.dumps(results))
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What each attempt gave, and the digests of the dataset in the end."""
    base = tmp_path_factory.mktemp("disk")
    forms, place = inputs(base / "in"), base / "small"
    place.mkdir()
    alone = ["unshare", "--mount", "--map-root-user"]
    try:
        probe = [*alone, "mount", "-t", "tmpfs", "tmpfs", str(place)]
        subprocess.run(probe, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("file systems cannot be mounted here")
    done = subprocess.run(
        [*alone, sys.executable, "-c", _SCRIPT, str(forms), str(place)],
        capture_output=True, text=True, check=False, timeout=550,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_full_disk_is_told_and_nothing_is_lost(results: dict[str, dict[str, Any]]) -> None:
    """Wherever the room ends: a sentence, or a whole dataset; then the next run completes it."""
    full = {name: result for name, result in results.items() if name.startswith("full")}
    assert {result["first"][0] for result in full.values()} <= {"disk_full", "done"}
    assert sum(result["first"][0] == "disk_full" for result in full.values()) >= 5
    for name, result in full.items():
        assert result["second"][0] == "done", name
        assert result["digests"] == results["whole"]["digests"], name


def test_a_folder_that_turns_read_only_is_told(results: dict[str, dict[str, Any]]) -> None:
    """Half done, it stops with a sentence, and goes on once it can write again."""
    result = results["read-only"]
    assert result["first"][0] in ("out_not_writable", "store")
    assert result["second"][0] == "done"
    assert result["digests"] == results["whole"]["digests"]
