"""The form's own words: boilerplate, legal notices, and the furniture of header boxes."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from normalize.agreement import is_condition
from normalize.flow import OBJECT
from normalize.text import fold, squash

if TYPE_CHECKING:
    from schemas.template import Template

_ALIKE = 88  # a line this like a boilerplate text is that text
_WITHIN = 93  # a line this like a part of it is a piece of it
_PIECE_LETTERS = 25
_NUMBER = re.compile(r"^\s*\(?\d{1,2}\)?[.)]?\s+")
_GRAM = 5  # letters of the stretches by which most texts are told apart at once
_LOST = _GRAM * 2 * (1 - _WITHIN / 100)  # of a piece's stretches: so many may be changed


@lru_cache(maxsize=16)
def _boilerplate(template: Template) -> tuple[str, ...]:
    """The folded boilerplate texts, the shortest first; one at least."""
    return tuple(sorted(map(fold, template.boilerplate or ("",)), key=len))


@lru_cache(maxsize=16)
def _known_grams(template: Template) -> frozenset[str]:
    return frozenset().union(*(_grams(known) for known in _boilerplate(template)))


def _grams(plain: str) -> set[str]:
    return {plain[at : at + _GRAM] for at in range(len(plain) - _GRAM + 1)}


def _may_be_piece(plain: str, template: Template) -> bool:
    """False where too many stretches are none of a boilerplate text's for a piece of one.

    One letter more or less changes `_GRAM` stretches at most, and a piece that is 93 % alike
    has 2 × 7 % of its letters more or less.
    """
    foreign = len(_grams(plain) - _known_grams(template))
    return foreign <= _LOST * len(plain) + 1


def is_boilerplate(text: str, template: Template) -> bool:
    """True where the whole text is a boilerplate text of the form, or a piece of a long one."""
    plain = fold(_NUMBER.sub("", text))
    letters = len(plain)
    if letters < 10:
        return False
    known = _boilerplate(template)
    if process.extractOne(plain, known, scorer=fuzz.ratio, score_cutoff=_ALIKE):
        return True
    if letters < _PIECE_LETTERS or letters > len(known[-1]):
        return False
    longer = known[bisect_left(known, letters, key=len) :]
    return _may_be_piece(plain, template) and any(
        fuzz.partial_ratio(plain, one, score_cutoff=_WITHIN) for one in longer
    )


@lru_cache(maxsize=16)
def _notices(template: Template) -> tuple[str, ...]:
    return tuple(f" {fold(words)} " for words in template.notices)


def is_notice(text: str, template: Template) -> bool:
    """True for a paragraph that speaks of the data-protection law, without options or marks."""
    if OBJECT in text:
        return False
    plain = f" {fold(text)} "
    return any(words in plain for words in _notices(template))


_ASKS_FOR_DATA = re.compile(r"(?i)^\W*¿.*\?|\b(?:autoriz|acept|consient|consentim)\w*", re.DOTALL)


def asks_too(notice: str) -> bool:
    """True where a notice on the data-protection law asks for a consent of its own.

    "¿Autoriza el tratamiento de sus datos personales (Ley 1581 de 2012)?": what answers that
    says nothing of sharing the form.
    """
    return _ASKS_FOR_DATA.search(notice) is not None


@lru_cache(maxsize=16)
def _furniture(template: Template) -> frozenset[str]:
    return frozenset(map(squash, template.furniture))


def is_furniture(text: str, template: Template, *, opening: bool) -> bool:
    """True for a line of a header box or signature block: `Código: …`, `Página 1 de 2`.

    `opening` is True above the first label, where such a line needs no colon.
    """
    if len(text) > 120 or _SENTENCE.search(text):
        return False
    letters = squash(text)
    if re.fullmatch(r"p(?:agina|ag)?\d+(?:de\d+)?", letters):
        return True
    head, colon, _ = text.partition(":")
    names = _furniture(template)
    if colon and squash(head) in names:
        return True
    return opening and any(letters.startswith(name) for name in names)


_SENTENCE = re.compile(r"(?:\b[a-záéíóúñ]+[,;]?\s+){4}[a-záéíóúñ]+\s*\.\s*$")  # ends as one does
_SIGNED = r"(?:elabor|revis|aprob|proyect|verific|valid|realiz|diligenci)"
_SIGN_OFF = re.compile(
    rf"(?:{_SIGNED}o(?: (?:y|e) {_SIGNED}o)?"
    rf"|{_SIGNED}ad[oa] por(?: [a-zñ]+){{0,5}}"
    r"|(?:nombres?|firmas?|cargo|c ?c|cedula|documento|sello)(?: [a-zñ]+){0,6}"
    r"|v ?o ?b ?o|visto bueno|fecha(?: de (?:elaboracion|revision|aprobacion|firma))?)"
)
_BARE = re.compile(
    rf"{_SIGNED}o|nombres?|cargo|fecha|nombre y (?:firma|cargo)"
    r"|firmas?(?: (?:y|del?) [a-zñ ]{3,50})?"
)
_LETTERHEAD = re.compile(
    r"(?i)\s*(?:www\.|https?://|(?:carrera|calle|avenida|cra|cll|av|diagonal|transversal)\b\.?\s.{0,40}\d"
    r"|(?:pbx|conmutador|fax|l[ií]nea gratuita|c[oó]digo postal|nit|tel[eé]fonos?)\b.{0,6}\d)"
)


def is_sign_off(text: str) -> bool:
    """True for a line where people sign, or an address: `Revisó: …`, `C.C. ____`, `Calle 5 # 6-7`.

    Never for a line with a condition in it or with boxes: that may speak of the consent.
    """
    if OBJECT in text or len(text) > 120:
        return False
    if _LETTERHEAD.match(text):
        return True
    said = fold(text).split()
    if is_condition(said) or not said or {"si", "no", "pendiente"} & set(said):
        return False
    head, mark, _ = re.sub(r"_{3,}|\.{4,}|…{2,}", ":", text).partition(":")
    plain = fold(head)
    return bool((_SIGN_OFF if mark else _BARE).fullmatch(plain))


_VALEDICTION = re.compile(
    r"(?i)\W*(?:muy )?(?:atentamente|cordialmente|cordial saludo|respetuosamente|un saludo|saludos"
    r"(?: cordiales)?|(?:muchas )?gracias(?: por su atenci[oó]n)?|quedo (?:atent[ao]|pendiente)"
    r"(?: a .{0,60})?|agradezco (?:su|la) atenci[oó]n.{0,40})\W*"
)


def is_valediction(text: str) -> bool:
    """True for the words that close a letter: what follows is who signs it."""
    return len(text) <= 120 and _VALEDICTION.fullmatch(text) is not None


def is_signature(text: str) -> bool:
    """True for a line that may stand in a signature; never for one that may answer."""
    said = fold(text).split()
    if OBJECT in text or len(text) > 100 or is_condition(said):
        return False
    return not {"si", "no", "x", "pendiente"} & set(said)
