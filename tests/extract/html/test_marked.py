"""Marked text: line feeds and tabs are the layout, Markdown and tags are both understood."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from pathlib import Path

import pytest

from extract import html
from extract.model import AsideKind, Mark, MarkState, Paragraph, Text
from tests.extract.html.notation import asides, codes, marked, shown

CASES: dict[str, tuple[str, list[object]]] = {
    "lines are paragraphs": ("a\nb\n\nc", ["a", "b", "c"]),
    "carriage returns": ("a\r\nb\rc", ["a", "b", "c"]),
    "label, tab, value": ("<b>L</b>\tv w", ["*L*→v w"]),
    "a tab at the end goes": ("<b>L</b>\t\nv\t", ["*L*", "v"]),
    "two paragraphs in a line": ("L\t<p>a</p> <p>b</p>\t\nM", ["L", "a", "b", "M"]),
    "bold in a paragraph": ("<p><b>L</b></p>\t", ["*L*"]),
    "markdown bold": ("**L**\tv\n__Nombre__ x", ["*L*→v", "*Nombre* x"]),
    "stars of required fields": ("Nombre* x Correo* y", ["Nombre* x Correo* y"]),
    "typed marks stay": ("Sí __X__ No ____ Sí _X_", ["Sí __X__ No ____ Sí _X_"]),
    "typed boxes stay": ("[x] Sí [ ] No ( )", ["[x] Sí [ ] No ( )"]),
    "struck": ("~~Sí~~ No", ["~Sí~ No"]),
    "headings": ("## Datos ##", ["# *Datos*"]),
    "bullets": ("- a\n* b\n  - c", ["• a", "• b", "• c"]),
    "a dash is an answer": ("-\nL\t-", ["-", "L→-"]),
    "a marked line is no bullet": ("* X", ["* X"]),
    "tasks": ("- [x] Sí\n- [ ] No", ["• [on] Sí", "• [off] No"]),
    "numbers are text": ("1. a\n2. b", ["1. a", "2. b"]),
    "rules and fences go": ("a\n---\n```\nb\n```\n====", ["a", "b"]),
    "pipe table": (
        "| L | V |\n|---|:-:|\n| **a** | b \\| c |\n| d | |\nfin",
        [[["L", "V"], ["*a*", "b | c"], ["d", ""]], "fin"],
    ),
    "merged cells of converters": (
        "| Datos generales | Datos generales |\n|---|---|\n| X | X |",
        [[["2x1:Datos generales"], ["X", "X"]]],
    ),
    "pipes in a line": ("a | b", ["a | b"]),
    "escapes": ("1\\. a \\*b\\*", ["1. a *b*"]),
    "angle brackets": ("<ana@x.co> 3 < 5 > 2 <https://x.co>", ["<ana@x.co> 3 < 5 > 2 <https://x.co>"]),
    "html tables collapse": ("a\n<table>\n<tr><td>b\nc</td>\n</table>\nd", ["a", [["b c"]], "d"]),
    "html lists": ("L\t<ul><li>a</li><li>b</li></ul>\t\nM", ["L", "• a", "• b", "M"]),
    "unclosed paragraphs": ("<p>a\n<b>L</b>\tv", ["a", "*L*→v"]),
    "comments": ("a <!-- b\nc --> d", ["a d"]),
    "quotes": ("> a", ["a"]),
    "only wrapped as a page": (
        "<html><body>\nA\tb\nC\td\nE\tf\nG\th\n</body></html>",
        ["A→b", "C→d", "E→f", "G→h"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_lines_and_tabs_are_the_layout(case: str) -> None:
    """Each line is a paragraph, and Markdown's signs are understood."""
    text, expected = CASES[case]
    document = marked(text)
    assert shown(document) == expected
    assert asides(document) == []
    assert codes(document) == []


def test_lines_wrapped_by_width_are_whole_again() -> None:
    """Breaks that only the page's width made go; labels and short lines stay by themselves."""
    answer = "Se evidenció la necesidad de mejorar la conexión entre las oficinas. " * 8
    wrapped = textwrap.fill(answer, 72)
    document = marked(f"Tema\nAliados\n\nDescriba la situación\n{wrapped}\n\n- Sí\n- No")
    expected = ["Tema", "Aliados", "Describa la situación", answer.strip(), "• Sí", "• No"]
    assert shown(document) == expected


def test_notes_between_fields_stand_aside() -> None:
    """A note whose number stands raised in a text before it is no part of an answer."""
    document = marked("esperado<sup>1</sup>.\n\n<b>L</b>\tv\n\n<sup>1</sup> Banco.\n\n<b>M</b>\tw")
    assert shown(document) == ["esperado^1^.", "*L*→v", "*M*→w"]
    assert asides(document) == ["footnote: Banco."]


SEED_FOLDER = Path(__file__).parents[3] / "../shared/seed"
LABELS = (
    "Datos generales",
    "Nombre de la entidad y del área",
    "Nombre del servidor público",
    "Número de contacto",
    "Correo electrónico institucional",
    "Fecha de diligenciamiento",
    "Características específicas de la experiencia",
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


@pytest.fixture(name="seed")
def _seed() -> bytes:
    forms = sorted(SEED_FOLDER.glob("*.txt"))
    if not forms:
        pytest.skip("the seed form is not here")
    return forms[0].read_bytes()


def test_the_seed_reads_label_by_label(seed: bytes) -> None:
    """Every label of the real form is a segment of its own, with its value beside or below."""
    document = html.read(seed)
    first = [_segments(b)[0] for b in document.blocks if isinstance(b, Paragraph)]
    assert [text for text in first if text in LABELS] == list(LABELS)
    pairs = [_segments(b) for b in document.blocks if isinstance(b, Paragraph)]
    assert ["Fecha de diligenciamiento", "17/06/2025"] in pairs
    entity = "Alcaldía de San José de Cúcuta – Oficina de Talento Humano"
    assert ["Nombre de la entidad y del área", entity] in pairs


def test_the_seed_loses_no_text(seed: bytes) -> None:
    """All words of the real form stand in its blocks and asides."""
    document = html.read(seed)
    words = re.sub(r"<[^>]+>|\*\*", " ", seed.decode()).split()
    body = " ".join(
        " ".join(_segments(block)) for block in document.blocks if isinstance(block, Paragraph)
    )
    beside = " ".join(aside.text for aside in document.asides)
    missing = Counter("".join(words)) - Counter("".join((body + beside).split()))
    assert missing == {"1": 1}  # the note's own number


def test_the_seed_has_its_note_and_its_marks(seed: bytes) -> None:
    """The note stands aside, and the answer reads Sí, marked, No, not marked."""
    document = html.read(seed)
    assert [a.kind for a in document.asides] == [AsideKind.FOOTNOTE]
    assert document.asides[0].text.startswith("Banco Interamericano de Desarrollo")
    (group,) = [
        block.inlines
        for block in document.blocks
        if isinstance(block, Paragraph) and any(isinstance(i, Mark) for i in block.inlines)
    ]
    told = [i.state if isinstance(i, Mark) else _text(i) for i in group]
    assert told == ["Sí", MarkState.ON, "No", MarkState.OFF]
    assert document.notices == ()


def _segments(paragraph: Paragraph) -> list[str]:
    text = "".join(i.text if isinstance(i, Text) else "\t" for i in paragraph.inlines)
    return text.split("\t")


def _text(item: object) -> str:
    return item.text.strip() if isinstance(item, Text) else ""
