"""A word after each page that took its time, for whoever watches the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def _nobody() -> None:
    """Nobody listens."""


listener: Callable[[], None] = _nobody
"""Called before each page that is read from its picture."""


def tell_page() -> None:
    """Says that another page is about to be read from its picture."""
    listener()
