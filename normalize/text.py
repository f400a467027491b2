"""Folding text for comparison, with the way back to where each word stood.

Labels are compared without accents, case, punctuation and spacing: forms are retyped,
scanned and exported, and lose all of these. Answers are never folded, only compared.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

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
_OTHER = 0xFF  # in the tables below: a character that does not fold to one of Latin-1
_LATIN = re.compile(r"[\x00-\xff]+")
_BEYOND = re.compile(r"[^\x00-\xff]")
_SIGNS = "“”‘’–—…•\N{OBJECT REPLACEMENT CHARACTER}☐☒☑"  # no words, and frequent


def _table(letters: str, between: str) -> bytes:
    """A table for Latin-1 bytes: folded where that gives one of `letters`, else `between`.

    With `between` empty, any single Latin-1 character that folding gives is kept. What folds to
    several characters, or to one beyond, is `_OTHER`: text with such a one goes the long way.
    """
    table = []
    for code in range(256):
        folded = _FOLDING[code]
        if len(folded) != 1 or ord(folded) > 0xFE:
            table.append(_OTHER)
        elif between and folded not in letters:
            table.append(_OTHER if chr(code).isalnum() else ord(between))
        else:
            table.append(ord(folded))
    return bytes(table)


_PLAIN = _table("", "")
_WORDS = _table("0123456789abcdefghijklmnopqrstuvwxyz", " ")


def plain(text: str) -> str:
    """Lower case and without accents; spaces and punctuation stay."""
    if text.isascii():
        return text.lower()
    try:
        folded = text.encode("latin-1").translate(_PLAIN)
    except UnicodeEncodeError:
        latin = _LATIN.sub(lambda run: plain(run[0]), text)
        return _BEYOND.sub(lambda sign: _FOLDING[ord(sign[0])], latin)
    return text.translate(_FOLDING) if _OTHER in folded else folded.decode("latin-1")


def spread(text: str) -> str | None:
    """The text folded, each character in its place, all but letters and digits as spaces.

    None where a character folds to several, to none, or to one that is no ASCII letter.
    """
    try:
        folded = text.encode("latin-1").translate(_WORDS)
    except UnicodeEncodeError:
        for sign in _SIGNS:
            text = text.replace(sign, " ")
        try:
            folded = text.encode("latin-1").translate(_WORDS)
        except UnicodeEncodeError:
            return None
    return None if _OTHER in folded else folded.decode("ascii")


def fold(text: str) -> str:
    """Lower case, no accents, one space between words of letters and digits."""
    spaced = spread(text)
    if spaced is None:
        return _NOT_WORD.sub(" ", plain(text)).strip()
    return " ".join(spaced.split())


def squash(text: str) -> str:
    """Like `fold`, without the spaces: letter-spaced and glued text compare alike."""
    spaced = spread(text)
    return fold(text).replace(" ", "") if spaced is None else "".join(spaced.split())


class Word(NamedTuple):
    """A folded word and where it stands in the original text, [start, end)."""

    folded: str
    start: int
    end: int


# a record of a row of its values, as in `extract.pdf.text`: hundreds a form
_WORD: Callable[[tuple[Any, ...]], Word] = partial(tuple.__new__, Word)
_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)
_SPREAD_TOKEN = re.compile(r"[0-9a-z]+")


def words(text: str) -> tuple[Word, ...]:
    """The words of a text in order, folded, with their offsets."""
    spaced = spread(text)
    if spaced is not None:
        return tuple([_WORD((m[0], *m.span())) for m in _SPREAD_TOKEN.finditer(spaced)])
    found = []
    for match in _TOKEN.finditer(text):
        folded = plain(match.group())
        if not folded.isascii():
            folded = _NOT_WORD.sub("", folded)
        if folded:
            found.append(Word(folded, match.start(), match.end()))
    return tuple(found)


def in_brackets(text: str) -> bool:
    """Whether the whole text is one pair of round brackets with what is in it."""
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth <= 0:
            return depth == 0 and sign == ")" and at == len(text) - 1
    return False
