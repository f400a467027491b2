"""What files are that are not read, or not any more."""

from __future__ import annotations

import struct

import pytest

from extract import formats
from extract.errors import DamagedError, EncryptedError, UnsupportedFormatError
from extract.signatures import foreign_format
from tests.extract.docx.build import zipped
from tests.forms.compound import compound

_FIB = b"\xec\xa5" + bytes(8) + struct.pack("<H", 0x0100)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (compound({"Workbook": b"x"}), "xls"),
        (compound({"PowerPoint Document": b"x"}), "ppt"),
        (compound({"WordDocument": b"x", "ObjectPool": {"Workbook": b"x"}}), "doc"),
        (compound({"Otro": b"x"}), "ole"),
        (zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "xlsx"),
        (zipped({"Index/Document.iwa": ""}), "pages"),
        (b"\xdb\xa5-\x00", "doc"),
        (b"%FDF-1.4", "fdf"),
    ],
)
def test_format_is_named(data: bytes, name: str) -> None:
    """A format that has no reader is called by its name."""
    assert foreign_format(data) == name
    with pytest.raises(UnsupportedFormatError, match=name):
        formats.read(data)


@pytest.mark.parametrize(
    "data",
    [
        b"UPDF-1\n1 0 obj\n<<\n/Type /Pages>>\nendobj\n",
        b"00008 0 obj<</Type/XRef/Filter/Fl>>stream",
        b"\xff\xff\n%startxref\n8 0 obj<</Type/XRef>>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    ],
)
def test_known_but_broken_is_damaged(data: bytes) -> None:
    """A PDF without its header and an Office file without its directory are damaged."""
    with pytest.raises(DamagedError):
        formats.read(data)


def test_a_text_about_objects_is_a_text() -> None:
    """Words that also stand in PDF files make no PDF of a text."""
    assert formats.read(b"<p>Los 3 0 objetos y el startxref</p>").blocks


def test_old_word_file_with_password() -> None:
    """An encrypted .doc needs its password, whoever opens it."""
    with pytest.raises(EncryptedError):
        formats.read(compound({"WordDocument": _FIB.ljust(5000, b"\x00")}))
