"""What tells that a PDF is not as it was written: cut off, or with bytes that were changed.

PDFium mends what it can and says nothing of it, and a page of which the end is missing looks like
a page on which nobody wrote there. So the bytes are looked through once: the file's end, and for
each stream that holds text its length, its checksum and its instructions. Damage is no error
here: it is told, and the verdict on consent heeds it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.pdf.operators import is_whole
from extract.pdf.streams import split, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extract.pdf.streams import Stream, Unpacked

_OBJECT = re.compile(rb"(?<!\d)\d{1,10}\s+\d{1,5}\s+obj\b")
_LIST = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+obj\s*\[([^\]\[]*)\]")
_CONTENTS = re.compile(rb"/Contents\s*(?:(\d{1,10})\s+\d{1,5}\s+R\b|\[([^\]\[]*)\])")
_REFERENCE = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+R\b")
_ENDING = re.compile(rb"startxref\s+\d+")
_LINEARIZED = re.compile(rb"/Linearized\b")
_FILE_LENGTH = re.compile(rb"/L\s+(\d{1,12})\b")
_UNTOLD = re.compile(
    rb"/Subtype\s*/(?:Image|Type1C|CIDFontType0C|OpenType|XML)\b|/Length1\b|/Predictor\b|"
    rb"/Type\s*/(?:XRef|EmbeddedFile|Metadata)\b"
)  # pictures are judged by what is seen on them; fonts and attachments carry none of the text
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_OBJECTS = re.compile(rb"/Type\s*/ObjStm\b")
_ENCRYPTED = re.compile(rb"/Encrypt\b\s*(?:\d+\s+\d+\s+R|<<)")
_MOST_UNPACKED = 32 * 2**20  # bytes of all streams; what comes after is not looked at

_MOST_TOLD = 4 * 2**20  # bytes of one page's instructions, far more than a page of text has


@dataclass(slots=True)
class _Said:
    """What the streams hold: by object number; `objects` is those packed into streams."""

    content: dict[int, Unpacked] = field(default_factory=dict)
    forms: list[Unpacked] = field(default_factory=list)
    objects: list[bytes] = field(default_factory=list)
    broken: bool = False
    left: int = _MOST_UNPACKED


def damages(data: bytes) -> tuple[str, ...]:
    """The kinds of damage in a PDF's bytes, none in a whole one; never raises.

    `cut_off`: the file's end is missing. `stream`: one that holds text is not as it was written.
    `content`: a page's instructions break off or are missing.
    """
    between, streams = split(data)
    stored = frozenset(stream.number for stream in streams)
    encrypted = _ENCRYPTED.search(between) is not None
    said = _Said()
    for stream in streams:
        _look_at(stream, said, encrypted=encrypted)
    found = [
        ("cut_off", _is_cut_off(data) or not all(s.ended for s in streams)),
        ("stream", said.broken),
        ("content", not encrypted and not _are_pages_whole(between, stored, said)),
    ]
    return tuple(kind for kind, holds in found if holds)


def _is_cut_off(data: bytes) -> bool:
    ending = _ENDING.match(data, max(0, data.rfind(b"startxref")))
    if ending is None or _OBJECT.search(data, ending.end()):
        return True
    head = data[:2048]
    length = _FILE_LENGTH.search(head) if _LINEARIZED.search(head) else None
    return length is not None and int(length[1]) > len(data)


def _look_at(stream: Stream, said: _Said, *, encrypted: bool) -> None:
    if _UNTOLD.search(stream.head):
        return
    if encrypted:
        said.broken |= not stream.placed
        return
    if said.left <= 0:
        return
    unpacked = unpack(stream, said.left)
    said.broken |= unpacked.broken or not (stream.placed or unpacked.checked)
    if unpacked.data is None:
        return
    said.left -= len(unpacked.data)
    if _OBJECTS.search(stream.head):
        said.objects.append(unpacked.data)
    elif _FORM.search(stream.head):
        said.forms.append(unpacked)
    said.content[stream.number] = unpacked


def _are_pages_whole(between: bytes, stored: frozenset[int], said: _Said) -> bool:
    if said.left <= 0:
        return True
    lists = {int(m[1]): m[2] for m in _LIST.finditer(between)}
    pages = set(_pages(b"\n".join([between, *said.objects]), lists))
    if any(number not in stored for page in pages for number in page):
        return False
    parts = [[said.content[n] for n in page if n in said.content] for page in pages]
    return all(_is_part_whole(part) for part in (*parts, *([form] for form in said.forms)))


def _pages(objects: bytes, lists: dict[int, bytes]) -> Iterator[tuple[int, ...]]:
    """The numbers of the streams that each page's instructions stand in."""
    for one, several in _CONTENTS.findall(objects):
        listed = lists.get(int(one), b"") if one else several
        numbers = tuple(int(n) for n in _REFERENCE.findall(listed))
        yield numbers or ((int(one),) if one else ())


def _is_part_whole(streams: list[Unpacked]) -> bool:
    content = b"\n".join(s.data for s in streams if s.data is not None)
    if len(content) > _MOST_TOLD:
        return True
    return is_whole(content, checked=all(s.checked for s in streams))
