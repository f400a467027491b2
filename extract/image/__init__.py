"""PNG, JPEG, TIFF (several pages) and HEIC: pictures of forms, read by OCR."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.model import SourceFormat

if TYPE_CHECKING:
    from extract.model import Document
    from extract.pdf.geometry import PageObjects

_STARTS = {
    SourceFormat.PNG: (b"\x89PNG\r\n\x1a\n",),
    SourceFormat.JPEG: (b"\xff\xd8\xff",),
    SourceFormat.TIFF: (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"),
}
# ISO/IEC 23008-12, annex B: the brands of still pictures coded with HEVC
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1")


@dataclass(frozen=True, slots=True)
class PictureReader:
    """The reader of one picture format."""

    format: SourceFormat

    def accepts(self, data: bytes) -> bool:
        """True where the bytes begin as the format says; never raises."""
        if self.format is SourceFormat.HEIC:
            return data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS
        return data.startswith(_STARTS[self.format])

    def read(self, data: bytes) -> Document:
        """The document in a picture's bytes; boxes are points on the straightened page.

        `Document.origins` leads back to the picture.

        Raises:
            OcrMissingError: what reading pictures needs is not installed.
            DamagedError: the picture cannot be decoded.
            LimitError: too many pixels or pages.
        """
        return self.read_with_pages(data)[0]

    def read_with_pages(self, data: bytes) -> tuple[Document, list[PageObjects]]:
        """The document as `read` gives it, and what lies on each page; raises the same."""
        from extract.ocr.setup import need_setup

        need_setup(self.format)
        from extract.image.decode import photos
        from extract.ocr.objects import page_objects
        from extract.pdf.assemble import assemble

        pages = [page_objects(photo, n) for n, photo in enumerate(photos(data, self.format), 1)]
        return assemble(pages, self.format), pages
