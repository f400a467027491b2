"""What is installed for the tests is locked, explained and no more than declared."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_ROOT = Path(__file__).parents[1]
_LOCK = _ROOT / "requirements-test.lock"
_ENTRY = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def _declared() -> list[Requirement]:
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return [Requirement(line) for group in groups for line in group]


def test_the_lock_fits_what_is_declared() -> None:
    """Each declared package is locked to a version that its range allows; else: scripts/lock."""
    locked: dict[str, list[str]] = {}
    for name, version in _ENTRY.findall(_LOCK.read_text(encoding="utf-8")):
        locked.setdefault(canonicalize_name(name), []).append(version)
    stale = [
        str(requirement)
        for requirement in _declared()
        if not any(
            requirement.specifier.contains(version)
            for version in locked.get(canonicalize_name(requirement.name), [])
        )
    ]
    assert not stale, f"run `bash scripts/lock`: {stale}"


def test_every_locked_version_has_hashes_and_no_host_is_named() -> None:
    """What is installed is what was locked, wherever it comes from."""
    text = _LOCK.read_text(encoding="utf-8")
    entries = re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:]
    assert len(entries) > 30
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "index-url" not in text


@pytest.mark.parametrize("requirement", _declared(), ids=lambda r: str(r.name))
def test_every_dependency_has_its_reason(requirement: Requirement) -> None:
    """`docs/dependencies.md` has a row for each, with licence and reason."""
    text = (_ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| {re.escape(requirement.name)} \|([^\n]+)\|$", text, re.MULTILINE)
    assert all(cell.strip() for cell in row.split("|"))
    assert "GPL" not in row
