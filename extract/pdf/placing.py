"""Last step: places in points of the page, where a page was read at another scale."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from extract.model import Box, PageOrigin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extract.model import Document
    from extract.pdf.geometry import PageObjects
    from extract.pdf.view import View


def in_points(document: Document, views: Mapping[int, View]) -> Document:
    """The document with the boxes of these pages as `View.displayed` gives them."""
    return cast("Document", _moved(document, views))


def origin_of(page: PageObjects) -> PageOrigin | None:
    """The way from a straightened page to the page as it is shown, in points of the page.

    None where the page was not read from its picture.
    """
    if page.photo is None:
        return None
    view, (a, b, c, d, e, f, *last) = page.view, page.photo.matrix
    if view is None or view.scale == 1 or view.turned:
        return PageOrigin(page.number, page.photo.matrix)
    shown = view.displayed(Box(page.number, 0, 0, 1, 1))
    g, h, i = last
    x, y = shown.x0, shown.top
    wide, tall = shown.width, shown.height
    rows = (
        (wide * a + x * g, wide * b + x * h, wide * c + x * i),
        (tall * d + y * g, tall * e + y * h, tall * f + y * i),
        (g, h, i),
    )
    return PageOrigin(page.number, tuple(number for row in rows for number in row))


def _moved(value: Any, views: Mapping[int, View]) -> Any:  # noqa: ANN401 - any of the model
    if isinstance(value, Box):
        view = views.get(value.page)
        return value if view is None else view.displayed(value)
    if isinstance(value, tuple):
        return tuple(_moved(item, views) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {f.name: _moved(getattr(value, f.name), views) for f in fields(value)}
        return replace(value, **changes)
    return value
