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

from extract.bounds import bounds
from extract.errors import LimitError
from extract.pdf.nesting import drawn_by, is_beyond_measure
from extract.pdf.operators import is_whole
from extract.pdf.streams import numbered, split, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extract.pdf.streams import Stream, Unpacked

_OBJECT = re.compile(rb"(?<!\d)\d{1,10}\s+\d{1,5}\s+obj\b")
_LIST = re.compile(rb"obj\s*\[([^\]\[]*)\]")
_CONTENTS = re.compile(rb"/Contents\s*(?:(\d{1,10})\s+\d{1,5}\s+R\b|\[([^\]\[]*)\])")
_REFERENCE = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+R\b")
_ENDING = re.compile(rb"startxref\s+\d+")
_LINEARIZED = re.compile(rb"/Linearized\b")
_FILE_LENGTH = re.compile(rb"/L\s+(\d{1,12})\b")
_UNTOLD = re.compile(
    rb"/Subtype\s*/(?:Image|Type1C|CIDFontType0C|OpenType|XML)\b|/Length1\b|/Predictor\b|"
    rb"/Type\s*/(?:XRef|EmbeddedFile|Metadata)\b"
)  # pictures are judged by what is seen on them; fonts and attachments carry none of the text
_WIDTH = re.compile(rb"/Width\s+(\d{1,10})\b")
_HEIGHT = re.compile(rb"/Height\s+(\d{1,10})\b")
_MANY = 8
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_OBJECTS = re.compile(rb"/Type\s*/ObjStm\b")
_ENCRYPTED = re.compile(rb"/Encrypt\b\s*(?:\d+\s+\d+\s+R|<<)")
_MOST_UNPACKED = 64 * 2**20  # bytes of all streams with text: no form has so much

_MOST_TOLD = 4 * 2**20  # bytes of one page's instructions, far more than a page of text has


@dataclass(slots=True)
class _Said:
    """What the streams hold: by object number; `objects` is those packed into streams.

    `drawn` has for each form object the objects that it draws, and how many times.
    """

    content: dict[int, Unpacked] = field(default_factory=dict)
    forms: list[Unpacked] = field(default_factory=list)
    drawn: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    objects: list[bytes] = field(default_factory=list)
    broken: bool = False
    left: int = _MOST_UNPACKED


def damages(data: bytes) -> tuple[str, ...]:
    """The kinds of damage in a PDF's bytes, none in a whole one.

    `cut_off`: the file's end is missing. `stream`: one that holds text is not as it was written.
    `content`: a page's instructions break off or are missing.

    Raises:
        LimitError: what the streams unpack to, or a picture's size, is beyond measure; PDFium
            would take long over it.
    """
    between, streams = split(data)
    stored = frozenset(stream.number for stream in streams)
    encrypted = _ENCRYPTED.search(between) is not None
    said = _Said()
    for stream in streams:
        _look_at(stream, said, encrypted=encrypted)
    if is_beyond_measure(said.drawn):
        raise LimitError("nested_forms", format_name="pdf")
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
        _check_pixels(stream.head)
        return
    if encrypted:
        said.broken |= not stream.placed
        return
    unpacked = unpack(stream, said.left)
    said.broken |= unpacked.broken or not (stream.placed or unpacked.checked)
    if unpacked.data is None:
        return
    said.left -= len(unpacked.data)
    if said.left <= 0:
        raise LimitError("unpacked_bytes", format_name="pdf")
    if _OBJECTS.search(stream.head):
        said.objects.append(unpacked.data)
    elif _FORM.search(stream.head):
        said.forms.append(unpacked)
        said.drawn[stream.number] = drawn_by(stream.head, unpacked.data)
    said.content[stream.number] = unpacked


def _check_pixels(head: bytes) -> None:
    """Refuses a picture of many times the size that is read: unpacking it takes that long."""
    sides = [int(found[1]) for found in (_WIDTH.search(head), _HEIGHT.search(head)) if found]
    if len(sides) == 2 and sides[0] * sides[1] > _MANY * bounds().image_pixels:
        raise LimitError("pixels", format_name="pdf")


def _are_pages_whole(between: bytes, stored: frozenset[int], said: _Said) -> bool:
    lists = {number: m[1] for number, m in numbered(_LIST, between)}
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
