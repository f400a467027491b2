"""From PDF user space (y upwards, before `/Rotate`) to the page as it is displayed."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.model import Box

if TYPE_CHECKING:
    from extract.pdf.native import Handle


_QUARTER = 90


@dataclass(frozen=True, slots=True)
class View:
    """One page's way from user space to points from the displayed top left.

    `quarters` is `/Rotate` in clockwise quarter turns; the four bounds are the crop box.
    """

    number: int
    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    @classmethod
    def of(cls, page: Handle, number: int) -> View:
        """The view of a pypdfium2 page."""
        from pypdfium2 import raw

        bounds = raw.FS_RECTF()
        if raw.FPDF_GetPageBoundingBox(page.raw, ctypes.byref(bounds)):
            left, bottom, right, top = bounds.left, bounds.bottom, bounds.right, bounds.top
        else:
            width, height = page.get_size()
            left, bottom, right, top = 0.0, 0.0, width, height
        quarters = (page.get_rotation() // _QUARTER) % 4
        return cls(number, left, min(bottom, top), right, max(bottom, top), quarters)

    @property
    def width(self) -> float:
        """Displayed width in points."""
        return self.right - self.left if self.quarters % 2 == 0 else self.top - self.bottom

    @property
    def height(self) -> float:
        """Displayed height in points."""
        return self.top - self.bottom if self.quarters % 2 == 0 else self.right - self.left

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A user space point as displayed."""
        if self.quarters == 0:
            return x - self.left, self.top - y
        if self.quarters == 1:
            return y - self.bottom, x - self.left
        if self.quarters == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A user space rectangle (any two opposite corners) as displayed."""
        return Box(self.number, *self.extent(x0, y0, x1, y1))

    def extent(
        self, x0: float, y0: float, x1: float, y1: float
    ) -> tuple[float, float, float, float]:
        """The same as left, top, right and bottom."""
        if self.quarters == 0 and x0 <= x1 and y0 <= y1:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
