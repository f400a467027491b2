"""The document model that every reader fills: the form as a person sees it.

Lengths are PDF points (1/72 inch); the origin is the top left corner of the page as it is
displayed (after `/Rotate`), x grows to the right, y downwards. Pages count from 1.

The model holds only immutable records and imports nothing of the project. A reader knows
its format and this model; whoever reads a `Document` knows this model and no format.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class SourceFormat(StrEnum):
    """What a file's bytes are, whatever its name says."""

    DOCX = "docx"
    HTML = "html"
    PDF = "pdf"
    ODT = "odt"
    DOC = "doc"  # read from what LibreOffice makes of it
    RTF = "rtf"  # the same
    PNG = "png"
    JPEG = "jpeg"
    TIFF = "tiff"
    HEIC = "heic"


class Origin(StrEnum):
    """By which way a piece of content stands in the file."""

    TEXT = "text"
    FORM_FIELD = "form_field"  # PDF form field, HTML control, legacy Word form field
    CONTENT_CONTROL = "content_control"  # Word content control (w:sdt)
    ANNOTATION = "annotation"  # text or mark laid over a PDF page
    OCR = "ocr"


class MarkState(StrEnum):
    """Whether a box is marked. `UNSURE`: its encodings disagree, or the ink is doubtful."""

    ON = "on"
    OFF = "off"
    UNSURE = "unsure"


class MarkShape(StrEnum):
    """What a mark looks like."""

    BOX = "box"  # a check box, empty or marked
    RADIO = "radio"  # a round option button
    SIGN = "sign"  # a tick or cross with no box around it
    RING = "ring"  # a circle around a word


class EncodingKind(StrEnum):
    """How a mark is written in the file."""

    CONTENT_CONTROL = "content_control"
    FORM_FIELD = "form_field"
    GLYPH = "glyph"  # ☐ ☒ ☑ ✓ and symbol fonts
    APPEARANCE = "appearance"  # the state a PDF widget shows (/AS)
    DRAWN = "drawn"  # vector paths
    INKED = "inked"  # pixels


class FieldKind(StrEnum):
    """What an entry control takes."""

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"


class BreakKind(StrEnum):
    """A break inside a paragraph."""

    LINE = "line"  # meant by the writer: `<br>`, Shift+Enter; never a break by page width
    TAB = "tab"


class AsideKind(StrEnum):
    """What is not the body of the form, kept apart instead of thrown away."""

    HEADER = "header"
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    COMMENT = "comment"
    DELETED = "deleted"
    HIDDEN = "hidden"


class Box(NamedTuple):
    """A rectangle on a page, in points from the page's top left; `page` counts from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in points."""
        return self.bottom - self.top

    @property
    def x_mid(self) -> float:
        """Middle in x, points."""
        return (self.x0 + self.x1) / 2

    @property
    def y_mid(self) -> float:
        """Middle in y, points from the top."""
        return (self.top + self.bottom) / 2

    def union(self, other: Box) -> Box:
        """The smallest box around both; the page is this one's (boxes must share it)."""
        return Box(
            self.page,
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands.

    `box` where the format has pages (PDF, image), else None; `path` names the block in
    formats without pages, such as `body/table[1]/row[3]/cell[2]/p[1]` (counted from 1).
    """

    path: str = ""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """The character formatting that can carry meaning on a form."""

    bold: bool = False
    underline: bool = False
    strike: bool = False
    highlight: bool = False
    superscript: bool = False


PLAIN = Style()
NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text of one style, NFC, on one line of thought: no line feeds, no tabs.

    `certainty` is the probability that the characters are right (1.0 unless OCR read them).
    """

    text: str
    place: Place = NOWHERE
    style: Style = PLAIN
    origin: Origin = Origin.TEXT
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Break:
    """A line break or tab that the writer put inside a paragraph."""

    kind: BreakKind = BreakKind.LINE
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Encoding:
    """One of the ways in which a mark is written, and what it says.

    `raw` is the file's own notation (`w14:checked=1`, `☒`, `/AS /Yes`), for evidence.
    """

    kind: EncodingKind
    state: MarkState
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A check box, option button, tick, cross or ring, at the place where it stands.

    `label` is the text that the file itself ties to the mark, where it does: an HTML
    `<label>`, a PDF button's export value or tooltip. Empty where nothing is tied.
    `group` is the name that option buttons or boxes of one question share, else empty.
    """

    state: MarkState
    shape: MarkShape = MarkShape.BOX
    encodings: tuple[Encoding, ...] = ()
    place: Place = NOWHERE
    origin: Origin = Origin.TEXT
    label: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """An entry control with its value; paragraphs of the value are separated by one `\\n`.

    A control left at its placeholder text has the value "" here. `name` is the control's
    own name, title or tag; `options` are the choices of a CHOICE. `certainty` is below 1 where
    it cannot be told whether a person sees this value.
    """

    value: str
    kind: FieldKind = FieldKind.TEXT
    name: str = ""
    options: tuple[str, ...] = ()
    place: Place = NOWHERE
    origin: Origin = Origin.FORM_FIELD
    style: Style = PLAIN
    certainty: float = 1.0


Inline = Text | Break | Mark | Field


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Inline content in reading order. `list_item` where a bullet or number stood before it.

    The bullet or number itself is in `marker` ("•", "1."), not in the inlines. `guesses` counts
    the line ends, within it and before it, of which nothing on the page tells whether the
    writer or the column's width made them.
    """

    inlines: tuple[Inline, ...] = ()
    place: Place = NOWHERE
    list_item: bool = False
    marker: str = ""
    heading: bool = False
    guesses: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: blocks, and where it stands in the grid.

    `column` counts grid columns from 0. A vertically merged cell stands once, in its first
    row, with `rowspan`; a horizontally merged one once with `colspan`.
    """

    blocks: tuple[Block, ...] = ()
    column: int = 0
    colspan: int = 1
    rowspan: int = 1
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that begin in this row, by column."""

    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. A table that a page break or a footnote splits is one table."""

    rows: tuple[Row, ...] = ()
    place: Place = NOWHERE


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Aside:
    """Text outside the body: a page header, a footnote, deleted or hidden text."""

    kind: AsideKind
    text: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Notice:
    """Something odd in the document that cost at most its own part.

    `code` is stable and snake_case (`font_without_unicode`, `external_part_ignored`);
    `detail` never holds the form's content.
    """

    code: str
    detail: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class PageSight:
    """How a page is shown to a person, so that boxes can be laid over it.

    `width` and `height` are those of the shown page in points, after `quarters` clockwise
    quarter turns of the page as it is displayed. `matrix` (three by three, row by row) takes a
    point of the page's boxes to a point of the shown page.
    """

    number: int
    width: float
    height: float
    quarters: int = 0
    matrix: tuple[float, ...] = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class PageOrigin:
    """Where the points of a page that was straightened to be read come from.

    `matrix` holds nine numbers, row by row: it takes a point (x, y, 1) of the straightened page to
    the page as it is shown, in homogeneous coordinates; both in points from the top left.
    """

    page: int
    matrix: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One file as a person sees it, in reading order, the same for each format.

    `page_count` is None where the format has no pages. Places on the pages in `origins` are on
    the straightened page.
    """

    format: SourceFormat
    blocks: tuple[Block, ...] = ()
    asides: tuple[Aside, ...] = ()
    notices: tuple[Notice, ...] = ()
    page_count: int | None = None
    origins: tuple[PageOrigin, ...] = ()
