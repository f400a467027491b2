"""The form's own instructions around the consent answer: `Marque con una X`, `(Sí / No):`.

They name the very words and signs of the answer, so they are told and set aside before the
answer is read: an X that the form asks for is no X that a person put.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from normalize.text import squash, words
from normalize.values.nulls import is_filler, is_not_applicable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalize.text import Word

_ASKS = frozenset((
    "marque", "marcar", "marca", "marquese", "senale", "senalar", "seleccione", "seleccionar",
    "indique", "indicar", "escriba", "escribir", "coloque", "colocar", "ponga", "responda",
    "responder", "elija", "elegir", "escoja", "encierre", "conteste", "diligencie", "tache",
    "registre", "digite",
))  # fmt: skip
_ASKED = frozenset((
    "con", "una", "un", "equis", "la", "el", "los", "las", "opcion", "opciones", "casilla",
    "casillas", "recuadro", "cuadro", "respuesta", "segun", "sea", "caso", "corresponda",
    "correspondiente", "que", "su", "en", "de", "lo", "a", "aqui", "donde", "sola", "unica",
    "solo", "alternativa", "desee", "prefiera", "elegida", "seleccionada", "para", "esta",
    "pregunta", "circulo", "siguiente", "favor", "por", "palabra", "uno",
))  # fmt: skip
_LONGEST = 16  # words that one instruction may have
_OPENING = " \t(["
_CLOSING = " \t:;.,\"”»')]-–"
_MENU = re.compile(
    r"(?i)^\s*(?:\(\s*(?:s[ií]\s*(?:/|\||-|o|u)\s*no|no\s*(?:/|\||-|o|u)\s*s[ií])\s*\)\s*:?"
    r"|(?:s[ií]\s*(?:/|o|u)\s*no|no\s*(?:/|o|u)\s*s[ií])\s*:)"
)
_NUMBERED = re.compile(
    r"(?i)(?<![\w(])(?:[a-d]|[1-4])\s*[.)]\s*(?=(?:[(\[]\s*x?\s*[)\]]\s*|[_x]+\s*)?(?:s[ií]|no)(?!\w))"
)
# "Autorizo: Sí ☒ No ☐", "¿Autoriza? Sí": the question once more, before the answer in bare words
_HEADING = re.compile(
    r"(?i)^\s*(?:¿\s*(?:usted\s+)?autoriza[^?]{0,60}\?|(?:se\s+)?autoriz[ao](?:mos)?\s*:?)"
    r"(?=[\W_x]*(?:s[ií]|no)(?![^\W_])[\W_x]*(?:s[ií]|no)(?![^\W_])|[\s:]*(?:s[ií]|no)[\s.]*$)"
)
# "Si su respuesta es No, explique por qué:" asks on; it answers nothing
_WHERE_NO = re.compile(
    r"(?i)(?:si|en\s+caso\s+de\s+que|cuando)\s+(?:la|su)\s+respuesta\s+(?:es|sea|fue|fuere)"
    r"\s+(?:\W?(?:no|s[ií])\W?|negativa|afirmativa|positiva)(?!\w)[\s,;:.]*"
    r"|(?:en\s+)?caso\s+(?:negativo|afirmativo|contrario|de\s+(?:que\s+)?no(?:\s+autorizar)?)(?!\w)[\s,;:.]*"
)
_WHY = re.compile(
    r"(?i)(?:por\s+favor\s+)?(?:explique|justifique|indique|diga|se[ñn]ale|mencione|escriba|argumente)"
    r"(?:\s+(?:el|la|los|las|su|sus|motivos?|raz[oó]n(?:es)?|causas?|respuesta|brevemente|aqu[ií]"
    r"|¿?por\s+qu[eé]\??))*\s*[:.]*[\s_.…]*|¿?\s*por\s*qu[eé]\s*\?*\s*:*[\s_.…]*"
)
_REMARKS = re.compile(
    r"(?i)\W*(?:observaci(?:[oó]n|ones)|comentarios?|aclaraci(?:[oó]n|ones)|notas?)"
    r"(?:\s+(?:generales|adicionales|finales))?(?!\w)\W*"
)
_NO_REMARKS = frozenset((
    "ninguna", "ninguno", "ningunas", "ningunaobservacion", "sinobservaciones", "sinobservacion",
    "nohay", "nohayobservaciones", "notiene", "sincomentarios", "sincomentario", "nada",
    "sinnovedad", "sinnovedades",
))  # fmt: skip
_RECEIVED = re.compile(r"(?i)^\s*(?:r(?:espuesta|pta|ta)?\s*[:/.)]|respuesta(?=\s))\s*[-–:]*")


def without_asking(text: str, *, styled: bool = False) -> str:
    """The text with instructions, menus and numbering blanked, same length.

    `styled` keeps a menu: one of its words may have been chosen by underlining it.
    """
    spans = list(_instructions(text))
    menu = None if styled else _MENU.match(text)
    received, heading = _RECEIVED.match(text), _HEADING.match(text)
    spans += [m.span() for m in (menu, received, heading) if m is not None]
    spans += [m.span() for m in _NUMBERED.finditer(text)]
    for where in _WHERE_NO.finditer(text):
        why = _WHY.match(text, where.end())
        if why or text[: where.end()].rstrip().endswith(":"):
            spans.append((where.start(), why.end() if why else where.end()))
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def remark(text: str) -> str | None:
    """What stands behind `Observaciones:`, "" for the bare heading; None where it is no such."""
    heading = _REMARKS.match(text)
    return None if heading is None else text[heading.end() :]


def says_nothing(text: str) -> bool:
    """Whether a remark is none: empty, a line to write on, `Ninguna`, `No aplica`."""
    letters = squash(text)
    return not letters or letters in _NO_REMARKS or is_filler(text) or is_not_applicable(text)


def _instructions(text: str) -> Iterator[tuple[int, int]]:
    found = words(text)
    index = 0
    while index < len(found):
        if found[index].folded not in _ASKS:
            index += 1
            continue
        last = _last_asked(text, found, index)
        start, end = found[index].start, found[last].end
        while start > 0 and text[start - 1] in _OPENING:
            start -= 1
        while end < len(text) and text[end] in _CLOSING:
            end += 1
        yield start, end
        index = last + 1


def _last_asked(text: str, found: tuple[Word, ...], first: int) -> int:
    """The last word of the instruction that begins at a verb; it names at most one X."""
    last, crosses = first, 0
    while last + 1 < len(found) and last - first < _LONGEST:
        following = found[last + 1]
        if _is_menu(text, found, last):
            last += 3
            continue
        crosses += following.folded == "x"
        if crosses > 1 or (following.folded != "x" and following.folded not in _ASKED | _ASKS):
            break
        last += 1
    return last


def _is_menu(text: str, found: tuple[Word, ...], last: int) -> bool:
    """`Sí o No` after a verb, with nothing but spaces between: what may be answered."""
    three = found[last + 1 : last + 4]
    if len(three) < 3 or {three[0].folded, three[2].folded} != {"si", "no"}:
        return False
    between = text[found[last].end : three[2].end]
    return three[1].folded in ("o", "u") and not re.search(r"[^\w\s]", between)
