"""Plain records for what lies on one PDF page, before any of it is text or table.

All lengths are points from the displayed page's top left, y downwards (see `extract.model`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from extract.model import Box, Field, Inline, Mark
from extract.pdf.chars import Chars, no_chars

if TYPE_CHECKING:
    from extract.pdf.view import View

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Rgb = tuple[int, int, int]
WHITE: Rgb = (255, 255, 255)


class Word(NamedTuple):
    """A word, or (with `inline`) a mark or field that stands among the words.

    `blank_after` tells that a blank is written behind it, at a line's end too; `content` is
    its text object's marked-content id. `opens` is True where it begins a paragraph by the
    file's own word.
    """

    text: str
    box: Box
    size: float
    baseline: float
    bold: bool = False
    superscript: bool = False
    strike: bool = False
    underline: bool = False
    highlight: bool = False
    inline: Inline | None = None
    space_before: bool = True
    annotation: bool = False
    blank_after: bool = False
    content: int = -1
    opens: bool = False
    scanned: bool = False  # read from a picture; `certainty` is then below 1
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Edge:
    """A ruling line: horizontal at y = `at` from `start` to `end` in x, or the reverse."""

    horizontal: bool
    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """Length in points."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Shape:
    """One painted path: its box, its subpaths' points, and how it is painted."""

    box: Box
    subpaths: tuple[tuple[Point, ...], ...]
    curved: bool
    fill: Rgb | None
    stroke: Rgb | None

    @property
    def is_white(self) -> bool:
        """Whether it paints nothing but white."""
        paints = [c for c in (self.fill, self.stroke) if c is not None]
        return all(min(c) >= 250 for c in paints)


@dataclass(frozen=True, slots=True)
class FreeText:
    """Text typed over the page as an annotation.

    `size` is its type size in points, 0 where the file does not say; `painted` where the file
    holds its appearance, so that it can be seen or not; `layered` where it stands on a layer
    (optional content) that may be switched off.
    """

    text: str
    box: Box
    size: float = 0.0
    painted: bool = False
    layered: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """An ink, stamp, line, circle or square annotation; `kind` is its PDF subtype.

    `paths` are the points of its lines where the file gives them; `painted` and
    `layered` as in `FreeText`.
    """

    kind: str
    box: Box
    paths: tuple[tuple[Point, ...], ...] = ()
    painted: bool = False
    layered: bool = False


@dataclass(frozen=True, slots=True)
class PhotoFrame:
    """The picture that a page was read from: its size in points as displayed, and the way back.

    `matrix` (three by three, row by row) takes a point of the page as read to one of the picture.
    """

    width: float
    height: float
    matrix: tuple[float, ...]


@dataclass(slots=True)
class PageObjects:
    """All that PDFium gives for one page, in displayed coordinates."""

    number: int
    width: float
    height: float
    chars: Chars = field(default_factory=no_chars)
    shapes: list[Shape] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    paths_left_out: bool = False  # the page paints more than `shapes` holds
    controls: list[tuple[Box, Mark | Field]] = field(default_factory=list)
    typed: list[FreeText] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    comments: list[FreeText] = field(default_factory=list)
    bad_unicode: int = 0
    ink: dict[Box, float] = field(default_factory=dict)
    view: View | None = None
    words: list[Word] = field(default_factory=list)  # read from the page's picture
    marks: list[tuple[Box, Mark]] = field(default_factory=list)  # seen in the page's picture
    edges: list[Edge] = field(default_factory=list)  # ruling lines in the page's picture
    ocr: bool = False  # what stands here was read from the page's picture
    photo: PhotoFrame | None = None  # of the picture that was read
    unread: str = ""  # what is missing for reading the page's picture (`OcrSetup.missing`)


def overlap(a0: float, a1: float, b0: float, b1: float) -> float:
    """Length that two intervals share, in points; 0 where they are apart."""
    return max(0.0, min(a1, b1) - max(a0, b0))


def holds(outer: Box, x: float, y: float, slack: float = 0.0) -> bool:
    """Whether the point lies in the box, widened by `slack` points."""
    return (
        outer.x0 - slack <= x <= outer.x1 + slack and outer.top - slack <= y <= outer.bottom + slack
    )


def covers(a: Box, b: Box) -> float:
    """Share of `b`'s area that `a` covers, 0 to 1."""
    area = max(b.width * b.height, 0.01)
    shared = overlap(a.x0, a.x1, b.x0, b.x1) * overlap(a.top, a.bottom, b.top, b.bottom)
    return shared / area


def around(boxes: list[Box]) -> Box:
    """The smallest box around all of them, on the first one's page."""
    pages, lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(pages[0], min(lefts), min(tops), max(rights), max(bottoms))
