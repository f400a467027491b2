"""The consent verdict: one clear Sí and nothing less."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.model import Paragraph, Text
from normalize import read_forms
from schemas.reading import Consent, ConsentReading
from tests.normalize.sheets import LABELS, QUESTION, doc, para, side_form, table

if TYPE_CHECKING:
    from extract.model import Block, Document, Inline, Row


def verdict(document: Document) -> ConsentReading:
    """The consent reading of a document's only form."""
    (form,) = read_forms(document)
    return form.consent


YES = [
    "Sí ☒ No ☐",
    "☒ Sí ☐ No",
    "☒ Sí   No ☐",
    "Sí ☑   No ☐",
    "SI ( X ) NO ( )",
    "[x] Sí [ ] No",
    "Sí X  No __",
    "Sí _X_ No ___",
    "X Sí   No",
    "Sí: X   No:",
    "SI",
    "Sí.",
    "Sí, autorizo",
    "Sí autorizo",
    "Autorizo",
    "Sí ~No~",
    "Sí ☐ X    No ☐",
    "Sí ☒|No ☐",
    "☒ Sí|☐ No",
    "Sí ✓     No",
]
NO = [
    "☐ Sí ☒ No",
    "Sí ☐ No ☒",
    "SI ( ) NO ( X )",
    "[ ] Sí [X] No",
    "Sí __ No X",
    "Sí   No X",
    "Sí    No    X",
    "NO",
    "No autorizo",
    "No, no autorizo",
    "~Sí~ No",
    "Sí ☐|No ☒",
    "Sí ☐ No ☐ X",
]
UNMARKED = ["Sí ☐ No ☐", "☐ Sí ☐ No", "Sí ( ) No ( )", "Sí ___ No ___", "Sí    No", "", "____"]
BOTH = ["Sí ☒ No ☒", "☒ Sí ☒ No", "SI (X) NO (X)", "Sí X No X"]
UNCLEAR = [
    "Sí ☒ No ☐ solo dentro de la entidad",
    "Sí, solo dentro de la entidad",
    "Sí ☒ No ☐|Únicamente para uso interno",
    "Sí, pero no con privados",
    "Sí No ☒ ☐",
    "Tal vez",
    "Sí ✓ No",
    "Sí ☒ No ☐ no autorizo",
]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [(a, Consent.YES) for a in YES]
    + [(a, Consent.NO) for a in NO]
    + [(a, Consent.UNMARKED) for a in UNMARKED]
    + [(a, Consent.BOTH) for a in BOTH]
    + [(a, Consent.UNCLEAR) for a in UNCLEAR],
)
def test_each_way_of_answering_has_its_verdict(answer: str, expected: Consent) -> None:
    """However people mark it, the verdict is what a careful person would say."""
    reading = verdict(side_form(consent=answer))
    assert reading.verdict is expected, reading


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["Sí", "☒", "No", "☐"]], Consent.YES),
        ([["Sí", "☐", "No", "☒"]], Consent.NO),
        ([["☒", "Sí", "☐", "No"]], Consent.YES),
        ([["Sí", "X", "No", ""]], Consent.YES),
        ([["Sí", "", "No", "X"]], Consent.NO),
        ([["", "Sí", "X", "No"]], Consent.NO),
        ([["Sí", "No"], ["X", ""]], Consent.YES),
        ([["Sí", "No"], ["", "X"]], Consent.NO),
        ([["Sí ☒", "No ☐"]], Consent.YES),
        ([["☐ Sí", "☒ No"]], Consent.NO),
        ([["Sí", "X"], ["No", ""]], Consent.YES),
        ([["Sí", ""], ["No", "X"]], Consent.NO),
        ([["Sí X", "No"]], Consent.YES),
        ([["Sí", "No X"]], Consent.NO),
    ],
)
def test_options_and_marks_in_cells_pair_by_the_table(
    rows: list[list[str]], expected: Consent
) -> None:
    """A mark in a cell of its own belongs to the word beside or above it."""
    given_rows = [[label, "Algo"] for label in LABELS.values()]
    document = doc(table(*given_rows), table([QUESTION], *rows))
    reading = verdict(document)
    assert reading.verdict is expected, reading


def test_no_question_is_no_consent() -> None:
    """A form whose consent question is missing is withheld."""
    rows = [[label, "Algo"] for label in LABELS.values()]
    assert verdict(doc(table(*rows))).verdict is Consent.UNMARKED


def test_words_in_answers_are_no_marks() -> None:
    """A Sí, a No or an X in an ordinary answer says nothing about consent."""
    answers = {"situation": "Sí, X. No se pudo.", "recommendation": "Sí ☒ No ☐"}
    assert verdict(side_form(answers, consent="Sí ☐ No ☐")).verdict is Consent.UNMARKED


def test_the_note_after_the_boxes_is_no_condition() -> None:
    """The form's own legal note does not turn a Sí into a doubt."""
    note = (
        "Nota: Los datos recolectados en esta ficha serán tratados bajo lo dispuesto en la ley 1581"
        " de 2012."
    )
    assert verdict(side_form(consent=f"Sí ☒ No ☐|{note}")).verdict is Consent.YES


@pytest.mark.parametrize(
    "below",
    [
        "De acuerdo con la Ley 1581 de 2012, sus datos no serán entregados a terceros.",
        "Elaboró: Ana P.",
    ],
)
def test_sentences_below_the_boxes_are_no_options(below: str) -> None:
    """Legal notices and footers in other words do not turn a Sí into a doubt."""
    assert verdict(side_form(consent=f"Sí ☒ No ☐|{below}")).verdict is Consent.YES
    assert verdict(side_form(consent=f"Sí ☐ No ☒|{below}")).verdict is Consent.NO


@pytest.mark.parametrize("cells", [True, False])
def test_anything_unknown_between_the_boxes_and_the_note_is_a_doubt(cells: bool) -> None:
    """A remark in whatever words, in its own paragraph, row or cell, withholds the form."""
    remark = "Por confirmar con la oficina jurídica"
    note = "Nota: los datos serán tratados según la Ley 1581 de 2012."
    known = [[label, "Algo"] for label in LABELS.values()]
    if cells:
        document = doc(table(*known, [QUESTION], ["Sí", "☒"], ["No", "☐"], [remark]), note)
    else:
        document = doc(table(*known), QUESTION, "Sí ☒ No ☐", remark, note)
    assert verdict(document).verdict is Consent.UNCLEAR


def test_a_footer_outside_the_table_is_no_condition() -> None:
    """A sentence of the page's own, below the form, says nothing about consent."""
    form = side_form(consent="Sí ☒ No ☐")
    footer = para("Este documento impreso no es válido sin la firma del líder del proceso.")
    assert verdict(replace(form, blocks=(*form.blocks, footer))).verdict is Consent.YES
    typed = para("Sí, con autorización de la oficina jurídica de la entidad que lidera el proceso")
    assert verdict(replace(form, blocks=(*form.blocks, typed))).verdict is Consent.UNCLEAR


MARKS = st.sampled_from(["☐", "☒", "X", "__", "(X)", "( )", "[ ]", "[x]", "✓", ""])


@settings(deadline=None)
@given(st.lists(MARKS, min_size=3, max_size=3), st.sampled_from([" ", "   ", "|"]))
def test_a_marked_no_is_never_a_yes(marks: list[str], gap: str) -> None:
    """No mark, a mark everywhere, or one after both words never publishes."""
    first, second, last = marks
    on = [m for m in marks if m and m not in ("☐", "__", "( )", "[ ]")]
    reading = verdict(side_form(consent=f"{first} Sí {second}{gap}No {last}"))
    if len(on) in (0, 3) or (len(on) == 1 and last in on):
        assert reading.verdict is not Consent.YES, reading


def test_a_word_that_nobody_may_see_is_no_answer() -> None:
    """A typed Sí of which a reader cannot tell whether it is shown waits for a person."""
    document = doc(table(*([label, "Algo"] for label in LABELS.values()), [QUESTION, "Sí"]))
    assert verdict(document).verdict is Consent.YES
    assert verdict(_faint(document, "Sí")).verdict is Consent.UNCLEAR


def _faint(document: Document, word: str) -> Document:
    def seen(item: Inline) -> Inline:
        if isinstance(item, Text) and item.text == word:
            return replace(item, certainty=0.5)
        return item

    def block(old: Block) -> Block:
        if isinstance(old, Paragraph):
            return replace(old, inlines=tuple(map(seen, old.inlines)))
        return replace(old, rows=tuple(map(row, old.rows)))

    def row(old: Row) -> Row:
        cells = (replace(cell, blocks=tuple(map(block, cell.blocks))) for cell in old.cells)
        return replace(old, cells=tuple(cells))

    return replace(document, blocks=tuple(map(block, document.blocks)))
