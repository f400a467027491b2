"""Forms in which every answer carries a word that stands nowhere else: its canary."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.lecciones.builders import (
    BOTH,
    CONSENT,
    IMPACT,
    NO,
    UNMARKED,
    YES,
    form_docx,
    mailed,
    zipped,
)

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

_ANSWERS = (NO, UNMARKED, BOTH, "Sí ☒ No ☐ solo dentro de {canary}", "Sí No ☒ ☐", "{canary}")
"""Consent answers without a clear Sí; some carry the canary themselves."""

_QUESTIONS = (
    "Nombre de la entidad y del área",
    "Nombre del servidor público",
    "Número de contacto",
    "Correo electrónico institucional",
    "Tema de la lección aprendida",
    "Plan, programa o proyecto asociado",
    "Describa la situación o experiencia",
    IMPACT,
    "¿Cuál fue la lección aprendida?",
    "¿Cuál es su recomendación para obtener mejores resultados en un escenario similar?",
)


@dataclass(frozen=True, slots=True)
class Planted:
    """A form: the file it lies in (its path in the ledger), its canary, whether it says Sí."""

    source: str
    canary: str
    consented: bool


def plant(folder: Path, count: int, rng: Random) -> list[Planted]:
    """Writes that many forms (Word, HTML, some in archives and mails), a third of them with Sí."""
    folder.mkdir(parents=True, exist_ok=True)
    planted = []
    for number in range(count):
        canary = f"canario{number:04d}q{rng.randrange(10**9):09d}"
        consented = number % 3 == 0
        answer = YES if consented else rng.choice(_ANSWERS).format(canary=canary)
        planted.append(_write(folder, number, canary, answer, consented=consented))
    return planted


def _write(folder: Path, number: int, canary: str, answer: str, *, consented: bool) -> Planted:
    word = number % 4 == 1
    data = form_docx(answer, canary) if word else _form_html(answer, canary)
    name = f"{number:04d}.{'docx' if word else 'html'}"
    if number % 10 == 7:
        (folder / f"{name}.zip").write_bytes(zipped({name: data}))
        return Planted(f"{name}.zip!/{name}", canary, consented)
    if number % 10 == 9:
        (folder / f"{name}.eml").write_bytes(mailed({name: data}))
        return Planted(f"{name}.eml!/{name}", canary, consented)
    (folder / name).write_bytes(data)
    return Planted(name, canary, consented)


def _form_html(answer: str, canary: str) -> bytes:
    """Every answer holds the canary; there is a comment and a hidden text with it, too."""
    rows = "".join(
        f"<tr><td><b>{question}</b></td><td>{_answer(question, canary)}</td></tr>"
        for question in _QUESTIONS
    )
    return (
        "<html><head><meta charset='utf-8'></head><body>"
        "<h1>DOCUMENTACIÓN DE LECCIONES APRENDIDAS</h1>"
        f"<!-- {canary} --><p hidden>{canary}</p><table>{rows}</table>"
        f"<p>{CONSENT}</p><p>{html.escape(answer)}</p></body></html>"
    ).encode()


def _answer(question: str, canary: str) -> str:
    if question.startswith("Número"):
        return f"601 555 {canary[-4:]} {canary}"
    if question.startswith("Correo"):
        return f"{canary}@ejemplo.gov.co"
    if question.startswith("Nombre del servidor"):
        return f"Zoraida Quimbayo {canary}"
    return f"Aquí se cuenta lo de {canary} y lo que se aprendió con ello en la oficina de archivo."
