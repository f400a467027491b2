"""PNG, JPEG, TIFF and HEIC files."""

from __future__ import annotations

import io

import pytest

from extract import formats
from extract.errors import DamagedError, OcrMissingError
from extract.model import SourceFormat
from extract.ocr import setup

Image = pytest.importorskip("PIL.Image")


def picture(kind: str) -> bytes:
    """A small grey picture of one format."""
    out = io.BytesIO()
    Image.new("L", (60, 80), 240).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_pictures_are_known_by_their_bytes(kind: str) -> None:
    """A picture is told by its first bytes."""
    assert formats.sniff(picture(kind)) is SourceFormat(kind.lower())


def test_a_torn_picture_is_damaged() -> None:
    """A picture that breaks off is damaged, not a crash."""
    if setup.find_setup().missing:
        pytest.skip("Tesseract or its Spanish data is not installed")
    with pytest.raises(DamagedError):
        formats.read(picture("PNG")[:40])


@pytest.mark.parametrize("missing", ["modules", "tesseract", "spanish"])
def test_without_tesseract_it_is_said(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """Where something is missing for reading pictures, the error says what."""
    monkeypatch.setattr(setup, "find_setup", lambda: setup.OcrSetup(missing))
    with pytest.raises(OcrMissingError) as raised:
        formats.read(picture("PNG"))
    assert (raised.value.detail, raised.value.format_name) == (missing, "png")
