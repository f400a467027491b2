"""What one reading of a document shares: its styles, lists and controls, and what was noticed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.model import Aside, AsideKind, Notice, Place

if TYPE_CHECKING:
    from extract.model import Inline
    from extract.odt.lists import Lists
    from extract.odt.styles import Styles


@dataclass(slots=True)
class State:
    """Shared by all readers of one file; `controls` are the form's entries by their id."""

    styles: Styles
    lists: Lists
    controls: dict[str, Inline]
    asides: list[Aside] = field(default_factory=list)
    notices: dict[Notice, None] = field(default_factory=dict)  # a set in order

    def notice(self, code: str, detail: str = "", path: str = "") -> None:
        """Notes an oddity, once a place."""
        self.notices[Notice(code, detail, Place(path))] = None

    def aside(self, kind: AsideKind, text: str, path: str) -> None:
        """Keeps text that is not the body; blank text is dropped."""
        if text.strip():
            self.asides.append(Aside(kind, text.strip(), Place(path)))
