"""The id of a lesson."""

from __future__ import annotations

import re

from normalize.identity import lesson_id


def test_the_same_content_has_one_id_in_every_format() -> None:
    """Case, accents, punctuation, spacing and breaks do not count."""
    first = lesson_id(["Alcaldía de Cúcuta", None, "Uno.\nDos."])
    assert first == lesson_id(["ALCALDIA  DE CUCUTA", None, "uno dos"])
    assert re.fullmatch(r"[0-9a-f]{16}", first)


def test_content_in_another_field_is_another_lesson() -> None:
    """The same words under another question, or null for empty, make another id."""
    assert lesson_id(["a", None]) != lesson_id([None, "a"])
    assert lesson_id(["ab", "c"]) != lesson_id(["a", "bc"])
