"""The content of one paragraph: runs, fields, controls, tracked changes (ISO/IEC 29500-1, 17.3).

`InlineReader` walks a paragraph's children. Elements it does not know are transparent where
they may hold runs, so that a wrapper never costs the text in it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extract.docx import activex, controls, fields
from extract.docx.drawings import chosen_branch, picture_code, text_boxes
from extract.docx.fields import ComplexField, Phase
from extract.docx.names import MC, M, W, child, local, val
from extract.docx.prompts import is_prompt
from extract.docx.runs import IN_RUN, RunReader
from extract.docx.styles import NO_LOOK
from extract.glyphs import split_marks
from extract.model import MarkState, Origin, Text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from extract.docx.state import State
    from extract.model import Inline

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
_MAX_FIELDS = 50  # fields within fields
_DELETED_TEXT = (W + "t", W + "delText")


class InlineReader(RunReader):
    """Reads the children of one paragraph into `items`.

    `boxes` are the contents of text boxes anchored here, which follow the paragraph;
    `hidden` and `deleted` are the texts that are no part of it.
    """

    def __init__(self, state: State, path: str, paragraph_style: str = "") -> None:
        super().__init__(state, path, paragraph_style)
        self.boxes: list[Element] = []
        self.deleted: list[str] = []

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
        """The inlines of the paragraph, and the fields that go on left to the next."""
        self._leave_fields()
        return super().finish()

    def _leave_fields(self) -> None:
        """A result may go on in the next paragraph; an instruction that does is broken."""
        going_on = [f for f in self._state.fields if f.phase is Phase.RESULT]
        if len(going_on) < len(self._state.fields):
            self._state.notice("field_unclosed", path=self._place.path)
            for broken in self._state.fields:
                self.items.extend(broken.swallowed if broken not in going_on else ())
        for open_field in going_on:
            open_field.kept = None
        self._state.fields[:] = going_on

    def _ruby(self, element: Element) -> None:
        base = child(element, "rubyBase")
        if base is not None:
            self.read(base, self._origin)

    def _fld_char(self, element: Element) -> None:
        kind = val(element, "fldCharType")
        stack = self._state.fields
        if kind == "begin" and len(stack) < _MAX_FIELDS:
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
        elif done.kind == "EQ" and not done.filled:
            self._enclosed(fields.enclosed(done.instruction))

    def _enclosed(self, text: str) -> None:
        """A word that Word's "enclose characters" has put into a circle or square."""
        style = replace(self._look.style, highlight=True)
        if text and not self._look.hidden:
            self.items.append(Text(text, self._place, style, self._now_origin()))

    def _close_text(self, done: ComplexField, start: int) -> None:
        texts = "".join(i.text for i in self.items[start:] if isinstance(i, Text))
        if not done.filled or is_prompt(texts, in_control=True):
            self.items[start:] = [fields.empty_entry(done, self._place)]

    def _sdt(self, sdt: Element) -> None:
        content = child(sdt, "sdtContent")
        if content is None:
            return
        entry = controls.control(sdt, self._state.prompts)
        if entry is None:
            self.read(content, self._origin)
            return
        start = len(self.items)
        self.read(content, Origin.CONTENT_CONTROL)
        self.items[start:] = controls.apply(entry, self.items[start:], self._place)

    def _del(self, element: Element) -> None:
        text = "".join(t.text or "" for t in element.iter(*_DELETED_TEXT))
        if text:
            self.deleted.append(text)

    def _alternate(self, element: Element) -> None:
        branch = chosen_branch(element)
        if branch is None:
            return
        if any(str(e.tag) in IN_RUN for e in branch):
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
        control = child(element, "control")
        if control is None:
            self._drawing(element)
            return
        mark = activex.mark(control, self._state, self._place)
        if mark is not None:
            self.items.append(mark)
        if mark is None or mark.state is MarkState.UNSURE:
            self._state.notice("activex_control", path=self._place.path)

    def _sub_document(self, _: Element) -> None:
        self._state.notice("external_part_ignored", "subDoc", self._place.path)

    def _ignore(self, _: Element) -> None:
        """What was moved away stands at its new place."""


def _is_inert(element: Element) -> bool:
    """Properties, bookmarks, ranges: nothing to read inside."""
    return not len(element) or local(element).endswith(("Pr", "PrChange"))
