"""Characters on the page to words with their style and place."""

from __future__ import annotations

import io

import pytest

from extract import pdf
from extract.model import AsideKind, Box
from extract.pdf.geometry import Word
from extract.pdf.words import is_stretched
from tests.extract.pdf.sheets import Sheet, rows, runs, texts


def test_letter_spaced_text_is_joined() -> None:
    """Equal gaps between letters are tracking, not blanks."""
    sheet = Sheet()
    line = sheet.canvas.beginText(72, 700)
    line.setCharSpace(3)
    line.textLine("IMPLEMENTACIÓN")
    sheet.canvas.drawText(line)
    assert texts(sheet.read()) == ["IMPLEMENTACIÓN"]


def test_fake_bold_is_read_once() -> None:
    """A line painted twice a hair apart is one line."""
    document = Sheet().text(72, 100, "Tema").text(72.4, 100, "Tema").read()
    assert texts(document) == ["Tema"]


@pytest.mark.parametrize(
    ("pitch", "least", "most"), [(0.0, 1, 1), (0.03, 2, 8), (0.1, 10, 32), (0.6, 32, 32)]
)
def test_letters_that_creep_on_are_no_one_letter(pitch: float, least: int, most: int) -> None:
    """Painted over one place, `x` is faked bold; each a little further on, a scribble."""
    sheet = Sheet()
    line = sheet.canvas.beginText(72, 700)
    line.setFont("Helvetica", 10)
    line.setCharSpace((pitch - 0.5) * 10)  # Helvetica's x is half as wide as its size
    line.textLine("x" * 32)
    sheet.canvas.drawText(line)
    (found,) = texts(sheet.read())
    assert set(found) == {"x"}
    assert least <= len(found) <= most


@pytest.mark.parametrize("width", [9, 5, 1])
def test_type_pressed_to_a_smear_is_not_read(width: int) -> None:
    """So narrow (`Tz`), an X is a line to a person."""
    sheet = Sheet().text(72, 100, "Visible")
    line = sheet.canvas.beginText(72, 600)
    line.setHorizScale(width)
    line.textLine("Sí X")
    line.setHorizScale(60)
    line.textLine("estrecho")
    sheet.canvas.drawText(line)
    assert texts(sheet.read()) == ["Visible", "estrecho"]


@pytest.mark.parametrize("number", ["9" * 60, "1" + "0" * 38, "-" + "9" * 400])
@pytest.mark.parametrize("operator", ["Tc", "Tw", "TL", "Tz", "Ts"])
def test_letters_that_stand_nowhere_are_left_out(operator: str, number: str) -> None:
    """A file may say any number: what cannot be placed is not read, the rest is."""
    sheet = Sheet().text(72, 100, "Tema")
    sheet.canvas._code.append(f"q BT /F1 10 Tf {number} {operator} (a lo lejos) Tj T* ET Q")  # noqa: SLF001
    assert texts(sheet.text(72, 300, "Lecciones").read())[:1] == ["Tema"]


def test_ligatures_and_accents_are_plain_letters() -> None:
    """Text is NFC."""
    assert texts(Sheet().text(72, 100, "Educación y año").read()) == ["Educación y año"]


def test_invisible_text_is_hidden() -> None:
    """Text in render mode 3 and white text on white are no text."""
    sheet = Sheet().text(72, 100, "Visible")
    line = sheet.canvas.beginText(72, 600)
    line.setTextRenderMode(3)
    line.textLine("Secreto")
    sheet.canvas.drawText(line)
    sheet.canvas.setFillGray(1)
    sheet.text(72, 300, "Blanco")
    document = sheet.read()
    assert texts(document) == ["Visible"]
    assert [(a.kind, a.text) for a in document.asides] == [(AsideKind.HIDDEN, "Secreto Blanco")]


def test_white_text_on_dark_ground_is_seen() -> None:
    """A label in white on a coloured bar is text."""
    sheet = Sheet().rect(72, 90, 300, 20, fill=1)
    sheet.canvas.setFillGray(1)
    assert rows(sheet.text(80, 104, "Datos generales").read()) == [[["Datos generales"]]]


def test_bold_superscript_and_strike_are_style() -> None:
    """Weight comes from the font, a raised small digit is superscript, a line through is strike."""
    sheet = Sheet().font("Helvetica-Bold").text(72, 100, "Nombre")
    sheet.font("Helvetica", 7).text(115, 96, "1")
    sheet.font("Helvetica").text(72, 140, "autoriza").line(72, 136.5, 112, 136.5)
    styles = {r.text.strip(): r.style for r in runs(sheet.read())}
    assert styles["Nombre"].bold
    assert styles["1"].superscript
    assert styles["autoriza"].strike


def test_boxes_are_points_from_the_displayed_top_left() -> None:
    """A rotated page is measured as it is shown."""
    sheet = Sheet()
    sheet.canvas.setPageRotation(90)
    sheet.canvas.saveState()
    sheet.canvas.rotate(90)
    sheet.canvas.drawString(100, -60, "Texto")
    sheet.canvas.restoreState()
    (run,) = runs(sheet.read())
    box = run.place.box
    assert run.text == "Texto"
    assert box is not None
    assert (round(box.x0), box.page) == (100, 1)
    assert 45 < box.top < 60 < box.bottom < 70


def test_letters_that_map_to_nothing_are_shown_as_unknown() -> None:
    """Where a font does not say which letters its codes show, they are not dropped in silence."""
    from pypdf import PdfReader, PdfWriter
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    registerFont(TTFont("Vera", "Vera.ttf"))
    sheet = Sheet().font("Vera").text(72, 100, "Nariño, lección única, situación")
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(sheet.data())))
    for font in writer.pages[0]["/Resources"]["/Font"].values():  # type: ignore[index]
        font.get_object().pop("/ToUnicode", None)
    out = io.BytesIO()
    writer.write(out)
    document = pdf.read(out.getvalue())
    assert texts(document) == ["Nari\ufffdo, lecci\ufffdn \ufffdnica, situaci\ufffdn"]
    assert [n.code for n in document.notices] == ["font_without_unicode"]


def test_a_watermark_at_a_slant_is_no_text_of_the_page() -> None:
    """Letters that run across the page at a slant stand in no line and no answer."""
    sheet = Sheet().text(72, 100, "Tema de la lección", "Archivo")
    sheet.canvas.saveState()
    sheet.canvas.translate(60, 640)
    sheet.canvas.rotate(40)
    sheet.canvas.drawString(0, 0, "COPIA NO CONTROLADA")
    sheet.canvas.restoreState()
    document = sheet.read()
    assert texts(document) == ["Tema de la lección Archivo"]
    assert "COPIANOCONTROLADA" in "".join(a.text for a in document.asides).replace(" ", "")


def _line(gaps: list[float], *, scanned: bool) -> list[Word]:
    """Words 30 points wide with these blanks between them."""
    words, x = [], 60.0
    for gap in (0.0, *gaps):
        x += gap
        words.append(Word("Tema", Box(1, x, 90, x + 30, 100), 9.0, 98.0, scanned=scanned))
        x += 30
    return words


@pytest.mark.parametrize(
    ("gaps", "scanned", "expected"),
    [
        ([120.0, 120.2, 119.9], False, True),
        ([120.0, 122.0, 119.5], True, True),
        ([120.0, 122.0, 119.5], False, False),
        ([120.0, 140.0], True, False),
        ([120.0], True, False),
    ],
)
def test_a_stretched_line_has_even_blanks(
    gaps: list[float], *, scanned: bool, expected: bool
) -> None:
    """One blank tells nothing; ink in a picture tells blanks less exactly than a font."""
    assert is_stretched(_line(gaps, scanned=scanned)) is expected


def test_labels_stretched_over_the_line_are_no_columns() -> None:
    """The few words of a justified line that its writer broke off stand far apart."""
    sheet = Sheet()
    for number, (label, answer) in enumerate(
        (("Fecha de diligenciamiento:", "14.12.2021"), ("Tema de la experiencia:", "Archivo"))
    ):
        y = 100 + 28 * number
        widths = [sheet.canvas.stringWidth(w, "Helvetica", 11) for w in label.split()]
        blank = (468 - sum(widths)) / (len(widths) - 1)
        x = 72.0
        for word, width in zip(label.split(), widths, strict=True):
            sheet.text(x, y, word)
            x += width + blank
        sheet.text(72, y + 14, answer)
    assert texts(sheet.read()) == [
        "Fecha de diligenciamiento: 14.12.2021",
        "Tema de la experiencia: Archivo",
    ]
