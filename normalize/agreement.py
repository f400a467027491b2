"""Other words beside the consent answer: an agreeing sentence, noise, or a condition.

"Sí, autorizo que la información sea compartida" says no more than Sí; "Sí, con otras áreas"
says less. Only words of the question itself are believed to agree, and only where they do not
narrow down with whom the information is shared.
"""

from __future__ import annotations

import re
from itertools import pairwise

from normalize.text import fold

_CONDITIONS = frozenset((
    "solo", "solamente", "unicamente", "exclusivamente", "excepto", "salvo", "siempre", "previa",
    "previo", "sujeto", "sujeta", "condicion", "condicionado", "condicionada", "parcial",
    "parcialmente", "autorizo", "autoriza", "autorizamos", "revocado", "revoca", "retirado",
    "revocada", "revocamos", "retirada", "retira", "retiramos", "anulado", "anulada", "anula",
    "cancelada", "desiste", "desistimos",
))  # fmt: skip
_SHARED = ("compart", "divulg", "difund", "public")
_DENIES = ("no", "ni", "nunca", "prohibido", "prohibida", "prohibe")
_VOID = (("sin", "efecto"), ("sin", "efectos"), ("sin", "validez"))
_VOIDED = frozenset(("anulado", "anulada", "revocado", "revocada", "invalido", "invalida"))
_SPACED = re.compile(r"(?:no|prohibid[oa])\w{0,12}(?:compart|divulg|difund|publi)|anulad|revocad")
_REACH = 4  # words from a "no" to what it denies
_OF_PERSONS = frozenset(("datos", "terceros", "comerciales"))  # what privacy notices deny
_NOISE = frozenset((
    "marque", "marcar", "con", "una", "x", "seleccione", "opcion", "la", "su", "respuesta", "o",
    "y", "equis", "el", "recuadro", "correspondiente", "es",
))  # fmt: skip
_SHARING = frozenset((
    "compartir", "compartirse", "compartirla", "compartida", "compartido", "comparta",
    "comparte", "compartan", "divulgar", "divulgada", "divulgarse", "divulgue", "publicar",
    "publicada", "publicarse", "publique", "difundir", "difundida", "difundirse", "usar",
    "usada", "usarse", "uso", "utilizar", "utilizada",
))  # fmt: skip
_QUESTION = frozenset((
    "que", "la", "el", "los", "las", "informacion", "contenida", "en", "este", "formato", "esta",
    "ficha", "pueda", "puede", "ser", "sea", "se", "con", "otras", "otra", "todas", "areas",
    "entidades", "y", "o", "para", "efectos", "efecto", "de", "del", "gestionar", "gestion",
    "conocimiento", "aprendizajes", "aprendizaje", "su", "esto", "lo", "dicha", "registrada",
    "consignada", "diligenciada", "presente", "formulario", "documento",
))  # fmt: skip
_AS_WHOM = ("area", "entidad", "dependencia")


def other_words(text: str) -> list[str]:
    """The words of a text that are neither noise nor agree with sharing; empty where all do."""
    said = fold(text).split()
    said = _without_as_whom([word for word in said if word != "y" or len(said) > 1])
    if all(word in _NOISE for word in said):
        return []
    if _agrees(said):
        return []
    return [word for word in said if word not in _NOISE]


def is_condition(said: list[str]) -> bool:
    """True where the words speak of a condition or of taking the answer back."""
    return any(word in _CONDITIONS for word in said) or _takes_back(said, (*_SHARED, "autoriz"))


def forbids(text: str) -> bool:
    """Whether a text that stands anywhere on a form says not to share it, or that it is void.

    `NO COMPARTIR` across the page, `Documento anulado` in its header. A watermark may come
    letter by letter.
    """
    said = fold(text).split()
    if len(said) > _REACH and sum(len(word) == 1 for word in said) > len(said) / 2:
        return _SPACED.search("".join(said)) is not None
    stamped = len(said) <= _REACH and not _VOIDED.isdisjoint(said)
    return stamped or _takes_back(said, _SHARED)


def _takes_back(said: list[str], shared: tuple[str, ...]) -> bool:
    """`Queda sin efecto`, `esta información no debe compartirse`."""
    if any(pair in _VOID for pair in pairwise(said)):
        return True
    if _OF_PERSONS & set(said):
        return False
    denied = (said[at + 1 : at + 1 + _REACH] for at, word in enumerate(said) if word in _DENIES)
    return any(word.startswith(shared) for words in denied for word in words)


def _agrees(said: list[str]) -> bool:
    """All words are the question's own, one of them is of sharing, and nobody is left out."""
    if not any(word in _SHARING for word in said):
        return False
    if ("areas" in said) != ("entidades" in said):
        return False
    return all(word in _SHARING or word in _QUESTION for word in said)


def _without_as_whom(said: list[str]) -> list[str]:
    """Without "como área", "como entidad", "como área y entidad": who speaks."""
    if "como" not in said:
        return said
    start = said.index("como")
    end = start + 1
    while end < len(said) and said[end] in (*_AS_WHOM, "y", "o", "esta", "nuestra", "la"):
        end += 1
    if end == start + 1 or said[end - 1] not in _AS_WHOM:
        return said
    return said[:start] + said[end:]
