"""How much a reader takes on: past a bound it raises `LimitError` instead of reading on.

One set of bounds holds for the process: the reading child sets it before the first file.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds that an owner may set; sizes are what the file unpacks to.

    `pages` of a PDF, `page_chars` of one of them. `image_pixels` of one picture. `html_depth`,
    `html_tags` and `html_chars` of a page or marked text. `part_bytes` and `package_bytes` of
    one XML part and of all parts that are read of a Word or LibreOffice file, `part_ratio` of
    unpacked to packed size.
    """

    pages: int = 300
    page_chars: int = 100_000
    image_pixels: int = 120_000_000
    html_depth: int = 1000
    html_tags: int = 300_000
    html_chars: int = 4 * 2**20
    part_bytes: int = 32 * 2**20  # its tree takes some ten times that
    package_bytes: int = 200 * 2**20
    part_ratio: int = 200


_bounds = Bounds()


def bounds() -> Bounds:
    """Those in force."""
    return _bounds


def set_bounds(chosen: Bounds) -> None:
    """Puts others in force, for the whole process."""
    global _bounds  # noqa: PLW0603  # one process reads one file at a time
    _bounds = chosen
