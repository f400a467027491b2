"""What a person is shown of a form: this runs in the child only, and goes into no store."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from extract.errors import ExtractError
from extract.model import SourceFormat
from extract.signatures import foreign_format
from lecciones.containers import ContainerError
from lecciones.jobs import PagePicture, Seen, ToConvert
from lecciones.reading import CONVERTED_BYTES, bytes_of, is_to_convert, read_whole, reason_of
from normalize import read_forms

if TYPE_CHECKING:
    from extract.model import Document, PageSight
    from lecciones.jobs import Job, Limits, Look

CHANGED = "changed"
"""The code for a file whose bytes are others than those decided on."""


def look(job: Job, wanted: Look, limits: Limits) -> Seen | PagePicture | ToConvert:
    """The forms in the job's bytes with their pages, or one page's picture."""
    data = b""
    try:
        data = bytes_of(job, limits)
        if hashlib.sha256(data).hexdigest() != wanted.sha256:
            return Seen(code=CHANGED)
        if is_to_convert(job, data):
            return ToConvert()
        if wanted.page:
            return _picture(data, wanted)
        document, pages = _seen(job, data)
    except ContainerError as error:
        return Seen(code=error.code, detail=error.detail)
    except ExtractError as error:
        return Seen(code=reason_of(error, data), detail=error.detail)
    return Seen(read_forms(document), None if pages else document, pages)


def _picture(data: bytes, wanted: Look) -> PagePicture:
    from extract.sight import picture

    raster = picture(data, wanted.page, wanted.quarters, wanted.dpi)
    return PagePicture(raster.png, raster.width, raster.height)


def _seen(job: Job, data: bytes) -> tuple[Document, tuple[PageSight, ...]]:
    from extract.sight import see

    if not job.converted:
        return see(data)
    document, pages = see(read_whole(Path(job.converted), CONVERTED_BYTES))
    return replace(document, format=SourceFormat(foreign_format(data) or "")), pages
