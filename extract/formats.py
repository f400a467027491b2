"""The formats that are read, one line each, in the order tried.

What a file is, its bytes say, not its name. Text comes last: nearly anything decodes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from extract.errors import DamagedError, EmptyFileError, EncryptedError, UnsupportedFormatError
from extract.model import SourceFormat
from extract.signatures import (
    foreign_format,
    is_broken_compound,
    is_encrypted_doc,
    is_encrypted_office,
    is_headless_pdf,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extract.model import Document


class Reader(Protocol):
    """What each reader module offers."""

    def accepts(self, data: bytes) -> bool:
        """True where these bytes are this reader's format; cheap, and never raises."""

    def read(self, data: bytes) -> Document:
        """The document; raises `ExtractError` where nothing can be read."""


def _readers() -> Iterator[tuple[SourceFormat, Reader]]:
    """Each reader is loaded when it is its turn: most files are of the first formats."""
    from extract import pdf

    yield SourceFormat.PDF, pdf
    from extract.image import PictureReader

    for picture in (SourceFormat.PNG, SourceFormat.JPEG, SourceFormat.TIFF, SourceFormat.HEIC):
        yield picture, PictureReader(picture)
    from extract import docx

    yield SourceFormat.DOCX, docx
    from extract import odt

    yield SourceFormat.ODT, odt
    from extract import html

    yield SourceFormat.HTML, html


def is_locked(data: bytes) -> bool:
    """True for an Office file, old or new, that needs a password."""
    return is_encrypted_office(data) or is_encrypted_doc(data)


def sniff(data: bytes) -> SourceFormat | None:
    """The format that these bytes are, None where it is none that is read."""
    found = _reader_of(data)
    return None if found is None else found[0]


def _reader_of(data: bytes) -> tuple[SourceFormat, Reader] | None:
    if foreign_format(data):
        return None
    return next((found for found in _readers() if found[1].accepts(data)), None)


def read(data: bytes) -> Document:
    """The document in these bytes.

    Raises:
        EmptyFileError: nothing but white space.
        EncryptedError: a password is needed.
        DamagedError: a known format, broken beyond reading.
        UnsupportedFormatError: a format that is not read; `detail` names it.
        OcrMissingError: a picture, and what reading pictures needs is not installed.
        LimitError: past a limit of size, pages or depth.
    """
    if not data.strip():
        raise EmptyFileError
    if is_encrypted_office(data):
        raise EncryptedError("docx", format_name="docx")
    if is_encrypted_doc(data):
        raise EncryptedError("doc", format_name="doc")
    if is_headless_pdf(data):
        raise DamagedError("header", format_name="pdf")
    found = _reader_of(data)
    if found is None:
        name = foreign_format(data) or ""
        if name == "ole" and is_broken_compound(data):
            raise DamagedError("compound", format_name=name)
        raise UnsupportedFormatError(name, format_name=name)
    return found[1].read(data)
