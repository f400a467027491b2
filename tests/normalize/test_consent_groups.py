"""Consent groups put together by rule, with known truth: a Sí is never made up.

Each group is drawn from order of words, side of the boxes, glyphs, separators and structure
(line, lines, tabs, cells). The truth is known from how it was drawn, not from reading it.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from normalize import read_forms
from schemas.reading import Consent, ConsentReading
from tests.normalize.sheets import LABELS, QUESTION, doc, side_form, table

BOXES = (
    ("☒", "☐"), ("☑", "☐"), ("■", "□"), ("●", "○"), ("(X)", "( )"), ("( x )", "(   )"),
    ("[x]", "[ ]"), ("[X]", "[]"), ("_X_", "___"), ("__x__", "_____"),
    ("(✓)", "( )"), ("{X}", "{ }"), ("...X...", "......"),
)  # fmt: skip
LONE = ("X", "x", "✓", "✔", "XX")
WORDS = (
    ("Sí", "No"), ("SI", "NO"), ("SÍ", "NO"), ("si", "no"), ("Si", "No"),
    ("Autorizo", "No autorizo"), ("Sí autorizo", "No autorizo"), ("Acepto", "No acepto"),
)  # fmt: skip
BETWEEN = ("  ", "     ", " / ", ", ", "; ", " - ", "\t", "|", "\n", " o ")


@dataclass(frozen=True)
class Group:
    """A drawn group: which words are marked, and how it stands on the form."""

    yes: bool
    no: bool
    yes_first: bool
    box_first: bool
    boxes: tuple[str, str]
    words: tuple[str, str]
    between: str
    glue: str

    @property
    def truth(self) -> Consent:
        """What the writer meant."""
        if self.yes and self.no:
            return Consent.BOTH
        if not self.yes and not self.no:
            return Consent.UNMARKED
        return Consent.YES if self.yes else Consent.NO

    def option(self, says_yes: bool) -> tuple[str, str]:
        """The word and its box, in the order in which they stand."""
        word = self.words[0 if says_yes else 1]
        box = self.boxes[0 if (self.yes if says_yes else self.no) else 1]
        return (box, word) if self.box_first else (word, box)

    @property
    def options(self) -> list[tuple[str, str]]:
        """Both options in their order."""
        return [self.option(self.yes_first), self.option(not self.yes_first)]

    @property
    def text(self) -> str:
        """The group as text below the question."""
        return self.between.join(self.glue.join(parts) for parts in self.options)


GROUPS = st.builds(
    Group,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(BOXES),
    st.sampled_from(WORDS),
    st.sampled_from(BETWEEN),
    st.sampled_from((" ", "  ", ": ")),
)


def in_line(text: str) -> ConsentReading:
    """The consent reading of a form with this answer."""
    (form,) = read_forms(side_form(consent=text))
    return form.consent


def in_rows(rows: list[list[str]]) -> ConsentReading:
    """The consent reading of a form whose answer stands in rows of cells below the question."""
    known = [[label, "Algo"] for label in LABELS.values()]
    (form,) = read_forms(doc(table(*known), table([QUESTION], *rows)))
    return form.consent


@settings(max_examples=400, deadline=None)
@given(GROUPS)
@example(Group(False, True, True, True, ("☒", "☐"), ("Sí", "No"), "  ", " "))
def test_two_boxes_are_read_as_they_were_marked(group: Group) -> None:
    """Where each word has its box, the verdict is the truth, whichever side boxes stand on."""
    reading = in_line(group.text)
    assert reading.verdict is group.truth, (group.text, reading)


@settings(max_examples=200, deadline=None)
@given(GROUPS)
def test_boxes_in_cells_are_read_as_they_were_marked(group: Group) -> None:
    """The same in cells of one row, in one cell an option, and in two rows."""
    first, second = group.options
    for rows in ([[*first, *second]], [[" ".join(first), " ".join(second)]], [[*first], [*second]]):
        reading = in_rows(rows)
        assert reading.verdict is group.truth, (rows, reading)


@settings(max_examples=200, deadline=None)
@given(st.booleans(), st.booleans(), st.sampled_from((*LONE, "☒")), st.booleans(), st.booleans())
def test_a_lone_mark_in_a_column_belongs_to_its_word(
    yes: bool, yes_first: bool, mark: str, above: bool, both: bool
) -> None:
    """A mark in a row below or above both words is read by its column."""
    words = ["Sí", "No"] if yes_first else ["No", "Sí"]
    at = 0 if yes == yes_first else 1
    marks = [mark if both or at == 0 else "", mark if both or at == 1 else ""]
    reading = in_rows([marks, words] if above else [words, marks])
    truth = Consent.BOTH if both else (Consent.YES if yes else Consent.NO)
    assert reading.verdict is truth, (words, marks, reading)


@settings(max_examples=400, deadline=None)
@given(GROUPS, st.sampled_from(LONE), st.integers(0, 3), st.sampled_from(("", " ", "   ", "|")))
def test_a_stray_mark_never_makes_a_yes(group: Group, mark: str, at: int, gap: str) -> None:
    """A cross anywhere in a group without a marked Sí never publishes, unless it is Sí's alone."""
    parts = [part for option in group.options for part in option]
    parts.insert(at + 1, f"{gap}{mark}{gap}")
    text = " ".join(parts)
    reading = in_line(text)
    if group.no or (group.truth is Consent.UNMARKED and not _beside_yes(group, at)):
        assert reading.verdict is not Consent.YES, (text, reading)


def _beside_yes(group: Group, at: int) -> bool:
    """True where the cross was put next to the Sí or its box and not next to No's."""
    first_half = at <= 1
    return first_half == group.yes_first


TAILS = (
    "solo dentro de la entidad", "previa autorización", "salvo los anexos", "con reservas",
    "parcialmente", "pendiente", "uso interno", "no autorizo", "con otras áreas", "hasta 2026", "?",
    "pero sin nombres", "y no", "No", "según el caso", "por confirmar",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(GROUPS, st.sampled_from(TAILS), st.sampled_from((" ", ". ", " (", "|", "\n", "\t", " - ")))
@example(
    Group(True, True, True, False, ("(X)", "( )"), ("Autorizo", "No autorizo"), "\t", " "), "?", " "
)
def test_a_condition_is_never_a_yes(group: Group, tail: str, gap: str) -> None:
    """Whatever is added to a Sí that does not merely agree, the form is withheld."""
    text = f"{group.text}{gap}{tail}"
    reading = in_line(text)
    assert reading.verdict is not Consent.YES, (text, reading)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(("Sí", "Si", "SÍ", "Autorizo", "Sí, autorizo", "De acuerdo")),
    st.sampled_from(TAILS),
    st.sampled_from((" ", ", ", ". ", ": ", " (", "|", "\n")),
)
def test_a_typed_condition_is_never_a_yes(word: str, tail: str, gap: str) -> None:
    """The same where the answer was typed in words."""
    reading = in_line(f"{word}{gap}{tail}")
    assert reading.verdict is not Consent.YES, reading


@settings(max_examples=200, deadline=None)
@given(
    GROUPS, GROUPS, st.sampled_from(("¿Desea ser contactado por el equipo?", "¿Anexa evidencias?"))
)
def test_the_next_question_lends_no_mark(group: Group, other: Group, question: str) -> None:
    """Boxes of another question below are not this question's, with any answer."""
    reading = in_line(f"{group.text}|{question} {other.text}")
    assert reading.verdict is group.truth, (group.text, other.text, reading)


@settings(max_examples=200, deadline=None)
@given(GROUPS, GROUPS)
def test_a_consent_never_passes_to_its_neighbour(group: Group, other: Group) -> None:
    """Two forms in one file keep their own verdicts."""
    first, second = (
        side_form(consent=group.text),
        side_form({"lesson": "Otra."}, consent=other.text),
    )
    forms = read_forms(doc(*first.blocks, *second.blocks))
    assert [form.consent.verdict for form in forms] == [group.truth, other.truth]


@pytest.mark.parametrize("asked_first", [True, False])
def test_a_form_without_the_question_lends_and_borrows_nothing(asked_first: bool) -> None:
    """A form that lacks the consent question stays without consent beside one that has it."""
    lacking = doc(
        "*DOCUMENTACIÓN DE LECCIONES APRENDIDAS*", table(*[[t, "Algo"] for t in LABELS.values()])
    )
    having = side_form(consent="Sí ☒ No ☐")
    pair = (having, lacking) if asked_first else (lacking, having)
    forms = read_forms(doc(*pair[0].blocks, *pair[1].blocks))
    expected = [Consent.YES, Consent.UNMARKED]
    assert [f.consent.verdict for f in forms] == (expected if asked_first else expected[::-1])
