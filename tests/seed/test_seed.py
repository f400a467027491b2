"""The real form is read whole, and rebuilt in other formats it is the same lesson."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

import lecciones
from schemas.reading import Consent, FormReading, State
from schemas.tables import LESSON_FIELDS
from tests.forms.docx_writer import write_docx
from tests.forms.html_writer import UTF8, write_html
from tests.forms.layouts import Filling, Layout, Look, Plan, lay_out
from tests.forms.marks import Marking
from tests.forms.tools import chromium_print, missing, office_convert
from tests.seed.real_form import seed_answers, seed_bytes, seed_spec

if TYPE_CHECKING:
    from pathlib import Path

PERSONAL = ("public_servant", "phone", "email")


def read_one(folder: Path, name: str, data: bytes) -> FormReading:
    """The only form of a file with this name and content."""
    path = folder / name
    path.write_bytes(data)
    (form,) = lecciones.inspect(path)
    return form


@pytest.mark.parametrize("name", ["forma.html", "forma.txt", "forma.md", "forma.docx"])
def test_the_real_form_is_read_whole(tmp_path: Path, name: str) -> None:
    """Each answer is in its field, empty ones are empty, and nothing is left over."""
    form = read_one(tmp_path, name, seed_bytes())
    answers = seed_answers()
    assert form.field("entity").value == "Alcaldía de San José de Cúcuta"
    assert form.field("area").value == "Oficina de Talento Humano"
    assert form.field("completed_on").value == date(2025, 6, 17)
    for field in ("topic", "program", "situation", "impact", "lesson"):
        assert form.field(field).value == "\n".join(answers[field])
    assert [len(answers[f]) for f in ("situation", "impact", "lesson")] == [1, 10, 3]
    for field in ("solutions", "recommendation", *PERSONAL):
        assert (form.field(field).value, form.field(field).state) == (None, State.EMPTY)
    assert (form.consent.verdict, form.leftover) == (Consent.YES, ())


def rebuilt(layout: Layout, marking: Marking, look: Look) -> dict[str, bytes]:
    """The real form's content as DOCX, as LibreOffice's PDF of it, and as Chromium's PDF."""
    sheet = lay_out(seed_spec(), Plan(layout, Filling.TYPED, marking, look))
    docx = write_docx((sheet,), look)
    printed = lay_out(seed_spec(), Plan(layout, Filling.TYPED, Marking.INPUT, look))
    page = write_html((printed,), look, UTF8)
    (office,) = office_convert([docx], "pdf")
    (chromium,) = chromium_print([page])
    return {"a.docx": docx, "b.pdf": office, "c.pdf": chromium, "d.html": page}


# Where paragraphs have no space between them, a sentence that ends with a full line may or may
# not end its paragraph: the page does not say. So each look leaves some space.
LOOKS = [
    Look(),
    Look(real_note=True, numbered_pages=True, justified=True, font="Times New Roman", size=12),
    Look(real_note=True, space_after=3, font="Calibri", size=11),
]


@pytest.mark.slow
@pytest.mark.skipif(bool(missing("soffice")), reason="LibreOffice is not installed")
@pytest.mark.skipif(bool(missing("chromium")), reason="Chromium is not installed")
@pytest.mark.parametrize("layout", [Layout.SEED, Layout.BOXED])
@pytest.mark.parametrize("look", LOOKS)
def test_the_same_form_in_every_format_is_one_lesson(
    tmp_path: Path, layout: Layout, look: Look
) -> None:
    """DOCX, LibreOffice's PDF, Chromium's PDF and HTML give the same row and one lesson id."""
    inputs = tmp_path / "in"
    inputs.mkdir()
    made = {"0.txt": seed_bytes(), **rebuilt(layout, Marking.LABEL_FIRST, look)}
    for name, data in made.items():
        (inputs / name).write_bytes(data)
    rows = []
    for name in made:
        lecciones.run([inputs / name], tmp_path / f"out-{name}")
        lessons = lecciones.read_lessons(tmp_path / f"out-{name}")
        assert len(lessons) == 1, name
        rows.append(lessons.iloc[0][["lesson_id", *LESSON_FIELDS, "consent", "redactions"]])
    for name, row in zip(made, rows, strict=True):
        different = [column for column in row.index if str(row[column]) != str(rows[0][column])]
        assert not different, (name, {c: (row[c], rows[0][c]) for c in different})
    lecciones.run([inputs], tmp_path / "out")
    ledger = lecciones.read_forms(tmp_path / "out")
    assert list(ledger["status"]) == ["published"] + ["duplicate"] * (len(made) - 1)
    assert ledger["lesson_id"].nunique() == 1
