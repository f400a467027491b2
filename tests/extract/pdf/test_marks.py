"""Check boxes: glyphs, drawn boxes, form fields and annotations."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from extract import pdf
from extract.model import EncodingKind, MarkShape, MarkState, Origin
from tests.extract.pdf.annotated import with_annotations
from tests.extract.pdf.sheets import Sheet, fields, marks, rows, texts

_HOSTILE = Path(__file__).parents[3] / "../shared/hostile"


def _options() -> Sheet:
    """`Sí` and `No`, each with a drawn square behind it, at x 92 and 152."""
    sheet = Sheet().text(72, 100, "Sí").text(132, 100, "No")
    return sheet.rect(92, 90, 11, 11).rect(152, 90, 11, 11)


def test_a_drawn_empty_square_is_an_empty_box() -> None:
    """Both boxes stand at their place in the line, both off."""
    document = _options().read()
    assert texts(document) == ["Sí [off]\tNo [off]"]
    (first, _) = marks(document)
    assert [e.kind for e in first.encodings] == [EncodingKind.DRAWN]


def test_a_drawn_cross_marks_its_square() -> None:
    """Two slanted strokes inside a square are a mark."""
    sheet = _options().line(92, 90, 103, 101).line(92, 101, 103, 90)
    assert [m.state for m in marks(sheet.read())] == [MarkState.ON, MarkState.OFF]


def test_strokes_past_the_limit_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cross is painted last: a page of which it was left out must not look whole."""
    data = _options().line(152, 90, 163, 101).line(152, 101, 163, 90).data()
    assert not pdf.read(data).notices
    monkeypatch.setattr("extract.pdf.paths._MAX_SHAPES", 3)
    cut = pdf.read(data)
    assert [(n.code, n.detail) for n in cut.notices] == [("paths_left_out", "page 1")]


def test_a_letter_typed_into_a_drawn_square_marks_it() -> None:
    """An X inside the square is the mark, no text."""
    assert texts(_options().text(154, 99.5, "X").read()) == ["Sí [off]\tNo [on]"]


@pytest.mark.parametrize("cross", ["(X)", "(x)"])
def test_a_cross_in_brackets_is_no_number_of_a_list(cross: str) -> None:
    """`(X) SI  ( ) NO`: ten in Roman figures, it would be gone from the answer."""
    answer = f"{cross} SI ( ) NO"
    assert texts(Sheet().text(72, 100, answer).read()) == [answer]


def test_a_typed_letter_beside_words_is_text() -> None:
    """An X without a box stays text: what it means is not the reader's to say."""
    assert texts(Sheet().text(72, 100, "Sí X No").read()) == ["Sí X No"]


def test_a_drawn_dot_marks_its_circle() -> None:
    """Option buttons are circles; a filled dot marks one."""
    sheet = Sheet().text(72, 100, "Sí").text(132, 100, "No")
    for x in (98, 158):
        sheet.canvas.circle(x, 792 - 96, 5.5)
    sheet.canvas.circle(158, 792 - 96, 3, stroke=0, fill=1)
    found = marks(sheet.read())
    assert [(m.shape, m.state) for m in found] == [
        (MarkShape.RADIO, MarkState.OFF),
        (MarkShape.RADIO, MarkState.ON),
    ]


def test_boxes_that_are_all_ticked_light_on_dark_are_boxes() -> None:
    """Browsers print a ticked box as a solid square with a light tick; both may be ticked."""
    sheet = Sheet().text(72, 100, "Sí").text(132, 100, "No")
    for x in (92, 152):
        sheet.canvas.setFillColorRGB(0, 0.46, 1)
        sheet.rect(x, 90, 11, 11, stroke=0, fill=1)
        sheet.canvas.setStrokeColorRGB(1, 1, 1)
        sheet.line(x + 2, 96, x + 5, 99).line(x + 5, 99, x + 9, 92)
    assert [m.state for m in marks(sheet.read())] == [MarkState.ON, MarkState.ON]


def test_solid_squares_alone_are_bullets() -> None:
    """A dark square with nothing in it, and no empty one beside it, marks nothing."""
    sheet = Sheet().text(92, 100, "uno").text(92, 120, "dos")
    for y in (92, 112):
        sheet.rect(76, y, 8, 8, stroke=0, fill=1)
    assert marks(sheet.read()) == []


def test_squares_side_by_side_are_a_grid_of_letters() -> None:
    """Date boxes that share their sides are no check boxes."""
    sheet = Sheet().text(72, 100, "Fecha")
    for x in (120, 134, 148):
        sheet.rect(x, 88, 14, 14)
    assert marks(sheet.read()) == []


def test_symbol_font_boxes_are_marks() -> None:
    """ZapfDingbats letters are what they show."""
    sheet = Sheet().text(72, 100, "Sí").text(132, 100, "No")
    sheet.font("ZapfDingbats").text(92, 100, "❏").text(152, 100, "✘")
    assert [m.state for m in marks(sheet.read())] == [MarkState.OFF, MarkState.ON]


def test_form_fields_stand_where_they_are_shown() -> None:
    """A text field's value is in its cell; boxes carry value and appearance."""
    sheet = Sheet().grid([72, 250, 540], [90, 115, 140]).text(78, 106, "Tema").text(78, 131, "Sí")
    form = sheet.canvas.acroForm
    form.textfield(name="tema", value="Aliados", x=256, y=680, width=200, height=18)
    form.checkbox(name="consent", checked=True, x=256, y=657, size=12, buttonStyle="check")
    document = sheet.read()
    assert rows(document) == [[["Tema"], ["<Aliados>"]], [["Sí"], ["[on]"]]]
    (field,), (mark,) = fields(document), marks(document)
    assert (field.name, field.origin) == ("tema", Origin.FORM_FIELD)
    assert [e.kind for e in mark.encodings] == [EncodingKind.FORM_FIELD, EncodingKind.APPEARANCE]
    assert mark.group == "consent"


def test_a_stroke_over_an_empty_box_marks_it() -> None:
    """Ink laid over a box as an annotation is how people mark a flat PDF."""
    data = with_annotations(_options().data(), [("Ink", (150, 690, 166, 704), "")])
    found = marks(pdf.read(data))
    assert [(m.state, m.origin) for m in found] == [
        (MarkState.OFF, Origin.TEXT),
        (MarkState.ON, Origin.ANNOTATION),
    ]


def test_a_ring_around_a_word_is_a_mark() -> None:
    """A circle annotation around a word is a ring."""
    data = with_annotations(
        Sheet().text(72, 100, "Sí / No").data(), [("Circle", (68, 685, 88, 706), "")]
    )
    (mark,) = marks(pdf.read(data))
    assert (mark.shape, mark.state) == (MarkShape.RING, MarkState.ON)


def test_text_typed_over_the_page_stands_in_its_cell() -> None:
    """A free text annotation is read where it lies."""
    sheet = Sheet().grid([72, 250, 540], [90, 115]).text(78, 106, "Tema")
    data = with_annotations(sheet.data(), [("FreeText", (256, 680, 400, 698), "Aliados")])
    assert rows(pdf.read(data)) == [[["Tema"], ["Aliados"]]]


def test_hidden_annotations_are_not_read() -> None:
    """What a person cannot see is no answer."""
    data = with_annotations(
        Sheet().text(72, 100, "Tema").data(), [("FreeText", (256, 680, 400, 698), "Nada")], flags=2
    )
    assert texts(pdf.read(data)) == ["Tema"]


def _truth() -> dict[str, Counter[tuple[str, str]]]:
    path = _HOSTILE / "pdf_box_truth.tsv"
    found: dict[str, Counter[tuple[str, str]]] = {}
    if path.exists():
        with path.open(newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                found.setdefault(row["file"], Counter())[(row["V"], row["AS"])] += 1
    return found


@pytest.mark.skipif(not _HOSTILE.exists(), reason="the collection of odd files is not here")
def test_value_and_appearance_of_real_boxes() -> None:
    """Each box tells `/V` and `/AS` as they are in the file; where they differ it is unsure."""
    for name, wanted in _truth().items():
        found: Counter[tuple[str, str]] = Counter()
        for mark in marks(pdf.read((_HOSTILE / "files" / name).read_bytes())):
            if mark.origin is not Origin.FORM_FIELD:
                continue
            states = {e.state for e in mark.encodings}
            assert mark.state is (states.pop() if len(states) == 1 else MarkState.UNSURE)
            value, shown = [*(e.raw.split(" ", 1)[1] for e in mark.encodings), "None"][:2]
            found[(value.replace("/None", "None"), shown)] += 1
        # pages that share one set of annotations show it more often than the table counts
        missing = wanted - found
        assert sum(missing.values()) <= (1 if name == "qpdf__form-errors.pdf" else 0), name
