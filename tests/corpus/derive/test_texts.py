"""Words, key terms and near duplicates."""

from __future__ import annotations

import random
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.derive.likeness import ALIKE, groups_of, jaccard, shingles
from corpus.derive.terms import key_terms
from corpus.derive.words import count_words, fold, stop_words

_WORDS = [
    "mesa",
    "archivo",
    "plazo",
    "vereda",
    "acta",
    "taller",
    "ruta",
    "cuenta",
    "pago",
    "censo",
    "obra",
    "aula",
]


def _text(seed: int, words: int = 60) -> str:
    rng = random.Random(seed)  # noqa: S311  # data, no secret
    return " ".join(f"{rng.choice(_WORDS)}{rng.randrange(40)}" for _ in range(words))


def _changed(text: str, places: int) -> str:
    words = text.split()
    words[:places] = [f"otra{at}" for at in range(places)]
    return " ".join(words)


def test_words_are_counted_as_people_do() -> None:
    """Signs are no words, a masked name is one, and nothing has none."""
    assert count_words("Se capacitó a [PERSONA]; 18 días — ¡listo!") == 7
    assert count_words("") == count_words(None) == 0


def test_folding_brings_spellings_together() -> None:
    """Accents, case and signs make no difference."""
    assert fold("  Alcaldía  de SAN JOSÉ (Cúcuta). ") == "alcaldia de san jose cucuta"


def test_stop_words_are_folded_words() -> None:
    """The list holds single words in the form they are compared in."""
    assert {"tambien", "segun", "de"} <= stop_words()
    assert all(fold(word) == word and " " not in word for word in stop_words())


def test_what_recurs_is_a_key_term() -> None:
    """Expressions that recur come first, long ones before their parts, stop words never."""
    text = (
        "La ventanilla única reúne los trámites. La ventanilla única redujo los plazos, y los "
        "plazos de la ventanilla única se publican. El SECOP también."
    )
    terms = key_terms([("Ventanilla única", 2), (text, 1)])
    assert terms[0] == "ventanilla única"
    assert "plazos" in terms
    assert not {"ventanilla", "única", "la", "los"} & set(terms)


def test_masks_are_no_key_terms() -> None:
    """What stands for personal data is passed over, and parts what is around it."""
    terms = key_terms([("Comité con [PERSONA] comité con [PERSONA] comité", 1)])
    assert terms == ("comité",)


def test_no_text_has_no_terms() -> None:
    """Nothing gives nothing."""
    assert key_terms([(None, 2), ("", 1), ("de la que", 1)]) == ()


def test_near_duplicates_are_grouped_and_others_not() -> None:
    """A copy with one word changed is of the group, another text is not."""
    one = _text(1)
    texts = {"b": one, "a": _changed(one, 1), "c": _text(2), "d": one + " fin"}
    assert groups_of(texts.items(), texts.get) == {"a": "a", "b": "a", "d": "a"}


def test_short_texts_are_not_compared() -> None:
    """A few words alike say nothing."""
    texts = {"a": "Mejorar la comunicación", "b": "Mejorar la comunicación"}
    assert groups_of(texts.items(), texts.get) == {}


@settings(deadline=None, max_examples=25)
@given(st.permutations(range(12)))
def test_groups_do_not_depend_on_the_order(order: list[int]) -> None:
    """Whatever comes first, the groups are those of the exact index over all pairs."""
    texts = {f"{i:02}": _changed(_text(i % 4), i // 4) for i in range(12)}
    shuffled = [(f"{i:02}", texts[f"{i:02}"]) for i in order]
    assert groups_of(shuffled, texts.get) == _by_all_pairs(texts)


def _by_all_pairs(texts: dict[str, str]) -> dict[str, str]:
    group = {name: name for name in texts}
    paired = set()
    for _ in texts:
        for a, b in combinations(texts, 2):
            if jaccard(shingles(texts[a]), shingles(texts[b])) >= ALIKE:
                group[a] = group[b] = min(group[a], group[b])
                paired |= {a, b}
    return {name: group[name] for name in sorted(paired)}
