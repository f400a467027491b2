"""Step 4: the parts of a page that are read by themselves: each cell, and what lies between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.ocr.engine import Region
from extract.ocr.picture import components, runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from extract.model import Box
    from extract.ocr.picture import Mask, Sheet

_GAP, _TABLE = 40.0, 5.0  # points without ink, of a table, that part what is read together
_GUTTER, _TALL = 7.5, 30.0  # points: the least blank between columns, and how far down it reaches
_LEAST_COLUMN, _SURE_GUTTER = 30.0, 12.0  # points; a blank within a line is narrower
_LAST_LINE, _RULED = 15.0, 0.5  # points: a line's height; share of a cell's width that is ruled
_SPECK = 1.6  # points: dots and accents are smaller, too, and stand by their letters


def regions_of(sheet: Sheet, ink: Mask, cells: Sequence[Box]) -> list[Region]:
    """The parts of the page that hold ink: each cell, and the bands between the tables."""
    height, width = ink.shape
    scale = sheet.scale
    found = [Region(*(round(v * scale) for v in (c.x0, c.top, c.x1, c.bottom))) for c in cells]
    found = [_to_its_end(ink, region, found, sheet) for region in found]
    free = ink.copy()
    for region in found:
        free[max(region.top, 0) : region.bottom, max(region.x0, 0) : region.x1] = 0
    free = _without_specks(free, sheet)
    inside = [_clipped(r, width, height) for r in found]
    bands = _bands(free, _rows_of(found, height), sheet)
    drawn = drawn_in(free)
    columns = [column for band in bands for column in _columns(drawn, band, sheet)]
    # a table may have borders around it and no rules within
    if any(r.height >= sheet.pixels(_TALL) for r in inside):
        drawn = drawn_in(ink)
        inside = [column for r in inside for column in _columns(drawn, r, sheet)]
    # beside a table there may be nothing but a band's noise: its cells are not read once more
    cut = [trimmed(ink, r, sheet) for r in inside if _has_ink(ink, r, sheet)]
    cut += [trimmed(free, r, sheet) for r in columns if _has_ink(free, r, sheet)]
    return [region for region in cut if region is not None]


def _to_its_end(ink: Mask, cell: Region, cells: Sequence[Region], sheet: Sheet) -> Region:
    """A cell whose last line its borders end within, down to that line's foot.

    So a row ends that goes on over the page, where nothing is ruled below it.
    """
    if cell.bottom + 1 >= ink.shape[0] or cell.bottom < 1:
        return cell
    x0, x1 = max(cell.x0, 0), cell.x1
    cut = (ink[cell.bottom - 1, x0:x1] > 0) & (ink[cell.bottom, x0:x1] > 0)
    near = sheet.pixels(_TABLE)
    below = any(
        abs(o.top - cell.bottom) <= near and min(o.x1, cell.x1) > max(o.x0, cell.x0) for o in cells
    )
    if below or np.count_nonzero(cut) < sheet.pixels(_SPECK) or _is_ruled(sheet, ink, cell):
        return cell
    rows = np.asarray(ink[cell.bottom : cell.bottom + sheet.pixels(_LAST_LINE), x0:x1].any(axis=1))
    bare = np.flatnonzero(~rows)
    if not bare.size:
        return cell
    return Region(cell.x0, cell.top, cell.x1, cell.bottom + int(bare[0]) + 1)


def _is_ruled(sheet: Sheet, ink: Mask, cell: Region) -> bool:
    """Whether a line was taken out of the ink along the bottom of a cell."""
    reach = sheet.pixels(_SPECK)
    rows = slice(max(cell.bottom - reach, 0), cell.bottom + reach)
    columns = slice(max(cell.x0, 0), cell.x1)
    taken = (sheet.ink[rows, columns] > 0) & (ink[rows, columns] == 0)
    return float(np.asarray(taken.any(axis=0)).mean()) > _RULED if taken.size else False


def _without_specks(ink: Mask, sheet: Sheet) -> Mask:
    """The ink without what is smaller than any letter, as the noise of a dark margin is."""
    labels, stats, _ = components(ink)
    least = _SPECK * sheet.scale
    sizes = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    out = np.array(ink)
    drawn = np.flatnonzero(out)
    specks = drawn[(sizes < least)[labels.ravel()[drawn]]]
    out.ravel()[specks] = 0
    return out


def _clipped(region: Region, width: int, height: int) -> Region:
    inset = 2
    return Region(
        max(region.x0 + inset, 0),
        max(region.top + inset, 0),
        min(region.x1 - inset, width),
        min(region.bottom - inset, height),
    )


def _rows_of(cells: Sequence[Region], height: int) -> NDArray[np.bool_]:
    """The rows of pixels in which cells lie."""
    rows = np.zeros(height, np.bool_)
    for cell in cells:
        rows[max(cell.top, 0) : max(cell.bottom, 0)] = True
    return rows


def _bands(free: Mask, tables: NDArray[np.bool_], sheet: Sheet) -> list[Region]:
    """Strips over the page's width that hold ink outside tables, parted by tables and wide gaps."""
    counts = (free > 0).sum(axis=1)
    rows = np.flatnonzero(counts > 1)
    if rows.size == 0:
        return []
    below = np.pad(np.cumsum(tables), (1, 0))
    ruled = below[rows[1:]] - below[rows[:-1] + 1] > sheet.pixels(_TABLE)
    cuts = np.flatnonzero((np.diff(rows) > sheet.pixels(_GAP)) | ruled)
    starts = [rows[0], *rows[cuts + 1]]
    ends = [*rows[cuts], rows[-1]]
    pad = sheet.pixels(2)
    return [
        Region(0, max(int(a) - pad, 0), free.shape[1], min(int(b) + pad + 1, free.shape[0]))
        for a, b in zip(starts, ends, strict=True)
    ]


def _columns(drawn: NDArray[np.bool_], band: Region, sheet: Sheet) -> list[Region]:
    """A band, parted where a table without rules has its columns.

    Read as one block, the lines of two columns run into each other wherever their baselines
    differ. Columns are told by a blank that goes down several lines, with ink on either side.
    """
    out: list[Region] = []
    start = band.top
    for top, bottom, x in _gutters(drawn, band, sheet):
        if top > start:
            out.append(Region(band.x0, start, band.x1, top))
        for x0, x1 in ((band.x0, x), (x, band.x1)):
            out += _columns(drawn, Region(x0, top, x1, bottom), sheet)
        start = bottom
    if start < band.bottom:
        out.append(Region(band.x0, start, band.x1, band.bottom))
    return out


def _gutters(
    drawn: NDArray[np.bool_], band: Region, sheet: Sheet
) -> Iterator[tuple[int, int, int]]:
    """Top and bottom of each stretch of lines that a blank parts, and the middle of the blank."""
    part = drawn[band.top : band.bottom, band.x0 : band.x1]
    least, room = sheet.pixels(_GUTTER), sheet.pixels(_LEAST_COLUMN)
    wide = sheet.pixels(_SURE_GUTTER)
    used = np.flatnonzero(part.any(axis=0))
    inner = [(int(used[0]) + room, int(used[-1]) - room)] if used.size else []
    rows = runs(np.asarray(part.any(axis=1)))
    drawn_columns = [np.asarray(part[a:b].any(axis=0)) for a, b in rows]
    blanks_of = [_shared(_blanks(columns, least), inner, least) for columns in drawn_columns]
    first = 0
    while first < len(rows):
        blanks, columns, last = blanks_of[first], drawn_columns[first], first
        found = _parting(columns, blanks, room)
        while last + 1 < len(rows):
            shared = _shared(blanks, blanks_of[last + 1], least)
            further = columns | drawn_columns[last + 1]
            parting = _parting(further, shared, room)
            # what all lines leave blank at one side is no gutter: it ends where its last one does
            if not shared or (found and not parting):
                break
            blanks, columns, found, last = shared, further, parting, last + 1
        top, bottom = rows[first][0], rows[last][1]
        own = drawn_columns[first : last + 1]
        found = [b for b in found if b[1] - b[0] >= wide or _are_columns(own, sum(b) // 2)]
        if bottom - top >= sheet.pixels(_TALL) and found:
            left, right = max(found, key=lambda b: b[1] - b[0])
            above = rows[first - 1][1] if first else top
            below = rows[last + 1][0] if last + 1 < len(rows) else part.shape[0]
            x = band.x0 + (left + right) // 2
            yield band.top + (above + top) // 2, band.top + (bottom + below + 1) // 2, x
            first = last + 1
        else:
            first += 1


def _are_columns(lines: Sequence[NDArray[np.bool_]], x: int) -> bool:
    """Whether two lines or more have ink on either side: one may be stretched to the edge."""
    return all(
        sum(bool(side.any()) for side in sides) > 1
        for sides in ([line[:x] for line in lines], [line[x:] for line in lines])
    )


def _blanks(columns: NDArray[np.bool_], least: int) -> list[tuple[int, int]]:
    """The stretches of x where a line holds no ink, those at its ends included."""
    return [(a, b) for a, b in runs(~columns) if b - a >= least]


def _shared(
    some: list[tuple[int, int]], others: list[tuple[int, int]], least: int
) -> list[tuple[int, int]]:
    both = [(max(a, c), min(b, d)) for a, b in some for c, d in others]
    return [(a, b) for a, b in both if b - a >= least]


def _parting(
    columns: NDArray[np.bool_], blanks: list[tuple[int, int]], room: int
) -> list[tuple[int, int]]:
    """The blanks with a column's worth of ink on either side."""
    used = np.flatnonzero(columns)
    return [
        blank
        for blank in blanks
        if all(
            side.size and side[-1] - side[0] >= room
            for side in np.split(used, np.searchsorted(used, [sum(blank) // 2]))
        )
    ]


def drawn_in(ink: Mask) -> NDArray[np.bool_]:
    """Where there is ink that is no speckle."""
    opened = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    return np.asarray(opened, np.uint8) > 0


def trimmed(ink: Mask, region: Region, sheet: Sheet) -> Region | None:
    """The region cut down to its ink in x, None where it holds none.

    A margin as wide as the page misleads Tesseract.
    """
    part = ink[region.top : region.bottom, region.x0 : region.x1]
    if not part.size:
        return None
    columns = np.flatnonzero(drawn_in(part).any(axis=0))
    if not columns.size:
        return None
    pad = sheet.pixels(3)
    x0 = max(region.x0 + int(columns[0]) - pad, region.x0, 1)
    x1 = min(region.x0 + int(columns[-1]) + pad + 1, region.x1, ink.shape[1] - 1)
    return Region(x0, region.top, x1, region.bottom)


def _has_ink(ink: Mask, region: Region, sheet: Sheet) -> bool:
    part = ink[region.top : region.bottom, region.x0 : region.x1]
    return part.size > 0 and cv2.countNonZero(part) >= (0.9 * sheet.scale) ** 2
