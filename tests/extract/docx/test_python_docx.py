"""Forms written with python-docx, as many programs write them."""

from __future__ import annotations

from io import BytesIO

import docx as python_docx
from docx.enum.text import WD_BREAK

from extract import docx
from extract.model import Paragraph, Table, Text
from tests.extract.docx import build


def test_form_written_by_python_docx() -> None:
    """Merged cells, lists, headings and styles come out as they were put in."""
    form = python_docx.Document()
    form.add_heading("Documentación de lecciones aprendidas", 1)
    table = form.add_table(4, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Datos generales"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Fecha"
    table.cell(1, 1).text = "17/06/2025"
    table.cell(2, 1).text = "uno\tdos\ntres"
    table.cell(3, 0).paragraphs[0].add_run("Tema").bold = True
    form.add_paragraph("Punto", style="List Bullet")
    form.add_paragraph("Paso", style="List Number")
    form.add_paragraph("Sí ☒ No ☐").add_run().add_break(WD_BREAK.PAGE)
    buffer = BytesIO()
    form.save(buffer)

    document = docx.read(buffer.getvalue())
    assert build.shown(document).split("\n") == [
        "Documentación de lecciones aprendidas",
        "[0+2:Datos generales][0x2:Fecha|1:17/06/2025][1:uno→dos/tres][0:Tema|1:]",
        "• Punto",
        "1. Paso",
        "Sí {on} No {off}",
    ]
    heading, grid = document.blocks[:2]
    assert isinstance(heading, Paragraph)
    assert heading.heading
    assert isinstance(grid, Table)
    label = grid.rows[3].cells[0].blocks[0]
    assert isinstance(label, Paragraph)
    assert isinstance(label.inlines[0], Text)
    assert label.inlines[0].style.bold
    assert not document.notices
