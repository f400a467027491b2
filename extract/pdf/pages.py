"""Step 1: PDFium's objects of each page as plain records in displayed coordinates.

PDFium is not thread safe and its handles must be closed in order; everything is read here
under one lock and closed before `load` returns, so no later step touches PDFium.
"""

from __future__ import annotations

import ctypes
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.bounds import bounds
from extract.errors import DamagedError, EncryptedError, LimitError
from extract.model import Box
from extract.pdf.boxes import Picture, candidates, inner_ink
from extract.pdf.buttons import Buttons
from extract.pdf.controls import read_annotations
from extract.pdf.geometry import PageObjects
from extract.pdf.laying import coincide
from extract.pdf.paths import read_objects
from extract.pdf.scans import is_scan, read_scan
from extract.pdf.text import read_chars
from extract.pdf.view import View
from extract.pdf.visible import differs, hide_unseen, picture_scale, usual_size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extract.pdf.chars import Chars
    from extract.pdf.native import Handle

_MAX_INKED_BOXES = 60
_LEAST_CLIP = 1.0  # points
_SCALE = 4.0  # pixels a point
_LEAST_CHARS = 20  # fewer do not tell which way a page lies
_MOSTLY = 0.7  # of the characters
_USUAL_SIZES = (3.5, 40.0)  # points
_USUAL_SIZE = 10.0
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Handles:
    document: Handle
    form: Handle
    buttons: Buttons


@dataclass(frozen=True, slots=True)
class Loaded:
    """The pages, and what PDFium had to mend: `table` of objects rebuilt, `page` lost."""

    pages: list[PageObjects]
    mended: tuple[str, ...] = ()


def load(data: bytes) -> Loaded:
    """What lies on each page, in page order.

    Raises:
        EncryptedError: a user password is needed.
        DamagedError: PDFium cannot open it, or it has no pages.
        LimitError: more pages than `Bounds.pages`.
    """
    with exclusive():
        return _load(data)


@contextmanager
def exclusive() -> Iterator[None]:
    """PDFium for this thread alone."""
    with _LOCK:
        yield


def _load(data: bytes) -> Loaded:
    from pypdfium2 import raw

    document = open_document(data)
    try:
        count = len(document)
        if count == 0:
            raise DamagedError("no_pages", format_name="pdf")
        if count > bounds().pages:
            raise LimitError("pages", format_name="pdf")
        with form_environment(document) as form:
            handles = _Handles(document, form, Buttons(data))
            pages = [page for n in range(count) for page in _page(handles, n)]
        rebuilt = not raw.FPDF_DocumentHasValidCrossReferenceTable(document.raw)
        mended = (("table", rebuilt), ("page", len(pages) < count))
        return Loaded(pages, tuple(kind for kind, holds in mended if holds))
    finally:
        document.close()


@contextmanager
def form_environment(document: Handle) -> Iterator[Handle]:
    """PDFium's form environment, None in a file without form fields.

    pypdfium2's own hooks every page into it, which in a broken file may take PDFium minutes;
    fields can be asked without that.
    """
    from pypdfium2 import raw

    if raw.FPDF_GetFormType(document.raw) == raw.FORMTYPE_NONE:
        yield None
        return
    settings = raw.FPDF_FORMFILLINFO(version=2)
    form = raw.FPDFDOC_InitFormFillEnvironment(document.raw, settings)
    try:
        yield form or None
    finally:
        if form:
            raw.FPDFDOC_ExitFormFillEnvironment(form)


def open_document(data: bytes) -> Handle:
    """PDFium's document, to be closed by the caller.

    Raises:
        EncryptedError: a user password is needed.
        DamagedError: PDFium cannot open it.
    """
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
            raise EncryptedError("pdf", format_name="pdf") from None
        raise DamagedError("open", format_name="pdf") from None


def _page(handles: _Handles, index: int) -> Iterator[PageObjects]:
    import pypdfium2 as pdfium

    try:
        page = handles.document[index]
    except pdfium.PdfiumError:
        return  # a damaged page costs its own content, not the file
    try:
        yield _read_page(handles, page, index + 1)
    finally:
        page.close()


def _read_page(handles: _Handles, page: Handle, number: int) -> PageObjects:
    view = View.of(page, number)
    textpage = page.get_textpage()
    try:
        if textpage.count_chars() > bounds().page_chars:
            raise LimitError("characters", format_name="pdf")
        chars, bad = read_chars(textpage.raw, view)
        upright = _upright(view, chars)
        if upright is not view:
            view = upright
            chars, bad = read_chars(textpage.raw, view)
    finally:
        textpage.close()
    objects = PageObjects(number, view.width, view.height, chars, bad_unicode=bad, view=view)
    objects.shapes, objects.images, objects.paths_left_out = read_objects(page.raw, view)
    read_annotations(page, handles.form, view, objects, handles.buttons)
    if is_scan(objects):
        read_scan(page, objects)
    _measure_ink(page, view, objects)
    _hide_unseen(page, view, objects)
    return objects


def _upright(view: View, chars: Chars) -> View:
    """The view in which most text stands upright, in type of a usual size."""
    inked = ~chars.blank
    if inked.sum() < _LEAST_CHARS:
        return view
    turned = 0
    if chars.runs.angle.any():
        angles = Counter(chars.angles()[inked].tolist())
        angle, count = angles.most_common(1)[0]
        turned = angle // 90 if count >= _MOSTLY * inked.sum() else 0
    size = usual_size(chars)
    scale = 1.0 if _USUAL_SIZES[0] <= size <= _USUAL_SIZES[1] else _USUAL_SIZE / size
    return view.changed(turned, scale) if turned or scale != 1 else view


def _hide_unseen(page: Handle, view: View, objects: PageObjects) -> None:
    scale = picture_scale(objects)
    if scale is None or not (len(objects.chars) or objects.typed or objects.strokes):
        return
    whole = Box(view.number, 0.0, 0.0, view.width, view.height)
    picture = _render(page, view, whole, scale)
    hide_unseen(objects, picture)
    if not (any(t.painted for t in objects.typed) or any(s.painted for s in objects.strokes)):
        return
    bare = _render(page, view, whole, scale, annotations=False)
    objects.typed = [t for t in objects.typed if not t.painted or differs(picture, bare, t.box)]
    objects.strokes = [s for s in objects.strokes if not s.painted or differs(picture, bare, s.box)]


def _measure_ink(page: Handle, view: View, objects: PageObjects) -> None:
    """Ink inside each small square that may be a check box drawn with paths.

    Of a box that an annotation was drawn over, the page's own ink is measured: what the
    annotation makes of it is judged for itself.
    """
    boxes = candidates(objects.shapes)[:_MAX_INKED_BOXES]
    if not boxes:
        return
    for group in _by_band(boxes):
        clip = Box(
            view.number,
            max(0.0, min(b.x0 for b in group) - 2),
            max(0.0, min(b.top for b in group) - 2),
            min(view.width, max(b.x1 for b in group) + 2),
            min(view.height, max(b.bottom for b in group) + 2),
        )
        if min(clip.width, clip.height) < _LEAST_CLIP:
            continue  # drawn beside the page, where nobody sees them
        picture = _render(page, view, clip, _SCALE)
        over = {b for b in group if any(coincide(b, s.box) for s in objects.strokes)}
        own = _render(page, view, clip, _SCALE, annotations=False) if over else picture
        for box in group:
            objects.ink[box] = inner_ink(own if box in over else picture, box)


def _by_band(boxes: list[Box]) -> Iterator[list[Box]]:
    """Boxes side by side, so that one small picture serves a whole line of them."""
    band: list[Box] = []
    for box in sorted(boxes, key=lambda b: b.top):
        if band and box.top > band[0].bottom:
            yield band
            band = []
        band.append(box)
    if band:
        yield band


def _render(
    page: Handle, view: View, clip: Box, scale: float, *, annotations: bool = True
) -> Picture:
    """A part of the page as grey pixels, `scale` pixels a point of the view."""
    from pypdfium2 import PdfBitmap

    margins = (clip.x0, view.height - clip.bottom, view.width - clip.x1, clip.top)
    crop = tuple(max(0.0, m) / view.scale for m in margins)
    held: list[bytearray] = []

    def maker(width: int, height: int, **kind: int) -> Handle:
        held.append(bytearray(width * height))  # PDFium paints here: no copy of a page's pixels
        own = (ctypes.c_ubyte * len(held[0])).from_buffer(held[0])
        return PdfBitmap.new_native(width, height, buffer=own, **kind)

    bitmap = page.render(
        scale=scale * view.scale,
        rotation=90 * view.turned,
        crop=crop,
        grayscale=True,
        may_draw_forms=False,
        draw_annots=annotations,
        bitmap_maker=maker,
    )
    try:
        return Picture(held[0], bitmap.width, bitmap.height, bitmap.stride, clip, scale)
    finally:
        bitmap.close()
