"""Bytes: encodings, archives, what is accepted, and what is past a limit."""

from __future__ import annotations

import codecs
import contextlib
import time
from pathlib import Path

import pytest

from extract import html
from extract.bounds import Bounds
from extract.errors import DamagedError, EmptyFileError, ExtractError, LimitError
from extract.model import Document, SourceFormat
from tests.extract.html.notation import codes, shown

TEXT = "<html><body><p>Alcaldía de Cúcuta – ¿Qué?</p></body></html>"
META = '<meta charset="{}">'
HTTP = '<meta http-equiv="Content-Type" content="text/html; charset={}">'

ENCODED: dict[str, tuple[bytes, list[str]]] = {
    "utf-8": (TEXT.encode(), []),
    "utf-8 with a mark": (codecs.BOM_UTF8 + TEXT.encode(), []),
    "utf-16 little": (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), []),
    "utf-16 big": (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), []),
    "utf-16 without a mark": (TEXT.encode("utf-16-le"), []),
    "utf-32": (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), []),
    "cp1252 undeclared": (TEXT.encode("cp1252"), []),
    "cp1252 declared": ((META.format("windows-1252") + TEXT).encode("cp1252"), []),
    "latin-1 means cp1252": ((HTTP.format("iso-8859-1") + TEXT).encode("cp1252"), []),
    "macintosh declared": ((META.format("macintosh") + TEXT).encode("mac-roman"), []),
    "mark before declaration": (
        codecs.BOM_UTF8 + (META.format("windows-1252") + TEXT).encode(),
        [],
    ),
    "utf-8 declared as cp1252": (
        (META.format("windows-1252") + TEXT).encode(),
        ["charset_mismatch"],
    ),
    "cp1252 declared as utf-8": (
        (META.format("utf-8") + TEXT).encode("cp1252"),
        ["charset_mismatch"],
    ),
    "declared as nothing known": ((META.format("klingon") + TEXT).encode("cp1252"), [
        "charset_mismatch"
    ]),
    "xml declaration": (
        ('<?xml version="1.0" encoding="iso-8859-1"?>' + TEXT).encode("cp1252"),
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ENCODED)
def test_letters_are_right_in_each_encoding(case: str) -> None:
    """Spanish letters come out right, and a wrong declaration is noticed."""
    data, notices = ENCODED[case]
    assert html.accepts(data)
    document = html.read(data)
    assert shown(document) == ["Alcaldía de Cúcuta – ¿Qué?"]
    assert codes(document) == notices


def test_one_broken_byte_costs_one_letter() -> None:
    """A cut character in UTF-8 does not turn every accent of the file into two letters."""
    document = html.read(("<html><p>" + "situación " * 20).encode() + b"\xc3")
    assert shown(document) == [("situación " * 20 + "\ufffd").strip()]
    assert codes(document) == ["charset_damaged", "cut_off"]


def test_wrong_letters_are_not_mended() -> None:
    """Text that was already wrong when it was saved is given as it is shown."""
    assert shown(html.read("<html><p>LecciÃ³n".encode())) == ["LecciÃ³n"]


ARCHIVE = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: file:///x.html\r\n"
    "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
    '\ttype="text/html";\r\n\tboundary="b"\r\n\r\n\r\n--b\r\nContent-Type: text/html\r\n'
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n<html><meta charset=3Dutf-8><p>Alcald=\r\n"
    "=C3=ADa <input type=3Dcheckbox checked></html>\r\n--b\r\nContent-Type: image/png\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n"
)
WORD_ARCHIVE = (
    'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\nNote\n\n--b\n'
    'Content-Location: file:///C:/x.htm\nContent-Type: text/html; charset="windows-1252"\n'
    "Content-Transfer-Encoding: base64\n\nPHA+7TwvcD4=\n\n--b--\n"
)


def test_archives_give_their_page() -> None:
    """A page saved by a browser or by Word as one file is read as that page."""
    assert html.accepts(ARCHIVE.encode())
    assert shown(html.read(ARCHIVE.encode())) == ["Alcaldía [on]"]
    assert shown(html.read(WORD_ARCHIVE.encode())) == ["í"]


def test_an_archive_without_a_page_is_damaged() -> None:
    """An archive that lost its page cannot be read."""
    with pytest.raises(DamagedError):
        html.read(ARCHIVE.replace("text/html\r\n", "text/css\r\n").encode())


ACCEPTED: dict[str, bytes] = {
    "page": b"<!DOCTYPE html><p>a",
    "xhtml": b'<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"/>',
    "text": b"Nombre de la entidad\tAlcald\xeda",
    "json": b'{"a": 1}',
    "page with zeros": b"<html><body>a\x00\x00\x00\x00\x00\x00b",
}
REFUSED: dict[str, bytes] = {
    "nothing": b"",
    "white space": b" \n\t",
    "binary": bytes(range(256)) * 4,
    "zip": b"PK\x03\x04" + b"\x14\x00" * 20,
    "pdf": b"%PDF-1.7\n",
    "word xml": b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>',
    "mail": b"Received: by x\nFrom: a@b.co\nTo: c@d.co\nSubject: x\nMIME-Version: 1.0\n"
    b"Content-Type: multipart/related; boundary=b\n\n--b\n",
    "plain mail": b"From: a@b.co\nTo: c@d.co\nSubject: x\nDate: hoy\n\nSi [x]\n",
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_text_of_any_kind_is_accepted(case: str) -> None:
    """Pages, and any text that decodes, are this reader's."""
    assert html.accepts(ACCEPTED[case])


@pytest.mark.parametrize("case", REFUSED)
def test_other_formats_are_refused(case: str) -> None:
    """Binary files, mails and XML of other kinds are not this reader's."""
    assert not html.accepts(REFUSED[case])


def test_nothing_but_space_is_an_empty_file() -> None:
    """A file in which nothing is written has its own error."""
    with pytest.raises(EmptyFileError):
        html.read(codecs.BOM_UTF16_LE + " \n".encode("utf-16-le"))


@pytest.mark.parametrize(
    ("data", "limit"),
    [
        (b"<html>" + b"<div>" * 100_000 + b"x", "depth"),
        (b"<html>" + b"<b>" * 100_000 + b"x", "depth"),
        (b"<p>" * (Bounds().html_tags + 1), "tags"),
        (b"x" * 50_000_000, "characters"),
        (b"<html><style>" + b"i{top:0}" * 3000 + b"</style>" + b"<i>x</i>" * 3000, "style rules"),
    ],
)
def test_hostile_sizes_are_refused(data: bytes, limit: str) -> None:
    """Nesting without end and endless lines end in an error, not in a crash."""
    assert html.accepts(data)
    with pytest.raises(LimitError, match=limit):
        html.read(data)


def test_embedded_pictures_are_no_size() -> None:
    """Pictures inside the page do not count as text."""
    picture = "data:image/png;base64," + "A" * 20_000_000
    document = html.read(f'<html><img src="{picture}"><p>a'.encode())
    assert shown(document) == ["a"]


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/hostname">]><html><p>&a;x',
        b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "b">]><html><body>&a;x</body></html>',
    ],
)
def test_no_entity_is_declared_by_a_file(data: bytes) -> None:
    """Entities that a file declares are not filled in, let alone fetched."""
    text = str(shown(html.read(data)))
    assert "x" in text
    assert "bx" not in text


@pytest.mark.parametrize(
    "piece",
    [
        "<td colspan=9999 rowspan=99999>a",
        "<a href='",
        "**a ",
        "<!--",
        "<ul>\n",
        "[x] | - ",
        "<div",
        "<style>a:b",
    ],
)
def test_long_repeats_are_read_in_time(piece: str) -> None:
    """What repeats a thousand times, closed or not, is read quickly."""
    start = time.monotonic()
    with contextlib.suppress(ExtractError):
        assert html.read((piece * 5000).encode()).format is SourceFormat.HTML
    assert time.monotonic() - start < 10


HOSTILE = Path(__file__).parents[3] / "../shared/hostile/files"
HOSTILE_FILES = sorted(
    path for kind in ("html", "xhtml", "mhtml", "md") for path in HOSTILE.glob(f"*.{kind}")
)


@pytest.mark.skipif(not HOSTILE_FILES, reason="the odd real files are not here")
@pytest.mark.parametrize("path", HOSTILE_FILES, ids=lambda path: path.name)
def test_odd_real_files_never_crash(path: Path) -> None:
    """Each gives a document or one of the reader's own errors."""
    data = path.read_bytes()
    if not html.accepts(data):
        return
    with contextlib.suppress(ExtractError):
        assert isinstance(html.read(data), Document)
