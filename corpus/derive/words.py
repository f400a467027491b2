"""Words of Spanish text: folded for comparison, counted, and those that carry no meaning."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources

WORD = r"[^\W_]+(?:['’][^\W_]+)*"
"""A word as a pattern."""

_TOKEN = re.compile(WORD)
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
_LONG = 0xFF  # in the table below: a character that folds to several
_SIGNS = str.maketrans(dict.fromkeys("“”‘’–—…•", " "))  # no words, and frequent


def _spread(code: int) -> int:
    folded = _FOLDING[code]
    if len(folded) != 1:
        return _LONG
    return ord(" ") if _NOT_WORD.match(folded) else ord(folded)


_LATIN = bytes(map(_spread, range(256)))


def fold(text: str) -> str:
    """Lower case, no accents (ñ is n), one space between words of letters and digits."""
    spaced = _in_latin(text)
    if spaced is None:
        spaced = _in_latin(text.translate(_SIGNS))
    if spaced is None:
        return _NOT_WORD.sub(" ", text.translate(_FOLDING)).strip()
    return b" ".join(spaced.split()).decode("ascii")


def _in_latin(text: str) -> bytes | None:
    """The text folded by table; None where a character has no place in it."""
    try:
        spaced = text.encode("latin-1").translate(_LATIN)
    except UnicodeEncodeError:
        return None
    return None if _LONG in spaced else spaced


def count_words(text: str | None) -> int:
    """How many words stand in the text; a masked name is one; 0 for None."""
    return len(_TOKEN.findall(text)) if text else 0


@cache
def stop_words() -> frozenset[str]:
    """Folded Spanish words without a meaning of their own, and those for numbers and times."""
    text = (resources.files("corpus.derive") / "stop_words.txt").read_text(encoding="utf-8")
    return frozenset(fold(word) for word in text.split())


def is_stop_word(folded: str) -> bool:
    """True where the folded word means nothing alone, has digits, or is one letter."""
    return len(folded) < 2 or folded in stop_words() or not folded.isalpha()
