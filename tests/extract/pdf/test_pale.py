"""Grey words on a page of dark type: the prompt of a field, or an answer?"""

from __future__ import annotations

import pytest

from normalize import read_forms
from schemas.reading import Consent
from tests.extract.pdf.sheets import Sheet
from tests.normalize.sheets import LABELS

_ASKED = (
    "¿Cómo área/entidad autoriza que la información contenida en este formato pueda ser",
    "compartida con otras áreas y/o entidades para efectos de gestionar el conocimiento y los",
    "aprendizajes?",
)


def _consent(*pieces: tuple[float, str, float]) -> Consent:
    """A form whose consent line has these words: where from the left, text, grey (1 is white)."""
    sheet, y = Sheet().font("Helvetica"), 60.0
    for label in LABELS.values():
        sheet.text(60, y, label[:80]).text(60, y + 14, "Una respuesta como otras")
        y += 34
    for line in _ASKED:
        sheet.text(60, y, line)
        y += 11
    for x, text, grey in pieces:
        sheet.canvas.setFillGray(grey)
        sheet.text(x, y + 6, text)
    sheet.canvas.setFillGray(0)
    sheet.text(
        60, y + 30, "Nota: Los datos recolectados en esta ficha serán tratados bajo lo dispuesto"
    )
    sheet.text(60, y + 41, "en la ley 1581 de 2012")
    (form,) = read_forms(sheet.read())
    return form.consent.verdict


def test_a_dark_answer_is_one() -> None:
    """Black, or the grey of a soft pencil."""
    assert _consent((60, "Sí", 0.0)) is Consent.YES
    assert _consent((60, "Sí", 0.3)) is Consent.YES


@pytest.mark.parametrize("grey", [0.46, 0.67, 0.9])
def test_a_grey_answer_may_be_a_prompt(grey: float) -> None:
    """As browsers print an empty field's prompt, and white letters."""
    assert _consent((60, "Sí", grey)) is Consent.UNCLEAR
    assert _consent((60, "X", grey), (80, "Sí", 0.0), (120, "No", 0.0)) is not Consent.YES


def test_grey_options_with_a_dark_mark_are_as_they_were_printed() -> None:
    """A form may print its options in grey; the mark beside them is what counts."""
    dark, grey = (90, "(X)", 0.0), (150, "( )", 0.0)
    assert _consent((60, "Sí", 0.46), dark, (130, "No", 0.46), grey) is Consent.YES
