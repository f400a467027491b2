"""The bullets and numbers that browsers show before list items (HTML, 4.4.5 to 4.4.8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MAX_ROMAN = 3999
BULLET = "•"


@dataclass(slots=True)
class Counting:
    """One list that is open; `number` is the next item's."""

    ordered: bool = False
    number: int = 1
    kind: str = "1"

    @classmethod
    def of(cls, element: Element, tag: str) -> Counting:
        """The counting of an `ol`, `ul` or `menu`."""
        start = _whole(element.get("start"))
        return cls(tag == "ol", 1 if start is None else start, element.get("type") or "1")

    def marker(self, item: Element) -> str:
        """The marker of the next item: `•`, `1.`, `b.`, `IV.`."""
        if not self.ordered:
            return BULLET
        value = _whole(item.get("value"))
        number = self.number if value is None else value
        self.number = number + 1
        return f"{_written(number, self.kind)}."


def _whole(value: str | None) -> int | None:
    try:
        return int(value) if value and len(value) < 10 else None
    except ValueError:
        return None


def _written(number: int, kind: str) -> str:
    if kind in ("a", "A") and number > 0:
        return _letters(number).lower() if kind == "a" else _letters(number)
    if kind in ("i", "I") and 0 < number <= _MAX_ROMAN:
        return _roman(number).lower() if kind == "i" else _roman(number)
    return str(number)


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _roman(number: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        out += letters * count
    return out
