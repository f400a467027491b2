"""A Sí counts for the question that the form asks, as it stands, each time it stands there."""

from __future__ import annotations

import pytest

from normalize import read_forms
from schemas.reading import Consent
from tests.normalize.sheets import LABELS, QUESTION, doc, table

KNOWN = [[label, "Algo"] for label in LABELS.values()]
TURNED = (
    QUESTION.replace("autoriza", "NO autoriza"),
    QUESTION.replace("pueda ser", "no pueda ser"),
    QUESTION.replace("¿Cómo área/entidad autoriza", "¿Prohíbe"),
    QUESTION.replace("compartida", "eliminada"),
    QUESTION.partition("compartida")[0] + "eliminada una vez cumpla su finalidad?",
    QUESTION.replace("compartida con", "compartida solo con"),
)
SAME = (
    QUESTION,
    QUESTION.replace("compartida", "compratida"),
    QUESTION.replace("compartida", "divulgada"),
    QUESTION.replace("pueda ser compartida", "se comparta"),
    f"{QUESTION} (Marque Sí o No)",
)


@pytest.mark.parametrize("question", TURNED)
@pytest.mark.parametrize("layout", ["beside", "below"])
def test_a_yes_to_a_turned_question_is_none(question: str, layout: str) -> None:
    """A Sí to a question that is negated, narrowed, or of something else never publishes."""
    rows = [[question, "Sí (X) No ( )"]] if layout == "beside" else [[f"{question}|☒ Sí ☐ No"]]
    (form,) = read_forms(doc(table(*KNOWN, *rows)))
    assert form.consent.verdict is not Consent.YES, form.consent


@pytest.mark.parametrize("question", SAME)
def test_other_words_for_the_question_lose_no_yes(question: str) -> None:
    """Typing errors, other words for sharing and instructions leave the question what it is."""
    (form,) = read_forms(doc(table(*KNOWN, [question, "Sí (X) No ( )"])))
    assert form.consent.verdict is Consent.YES, form.consent


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Sí (X) No ( )", "Sí ( ) No (X)", Consent.UNCLEAR),
        ("Sí", "No", Consent.UNCLEAR),
        ("Sí", "Solo dentro de la entidad", Consent.UNCLEAR),
        ("Sí (X) No ( )", "Sí (X) No ( )", Consent.YES),
        ("Sí (X) No ( )", "Sí ( ) No ( )", Consent.YES),
    ],
)
def test_a_question_asked_twice_is_a_yes_twice(first: str, second: str, expected: Consent) -> None:
    """Both answers count, one below the other or in a table of its own."""
    (form,) = read_forms(doc(table(*KNOWN, [QUESTION, first], [QUESTION, second])))
    assert form.consent.verdict is expected, form.consent
    (form,) = read_forms(doc(table(*KNOWN), table([QUESTION, first]), table([QUESTION, second])))
    assert form.consent.verdict is expected, form.consent


def test_a_row_for_each_option_repeats_the_question() -> None:
    """`question | Sí |` over `question | No | X`: the Sí is printed, the No is marked."""
    rows = [[QUESTION, "Sí", ""], [QUESTION, "No", "X"]]
    (form,) = read_forms(doc(table(*KNOWN), table(*rows)))
    assert form.consent.verdict is not Consent.YES, form.consent


def test_a_second_question_that_another_form_begins_with_is_in_doubt() -> None:
    """Words of one form run into a question pasted behind it, and the next form takes its end."""
    asked = (QUESTION, "SI ☒ NO ☐")
    first: tuple[str, ...] = (f"*{LABELS['impact']}*", f"*{LABELS['solutions']}*", *asked)
    first += (f"*{LABELS['recommendation']}*", "Conocimiento, archivo, aprendizaje")
    contact = (LABELS[name] for name in ("phone", "email", "completed_on"))
    forms = read_forms(doc(*first, *asked, *(f"*{label}*" for label in contact)))
    assert len(forms) == 2
    assert forms[0].consent.rule == "asked_twice"
