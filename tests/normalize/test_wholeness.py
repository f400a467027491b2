"""A Sí is believed only where no No can have been lost with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract import html
from extract.model import Document, Notice, SourceFormat
from normalize import read_forms
from schemas.reading import Consent, ConsentReading
from tests.normalize.sheets import LABELS, QUESTION, doc, side_form, table

_NOTE = "Nota: los datos se tratan según la Ley 1581 de 2012."


def _told(document: Document) -> tuple[Consent, str]:
    (form,) = read_forms(document)
    consent: ConsentReading = form.consent
    return consent.verdict, consent.rule


def _damaged(document: Document, code: str) -> Document:
    return replace(document, notices=(Notice(code, "stream"),))


@pytest.mark.parametrize("code", ["damaged", "part_damaged"])
@pytest.mark.parametrize("answer", ["Sí ☒ No ☐", "Sí", "Sí, autorizo"])
def test_a_si_in_a_damaged_file_waits_for_a_person(code: str, answer: str) -> None:
    """Something may be missing, and nobody knows what."""
    whole = side_form(consent=answer)
    assert _told(whole)[0] is Consent.YES
    assert _told(_damaged(whole, code)) == (Consent.UNCLEAR, "file_damaged")


def test_a_si_on_a_page_with_too_many_strokes_waits_for_a_person() -> None:
    """Among the strokes that were not read may be the cross at No."""
    full = _damaged(side_form(consent="Sí ☒ No ☐"), "paths_left_out")
    assert _told(full) == (Consent.UNCLEAR, "too_much_drawn")


@pytest.mark.parametrize("code", ["damaged", "paths_left_out"])
@pytest.mark.parametrize("answer", ["Sí ☐ No ☒", "No", "Sí ☒ No ☒", "Sí ☐ No ☐"])
def test_damage_makes_no_other_verdict(code: str, answer: str) -> None:
    """A refusal stays one."""
    whole = side_form(consent=answer)
    assert _told(_damaged(whole, code)) == _told(whole)


def _open_form(*after: str, cells: list[str] | None = None) -> Document:
    """A PDF's form with the question at its end, in a row of its own where `cells` are given."""
    asked = table([QUESTION, *cells]) if cells else QUESTION
    answers = table(*([label, "Una."] for label in LABELS.values()))
    document = doc("*DOCUMENTACIÓN DE LECCIONES APRENDIDAS*", answers, asked, *after)
    return replace(document, format=SourceFormat.PDF)


@pytest.mark.parametrize("answer", ["Sí", "SI", "Sí ☒"])
def test_a_lone_si_that_ends_a_pdf_waits_for_a_person(answer: str) -> None:
    """The blank form prints the word: with the rest of the page lost it would look just so."""
    assert _told(_open_form(answer)) == (Consent.UNCLEAR, "answer_breaks_off")
    assert _told(_open_form(cells=["Sí", "", ""])) == (Consent.UNCLEAR, "answer_breaks_off")


@pytest.mark.parametrize(
    "document",
    [
        _open_form("Sí", _NOTE),
        _open_form("Sí ☒", _NOTE),
        _open_form("Sí, autorizo"),
        _open_form("Sí ☒ No ☐"),
        _open_form(cells=["Sí"]),
        replace(_open_form("Sí"), format=SourceFormat.DOCX),
    ],
)
def test_a_clear_answer_is_not_lost(document: Document) -> None:
    """Where the page goes on, in a cell of its own, in more words, in a file that shows cuts."""
    assert _told(document)[0] is Consent.YES


def test_a_far_cross_is_not_the_lone_words() -> None:
    """`Sí      X`: between them a box and the word No may have stood."""
    from tests.extract.pdf.sheets import Sheet

    def form(x: float) -> Document:
        sheet = Sheet().text(72, 40, "DOCUMENTACIÓN DE LECCIONES APRENDIDAS")
        for number, label in enumerate(LABELS.values()):
            sheet.text(72, 60 + 34 * number, label[:90], "Una respuesta", pitch=14)
        sheet.font("Helvetica", 9).text(72, 480, QUESTION[:90], QUESTION[91:])
        return sheet.text(72, 520, "Sí").text(x, 520, "X").text(72, 560, _NOTE).read()

    assert _told(form(86)) == (Consent.YES, "only_option_marked")
    assert _told(form(130)) == (Consent.UNCLEAR, "mark_side_untold")


_PAGE = (
    "<html><body><h1>DOCUMENTACIÓN DE LECCIONES APRENDIDAS</h1><table>{rows}</table>"
    "<p>{question}</p><p>{answer}</p><p>{note}</p></body></html>"
)


def _page(answer: str) -> str:
    rows = "".join(f"<tr><td>{label}</td><td>Una.</td></tr>" for label in LABELS.values())
    return _PAGE.format(rows=rows, question=QUESTION, answer=answer, note=_NOTE)


def test_a_page_cut_off_in_the_answer_is_never_a_si() -> None:
    """However far the answer reaches; once the note behind it begins, the answer is whole."""
    for answer in ("Sí ☒ No ☒", "Sí No ☒", "Sí, pero solo dentro de la entidad"):
        page = _page(answer)
        assert _told(html.read(page.encode()))[0] is not Consent.YES
        for at in range(page.index(QUESTION) + len(QUESTION), len(page)):
            forms = read_forms(html.read(page[:at].encode()))
            assert all(form.consent.verdict is not Consent.YES for form in forms), page[
                at - 20 : at
            ]


def test_a_page_without_its_last_tags_may_be_a_si() -> None:
    """Writers leave them out, and the note shows that the answer is whole."""
    page = _page("Sí ☒ No ☐")
    assert _told(html.read(page.encode()))[0] is Consent.YES
    assert _told(html.read(page.removesuffix("</p></body></html>").encode()))[0] is Consent.YES
