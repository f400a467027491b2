"""What the file itself tells of its line ends, beyond where the words stand.

Two habits of the programs that write PDF tell a line that is merely full from one that the
writer ended, both invisible on the page:

- LibreOffice, Word and macOS write the blank at which they wrapped a line; where the writer
  ended the line there is none (or, in Word, always one);
- tagged PDF (Word, Chromium) gives each paragraph's text one marked-content id (ISO 32000-1,
  14.7.4), so that lines of one paragraph share it.

Neither is a rule of the format. So each is first held against the document's own lines whose
end is plain from the words, and believed only where it agrees with those.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extract.pdf.words import Line

_LEAST_ENDS = 2  # paragraphs' ends, to compare with sentences' ends within paragraphs
_LEAST = 3  # line ends of a kind, to know a habit by
_NEARLY_ALL = 0.9


@dataclass(slots=True)
class Count:
    """How many of the line ends of one kind have a trait."""

    having: int = 0
    all: int = 0

    @property
    def usual(self) -> bool:
        """Whether half of enough line ends have it."""
        return self.all >= _LEAST and 2 * self.having >= self.all

    def add(self, has: bool) -> None:
        """One more line end."""
        self.having += has
        self.all += 1

    @property
    def nearly_all(self) -> bool:
        """Whether nearly all of enough line ends have it."""
        return self.all >= _LEAST and self.having >= _NEARLY_ALL * self.all

    @property
    def hardly_any(self) -> bool:
        """Whether hardly any of them has it, few as they may be."""
        return self.having <= (1 - _NEARLY_ALL) * self.all


@dataclass(frozen=True, slots=True)
class Telltales:
    """Which traits may be believed in one document."""

    blank_is_soft: bool = False
    no_blank_is_hard: bool = False
    same_is_soft: bool = False
    other_is_hard: bool = False

    @classmethod
    def of(
        cls, soft: Iterable[LineEnd], hard: Iterable[LineEnd], last: Iterable[Line]
    ) -> Telltales:
        """What line ends show that are surely the page's, surely the writer's, or a cell's last."""
        soft_blank, hard_blank, soft_same, hard_same = Count(), Count(), Count(), Count()
        for end in soft:
            soft_same.add(end.same is True)
            if end.roomy:
                soft_blank.add(end.blank)
        for end in hard:
            hard_same.add(end.same is True)
            hard_blank.add(end.blank)
        for line in last:
            hard_blank.add(line.words[-1].blank_after)
        return cls(
            blank_is_soft=soft_blank.usual and hard_blank.hardly_any,
            no_blank_is_hard=soft_blank.nearly_all,
            same_is_soft=soft_same.usual and hard_same.hardly_any,
            other_is_hard=soft_same.nearly_all,
        )

    def ends(self, end: LineEnd) -> bool | None:
        """Whether the writer ended the line; None where nothing tells.

        A mark of a paragraph's end is believed before a sign that it goes on.
        """
        if self.other_is_hard and end.same is False:
            return True
        if self.no_blank_is_hard and end.roomy and not end.blank:
            return True
        goes_on = (self.blank_is_soft and end.blank) or (self.same_is_soft and end.same is True)
        return False if goes_on else None


@dataclass(frozen=True, slots=True)
class LineEnd:
    """The traits of one line's end.

    `same` tells whether it shares its marked content with the next line, None over a page
    break, where ids begin anew; `roomy` is True where a blank would have fitted behind it.
    """

    blank: bool
    same: bool | None
    roomy: bool

    @classmethod
    def of(cls, last: Line, line: Line, room_points: float) -> LineEnd:
        """The end of `last`, which `line` follows; room in points."""
        before, after = last.words[-1], line.words[0]
        same = None
        if before.box.page == after.box.page:
            same = before.content >= 0 and before.content == after.content
        return cls(before.blank_after, same, room_points > _BLANK * last.size)


_BLANK = 0.34  # of the type size: wider than the blank of most types


@dataclass(frozen=True, slots=True)
class Habits:
    """How often sentences end a paragraph, without or with a gap below, or end within one.

    `flush` counts the lines within sentences that reach their column's edge; `telltales` is
    what the file's own traits tell of line ends.
    """

    ending: int = 0
    gapped: int = 0
    within: int = 0
    flush: Count = field(default_factory=Count)
    telltales: Telltales = field(default_factory=Telltales)

    @property
    def tight(self) -> bool:
        """Whether a sentence that ends at a full line is likelier the end of its paragraph."""
        return self.ending >= _LEAST_ENDS and self.ending > max(self.within, self.gapped)

    @property
    def short(self) -> bool:
        """The same at a page break, where a gap would not show."""
        ends = self.ending + self.gapped
        return ends >= _LEAST_ENDS and ends > self.within


NO_HABITS = Habits()
