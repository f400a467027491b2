"""`lecciones doctor` says what is there and what is missing."""

from __future__ import annotations

import pytest

from extract.ocr import setup
from lecciones.doctor import findings


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("missing", ["modules", "tesseract", "spanish"])
def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, lang: str, missing: str) -> None:
    """Where scans cannot be read, it says so and how to install what is missing."""
    monkeypatch.setattr(setup, "find_setup", lambda: setup.OcrSetup(missing))
    bad = [found.sentence for found in findings(lang) if not found.good]
    assert any("tesseract-ocr-spa" in sentence for sentence in bad)


def test_what_is_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all is there, its versions and places are shown."""
    whole = setup.OcrSetup("", "tesseract 5", "/data", addresses=True, heic=True)
    monkeypatch.setattr(setup, "find_setup", lambda: whole)
    sentences = " ".join(found.sentence for found in findings("es"))
    assert "tesseract 5" in sentences
    assert "/data" in sentences
