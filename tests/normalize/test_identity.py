"""The id of a lesson."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from normalize.identity import lesson_id
from normalize.text import squash

LETTERS = "abcdeñóúüÁÉÑ019 .,;-\n"
texts = st.text(LETTERS, max_size=12)
lessons = st.lists(st.none() | texts, min_size=1, max_size=4)


def _bare(text: str) -> str:
    kept = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return "".join(kept)


RESPELLINGS = (
    str.upper,
    str.lower,
    _bare,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text.replace(" ", "\u00a0 "),
    lambda text: text.replace("\n", " "),
    lambda text: f"«{text}»",
    lambda text: text.replace(".", "").replace("-", "–"),
)


@given(lessons, st.data())
def test_respelling_makes_no_other_lesson(values: list[str | None], data: st.DataObject) -> None:
    """What differs between a DOCX and its PDF, in any field, leaves the id as it is."""
    again = [v if v is None else data.draw(st.sampled_from(RESPELLINGS))(v) for v in values]
    assert lesson_id(again) == lesson_id(values)


@given(lessons, lessons)
def test_other_letters_make_another_lesson(one: list[str | None], other: list[str | None]) -> None:
    """The id is that of the letters and digits in each field, and of nothing less."""
    same = [v and squash(v) for v in one] == [v and squash(v) for v in other]
    assert (lesson_id(one) == lesson_id(other)) == same


@given(st.lists(texts, min_size=1, max_size=4), st.data())
def test_one_letter_more_makes_another_lesson(values: list[str], data: st.DataObject) -> None:
    """Wherever it stands, at the end of a long answer too."""
    field = data.draw(st.integers(0, len(values) - 1))
    at = data.draw(st.integers(0, len(values[field])))
    longer = values[field][:at] + data.draw(st.sampled_from("aé9")) + values[field][at:]
    assert lesson_id([*values[:field], longer, *values[field + 1 :]]) != lesson_id(values)


def test_the_same_content_has_one_id_in_every_format() -> None:
    """Case, accents, punctuation, spacing and breaks do not count."""
    first = lesson_id(["Alcaldía de Cúcuta", None, "Uno.\nDos."])
    assert first == lesson_id(["ALCALDIA  DE CUCUTA", None, "uno dos"])
    assert re.fullmatch(r"[0-9a-f]{16}", first)


def test_content_in_another_field_is_another_lesson() -> None:
    """The same words under another question, or null for empty, make another id."""
    assert lesson_id(["a", None]) != lesson_id([None, "a"])
    assert lesson_id(["ab", "c"]) != lesson_id(["a", "bc"])
