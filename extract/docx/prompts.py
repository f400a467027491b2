"""The prompts that Word and LibreOffice show in an entry control nobody has filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.docx.names import W, child, val

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_VERB = (
    r"(?:elija|elige|seleccione|selecciona|escoja|escoge|escriba|escribe|introduzca|introduce|"
    r"ingrese|ingresa|inserte|digite|diligencie|indique|choose|select|enter|type|insert|pick)"
)
_CLICK = (
    r"(?:(?:haga|hacer|haz|da|d[eé])\s+cl[ií]c|pulse|pulsa|presione|toque|toca|clique|click|tap)"
)
_OBJECT = (
    r"(?:aqu[ií]|texto|fecha|elemento|bloque|opci[oó]n|respuesta|valor|"
    r"here|text|date|item|block|option|answer|value)"
)
_HERE = r"(?:aqu[ií]|here)"
_OPEN, _CLOSE = r"[\[<(«]*\s*", r"\s*[.:]?\s*[\]>)»]*"
_BY_CLICK = re.compile(
    rf"{_OPEN}{_CLICK}\b[^.?!\n]{{0,80}}\b{_OBJECT}{_CLOSE}|"
    rf"{_OPEN}(?:elija|seleccione|choose) (?:una?|an?) {_OBJECT}{_CLOSE}",
    re.IGNORECASE,
)
# at most two short words before the object: an answer may well begin with an order, too
_ORDER = re.compile(
    rf"{_OPEN}{_VERB}(?:\s+\w{{1,4}}){{0,2}}\s+{_OBJECT}(?:\s+{_HERE})?{_CLOSE}|"
    rf"{_OPEN}{_VERB}(?:\s+\w+){{0,3}}\s+{_HERE}(?:\s+\w+){{0,4}}{_CLOSE}",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"texto (?:de|del) marcador(?: de posici[oó]n)?\.?|placeholder text\.?|"
    r"enter any content that you want to repeat\b.*|"
    r"escriba cualquier contenido que desee repetir\b.*",
    re.IGNORECASE,
)


def one_line(text: str) -> str:
    """The text with each run of white space as one space."""
    return " ".join(text.split())


def own_prompts(glossary: Element) -> dict[str, str]:
    """The building blocks of the file's glossary by name: what its controls show when empty."""
    found: dict[str, str] = {}
    for part in glossary.iter(W + "docPart"):
        text = one_line("".join(t.text or "" for t in part.iter(W + "t")))
        if text:
            found[val(child(part, "docPartPr", "name"))] = text
    return found


def is_prompt(text: str, *, in_control: bool) -> bool:
    """Whether `text` is nothing but such a prompt.

    In a control, or in the grey style of prompts, any order to type or choose is one; the
    bare `False` asks for the wording of the programs themselves ("Haga clic o pulse aquí
    para escribir texto.", "Click or tap to enter a date.").
    """
    plain = one_line(text)
    if _BY_CLICK.fullmatch(plain):
        return True
    return in_control and bool(_ORDER.fullmatch(plain) or _OWN.fullmatch(plain))


_CHOOSE = re.compile(
    r"[\W_]*(?:seleccion[ea]r?|elij[ae]|elegir|escoj[ae]|escoger|select|choose|pick)\b.{0,60}",
    re.IGNORECASE,
)


def is_choice_prompt(text: str) -> bool:
    """Whether the entry of a list stands for no choice ("Elija un elemento.", "--")."""
    return not any(char.isalnum() for char in text) or bool(_CHOOSE.fullmatch(text.strip()))
