"""How pages are shown: pictures that open, and frames that lie where the answers stand."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import pytest

from extract.errors import DamagedError
from extract.pdf.geometry import PageObjects, PhotoFrame
from extract.sight import picture, png, see, sight_of

if TYPE_CHECKING:
    from extract.model import PageSight
    from extract.sight import Pixels


def placed(sight: PageSight, x: float, y: float) -> tuple[float, float]:
    """A point of the page's boxes on the shown page."""
    a, b, c, d, e, f, *_ = sight.matrix
    return round(a * x + b * y + c, 3), round(d * x + e * y + f, 3)


def decoded(data: bytes) -> Pixels:
    """The pixels of a PNG as `png` writes it."""
    width, height, _, colour = struct.unpack(">IIBB", data[16:26])
    start = data.index(b"IDAT") + 4
    (length,) = struct.unpack(">I", data[start - 8 : start - 4])
    depth = 3 if colour == 2 else 1
    lines = np.frombuffer(zlib.decompress(data[start : start + length]), np.uint8)
    return lines.reshape(height, 1 + width * depth)[:, 1:].reshape(height, width, depth)


@pytest.mark.parametrize("colour", [True, False])
def test_a_png_holds_its_pixels(colour: bool) -> None:
    """Grey ones once, coloured ones three times; the chunks' sums are right."""
    pixels = np.random.default_rng(1).integers(0, 255, (5, 7, 3), np.uint8)
    if not colour:
        pixels[...] = pixels[..., :1]
    made = png(pixels)
    assert (made.width, made.height) == (7, 5)
    assert (decoded(made.png) == pixels).all()
    pillow = pytest.importorskip("PIL.Image")
    assert (np.asarray(pillow.open(BytesIO(made.png)).convert("RGB")) == pixels).all()


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_scan_is_turned_upright_and_its_frames_with_it(quarters: int) -> None:
    """The photo (200 by 100 points) lies turned; the sheet's corners are the shown corners."""
    ways = {
        0: ((1, 0, 0, 0, 1, 0), 200, 100),
        1: ((0, 1, 0, -1, 0, 100), 200, 100),  # its lines run upwards on the photo
        2: ((-1, 0, 200, 0, -1, 100), 200, 100),
        3: ((0, -1, 200, 1, 0, 0), 200, 100),
    }
    matrix, width, height = ways[quarters]
    frame = PhotoFrame(width, height, (*(float(v) for v in matrix), 0.0, 0.0, 1.0))
    sight = sight_of(PageObjects(1, 0.0, 0.0, photo=frame))
    assert sight.quarters == quarters
    assert (sight.width, sight.height) == ((200, 100) if quarters % 2 == 0 else (100, 200))
    a, b, c, d, e, f = matrix
    for x, y in ((0, 0), (10, 20)):  # on the sheet; a spot is on the photo
        assert placed(sight, a * x + b * y + c, d * x + e * y + f) == (x, y)


def drawn(rotate: int, sideways: bool) -> bytes:
    """A page with a black square at 100, 200 points from the top left of its upright text."""
    from pypdf import PdfReader, PdfWriter
    from reportlab.pdfgen.canvas import Canvas

    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 600))
    if sideways:  # the text stands on its side on a page that lies
        canvas.setPageSize((600, 400))
        canvas.translate(600, 0)
        canvas.rotate(90)
    for line in range(20):
        canvas.drawString(60, 560 - 14 * line, "Palabras derechas que llenan la página")
    canvas.rect(100, 600 - 460, 40, 20, fill=1)
    canvas.save()
    if not rotate:
        return buffer.getvalue()
    writer = PdfWriter(clone_from=PdfReader(buffer))
    writer.pages[0].rotate(rotate)
    turned = BytesIO()
    writer.write(turned)
    return turned.getvalue()


@pytest.mark.parametrize(
    ("rotate", "sideways"), [(0, False), (90, False), (180, False), (270, False), (0, True)]
)
def test_frames_lie_on_the_picture_of_a_turned_page(rotate: int, sideways: bool) -> None:
    """Where the text's boxes say it stands, the shown picture has its ink, and nowhere beside."""
    data = drawn(rotate, sideways)
    document, (sight,) = see(data)
    made = picture(data, 1, sight.quarters, 72.0)
    assert abs(made.width - sight.width) <= 1
    assert abs(made.height - sight.height) <= 1
    ink = decoded(made.png)[..., 0] < 128
    from extract.model import Paragraph

    boxes = [b.place.box for b in document.blocks if isinstance(b, Paragraph) and b.place.box]
    box = boxes[0]
    assert box is not None
    corners = [placed(sight, x, y) for x, y in ((box.x0, box.top), (box.x1, box.bottom))]
    (x0, x1), (y0, y1) = (sorted(c[i] for c in corners) for i in (0, 1))
    inside = ink[int(y0) : int(y1) + 1, int(x0) : int(x1) + 1]
    assert inside.mean() > 0.02
    around = ink.copy()
    around[int(y0) - 3 : int(y1) + 4, int(x0) - 3 : int(x1) + 4] = False
    assert around.sum() < ink.sum()


def test_a_page_that_is_not_there_is_no_picture() -> None:
    """Nor is one of a format without pages."""
    with pytest.raises(DamagedError):
        picture(drawn(0, sideways=False), 2, 0, 72.0)
    with pytest.raises(DamagedError):
        picture(b"<p>una palabra</p>", 1, 0, 72.0)
