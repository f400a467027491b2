"""Breaking a good file: bytes anywhere, or bytes inside the parts of a zip or the text of a PDF.

Everything is drawn from one random source, so that a mutant can be had again by its number.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

MAX_BYTES = 4 * 2**20
"""A mutant is cut off here: growth is the business of `tests/hostile`."""

_BEFORE_CONSENT, _AFTER_CONSENT = 300, 6000  # bytes kept around the question
_NUMBER = re.compile(rb"\d{1,12}")
_NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"255",
    b"65536",
    b"2147483647",
    b"4294967296",
    b"1e309",
    b"99999999999",
)
_WORDS = {
    "zip": (
        b"<w:tbl>|</w:tbl>|<w:tr>|<w:tc>|<w:p>|</w:p>|<w:sdt>|<w:r>|<w:sdtContent>|<w:vMerge/>|"
        b"<w:del>|<w:gridSpan w:val='99999'/>|<w:ins>|<w:fldChar w:fldCharType='begin'/>|&#0;|&x;|"
        b"<mc:AlternateContent>|<w:altChunk r:id='rId1'/>|<![CDATA[|<!DOCTYPE x>|<!--|w:val=|"
        b"&#x202E;|\xff\xfe"
    ),
    "pdf": (
        b"obj|endobj|stream\n|endstream|<<|>>|[|]|1 0 R|/Kids|/Parent|/Length 0|/FlateDecode|BT|ET|"
        b"q|Q|/LZWDecode|/ASCIIHexDecode|/Rotate 90|/MediaBox [0 0 1e9 1e9]|cm|Tj|TJ|Do|/AS /Yes|"
        b"/V (x)|/Opt|/ToUnicode|xref|trailer|startxref|%%EOF|\x00"
    ),
    "text": (
        b"<table>|</table>|<tr>|<td rowspan=65534>|<td colspan=1000>|<p>|<b>|</td>|<select>|"
        b"</style>|<input type=checkbox checked>|<textarea>|<style>|<script>|<!--|-->|&#xD800;|"
        b"&#x202E;|&nbsp;|\t|\n\n|#|```|<div hidden>|style='display:none'|\xff\xfe|"
        b"\xed\xa0\x80|\x00"
    ),
}  # fmt: skip


def mutant(data: bytes, others: list[bytes], rng: Random) -> bytes:
    """A broken version of these bytes; `others` are files to take pieces from.

    With no `others` the question of consent and its marks stay as they are, where they can be
    found as text: what breaks around them must not turn a No into a Sí.
    """
    if data[:2] == b"PK" and zipfile.is_zipfile(BytesIO(data)) and rng.random() < 0.75:
        broken = _inside_zip(data, rng, whole=bool(others))
    else:
        kind = "pdf" if data[:5] == b"%PDF-" else "zip" if data[:2] == b"PK" else "text"
        broken = _broken(data, kind, others, rng) if others else _around(data, kind, rng)
    return broken[:MAX_BYTES]


def opened(data: bytes) -> bytes:
    """A PDF with its page contents unpacked, so that breaking them does not only break zlib."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DecodedStreamObject, NameObject, StreamObject

    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    for page in writer.pages:
        contents = page.get_contents()
        if isinstance(contents, StreamObject):
            plain = DecodedStreamObject()
            plain.set_data(contents.get_data())
            page[NameObject("/Contents")] = writer._add_object(plain)  # noqa: SLF001
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _around(data: bytes, kind: str, rng: Random) -> bytes:
    at = data.rfind(b"autoriza")
    if at < 0 or kind == "pdf":
        return _broken(data, kind, [data], rng)
    start, end = max(0, at - _BEFORE_CONSENT), at + _AFTER_CONSENT
    head, kept, tail = data[:start], data[start:end], data[end:]
    if rng.randrange(len(head) + len(tail) + 1) < len(head):
        return _broken(head, kind, [head], rng) + kept + tail
    return head + kept + _broken(tail, kind, [tail], rng)


def _inside_zip(data: bytes, rng: Random, *, whole: bool) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = [(info.filename, _taken(archive, info)) for info in archive.infolist()]
    # The body matters most.
    weights = [6 if name.endswith("document.xml") else 1 for name, _ in members]
    (chosen,) = rng.choices(range(len(members)), weights)
    name, content = members[chosen]
    pieces = [content for _, content in members]
    changed = _broken(content, "zip", pieces, rng) if whole else _around(content, "zip", rng)
    members[chosen] = (name, changed)
    if rng.random() < 0.05:
        members.pop(rng.randrange(len(members)))
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content[:MAX_BYTES])
    return buffer.getvalue()


def _taken(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return b""  # broken in the wild already


def _broken(data: bytes, kind: str, others: list[bytes], rng: Random) -> bytes:
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        way = rng.choice(_WAYS)
        data = way(data, kind, others, rng)
    return data


def _flip(data: bytes, _kind: str, _others: list[bytes], rng: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 4, 32)) if changed else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _set(data: bytes, _kind: str, _others: list[bytes], rng: Random) -> bytes:
    at = _place(data, rng)
    return (
        data[:at]
        + bytes([rng.choice((0, 0xFF, 0x3C, 0x3E, 0x28, rng.randrange(256)))])
        + data[at + 1 :]
    )


def _delete(data: bytes, _kind: str, _others: list[bytes], rng: Random) -> bytes:
    start, end = _stretch(data, rng)
    return data[:start] + data[end:]


def _repeat(data: bytes, _kind: str, _others: list[bytes], rng: Random) -> bytes:
    start, end = _stretch(data, rng)
    return data[:end] + data[start:end] * rng.choice((1, 1, 2, 64)) + data[end:]


def _move(data: bytes, _kind: str, _others: list[bytes], rng: Random) -> bytes:
    start, end = _stretch(data, rng)
    rest = data[:start] + data[end:]
    at = _place(rest, rng)
    return rest[:at] + data[start:end] + rest[at:]


def _cut_off(data: bytes, _kind: str, _others: list[bytes], rng: Random) -> bytes:
    return data[: _place(data, rng)]


def _graft(data: bytes, _kind: str, others: list[bytes], rng: Random) -> bytes:
    other = rng.choice(others)
    start, end = _stretch(other, rng)
    at = _place(data, rng)
    return data[:at] + other[start:end] + data[at:]


def _insert(data: bytes, kind: str, _others: list[bytes], rng: Random) -> bytes:
    at = _place(data, rng)
    return (
        data[:at] + rng.choice(_WORDS[kind].split(b"|")) * rng.choice((1, 1, 1, 2, 500)) + data[at:]
    )


def _number(data: bytes, _kind: str, _others: list[bytes], rng: Random) -> bytes:
    found = _NUMBER.search(data, _place(data, rng))
    if found is None:
        return data
    return data[: found.start()] + rng.choice(_NUMBERS) + data[found.end() :]


def _place(data: bytes, rng: Random) -> int:
    return rng.randrange(len(data) + 1)


def _stretch(data: bytes, rng: Random) -> tuple[int, int]:
    start = _place(data, rng)
    return start, min(len(data), start + rng.choice((1, 2, 4, 16, 64, 256, 2048, 16384)))


_WAYS: tuple[Callable[[bytes, str, list[bytes], Random], bytes], ...] = (
    _flip, _flip, _set, _delete, _delete, _repeat, _move, _cut_off, _graft, _insert, _insert,
    _number, _number,
)  # fmt: skip
