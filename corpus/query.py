"""What a person types, as a query that SQLite's FTS5 always understands.

Every word is folded to letters and digits and put in quotes, so that no text can be taken
for the query language. A word also finds its relatives by its beginning: `capacitación`
finds `capacitar`, `aliados` finds `aliada`; the word itself ranks higher.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.derive.words import fold, is_stop_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PIECE = re.compile(r"(?P<no>(?<!\S)-)?(?:[\"“”«](?P<phrase>[^\"“”»]*)[\"“”»]|(?P<word>\S+))")
_MOST_WORDS = 32
_LEAST_STEM = 5
_PLURALS = (("ciones", 2), ("siones", 2), ("es", 2), ("s", 1))
_ENDINGS = (
    "aciones", "uciones", "amiento", "imiento", "adores", "adoras", "acion", "ucion", "adora",
    "iendo", "ieron", "aron", "ando", "ador", "ados", "adas", "idos", "idas", "aban", "ado",
    "ada", "ido", "ida", "aba", "ar", "er", "ir", "an", "en", "o", "a", "e",
)  # fmt: skip


def compile_query(
    text: str, *, fields: Sequence[str] = (), entity: str = "", any_word: bool = False
) -> str:
    """The FTS5 query; "" where the text has no word to look for."""
    wanted, unwanted = _pieces(text)
    meaning = [piece for piece in wanted if " " in piece or not is_stop_word(piece)] or wanted
    # Letters or digits alone say something too: "MIPG 2" is not "MIPG".
    meaning = list(dict.fromkeys(meaning))[:_MOST_WORDS]
    if not meaning:
        return ""
    joined = (" OR " if any_word else " AND ").join(_term(piece) for piece in meaning)
    query = f"({joined})"
    if fields:
        query = f"({{{' '.join(fields)}}} : {query})"
    names = fold(entity).split()
    if names:
        query += f" AND ({{entity}} : ({' AND '.join(_term(name) for name in names)}))"
    for piece in unwanted[:_MOST_WORDS]:
        query = f"({query}) NOT {_quoted(piece)}"
    return query


def stem(word: str) -> str:
    """The beginning that a folded Spanish word shares with its relatives; at least 4 letters."""
    for ending, cut in _PLURALS:
        if word.endswith(ending) and len(word) - cut >= 4:
            word = word[:-cut]
            break
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word[:-1] if len(word) > 4 and word[-1] in "aeo" else word


def _pieces(text: str) -> tuple[list[str], list[str]]:
    """Folded words and phrases that are wanted, and those that are not."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for found in _PIECE.finditer(text):
        side = unwanted if found["no"] else wanted
        if found["phrase"] is not None:
            side.extend(_some([fold(found["phrase"])]))
        else:
            side.extend(_some(fold(found["word"]).split()))
    return wanted, unwanted


def _some(words: Iterable[str]) -> list[str]:
    return [word for word in words if word]


def _term(piece: str) -> str:
    """A phrase as it is; a word, or what begins like it."""
    if " " in piece or len(piece) < 4 or not piece.isalpha():
        return _quoted(piece)
    beginning = stem(piece)
    return f"({_quoted(piece)} OR {_quoted(beginning)} *)"


def _quoted(piece: str) -> str:
    return f'"{piece}"'
