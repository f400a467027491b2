"""Renders PDF pages and makes scans and photographs of them: skewed, noisy, grey, shadowed."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

if TYPE_CHECKING:
    from random import Random

Gray: TypeAlias = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Wear:
    """What a page went through. `skew` in degrees, `noise` in grey levels, `tilt` in shares."""

    dpi: int = 200
    skew: float = 0.0
    upside_down: bool = False
    noise: float = 3.0
    quality: int = 80  # of JPEG
    paper: int = 250  # grey level
    ink: int = 20  # grey level
    shadow: float = 0.0  # how much darker the dark side is
    tilt: float = 0.0  # of the width, by which a photograph's corners are off
    blur: float = 0.5  # pixels

    @property
    def traits(self) -> frozenset[str]:
        """The wear by name."""
        named = {
            "upside-down": self.upside_down, "grey-paper": self.paper < 225,
            "shadow": self.shadow > 0, "photo": self.tilt > 0, "noisy": self.noise > 6,
            "skewed": abs(self.skew) > 1,
        }  # fmt: skip
        return frozenset({name for name, on in named.items() if on} | {f"dpi-{self.dpi}"})


def draw_wear(rng: Random) -> Wear:
    """The wear of one file."""
    photo = rng.random() < 0.15
    return Wear(
        dpi=rng.choice((150, 200, 200, 300)),
        skew=rng.uniform(-3, 3),
        upside_down=rng.random() < 0.08,
        noise=rng.choice((2.0, 4.0, 8.0)),
        quality=rng.choice((55, 75, 90)),
        paper=rng.choice((252, 240, 215, 200)),
        ink=rng.choice((10, 30, 60)),
        shadow=rng.uniform(0.2, 0.45) if photo or rng.random() < 0.1 else 0.0,
        tilt=rng.uniform(0.01, 0.03) if photo else 0.0,
        blur=rng.choice((0.4, 0.6, 0.8)),
    )


def render(data: bytes, dpi: int) -> list[Gray]:
    """The pages of a PDF as clean grey pictures."""
    pages = []
    with pdfium.PdfDocument(data) as document:
        document.init_forms()
        for page in document:
            shown = np.array(page.render(scale=dpi / 72, grayscale=True).to_numpy(), np.uint8)
            pages.append(shown.reshape(shown.shape[:2]))
    return pages


def worn(picture: Gray, wear: Wear, rng: Random) -> Gray:
    """The picture after all that `wear` says."""
    grain = np.random.default_rng(rng.randrange(2**31))
    light = wear.ink + picture.astype(np.float64) / 255 * (wear.paper - wear.ink)
    page = _moved(np.asarray(light, np.uint8), wear, rng)
    page = np.asarray(cv2.GaussianBlur(page, (0, 0), wear.blur), np.uint8)
    shade = 1 - wear.shadow * np.linspace(0, 1, page.shape[1]) ** 2
    noisy = page * shade + grain.normal(0, wear.noise, page.shape)
    page = np.asarray(np.clip(noisy, 0, 255), np.uint8)
    _, packed = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, wear.quality])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)


def _moved(page: Gray, wear: Wear, rng: Random) -> Gray:
    height, width = page.shape
    turned = cv2.getRotationMatrix2D(
        (width / 2, height / 2), wear.skew + (180 if wear.upside_down else 0), 1
    )
    page = np.asarray(
        cv2.warpAffine(
            page, turned, (width, height), flags=cv2.INTER_CUBIC, borderValue=(wear.paper,)
        ),
        np.uint8,
    )
    if not wear.tilt:
        return page
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    off = np.array([[rng.uniform(0, wear.tilt) * width for _ in "xy"] for _ in corners])
    inward = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)])
    goal = (corners + off * inward + 0.02 * width * inward).astype(np.float32)
    warp = cv2.getPerspectiveTransform(corners, goal)
    return np.asarray(cv2.warpPerspective(page, warp, (width, height), borderValue=(70,)), np.uint8)


def as_pdf(pages: list[Gray], dpi: int) -> bytes:
    """An image-only PDF."""
    return _saved(pages, "PDF", resolution=dpi)


def as_tiff(pages: list[Gray], dpi: int) -> bytes:
    """A TIFF of these pages."""
    return _saved(pages, "TIFF", dpi=(dpi, dpi), compression="tiff_lzw")


def as_jpeg(page: Gray, dpi: int) -> bytes:
    """A JPEG picture."""
    return _saved([page], "JPEG", dpi=(dpi, dpi), quality=85)


def _saved(pages: list[Gray], kind: str, **options: object) -> bytes:
    from PIL import Image

    first, *rest = [Image.fromarray(page) for page in pages]
    out = io.BytesIO()
    if rest:
        options |= {"save_all": True, "append_images": rest}
    first.save(out, kind, **options)
    return out.getvalue()
