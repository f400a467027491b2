"""What the real form says, taken from its text without the product's own readers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from schemas.reading import Consent
from tests.forms.spec import FormSpec, Piece

FOLDER = Path(__file__).parents[2] / ".." / "shared" / "seed"

_STARTS = {
    "<b>Nombre de la entidad": "entity_area",
    "<b>Fecha de": "completed_on",
    "<b>Tema": "topic",
    "<b>Plan": "program",
    "<b>Describa la situación": "situation",
    "<b>Describa el impacto": "impact",
    "<p>¿Cómo y cuáles": "solutions",
    "<p><b>¿Cuál fue la lección": "lesson",
    "<p><b>¿Cuál es su": "recommendation",
}


def seed_bytes() -> bytes:
    """The real form's bytes; skips the test where the shared folder is absent."""
    files = sorted(FOLDER.glob("*.txt"))
    if not files:
        pytest.skip("the real form is not here: ../shared/seed is not part of a clone")
    return files[0].read_bytes()


def seed_answers() -> dict[str, tuple[str, ...]]:
    """The paragraphs of each answer, by question."""
    lines = seed_bytes().decode().split("\n")
    found: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(lines):
        question = next((q for start, q in _STARTS.items() if line.startswith(start)), None)
        if question is None:
            continue
        beside = line.partition("\t")[2]
        below = lines[number + 1]
        if beside:
            found[question] = (beside,)
        elif below.startswith("<p>") and "¿" not in below:
            found[question] = tuple(re.findall(r"<p>(.*?)</p>", below))
        else:
            found[question] = ()
    return found


def seed_spec() -> FormSpec:
    """The real form as a specification that the form factory can lay out anew."""
    answers = {q: tuple(Piece(text) for text in texts) for q, texts in seed_answers().items()}
    empty = {"public_servant": (), "phone": (), "email": ()}
    return FormSpec({**empty, **answers}, {}, Consent.YES)
