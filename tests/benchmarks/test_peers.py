"""What survives of a form in a converter's text is counted right."""

from __future__ import annotations

import pytest

from benchmarks.peers.measure import VERDICTS, squash, survival, variants, verdict_in
from schemas.reading import Consent
from tests.forms.factory import Kind, Tool, draw_case
from tests.forms.spec import QUESTIONS
from tests.normalize.sheets import QUESTION

CASE = draw_case(7, kind=Kind.FORM, tool=Tool.WORD)


def output(consent: str) -> str:
    """A text that holds every answer and this answer to the consent question."""
    (spec,) = CASE.specs
    answers = (piece.text for question in QUESTIONS for piece in spec.answers[question])
    return "\n\n".join(answers) + f"\n\n{QUESTION} {consent}\n\nNota: Los datos recolectados"


def test_a_faithful_text_keeps_all() -> None:
    """Every answer is whole and the three states are told."""
    texts = [output(marks) for marks in ("Sí ☒ No ☐", "Sí ☐ No ☒", "Sí ☐ No ☐")]
    found = survival(CASE, texts)
    assert found.kept == found.answers > 0
    assert (found.told_apart, found.right, found.flipped) == (True, 3, 0)


def test_lost_boxes_are_told_by_equal_texts() -> None:
    """A text without marks is the same for Sí, for No and for none."""
    found = survival(CASE, [output("Sí No")] * 3)
    assert (found.told_apart, found.flipped) == (False, 0)


def test_an_answer_torn_apart_is_not_whole() -> None:
    """An answer with other words in its midst does not count."""
    text = output("Sí ☒ No ☐")
    (piece, *_) = CASE.specs[0].answers["situation"]
    middle = len(piece.text) // 2
    torn = text.replace(piece.text, f"{piece.text[:middle]} otra celda {piece.text[middle:]}")
    assert survival(CASE, [torn] * 3).kept == survival(CASE, [text] * 3).kept - 1


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (f"| {QUESTION} | - [x] Sí - [ ] No |\nNota: x", Consent.YES),
        (f"{QUESTION}\n\n☐ Sí ☒ No\n\nTomado de la Función Pública", Consent.NO),
        ("no hay pregunta", None),
    ],
)
def test_consent_is_read_behind_the_question(text: str, verdict: Consent | None) -> None:
    """Table rules and notes around the marks do not matter."""
    assert verdict_in(text) is verdict


def test_variants_differ_in_consent_alone() -> None:
    """The three forms have one content."""
    made = variants(CASE)
    assert [one.specs[0].consent for one in made] == list(VERDICTS)
    assert len({str(one.specs[0].answers) for one in made}) == 1


def test_squash_looks_through_markup() -> None:
    """White space, table rules, bullets and escapes are no part of an answer."""
    assert squash(r"| 1\. Plan \| de  acción |") == squash("1.Plan de acción")
