"""Folding text for comparison, with the way back to where each word stood.

Labels are compared without accents, case, punctuation and spacing: forms are retyped,
scanned and exported, and lose all of these. Answers are never folded, only compared.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_NOT_WORD = re.compile(r"[^0-9a-zñ]+")
NUMBERING = re.compile(
    r"\s*(?:\(\s*\d{1,2}\s*\)|\d{1,2}(?:\.\d{1,2}){0,2}\s*[.)\-–:]*(?=\s|[¿A-ZÁÉÍÓÚÑ])"
    r"|[a-zA-Z]\s?[.)]|[IVX]{1,4}\s?[.)\-])\s*"
)
"""What may stand before a label: `1.`, `(1)`, `2.3`, `a)`, `IV.`."""


class _Folding(dict[int, str]):
    """A translation table that folds each character when it is first met."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(code))
        plain = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
        self[code] = plain
        return plain


_FOLDING = _Folding()


def plain(text: str) -> str:
    """Lower case and without accents; spaces and punctuation stay."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)


def fold(text: str) -> str:
    """Lower case, no accents, one space between words of letters and digits."""
    return _NOT_WORD.sub(" ", plain(text)).strip()


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
        folded = plain(match.group())
        if not folded.isascii():
            folded = _NOT_WORD.sub("", folded)
        if folded:
            found.append(Word(folded, match.start(), match.end()))
    return tuple(found)
