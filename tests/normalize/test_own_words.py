"""The account of all text: what is boilerplate, furniture, help or left over."""

from __future__ import annotations

import pytest

from normalize.own_words import is_boilerplate, is_furniture
from schemas.template import builtin_templates

(TEMPLATE,) = (t for t in builtin_templates() if t.id == "funcion_publica_lecciones")


@pytest.mark.parametrize(
    "text",
    [
        "Nota: Los datos recolectados en esta ficha serán tratados bajo lo dispuesto en la ley",
        "1 Banco Interamericano de Desarrollo, (2008). Knowledge and Learning Sector (KNL),",
        "TOMADO DE LA FUNCION PUBLICA",
        "Una leccion aprendida se entiende como el conocimiento adquirido sobre una o varias",
    ],
)
def test_the_forms_running_text_is_known_in_pieces_too(text: str) -> None:
    """Whole, retyped or cut by a line end, the form's own sentences are boilerplate."""
    assert is_boilerplate(text, TEMPLATE)


@pytest.mark.parametrize(
    "text", ["", "Sí", "Los datos recolectados fueron pocos.", "La Función Pública nos apoyó."]
)
def test_answers_are_no_boilerplate(text: str) -> None:
    """A sentence that shares words with the form's own is not one of them."""
    assert not is_boilerplate(text, TEMPLATE)


@pytest.mark.parametrize(
    ("text", "opening", "expected"),
    [
        ("Código: GCI-FT-012", True, True),
        ("Versión 3", True, True),
        ("Versión 3", False, False),
        ("Página 1 de 2", False, True),
        ("Elaboró: A. B.", False, True),
        ("La versión final se entregó", False, False),
    ],
)
def test_header_boxes_and_signature_blocks_are_furniture(
    text: str, opening: bool, expected: bool
) -> None:
    """Short printed lines with their colon; above the first label also without."""
    assert is_furniture(text, TEMPLATE, opening=opening) is expected
