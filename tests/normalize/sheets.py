"""A small language for documents: what a test reads stands in the test.

Text between `*…*` is bold, `~…~` struck out, `{u:…}` underlined, `{h:…}` highlighted, `_…_` is
left alone; `\\t` is a tab, `\\n` a line break, box glyphs become marks. A list of rows is a
table, a row a list of cell texts, and `|` in a cell parts its paragraphs.
"""

from __future__ import annotations

import re

from extract.glyphs import split_marks
from extract.model import (
    Block,
    Break,
    BreakKind,
    Cell,
    Document,
    Inline,
    Paragraph,
    Row,
    SourceFormat,
    Style,
    Table,
    Text,
)

QUESTION = (
    "¿Cómo área/entidad autoriza que la información contenida en este formato pueda ser compartida"
    " con otras áreas y/o entidades para efectos de gestionar el conocimiento y los aprendizajes?"
)
LABELS = {
    "entity_area": "Nombre de la entidad y del área",
    "public_servant": "Nombre del servidor público",
    "phone": "Número de contacto",
    "email": "Correo electrónico institucional",
    "completed_on": "Fecha de diligenciamiento",
    "topic": "Tema de la lección aprendida",
    "program": "Plan, programa o proyecto asociado",
    "situation": "Describa la situación o experiencia",
    "impact": "Describa el impacto positivo o negativo que generó la situación o experiencia frente"
    " a los resultados esperados",
    "solutions": "¿Cómo y cuáles fueron las soluciones o acciones de mejora (si las hubo)?",
    "lesson": "¿Cuál fue la lección aprendida?",
    "recommendation": "¿Cuál es su recomendación para obtener mejores resultados en un escenario"
    " similar?",
}

_STYLED = re.compile(
    r"\*(?P<bold>[^*]+)\*|~(?P<strike>[^~]+)~|\{u:(?P<underline>[^}]+)\}|\{h:(?P<highlight>[^}]+)\}"
    r"|(?P<brk>[\t\n])"
)
_STYLES = {
    "bold": Style(bold=True),
    "strike": Style(strike=True),
    "underline": Style(underline=True),
    "highlight": Style(highlight=True),
}


def inlines(source: str) -> tuple[Inline, ...]:
    """The inline content that a source line stands for."""
    found: list[Inline] = []
    at = 0
    for match in _STYLED.finditer(source):
        if match.start() > at:
            found.append(Text(source[at : match.start()]))
        name = match.lastgroup or ""
        if name in _STYLES:
            found.append(Text(match[name], style=_STYLES[name]))
        else:
            found.append(Break(BreakKind.TAB if match["brk"] == "\t" else BreakKind.LINE))
        at = match.end()
    if at < len(source):
        found.append(Text(source[at:]))
    return split_marks(found)


def para(source: str) -> Paragraph:
    """One paragraph."""
    return Paragraph(inlines(source))


def table(*rows: list[str]) -> Table:
    """A table; a row with fewer cells than the widest has its last cell span the rest."""
    width = max(len(row) for row in rows)
    return Table(tuple(_row(row, width) for row in rows))


def _row(cells: list[str], width: int) -> Row:
    made = []
    for column, source in enumerate(cells):
        span = width - column if column == len(cells) - 1 else 1
        made.append(Cell(tuple(para(p) for p in source.split("|")), column, span))
    return Row(tuple(made))


def doc(*blocks: Block | str) -> Document:
    """A document of blocks; a plain string is a paragraph."""
    return Document(SourceFormat.DOCX, tuple(para(b) if isinstance(b, str) else b for b in blocks))


def side_form(answers: dict[str, str] | None = None, consent: str = "Sí ☒ No ☐") -> Document:
    """A form of one two-column table, the consent answer in the question's own cell."""
    given = {"entity_area": "Alcaldía de Prueba – Oficina de Ensayos", "lesson": "Una."}
    given = given if answers is None else answers
    rows = [[label, given.get(field, "")] for field, label in LABELS.items()]
    return doc("*DOCUMENTACIÓN DE LECCIONES APRENDIDAS*", table(*rows, [f"{QUESTION}|{consent}"]))
