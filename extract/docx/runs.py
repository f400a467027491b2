"""The content of runs: text as its fonts show it, symbols, tabs and breaks.

ISO/IEC 29500-1, 17.3.3.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from extract.docx.fields import Phase
from extract.docx.ground import is_on_its_colour, is_on_white
from extract.docx.names import MC, XML_SPACE, W, child, number, val
from extract.docx.prompts import is_prompt
from extract.docx.styles import NO_LOOK, RunLook
from extract.glyphs import classify, is_symbol_font, is_taken_back, plain_symbol
from extract.model import (
    Break,
    BreakKind,
    Encoding,
    EncodingKind,
    Field,
    Mark,
    MarkState,
    Origin,
    Place,
    Text,
)
from extract.paper import is_white

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from extract.docx.state import State
    from extract.model import Inline, Style

# Methods by name: a table of bound methods a paragraph would cost more than reading it.
IN_RUN = {
    W + "t": "_t",
    W + "tab": "_tab",
    W + "ptab": "_tab",
    W + "br": "_br",
    W + "cr": "_br",
    W + "noBreakHyphen": "_hyphen",
    W + "sym": "_sym",
    W + "ruby": "_ruby",
    W + "fldChar": "_fld_char",
    W + "instrText": "_instr",
    W + "drawing": "_drawing",
    W + "pict": "_drawing",
    W + "object": "_object",
    MC + "AlternateContent": "_alternate",
}
_NOTE_REFERENCES = frozenset({W + "footnoteReference", W + "endnoteReference"})
_NARROWEST = 10  # per cent of its width: narrower type is a smear
_SPACES = str.maketrans({"\n": " ", "\r": " ", "\u00ad": ""})


class RunReader:
    """Reads runs into `items`; what is hidden goes to `hidden`.

    Fields, drawings and other things that a run may hold are read by `InlineReader`.
    """

    def __init__(self, state: State, path: str, paragraph_style: str = "") -> None:
        self.items: list[Inline] = []
        self.hidden: list[str] = []
        self._state = state
        self._place = Place(path)
        self._paragraph_style = paragraph_style
        self._origin = Origin.TEXT
        self._look = NO_LOOK
        self._page_break = Break(BreakKind.LINE, self._place)

    def finish(self) -> tuple[Inline, ...]:
        """The inlines: equal neighbours as one text, composed (NFC); no page break at the end."""
        while self.items and self.items[-1] is self._page_break:
            self.items.pop()
        return _merged(self.items)

    def _run(self, run: Element) -> None:
        look = self._state.styles.look(child(run, "rPr"), self._paragraph_style)
        on_paper = is_white(look.color) and is_on_white(run, self._state.styles)
        if look.color and (on_paper or is_on_its_colour(run, look.color)):
            look = replace(look, hidden=True)
        if number(val(child(run, "rPr", "w")), 100) <= _NARROWEST:
            look = replace(look, hidden=True)
        self._look = look
        self._run_content(run)

    def _run_content(self, run: Element) -> None:
        for element in run:
            if element.tag in _NOTE_REFERENCES and element.get(W + "customMarkFollows"):
                return  # the rest of the run is the mark of a note: an asterisk, a digit
            handler = IN_RUN.get(str(element.tag))
            if handler is not None:
                getattr(self, handler)(element)

    def _t(self, element: Element) -> None:
        text = element.text or ""
        if element.get(XML_SPACE) != "preserve":
            text = _unindented(text).replace("\t", " ")
        look = self._look
        if look.font_ascii or look.font_high:
            text = self._shown(text, look)
        for count, part in enumerate(text.split("\t")):
            if count:
                self._break(BreakKind.TAB)
            self._text(part.translate(_SPACES))

    def _text(self, text: str) -> None:
        if not text:
            return
        item = Text(text, self._place, self._look.style, self._now_origin())
        if self._in_instruction():
            self._state.fields[-1].swallowed.append(item)
        elif self._look.hidden:
            self.hidden.append(text)
        elif self._look.placeholder and is_prompt(text, in_control=True):
            self.items.append(Field("", place=self._place, origin=Origin.CONTENT_CONTROL))
        else:
            self.items.append(item)
            if text.strip():
                self._fill_fields()

    def _fill_fields(self) -> None:
        for open_field in self._state.fields:
            open_field.filled = True

    def _in_instruction(self) -> bool:
        return any(f.phase is Phase.INSTRUCTION for f in self._state.fields)

    def _now_origin(self) -> Origin:
        in_form_field = any(f.kind == "FORMTEXT" for f in self._state.fields)
        return Origin.FORM_FIELD if in_form_field else self._origin

    def _shown(self, text: str, look: RunLook) -> str:
        """The text as its fonts show it: letters in Wingdings are pictures."""
        if not (is_symbol_font(look.font_ascii) or is_symbol_font(look.font_high)):
            return text
        shown = []
        for char in text:
            font = look.font_ascii if ord(char) < 0x80 else look.font_high or look.font_ascii
            picture = plain_symbol(char, font) if not char.isspace() else char
            if picture is None and is_symbol_font(font):
                self._state.notice("symbol_unknown", f"{font} {ord(char):04X}", self._place.path)
            shown.append(picture or char)
        return "".join(shown)

    def _sym(self, element: Element) -> None:
        font, code = val(element, "font"), val(element, "char")
        try:
            char = chr(int(code, 16))
        except (ValueError, OverflowError):
            char = ""
        picture = plain_symbol(char, font) if char else None
        if picture is None and char and not is_symbol_font(font) and not _is_private(char):
            picture = char
        if picture is None:
            self._state.notice("symbol_unknown", f"{font} {code}"[:60], self._place.path)
            return
        glyph = classify(picture)
        if glyph is None or glyph.ambiguous or self._look.hidden:
            self._text(picture)
        elif not self._in_instruction():
            raw = Encoding(EncodingKind.GLYPH, glyph.state, f"w:sym {font} {code}")
            taken_back = is_taken_back(glyph.state, self._look.style)
            state = MarkState.UNSURE if taken_back else glyph.state
            mark = Mark(state, glyph.shape, (raw,), self._place, self._now_origin())
            self.items.append(mark)

    def _tab(self, _: Element) -> None:
        self._break(BreakKind.TAB)

    def _br(self, element: Element) -> None:
        kind = val(element, "type")
        if kind not in ("page", "column"):
            self._break(BreakKind.LINE)
        elif self.items and not self._in_instruction():
            self.items.append(self._page_break)

    def _break(self, kind: BreakKind) -> None:
        if not (self._in_instruction() or self._look.hidden):
            self.items.append(Break(kind, self._place))

    def _hyphen(self, _: Element) -> None:
        self._text("-")


def _unindented(text: str) -> str:
    """Text without `xml:space`: line breaks at its ends only lay out the XML."""
    if "\n" not in text:
        return text
    left = text.lstrip()
    head = "" if "\n" in text[: len(text) - len(left)] else text[: len(text) - len(left)]
    right = left.rstrip()
    tail = left[len(right) :]
    return head + right + ("" if "\n" in tail else tail)


def _merged(items: list[Inline]) -> tuple[Inline, ...]:
    """Neighbouring texts of one style and origin joined: Word splits runs at random."""
    merged: list[Inline] = []
    for kind, group in groupby(items, _kind_of_text):
        if kind is None:
            merged.extend(group)
            continue
        texts = [item for item in group if isinstance(item, Text)]
        joined = unicodedata.normalize("NFC", "".join(item.text for item in texts))
        merged.append(replace(texts[0], text=joined))
    return tuple(merged)


def _kind_of_text(item: Inline) -> tuple[Style, Origin] | None:
    return (item.style, item.origin) if isinstance(item, Text) else None


def _is_private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff"
