"""A picture file's pages as grey arrays, with Pillow."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageOps, ImageSequence

from extract.bounds import bounds
from extract.errors import DamagedError, LimitError, OcrMissingError
from extract.model import SourceFormat
from extract.ocr.straighten import Photo

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PAGES = 60
_ENOUGH_PIXELS = 20_000_000  # a letter page at 450 dots an inch; more is reduced
_LIKELY_DPI = (70.0, 1300.0)


def photos(data: bytes, source_format: SourceFormat) -> Iterator[Photo]:
    """The pages of a picture file, as they are shown (after the EXIF turn).

    Raises:
        DamagedError: a page cannot be decoded.
        LimitError: more pixels than the bounds allow, or more than `MAX_PAGES` pages.
        OcrMissingError: HEIC, and the library for it is not installed.
    """
    name = str(source_format)
    if source_format is SourceFormat.HEIC:
        _register_heic()
    try:
        with Image.open(io.BytesIO(data), formats=[_PILLOW[source_format]]) as picture:
            if getattr(picture, "n_frames", 1) > MAX_PAGES:
                raise LimitError("pages", format_name=name)
            for frame in ImageSequence.Iterator(picture):
                if frame.width * frame.height > bounds().image_pixels:
                    raise LimitError("pixels", format_name=name)
                yield _reduced(Photo(_grey(frame), _dpi(frame)))
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        raise DamagedError("picture", format_name=name) from None


def _reduced(photo: Photo) -> Photo:
    """A photograph of no more pixels than reading can make use of."""
    factor = (_ENOUGH_PIXELS / photo.gray.size) ** 0.5
    if factor >= 1:
        return photo
    small = cv2.resize(photo.gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return Photo(np.asarray(small, np.uint8), photo.dpi * factor)


_PILLOW = {
    SourceFormat.PNG: "PNG",
    SourceFormat.JPEG: "JPEG",
    SourceFormat.TIFF: "TIFF",
    SourceFormat.HEIC: "HEIF",
}


def _register_heic() -> None:
    try:
        import pillow_heif
    except ImportError:
        raise OcrMissingError("heic", format_name="heic") from None
    pillow_heif.register_heif_opener()


def _grey(frame: Image.Image) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Grey values on white where the picture is see-through."""
    upright = ImageOps.exif_transpose(frame)
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        upright = Image.alpha_composite(ground, layer)
    if upright.mode.startswith("I;16"):
        return (np.asarray(upright, np.uint16) >> 8).astype(np.uint8)
    return np.asarray(upright.convert("L"), np.uint8)


def _dpi(frame: Image.Image) -> float:
    low, high = _LIKELY_DPI
    found = frame.info.get("dpi", (0.0, 0.0))
    value = float(found[1] or 0.0) if isinstance(found, tuple) and len(found) == 2 else 0.0
    return value if low <= value <= high else 0.0
