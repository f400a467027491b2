"""A file as a person is to see it: the document with its pages' frames, and a page's picture.

The picture is the page as displayed, turned so that its text stands upright; `PageSight` says
where on it the spots of a reading lie.
"""

from __future__ import annotations

import math
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract import formats
from extract.errors import DamagedError
from extract.model import PageSight, SourceFormat

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extract.model import Document
    from extract.pdf.geometry import PageObjects, PhotoFrame

    Pixels = NDArray[np.uint8]

_PICTURES = (SourceFormat.PNG, SourceFormat.JPEG, SourceFormat.TIFF, SourceFormat.HEIC)
_MOST_PIXELS = 4_000_000  # of a page's picture
_IDENTITY = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Raster:
    """A page's picture as PNG, and its size in pixels."""

    png: bytes
    width: int
    height: int


def see(data: bytes) -> tuple[Document, tuple[PageSight, ...]]:
    """The document in these bytes and how its pages are shown; no pages where it has none.

    Raises:
        ExtractError: the bytes give no document.
    """
    kind = formats.sniff(data)
    if kind is SourceFormat.PDF:
        from extract.pdf import read_with_pages

        document, pages = read_with_pages(data)
        return document, tuple(sight_of(page) for page in pages)
    if kind in _PICTURES:
        from extract.image import PictureReader

        document, pages = PictureReader(kind).read_with_pages(data)
        return document, tuple(sight_of(page) for page in pages)
    return formats.read(data), ()


def sight_of(page: PageObjects) -> PageSight:
    """How the page is shown."""
    view = page.view
    if page.photo is not None:
        scale = 1.0 if view is None or view.turned else view.scale
        return _photo_sight(page.number, page.photo, 1 / scale)
    if view is None:
        return PageSight(page.number, page.width, page.height)
    k = 1 / view.scale
    matrix = (k, 0.0, 0.0, 0.0, k, 0.0, 0.0, 0.0, 1.0) if view.turned else _IDENTITY
    return PageSight(page.number, k * view.width, k * view.height, view.turned, matrix)


def picture(data: bytes, number: int, quarters: int, dpi: float) -> Raster:
    """A page (from 1) as PNG, turned clockwise by so many quarters.

    Raises:
        ExtractError: the page cannot be drawn.
    """
    kind = formats.sniff(data)
    if kind is SourceFormat.PDF:
        from extract.pdf.drawing import draw_page

        return png(draw_page(data, number, quarters, dpi, _MOST_PIXELS))
    if kind in _PICTURES:
        return png(_draw_photo(data, kind, number, quarters))
    raise DamagedError("no_pages", format_name=str(kind or ""))


def png(pixels: Pixels) -> Raster:
    """Grey (height, width) or colour (height, width, 3) pixels as PNG (ISO/IEC 15948)."""
    import numpy as np

    if pixels.ndim == 3 and (pixels == pixels[..., :1]).all():
        pixels = pixels[..., 0]
    height, width = pixels.shape[:2]
    rows = np.ascontiguousarray(pixels).reshape(height, -1)
    lines = np.zeros((height, rows.shape[1] + 1), np.uint8)  # each line begins with its filter
    lines[:, 1:] = rows
    colour = 2 if pixels.ndim == 3 else 0
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    body = zlib.compress(lines.tobytes(), 1)
    chunks = (_chunk(b"IHDR", head), _chunk(b"IDAT", body), _chunk(b"IEND", b""))
    return Raster(b"\x89PNG\r\n\x1a\n" + b"".join(chunks), width, height)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(
        ">I", zlib.crc32(name + content)
    )  # fmt: skip


def _photo_sight(number: int, photo: PhotoFrame, scale: float) -> PageSight:
    """The photo turned so that the lines of the straightened sheet run across.

    Spots are on the photo as displayed (`Document.origins`), in points; `scale` points a unit.
    """
    a, _, _, d, *_, depth = photo.matrix
    quarters = round(-math.degrees(math.atan2(d / depth, a / depth)) / 90) % 4
    width, height = scale * photo.width, scale * photo.height
    if quarters == 1:
        rows, size = (0.0, -1.0, height, 1.0, 0.0, 0.0), (height, width)
    elif quarters == 2:
        rows, size = (-1.0, 0.0, width, 0.0, -1.0, height), (width, height)
    elif quarters == 3:
        rows, size = (0.0, 1.0, 0.0, -1.0, 0.0, width), (height, width)
    else:
        rows, size = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0), (width, height)
    return PageSight(number, *size, quarters, (*rows, 0.0, 0.0, 1.0))


def _draw_photo(data: bytes, kind: SourceFormat, number: int, quarters: int) -> Pixels:
    from itertools import islice

    import cv2
    import numpy as np

    from extract.image.decode import photos
    from extract.ocr.straighten import turned

    photo = next(islice(photos(data, kind), number - 1, None), None)
    if photo is None:
        raise DamagedError("no_such_page", format_name=str(kind))
    gray = turned(photo.gray, quarters)
    factor = (_MOST_PIXELS / gray.size) ** 0.5
    if factor >= 1:
        return gray
    small = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)
