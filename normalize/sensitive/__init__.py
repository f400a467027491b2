"""Sensitive matters in a lesson's texts: flagged for a person's look, never withheld.

Ley 1581 de 2012 arts. 5 to 7: health, trade union, ethnic origin, religion, politics, social
and human-rights organisations, sex life, biometrics, minors. The words are data, in
`words.toml`, with the institutions that only sound like it. The list looks for what may be
said of a person ("incapacidad médica", "menor de edad"), not for policies ("Secretaría de
Salud"): a flag on every lesson of a health office would soon be read by nobody.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from normalize.text import fold


@dataclass(frozen=True, slots=True)
class Matter:
    """A category, the article that names it, and how it is found in folded text."""

    category: str
    article: str
    words: tuple[str, ...]
    unless: tuple[str, ...]  # what is taken out first
    first: frozenset[str]  # what the found words begin with: whole words,
    stems: tuple[str, ...]  # and beginnings of words


@cache
def matters() -> tuple[Matter, ...]:
    """All categories, in the order of the list."""
    source = resources.files("normalize.sensitive") / "words.toml"
    lists = tomllib.loads(source.read_text(encoding="utf-8"))
    return tuple(
        Matter(
            name,
            told["article"],
            tuple(told["words"]),
            tuple(told["unless"]),
            *_beginnings(told["words"]),
        )
        for name, told in lists.items()
    )


def sensitive_matters(text: str) -> tuple[str, ...]:
    """The categories that a text may touch, in the order of the list."""
    folded = fold(text)
    said, spaced = frozenset(folded.split()), f" {folded}"
    return tuple(
        matter.category
        for matter in matters()
        if _may_touch(said, spaced, matter) and _touches(folded, matter)
    )


def _may_touch(said: frozenset[str], spaced: str, matter: Matter) -> bool:
    """Whether a word is said with which something of the category begins."""
    return not said.isdisjoint(matter.first) or any(stem in spaced for stem in matter.stems)


def _touches(folded: str, matter: Matter) -> bool:
    if _any_of(matter.words).search(folded) is None:
        return False
    if not matter.unless:
        return True
    return _any_of(matter.words).search(_any_of(matter.unless).sub(" ", folded)) is not None


def _beginnings(words: list[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The first words of these, and the stems that stand for any ending, a space before each."""
    firsts = [w.split()[0] for w in words]
    stems = tuple(f" {w.removesuffix('*')}" for w in firsts if w.endswith("*"))
    return frozenset(w for w in firsts if not w.endswith("*")), stems


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    bodies = (re.escape(w).replace(r"\*", r"[a-z]*") for w in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:{'|'.join(bodies)})\b")
