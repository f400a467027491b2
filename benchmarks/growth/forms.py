"""Many forms in little time: web pages of one shape, each with a text of its own."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tests.forms import bank

if TYPE_CHECKING:
    from pathlib import Path

_A_FOLDER = 1000  # files
_LABELS = (
    "Tema de la lección aprendida",
    "Plan, programa o proyecto asociado",
    "Describa la situación o experiencia",
    (
        "Describa el impacto positivo o negativo que generó la situación o experiencia frente a "
        "los resultados esperados"
    ),
    "¿Cómo y cuáles fueron las soluciones o acciones de mejora (si las hubo)?",
    "¿Cuál fue la lección aprendida?",
    "¿Cuál es su recomendación para obtener mejores resultados en un escenario similar?",
)
_CONSENT = (
    "¿Cómo área/entidad autoriza que la información contenida en este formato pueda ser "
    "compartida con otras áreas y/o entidades para efectos de gestionar el conocimiento y los "
    "aprendizajes?"
)


def write_forms(folder: Path, count: int, seed: int) -> None:
    """So many forms under a folder, a thousand in each of its folders; one in ten says No."""
    words = sorted({word for text in vars(bank).values() for word in _words(text)})
    for number in range(count):
        rng = Random(seed * 1_000_003 + number)
        place = folder / f"{number // _A_FOLDER:04}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:07}.html").write_text(_form(rng, words, number), encoding="utf-8")


def _words(value: object) -> list[str]:
    texts = value if isinstance(value, tuple | list) else ()
    return [word for text in texts if isinstance(text, str) for word in text.split()]


def _form(rng: Random, words: list[str], number: int) -> str:
    def said(count: int) -> str:
        return " ".join(rng.choices(words, k=count)).capitalize() + "."

    answers = [
        ("Nombre de la entidad y del área", f"Alcaldía de Ejemplo {number % 997} – Planeación"),
        ("Nombre del servidor público", "Zoraida Quimbayo"),
        ("Número de contacto", "601 555 0101"),
        ("Correo electrónico institucional", "zquimbayo@ejemplo.gov.co"),
        ("Fecha de diligenciamiento", f"{1 + number % 28:02}/{1 + number % 12:02}/2025"),
        *((label, said(6 if n < 2 else 35)) for n, label in enumerate(_LABELS)),
    ]
    rows = "".join(f"<tr><th>{label}</th><td>{text}</td></tr>" for label, text in answers)
    marks = "Sí ☐ No ☒" if number % 10 == 9 else "Sí ☒ No ☐"
    return (
        "<!DOCTYPE html><html lang=es><meta charset=utf-8><body>"
        f"<h1>DOCUMENTACIÓN DE LECCIONES APRENDIDAS</h1><table>{rows}"
        f"<tr><th>{_CONSENT}</th><td>{marks}</td></tr></table></body></html>"
    )
