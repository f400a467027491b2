"""The ways of marking Sí and No, each for every truth."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from schemas.reading import Consent
from tests.forms import byhand
from tests.forms.sheet import Coding, Grid, GridCell, Inline, Para, Span, Tick

if TYPE_CHECKING:
    from random import Random


class Marking(StrEnum):
    """How consent is marked."""

    LABEL_FIRST = "label-first"  # Sí ☒ No ☐
    BOX_FIRST = "box-first"  # ☐ Sí ☒ No
    LINES = "lines"  # one option a line, box first
    CELLS = "cells"  # Sí | ☒ | No | ☐
    CELLS_X = "cells-x"  # Sí | X | No |
    CELLS_BOX_FIRST = "cells-box-first"  # ☐ | Sí | ☒ | No
    STACKED = "stacked"  # Sí | No, and X below one of them
    TYPED = "typed"  # Sí X  No __
    PARENS = "parens"  # SI ( X ) NO ( )
    BRACKETS = "brackets"  # [x] Sí [ ] No
    BLANKS = "blanks"  # Sí __X__ No ____
    SLASHED = "slashed"  # __ Sí / _X_ No
    COLONS = "colons"  # Sí: X  No:
    X_BESIDE_BOX = "x-beside-box"  # Sí ☐ X  No ☐
    TICK_IN_PARENS = "tick-in-parens"  # Sí (✓) No ( )
    BY_HAND = "by-hand"  # an answer typed in words, or marks in some other order
    CONTROL = "control"
    LEGACY = "legacy"
    SYMBOL = "symbol"
    SYMBOL_2 = "symbol-2"
    SYMBOL_WEB = "symbol-web"
    DROPDOWN = "dropdown"  # one list control in Word
    LEGACY_LIST = "legacy-list"
    DRAWN = "drawn"  # an ellipse somewhere over the line: nobody can tell over which word
    STRUCK_WORD = "struck-word"  # the other word is struck out
    HIGHLIGHTED_WORD = "highlighted-word"
    UNDERLINED_WORD = "underlined-word"
    BOLD_WORD = "bold-word"
    FRAMED_WORD = "framed-word"
    INPUT = "input"
    INPUT_TIED = "input-tied"
    RADIO = "radio"
    ACRO = "acro"
    ACRO_RADIO = "acro-radio"
    CROSSED = "crossed"
    RINGED = "ringed"
    INK = "ink"
    INK_RING = "ink-ring"
    TYPED_OVER = "typed-over"


_CODINGS = {
    Marking.CONTROL: Coding.CONTROL,
    Marking.LEGACY: Coding.LEGACY,
    Marking.SYMBOL: Coding.SYMBOL,
    Marking.SYMBOL_2: Coding.SYMBOL_2,
    Marking.SYMBOL_WEB: Coding.SYMBOL_WEB,
    Marking.INPUT: Coding.INPUT,
    Marking.INPUT_TIED: Coding.INPUT,
    Marking.RADIO: Coding.RADIO,
    Marking.ACRO: Coding.ACRO,
    Marking.ACRO_RADIO: Coding.ACRO_RADIO,
    Marking.CROSSED: Coding.CROSSED,
    Marking.RINGED: Coding.RINGED,
    Marking.INK: Coding.INK,
    Marking.INK_RING: Coding.INK_RING,
    Marking.TYPED_OVER: Coding.TYPED_OVER,
}

_SIGNS = (("☒", "☐"), ("☒", "☐"), ("☑", "☐"), ("■", "□"), ("☒", "□"))


@dataclass(frozen=True, slots=True)
class MarkLook:
    """The choices within a way of marking: signs, words and which side the box is on."""

    on_sign: str = "☒"
    off_sign: str = "☐"
    yes: str = "Sí"
    no: str = "No"
    box_first: bool = False
    gap: str = " "
    words_only: bool = False  # a condition is typed in place of the marks
    pick: int = 0  # which of the ways of answering by hand


def draw_look(rng: Random) -> MarkLook:
    """A look for the marks of one form."""
    on_sign, off_sign = rng.choice(_SIGNS)
    yes, no = rng.choice((("Sí", "No"), ("Sí", "No"), ("SI", "NO"), ("SÍ", "NO"), ("Si", "No")))
    gap = rng.choice((" ", "   ", "      "))
    return MarkLook(
        on_sign,
        off_sign,
        yes,
        no,
        box_first=rng.random() < 0.4,
        gap=gap,
        words_only=rng.random() < 0.4,
        pick=rng.randrange(1000),
    )


def states(verdict: Consent) -> tuple[bool, bool]:
    """Whether the Sí box and the No box are on; a condition is written beside a marked Sí."""
    on_yes = verdict in {Consent.YES, Consent.BOTH, Consent.UNCLEAR}
    return on_yes, verdict in {Consent.NO, Consent.BOTH}


def consent_marks(
    marking: Marking, verdict: Consent, condition: str, look: MarkLook
) -> tuple[Para | Grid, ...]:
    """The paragraphs or the little grid with the marks; `condition` is typed after them."""
    if condition and look.words_only:
        return (Para((Span(condition),)),)
    on_yes, on_no = states(verdict)
    if marking in IN_CELLS:
        marks: tuple[Para | Grid, ...] = (_grid(marking, on_yes, on_no, look),)
    elif marking in _CHOSEN:
        marks = (Para(_choice(marking, on_yes, on_no, look)),)
    elif marking is Marking.BY_HAND:
        marks = (Para((Span(byhand.typed(verdict, look.pick)),)),)
    elif marking is Marking.LINES:
        marks = tuple(
            Para((Tick(on, word, Coding.GLYPH, look.on_sign, look.off_sign), Span(f" {word}")))
            for on, word in ((on_yes, look.yes), (on_no, look.no))
        )
    else:
        marks = (Para(_line(marking, on_yes, on_no, look), centered=True),)
    return (*marks, Para((Span(f"({condition})"),))) if condition else marks


IN_CELLS = {Marking.CELLS, Marking.CELLS_X, Marking.CELLS_BOX_FIRST, Marking.STACKED}


def _grid(marking: Marking, on_yes: bool, on_no: bool, look: MarkLook) -> Grid:
    if marking is Marking.STACKED:
        words = (_wide_cell(look.yes), _wide_cell(look.no))
        return Grid(
            (words, tuple(_wide_cell("X" if on else "") for on in (on_yes, on_no))), _SHARES
        )
    cells = [
        part
        for on, word in ((on_yes, look.yes), (on_no, look.no))
        for part in (Span(word), _cell_mark(marking, on, word, look))
    ]
    if marking is Marking.CELLS_BOX_FIRST:
        cells = [cells[1], cells[0], cells[3], cells[2]]
    row = tuple(GridCell((Para((cell,), centered=True),)) for cell in cells)
    return Grid((row,), _SHARES)


_SHARES = (0.25, 0.25, 0.25, 0.25)


def _wide_cell(text: str) -> GridCell:
    return GridCell((Para((Span(text),), centered=True),), 2)


def _cell_mark(marking: Marking, on: bool, word: str, look: MarkLook) -> Inline:
    if marking is Marking.CELLS_X:
        return Span("X" if on else "")
    return Tick(on, word, Coding.GLYPH, look.on_sign, look.off_sign)


def _line(marking: Marking, on_yes: bool, on_no: bool, look: MarkLook) -> tuple[Inline, ...]:
    typed = {
        Marking.TYPED: ("{word} {mark}", "X", "__"),
        Marking.PARENS: ("{word} ( {mark} )", "X", " "),
        Marking.BRACKETS: ("[{mark}] {word}", "x", " "),
        Marking.BLANKS: ("{word} {mark}", "__X__", "_____"),
        Marking.SLASHED: ("{mark} {word}", "_X_", "___"),
        Marking.COLONS: ("{word}: {mark}", "X", ""),
        Marking.X_BESIDE_BOX: ("{word} {mark}", "☐ X", "☐"),
        Marking.TICK_IN_PARENS: ("{word} ({mark})", "✓", "  "),
    }
    if marking in typed:
        pattern, on_text, off_text = typed[marking]
        pair = ((on_yes, look.yes), (on_no, look.no))
        texts = (pattern.format(word=w, mark=on_text if on else off_text) for on, w in pair)
        between = " / " if marking is Marking.SLASHED else f"{look.gap} "
        return (Span(between.join(texts)),)
    return _boxes(marking, on_yes, on_no, look)


ONE_CHOICE = frozenset(
    (Marking.DROPDOWN, Marking.LEGACY_LIST, Marking.STRUCK_WORD, Marking.HIGHLIGHTED_WORD,
     Marking.UNDERLINED_WORD, Marking.BOLD_WORD, Marking.FRAMED_WORD)
)  # fmt: skip
"""Ways of marking that cannot show both."""

_LISTS = {Marking.DROPDOWN: Coding.DROPDOWN, Marking.LEGACY_LIST: Coding.LEGACY_LIST}
_CHOSEN = ONE_CHOICE | {Marking.DRAWN}


def _choice(marking: Marking, on_yes: bool, on_no: bool, look: MarkLook) -> tuple[Inline, ...]:
    """One word set apart, picked from a list, or drawn over."""
    chosen = on_yes or on_no
    if marking in _LISTS:
        return (Tick(chosen, look.no if on_no else look.yes, _LISTS[marking]),)
    if marking is Marking.DRAWN:
        words: tuple[Inline, ...] = (Span(f"{look.yes}{look.gap}      {look.no}"),)
        return (*words, Tick(chosen, look.yes, Coding.DRAWN)) if chosen else words
    words_on = ((look.yes, on_yes, on_no), (look.no, on_no, on_yes))
    spans: list[Inline] = []
    for word, on, other in words_on:
        spans += [Span(f"{look.gap} / {look.gap}")] if spans else []
        spans.append(
            Span(
                word,
                bold=on and marking is Marking.BOLD_WORD,
                strike=other and not on and marking is Marking.STRUCK_WORD,
                underline=on and marking is Marking.UNDERLINED_WORD,
                highlight=on and marking is Marking.HIGHLIGHTED_WORD,
                framed=on and marking is Marking.FRAMED_WORD,
            )
        )
    return tuple(spans)


def _boxes(marking: Marking, on_yes: bool, on_no: bool, look: MarkLook) -> tuple[Inline, ...]:
    box_first = marking is Marking.BOX_FIRST or (
        marking is not Marking.LABEL_FIRST and look.box_first
    )
    coding, tied = _CODINGS.get(marking, Coding.GLYPH), marking is Marking.INPUT_TIED
    inlines: list[Inline] = []
    for on, word in ((on_yes, look.yes), (on_no, look.no)):
        tick = Tick(on, word, coding, look.on_sign, look.off_sign, tied)
        if inlines:
            inlines.append(Span(look.gap))
        inlines += (tick, Span(f" {word}")) if box_first else (Span(f"{word} "), tick)
    return tuple(inlines)
