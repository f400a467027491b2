"""PDF files with a text layer, and the forms in them.

    pages → words → lines → grids → flow → paragraphs → Document

`extract.pdf.assemble` runs the chain; each step has its own module.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.model import Document
    from extract.pdf.geometry import PageObjects

_HEAD = 1024  # bytes within which readers look for the header (ISO 32000-1, annex H, note 13)


def accepts(data: bytes) -> bool:
    """True where a PDF header stands in the first 1024 bytes; never raises."""
    return b"%PDF-" in data[:_HEAD]


def read(data: bytes) -> Document:
    """The document in a PDF's bytes; boxes are points from each page's displayed top left.

    A page that is only an image gives the notice `page_without_text`; text whose fonts say
    not which letters they show gives `font_without_unicode`. Where a page's text lies on its
    side, boxes are those of the page turned upright (notice `page_turned`). A page that paints
    more paths than are read gives `paths_left_out`. A file that is not as it was written gives
    `damaged` for each sign of it (`extract.pdf.damage`).

    Raises:
        EncryptedError: a user password is needed.
        DamagedError: broken beyond opening, or without pages.
        LimitError: more than 300 pages, or contents and pictures beyond measure.
    """
    return read_with_pages(data)[0]


def read_with_pages(data: bytes) -> tuple[Document, list[PageObjects]]:
    """The document as `read` gives it, and what lies on each page.

    Raises:
        EncryptedError: a user password is needed.
        DamagedError: broken beyond opening, or without pages.
        LimitError: more than 300 pages, or contents and pictures beyond measure.
    """
    from extract.model import Notice
    from extract.pdf.assemble import assemble
    from extract.pdf.damage import damages
    from extract.pdf.pages import load

    damage = damages(data)
    loaded = load(data)
    document = assemble(loaded.pages)
    told = tuple(Notice("damaged", kind) for kind in (*loaded.mended, *damage))
    return replace(document, notices=(*document.notices, *told)), loaded.pages
