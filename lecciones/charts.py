"""Pictures of counts as SVG within the page, drawn by `leather`.

A picture carries no script, no font and no colour of its own: the page's style sheet sets
them, so that it is right on paper, on a dark screen and for who needs contrast. The numbers
stand beside it as a table; to a screen reader it is one picture with a sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH = 460
_BAR_HEIGHT = 34
_COLUMN_HEIGHT = 240
_LONGEST_LABEL = 30
_OWN_LOOK = re.compile(r' (?:fill|font-family|stroke)="(?!none)[^"]*"')
_SIZE = re.compile(r'<svg width="(\d+)" height="(\d+)"')
_LONG_NUMBER = re.compile(r"(\d+\.\d{2})\d+")


def bars(rows: Sequence[tuple[str, int]], label: str) -> str:
    """Bars from left to right, one a row, the first on top; "" where there is nothing."""
    if not any(count for _, count in rows):
        return ""
    import leather

    chart = leather.Chart()
    shown = _apart([_short(name) for name, _ in rows])
    values = [(count, name) for name, (_, count) in zip(shown, rows, strict=True)]
    chart.add_bars(values)
    ticks = _ticks(max(count for _, count in rows))
    chart.add_x_scale(0, ticks[-1])
    chart.add_x_axis(ticks=ticks, tick_formatter=_plain)
    return _finished(chart.to_svg(width=_WIDTH, height=70 + _BAR_HEIGHT * len(rows)), label)


def columns(rows: Sequence[tuple[str, int]], label: str) -> str:
    """Columns from bottom to top, one a row, the first on the left; "" where there is nothing."""
    if not any(count for _, count in rows):
        return ""
    import leather

    chart = leather.Chart()
    chart.add_columns([(name, count) for name, count in rows])
    ticks = _ticks(max(count for _, count in rows))
    chart.add_y_scale(0, ticks[-1])
    chart.add_y_axis(ticks=ticks, tick_formatter=_plain)
    return _finished(chart.to_svg(width=_WIDTH, height=_COLUMN_HEIGHT), label)


def _ticks(most: int) -> list[int]:
    """At most six round numbers from 0 to the most: an axis of counts has no halves."""
    step = next(step for step in _steps() if most <= 5 * step)
    return list(range(0, -(-most // step) * step + 1, step))


def _steps() -> Sequence[int]:
    return [digit * 10**power for power in range(12) for digit in (1, 2, 5)]


def _plain(value: object, *_: object) -> str:
    return str(value)


def _finished(svg: str, label: str) -> str:
    """The picture as it stands in the page: of the page's width, look and words."""
    from markupsafe import escape

    told = escape(label)
    svg = _SIZE.sub(
        lambda size: f'<svg viewBox="0 0 {size[1]} {size[2]}" role="img" aria-label="{told}"',
        svg[svg.index("<svg") :],
        count=1,
    )
    return _LONG_NUMBER.sub(r"\1", _OWN_LOOK.sub("", svg))


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_LABEL else f"{name[: _LONGEST_LABEL - 1].rstrip()}…"


def _apart(names: list[str]) -> list[str]:
    """Names that came out the same by shortening are told apart by their place."""
    seen: dict[str, int] = {}
    shown = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        shown.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return shown
