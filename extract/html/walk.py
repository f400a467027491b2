"""One walk over a page's elements, in source order, that tells the layout what is seen.

The walk keeps its own stack, so that no depth of nesting is too deep for it. What is not
seen, and what stands beside the body, goes into asides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from extract.glyphs import classify
from extract.html import controls
from extract.html.controls import Controls
from extract.html.css import tag_of
from extract.html.drawn_boxes import drawn_box
from extract.html.layout import Layout
from extract.html.paragraphs import squeezed
from extract.html.sides import DROPPED, EMBEDDED, aside_kind, is_marker, is_reference, is_tab
from extract.model import (
    Aside,
    AsideKind,
    Encoding,
    EncodingKind,
    Field,
    Mark,
    MarkState,
    Notice,
    Origin,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

    from extract.html.css import Declarations
    from extract.html.look import Look, Looks

_COLUMN = re.compile(
    r"(?:[1-9]\d(?:\.\d+)?)%|(?:[89]\d|[1-9]\d{2,3})(?:\.\d+)?(?:px|pt)|\d{2}(?:\.\d+)?r?em"
)


def _is_column(css: Declarations) -> bool:
    """Whether an element is an inline block as wide as a column: `Label | answer` side by side."""
    if not css or css.get("display") not in ("inline-block", "inline-flex", "inline-table"):
        return False
    width = css.get("width", css.get("min-width", css.get("flex-basis", "")))
    return _COLUMN.fullmatch(width) is not None


@dataclass(slots=True)
class _Frame:
    """An element that is open. `buffer` gathers its text where that is not the body's."""

    element: Element
    tag: str
    look: Look
    css: Declarations
    aside: AsideKind | None = None
    buffer: list[str] | None = None
    starts: bool = False  # the buffer is this element's own
    marker: bool = False  # the buffer is the bullet or number of the paragraph
    mute_glyphs: bool = False  # box characters in it belong to a mark that is read already
    closers: list[Callable[[], None]] = field(default_factory=list)


# Methods by name: bound ones would keep a page in memory until the next look for circles.
_LEAVES = {
    "br": "_line_break",
    "hr": "_rule",
    "input": "_input",
    "select": "_select",
    "textarea": "_textarea",
    "img": "_image",
}


class Walker:
    """Walks one page; `asides` and `notices` are what it found besides the body."""

    def __init__(self, root: Element, looks: Looks) -> None:
        self.asides: list[Aside] = []
        self.notices: list[Notice] = []
        self._looks = looks
        self._controls = Controls(root, looks.is_hidden)
        self._layout = Layout()
        self._frames: list[_Frame] = []
        self._doubtful = False  # of the element that is being entered

    def run(self, root: Element, look: Look) -> Layout:
        """Walks everything under `root`, on a page that looks like `look`."""
        trail = [iter(root)] if self._enter(root, look) else []
        while trail:
            child = next(trail[-1], None)
            if child is None:
                trail.pop()
                element = self._leave()
                if trail:
                    self._text(element.tail)
            elif self._enter(child, self._frames[-1].look):
                trail.append(iter(child))
            else:
                self._text(child.tail)
        self._layout.flush()
        return self._layout

    # -- elements ---------------------------------------------------------------------

    def _enter(self, element: Element, around: Look) -> bool:
        """Opens an element; False where nothing in it is to be walked."""
        tag = tag_of(element)
        if tag in DROPPED and not element.get("role"):
            if tag in EMBEDDED:
                self._notice("embedded_ignored", tag)
            return False
        css = self._looks.sheet.declarations(element, tag)
        look = self._looks.told(element, tag, around, css)
        frame = _Frame(element, tag, look, css)
        self._doubtful = look.doubtful
        self._sort(frame, self._frames[-1] if self._frames else None)
        if frame.buffer is None:
            if self._is_leaf(frame):
                return False
        elif self._is_silent_leaf(frame):
            return False
        self._frames.append(frame)
        if frame.buffer is None:
            self._open(frame)
        elif frame.starts and frame.look.block and not frame.look.hidden:
            self._layout.flush()
        self._text(element.text)
        return True

    def _leave(self) -> Element:
        frame = self._frames[-1]
        for close in reversed(frame.closers):
            close()
        self._frames.pop()
        if frame.buffer is not None and frame.starts:
            self._end_buffer(frame, squeezed("".join(frame.buffer)))
        elif frame.buffer is not None and frame.look.block:
            frame.buffer.append(" ")
        return frame.element

    def _end_buffer(self, frame: _Frame, text: str) -> None:
        if frame.marker and text:
            self._layout.marker(text)
        elif frame.aside is not None and text:
            self.asides.append(Aside(frame.aside, text, self._layout.place))

    def _sort(self, frame: _Frame, outer: _Frame | None) -> None:
        """Tells whether an element's text is the body's, an aside's or a list marker."""
        frame.mute_glyphs = outer is not None and outer.mute_glyphs
        kind = outer.aside if outer else None
        if frame.look.hidden:
            kind = AsideKind.HIDDEN
        elif kind in (None, AsideKind.HIDDEN):
            kind = aside_kind(frame.element, frame.tag, frame.css)
            listed = is_marker(frame.css) or (outer is not None and outer.marker)
            frame.marker = kind is None and listed
        frame.aside = kind
        if kind is None and not frame.marker:
            return
        same = outer is not None and outer.aside is kind and outer.marker is frame.marker
        frame.starts = not same
        frame.buffer = outer.buffer if outer is not None and same else []

    def _is_leaf(self, frame: _Frame) -> bool:
        """Reads an element that is one thing by itself; False for all others."""
        leaf = _LEAVES.get(frame.tag)
        if leaf is not None:
            getattr(self, leaf)(frame.element)
            return True
        if frame.tag == "w:sdt" and (frame.element.get("showingplchdr") or "")[:1] in ("t", "T"):
            empty = Field("", place=self._layout.place, origin=Origin.CONTENT_CONTROL)
            self._put(empty)
            return True
        if not frame.css:
            return False
        struck = frame.look.style.strike
        box = drawn_box(frame.element, frame.css, self._layout.place, struck=struck)
        if box is not None:
            self._put(box)
            return True
        if is_tab(frame.css) and "style" in frame.element.attrib:
            self._layout.tab()
            return True
        return False

    def _is_silent_leaf(self, frame: _Frame) -> bool:
        """The same beside the body, where no control counts."""
        if frame.tag in ("input", "select", "textarea"):
            self._unseen_control(frame)
            return True
        if frame.tag == "br" and frame.buffer is not None:
            frame.buffer.append(" ")
        # a note's own number, and the link back to where it stands
        in_note = frame.aside is AsideKind.FOOTNOTE and is_reference(frame.element, frame.tag)
        return frame.tag == "br" or in_note

    def _open(self, frame: _Frame) -> None:
        """Begins an element that is seen: a block, a widget, a note's number."""
        # the parser may begin the body in the middle of a line that has no body tag before it
        if frame.look.block and frame.tag not in ("html", "body"):
            self._layout.open_block(frame.element, frame.tag, frame.look, frame.closers)
        if _is_column(frame.css):
            self._layout.column()
        mark = controls.role_mark(frame.element, self._layout.place, self._looks.is_hidden)
        if mark is not None:
            self._put(mark)
            frame.mute_glyphs = True
        if is_reference(frame.element, frame.tag):
            style = replace(frame.look.style, superscript=True)
            frame.look = replace(frame.look, style=style)

    def _text(self, text: str | None) -> None:
        if not text:
            return
        frame = self._frames[-1]
        if frame.buffer is not None:
            frame.buffer.append(text)
            return
        if frame.mute_glyphs:
            text = "".join(char for char in text if classify(char) is None)
        self._layout.text(text, frame.look)

    def _put(self, item: Mark | Field) -> None:
        """Adds a mark or an entry; a mark of which nobody knows whether it is seen is in doubt."""
        if self._doubtful and isinstance(item, Mark) and item.state is MarkState.ON:
            item = replace(item, state=MarkState.UNSURE)
        self._layout.put(item)

    def _notice(self, code: str, detail: str = "") -> None:
        self.notices.append(Notice(code, detail, self._layout.place))

    # -- leaves -----------------------------------------------------------------------

    def _input(self, element: Element) -> None:
        if not controls.is_mark(element):
            entry = controls.entry(element, self._layout.place)
            if entry is not None:
                self._put(entry)
            return
        if self._controls.is_torn(element):
            self._notice("radio_group_conflict")
        self._put(self._controls.mark(element, self._layout.place))

    def _select(self, element: Element) -> None:
        entry, chosen = controls.choice(element, self._layout.place)
        if not chosen:
            self._notice("select_untouched")
        self._put(entry)

    def _textarea(self, element: Element) -> None:
        self._put(controls.text_area(element, self._layout.place))

    def _line_break(self, _element: Element) -> None:
        self._layout.line_break()

    def _rule(self, _element: Element) -> None:
        self._layout.flush()

    def _image(self, element: Element) -> None:
        """A picture: only as a widget, or where its text is one box, does it say anything."""
        widget = controls.role_mark(element, self._layout.place, self._looks.is_hidden)
        if widget is not None:
            self._put(widget)
            return
        alt = squeezed(element.get("alt") or "").rstrip("\ufe0e\ufe0f")
        glyph = classify(alt) if len(alt) == 1 else None
        if glyph is None:
            self._notice("picture_ignored")
            return
        raw = Encoding(EncodingKind.GLYPH, glyph.state, alt)
        self._put(Mark(glyph.state, glyph.shape, (raw,), self._layout.place))

    def _unseen_control(self, frame: _Frame) -> None:
        """A control out of sight is no answer; one that style rules replace is in doubt.

        Pages that draw their own boxes hide the real one and show its state by `:checked`.
        """
        if frame.aside is not AsideKind.HIDDEN or controls.input_type(frame.element) == "hidden":
            return
        styled = self._looks.sheet.mentions_checked and self._frames[-1].buffer is None
        if not (styled and frame.tag == "input" and controls.is_mark(frame.element)):
            self._notice("hidden_control", frame.tag)
            return
        self._notice("styled_control")
        mark = self._controls.mark(frame.element, self._layout.place)
        doubt = Encoding(EncodingKind.DRAWN, MarkState.UNSURE, ":checked")
        state = MarkState.UNSURE if mark.state is MarkState.ON else mark.state
        self._put(replace(mark, state=state, encodings=(*mark.encodings, doubt)))
