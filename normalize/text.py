"""Folding text for comparison, with the way back to where each word stood.

Labels are compared without accents, case, punctuation and spacing: forms are retyped,
scanned and exported, and lose all of these. Answers are never folded, only compared.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_NOT_WORD = re.compile(r"[^0-9a-zñ]+")
NUMBERING = re.compile(
    r"\s*(?:\(\s*\d{1,2}\s*\)|\d{1,2}(?:\.\d{1,2}){0,2}\s*[.)\-–:]*(?=\s|[¿A-ZÁÉÍÓÚÑ])"
    r"|[a-zA-Z]\s?[.)]|[IVX]{1,4}\s?[.)\-])\s*"
)
"""What may stand before a label: `1.`, `(1)`, `2.3`, `a)`, `IV.`."""


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    return plain.casefold()


def fold(text: str) -> str:
    """Lower case, no accents, one space between words of letters and digits."""
    return _NOT_WORD.sub(" ", "".join(map(_fold_char, text))).strip()


def squash(text: str) -> str:
    """Like `fold`, without the spaces: letter-spaced and glued text compare alike."""
    return fold(text).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and where it stands in the original text, [start, end)."""

    folded: str
    start: int
    end: int


_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)


def words(text: str) -> tuple[Word, ...]:
    """The words of a text in order, folded, with their offsets."""
    found = []
    for match in _TOKEN.finditer(text):
        folded = "".join(map(_fold_char, match.group()))
        folded = _NOT_WORD.sub("", folded)
        if folded:
            found.append(Word(folded, match.start(), match.end()))
    return tuple(found)
