"""What the file's own traits tell of line ends where the page alone does not."""

from __future__ import annotations

import pytest

from extract.model import AsideKind, Paragraph
from tests.extract.pdf.sheets import Sheet, texts

# full lines of one width: the page cannot tell whether a paragraph ends at the second
LINES = (
    "La implementación de los aliados estratégicos tuvo un impacto positivo",
    "significativo en los objetivos de la dependencia durante este periodo.",
    "Aprendimos que la participación temprana de las áreas es determinante",
    "para la sostenibilidad de los procesos que la entidad quiere mantener",
    "vigentes durante los próximos años de la presente administración local",
)
JOINED = [" ".join(LINES)]
PARTED = [" ".join(LINES[:2]), " ".join(LINES[2:])]


def _spread(sheet: Sheet, lines: tuple[str, ...]) -> Sheet:
    """The lines stretched to one right edge by letter spacing, as a layout program would."""
    for number, line in enumerate(lines):
        words, gap = line.rstrip(), line[len(line.rstrip()) :]
        width = sheet.canvas.stringWidth(words, "Helvetica", 11)
        text = sheet.canvas.beginText(72, sheet.height - 100 - 13.5 * number)
        text.setCharSpace((400 - width) / (len(words) - 1))
        text.textOut(words + gap)
        sheet.canvas.drawText(text)
    return sheet


@pytest.mark.parametrize(
    ("ends", "expected"),
    [((" ", " ", " ", " ", ""), JOINED), ((" ", "", " ", " ", ""), PARTED)],
)
def test_a_blank_written_at_a_line_end_tells_a_wrapped_line(
    ends: tuple[str, ...], expected: list[str]
) -> None:
    """Where wrapped lines keep their blank, a line without one was ended by the writer."""
    lines = tuple(line + end for line, end in zip(LINES, ends, strict=True))
    # a wider line makes the edge, so that each of these has room for a blank and no word
    sheet = Sheet().text(72, 100, *lines).text(72, 300, f"{LINES[0]} no")
    assert texts(sheet.read())[: len(expected)] == expected


@pytest.mark.parametrize(
    ("contents", "expected"), [((0, 0, 0, 0, 0), JOINED), ((0, 0, 1, 1, 1), PARTED)]
)
def test_lines_of_one_paragraph_share_their_marked_content(
    contents: tuple[int, ...], expected: list[str]
) -> None:
    """In a tagged file another marked content after a finished sentence is another paragraph."""
    sheet = Sheet()
    for number, (line, content) in enumerate(zip(LINES, contents, strict=True)):
        sheet.canvas._code.append(f"/P <</MCID {content}>> BDC")  # noqa: SLF001 - no other way
        sheet.text(72, 100 + 13.5 * number, line)
        sheet.canvas._code.append("EMC")  # noqa: SLF001
    assert texts(sheet.read()) == expected


def test_a_sentence_that_ends_on_a_full_line_is_counted_as_a_guess() -> None:
    """What the page cannot tell is told of the paragraph; a line within a sentence is no guess."""
    (paragraph,) = Sheet().text(72, 100, *LINES).read().blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.guesses == 1
    whole = Sheet().text(72, 100, *LINES[2:]).read().blocks[0]
    assert isinstance(whole, Paragraph)
    assert whole.guesses == 0


def test_marked_contents_that_change_with_each_line_tell_nothing() -> None:
    """Where every line has a marked content of its own, no paragraph is made of each."""
    sheet = Sheet()
    for number, line in enumerate(LINES):
        sheet.canvas._code.append(f"/P <</MCID {number}>> BDC")  # noqa: SLF001 - no other way
        sheet.text(72, 100 + 13.5 * number, line)
        sheet.canvas._code.append("EMC")  # noqa: SLF001
    assert texts(sheet.read()) == JOINED


def test_a_line_short_of_a_justified_edge_ends_its_paragraph() -> None:
    """Few full lines are enough to see that a text is justified."""
    sheet = _spread(Sheet(), (LINES[0], LINES[2], LINES[3]))
    sheet.text(72, 140.5, "y de los equipos que las integran hoy en la entidad territorial de Ola.")
    sheet.text(72, 154, "Estacionamientos y vías.")
    assert len(texts(sheet.read())) == 2


def test_forms_of_two_pages_each_keep_their_header_apart() -> None:
    """A running header is told although whole pages repeat with each form of the file."""
    sheet = Sheet()
    for number in range(4):
        sheet.text(72, 40, "GESTIÓN DEL CONOCIMIENTO", "Código: F-93-GC-008")
        first = number % 2 == 0
        body = LINES if first else tuple(reversed(LINES))
        sheet.text(72, 100, "FICHA" if first else "Segunda hoja", *body, *body)
        sheet.page()
    document = sheet.read()
    headers = [a.text for a in document.asides if a.kind is AsideKind.HEADER]
    assert headers == ["GESTIÓN DEL CONOCIMIENTO\nCódigo: F-93-GC-008"] * 4
