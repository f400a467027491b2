"""What one reading of a Word file shares: its parts, styles, lists, and what was noticed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.docx.numbering import Numbering
from extract.docx.styles import Styles
from extract.model import Aside, AsideKind, Notice, Place

if TYPE_CHECKING:
    from extract.docx.fields import ComplexField
    from extract.docx.package import Package, Relation


@dataclass(slots=True)
class State:
    """Shared by all readers of one file.

    `prompts` are the file's own prompts by name; `fields` are the complex fields now open;
    `chunks` counts the documents embedded in this one, and `embedded` tells that it is such
    a one itself.
    """

    package: Package
    part: str
    relations: dict[str, Relation] = field(default_factory=dict)
    styles: Styles = field(default_factory=Styles)
    numbering: Numbering = field(default_factory=Numbering)
    asides: list[Aside] = field(default_factory=list)
    notices: dict[Notice, None] = field(default_factory=dict)  # a set in order
    fields: list[ComplexField] = field(default_factory=list)
    prompts: dict[str, str] = field(default_factory=dict)
    chunks: int = 0
    embedded: bool = False

    def notice(self, code: str, detail: str = "", path: str = "") -> None:
        """Notes an oddity, once a place."""
        self.notices[Notice(code, detail, Place(path))] = None

    def aside(self, kind: AsideKind, text: str, path: str) -> None:
        """Keeps text that is not the body; blank text is dropped."""
        if text.strip():
            self.asides.append(Aside(kind, text.strip(), Place(path)))
