"""Which characters are marks, and when."""

from __future__ import annotations

import pytest

from extract.glyphs import classify, is_symbol_font, plain_symbol, split_marks
from extract.model import Box, Break, Inline, Mark, MarkShape, MarkState, Place, Text

_LINES = [
    ("☐ Sí ☒ No", "{off} Sí {on} No"),
    ("Sí☑No☐", "Sí{on}No{off}"),
    ("Sí □ No ■", "Sí {off} No {on}"),
    ("Sí ● No ○", "Sí {on} No {off}"),
    ("● SÍ\u2003○ NO", "{on} SÍ\u2003{off} NO"),
    ("SI: ■ NO: □", "SI: {on} NO: {off}"),
    ("(●) Sí ( ) No", "({on}) Sí ( ) No"),
    ("Sí ✓ No", "Sí {on} No"),
    ("Sí × No", "Sí {on} No"),
    ("Sí √", "Sí {on}"),
    ("☑\ufe0f Sí", "{on} Sí"),
    ("●", "{on}"),
    (" ○ ", " {off} "),
    ("Plan ■ Proyecto □", "Plan {on} Proyecto {off}"),
    ("● Primer punto", "● Primer punto"),
    ("■ Mejora", "■ Mejora"),
    ("● No se identificaron impactos", "● No se identificaron impactos"),
    ("3 × 4 = 12", "3 × 4 = 12"),
    ("Casino ● dos", "Casino ● dos"),
    ("• Sí", "• Sí"),
    ("Sí __ No X", "Sí __ No X"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), _LINES)
def test_split_marks(text: str, expected: str) -> None:
    """Boxes and ticks become marks; a bullet does only beside Sí or No or its counterpart."""
    assert _shown(split_marks([Text(text)])) == expected


def test_neighbours_in_other_runs_count() -> None:
    """The word beside a round bullet may stand in another run, or before a tab."""
    inlines: list[Inline] = [Text("Sí"), Break(), Text("●"), Text(" No "), Text("○")]
    assert _shown(split_marks(inlines)) == "Sí/{on} No {off}"


def test_a_box_is_divided_over_the_characters() -> None:
    """On a page with places, the mark gets its share of the text's box."""
    mark, text = split_marks([Text("☐ No", Place(box=Box(1, 10.0, 0.0, 50.0, 10.0)))])
    assert mark.place.box == Box(1, 10.0, 0.0, 20.0, 10.0)
    assert text.place.box == Box(1, 20.0, 0.0, 50.0, 10.0)


@pytest.mark.parametrize(
    ("char", "font", "shown"),
    [
        ("þ", "Wingdings", "☑"),
        ("\uf0fe", "Wingdings", "☑"),
        ("\uf0a8", "", "◻"),
        ("R", "ABCDEF+Wingdings2", "☑"),
        ("4", "ZapfDingbats", "✔"),
        ("\uf0fe", "OpenSymbol", "☑"),
        ("þ", "OpenSymbol", None),
        ("þ", "Arial", None),
        ("\uf04a", "Wingdings", None),
    ],
)
def test_plain_symbol(char: str, font: str, shown: str | None) -> None:
    """A letter in a symbol font is the picture that a person sees."""
    assert plain_symbol(char, font) == shown


def test_classify_says_state_and_shape() -> None:
    """One character alone says its state and shape, and whether it may be a bullet."""
    tick, bullet = classify("✓"), classify("●")
    assert tick is not None
    assert (tick.state, tick.shape, tick.ambiguous) == (MarkState.ON, MarkShape.SIGN, False)
    assert bullet is not None
    assert bullet.ambiguous
    assert classify("a") is None
    assert classify("") is None


def test_symbol_fonts_by_any_spelling() -> None:
    """Font names differ by subset prefix, spaces and endings."""
    assert all(map(is_symbol_font, ("Wingdings", "wingdings-Regular", "XYZABC+Wingdings 2")))
    assert not any(map(is_symbol_font, ("", "Arial", "Segoe UI Symbol", "OpenSymbol")))


def _shown(inlines: tuple[Inline, ...]) -> str:
    parts = []
    for inline in inlines:
        if isinstance(inline, Text):
            parts.append(inline.text)
        else:
            parts.append(f"{{{inline.state}}}" if isinstance(inline, Mark) else "/")
    return "".join(parts)
