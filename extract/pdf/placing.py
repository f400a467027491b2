"""Last step: places in points of the page, where a page was read at another scale."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from extract.model import Box

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extract.model import Document
    from extract.pdf.view import View


def in_points(document: Document, views: Mapping[int, View]) -> Document:
    """The document with the boxes of these pages as `View.displayed` gives them."""
    return cast("Document", _moved(document, views))


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
