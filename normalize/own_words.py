"""The form's own words: boilerplate, legal notices, and the furniture of header boxes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from normalize.flow import OBJECT
from normalize.text import fold, squash

if TYPE_CHECKING:
    from schemas.template import Template

_ALIKE = 88  # a line this like a boilerplate text is that text
_WITHIN = 93  # a line this like a part of it is a piece of it
_PIECE_LETTERS = 25


@lru_cache(maxsize=16)
def _boilerplate(template: Template) -> tuple[str, ...]:
    return tuple(fold(text) for text in template.boilerplate)


def is_boilerplate(text: str, template: Template) -> bool:
    """True where the whole text is a boilerplate text of the form, or a piece of a long one."""
    from rapidfuzz import fuzz

    plain = fold(re.sub(r"^\s*\(?\d{1,2}\)?[.)]?\s+", "", text))
    letters = len(plain)
    if letters < 10:
        return False
    for known in _boilerplate(template):
        if fuzz.ratio(plain, known, score_cutoff=_ALIKE):
            return True
        if _PIECE_LETTERS <= letters <= len(known) and fuzz.partial_ratio(
            plain, known, score_cutoff=_WITHIN
        ):
            return True
    return False


def is_notice(text: str, template: Template) -> bool:
    """True for a paragraph that speaks of the data-protection law, without options or marks."""
    if OBJECT in text:
        return False
    plain = f" {fold(text)} "
    return any(f" {fold(words)} " in plain for words in template.notices)


def is_furniture(text: str, template: Template, *, opening: bool) -> bool:
    """True for a line of a header box or signature block: `Código: …`, `Página 1 de 2`.

    `opening` is True above the first label, where such a line needs no colon.
    """
    if len(text) > 120:
        return False
    letters = squash(text)
    if re.fullmatch(r"p(?:agina|ag)?\d+(?:de\d+)?", letters):
        return True
    head, colon, _ = text.partition(":")
    names = {squash(name) for name in template.furniture}
    if colon and squash(head) in names:
        return True
    return opening and any(letters.startswith(name) for name in names)
