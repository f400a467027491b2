"""What the consent answer is made of: option words, marks, and other words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.model import MarkState
from schemas.reading import NO_SPOT, Spot

if TYPE_CHECKING:
    from normalize.flow import CellRef


@dataclass(frozen=True, slots=True)
class Where:
    """Where a token stands: its line, the row of tabbed lines it is in, paragraph and cell.

    `start` and `end` place it along its line: points where the page is known, else letters.
    """

    line: int
    row: int
    paragraph: int
    cell: CellRef | None
    start: float = 0.0
    end: float = 0.0
    spot: Spot = NO_SPOT


@dataclass(frozen=True, slots=True)
class Option:
    """A word that answers, printed or typed. `entered` where it is an entry control's value."""

    says_yes: bool
    at: Where
    struck: bool = False
    highlighted: bool = False
    underlined: bool = False
    bold: bool = False
    entered: bool = False
    colon: bool = False  # `Sí:` announces its mark
    slip: bool = False  # a misread letter in it: `Sl`, `5í`
    scanned: bool = False  # read from a picture
    phrase: bool = False  # more than the bare word: `No autorizo`
    unsure: bool = False  # perhaps nobody can see it

    @classmethod
    def implied(cls, *, says_yes: bool, like: Sign) -> Option:
        """The option that a mark is tied to where its word stands nowhere in the text."""
        return cls(says_yes, like.at)

    @property
    def style_note(self) -> str:
        """How the word is set apart, for evidence."""
        names = ("struck", "highlighted", "underlined", "bold", "entered")
        return " ".join(name for name in names if getattr(self, name)) or "plain"


@dataclass(frozen=True, slots=True)
class Sign:
    """A mark. `tied` is what the file itself says it stands for; `boxed` where it has a box.

    `erased` where the writer struck it out: it counts no more. `entered` where it was typed
    into an entry field. `loose` for a cross on a scan that has no place of its own: drawn by pen
    between words and boxes it may belong to either side, or cross one out.
    """

    state: MarkState
    raw: str
    at: Where
    tied: bool | None = None
    boxed: bool = True
    erased: bool = False
    entered: bool = False
    loose: bool = False

    @property
    def blank(self) -> bool:
        """True for a line to write on: `____`."""
        return self.state is MarkState.OFF and self.raw[:1] in ("_", ".", "…")


@dataclass(frozen=True, slots=True)
class Words:
    """Other words. `first` where they are the first thing after the question.

    `answers` is True for a sentence that begins as an answer does ("Sí, previa …") and for
    what puts the answer in doubt ("?").
    """

    text: str
    at: Where
    first: bool
    answers: bool = False


Token = Option | Sign | Words
