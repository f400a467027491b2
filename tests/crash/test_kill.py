"""Runs that are killed and continued (the reduced form of `python -m benchmarks.kill`)."""

from __future__ import annotations

import sys
from random import Random
from typing import TYPE_CHECKING

import pytest

from benchmarks.kill.__main__ import digests, inputs, one, start

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for children in /proc")
def test_a_killed_run_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    """Parent, reader or publisher: the next run gives the dataset of an undisturbed one."""
    forms = inputs(tmp_path / "in")
    assert start(forms, tmp_path / "whole").wait() == 0
    wanted, rng = digests(tmp_path / "whole"), Random(7)  # noqa: S311  # moments, no secrets
    results = [one(forms, tmp_path / str(n), wanted, rng, 1.5) for n in range(6)]
    assert not [result for result in results if result.startswith("wrong")]
    assert any(result.endswith("killed") for result in results)
