"""Answers that say nothing, and answers that only look so."""

from __future__ import annotations

import pytest

from normalize.values.nulls import is_filler, is_not_applicable


@pytest.mark.parametrize(
    "text",
    [
        "N/A",
        "n.a.",
        "NA",
        "No aplica.",
        "NO APLICA",
        "No aplica (N/A)",
        "-",
        "—",
        "N / A",
        "No procede",
    ],
)
def test_what_does_not_apply_is_told(text: str) -> None:
    """However it is written, the answer is that the question does not apply."""
    assert is_not_applicable(text)


@pytest.mark.parametrize(
    "text",
    ["____", "....", "-------", "//", "[ ]", "x", "XXX", "Escriba aquí su respuesta",
     "[Escriba texto]", "(Describa brevemente qué ocurrió)", "Elija un elemento."],
)  # fmt: skip
def test_blanks_and_prompts_are_no_answer(text: str) -> None:
    """Lines to write on, crosses in place of text and leftover prompts are empty."""
    assert is_filler(text)


@pytest.mark.parametrize(
    "text",
    ["Ninguna", "Sin información", "No aplica para contratistas", "Escriba a la oficina",
     "Plan X", "(Registro único de usuarios) se creó en mayo", "Se describe aquí lo ocurrido"],
)  # fmt: skip
def test_what_says_something_is_an_answer(text: str) -> None:
    """Short answers with a meaning of their own stay."""
    assert not is_filler(text)
    assert not is_not_applicable(text)
