"""From the document model's places to the flat spots of a reading."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from schemas.reading import Spot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extract.model import Box, PageOrigin, Place

_T = TypeVar("_T")


def spot_of(place: Place) -> Spot:
    """The spot of a place: page and box in points, or the path where there are no pages."""
    box = place.box
    if box is None:
        return Spot(path=place.path)
    return Spot(box.page, box.x0, box.top, box.x1, box.bottom, place.path)


def spot_around(places: list[Place]) -> Spot:
    """One spot around all places on the first one's page; the first path where there is none."""
    if not places:
        return Spot()
    boxes = [place.box for place in places if place.box is not None]
    if not boxes:
        return spot_of(places[0])
    around: Box = boxes[0]
    for box in boxes[1:]:
        if box.page == around.page:
            around = around.union(box)
    return Spot(around.page, around.x0, around.top, around.x1, around.bottom, places[0].path)


def as_shown(reading: _T, origins: Sequence[PageOrigin]) -> _T:
    """The reading with its spots on the pages as they are shown, not as straightened."""
    if not origins:
        return reading
    moved: _T = _as_shown(reading, {origin.page: origin.matrix for origin in origins})
    return moved


def _as_shown(value: Any, ways: Mapping[int, tuple[float, ...]]) -> Any:  # noqa: ANN401
    if isinstance(value, Spot):
        return _shown(value, ways)
    if isinstance(value, tuple):
        return tuple(_as_shown(item, ways) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {f.name: _as_shown(getattr(value, f.name), ways) for f in fields(value)}
        return replace(value, **changes)
    return value


def _shown(spot: Spot, ways: Mapping[int, tuple[float, ...]]) -> Spot:
    """The box around where the corners go."""
    way = ways.get(spot.page or 0)
    edges = (spot.x0, spot.top, spot.x1, spot.bottom)
    if way is None or any(edge is None for edge in edges):
        return spot
    x0, top, x1, bottom = (float(edge or 0.0) for edge in edges)
    points = [_point(way, x, y) for x in (x0, x1) for y in (top, bottom)]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return replace(spot, x0=min(xs), top=min(ys), x1=max(xs), bottom=max(ys))


def _point(way: tuple[float, ...], x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f, g, h, i = way
    depth = g * x + h * y + i
    return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth
