"""Broken files, a fixed number of them: the long run is `python -m benchmarks.fuzz`."""

from __future__ import annotations

import sys

import pytest

from benchmarks.fuzz.__main__ import main

_QUICK = ("docx", "html", "marked-text", "reportlab-pdf", "acroform-pdf")


@pytest.mark.skipif(sys.platform == "win32", reason="the limits are POSIX")
def test_broken_files_cost_only_themselves(capsys: pytest.CaptureFixture[str]) -> None:
    """The parent meets no exception, no child outlives its limit, nothing new is published."""
    status = main(
        ["--mutants", "150", "--seed", "7", "--seeds", "2", "--no-wild", "--tools", *_QUICK]
    )
    told = capsys.readouterr().out
    assert "150 mutants" in told
    assert status == 0, told
