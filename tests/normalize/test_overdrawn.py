"""Drawings and pictures at the consent question."""

from __future__ import annotations

import pytest

from extract.glyphs import split_marks
from extract.model import Document, Notice, Paragraph, Place, SourceFormat, Text
from normalize import read_forms
from schemas.reading import Consent

_QUESTION = (
    "¿Cómo área/entidad autoriza que la información contenida en este formato sea compartida con "
    "otras áreas/entidades, con el fin de gestionar el conocimiento?"
)
_LINES = (
    ("Fecha de diligenciamiento: 17/06/2025", "a"),
    ("Tema de la lección aprendida: Archivo", "b"),
    ("¿Cuál fue la lección aprendida?", "c"),
    ("Planear antes de actuar.", "d"),
    (_QUESTION, "question"),
)


def _verdict(answer: str, code: str, at: str) -> tuple[Consent, str]:
    lines = (*_LINES, (answer, "answer"))
    blocks = tuple(
        Paragraph(split_marks((Text(t, Place(path)),)), Place(path)) for t, path in lines
    )
    document = Document(SourceFormat.DOCX, blocks, (), (Notice(code, "", Place(at)),))
    [form] = read_forms(document)
    return form.consent.verdict, form.consent.rule


@pytest.mark.parametrize("code", ["drawn_shape", "ink_drawn", "image_ignored", "symbol_unknown"])
@pytest.mark.parametrize("at", ["question", "answer"])
@pytest.mark.parametrize("answer", ["Sí ☒ No ☐", "Sí ☐ No ☐"])
def test_drawing_at_the_answer_makes_it_unclear(code: str, at: str, answer: str) -> None:
    """Whatever the boxes say, a drawing beside them may say otherwise."""
    assert _verdict(answer, code, at) == (Consent.UNCLEAR, "drawn_over")


def test_drawing_elsewhere_changes_nothing() -> None:
    """A picture within an answer has no say in the consent."""
    assert _verdict("Sí ☒ No ☐", "image_ignored", "d")[0] is Consent.YES


@pytest.mark.parametrize(
    ("code", "expected"), [("drawn_shape", Consent.NO), ("text_box_floats", Consent.UNCLEAR)]
)
def test_refusal_stands_unless_its_own_sign_floats(code: str, expected: Consent) -> None:
    """A drawing takes no refusal back; a sign without a certain place makes none."""
    assert _verdict("Sí ☐ No ☒", code, "answer")[0] is expected
