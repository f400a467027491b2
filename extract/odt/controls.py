"""Entry controls: form fields (ODF 1.3 part 3, 13), content controls and Word's legacy fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.docx.prompts import is_choice_prompt, is_prompt
from extract.glyphs import classify, split_marks
from extract.model import (
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
from extract.odt.names import FORM, OFFICE, local, loose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element as Element

    from extract.model import Inline

_TEXTS = ("text", "textarea", "formatted-text", "number", "password", "file")
_STATES = {"checked": MarkState.ON, "unchecked": MarkState.OFF, "unknown": MarkState.UNSURE}


def controls_of(root: Element) -> dict[str, Inline]:
    """What each control of the document's forms shows, by its id."""
    found: dict[str, Inline] = {}
    for forms in root.iter(OFFICE + "forms"):
        for element in forms.iter():
            shown = _form_control(element)
            if shown is not None:
                found[loose(element, "id")] = shown
    return found


def _form_control(element: Element) -> Inline | None:
    kind, name = local(element), element.get(FORM + "name") or ""
    if kind == "checkbox":
        said = element.get(FORM + "current-state") or element.get(FORM + "state") or "unchecked"
        return _button(_STATES.get(said, MarkState.UNSURE), MarkShape.BOX, said, element)
    if kind == "radio":
        said = element.get(FORM + "current-selected") or element.get(FORM + "selected") or "false"
        state = MarkState.ON if said == "true" else MarkState.OFF
        return _button(state, MarkShape.RADIO, said, element)
    if kind in _TEXTS or kind in ("date", "time", "combobox"):
        value = element.get(FORM + "current-value")
        inner = "\n".join("".join(map(str, p.itertext())) for p in element if local(p) == "p")
        shown = value or inner or element.get(FORM + "value") or ""
        field = {"date": FieldKind.DATE, "combobox": FieldKind.CHOICE}.get(kind, FieldKind.TEXT)
        return Field("" if is_prompt(shown, in_control=True) else shown.strip(), field, name)
    return _listbox(element, name) if kind == "listbox" else None


def _button(state: MarkState, shape: MarkShape, said: str, element: Element) -> Mark:
    raw = Encoding(EncodingKind.FORM_FIELD, state, f"form:{local(element)}={said}")
    label = element.get(FORM + "label") or ""
    group = element.get(FORM + "name") or "" if shape is MarkShape.RADIO else ""
    return Mark(state, shape, (raw,), origin=Origin.FORM_FIELD, label=label, group=group)


def _listbox(element: Element, name: str) -> Field:
    options = [o for o in element if local(o) == "option"]
    labels = tuple(o.get(FORM + "label") or "" for o in options)
    chosen = [
        label
        for option, label in zip(options, labels, strict=True)
        if "true" in (option.get(FORM + "current-selected"), option.get(FORM + "selected"))
    ]
    value = ", ".join(label for label in chosen if not is_choice_prompt(label))
    return Field(value, FieldKind.CHOICE, name, labels)


def content_control(
    element: Element, inlines: Sequence[Inline], place: Place
) -> tuple[Inline, ...]:
    """The inlines of a content control as the form should show them (as in a Word file)."""
    if loose(element, "checkbox") == "true":
        return _checkbox(element, inlines, place)
    text = "".join(i.text if isinstance(i, Text) else " " for i in inlines).strip()
    options = tuple(
        loose(e, "display-text") or loose(e, "value") for e in element if local(e) == "list-item"
    )
    chooses = bool(options) or "true" in (loose(element, "dropdown"), loose(element, "combobox"))
    kind = FieldKind.CHOICE if chooses else FieldKind.TEXT
    if loose(element, "date") == "true":
        kind = FieldKind.DATE
    empty = loose(element, "showing-place-holder") == "true" or is_prompt(text, in_control=True)
    if empty or not text or (chooses and is_choice_prompt(text)):
        value = ""
    elif kind is FieldKind.TEXT:
        return tuple(inlines)
    else:
        value = text
    name = loose(element, "alias") or loose(element, "tag")
    return (Field(value, kind, name, options, place, Origin.CONTENT_CONTROL),)


def _checkbox(element: Element, inlines: Sequence[Inline], place: Place) -> tuple[Inline, ...]:
    state = MarkState.ON if loose(element, "checked") == "true" else MarkState.OFF
    encodings = [Encoding(EncodingKind.CONTENT_CONTROL, state, f"checked={state}")]
    rest: list[Inline] = []
    for inline in split_marks(inlines):
        drawn = _shown_state(element, inline)
        if drawn is not None and len(encodings) == 1:
            encodings.append(drawn)
        else:
            rest.append(inline)
    agreed = all(e.state is state for e in encodings)
    mark = Mark(
        state if agreed else MarkState.UNSURE,
        encodings=tuple(encodings),
        place=place,
        origin=Origin.CONTENT_CONTROL,
    )
    return (mark, *rest)


def _shown_state(element: Element, inline: Inline) -> Encoding | None:
    if isinstance(inline, Mark) and inline.encodings:
        return inline.encodings[0]
    char = inline.text.strip() if isinstance(inline, Text) else ""
    if len(char) != 1:
        return None
    on, off = loose(element, "checked-state"), loose(element, "unchecked-state")
    glyph = classify(char)
    if char in (on, off) and on != off:
        return Encoding(EncodingKind.GLYPH, MarkState.ON if char == on else MarkState.OFF, char)
    return Encoding(EncodingKind.GLYPH, glyph.state, char) if glyph else None


def field_mark(element: Element, place: Place) -> Inline | None:
    """A legacy Word field that holds its whole value: a check box or a drop-down."""
    kind = loose(element, "type").rpartition(".")[2]
    values = [(loose(e, "name"), loose(e, "value")) for e in element if local(e) == "param"]
    if kind == "FORMCHECKBOX":
        on = dict(values).get("Checkbox_Checked") == "true"
        state = MarkState.ON if on else MarkState.OFF
        raw = Encoding(EncodingKind.FORM_FIELD, state, f"Checkbox_Checked={str(on).lower()}")
        return Mark(state, encodings=(raw,), place=place, origin=Origin.FORM_FIELD)
    if kind != "FORMDROPDOWN":
        return None
    options = tuple(value for name, value in values if name == "Dropdown_ListEntry")
    picked = dict(values).get("Dropdown_Selected", "0")
    at = int(picked) if picked.isdecimal() else 0
    value = options[at].strip() if at < len(options) else ""
    value = "" if is_choice_prompt(value) else value
    return Field(value, FieldKind.CHOICE, loose(element, "name"), options, place)
