"""Outlook mails: their attachments, their own text, and mails within them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import lecciones
from lecciones.containers import ContainerError, container_kind, list_members, take_member
from lecciones.jobs import Limits
from lecciones.outlook_rtf import RtfError, decompress, html_within
from tests.forms.compound import Attached, Mail, compound, msg, plain_rtf
from tests.lecciones.builders import YES, form_docx

if TYPE_CHECKING:
    from pathlib import Path

_LIMIT = Limits(file_bytes=2**24)
_PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def _members(data: bytes) -> list[tuple[str, bytes, bool]]:
    assert container_kind(data) == "msg"
    return [
        (m.name, take_member(data, "msg", m.number, _LIMIT), m.optional)
        for m in list_members(data, "msg", _LIMIT).members
    ]


def test_attachments_and_text() -> None:
    """Small and large attachments come out whole; the mail's own text is optional."""
    large = bytes(range(256)) * 40
    mail = Mail(text="Adjunto.", attached=(Attached("año 1.docx", b"a"), Attached("b.pdf", large)))
    assert _members(msg(mail)) == [
        ("mensaje.txt", "\ufeffAdjunto.".encode(), True),
        ("año 1.docx", b"a", False),
        ("b.pdf", large, False),
    ]


def test_picture_in_the_text_is_no_attachment() -> None:
    """A signature's logo is passed over; a picture that was attached is not."""
    logo, scan = Attached("logo.png", _PNG, inline=True), Attached("escaneado.png", _PNG)
    assert [name for name, _, _ in _members(msg(Mail(attached=(logo, scan))))] == ["escaneado.png"]


def test_mail_within_a_mail() -> None:
    """What lies in a forwarded mail is found; the path names it."""
    inner = Mail("Formato: área/unidad", text="Va.", attached=(Attached("../a.docx", b"x"),))
    outer = Mail(attached=(Attached("reenviado", inner), Attached("b.docx", b"y")))
    assert [name for name, _, _ in _members(msg(outer))] == [
        "Formato: área_unidad.msg!/mensaje.txt",
        "Formato: área_unidad.msg!/a.docx",
        "b.docx",
    ]


@pytest.mark.parametrize(
    ("mail", "expected"),
    [
        (Mail(html="<p>Sí</p>".encode(), text="otro"), "<p>Sí</p>"),
        (Mail(html="<p>Sí</p>".encode("cp1252"), codepage=1252), "<p>Sí</p>"),
        (Mail(html="<p>Sí</p>".encode("cp1252"), codepage=99999), "<p>Sí</p>"),
        (Mail(rtf=plain_rtf(rb"{\rtf1\ansicpg1252\fromhtml1 {\*\htmltag84 <b>}S\'ed}")), "<b>Sí"),
    ],
)  # fmt: skip
def test_html_text(mail: Mail, expected: str) -> None:
    """The mail's HTML is taken in whichever of its dresses, as UTF-8."""
    [(name, content, optional)] = _members(msg(mail))
    assert (name, content.decode("utf-8-sig"), optional) == ("mensaje.html", expected, True)


def test_plain_rtf_text_stays_rtf() -> None:
    """Text that was written as RTF is handed on as such."""
    rtf = rb"{\rtf1\ansi Hola}"
    assert _members(msg(Mail(rtf=plain_rtf(rtf)))) == [("mensaje.rtf", rtf, True)]


def test_compressed_rtf_of_the_specification() -> None:
    """The example of [MS-OXRTFCP] 4.1 unpacks to what it says there."""
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a0072637067313235"
        "42320af32068656c090020627705b06c647d0a800fa0"
    )
    assert decompress(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def test_compressed_rtf_that_copies_what_it_writes() -> None:
    """The second example ([MS-OXRTFCP] 4.1.2) reads from the ring while it writes to it."""
    packed = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert decompress(packed) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


@pytest.mark.parametrize("data", [b"x", bytes(16), b"\xff" * 20])
def test_what_is_no_compressed_rtf(data: bytes) -> None:
    """Other bytes are refused."""
    with pytest.raises(RtfError):
        decompress(data)


_RTF_HTML = [
    (rb"{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 a\htmlrtf }\htmlrtf0 {\*\htmltag7 !}", "<p>a!"),
    (rb"a\'e1b\u9745 ?c", "aáb☑c"),
    (rb"a\~b\{c\}\\", "a&nbsp;b{c}\\"),
    (rb"{\fonttbl{\f0 Arial;}}x", "x"),
    (rb"{\*\generator Riched;}x", "x"),
    (b"a\\par\r\nb\\tab c", "a\nb\tc"),
]  # fmt: skip


@pytest.mark.parametrize(("inner", "expected"), _RTF_HTML)
def test_html_out_of_rtf(inner: bytes, expected: str) -> None:
    """What RTF alone needs is left out, and the HTML is as it was."""
    assert html_within(rb"{\rtf1\ansi\fromhtml1 " + inner + b"}") == expected


def test_rtf_that_was_no_html() -> None:
    """RTF of its own holds no HTML."""
    assert html_within(rb"{\rtf1\ansi Hola}") == ""


def test_damaged_mail() -> None:
    """A mail that is cut off is damaged, and says so."""
    data = msg(Mail(text="Hola" * 3000, attached=(Attached("a.docx", bytes(9000)),)))
    with pytest.raises(ContainerError, match="damaged_container"):
        list_members(data[:1500], "msg", _LIMIT)


def test_empty_mail() -> None:
    """A mail without text or attachments is an empty container."""
    with pytest.raises(ContainerError, match="empty_container"):
        list_members(msg(Mail()), "msg", _LIMIT)


def test_run_over_a_mail(tmp_path: Path) -> None:
    """A form attached to an Outlook mail is published under the mail's name."""
    (tmp_path / "in").mkdir()
    mail = Mail(text="Adjunto el formato.", attached=(Attached("formato.docx", form_docx(YES)),))
    (tmp_path / "in" / "correo.msg").write_bytes(msg(mail))
    (tmp_path / "in" / "libro.xls").write_bytes(compound({"Workbook": bytes(5000)}))
    lecciones.run(tmp_path / "in", tmp_path / "out")
    rows = lecciones.read_forms(tmp_path / "out").set_index("source_path")
    assert dict(rows["status"]) == {
        "correo.msg!/formato.docx": "published",
        "libro.xls": "unreadable",
    }
    assert "hoja de cálculo de Excel (.xls)" in rows["reason"]["libro.xls"]
