"""Answers that say nothing, or say that the question does not apply.

"Ninguna" is an answer (there were none); `N/A`, "No aplica" and a lone dash are not.
"""

from __future__ import annotations

import re

from normalize.text import fold, squash

_NOT_APPLICABLE = frozenset(
    {"na", "noaplica", "noaplicable", "noseaplica", "nap", "noaplican", "noaplicana", "nanoaplica",
     "noprocede", "nocorresponde", "noaplicaparaestecaso", "noaplicaenestecaso"}
)  # fmt: skip
_DASHES = re.compile(r"^\s*[-–—‐‑]{1,3}\s*\.?\s*$")
_FILLER = re.compile(r"^[\s_.…·*/|\[\]()]*$|^\s*[-–—]{4,}[\s\-–—]*$|^\s*[xX]{1,10}\s*$")
ASKING_STEMS = (
    "escrib|ingres|digit|diligenci|indi[cq]|describ|mencion|relacion|expli[cq]|especifi[cq]|registr"
    "|seleccion"
)
"""How the words begin with which forms ask people to write something, for a pattern."""
_PROMPT = re.compile(
    rf"[\[(<«{{].{{0,100}}\b(?:{ASKING_STEMS}|complet|inclu|consign|m[aá]ximo|ejemplo|ej\.)"
    r"\w*.{0,100}[\])>»}]"
    r"|(?:escriba|ingrese|digite|diligencie|describa|registre|consigne)\b.{0,20}\baqu[ií]\b.{0,40}",
    re.IGNORECASE | re.DOTALL,
)
_PROMPTS = tuple(
    fold(text)
    for text in (
        "Haga clic o pulse aquí para escribir texto",
        "Haga clic aquí para escribir texto",
        "Haga clic aquí para escribir una fecha",
        "Haga clic o pulse aquí para escribir una fecha",
        "Elija un elemento",
        "Escriba aquí",
        "Escriba su respuesta aquí",
        "Click or tap here to enter text",
        "Click here to enter text",
        "Choose an item",
        "Click or tap to enter a date",
        "Seleccione una opción",
    )
)


def is_not_applicable(text: str) -> bool:
    """True where the whole answer says that the question does not apply."""
    if _DASHES.match(text):
        return True
    letters = squash(text)
    return letters in _NOT_APPLICABLE and len(text) <= 30


def is_filler(text: str) -> bool:
    """True for what is no answer: blank lines to write on, dots, a control's own prompt."""
    if _FILLER.match(text) or fold(text) in _PROMPTS:
        return True
    return len(text) <= 200 and bool(_PROMPT.fullmatch(text.strip(" \n.")))
