"""Pen strokes of many shapes, jittered, drawn into and around a printed box."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from schemas.reading import Consent

if TYPE_CHECKING:
    from random import Random

    from tests.forms.scanner import Gray


class Stroke(StrEnum):
    """What a pen does to a box."""

    TICK = "tick"
    LONG_TICK = "long-tick"  # leaves the box
    CROSS = "cross"
    BIG_CROSS = "big-cross"  # leaves the box at its corners
    SLASH = "slash"
    FILLED = "filled"
    SCRIBBLED = "scribbled"  # a mark scribbled out
    DOT = "dot"  # the pen was put down, no more
    BESIDE = "beside"  # a cross beside the box
    THROUGH = "through"  # a line that runs on towards the other box


CLEAR = (
    Stroke.TICK, Stroke.TICK, Stroke.LONG_TICK, Stroke.CROSS, Stroke.CROSS, Stroke.BIG_CROSS,
    Stroke.SLASH, Stroke.FILLED,
)  # fmt: skip
DOUBTFUL = (Stroke.SCRIBBLED, Stroke.DOT, Stroke.BESIDE, Stroke.THROUGH)


def draw_strokes(rng: Random) -> tuple[Consent, tuple[Stroke | None, Stroke | None]]:
    """What is meant, and what the pen does to the boxes of Sí and No."""
    clear, other = rng.choice(CLEAR), rng.choice(CLEAR)
    doubtful = rng.choice(DOUBTFUL)
    kind = rng.random()
    if kind < 0.35:
        return Consent.YES, (clear, None)
    if kind < 0.7:
        return Consent.NO, (None, clear)
    if kind < 0.78:
        return Consent.BOTH, (clear, other)
    if kind < 0.86:
        return Consent.UNMARKED, (None, None)
    if kind < 0.93:
        return Consent.UNCLEAR, (doubtful, None)
    return Consent.UNCLEAR, rng.choice(((Stroke.SCRIBBLED, clear), (clear, Stroke.SCRIBBLED)))


_Path = list[tuple[float, float]]


def _zigzag(left: float, right: float, top: float, bottom: float, turns: int) -> _Path:
    step = (bottom - top) / turns
    return [(right if n % 2 else left, top + n * step) for n in range(turns + 1)]


def _paths(shape: Stroke) -> list[_Path]:
    """The strokes in a box from (0, 0) to (1, 1)."""
    tick: _Path = [(0.15, 0.5), (0.4, 0.85), (0.9, 0.1)]
    cross: list[_Path] = [[(0.12, 0.12), (0.88, 0.9)], [(0.9, 0.1), (0.1, 0.88)]]
    return {
        Stroke.TICK: [tick],
        Stroke.LONG_TICK: [[(0.1, 0.45), (0.4, 0.9), (1.25, -0.5)]],
        Stroke.CROSS: cross,
        Stroke.BIG_CROSS: [[(-0.15, -0.2), (1.15, 1.2)], [(1.2, -0.15), (-0.2, 1.15)]],
        Stroke.SLASH: [[(0.05, 0.95), (0.95, 0.05)]],
        Stroke.FILLED: [_zigzag(0.15, 0.85, 0.12, 0.9, 9)],
        Stroke.SCRIBBLED: [tick, _zigzag(-0.35, 1.35, -0.45, 1.4, 11)],
        Stroke.DOT: [[(0.45, 0.5), (0.52, 0.52)]],
        Stroke.BESIDE: [[(-1.2, 0.0), (-0.4, 0.9)], [(-0.4, 0.0), (-1.2, 0.9)]],
        Stroke.THROUGH: [[(0.2, 0.6), (5.5, 0.5)]],
    }[shape]


def draw_stroke(
    picture: Gray, box: tuple[int, int, int, int], shape: Stroke, scale: float, rng: Random
) -> None:
    """Draws onto the picture; `box` is left, top, right, bottom, `scale` pixels a point."""
    left, top, right, bottom = box
    side = max(right - left, bottom - top)
    thickness = max(1, round(rng.uniform(0.8, 1.9) * scale))
    level = rng.randint(15, 110)
    for path in _paths(shape):
        points = [
            (
                left + (x + rng.gauss(0, 0.05)) * side,
                top + (y + rng.gauss(0, 0.05)) * side,
            )
            for x, y in path
        ]
        line = np.array(_curved(points), np.int32)
        cv2.polylines(picture, [line], False, (level,), thickness, cv2.LINE_AA)


def _curved(points: _Path) -> _Path:
    """The corners rounded a little, as a hand does."""
    out = [points[0]]
    for (ax, ay), (bx, by) in pairwise(points):
        out += [(ax + (bx - ax) * t, ay + (by - ay) * t) for t in (0.35, 0.7, 1.0)]
    return out
