"""Marks typed into entry fields, and marks in other lines than their words."""

from __future__ import annotations

import pytest

from extract.model import Break, BreakKind, Field, Inline, Paragraph, Text
from normalize import read_forms
from schemas.reading import Consent
from tests.normalize.sheets import LABELS, QUESTION, doc, table


def _verdict(*paragraphs: tuple[Inline, ...]) -> Consent:
    """The verdict where these paragraphs follow the question."""
    rows = [[label, f"Respuesta a {name}"] for name, label in LABELS.items()]
    head = table(*rows, [QUESTION])
    (form,) = read_forms(doc(head, *(Paragraph(inlines) for inlines in paragraphs)))
    return form.consent.verdict


def _entries(source: str) -> tuple[Inline, ...]:
    """`<X>` is an entry field with its value, `→` a tab, all else text."""
    found: list[Inline] = []
    for part in (
        source.replace("→", "\x00→\x00").replace("<", "\x00<").replace(">", ">\x00").split("\x00")
    ):
        if part.startswith("<"):
            found.append(Field(part[1:-1]))
        elif part == "→":
            found.append(Break(BreakKind.TAB))
        elif part:
            found.append(Text(part))
    return tuple(found)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<> Sí <X> No", Consent.NO),
        ("<X> Sí <> No", Consent.YES),
        ("Sí <X> No <>", Consent.YES),
        ("Sí <> No <X>", Consent.NO),
        ("Sí <x> No <x>", Consent.BOTH),
        ("Sí <> No <>", Consent.UNMARKED),
        ("<> Sí <> No", Consent.UNMARKED),
        ("<Sí>", Consent.YES),
        ("<No>", Consent.NO),
        ("<>", Consent.UNMARKED),
    ],
)
def test_an_empty_entry_keeps_its_word(source: str, expected: Consent) -> None:
    """An X in one entry field is not given to the word beside an empty one."""
    assert _verdict(_entries(source)) is expected


@pytest.mark.parametrize(
    "lines",
    [
        ("→→X", "→Sí→No"),  # straight above No
        ("→Sí→No", "→X"),
        ("X", "Sí   No"),
    ],
)
def test_a_lone_mark_in_another_line_is_doubtful(lines: tuple[str, str]) -> None:
    """Reading order says nothing of the column: an X above No would come right before Sí."""
    assert _verdict(*map(_entries, lines)) is Consent.UNCLEAR


def test_a_mark_at_a_tab_between_empty_boxes_is_in_neither() -> None:
    """`Sí ( )  X  No ( )`: both boxes are empty."""
    assert _verdict(_entries("Sí ( )→X→No ( )")) is Consent.UNCLEAR


def test_bars_are_boxes() -> None:
    """`Sí |X| No | |` and its refusal."""
    assert _verdict(_entries("Sí |X| No | |")) is Consent.YES
    assert _verdict(_entries("Sí | | No | x |")) is Consent.NO
