"""Form objects that draw form objects: told before PDFium draws them all, or itself to death.

Twenty-four forms that each draw the next one twice are sixteen million drawings; one that draws
itself has no end (ISO 32000-1, 8.10: a form may not).
"""

from __future__ import annotations

import re

_NAMED = re.compile(rb"/XObject\s*<<([^>]*)>>")
_ENTRY = re.compile(rb"/([^\s/<>\[\]()]{1,127})\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_DRAWN = re.compile(rb"/([^\s/<>\[\]()]{1,127})\s+Do\b")
_DEEPEST = 40  # forms within forms
_MOST_DRAWINGS = 1_000_000


def drawn_by(head: bytes, content: bytes) -> list[tuple[int, int]]:
    """The numbers of the objects that a form draws, each with how many times.

    Only those that its own dictionary names in place.
    """
    named = _NAMED.search(head)
    if named is None:
        return []
    objects = {name: int(number) for name, number in _ENTRY.findall(named[1])}
    times: dict[int, int] = {}
    for name in _DRAWN.findall(content):
        if name in objects:
            times[objects[name]] = times.get(objects[name], 0) + 1
    return list(times.items())


def is_beyond_measure(drawn: dict[int, list[tuple[int, int]]]) -> bool:
    """True where a form draws itself, too deep, or more than can be drawn in time."""
    totals: dict[int, int] = {}
    return any(_drawings(number, drawn, totals, 0) > _MOST_DRAWINGS for number in drawn)


def _drawings(
    number: int, drawn: dict[int, list[tuple[int, int]]], totals: dict[int, int], depth: int
) -> int:
    """How many objects drawing this one draws; beyond the most where it is too deep."""
    if depth > _DEEPEST:
        return _MOST_DRAWINGS + 1
    if number not in totals:
        total = 1
        for inner, times in drawn.get(number, ()):
            total += times * _drawings(inner, drawn, totals, depth + 1)
            if total > _MOST_DRAWINGS:
                break
        totals[number] = total
    return totals[number]
