"""Archives and mails: what lies in them, and what is refused."""

from __future__ import annotations

import re
import warnings
import zipfile
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lecciones import containers
from lecciones.containers import ContainerError, container_kind, harmless_name
from lecciones.discovery import is_litter
from lecciones.jobs import Limits
from tests.lecciones.builders import form_docx, mailed, zipped

LIMITS = Limits(file_bytes=1024**2)


def _names(data: bytes) -> list[str]:
    kind = container_kind(data)
    assert kind is not None
    return [m.name for m in containers.list_members(data, kind, LIMITS).members]


def _take(data: bytes, number: int) -> bytes:
    return containers.take_member(data, container_kind(data) or "", number, LIMITS)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (zipped({"a.txt": b"1"}), "zip"),
        (zipped({}), "zip"),
        (mailed({}), "eml"),
        (form_docx(), None),
        (mailed({}, to=", ".join(["funcionaria@ejemplo.gov.co"] * 2000)), "eml"),
        (b"From: Ana\nTema: correo\n" + b"a" * 9000, None),
        (b"Nombre: Ana\nTema: correo\n", None),
        (b"", None),
    ],
    ids=[
        "zip",
        "empty zip",
        "mail",
        "word",
        "mail to many",
        "text like a mail",
        "text with colons",
        "nothing",
    ],
)
def test_a_container_is_told_by_its_bytes(data: bytes, kind: str | None) -> None:
    """A Word file is a zip too, and no container."""
    assert container_kind(data) == kind


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("C:\\Users\\x\\a.docx", "Users/x/a.docx"),
        ("/a//./b.docx", "a/b.docx"),
        ("a\x00b\x1b[2J.docx", "a_b_[2J.docx"),
        ("..", "_"),
    ],
)
def test_member_names_are_made_harmless(name: str, harmless: str) -> None:
    """No name leads out of its archive or steers a terminal."""
    assert harmless_name(name) == harmless


parts = st.sampled_from(
    ("a", "b.docx", "..", ".", "", "C:", "ñ\u202e", "x\0y", "n (2).docx", "n.docx")
)
names = st.lists(parts, min_size=1, max_size=4).map("/".join) | st.text(max_size=8)


@given(names)
def test_a_harmless_name_is_one_whatever_parts_its_folders(name: str) -> None:
    """Both ways of writing a path give one name, which stays what it is and leads nowhere."""
    made = harmless_name(name)
    assert made == harmless_name(name.replace("/", "\\")) == harmless_name(made)
    assert made
    assert not {"", ".", ".."} & set(made.split("/")) or made == "_"
    assert not re.search(r"[\x00-\x1f\x7f\\]|^/", made)


@given(st.lists(names, min_size=1, max_size=6))
def test_each_member_has_a_path_of_its_own(given_names: list[str]) -> None:
    """However many members share a name, no row stands for two of them; order is kept."""
    folders = [part for name in given_names for part in harmless_name(name).split("/")]
    assume(not any(map(is_litter, folders)))
    buffer = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
        warnings.simplefilter("ignore", UserWarning)  # names that repeat are meant
        for number, name in enumerate(given_names):
            info = zipfile.ZipInfo("x")
            info.filename = name.encode("utf-8", "replace").decode().replace("\0", "_") + "/n"
            archive.writestr(info, str(number))
    made = _names(buffer.getvalue())
    assert len(made) == len(given_names) == len(set(made))
    assert _take(buffer.getvalue(), len(made) - 1) == str(len(made) - 1).encode()


def test_a_bomb_is_not_unpacked_further_than_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an archive says to be too large is believed; what it says to be small is measured."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.docx", b"0" * 60 * 1024**2)
    monkeypatch.setattr(zipfile.ZipFile, "open", None)  # it is not even begun
    with pytest.raises(ContainerError) as told:
        containers.take_member(buffer.getvalue(), "zip", 0, Limits())
    assert (told.value.code, told.value.detail) == ("over_limit", "ratio")


def test_litter_in_an_archive_is_passed_over() -> None:
    """What macOS adds to each zip is no input."""
    data = zipped({"__MACOSX/._a.docx": b"1", "f/.DS_Store": b"2", "f/a.docx": b"3"})
    assert _names(data) == ["f/a.docx"]


def test_members_with_one_name_keep_each_their_own_row() -> None:
    """The second of the same name is numbered."""
    data = zipped({"a.docx": b"1", "b.docx": b"2"}).replace(b"b.docx", b"a.docx")
    assert _names(data) == ["a.docx", "a (2).docx"]
    assert _take(data, 1) == b"2"


@pytest.mark.parametrize("encoding", ["utf-8", "cp850"])
def test_spanish_names_survive_old_archivers(encoding: str) -> None:
    """Without the UTF-8 flag, macOS writes UTF-8 and Windows the DOS page."""
    plain = zipped({"lecciXXn.docx": b"1"})
    name = "lección.docx".encode(encoding)
    padded = name if encoding == "utf-8" else b"lecci\xa2nn.docx"
    data = plain.replace(b"lecciXXn.docx", padded)
    assert _names(data) == [padded.decode(encoding)]


def test_an_encrypted_archive_is_one_refusal() -> None:
    """Where nothing can be taken out, the archive itself gets the row."""
    data = zipped({"a.docx": b"1"}).replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01")
    data = data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    with pytest.raises(ContainerError, match="encrypted_container"):
        containers.list_members(data, "zip", LIMITS)


def test_a_member_past_the_limit_is_named_and_not_unpacked() -> None:
    """The declared size is not trusted; unpacking stops at the limit."""
    data = zipped({"bomb.docx": b"0" * (LIMITS.file_bytes + 1), "a.docx": b"1"})
    members = containers.list_members(data, "zip", LIMITS).members
    assert [(m.name, m.problem, m.size_bytes) for m in members] == [
        ("bomb.docx", "over_limit", 0),
        ("a.docx", "", 1),
    ]


def test_too_many_members_are_refused() -> None:
    """An archive of endless files is one row, not endless rows."""
    few = Limits(archive_members=2)
    with pytest.raises(ContainerError, match="over_limit"):
        containers.list_members(zipped({str(n): b"" for n in range(3)}), "zip", few)
    with pytest.raises(ContainerError, match="over_limit"):
        containers.list_members(mailed({str(n): b"" for n in range(3)}), "eml", few)


def test_an_empty_archive_says_so() -> None:
    """There is nothing to give a row of its own."""
    with pytest.raises(ContainerError, match="empty_container"):
        _names(zipped({}))


def test_attachments_are_members_and_so_is_the_text() -> None:
    """The mail's own text comes first; it gets a row only where it is a form."""
    data = mailed({"ficha.docx": b"PK", "../otra.pdf": b"%PDF"})
    members = containers.list_members(data, "eml", LIMITS).members
    assert [(m.name, m.optional) for m in members] == [
        ("mensaje.txt", True),
        ("ficha.docx", False),
        ("otra.pdf", False),
    ]
    assert _take(data, 1) == b"PK"


def test_a_mail_in_a_mail_is_a_member() -> None:
    """A forwarded message carries its attachments along."""
    outer = message_from_bytes(mailed({}), policy=default)
    assert isinstance(outer, EmailMessage)
    outer.add_attachment(message_from_bytes(mailed({"a.docx": b"1"}), policy=default))
    data = outer.as_bytes()
    assert _names(data) == ["mensaje.txt", "mensaje.eml"]
    assert _names(_take(data, 1)) == ["mensaje.txt", "a.docx"]
