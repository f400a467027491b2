"""The word lists of `words.toml`, loaded once when first needed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words without accents, in lower case; what each list is for stands in `words.toml`."""

    particles: frozenset[str]
    titles: frozenset[str]
    roles: frozenset[str]
    bodies: frozenset[str]
    organisations: frozenset[str]
    places: frozenset[str]
    several: frozenset[str]
    openers: frozenset[str]
    common: frozenset[str]
    given: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """The lists."""
    source = resources.files("normalize.masking") / "words.toml"
    lists = tomllib.loads(source.read_text(encoding="utf-8"))
    return Vocabulary(**{name: frozenset(listed) for name, listed in lists.items()})
