"""Whose a consent question is, where several forms or questions stand in one file."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pytest

from normalize import read_forms
from schemas.reading import Consent
from tests.normalize.sheets import LABELS, QUESTION, doc, para, table

if TYPE_CHECKING:
    from extract.model import Block

TITLE = "*DOCUMENTACIÓN DE LECCIONES APRENDIDAS*"
YES, NO, NONE = "Sí ☒ No ☐", "Sí ☐ No ☒", "Sí ☐ No ☐"
VERDICTS = {YES: Consent.YES, NO: Consent.NO, NONE: Consent.UNMARKED}


def form(number: int, consent: str, *, first: bool, tables: bool) -> list[str | Block]:
    """One form, its consent question before its labels or after them."""
    pairs = [(label, f"Respuesta {number} {field}") for field, label in LABELS.items()]
    asked = f"{QUESTION}|{consent}"
    if tables:
        rows = [[label, answer] for label, answer in pairs]
        return [table([asked], *rows) if first else table(*rows, [asked])]
    texts = list(chain.from_iterable(pairs))
    return [*asked.split("|"), *texts] if first else [*texts, *asked.split("|")]


@pytest.mark.parametrize("titled", [True, False])
@pytest.mark.parametrize("tables", [True, False])
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(
    "consents", [(NO, YES), (YES, NO), (NONE, YES), (YES, NONE), (NO, YES, NO)]
)
def test_no_mark_passes_to_the_form_beside_it(
    consents: tuple[str, ...], *, first: bool, tables: bool, titled: bool
) -> None:
    """Each form has the verdict of its own marks, wherever its forms ask for consent."""
    blocks: list[str | Block] = []
    for number, consent in enumerate(consents, 1):
        blocks += [TITLE] if titled else []
        blocks += form(number, consent, first=first, tables=tables)
    read = read_forms(doc(*blocks))
    assert [r.consent.verdict for r in read] == [VERDICTS[c] for c in consents]
    for number, reading in enumerate(read, 1):
        assert reading.field("lesson").value == f"Respuesta {number} lesson"


@pytest.mark.parametrize("tables", [True, False])
def test_a_form_without_the_question_takes_no_mark_of_the_next(*, tables: bool) -> None:
    """A form that asks first, after a title, keeps its Sí from the form above, which asks not."""
    silent = form(1, "", first=False, tables=False)[:-2]
    asks = form(2, YES, first=True, tables=tables)
    one, other = read_forms(doc(TITLE, *silent, TITLE, *asks))
    assert one.consent.verdict is Consent.UNMARKED
    assert other.consent.verdict is Consent.YES


def test_an_example_above_the_form_is_nobodys() -> None:
    """A question marked as an example in the instructions leaves the form its own."""
    example: list[str | Block] = [QUESTION, YES, para("Así se marca.")]
    (reading,) = read_forms(doc(TITLE, *example, *form(1, NO, first=False, tables=True)))
    assert reading.consent.verdict is Consent.NO
