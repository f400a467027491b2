"""The streams of a PDF as they lie in its bytes, found without its table of objects.

Whether a stream is whole is told by its length, by what its filters make of it and by the
checksum that deflate ends with (ISO 32000-1, 7.3.8 and 7.4; RFC 1950).
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# what is looked for in all bytes begins with a word: so it is found many times as fast
_STREAM = re.compile(rb"stream(?<!endstream)(?:\r\n|\n|\r)")
_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+obj\b")
_NUMBER = re.compile(rb"obj\s+(\d{1,10})\s+endobj")
_NUMBERED = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+$")
_LENGTH = re.compile(rb"/Length\s+(\d{1,10})(?!\d)(\s+\d{1,5}\s+R\b)?")
_FILTER = re.compile(rb"/Filter\s*(?:/([A-Za-z0-9]+)|\[([^\]\[]*)\])")
_NAME = re.compile(rb"/([A-Za-z0-9]+)")
_END = re.compile(rb"\s*endstream")
_HEAD_BYTES = 4096  # a stream's dictionary is no longer
_NAME_BYTES = 32  # an object's number and generation, with the space between
_SLACK = 2  # bytes by which a length may be off: a line end counted or not


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream: its object's number, dictionary and bytes as they are stored.

    `placed` where it ends where its length says; `ended` where its end is marked at all.
    """

    number: int
    head: bytes
    raw: bytes
    placed: bool
    ended: bool = True

    @property
    def filters(self) -> tuple[bytes, ...]:
        """The names of the filters, in the order in which they are undone."""
        found = _FILTER.search(self.head)
        if found is None:
            return ()
        return (found[1],) if found[1] else tuple(_NAME.findall(found[2]))


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A stream's bytes with filters undone; None where it is not known how.

    `broken` where they do not end as they must, `checked` where a checksum vouches for them.
    """

    data: bytes | None
    broken: bool = False
    checked: bool = False


def split(data: bytes) -> tuple[bytes, list[Stream]]:
    """What lies between the streams, and the streams, in the order of the file."""
    between: list[bytes] = []
    found: list[Stream] = []
    numbers = {number: int(m[1]) for number, m in numbered(_NUMBER, data)}
    at = 0
    for match in _STREAM.finditer(data):
        if match.start() < at:
            continue
        head_at = max(at, match.start() - _HEAD_BYTES)
        head = data[head_at : match.start()]
        if not head.rstrip().endswith(b">>"):
            continue
        stream = _stream(data, head, match.end(), numbers)
        found.append(stream)
        between.append(data[at : match.start()])
        at = match.end() + len(stream.raw)
    between.append(data[at:])
    return b"\n".join(between), found


def numbered(pattern: re.Pattern[bytes], data: bytes) -> Iterator[tuple[int, re.Match[bytes]]]:
    """Matches of what begins with an object's `obj`, each with the object's number."""
    for match in pattern.finditer(data):
        name = _NUMBERED.search(data, max(0, match.start() - _NAME_BYTES), match.start())
        if name is not None:
            yield int(name[1]), match


def _stream(data: bytes, head: bytes, start: int, numbers: dict[int, int]) -> Stream:
    objects = list(_OBJECT.finditer(head))
    number = int(objects[-1][1]) if objects else 0
    head = head[objects[-1].end() :] if objects else head
    length = _length(head, numbers)
    if length is not None and _END.match(data, start + length, start + length + 16):
        return Stream(number, head, data[start : start + length], placed=True)
    end = data.find(b"endstream", start)
    if end < 0:
        return Stream(number, head, data[start:], placed=False, ended=False)
    near = length is None or abs(start + length - end) <= _SLACK
    return Stream(number, head, data[start:end], placed=near)


def _length(head: bytes, numbers: dict[int, int]) -> int | None:
    """The length that the dictionary gives or names, in bytes; None where it gives none."""
    found = _LENGTH.search(head)
    if found is None:
        return None
    return numbers.get(int(found[1])) if found[2] else int(found[1])


def unpack(stream: Stream, most: int) -> Unpacked:
    """The stream with its filters undone, up to `most` bytes; never raises."""
    data, checked = stream.raw, False
    for name in stream.filters:
        if name in (b"FlateDecode", b"Fl"):
            data, whole, checked = _inflated(data, most)
        elif name in (b"ASCII85Decode", b"A85"):
            data, whole = _of_base85(data)
        elif name in (b"ASCIIHexDecode", b"AHx"):
            data, whole = _of_hex(data)
        else:
            return Unpacked(None)
        if not whole:
            return Unpacked(data, broken=True)
    return Unpacked(data, checked=checked)


def _inflated(data: bytes, most: int) -> tuple[bytes, bool, bool]:
    """What was deflated; whether it ends as it must; whether its checksum was there and right."""
    engine = zlib.decompressobj()
    try:
        out = engine.decompress(data, most)
    except zlib.error:
        return b"", False, False
    if engine.eof or engine.unconsumed_tail:
        return out, True, engine.eof
    bare = zlib.decompressobj(-15)  # some writers leave the checksum out
    try:
        bare.decompress(data[2:], most)
    except zlib.error:
        return out, False, False
    return out, bare.eof, False


def _of_base85(data: bytes) -> tuple[bytes, bool]:
    text = data.strip()
    if not text.endswith(b"~>"):
        return b"", False
    try:
        return base64.a85decode(text.removeprefix(b"<~").removesuffix(b"~>")), True
    except ValueError:
        return b"", False


def _of_hex(data: bytes) -> tuple[bytes, bool]:
    text, end, _ = b"".join(data.split()).partition(b">")
    try:
        return binascii.unhexlify(text + b"0" * (len(text) % 2)), bool(end)
    except ValueError:
        return b"", False
