"""A form as it is laid out, before any format: paragraphs and grids of inline content."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Coding(StrEnum):
    """How a box is to be written in the file."""

    GLYPH = "glyph"  # the characters ☒ and ☐
    CONTROL = "control"  # Word content control (w14:checkbox)
    LEGACY = "legacy"  # Word legacy form field
    SYMBOL = "symbol"  # w:sym in Wingdings
    SYMBOL_2 = "symbol-2"  # ... in Wingdings 2
    SYMBOL_WEB = "symbol-web"  # ... in Webdings
    DROPDOWN = "dropdown"  # Word list control: shows the word where it is on, else its prompt
    LEGACY_LIST = "legacy-list"  # the same as a legacy form field
    DRAWN = "drawn"  # an ellipse drawn over the line
    INPUT = "input"  # HTML checkbox
    RADIO = "radio"  # HTML radio button
    ACRO = "acro"  # PDF form check box
    ACRO_RADIO = "acro-radio"  # PDF form option button
    CROSSED = "crossed"  # a square, strokes drawn over it
    RINGED = "ringed"  # no box: an ellipse drawn around the word
    INK = "ink"  # a square, an ink annotation over it
    INK_RING = "ink-ring"  # no box: a circle annotation around the word
    TYPED_OVER = "typed-over"  # a square, an X typed over it as an annotation


@dataclass(frozen=True, slots=True)
class Span:
    """Text of one style."""

    text: str
    bold: bool = False
    superscript: bool = False
    strike: bool = False
    underline: bool = False
    highlight: bool = False
    framed: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """A box, on or off. `word` is its option; `tied` where the file ties the word to it."""

    on: bool
    word: str
    coding: Coding = Coding.GLYPH
    on_sign: str = "☒"
    off_sign: str = "☐"
    tied: bool = False

    @property
    def sign(self) -> str:
        """The character that shows the state."""
        return self.on_sign if self.on else self.off_sign


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry control holding an answer; `\\n` between paragraphs."""

    value: str
    name: str
    multiline: bool = False


@dataclass(frozen=True, slots=True)
class Newline:
    """A line break that the writer put inside a paragraph."""


@dataclass(frozen=True, slots=True)
class NoteMark:
    """Where the footnote is called."""


Inline = Span | Tick | Entry | Newline | NoteMark


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph."""

    inlines: tuple[Inline, ...] = ()
    item: bool = False
    centered: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of paragraphs over `span` columns."""

    paras: tuple[Para, ...]
    span: int = 1
    shaded: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A bordered table; `widths` are shares of the line, one a column, adding up to 1."""

    rows: tuple[tuple[GridCell, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page begins."""


Block = Para | Grid | PageBreak


@dataclass(frozen=True, slots=True)
class Sheet:
    """Blocks of the body and what stands around it.

    `header` holds the cells of a box repeated at the top of each page, () where there is
    none; `numbered` asks for page numbers below; `note` is the text of a real footnote, ""
    where the layout writes it in the body.
    """

    blocks: tuple[Block, ...]
    header: tuple[str, ...] = ()
    numbered: bool = False
    note: str = ""
