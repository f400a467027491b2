"""Word fields and legacy form fields (ISO/IEC 29500-1, 17.16)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from extract.docx.names import W, child, number, switch, val
from extract.docx.prompts import is_choice_prompt
from extract.glyphs import MAYBE_SEEN, plain_symbol
from extract.model import (
    Encoding,
    EncodingKind,
    Field,
    FieldKind,
    Mark,
    MarkState,
    Origin,
    Place,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from extract.model import Inline, Text

_SYMBOL = re.compile(r'SYMBOL\s+(0x[0-9a-f]+|\d+)(?:.*?\\f\s+"?([^"\\]+))?', re.IGNORECASE)


_OVERSTRUCK = re.compile(r"EQ\s+\\o\s*(?:\\a[clr])?\s*\(\s*\W\s*[,;]([^()]*)\)", re.IGNORECASE)


class Phase(Enum):
    """Where the reader stands in a complex field."""

    INSTRUCTION = 1
    RESULT = 2


@dataclass(slots=True, eq=False)
class ComplexField:
    """A field between its begin and end characters.

    `kept` counts the inlines of the paragraph that stood before its result; None once
    another paragraph has begun. `swallowed` is plain text met in the instruction; `filled`
    tells whether the result shows any text.
    """

    data: Element | None
    kept: int | None
    phase: Phase = Phase.INSTRUCTION
    parts: list[str] = field(default_factory=list)
    swallowed: list[Text] = field(default_factory=list)
    filled: bool = False

    @property
    def instruction(self) -> str:
        """The instruction as far as it was read."""
        return "".join(self.parts).strip()

    @property
    def kind(self) -> str:
        """The first word of the instruction, or what the form field's data say it is."""
        for name, kind in _DATA_KINDS:
            if child(self.data, name) is not None:
                return kind
        words = self.instruction.split(maxsplit=1)
        return words[0].upper() if words else ""

    @property
    def name(self) -> str:
        """The form field's bookmark name, "" where it has none."""
        return val(child(self.data, "name"))


_DATA_KINDS = (("checkBox", "FORMCHECKBOX"), ("ddList", "FORMDROPDOWN"), ("textInput", "FORMTEXT"))


def checkbox(done: ComplexField, shown: tuple[Inline, ...], place: Place) -> Mark:
    """The mark of a FORMCHECKBOX; `shown` is the field's result, which may hold a glyph."""
    box = child(done.data, "checkBox")
    checked, default = child(box, "checked"), child(box, "default")
    on = switch(checked) if checked is not None else switch(default)
    name = "checked" if checked is not None else "default"
    state = MarkState.ON if on else MarkState.OFF
    raw = (
        f"w:{name}={int(bool(on))}" if checked is not None or default is not None else "w:checkBox"
    )
    own = Encoding(EncodingKind.FORM_FIELD, state, raw)
    glyphs = tuple(e for i in shown if isinstance(i, Mark) for e in i.encodings)
    agreed = all(e.state is state for e in glyphs)
    return Mark(
        state=state if agreed else MarkState.UNSURE,
        encodings=(own, *glyphs),
        place=place,
        origin=Origin.FORM_FIELD,
    )


def dropdown(done: ComplexField, place: Place) -> Field:
    """The choice of a FORMDROPDOWN; a prompt as the choice counts as none.

    One that nobody touched shows its first entry too: nobody chose that.
    """
    box = child(done.data, "ddList")
    entries = [] if box is None else box.findall(W + "listEntry")
    options = tuple(val(entry) for entry in entries)
    picked = child(box, "result")
    preset = child(box, "default")
    at = number(val(picked if picked is not None else preset))
    touched = picked is not None or preset is not None
    value = options[at].strip() if 0 <= at < len(options) else ""
    return Field(
        "" if is_choice_prompt(value) else value,
        FieldKind.CHOICE,
        done.name,
        options,
        place,
        certainty=1.0 if touched else MAYBE_SEEN,
    )


def empty_entry(done: ComplexField, place: Place) -> Field:
    """A FORMTEXT in which nothing stands."""
    kind = val(child(done.data, "textInput", "type"))
    return Field(
        "",
        FieldKind.DATE if kind in ("date", "currentDate") else FieldKind.TEXT,
        done.name,
        place=place,
    )


def enclosed(instruction: str) -> str:
    r"""The text that an EQ field lays into a sign (`EQ \o\ac(○,Sí)`); "" for any other."""
    match = _OVERSTRUCK.fullmatch(instruction)
    return match[1].strip() if match else ""


def symbol(instruction: str) -> str:
    """The character that a SYMBOL field shows (`SYMBOL 254 \\f "Wingdings"`); "" for none."""
    match = _SYMBOL.match(instruction)
    if match is None:
        return ""
    code = int(match[1], 0)
    if not 0 < code < 0x10000 or 0xD800 <= code < 0xE000:
        return ""
    char, font = chr(code), (match[2] or "").strip()
    return plain_symbol(char, font) or ("" if font else char)
