"""Files as they come: damaged, locked, scanned, odd."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from extract import pdf
from extract.errors import DamagedError, EncryptedError, ExtractError, LimitError
from extract.model import AsideKind, Document, SourceFormat
from tests.extract.pdf.sheets import Sheet, texts

_HOSTILE = Path(__file__).parents[3] / "../shared/hostile/files"


def test_accepts_by_header() -> None:
    """A PDF is known by its header, which may stand a little way in."""
    assert pdf.accepts(b"%PDF-1.7\n")
    assert pdf.accepts(b"junk\n%PDF-1.4\n")
    assert not pdf.accepts(b"PK\x03\x04")


def test_a_file_locked_for_reading_is_encrypted() -> None:
    """A user password makes the file unreadable."""
    with pytest.raises(EncryptedError):
        pdf.read(Sheet(encrypt="secreto").text(72, 100, "Tema").data())


def test_a_file_locked_only_for_changes_is_read() -> None:
    """An owner password alone does not stop reading."""
    from reportlab.lib.pdfencrypt import StandardEncryption

    locked = StandardEncryption("", ownerPassword="dueño", strength=128)
    assert texts(Sheet(encrypt=locked).text(72, 100, "Tema").read()) == ["Tema"]


def test_broken_bytes_are_damaged() -> None:
    """What has a header and nothing else cannot be read."""
    with pytest.raises(DamagedError):
        pdf.read(b"%PDF-1.7\n1 0 obj\n")


def test_too_many_pages_are_over_the_limit() -> None:
    """A book is no container of forms."""
    sheet = Sheet()
    for _ in range(301):
        sheet.page()
    with pytest.raises(LimitError):
        sheet.read()


def test_a_scanned_page_is_noticed() -> None:
    """A page that is only an image gives a notice with its number."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    picture = io.BytesIO()
    Image.new("L", (60, 80), 200).save(picture, "PNG")
    sheet = Sheet().text(72, 100, "Tema").page()
    sheet.canvas.drawImage(ImageReader(picture), 0, 0, 612, 792)
    document = sheet.read()
    assert [(n.code, n.place.box.page) for n in document.notices if n.place.box] == [
        ("page_without_text", 2)
    ]


def test_document_knows_its_format_and_pages() -> None:
    """The page count and format are set."""
    document = Sheet().text(72, 100, "Uno").page().text(72, 100, "Dos").read()
    assert (document.format, document.page_count) == (SourceFormat.PDF, 2)


def test_a_page_number_at_the_foot_of_one_page_is_a_footer() -> None:
    """A single page's number is no answer."""
    document = Sheet().text(72, 100, "Tema").text(280, 765, "Página 1 de 1").read()
    assert texts(document) == ["Tema"]
    assert [(a.kind, a.text) for a in document.asides] == [(AsideKind.FOOTER, "Página 1 de 1")]


@pytest.mark.skipif(not _HOSTILE.exists(), reason="the collection of odd files is not here")
def test_odd_files_give_a_document_or_an_extract_error() -> None:
    """No file of the collection of odd PDFs makes the reader fail in another way."""
    paths = sorted(_HOSTILE.glob("*.pdf"))
    assert paths
    for path in paths:
        try:
            assert isinstance(pdf.read(path.read_bytes()), Document)
        except ExtractError:
            continue
