"""Consent on a scan: what was not seen for certain is never a Sí."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.model import (
    Block,
    Document,
    Encoding,
    EncodingKind,
    Mark,
    MarkShape,
    MarkState,
    Origin,
    Paragraph,
    Table,
    Text,
)
from normalize import read_forms
from schemas.reading import Consent
from tests.forms.wording import NOTE
from tests.normalize.sheets import side_form


def _scanned(block: Block, certainty: float) -> Block:
    if isinstance(block, Paragraph):
        inlines = tuple(
            replace(i, origin=Origin.OCR, certainty=certainty)
            if isinstance(i, Text)
            else replace(i, origin=Origin.OCR)
            if isinstance(i, Mark)
            else i
            for i in block.inlines
        )
        return replace(block, inlines=inlines)
    assert isinstance(block, Table)
    rows = tuple(
        replace(
            row,
            cells=tuple(
                replace(c, blocks=tuple(_scanned(b, certainty) for b in c.blocks))
                for c in row.cells
            ),
        )
        for row in block.rows
    )
    return replace(block, rows=rows)


def verdict(answer: str, certainty: float = 0.95, after: Block | None = None) -> Consent:
    """The verdict on a form as if a picture had been read, each word that certain."""
    document: Document = side_form(consent=answer)
    blocks = (*document.blocks, *((after,) if after else ()))
    blocks = tuple(_scanned(block, certainty) for block in blocks)
    (form,) = read_forms(replace(document, blocks=blocks))
    return form.consent.verdict


@pytest.mark.parametrize("answer", ["Sí ☒ No ☐", "☒ Sí ☐ No", "SI ( X ) NO ( )"])
def test_both_options_seen_and_one_marked(answer: str) -> None:
    """A scan with both words, both places and one clear mark is as clear as a digital form."""
    assert verdict(answer) is Consent.YES


@pytest.mark.parametrize("answer", ["Sí", "Sí ☒", "Sí X☐ No ☐", "☐ Sí X ☐ No", "Sí X No"])
def test_what_a_scan_may_have_lost_is_no_consent(answer: str) -> None:
    """A lone word, a box without its pair or an X beside the boxes may hide the other answer."""
    assert verdict(answer) is not Consent.YES


def test_a_sign_read_with_doubt_is_no_consent() -> None:
    """An X in brackets that was hardly read is no clear mark."""
    assert verdict("SI ( X ) NO ( )", certainty=0.6) is not Consent.YES


@pytest.mark.parametrize(("below", "expected"), [(True, Consent.YES), (False, Consent.UNCLEAR)])
def test_ink_below_the_closing_note_is_no_answer(below: bool, expected: Consent) -> None:
    """People sign under the closing note; ink above it belongs to the answer."""
    document = side_form(consent="Sí ☒ No ☐")
    note = Paragraph((Text(NOTE),))
    encoding = Encoding(EncodingKind.INKED, MarkState.UNSURE, "unread ink")
    ink = Paragraph((Mark(MarkState.UNSURE, MarkShape.SIGN, (encoding,), origin=Origin.OCR),))
    blocks = tuple(_scanned(block, 0.95) for block in (*document.blocks, note))
    blocks = (*blocks, ink) if below else (*blocks[:-1], ink, blocks[-1])
    (form,) = read_forms(replace(document, blocks=blocks))
    assert form.consent.verdict is expected


@pytest.mark.parametrize("answer", ["Sí [Y] No [ ]", "Sí No (X)", "SE ☐ No ☒", "☐ Sl ☐ No X"])
def test_a_place_that_a_scan_lost_is_no_refusal(answer: str) -> None:
    """Where one word or the place beside it was not read, nobody knows that Sí was left empty."""
    assert verdict(answer) is Consent.UNCLEAR


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("El ☐ No ☒", Consent.NO),
        ("El ☒ No ☐", Consent.YES),
        ("☐ S| ☒ NO", Consent.NO),
        ("☒ S| ☐ NO", Consent.YES),
    ],
)
def test_a_capital_i_with_its_accent_may_be_read_as_an_l(answer: str, expected: Consent) -> None:
    """`SÍ` is often misread so; beside a plain No, a box each, it can be nothing else."""
    assert verdict(answer) is expected


@pytest.mark.parametrize("answer", ["El ☒", "El ☒ Sí ☐", "El X No", "El ☒ No ☐ Si ☐", "S| ☒"])
def test_elsewhere_it_is_no_answer(answer: str) -> None:
    """Without a plain No and a box each, nothing is made of a misread word."""
    assert verdict(answer) is not Consent.YES


@pytest.mark.parametrize("answer", ["Afirmativo", "Sí, autorizo", "Autorizo", "Sí"])
def test_words_without_a_box_wait(answer: str) -> None:
    """A box beside them, empty perhaps, may have been read as a letter, or not at all."""
    note = Paragraph((Text(NOTE),))
    assert verdict(answer, after=note) is Consent.UNCLEAR


@pytest.mark.parametrize("answer", ["Sí Y No", "Sí\tY\tNo", "Sí ☐ Y No ☐"])
def test_a_letter_beside_the_options_may_be_a_mark(answer: str) -> None:
    """A cross that a pen drew is read as `Y` now and then; nobody left that form unmarked."""
    assert verdict(answer) is Consent.UNCLEAR


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Sí ☐ No ☐ X", Consent.NO),
        ("No ☐ Sí ☐ X", Consent.UNCLEAR),
        ("Sí ☐ X No ☐", Consent.UNCLEAR),
        ("Sí ☒ No ☐ X", Consent.UNCLEAR),
        ("☐ Sí ☐ No X", Consent.UNCLEAR),
        ("Sí ☐ No ☐" + " " * 40 + "X", Consent.UNCLEAR),
        ("Sí ☐ No ☐ 5í X", Consent.UNCLEAR),
        ("Sí ☐ No ☐ NA X", Consent.UNCLEAR),
        ("Sí ☐ No ☐ X Nombre", Consent.UNCLEAR),
    ],
)
def test_a_cross_behind_the_last_box_is_a_refusal_only(answer: str, expected: Consent) -> None:
    """Behind No's box it is of nothing else; what publishes is a mark in its place."""
    assert verdict(answer) is expected
