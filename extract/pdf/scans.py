"""Step 1d: pages whose text has to be read from their picture.

Such a page shows no text and is covered by images (a scan, with or without the invisible text
that a scanner put behind it), or its fonts do not say which letters they show. What people
laid over the picture (form fields, typed annotations) is exact and stays; the rest of the page
is rendered and read.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import compress
from typing import TYPE_CHECKING

from extract.model import Box
from extract.pdf.chars import no_chars
from extract.pdf.geometry import PageObjects, overlap

if TYPE_CHECKING:
    from extract.ocr.picture import Matrix
    from extract.ocr.straighten import Photo
    from extract.pdf.native import Handle

_COVERED = 0.4  # of the page that images cover, where it shows next to no text
_FEW = 60  # characters: a stamp or page number on a scan
_BAD_SHARE, _BAD_LEAST = 0.3, 20  # of the characters without Unicode: the rest is of no use
_USUAL_DPI, _LEAST_DPI, _MOST_DPI = 200.0, 150.0, 300.0
_MOST_PIXELS = 40_000_000


def is_scan(page: PageObjects) -> bool:
    """Whether the page's text must be read from its picture."""
    texts = compress(page.chars.texts, page.chars.visible.tolist())
    shown = [text for text in texts if not text.isspace()]
    bad = page.bad_unicode + shown.count("\ufffd")
    if bad >= max(_BAD_LEAST, _BAD_SHARE * (len(shown) + page.bad_unicode)):
        return True
    if len(shown) > _FEW or not page.images:
        return False
    return _covered(page) >= _COVERED


def _covered(page: PageObjects) -> float:
    """Share of the page's height and width that images lie on, stripes taken together."""
    area = sum(_area(image, page) for image in page.images)
    return area / max(page.width * page.height, 1.0)


def _area(image: Box, page: PageObjects) -> float:
    return overlap(image.x0, image.x1, 0, page.width) * overlap(
        image.top, image.bottom, 0, page.height
    )


def read_scan(page: Handle, objects: PageObjects) -> None:
    """Puts what stands on the page's picture into `objects`, in place of its text.

    Where what reading pictures needs is not installed, `objects.unread` says what is missing,
    and the page stays as it is.
    """
    from extract.ocr.setup import find_setup

    missing = find_setup().missing
    if missing:
        objects.unread = missing
        return
    from extract.ocr.page import frame_of, read_page

    photo = _photo(page, objects)
    read = read_page(photo, objects.number)
    objects.photo = frame_of(photo, read.sheet)
    objects.words, objects.marks, objects.edges = read.words, read.marks, read.rules
    objects.chars, objects.shapes, objects.bad_unicode = no_chars(), [], 0
    objects.ocr = True
    back = _inverse(read.sheet.origin)
    objects.controls = [(_moved(b, back), c) for b, c in objects.controls]
    objects.typed = [replace(t, box=_moved(t.box, back)) for t in objects.typed]
    objects.strokes = [replace(s, box=_moved(s.box, back)) for s in objects.strokes]
    objects.width, objects.height = read.sheet.width, read.sheet.height


def _photo(page: Handle, objects: PageObjects) -> Photo:
    """The page without its fields and annotations, as finely as its own images are."""
    import numpy as np
    from pypdfium2 import raw

    from extract.ocr.straighten import Photo

    dpi = _resolution(page, objects)
    # asked for a grey page, PDFium takes four times as long to copy a grey picture as it is
    grey = raw.FPDFBitmap_Gray
    bitmap = page.render(
        scale=dpi / 72, force_bitmap_format=grey, may_draw_forms=False, draw_annots=False
    )
    try:
        pixels = np.array(bitmap.to_numpy(), np.uint8)
    finally:
        bitmap.close()
    return Photo(pixels.reshape(pixels.shape[:2]), dpi)


def _resolution(page: Handle, objects: PageObjects) -> float:
    """The dots an inch of the page's largest image, within what is worth reading."""
    dpi = _USUAL_DPI if not objects.images else _image_dpi(page) or _USUAL_DPI
    largest = (_MOST_PIXELS * 72 * 72 / max(objects.width * objects.height, 1.0)) ** 0.5
    return float(min(max(dpi, _LEAST_DPI), _MOST_DPI, largest))


def _image_dpi(page: Handle) -> float:
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    found = []
    try:
        for image in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
            data = image.get_metadata()
            found.append((data.width * data.height, float(data.vertical_dpi)))
    except (pdfium.PdfiumError, ValueError):
        return 0.0
    largest: tuple[int, float] = max(found, default=(0, 0.0))
    return largest[1]


def _inverse(matrix: Matrix) -> Matrix:
    import numpy as np

    return np.asarray(np.linalg.inv(matrix), np.float64)


def _moved(box: Box, matrix: Matrix) -> Box:
    """The box around where a box's corners go."""
    import numpy as np

    corners = np.array([(x, y, 1.0) for x in (box.x0, box.x1) for y in (box.top, box.bottom)])
    points = corners @ matrix.T
    xs, ys = points[:, 0] / points[:, 2], points[:, 1] / points[:, 2]
    sides = (float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))
    return Box(box.page, *sides)
