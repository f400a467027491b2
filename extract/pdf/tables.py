"""Tables whose cells still hold lines, and the flow of a page's or document's body."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.pdf.words import Line

if TYPE_CHECKING:
    from extract.model import Box


@dataclass(slots=True)
class DraftCell:
    """A cell that still holds lines; parts of one cell on further pages are appended."""

    box: Box
    rowspan: int
    lines: list[Line] = field(default_factory=list)
    nested: list[DraftTable] = field(default_factory=list)
    open_top: bool = False
    open_bottom: bool = False

    @property
    def text(self) -> str:
        """All lines, joined by blanks."""
        return " ".join(n.text for n in self.lines)

    @property
    def filled(self) -> bool:
        """Whether anything stands in the cell."""
        return bool(self.lines or self.nested)


@dataclass(slots=True)
class DraftTable:
    """Rows of the cells that begin in them.

    `gutter` is the x at which the answers begin in a table without ruling lines.
    """

    rows: list[list[DraftCell]]
    box: Box
    gutter: float | None = None

    @property
    def edges(self) -> tuple[float, float]:
        """Outer edges in x."""
        return self.box.x0, self.box.x1


Flow = list[Line | DraftTable]
