"""From the document model's places to the flat spots of a reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.reading import Spot

if TYPE_CHECKING:
    from extract.model import Box, Place


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
