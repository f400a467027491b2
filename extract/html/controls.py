"""Form controls: entry fields and marks (HTML Living Standard, 4.10; WAI-ARIA roles).

What counts is what the file holds, for that is what a person sees on opening it: a box is on
by its `checked` attribute, whatever the attribute's value.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from extract.glyphs import classify
from extract.html.css import tag_of
from extract.html.paragraphs import clean, squeezed
from extract.html.source import plain
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
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

_NO_ENTRY = frozenset(
    ("hidden", "submit", "button", "reset", "image", "file", "password", "range", "color")
)
_DATES = frozenset(("date", "datetime", "datetime-local", "month", "week"))
_MARKS = {"checkbox": MarkShape.BOX, "radio": MarkShape.RADIO}
_ROLES = {
    "checkbox": MarkShape.BOX,
    "menuitemcheckbox": MarkShape.BOX,
    "switch": MarkShape.BOX,
    "radio": MarkShape.RADIO,
    "menuitemradio": MarkShape.RADIO,
}
_ARIA = {"true": MarkState.ON, "false": MarkState.OFF, "mixed": MarkState.UNSURE}
_PROMPT = re.compile(
    r"[\W_]*(?:(?:por favor,?\s+)?(?:seleccion|eli[jg]|escoj|escoge|select|choose|please)"
    r"|haga clic|ningun[oa]\s+seleccionad)",
    re.IGNORECASE,
)
_WORDLESS = re.compile(r"[\W_]*")
_SILENT = frozenset(("select", "textarea", "button", "script", "style", "template", "noscript"))
_MAX_INSIDE = 200  # elements looked at inside one label or widget
LABELABLE = ("input", "select", "textarea", "button", "output", "meter", "progress")


class Controls:
    """Reads the controls of one page; needs all of it, for labels and groups reach across.

    `hidden` tells of an element whether a person cannot see it.
    """

    def __init__(self, root: Element, hidden: Callable[[Element], bool]) -> None:
        self._hidden = hidden
        self._labels = self._labels_by_id(root)
        self._torn = _torn_groups(root)

    def mark(self, element: Element, place: Place) -> Mark:
        """The mark of a check box or option button.

        UNSURE where several buttons of one group are marked: a browser shows only the last.
        """
        on = element.get("checked") is not None
        state = MarkState.ON if on else MarkState.OFF
        kind = input_type(element)
        raw = f'<input type="{kind}"{" checked" if on else ""}>'
        encodings = [Encoding(EncodingKind.FORM_FIELD, state, raw)]
        if element in self._torn:
            encodings.append(Encoding(EncodingKind.FORM_FIELD, MarkState.UNSURE, "group"))
            state = MarkState.UNSURE
        return Mark(
            state,
            _MARKS[kind],
            tuple(encodings),
            place,
            Origin.FORM_FIELD,
            self.label(element),
            squeezed(element.get("name") or ""),
        )

    def is_torn(self, element: Element) -> bool:
        """Whether several option buttons of this one's group are marked."""
        return element in self._torn

    def label(self, element: Element) -> str:
        """The text tied to a control: `<label>`, else `aria-label`; "" where none is."""
        around = next(element.iterancestors("lx-label"), None)
        if around is not None and not around.get("for") and _only_control(around, element):
            return "" if self._hidden(around) else label_text(around, self._hidden)
        tied = self._labels.get(element.get("id") or "", "")
        return tied or squeezed(element.get("aria-label") or "")

    def _labels_by_id(self, root: Element) -> dict[str, str]:
        labels = [label for label in root.iter("lx-label") if label.get("for")]
        if not labels:
            return {}
        # an id that occurs twice ties nothing: it would tie a box to another box's word
        times = Counter(e.get("id") for e in root.iter() if e.get("id"))
        tied: dict[str, str] = {}
        for label in labels:
            name = label.get("for") or ""
            if times[name] == 1 and name not in tied and not self._hidden(label):
                tied[name] = label_text(label, self._hidden)
        return tied


def input_type(element: Element) -> str:
    """An input's type in lower case, `text` where it has none."""
    return (element.get("type") or "text").strip().lower() or "text"


def is_mark(element: Element) -> bool:
    """Whether an `<input>` is a check box or option button."""
    return input_type(element) in _MARKS


def entry(element: Element, place: Place) -> Field | None:
    """The field of an `<input>`, None where its type takes no text or shows none."""
    kind = input_type(element)
    if kind in _NO_ENTRY:
        return None
    value = squeezed(plain(element.get("value") or ""))
    field_kind = FieldKind.DATE if kind in _DATES else FieldKind.TEXT
    return Field(value, field_kind, _name(element), place=place)


def text_area(element: Element, place: Place) -> Field:
    """The field of a `<textarea>`: its lines without the blank ones."""
    return Field(lines_of(plain(_inside(element))), name=_name(element), place=place)


def _inside(element: Element) -> str:
    return "".join(map(str, element.itertext()))


def lines_of(text: str) -> str:
    """The lines that show something, each squeezed, separated by one line feed."""
    lines = (squeezed(line) for line in clean(text).splitlines())
    return "\n".join(line for line in lines if line)


def choice(element: Element, place: Place) -> tuple[Field, bool]:
    """The field of a `<select>`, and whether somebody chose: an option has `selected`.

    Where none has, a browser shows the first option, but nobody chose it: the value is "".
    """
    options = list(element.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if element.get("multiple") is None:
        chosen = chosen[-1:]
    texts = [_option_text(option) for option in chosen if not _is_prompt(option)]
    names = tuple(_option_text(o) for o in options if not _is_prompt(o))
    field = Field("\n".join(texts), FieldKind.CHOICE, _name(element), names, place)
    return field, bool(chosen)


def role_mark(element: Element, place: Place, hidden: Callable[[Element], bool]) -> Mark | None:
    """The mark of a widget that is no `<input>`, or of a Word control; None where it is none.

    A box character shown in it is a second encoding: where they differ, it is UNSURE.
    """
    if not element.get("role") and tag_of(element) not in _WORD_CONTROLS:
        return None
    told = _aria(element) or _word_box(element) or _task(element)
    if told is None or any(map(is_mark, islice(element.iter("input"), _MAX_INSIDE))):
        return None
    shape, encoding = told
    text = "".join(map(str, islice(element.itertext(), _MAX_INSIDE))).strip()
    shown = [
        Encoding(EncodingKind.GLYPH, glyph.state, char)
        for char in text
        if (glyph := classify(char)) is not None and (not glyph.ambiguous or text == char)
    ]
    encodings = (encoding, *shown[:3])
    states = {e.state for e in encodings}
    state = states.pop() if len(states) == 1 else MarkState.UNSURE
    word = encoding.kind is EncodingKind.CONTENT_CONTROL
    origin = Origin.CONTENT_CONTROL if word else Origin.FORM_FIELD
    label = squeezed(element.get("aria-label") or "") or label_text(element, hidden)
    return Mark(state, shape, encodings, place, origin, label)


def label_text(element: Element, hidden: Callable[[Element], bool]) -> str:
    """The words that are seen in an element, controls and boxes left out."""
    passed: set[Element] = set()
    parts = [element.text]
    for inner in islice(element.iterdescendants(), _MAX_INSIDE):
        inside = inner.getparent() in passed
        if inside or tag_of(inner) in _SILENT or hidden(inner):
            passed.add(inner)
        else:
            parts.append(inner.text)
        if not inside:
            parts.append(inner.tail)
    text = "".join(part for part in parts if part)
    return squeezed("".join(char for char in text if classify(char) is None))


_WORD_CONTROLS = ("w:sdt", "task")


def _aria(element: Element) -> tuple[MarkShape, Encoding] | None:
    shape = _ROLES.get((element.get("role") or "").strip().lower())
    checked = (element.get("aria-checked") or "").strip().lower()
    if shape is None or tag_of(element) == "input":
        return None
    state = _ARIA.get(checked, MarkState.UNSURE) if checked else MarkState.OFF
    return shape, Encoding(EncodingKind.FORM_FIELD, state, f'aria-checked="{checked}"'[:40])


def _word_box(element: Element) -> tuple[MarkShape, Encoding] | None:
    """A check box control of a Word document saved as a page: `<w:Sdt CheckBox="t" …>`."""
    if tag_of(element) != "w:sdt" or (element.get("checkbox") or "").lower() not in ("t", "true"):
        return None
    value = (element.get("checkboxischecked") or "").lower()
    state = MarkState.ON if value in ("t", "true", "1") else MarkState.OFF
    raw = Encoding(EncodingKind.CONTENT_CONTROL, state, f"w:Sdt CheckBoxIsChecked={value}"[:40])
    return MarkShape.BOX, raw


def _task(element: Element) -> tuple[MarkShape, Encoding] | None:
    """A box of a Markdown task list (`- [x]`)."""
    if tag_of(element) != "task":
        return None
    state = MarkState.ON if element.get("state") == "on" else MarkState.OFF
    return MarkShape.BOX, Encoding(EncodingKind.GLYPH, state, element.get("raw") or "")


def _only_control(label: Element, element: Element) -> bool:
    inside = (e for e in label.iter(*LABELABLE) if tag_of(e) != "input" or _is_labelable(e))
    return list(islice(inside, 2)) == [element]


def _is_labelable(element: Element) -> bool:
    return input_type(element) != "hidden"


def _name(element: Element) -> str:
    names = (element.get(key) for key in ("name", "id", "aria-label", "title"))
    return squeezed(next((name for name in names if name), ""))


def _option_text(option: Element) -> str:
    return squeezed(plain(option.get("label") or _inside(option)))


def _is_prompt(option: Element) -> bool:
    """Whether an option only asks to choose one."""
    text = _option_text(option)
    if option.get("value") == "" or _WORDLESS.fullmatch(text) or option.get("hidden") is not None:
        return True
    return bool(_PROMPT.match(text)) and option.getparent() is not None


def _torn_groups(root: Element) -> frozenset[Element]:
    """The marked option buttons of groups in which more than one is marked."""
    groups: dict[tuple[Element | None, str], list[Element]] = {}
    for element in root.iter("input"):
        name = element.get("name") or ""
        if not name or input_type(element) != "radio" or element.get("checked") is None:
            continue
        form = next(element.iterancestors("form"), None)
        groups.setdefault((form, name), []).append(element)
    return frozenset(e for group in groups.values() if len(group) > 1 for e in group)
