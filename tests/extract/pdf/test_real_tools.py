"""The real form's narratives, printed by LibreOffice and Chromium, read back word for word."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from extract import pdf
from extract.model import AsideKind
from tests.extract.pdf.sheets import marks, rows
from tests.forms.tools import chromium_print, missing, office_convert

_SEED = Path(__file__).parents[3] / "../shared/seed/000_fd7a1dada93a8a46.txt"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not _SEED.exists(), reason="the real form is not here"),
]


def _narratives() -> list[tuple[str, list[str]]]:
    """Labels with the paragraphs of their answers, from the real form."""
    from bs4 import BeautifulSoup

    lines = iter(_SEED.read_text(encoding="utf-8").splitlines())
    found = []
    for line in lines:
        if "Describa" in line or "lección aprendida?" in line:
            label = BeautifulSoup(line, "lxml").get_text().strip()
            answer = BeautifulSoup(next(lines), "lxml")
            found.append((label, [p.get_text() for p in answer.find_all("p")]))
    assert [len(paragraphs) for _, paragraphs in found] == [1, 10, 3]
    return found


def _docx(*, justified: bool, font: str) -> bytes:
    """The narratives in a bordered table of one column, with running header and footer."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = font, Pt(11)
    section = document.sections[0]
    section.header.paragraphs[0].text = "Código: GCI-FR-018  Versión: 03"
    section.footer.paragraphs[0].text = "Formato de lecciones aprendidas"
    table = document.add_table(0, 1)
    table.style = "Table Grid"
    for label, paragraphs in _narratives():
        table.add_row().cells[0].paragraphs[0].add_run(label).bold = True
        cell = table.add_row().cells[0]
        for number, text in enumerate(paragraphs):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            paragraph.add_run(text)
            if justified:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.skipif(bool(missing("soffice")), reason=missing("soffice"))
@pytest.mark.parametrize(("justified", "font"), [(True, "Carlito"), (False, "Liberation Sans")])
def test_narratives_through_libreoffice(justified: bool, font: str) -> None:
    """Ten and three paragraphs come back as ten and three, over the page break."""
    (data,) = office_convert([_docx(justified=justified, font=font)], "pdf")
    document = pdf.read(data)
    expected = [[[text] if isinstance(text, str) else text] for n in _narratives() for text in n]
    assert rows(document) == expected
    assert {a.kind for a in document.asides} == {AsideKind.HEADER, AsideKind.FOOTER}


@pytest.mark.skipif(bool(missing("chromium")), reason=missing("chromium"))
def test_narratives_and_boxes_through_chromium() -> None:
    """Printed HTML gives the same paragraphs, and its check boxes are marks."""
    body = "".join(
        f"<tr><td><b>{label}</b></td></tr>"
        f"<tr><td>{''.join(f'<p>{p}</p>' for p in answer)}</td></tr>"
        for label, answer in _narratives()
    )
    boxes = 'Sí <input type="checkbox" checked> No <input type="checkbox">'
    page = (
        '<!doctype html><html lang="es"><meta charset="utf-8"><style>'
        "table{border-collapse:collapse} td{border:1px solid;padding:4px}</style>"
        f"<table>{body}<tr><td>{boxes}</td></tr></table>"
    )
    (data,) = chromium_print([page.encode()])
    document = pdf.read(data)
    expected = [[[text] if isinstance(text, str) else text] for n in _narratives() for text in n]
    assert rows(document)[:-1] == expected
    assert [m.state.value for m in marks(document)] == ["on", "off"]
