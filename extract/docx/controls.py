"""Content controls (`w:sdt`; ISO/IEC 29500-1, 17.5.2, and [MS-DOCX] for check boxes).

A control's text stays text, with the origin `CONTENT_CONTROL`; a choice or a date becomes a
`Field` with the value as shown; a control that is empty, or still shows its prompt, becomes
one `Field` with the value "". A check box becomes a `Mark` that keeps both the control's
value and the glyph shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract.docx.names import W, child, is_on, local, loose, val
from extract.docx.prompts import is_choice_prompt, is_prompt, one_line
from extract.glyphs import classify, is_taken_back, plain_symbol, split_marks
from extract.model import (
    Break,
    Encoding,
    EncodingKind,
    Field,
    FieldKind,
    Mark,
    MarkShape,
    MarkState,
    Origin,
    Place,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element as Element

    from extract.model import Inline

_WRAPPERS = frozenset(
    {"group", "docPartObj", "docPartList", "repeatingSection", "repeatingSectionItem"}
    | {"bibliography", "citation", "equation", "picture", "webExtensionLinked"}
)
_CHOICES = ("dropDownList", "comboBox")


@dataclass(slots=True)
class Control:
    """One content control; `spent` once its mark or empty field has been given."""

    kind: FieldKind
    name: str = ""
    options: tuple[str, ...] = ()
    checkbox: Element | None = None
    empty: bool = False
    spent: bool = False

    @property
    def is_value(self) -> bool:
        """Whether its whole text is one value: a choice or a date."""
        return self.kind is not FieldKind.TEXT


def control(sdt: Element, prompts: Mapping[str, str]) -> Control | None:
    """The entry control of a `w:sdt`; None where it only wraps (a group, a table of contents).

    `prompts` are the texts of the file's own prompts, by the name that a control calls them.
    """
    properties = child(sdt, "sdtPr")
    content = child(sdt, "sdtContent")
    kinds = {} if properties is None else {local(e): e for e in properties}
    if _WRAPPERS & kinds.keys() or content is None or _is_google_wrapper(kinds):
        return None
    box = kinds.get("checkbox")
    if box is None and content.find(f".//{W}sdt") is not None:
        return None  # it wraps other controls, which speak for themselves
    shown = "".join(t.text or "" for t in content.iter(W + "t"))
    prompted = is_on(val(kinds["showingPlcHdr"])) if "showingPlcHdr" in kinds else False
    own_prompt = prompts.get(val(child(kinds.get("placeholder"), "docPart")))
    prompted = prompted or (own_prompt is not None and own_prompt == one_line(shown))
    if _kind(kinds) is FieldKind.CHOICE:
        prompted = prompted or is_choice_prompt(shown)
    symbols = next(content.iter(W + "sym", W + "drawing", W + "pict", W + "fldChar"), None)
    return Control(
        _kind(kinds),
        val(kinds.get("alias")) or val(kinds.get("tag")),
        _options(kinds),
        box,
        prompted or is_prompt(shown, in_control=True) or (not shown.strip() and symbols is None),
    )


def apply(control: Control, inlines: Sequence[Inline], place: Place) -> tuple[Inline, ...]:
    """The inlines of the control (or of one of its paragraphs) as the form should show them."""
    if control.checkbox is not None:
        return _checkbox(control, control.checkbox, inlines, place)
    if control.empty:
        return _once(control, "", place)
    plain = all(isinstance(i, Text | Break) for i in inlines)
    value = "".join(i.text if isinstance(i, Text) else " " for i in inlines if _has_text(i)).strip()
    if not (control.is_value and plain and value):
        return tuple(inlines)
    control.spent = False
    return _once(control, value, place)


def _once(control: Control, value: str, place: Place) -> tuple[Inline, ...]:
    if control.spent:
        return ()
    control.spent = True
    origin = Origin.CONTENT_CONTROL
    return (Field(value, control.kind, control.name, control.options, place, origin),)


def _has_text(inline: Inline) -> bool:
    return isinstance(inline, Text | Break)


def _is_google_wrapper(kinds: dict[str, Element]) -> bool:
    """Google Docs wraps comment anchors and odd glyphs in controls that nobody fills in."""
    return val(kinds.get("tag")).startswith("goog_rdk")


def _kind(kinds: dict[str, Element]) -> FieldKind:
    if "date" in kinds:
        return FieldKind.DATE
    return FieldKind.CHOICE if any(c in kinds for c in _CHOICES) else FieldKind.TEXT


def _options(kinds: dict[str, Element]) -> tuple[str, ...]:
    box = next((kinds[c] for c in _CHOICES if c in kinds), None)
    items = [] if box is None else box.findall(W + "listItem")
    shown = (val(item, "displayText") or val(item, "value") for item in items)
    return tuple(text for text in shown if not is_choice_prompt(text))


def _checkbox(
    control: Control, box: Element, inlines: Sequence[Inline], place: Place
) -> tuple[Inline, ...]:
    if control.spent:
        return tuple(inlines)
    control.spent = True
    state = MarkState.ON if _checked(box) else MarkState.OFF
    own = Encoding(EncodingKind.CONTENT_CONTROL, state, f"w14:checked={int(_checked(box))}")
    inlines = split_marks(inlines)
    at, shown = _shown_glyph(box, inlines)
    states = {own.state} | ({shown.state} if shown else set())
    mark = Mark(
        state=state if len(states) == 1 else MarkState.UNSURE,
        shape=MarkShape.BOX,
        encodings=(own, shown) if shown else (own,),
        place=place,
        origin=Origin.CONTENT_CONTROL,
    )
    if at is None:
        return (mark, *inlines)
    return (*inlines[:at], mark, *inlines[at + 1 :])


def _checked(box: Element) -> bool:
    found = next((e for e in box if local(e) == "checked"), None)
    return found is not None and is_on(loose(found, "val"))


def _shown_glyph(box: Element, inlines: Sequence[Inline]) -> tuple[int | None, Encoding | None]:
    """Where the box's picture stands among the inlines, and what it says."""
    for at, inline in enumerate(inlines):
        if isinstance(inline, Mark) and inline.encodings:
            drawn = inline.encodings[0]
            doubtful = inline.state is MarkState.UNSURE  # struck through, say
            state = None if doubtful else _state_of(box, drawn.raw)
            return at, replace(drawn, state=state or inline.state)
        if isinstance(inline, Text) and len(inline.text.strip()) == 1:
            state = _state_of(box, inline.text.strip())
            if state and is_taken_back(state, inline.style):
                state = MarkState.UNSURE
            shown = Encoding(EncodingKind.GLYPH, state, inline.text.strip()) if state else None
            return at, shown
    return None, None


def _state_of(box: Element, char: str) -> MarkState | None:
    """What a character that is no usual box says: the control names its own two pictures."""
    pictures = {local(e): _picture(e) for e in box}
    on, off = pictures.get("checkedState"), pictures.get("uncheckedState")
    if on != off and char in (on, off):
        return MarkState.ON if char == on else MarkState.OFF
    glyph = classify(char)
    return glyph.state if glyph else None


def _picture(state: Element) -> str:
    try:
        char = chr(int(loose(state, "val"), 16))
    except (ValueError, OverflowError):
        return ""
    return plain_symbol(char, loose(state, "font")) or char
