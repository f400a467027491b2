"""The characters of a page as columns: a page has thousands, and each step asks all at once."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter, eq
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extract.pdf.geometry import Run

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Numbers = NDArray[np.intp]


@dataclass(slots=True)
class Chars:
    """Characters in stream order, each with its loose box (full line height, advance width).

    Row `n` of every column is one character: what it shows, its box in points from the page's
    top left, and in `owners` which of the `runs` it is of. White space shows as one " ".
    """

    texts: list[str]
    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats
    owners: Numbers
    runs: list[Run]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.texts)

    def of_runs(self, fact: str) -> NDArray[Any]:
        """A fact of each character's run, by the name of the run's field."""
        return np.array(list(map(attrgetter(fact), self.runs)))[self.owners]

    def blanks(self) -> Flags:
        """Which of them are white space."""
        return np.fromiter(map(" ".__eq__, self.texts), np.bool_, len(self.texts))

    def repeated(self) -> Flags:
        """Which of them show the same as the one before."""
        found = np.zeros(len(self.texts), np.bool_)
        if len(found):
            found[1:] = np.fromiter(map(eq, self.texts, self.texts[1:]), np.bool_, len(found) - 1)
        return found

    def where(self, kept: Flags) -> Chars:
        """Those at which `kept` is true."""
        if kept.all():
            return self
        places = np.flatnonzero(kept)
        return Chars(
            list(map(self.texts.__getitem__, places.tolist())),
            self.x0[places], self.top[places], self.x1[places], self.bottom[places],
            self.owners[places], self.runs,
        )  # fmt: skip

    def inside(self, width: float, height: float) -> Flags:
        """Which of them reach onto a page of this size, in points."""
        return (self.x1 >= 0) & (self.x0 <= width) & (self.bottom >= 0) & (self.top <= height)


def no_chars() -> Chars:
    """The characters of a page without text."""
    none = np.zeros(0, np.float64)
    return Chars([], none, none, none, none, np.zeros(0, np.intp), [])
