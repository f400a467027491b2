"""Step 2: ruling lines, found by morphology, and the picture without them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.ocr.picture import Pieces, runs, runs_of, transposed
from extract.pdf.geometry import Edge

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extract.ocr.picture import Mask, Sheet

_LEAST_LEVEL, _LEAST_UPRIGHT = 12.0, 12.5  # points: longer than any letter's stroke
_LEAST_IN_ROW, _TOUCHES = 8.5, 1.2  # points of an upright between two rules; from its end to them
_THICKEST = 4.0  # points
_TABLE = 100.0  # points: a table is wider
_STUBS, _STUBS_ALIKE = (3.0, 13.0), 1.2  # points of its borders that are left; by which they differ
_KEPT = 17.0  # points: a shorter line is a dash or part of a letter
_BESIDE = (1.7, 2.5)  # points from a line: where ink goes on beside what is but letters
_LETTERS = 0.25  # of the length of a line up to so many points that ink goes on beside it, ...
_WORD = 60.0
_TEXT, _STROKE = 200.0, 2.2  # points: as long as words run together; what hangs on it is longer
_HANGING, _FREE = 0.28, 0.2  # of a line from which strokes hang on one side, and on the other
_DENSE = 0.6  # ... and of a longer one, of words run together
_FURTHER, _BODY = (2.6, 3.4), 0.4  # points: where letters go on, and no line that slopes
_STEMS = 15.0  # points: letters have a stem more often; a line that slopes goes on in one piece
_HALF, _SOFT = 1.3, 0.3  # points of a line to either side of its middle, at most; of soft edge
_LINE_INK = 0.25  # share of a row of pixels along a line that is ink where the line is
_GAP, _SHIFT = 8.0, 1.6  # points between the pieces of one line, along and across
_WORN, _INKED = 30.0, 0.6  # points along, where that share of the gap is ink at least


def find_rules(sheet: Sheet, ink: Mask) -> list[Edge]:
    """The ruling lines in `ink`, in points, pieces of one line joined."""
    found = _lines(sheet, _long_runs(sheet, ink, _LEAST_LEVEL), across=True)
    uprights = _long_runs(sheet, transposed(ink), _LEAST_IN_ROW)
    longer = runs_of(uprights, sheet.pixels(_LEAST_UPRIGHT))
    found += _lines(sheet, longer, across=False)
    kept = [edge for edge in found if edge.length >= _KEPT]
    kept = [edge for edge in kept if not _is_of_letters(sheet, ink, edge)]
    low = _in_low_rows(kept, _lines(sheet, uprights, across=False))
    low = [edge for edge in low if not _is_of_a_mark(sheet, edge)]
    return [*kept, *low, *_cut_off(sheet, ink, [*kept, *low])]


def _in_low_rows(rules: list[Edge], uprights: list[Edge]) -> list[Edge]:
    """The short uprights that go from one level rule to the next: borders in a row that is low.

    Letters end before the rules above and below them.
    """
    levels = [rule for rule in rules if rule.horizontal]
    known = [rule for rule in rules if not rule.horizontal]
    return [
        edge
        for edge in uprights
        if edge.length < _KEPT
        and _ends_on(levels, edge.start, edge.at)
        and _ends_on(levels, edge.end, edge.at)
        and not any(_is_part(edge, rule) for rule in known)
    ]


def _cut_off(sheet: Sheet, ink: Mask, rules: list[Edge]) -> list[Edge]:
    """The short borders of a row that a page's end cut off: alike at both ends of a level rule.

    Each is read as a 1 or an l otherwise.
    """
    uprights = [rule for rule in rules if not rule.horizontal]
    found: list[Edge] = []
    for rule in rules:
        if not rule.horizontal or rule.length < _TABLE:
            continue
        for side in (-1, 1):
            ends = [_stub(sheet, ink, rule, x, side) for x in (rule.start, rule.end)]
            length = min(ends)
            known = any(
                abs(u.at - x) <= _SHIFT
                and u.start - _SHIFT <= rule.at <= u.end + _SHIFT
                and (rule.at - u.start if side < 0 else u.end - rule.at) > length / 2
                for u in uprights
                for x in (rule.start, rule.end)
            )
            alike = max(ends) - length <= _STUBS_ALIKE
            if not known and alike and _STUBS[0] <= length <= _STUBS[1]:
                found += _stubs(sheet, ink, rule, side * max(ends))
    return found


def _stub(sheet: Sheet, ink: Mask, rule: Edge, x: float, side: int) -> float:
    """How far ink goes on from a rule's end, above (-1) or below it, in points."""
    columns = slice(max(round((x - _SHIFT) * sheet.scale), 0), round((x + _SHIFT) * sheet.scale))
    rows = np.asarray(ink[_band(sheet, rule, side, (_HALF, 2 * _STUBS[1])), columns].any(axis=1))
    rows = rows[::-1] if side < 0 else rows
    bare = np.flatnonzero(~rows)
    return _HALF + (int(bare[0]) if bare.size else len(rows)) / sheet.scale


def _stubs(sheet: Sheet, ink: Mask, rule: Edge, reach: float) -> list[Edge]:
    """The uprights that go so far from a rule, and no further; up where `reach` is negative."""
    scale, side, length = sheet.scale, 1 if reach > 0 else -1, abs(reach)
    x0, x1 = max(round((rule.start - _SHIFT) * scale), 0), round((rule.end + _SHIFT) * scale)
    along, over = (
        ink[_band(sheet, rule, side, band), x0:x1]
        for band in ((_HALF, length - _STUBS_ALIKE), (length + 0.5, length + _STUBS_ALIKE))
    )
    beyond = np.asarray(over.any(axis=0))
    ends = sorted((rule.at, rule.at + reach))
    return [
        Edge(False, (x0 + (a + b) / 2) / scale, ends[0], ends[1])
        for a, b in runs(np.asarray(along.all(axis=0)))
        if b - a <= _THICKEST * scale and not beyond[a:b].any()
    ]


def _is_of_a_mark(sheet: Sheet, edge: Edge) -> bool:
    """Whether a short upright is a side of a box that strokes go through: ink is on either side.

    That on the rules above and below does not count, nor text close to a border on one side.
    """
    within = replace(edge, start=edge.start + _BESIDE[0], end=edge.end - _BESIDE[0])
    ink = sheet.ink.T
    return all(float(_beside(sheet, ink, within, s, _BESIDE).mean()) > _LETTERS for s in (-1, 1))


def _ends_on(levels: list[Edge], y: float, x: float) -> bool:
    return any(
        abs(rule.at - y) <= _TOUCHES and rule.start - _TOUCHES <= x <= rule.end + _TOUCHES
        for rule in levels
    )


def _is_part(edge: Edge, rule: Edge) -> bool:
    beside = abs(edge.at - rule.at) <= _SHIFT
    return beside and rule.start - _SHIFT <= edge.start and edge.end <= rule.end + _SHIFT


def _is_of_letters(sheet: Sheet, ink: Mask, edge: Edge) -> bool:
    """Whether a level line is letters that coarse print runs together.

    Along their tops, or feet, much ink goes on beside it; along a ruling line none does.
    """
    if not edge.horizontal:
        return False
    hanging = [_hanging(sheet, ink, edge, side) for side in (-1, 1)]
    if edge.length <= _TEXT and max(hanging) >= _HANGING and min(hanging) <= _FREE:
        return True
    most = _LETTERS if edge.length <= _WORD else _DENSE
    for side in (-1, 1):
        near = _beside(sheet, ink, edge, side, _BESIDE)
        if float(near.mean()) <= most:
            continue
        strokes = np.count_nonzero(np.diff(near.astype(np.int8)) > 0)
        if strokes >= edge.length / _STEMS - 1:
            return True
        if float(_beside(sheet, ink, edge, side, _FURTHER).mean()) > _BODY:
            return True
    return False


def _hanging(sheet: Sheet, ink: Mask, edge: Edge, side: int) -> float:
    """The share of a level line from which strokes go on above (-1) or below it without a gap."""
    columns = slice(round(edge.start * sheet.scale), round(edge.end * sheet.scale))
    part = ink[_band(sheet, edge, side, (0, _STROKE)), columns]
    return float(part.all(axis=0).mean()) if part.size else 0.0


def _beside(
    sheet: Sheet, ink: Mask, edge: Edge, side: int, band: tuple[float, float]
) -> NDArray[np.bool_]:
    """Where along a line there is ink in a band (points from it) above (-1) or below it.

    For an upright line `ink` is turned over: what is left of it is above.
    """
    columns = slice(round(edge.start * sheet.scale), round(edge.end * sheet.scale))
    part = ink[_band(sheet, edge, side, band), columns]
    return np.asarray(part.any(axis=0)) if part.size else np.zeros(1, np.bool_)


def _band(sheet: Sheet, edge: Edge, side: int, band: tuple[float, float]) -> slice:
    """The rows so many points above (-1) or below a level line."""
    first, last = sorted(round((edge.at + side * points) * sheet.scale) for points in band)
    return slice(max(first, 0), max(last, 0))


def _long_runs(sheet: Sheet, ink: Mask, least: float) -> Mask:
    """What goes on along a row for `least` points; a hair of slope cuts no line into pieces."""
    thick = np.asarray(cv2.dilate(ink, np.ones((3, 1), np.uint8)), np.uint8)
    return runs_of(thick, sheet.pixels(least))


def _lines(sheet: Sheet, runs: Mask, *, across: bool) -> list[Edge]:
    """The level lines (`across`) of such runs, or the upright ones, from the ink turned over."""
    pieces = Pieces(runs)
    edges = []
    for row, middle in zip(pieces.stats, pieces.middles, strict=True):
        start, _, width, height, area = (float(v) for v in row)
        thickness = area / max(width, 1.0)
        if thickness > _THICKEST * sheet.scale or height > 0.2 * width + 4 * sheet.scale:
            continue
        at = (middle[1] + 0.5) / sheet.scale
        edges.append(Edge(across, at, start / sheet.scale, (start + width) / sheet.scale))
    # `ink` may lack what was taken for a box and is part of a line
    return _joined(edges, sheet.ink if across else sheet.ink.T, sheet.scale)


def _joined(edges: list[Edge], ink: Mask, scale: float) -> list[Edge]:
    out: list[Edge] = []
    for edge in sorted(edges, key=lambda e: e.start):
        twin = next((i for i, o in enumerate(out) if _goes_on(o, edge, ink, scale)), None)
        if twin is None:
            out.append(edge)
            continue
        old = out[twin]
        share = old.length / max(old.length + edge.length, 0.1)
        at = old.at * share + edge.at * (1 - share)
        out[twin] = Edge(old.horizontal, at, old.start, max(old.end, edge.end))
    return out


def _goes_on(line: Edge, piece: Edge, ink: Mask, scale: float) -> bool:
    """Whether a piece goes on a line, over a short gap or a longer one in which there is ink."""
    gap = piece.start - line.end
    if abs(line.at - piece.at) > _SHIFT or gap > _WORN:
        return False
    if gap <= _GAP:
        return True
    half = max(1, round(_SHIFT * scale / 2))
    at = round((line.at + piece.at) / 2 * scale)
    worn = ink[
        max(at - half, 0) : at + half + 1, round(line.end * scale) : round(piece.start * scale)
    ]
    return worn.size > 0 and float(np.asarray(worn.any(axis=0)).mean()) >= _INKED


def rules_mask(sheet: Sheet, edges: list[Edge]) -> Mask:
    """255 over these lines and their soft edges; letters' feet beside them are left standing."""
    mask = np.zeros_like(sheet.ink)
    scale = sheet.scale
    for edge in edges:
        drawn, out = (sheet.ink, mask) if edge.horizontal else (sheet.ink.T, mask.T)
        a, b = max(round((edge.start - 1) * scale), 0), round((edge.end + 1) * scale)
        low, high = round((edge.at - _HALF) * scale), round((edge.at + _HALF) * scale)
        rows = drawn[max(low, 0) : high + 1, a:b]
        if not rows.size:
            continue
        inked = np.flatnonzero((rows > 0).mean(axis=1) >= _LINE_INK)
        soft = sheet.pixels(_SOFT)
        first, last = (int(inked[0]), int(inked[-1])) if inked.size else (0, len(rows) - 1)
        top = max(low, 0)
        out[max(top + first - soft, 0) : top + last + soft + 1, a:b] = 255
    return mask
