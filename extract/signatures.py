"""Names of formats that are not read, told by their first bytes.

The signatures are from the formats' own specifications: compound files ([MS-CFB]), ZIP (PKWARE
APPNOTE), RTF 1.9.
"""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from functools import lru_cache
from io import BytesIO

COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"%!PS", "postscript"),
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
    (b"\xdb\xa5", "doc"),  # Word 2
    (b"\xffWPC", "wpd"),
    (b"%FDF-", "fdf"),
    (b"!BDN", "pst"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"PAR1", "parquet"),
)


def foreign_format(data: bytes) -> str | None:
    """The name of a known format that has no reader here, None where it is not known."""
    if data.startswith(COMPOUND_FILE):
        return _compound_kind(data)
    for start, name in _STARTS:
        if data.startswith(start):
            # BM and MZ are two plain letters: text may begin so, but holds no zero byte
            if len(start) == 2 and b"\x00" not in data[:512]:
                continue
            return name
    if data[:4] == b"PK\x03\x04":
        return _kept_zip_kind(data) if len(data) <= _KEPT_BYTES else _zip_kind(data)
    return None


def is_encrypted_office(data: bytes) -> bool:
    """True for an Office file with a password ([MS-OFFCRYPTO]): a compound file that holds one."""
    return data.startswith(COMPOUND_FILE) and _holds(data, "EncryptedPackage")


_COMPOUND_KINDS = (
    ("__substg1.0_", "msg"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("VisioDocument", "vsd"),
)


def _compound_kind(data: bytes) -> str:
    """By the name of the stream that each program keeps its document in."""
    return next((kind for stream, kind in _COMPOUND_KINDS if _holds(data, stream)), "ole")


def is_broken_compound(data: bytes) -> bool:
    """True for a compound file whose directory cannot be read."""
    if not data.startswith(COMPOUND_FILE):
        return False
    import olefile

    try:
        olefile.OleFileIO(BytesIO(data)).close()
    except (OSError, ValueError, TypeError, IndexError, KeyError, AttributeError):
        return True
    return False


def is_encrypted_doc(data: bytes) -> bool:
    """True for a Word file of before 2007 with a password ([MS-DOC] 2.5.2, fEncrypted)."""
    if not data.startswith(COMPOUND_FILE) or not _holds(data, "WordDocument"):
        return False
    at = data.find(b"\xec\xa5", 512)  # wIdent, at the start of a sector
    while at >= 0 and (at - 512) % 512:
        at = data.find(b"\xec\xa5", at + 1)
    return at >= 0 and len(data) > at + 11 and bool(data[at + 11] & 0x01)


_PDF_OBJECT = re.compile(rb"(?<!\d)\d{1,10} \d{1,5} obj\b")


def is_headless_pdf(data: bytes) -> bool:
    """True for a PDF that has lost its header: a damaged file, not a text."""
    head = data[:_PDF_LOOK_BYTES]
    if b"%PDF-" in head[:1024] or b" obj" not in head or not _PDF_OBJECT.search(head):
        return False
    return any(word in data for word in (b"endobj", b"startxref", b"/XRef"))


_PDF_LOOK_BYTES = 2**16
_HEAD_BYTES = 2**16
_KEPT_BYTES = 2**20  # of a file that is remembered while it is read

ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises on a broken zip."""


def _holds(data: bytes, stream_name: str) -> bool:
    return stream_name.encode("utf-16-le") in data


@lru_cache(maxsize=2)
def _kept_zip_kind(data: bytes) -> str | None:
    """As `_zip_kind`: each step of reading a file asks this anew."""
    return _zip_kind(data)


def _zip_kind(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            if is_open_text(archive):
                return None
            if "mimetype" in names:
                kind = head_of(archive, "mimetype")[:80].decode("ascii", "replace").strip()
                return _open_document(kind)
    except ZIP_FAULTS:
        return None
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if any(name.startswith("ppt/") for name in names):
        return "pptx"
    if any(name.endswith((".iwa", "Index.zip")) for name in names):
        return "pages"
    is_word = "[Content_Types].xml" in names or any(n.startswith("word/") for n in names)
    return None if is_word else "zip"


def head_of(archive: zipfile.ZipFile, name: str) -> bytes:
    """The first 64 KiB of a member: what lies behind may be a bomb. Raises what `zipfile` does."""
    with archive.open(name) as member:
        return member.read(_HEAD_BYTES)


def is_open_text(archive: zipfile.ZipFile) -> bool:
    """Whether the zip is a text document or template of LibreOffice, as its own files say.

    Raises what `zipfile` raises on a broken zip.
    """
    names = archive.namelist()
    if "content.xml" not in names:
        return False
    if "mimetype" in names:
        kind = head_of(archive, "mimetype")[:80].decode("ascii", "replace").strip()
        return kind.rpartition(".")[2] in ("text", "text-template", "text-master")
    if "META-INF/manifest.xml" not in names:
        return False
    return b"opendocument.text" in head_of(archive, "META-INF/manifest.xml")


def _open_document(kind: str) -> str:
    endings = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
    tail = kind.rpartition(".")[2]
    return "epub" if kind == "application/epub+zip" else endings.get(tail, "odf")
