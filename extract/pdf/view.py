"""From PDF user space (y upwards, before `/Rotate`) to the page as it is displayed."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from extract.model import Box

if TYPE_CHECKING:
    from extract.pdf.chars import Floats
    from extract.pdf.native import Handle

Number = TypeVar("Number", float, "Floats")

_QUARTER = 90


@dataclass(frozen=True, slots=True)
class View:
    """One page's way from user space to the coordinates in which it is read.

    `quarters` is `/Rotate` in clockwise quarter turns; the four bounds are the crop box. Those
    coordinates are points from the displayed top left, save where the page lies on its side
    (`turned` quarters more bring its text upright) or is drawn at another scale.
    """

    number: int
    left: float
    bottom: float
    right: float
    top: float
    quarters: int
    turned: int = 0
    scale: float = 1.0

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
        """Width of the page as it is read."""
        return self.scale * (
            self.right - self.left if self.quarters % 2 == 0 else self.top - self.bottom
        )

    @property
    def height(self) -> float:
        """Height of the page as it is read."""
        return self.scale * (
            self.top - self.bottom if self.quarters % 2 == 0 else self.right - self.left
        )

    def changed(self, turned: int, scale: float) -> View:
        """The same page turned by so many more quarters, and scaled."""
        return replace(self, quarters=(self.quarters + turned) % 4, turned=turned, scale=scale)

    def displayed(self, box: Box) -> Box:
        """A box as read, in points from the displayed top left."""
        k = 1 / self.scale
        x0, top, x1, bottom = k * box.x0, k * box.top, k * box.x1, k * box.bottom
        width, height = k * self.width, k * self.height
        if self.turned == 1:
            return Box(box.page, top, width - x1, bottom, width - x0)
        if self.turned == 2:
            return Box(box.page, width - x1, height - bottom, width - x0, height - top)
        if self.turned == 3:
            return Box(box.page, height - bottom, x0, height - top, x1)
        return Box(box.page, x0, top, x1, bottom)

    def point(self, x: Number, y: Number) -> tuple[Number, Number]:
        """A user space point as it is read, or as many as there are in two columns."""
        k = self.scale
        if self.quarters == 0:
            return k * (x - self.left), k * (self.top - y)
        if self.quarters == 1:
            return k * (y - self.bottom), k * (x - self.left)
        if self.quarters == 2:
            return k * (self.right - x), k * (y - self.bottom)
        return k * (self.top - y), k * (self.right - x)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A user space rectangle (any two opposite corners) as it is read."""
        return Box(self.number, *self.extent(x0, y0, x1, y1))

    def extent(
        self, x0: float, y0: float, x1: float, y1: float
    ) -> tuple[float, float, float, float]:
        """The same as left, top, right and bottom."""
        if self.quarters == 0 and self.scale == 1 and x0 <= x1 and y0 <= y1:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
