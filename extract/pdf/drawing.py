"""One page of a PDF as pixels, with its form fields and annotations, for a person to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.errors import DamagedError
from extract.pdf.pages import exclusive, form_environment, open_document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extract.pdf.native import Handle


def draw_page(
    data: bytes, number: int, quarters: int, dpi: float, most_pixels: int
) -> NDArray[np.uint8]:
    """The page (from 1) in colour, height by width by 3, turned clockwise by `quarters`.

    Raises:
        EncryptedError: a user password is needed.
        DamagedError: PDFium cannot open it, or has no such page.
    """
    import numpy as np
    import pypdfium2 as pdfium

    with exclusive():
        document = open_document(data)
        try:
            page = document[number - 1]
            width, height = page.get_size()
            area = max(width * height, 1.0)
            scale = min(dpi / 72, (most_pixels / area) ** 0.5)
            bitmap = page.render(scale=scale, rotation=90 * quarters, rev_byteorder=True,
                                 prefer_bgrx=True, may_draw_forms=False)  # fmt: skip
            try:
                with form_environment(document) as form:
                    _draw_fields(form, page, bitmap, quarters)
                return np.array(bitmap.to_numpy()[..., :3], np.uint8)
            finally:
                bitmap.close()
        except (pdfium.PdfiumError, IndexError, ValueError):
            raise DamagedError("no_such_page", format_name="pdf") from None
        finally:
            document.close()


def _draw_fields(form: Handle, page: Handle, bitmap: Handle, quarters: int) -> None:
    """The values of form fields, which stand in no page content; nothing where there are none."""
    from pypdfium2 import raw

    if form is not None:
        raw.FPDF_SetFormFieldHighlightAlpha(form, 0)
        flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
        raw.FPDF_FFLDraw(
            form, bitmap.raw, page.raw, 0, 0, bitmap.width, bitmap.height, quarters, flags
        )
