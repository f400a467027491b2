"""The characters of a page as columns: a page has thousands, and each step asks all at once."""

from __future__ import annotations

from dataclasses import dataclass
from operator import eq
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Numbers = NDArray[np.intp]


@dataclass(slots=True)
class Runs:
    """What all characters of one text object share; row `n` of every column is one object.

    `size` and `baseline` (its y) are in points, `angle` in degrees, `color` is red, green and
    blue. `content` is its marked-content id, -1 where it has none: in tagged files the pieces of
    one paragraph share it.
    """

    fonts: list[str]
    size: Floats
    bold: Flags
    baseline: Floats
    visible: Flags
    angle: Numbers
    color: Numbers
    content: Numbers

    def palest(self) -> Numbers:
        """The least channel of each colour."""
        found: Numbers = self.color.min(axis=1)
        return found

    def are_alike(self, one: int, other: int) -> bool:
        """Whether nothing tells two of them apart."""
        columns = (self.size, self.bold, self.baseline, self.visible, self.angle, self.content)
        return self.fonts[one] == self.fonts[other] and all(
            np.array_equal(column[one], column[other]) for column in (*columns, self.color)
        )


@dataclass(slots=True)
class Chars:
    """Characters in stream order, each with its loose box (full line height, advance width).

    Row `n` of every column is one character: what it shows, its box in points from the page's
    top left, whether it is painted so that it can be seen, and in `owners` which of the `runs`
    it is of. White space shows as one " ", and is `blank`.
    """

    texts: list[str]
    blank: Flags
    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats
    visible: Flags
    owners: Numbers
    runs: Runs

    def __len__(self) -> int:
        """How many there are."""
        return len(self.texts)

    def sizes(self) -> Floats:
        """The type size of each, in points."""
        return self.runs.size[self.owners]

    def angles(self) -> Numbers:
        """How many degrees each is turned."""
        return self.runs.angle[self.owners]

    def repeated(self) -> Flags:
        """Which of them show the same as the one before."""
        found = np.zeros(len(self.texts), np.bool_)
        if len(found):
            found[1:] = np.fromiter(map(eq, self.texts, self.texts[1:]), np.bool_, len(found) - 1)
        return found

    def inside(self, width: float, height: float) -> Flags:
        """Which of them reach onto a page of this size, in points."""
        return (self.x1 >= 0) & (self.x0 <= width) & (self.bottom >= 0) & (self.top <= height)

    def somewhere(self) -> Chars:
        """Those that stand at a place and in a size that are numbers."""
        sides = np.stack((self.x0, self.top, self.x1, self.bottom))
        placed = np.isfinite(sides).all(axis=0)
        sized = np.isfinite(self.runs.size) & np.isfinite(self.runs.baseline)
        return self.where(placed & sized[self.owners])

    def where(self, kept: Flags) -> Chars:
        """Those at which `kept` is true."""
        if kept.all():
            return self
        n = np.flatnonzero(kept)
        texts = list(map(self.texts.__getitem__, n.tolist()))
        sides = self.x0[n], self.top[n], self.x1[n], self.bottom[n]
        return Chars(texts, self.blank[n], *sides, self.visible[n], self.owners[n], self.runs)


def no_chars() -> Chars:
    """The characters of a page without text."""
    lengths, flags, numbers = np.zeros(0), np.zeros(0, np.bool_), np.zeros(0, np.intp)
    color = np.zeros((0, 3), np.intp)
    runs = Runs([], lengths, flags, lengths, flags, numbers, color, numbers)
    return Chars([], flags, lengths, lengths, lengths, lengths, flags, numbers, runs)
