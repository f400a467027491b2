"""The content of one paragraph: runs, fields, controls, tracked changes (ISO/IEC 29500-1, 17.3).

`InlineReader` walks a paragraph's children. Elements it does not know are transparent where
they may hold runs, so that a wrapper never costs the text in it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from extract.docx import controls, fields
from extract.docx.drawings import chosen_branch, picture_code, text_boxes
from extract.docx.fields import ComplexField, Phase
from extract.docx.names import MC, XML_SPACE, M, W, child, local, val
from extract.docx.prompts import is_prompt
from extract.docx.styles import NO_LOOK, RunLook
from extract.glyphs import classify, is_symbol_font, plain_symbol, split_marks
from extract.model import (
    Break,
    BreakKind,
    Encoding,
    EncodingKind,
    Field,
    Mark,
    Origin,
    Place,
    Text,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from extract.docx.state import State
    from extract.model import Inline

# Methods by name: a table of bound methods a paragraph would cost more than reading it.
_AROUND_RUNS = {
    W + "r": "_run",
    W + "sdt": "_sdt",
    W + "fldSimple": "_fld_simple",
    W + "del": "_del",
    W + "moveFrom": "_ignore",
    W + "subDoc": "_sub_document",
    MC + "AlternateContent": "_alternate",
    M + "oMath": "_math",
    M + "oMathPara": "_math",
}
_IN_RUN = {
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
_SPACES = str.maketrans({"\n": " ", "\r": " ", "\t": " ", "\u00ad": ""})
_DELETED_TEXT = (W + "t", W + "delText")


class InlineReader:
    """Reads the children of one paragraph into `items`.

    `boxes` are the contents of text boxes anchored here, which follow the paragraph;
    `hidden` and `deleted` are the texts that are no part of it.
    """

    def __init__(self, state: State, path: str, paragraph_style: str = "") -> None:
        self.items: list[Inline] = []
        self.boxes: list[Element] = []
        self.hidden: list[str] = []
        self.deleted: list[str] = []
        self._state = state
        self._place = Place(path)
        self._paragraph_style = paragraph_style
        self._origin = Origin.TEXT
        self._look = NO_LOOK
        self._page_break = Break(BreakKind.LINE, self._place)

    def read(self, parent: Element, origin: Origin = Origin.TEXT) -> None:
        """Adds all inline content under `parent`."""
        outer, self._origin = self._origin, origin
        for element in parent:
            handler = _AROUND_RUNS.get(str(element.tag))
            if handler is not None:
                getattr(self, handler)(element)
            elif not _is_inert(element):
                self.read(element, origin)
        self._origin = outer

    def finish(self) -> tuple[Inline, ...]:
        """The inlines: trailing breaks by pages dropped, letters and accents composed (NFC)."""
        while self.items and self.items[-1] is self._page_break:
            self.items.pop()
        self._leave_fields()
        return tuple(_composed(item) for item in self.items)

    # -- runs -------------------------------------------------------------------------

    def _run(self, run: Element) -> None:
        self._look = self._state.styles.look(child(run, "rPr"), self._paragraph_style)
        self._run_content(run)

    def _run_content(self, run: Element) -> None:
        for element in run:
            handler = _IN_RUN.get(str(element.tag))
            if handler is not None:
                getattr(self, handler)(element)

    def _t(self, element: Element) -> None:
        text = element.text or ""
        if element.get(XML_SPACE) != "preserve":
            text = _unindented(text)
        look = self._look
        if look.font_ascii or look.font_high:
            text = self._shown(text, look)
        self._text(text.translate(_SPACES))

    def _text(self, text: str) -> None:
        if not text or self._in_instruction():
            return
        if self._look.hidden:
            self.hidden.append(text)
            return
        if self._look.placeholder and is_prompt(text, in_control=True):
            self.items.append(Field("", place=self._place, origin=Origin.CONTENT_CONTROL))
            return
        if text.strip():
            for open_field in self._state.fields:
                open_field.filled = True
        self._add(Text(text, self._place, self._look.style, self._now_origin()))

    def _add(self, item: Text) -> None:
        last = self.items[-1] if self.items else None
        merges = isinstance(last, Text) and last.style == item.style and last.origin == item.origin
        if merges and isinstance(last, Text) and not self._starts_field():
            self.items[-1] = replace(last, text=last.text + item.text)
        else:
            self.items.append(item)

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
            mark = Mark(glyph.state, glyph.shape, (raw,), self._place, self._now_origin())
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

    def _ruby(self, element: Element) -> None:
        base = child(element, "rubyBase")
        if base is not None:
            self.read(base, self._origin)

    # -- fields -----------------------------------------------------------------------

    def _in_instruction(self) -> bool:
        return any(f.phase is Phase.INSTRUCTION for f in self._state.fields)

    def _now_origin(self) -> Origin:
        in_form_field = any(f.kind == "FORMTEXT" for f in self._state.fields)
        return Origin.FORM_FIELD if in_form_field else self._origin

    def _leave_fields(self) -> None:
        """A result may go on in the next paragraph; an instruction that does is broken."""
        going_on = [f for f in self._state.fields if f.phase is Phase.RESULT]
        if len(going_on) < len(self._state.fields):
            self._state.notice("field_unclosed", path=self._place.path)
        for open_field in going_on:
            open_field.kept = None
        self._state.fields[:] = going_on

    def _starts_field(self) -> bool:
        return any(f.kept == len(self.items) for f in self._state.fields)

    def _fld_char(self, element: Element) -> None:
        kind = val(element, "fldCharType")
        stack = self._state.fields
        if kind == "begin":
            stack.append(ComplexField(child(element, "ffData"), len(self.items)))
        elif kind == "separate" and stack:
            stack[-1].phase = Phase.RESULT
        elif kind == "end" and stack:
            self._close(stack.pop())

    def _instr(self, element: Element) -> None:
        if self._state.fields and self._state.fields[-1].phase is Phase.INSTRUCTION:
            self._state.fields[-1].parts.append(element.text or "")

    def _fld_simple(self, element: Element) -> None:
        simple = ComplexField(child(element, "fldData", "ffData"), len(self.items), Phase.RESULT)
        simple.parts.append(val(element, "instr"))
        self._state.fields.append(simple)
        self.read(element, self._origin)
        if simple in self._state.fields:
            self._state.fields.remove(simple)
            self._close(simple)

    def _close(self, done: ComplexField) -> None:
        if self._in_instruction():
            return
        start = len(self.items) if done.kept is None else done.kept
        if done.kind == "FORMCHECKBOX":
            shown = split_marks(self.items[start:])
            self.items[start:] = [fields.checkbox(done, shown, self._place)]
        elif done.kind == "FORMDROPDOWN":
            self.items[start:] = [fields.dropdown(done, self._place)]
        elif done.kind == "FORMTEXT":
            self._close_text(done, start)
        elif done.kind == "MACROBUTTON" and not done.filled:
            self.items.append(fields.empty_entry(done, self._place))
        elif done.kind == "SYMBOL" and not done.filled:
            self._text(fields.symbol(done.instruction))

    def _close_text(self, done: ComplexField, start: int) -> None:
        texts = "".join(i.text for i in self.items[start:] if isinstance(i, Text))
        if not done.filled or is_prompt(texts, in_control=True):
            self.items[start:] = [fields.empty_entry(done, self._place)]

    # -- wrappers ---------------------------------------------------------------------

    def _sdt(self, sdt: Element) -> None:
        content = child(sdt, "sdtContent")
        if content is None:
            return
        entry = controls.control(sdt)
        if entry is None:
            self.read(content, self._origin)
            return
        start = len(self.items)
        self.items.append(Break())  # a wall, so that no text merges across the control's edge
        self.read(content, Origin.CONTENT_CONTROL)
        inner = self.items[start + 1 :]
        self.items[start:] = controls.apply(entry, inner, self._place)

    def _del(self, element: Element) -> None:
        text = "".join(t.text or "" for t in element.iter(*_DELETED_TEXT))
        if text:
            self.deleted.append(text)

    def _alternate(self, element: Element) -> None:
        branch = chosen_branch(element)
        if branch is None:
            return
        if any(str(e.tag) in _IN_RUN for e in branch):
            self._run_content(branch)
        else:
            self.read(branch, self._origin)

    def _math(self, element: Element) -> None:
        self._look = NO_LOOK
        self._text("".join(t.text or "" for t in element.iter(M + "t")))

    def _drawing(self, element: Element) -> None:
        found = text_boxes(element)
        self.boxes.extend(found)
        if not found:
            code, detail = picture_code(element)
            self._state.notice(code, detail, self._place.path)

    def _object(self, element: Element) -> None:
        if child(element, "control") is None:
            self._drawing(element)
        else:
            self._state.notice("activex_control", path=self._place.path)

    def _sub_document(self, _: Element) -> None:
        self._state.notice("external_part_ignored", "subDoc", self._place.path)

    def _ignore(self, _: Element) -> None:
        """What was moved away stands at its new place."""


def _unindented(text: str) -> str:
    """Text without `xml:space`: line breaks at its ends only lay out the XML."""
    if "\n" not in text:
        return text
    left = text.lstrip()
    head = "" if "\n" in text[: len(text) - len(left)] else text[: len(text) - len(left)]
    right = left.rstrip()
    tail = left[len(right) :]
    return head + right + ("" if "\n" in tail else tail)


def _composed(item: Inline) -> Inline:
    if isinstance(item, Text) and not item.text.isascii():
        return replace(item, text=unicodedata.normalize("NFC", item.text))
    return item


def _is_inert(element: Element) -> bool:
    """Properties, bookmarks, ranges: nothing to read inside."""
    return not len(element) or local(element).endswith(("Pr", "PrChange"))


def _is_private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff"
