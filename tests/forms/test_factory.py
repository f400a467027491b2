"""The factory keeps its word: what it makes is settled by the seed, and says what it claims."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from benchmarks.accuracy.__main__ import unpacked
from extract import formats
from normalize import read_forms
from schemas.reading import Consent, State
from tests.forms import dates
from tests.forms.factory import (
    MARKINGS,
    Case,
    Kind,
    Tool,
    draw_case,
    make,
    sheets_of,
    unavailable,
)
from tests.forms.layouts import Layout
from tests.forms.marks import ONE_CHOICE, Marking, MarkLook, consent_marks
from tests.forms.parcels import Parcel, pack
from tests.forms.sheet import Grid, Para, Span, Tick
from tests.forms.spec import FIELDS, QUESTIONS
from tests.forms.word_ways import WordWay

if TYPE_CHECKING:
    from schemas.reading import FormReading

QUICK = [Tool.WORD, Tool.HTML, Tool.MARKED, Tool.PLAIN_PDF, Tool.FILLABLE_PDF]
SLOW = [
    Tool.OFFICE_PDF,
    Tool.OFFICE_HTML,
    Tool.CHROMIUM_PDF,
    Tool.OFFICE_ODT,
    Tool.OFFICE_DOC,
    Tool.OFFICE_RTF,
]
STARTS = {
    "docx": b"PK",
    "pdf": b"%PDF",
    "html": b"<",
    "txt": b"\n",
    "odt": b"PK",
    "doc": b"\xd0\xcf",
    "rtf": b"{\\rtf",
}


def _needs(tool: Tool) -> None:
    if reason := unavailable(tool):
        pytest.skip(reason)


@pytest.mark.parametrize("tool", QUICK)
def test_same_seed_gives_the_same_bytes(tool: Tool) -> None:
    """A seed settles the file to the last byte."""
    _needs(tool)
    one, other = (make([draw_case(7, tool=tool, kind=Kind.FORM)])[0] for _ in range(2))
    assert one.case == other.case
    assert one.data == other.data


def test_seeds_differ() -> None:
    """Different seeds give different answers."""
    texts = {str(draw_case(seed, kind=Kind.FORM).specs[0].answers) for seed in range(30)}
    assert len(texts) == 30


@pytest.mark.parametrize("tool", QUICK)
@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_can_be_made(tool: Tool, kind: Kind) -> None:
    """Each kind of file can be made by each quick tool, in that tool's format."""
    _needs(tool)
    case = draw_case(3, tool=tool, kind=kind)
    data = make([case])[0].data
    suffix = case.name.rpartition(".")[2]
    start = b"<" if kind is Kind.LETTER and suffix == "txt" else STARTS[suffix]
    assert data.startswith(start)


@pytest.mark.parametrize("tool", QUICK)
def test_every_marking_can_be_made(tool: Tool) -> None:
    """Each way of marking can be made by each quick tool that has it."""
    _needs(tool)
    cases = [draw_case(5, tool=tool, kind=Kind.FORM, marking=m) for m in set(MARKINGS[tool])]
    assert all(made.data for made in make(cases))


@pytest.mark.slow
@pytest.mark.parametrize("tool", SLOW)
def test_slow_tools_make_their_files(tool: Tool) -> None:
    """LibreOffice and Chromium make forms in their formats."""
    _needs(tool)
    case = draw_case(11, tool=tool, kind=Kind.FORM)
    assert make([case])[0].data.startswith(STARTS[case.name.rpartition(".")[2]])


def test_truth_covers_every_field() -> None:
    """Each form has an answer for each question and a truth for each field."""
    for seed in range(50):
        for spec in draw_case(seed, kind=Kind.FORM).specs:
            assert set(spec.answers) == set(QUESTIONS)
            assert set(spec.truth) == set(FIELDS)


def test_an_empty_answer_has_no_value() -> None:
    """Empty and not applicable answers are null in the truth, and only those and bad dates."""
    for seed in range(100):
        for name, truth in draw_case(seed, kind=Kind.FORM).specs[0].truth.items():
            if truth.state is not State.ANSWERED:
                assert truth.value is None
            elif name != "completed_on":
                assert truth.value


def test_every_answer_stands_on_the_sheet() -> None:
    """No layout loses a word of an answer."""
    for seed in range(120):
        case = draw_case(seed, kind=Kind.FORM)
        shown = _shown(case).replace("\u00ad", "")
        for pieces in case.specs[0].answers.values():
            assert all(piece.text in shown for piece in pieces)


def _shown(case: Case) -> str:
    texts: list[str] = []
    for sheet in sheets_of(case):
        for block in sheet.blocks:
            paras: tuple[Para, ...] = ()
            if isinstance(block, Grid):
                paras = tuple(para for row in block.rows for cell in row for para in cell.paras)
            elif isinstance(block, Para):
                paras = (block,)
            for para in paras:
                texts += [getattr(i, "text", getattr(i, "value", "")) for i in para.inlines]
    return "\n".join(texts)


@pytest.mark.parametrize("marking", list(Marking))
def test_marks_differ_by_truth(marking: Marking) -> None:
    """Sí, No, both and neither look different in every way of marking."""
    kinds = [Consent.YES, Consent.NO, Consent.BOTH, Consent.UNMARKED]
    if marking in ONE_CHOICE:
        kinds.remove(Consent.BOTH)
    if marking is Marking.DRAWN:  # nobody can tell over which word
        kinds = [Consent.UNCLEAR, Consent.UNMARKED]
    drawn = {consent_marks(marking, kind, "", MarkLook()) for kind in kinds}
    assert len(drawn) == len(kinds)


def test_box_first_marks_the_word_behind_it() -> None:
    """In `☐ Sí ☒ No` the marked box stands right before its word."""
    (para,) = consent_marks(Marking.BOX_FIRST, Consent.NO, "", MarkLook())
    assert isinstance(para, Para)
    text = "".join(
        i.text if isinstance(i, Span) else i.sign
        for i in para.inlines
        if isinstance(i, Span | Tick)
    )
    assert text == "☐ Sí ☒ No"


def test_dates_mean_what_they_say() -> None:
    """Each way of writing a date has the day, the year and no other year in it."""
    case_dates = {dates._spellings(date(2025, 6, 17))[at] for at in range(12)}  # noqa: SLF001
    assert {"17/06/2025", "17 de junio de 2025", "junio 17 de 2025", "17/jun/2025"} <= case_dates
    assert all("2025" in text and "17" in text for text in case_dates)


def test_docx_has_a_real_footnote() -> None:
    """A DOCX with a real footnote holds it in its own part."""
    seeds = (draw_case(seed, tool=Tool.WORD, kind=Kind.FORM) for seed in range(50))
    case = next(case for case in seeds if case.plan.look.real_note)
    with zipfile.ZipFile(io.BytesIO(make([case])[0].data)) as package:
        assert "Banco Interamericano" in package.read("word/footnotes.xml").decode()


def test_radio_buttons_are_never_both_on() -> None:
    """Of one group of radio buttons at most one is on, so no form claims otherwise."""
    for seed in range(300):
        case = draw_case(seed, tool=Tool.HTML, marking=Marking.RADIO)
        assert all(spec.consent is not Consent.BOTH for spec in case.specs)


@pytest.mark.parametrize("way", list(WordWay))
def test_every_way_of_word_changes_the_file_and_not_the_form(way: WordWay) -> None:
    """Whatever is done to a Word file, its form reads as before."""
    case = draw_case(12, tool=Tool.WORD, kind=Kind.FORM, marking=Marking.CONTROL)
    plain = replace(case, ways=(), plan=replace(case.plan, layout=Layout.SIDE))
    made, changed = make([plain, replace(plain, ways=(way,))])
    assert made.data != changed.data or way is WordWay.PROMPTS  # there may be nothing empty
    [one], [other] = (read_forms(formats.read(m.data)) for m in (made, changed))
    assert _said(one) == _said(other)


def _said(form: FormReading) -> list[object]:
    return [form.consent.verdict, *((f.field, f.state, f.value) for f in form.fields)]


@pytest.mark.parametrize("parcel", list(Parcel))
def test_every_parcel_holds_the_file(parcel: Parcel) -> None:
    """What arrives in an archive or mail is the file, byte for byte, or the mail's own text."""
    html = "<p>Sí ☒</p>".encode()
    inside = unpacked(pack(html, "a.html", parcel))
    assert inside.removeprefix(b"\xef\xbb\xbf").strip() == html
