"""Answers that say nothing, or say that the question does not apply.

"Ninguna" is an answer (there were none); `N/A`, "No aplica" and a lone dash are not.
"""

from __future__ import annotations

import re

from normalize.text import fold, squash

_NOT_APPLICABLE = frozenset({"na", "noaplica", "noaplicable", "noseaplica", "nap", "noaplican"})
_DASHES = re.compile(r"^\s*[-–—‐‑]{1,3}\s*\.?\s*$")
_FILLER = re.compile(r"^[\s_.…·*]*$")
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
    return letters in _NOT_APPLICABLE and len(text) <= 20


def is_filler(text: str) -> bool:
    """True for what is no answer: blank lines to write on, dots, a control's own prompt."""
    return bool(_FILLER.match(text)) or fold(text) in _PROMPTS
