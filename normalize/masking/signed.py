"""Names that a form gives where it is signed: "Elaboró: …", "Revisado por …", "Vo. Bo. …".

They are masked where they stand, and, where they stand outside the answers, known from then
on for all of the form's texts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from normalize.masking.vocabulary import vocabulary
from normalize.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator

_TRIGGER = re.compile(
    r"(?<!\w)(?:elabor[oó]|revis[oó]|aprob[oó]|proyect[oó]|digit[oó]|transcribi[oó]|valid[oó]|verific[oó]"
    r"|autoriz[oó]|diligenci[oó]|consolid[oó]|copi[oó]|"
    r"(?P<by>(?:elaborad|revisad|aprobad|proyectad|digitad|transcrit|validad|verificad|autorizad|firmad"
    r"|diligenciad|preparad|presentad|registrad|suscrit)[oa]s?\s+por)"
    r"|(?P<seen>vo\.?\s?bo\.?)|firma(?:\s+del?(?:\s+\w+){1,3})?|cordialmente|atentamente)(?!\w)",
    re.IGNORECASE,
)
# how the words of `_TRIGGER` begin
_STEMS = (
    "elabor", "revis", "aprob", "proyect", "digit", "transcri", "valid", "verific", "autoriz",
    "diligenci", "consolid", "copi", "firma", "preparad", "presentad", "registrad", "suscrit",
    "cordialmente", "atentamente",
)  # fmt: skip
_SEEN = re.compile(r"vo\.?\s?bo")
_ODD_CASE = re.compile(r"[\u0130\u0131\u017f\u212a]")  # what else is alike but for case
_LINK = re.compile(r"[ \u00a0]*(?P<mark>[:.;,–-]|\n|\t|_{2,})?[\s:_.–-]*")
_PART = re.compile(r"[^\W\d_][\w'’.]*|[^\W\d_]\.")
_GAP = re.compile(r"[ \u00a0]+|(?<=\.)[ \u00a0]*|[-–]")
_MOST_WORDS = 8


def find_signed(text: str) -> Iterator[tuple[int, int]]:
    """Where the name of who signed stands: two to six capitalized words, no office or body."""
    if not _may_be_signed(text):
        return
    for trigger in _TRIGGER.finditer(text):
        link = _LINK.match(text, trigger.end())
        if link is None:
            continue
        at = link.end()
        span = _name_at(text, at)
        if span is None:
            continue
        sure = link["mark"] or trigger["by"] or trigger["seen"]
        if sure or _begins_with_given_name(text[slice(*span)]):
            yield span


def _may_be_signed(text: str) -> bool:
    """False where no such word stands in a text, which most are without."""
    if _ODD_CASE.search(text):
        return True
    lower = text.lower()
    return any(stem in lower for stem in _STEMS) or _SEEN.search(lower) is not None


def names_in(text: str) -> tuple[str, ...]:
    """The names of those who signed, as they stand in a text of the form's own."""
    return tuple(dict.fromkeys(text[start:end] for start, end in find_signed(text)))


def _name_at(text: str, at: int) -> tuple[int, int] | None:
    known = vocabulary()
    start, end, count, here = at, at, 0, at
    for _ in range(_MOST_WORDS):
        match = _PART.match(text, here)
        if match is None:
            break
        folded = "".join(token.folded for token in words(match.group()))
        particle = match.group() in known.particles or match.group().casefold() in known.particles
        titled = folded in known.titles
        if not (match.group()[0].isupper() or (particle and count)):
            break
        if _is_body(match.group(), folded):
            return None if count < 2 else (start, end)
        if not particle and not titled:
            count += 1
            end = match.end()
        gap = _GAP.match(text, match.end())
        if gap is None or _ends(match.group(), folded, titled=titled):
            break
        here = gap.end()
    if count < 2:
        return None
    return start, end - (text[end - 1] == "." and not _is_initial(text[start:end]))


def _ends(word: str, folded: str, *, titled: bool) -> bool:
    """A full stop after a whole word ends the name; one after an initial or title does not."""
    return word.endswith(".") and len(folded) > 1 and not titled


def _is_body(word: str, folded: str) -> bool:
    """A word for an office or organisation, or one with a capital inside, as in MinTIC."""
    known = vocabulary()
    if folded in known.bodies or folded in known.organisations:
        return True
    return not word.isupper() and any(char.isupper() for char in word[1:])


def _is_initial(name: str) -> bool:
    return len(name.rsplit(" ", 1)[-1]) == 2


def _begins_with_given_name(name: str) -> bool:
    known = vocabulary()
    said = [token.folded for token in words(name) if token.folded not in known.titles]
    return bool(said) and said[0] in known.given
