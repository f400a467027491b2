"""Words of Spanish text: folded for comparison, counted, and those that carry no meaning."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
MASK = re.compile(r"\[(?:PERSONA|TELÉFONO|CORREO|DOCUMENTO)\]")
"""What stands in the texts in place of personal data."""


class _Folding(dict[int, str]):
    """A translation table that folds each character when it is first met."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(code))
        self[code] = "".join(c for c in parts if not unicodedata.combining(c)).casefold()
        return self[code]


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Lower case, no accents (ñ is n), one space between words of letters and digits."""
    return _NOT_WORD.sub(" ", text.translate(_FOLDING)).strip()


def count_words(text: str | None) -> int:
    """How many words stand in the text; a masked name is one; 0 for None."""
    return sum(1 for _ in _TOKEN.finditer(text)) if text else 0


@cache
def stop_words() -> frozenset[str]:
    """Folded Spanish words without a meaning of their own, and those for numbers and times."""
    text = (resources.files("corpus.derive") / "stop_words.txt").read_text(encoding="utf-8")
    return frozenset(fold(word) for word in text.split())


def is_stop_word(folded: str) -> bool:
    """True where the folded word means nothing alone, has digits, or is one letter."""
    return len(folded) < 2 or folded in stop_words() or not folded.isalpha()


def tokens(text: str) -> list[tuple[str, int, int]]:
    """The words as they are written, each with where it begins and ends."""
    return [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]
