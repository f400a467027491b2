"""The content of one paragraph: text, spans, fields, controls, what is anchored in it (ODF 6).

Elements that are not known are transparent, so that a wrapper never costs the text in it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from extract.docx.prompts import is_prompt
from extract.glyphs import is_symbol_font, plain_symbol
from extract.model import AsideKind, Break, BreakKind, Field, FieldKind, Origin, Place, Text
from extract.odt import controls
from extract.odt.ground import as_seen
from extract.odt.names import DRAW, TEXT, count, local, loose

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from extract.model import Inline
    from extract.odt.state import State
    from extract.odt.styles import Look

_SPACES = re.compile(r"[ \t\r\n]+")
_MAX_BLANKS = 500
_SHAPES = frozenset(
    {"custom-shape", "line", "rect", "ellipse", "circle", "path", "polyline", "polygon", "g"}
    | {"connector", "regular-polygon", "measure", "caption"}
)
_NOTHING = frozenset(
    {"change", "change-start", "change-end", "soft-page-break", "bookmark", "bookmark-start"}
    | {"bookmark-end", "number", "note-ref-mark", "toc-mark", "script", "page-variable-set"}
)
# Methods by name: bound ones would keep a document in memory until the next look for circles.
_HANDLERS = {
    "span": "_span",
    "s": "_blanks",
    "tab": "_tab",
    "line-break": "_line",
    "note": "_note",
    "annotation": "_comment",
    "ruby": "_ruby",
    "placeholder": "_placeholder",
    "text-input": "_text_input",
    "drop-down": "_drop_down",
    "hidden-text": "_hidden_text",
    "hidden-paragraph": "_hidden_text",
    "content-control": "_content_control",
    "fieldmark": "_field_mark",
    "fieldmark-start": "_field_start",
    "fieldmark-separator": "_separator",
    "fieldmark-end": "_end",
    "control": "_control",
    "frame": "_frame",
}


class InlineReader:
    """Reads one paragraph into `items`.

    `boxes` are the texts of frames and shapes anchored here, which follow the paragraph;
    `hidden` is what nobody sees.
    """

    def __init__(self, state: State, path: str, look: Look) -> None:
        self.items: list[Inline] = []
        self.boxes: list[Element] = []
        self.hidden: list[str] = []
        self._state = state
        self._place = Place(path)
        self._look = look
        self._origin = Origin.TEXT
        self._form_text: int | None = None  # where an open legacy text field begins
        self._in_command = False  # in the instruction of a field, which nobody sees

    def read(self, parent: Element) -> None:
        """Adds all inline content of `parent`."""
        self._text(parent.text)
        for element in parent:
            self._element(element)
            self._text(element.tail)

    def finish(self) -> tuple[Inline, ...]:
        """The inlines, without the blanks that no one sees at a paragraph's ends."""
        self._field_end()
        return tuple(self.items)

    def _element(self, element: Element) -> None:
        name = local(element)
        handler = _HANDLERS.get(name)
        if handler is not None:
            getattr(self, handler)(element)
        elif element.tag in {DRAW + shape for shape in _SHAPES}:
            self._shape(element)
        elif name and name not in _NOTHING:
            self.read(element)

    def _text(self, text: str | None) -> None:
        """White space counts as one space, and none at the start or after another (ODF 6.1.2)."""
        if not text:
            return
        plain = _SPACES.sub(" ", text).replace("\u00ad", "")
        if self._after_blank():
            plain = plain.lstrip(" ")
        self._add(plain)

    def _after_blank(self) -> bool:
        if not self.items:
            return True
        last = self.items[-1]
        return isinstance(last, Break) or (isinstance(last, Text) and last.text.endswith(" "))

    def _add(self, text: str) -> None:
        if not text or self._in_command:
            return
        if self._look.hidden:
            self.hidden.append(text)
            return
        shown = unicodedata.normalize("NFC", self._shown(text))
        style, last = self._look.style, self.items[-1] if self.items else None
        same = isinstance(last, Text) and last.style == style and last.origin is self._origin
        if same and isinstance(last, Text) and self._form_text != len(self.items):
            self.items[-1] = replace(last, text=last.text + shown)
        else:
            self.items.append(Text(shown, self._place, style, self._origin))

    def _shown(self, text: str) -> str:
        """The text as its font shows it: letters in Wingdings are pictures."""
        font = self._look.font or ""
        if not (is_symbol_font(font) or any("\uf000" <= c <= "\uf0ff" for c in text)):
            return text
        shown = []
        for char in text:
            picture = char if char.isspace() else plain_symbol(char, font)
            if picture is None and (is_symbol_font(font) or "\uf000" <= char <= "\uf0ff"):
                self._state.notice("symbol_unknown", f"{font} {ord(char):04X}", self._place.path)
            shown.append(picture or char)
        return "".join(shown)

    def _break(self, kind: BreakKind) -> None:
        if not self._look.hidden:
            self.items.append(Break(kind, self._place))

    def _tab(self, _element: Element) -> None:
        self._break(BreakKind.TAB)

    def _line(self, _element: Element) -> None:
        self._break(BreakKind.LINE)

    def _blanks(self, element: Element) -> None:
        self._add(" " * count(element, TEXT + "c", _MAX_BLANKS))

    def _span(self, element: Element) -> None:
        outer = self._look
        own = self._state.styles.look(element.get(TEXT + "style-name") or "", "text")
        self._look = as_seen(own.over(outer), element, self._state.styles)
        start = len(self.items)
        self.read(element)
        if self._look.placeholder and self._is_prompt_since(start):
            self.items[start:] = [self._empty(FieldKind.TEXT)]
        self._look = outer

    def _is_prompt_since(self, start: int) -> bool:
        texts = [i.text for i in self.items[start:] if isinstance(i, Text)]
        return len(texts) == len(self.items) - start and is_prompt("".join(texts), in_control=True)

    def _empty(self, kind: FieldKind, name: str = "") -> Field:
        return Field("", kind, name, place=self._place, origin=Origin.CONTENT_CONTROL)

    def _note(self, element: Element) -> None:
        body = element.find(TEXT + "note-body")
        if body is not None:
            text = " ".join("".join(map(str, p.itertext())).strip() for p in body)
            self._state.aside(AsideKind.FOOTNOTE, text, self._place.path)

    def _comment(self, element: Element) -> None:
        texts = ("".join(map(str, p.itertext())) for p in element if local(p) in ("p", "list"))
        self._state.aside(AsideKind.COMMENT, "\n".join(texts), self._place.path)

    def _ruby(self, element: Element) -> None:
        base = element.find(TEXT + "ruby-base")
        if base is not None:
            self.read(base)

    def _placeholder(self, element: Element) -> None:
        self.items.append(self._empty(FieldKind.TEXT, element.get(TEXT + "description") or ""))

    def _text_input(self, element: Element) -> None:
        """An input field; LibreOffice makes one of Word's text controls, too."""
        outer, self._origin = self._origin, Origin.FORM_FIELD
        start = len(self.items)
        self.read(element)
        self._origin = outer
        texts = [i.text for i in self.items[start:] if isinstance(i, Text)]
        if not "".join(texts).strip() or self._is_prompt_since(start):
            name = element.get(TEXT + "description") or ""
            self.items[start:] = [Field("", name=name, place=self._place)]

    def _drop_down(self, element: Element) -> None:
        options = tuple(loose(e, "value") for e in element if local(e) == "label")
        shown = "".join(str(e.tail or "") for e in element) or element.text or ""
        name = element.get(TEXT + "name") or ""
        self.items.append(Field(shown.strip(), FieldKind.CHOICE, name, options, self._place))

    def _hidden_text(self, element: Element) -> None:
        self.hidden.append(
            element.get(TEXT + "string-value") or "".join(map(str, element.itertext()))
        )

    def _content_control(self, element: Element) -> None:
        outer, self._origin = self._origin, Origin.CONTENT_CONTROL
        self.items.append(Break(BreakKind.LINE, self._place))  # keeps its text from joining
        start = len(self.items)
        self.read(element)
        self._origin = outer
        inner = self.items[start:]
        self.items[start - 1 :] = controls.content_control(element, inner, self._place)

    def _field_mark(self, element: Element) -> None:
        shown = controls.field_mark(element, self._place)
        if shown is not None:
            self.items.append(shown)

    def _field_start(self, element: Element) -> None:
        self._field_end()
        self._in_command = _has_command(element)
        if loose(element, "type").endswith("FORMTEXT"):
            self._form_text = len(self.items)
            self._origin = Origin.FORM_FIELD

    def _separator(self, _element: Element) -> None:
        self._in_command = False

    def _end(self, _element: Element) -> None:
        self._field_end()

    def _field_end(self) -> None:
        start, self._form_text, self._in_command = self._form_text, None, False
        if start is None:
            return
        self._origin = Origin.TEXT
        texts = "".join(i.text for i in self.items[start:] if isinstance(i, Text))
        if not texts.strip() or self._is_prompt_since(start):
            self.items[start:] = [Field("", place=self._place)]

    def _control(self, element: Element) -> None:
        shown = self._state.controls.get(element.get(DRAW + "control") or "")
        if shown is not None:
            self.items.append(replace(shown, place=self._place))

    def _frame(self, element: Element) -> None:
        for inner in element:
            kind = local(inner)
            if kind == "text-box":
                self.boxes.append(inner)
                return
            if kind == "table":
                self.boxes.append(element)
                return
            if kind in ("object", "object-ole", "plugin", "applet", "floating-frame"):
                self._state.notice("embedded_object_ignored", path=self._place.path)
                return
            if kind == "image":
                self._state.notice("image_ignored", path=self._place.path)
                return

    def _shape(self, element: Element) -> None:
        if any("".join(map(str, p.itertext())).strip() for p in element.iter(TEXT + "p")):
            self.boxes.append(element)
        else:
            self._state.notice("drawn_shape", _kind(element)[:40], self._place.path)


def _has_command(start: Element) -> bool:
    """Whether an instruction stands between a field's start and its result."""
    for sibling in start.itersiblings():
        if local(sibling) in ("fieldmark-separator", "fieldmark-end"):
            return local(sibling) == "fieldmark-separator"
    return False


def _kind(element: Element) -> str:
    geometry = next((e for e in element if local(e) == "enhanced-geometry"), None)
    return local(element) if geometry is None else loose(geometry, "type")
