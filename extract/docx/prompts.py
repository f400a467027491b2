"""The prompts that Word and LibreOffice show in an entry control nobody has filled in."""

from __future__ import annotations

import re

_VERB = (
    r"(?:haga|hacer|haz|da|pulse|pulsa|presione|toque|elija|seleccione|escoja|escriba|"
    r"introduzca|click|tap|choose|select|enter|type)"
)
_OBJECT = r"(?:aqu[ií]|texto|fecha|elemento|bloque|here|text|date|item|block)"
_PROMPT = re.compile(
    rf"[\[<]?\s*{_VERB}\b[^.?!\n]{{0,80}}\b{_OBJECT}\s*\.?\s*[\]>]?", re.IGNORECASE
)
_CLICK = re.compile(
    r"(?:haga|haz|da|hacer)\s+cl[ií]c|pulse|toque|click|tap|elija un|choose an?|seleccione un",
    re.IGNORECASE,
)


def is_prompt(text: str, *, in_control: bool) -> bool:
    """Whether `text` is nothing but such a prompt.

    In a control, or in the grey style of prompts, any order to type or choose is one; the
    bare `False` asks for the wording of the programs themselves ("Haga clic o pulse aquí
    para escribir texto.", "Click or tap to enter a date.").
    """
    plain = " ".join(text.split())
    if not _PROMPT.fullmatch(plain):
        return False
    return in_control or bool(_CLICK.search(plain))


_CHOOSE = re.compile(
    r"[\W_]*(?:seleccion[ea]r?|elij[ae]|elegir|escoj[ae]|escoger|select|choose|pick)\b.{0,60}",
    re.IGNORECASE,
)


def is_choice_prompt(text: str) -> bool:
    """Whether the entry of a list stands for no choice ("Elija un elemento.", "--")."""
    return not any(char.isalnum() for char in text) or bool(_CHOOSE.fullmatch(text.strip()))
