"""A scanned page as the page objects that tables and paragraphs are put together from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.ocr.page import frame_of, read_page
from extract.pdf.geometry import PageObjects

if TYPE_CHECKING:
    from extract.ocr.straighten import Photo


def page_objects(photo: Photo, number: int) -> PageObjects:
    """The objects of a page of which there is only a picture.

    Raises:
        OcrMissingError: Tesseract or its Spanish data is not installed.
    """
    page = read_page(photo, number)
    return PageObjects(
        number,
        page.sheet.width,
        page.sheet.height,
        words=page.words,
        marks=page.marks,
        edges=page.rules,
        photo=frame_of(photo, page.sheet),
    )
