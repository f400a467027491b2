"""Ways in which a PDF loses a part: in its bytes, or mended afterwards by a tool."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from benchmarks.fuzz.mutate import opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_SIZES = (20, 60, 200, 512, 3000)  # bytes lost in the middle


def cut_off(data: bytes, rng: Random) -> bytes:
    """The end is missing."""
    return data[: _place(data, rng)]


def holed(data: bytes, rng: Random) -> bytes:
    """Some bytes in the middle are missing."""
    at = _place(data, rng)
    return data[:at] + data[at + rng.choice(_SIZES) :]


def blanked(data: bytes, rng: Random) -> bytes:
    """Some bytes in the middle are zero."""
    at, size = _place(data, rng), rng.choice(_SIZES)
    return data[:at] + bytes(min(size, len(data) - at)) + data[at + size :]


def flipped(data: bytes, rng: Random) -> bytes:
    """Some bits are others."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 3, 10))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def damaged(data: bytes, rng: Random) -> tuple[str, bytes]:
    """A damaged version and the name of the way: of the file, or of it with plain contents."""
    way = rng.choice(_WAYS)
    plain = rng.random() < 0.5
    name = f"{way.__name__}, contents {'plain' if plain else 'as they are'}"
    return name, way(opened(data) if plain else data, rng)


def mended(data: bytes, rng: Random) -> tuple[str, bytes]:
    """A version of which a page was damaged, and the file then written anew in order."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DecodedStreamObject, NameObject, StreamObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    page = rng.choice([writer.pages[-1], *writer.pages])
    contents = page.get_contents()
    if not isinstance(contents, StreamObject):
        return "nothing on the page", data
    way = rng.choice(_WAYS[:3])
    new: StreamObject = DecodedStreamObject()
    new.set_data(way(contents.get_data(), rng))
    page[NameObject("/Contents")] = writer._add_object(new.flate_encode())  # noqa: SLF001
    buffer = io.BytesIO()
    writer.write(buffer)
    return f"{way.__name__}, then mended", buffer.getvalue()


def _place(data: bytes, rng: Random) -> int:
    return rng.randrange(len(data) // 3, len(data))


_WAYS: tuple[Callable[[bytes, Random], bytes], ...] = (cut_off, holed, blanked, flipped)
