"""What is read together: columns without rules are not, nor are lines that ran into each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("cv2")

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extract.model import Box
from extract.ocr.engine import ReadWord, Region
from extract.ocr.regions import regions_of
from extract.ocr.setup import find_setup
from extract.ocr.straighten import straightened
from extract.ocr.tangled import untangled
from tests.forms.consent_strips import FACES

if TYPE_CHECKING:
    from extract.ocr.picture import Sheet

SCALE = 200 / 72
pytestmark = pytest.mark.skipif(not FACES["sans"].exists(), reason="the fonts are not installed")
LEFT = ("¿Cuál es su recomendación", "para obtener mejores", "resultados?")
RIGHT = (
    "Para reducir la improvisación sugerimos",
    "socializar los resultados con la comunidad",
    "y mantener un formato estandarizado.",
    "Conviene evaluarlo cada año.",
)
FULL = (
    "Los datos recolectados en esta ficha serán tratados bajo lo dispuesto en la ley 1581 de 2012."
)


def drawn(*texts: tuple[float, float, str], edge: bool = False) -> Sheet:
    """A page with texts at x and y (points); with `edge` the shadow of the sheet's right edge."""
    font = ImageFont.truetype(str(FACES["sans"]), round(9 * SCALE))
    paper = Image.new("L", (round(612 * SCALE), round(792 * SCALE)), 250)
    pen = ImageDraw.Draw(paper)
    for x, y, text in texts:
        pen.text((x * SCALE, y * SCALE), text, 20, font)
    if edge:
        pen.rectangle((606 * SCALE, 0, 612 * SCALE, 792 * SCALE), 30)
    return straightened(np.array(paper, np.uint8), SCALE)


def columns(sheet: Sheet) -> list[tuple[float, float]]:
    """Left and right end of each part that is read, in points, from left to right."""
    found = regions_of(sheet, sheet.ink, [])
    return sorted((r.x0 / sheet.scale, r.x1 / sheet.scale) for r in found)


def two_columns() -> list[tuple[float, float, str]]:
    """A label of three lines and an answer of four, on other baselines."""
    left = [(70.0, 100.0 + 11 * n, text) for n, text in enumerate(LEFT)]
    return left + [(240.0, 103.0 + 13 * n, text) for n, text in enumerate(RIGHT)]


def test_columns_without_rules_are_read_one_by_one() -> None:
    """A blank that goes down several lines parts them; the full line below stays whole."""
    (first, second, third) = columns(drawn(*two_columns(), (70, 170, FULL)))
    assert first[1] < 240 or second[1] < 240
    assert any(x0 > 200 for x0, _ in (first, second, third))
    assert any(x0 < 80 and x1 > 400 for x0, x1 in (first, second, third))


def test_a_dark_edge_of_the_sheet_is_no_column() -> None:
    """A scanner's shadow at the paper's edge leaves the text beside it in one part."""
    lines = [(70.0, 100.0 + 12 * n, text) for n, text in enumerate(RIGHT)]
    assert all(x1 - x0 > 100 for x0, x1 in columns(drawn(*lines, edge=True)))


def test_a_paragraph_is_one_part() -> None:
    """Blanks between words do not stand below each other."""
    lines = [(70.0, 100.0 + 12 * n, FULL) for n in range(1)]
    lines += [(70.0, 112.0 + 12 * n, text + " " + text) for n, text in enumerate(RIGHT)]
    assert len(columns(drawn(*lines))) == 1


@pytest.mark.skipif(bool(find_setup().missing), reason="needs Tesseract")
def test_lines_that_ran_into_each_other_are_read_again() -> None:
    """A word two lines high, hardly read, stands for two lines: each is read by itself."""
    sheet = drawn((70, 100, "Además, la respuesta requiere una red"), (70, 111, "logístico."))
    (region,) = regions_of(sheet, sheet.ink, [])
    x0, top = 70 * SCALE, 100 * SCALE
    row = 9 * SCALE
    tall = ReadWord("tar", x0, top, x0 + 60, top + 2.3 * row, top + 2 * row, 0.3, 1, row)
    rest = ReadWord("red", x0 + 300, top, x0 + 340, top + row, top + row, 0.95, 1, row)
    found = untangled(sheet, sheet.gray, sheet.ink, {region: [tall, rest]})[region]
    assert " ".join(w.text for w in found) == "Además, la respuesta requiere una red logístico."
    assert len({w.line for w in found}) == 2


@pytest.mark.skipif(bool(find_setup().missing), reason="needs Tesseract")
def test_lines_that_were_read_well_stay() -> None:
    """A tall word that was read surely, as a heading's, is left alone."""
    sheet = drawn((70, 100, "Además"))
    region = Region(0, 0, 500, 400)
    tall = ReadWord("A", 100.0, 100.0, 160.0, 200.0, 200.0, 0.95, 1, 30.0)
    assert untangled(sheet, sheet.gray, sheet.ink, {region: [tall]}) == {region: [tall]}


def test_a_table_with_borders_around_it_is_read_by_columns() -> None:
    """A cell may be a whole table, whose lines stand on other baselines in either column."""
    sheet = drawn(*two_columns())
    cell = Box(1, 60.0, 90.0, 560.0, 165.0)
    found = regions_of(sheet, sheet.ink, [cell])
    assert len(found) == 2
    left, right = sorted(region.x0 / sheet.scale for region in found)
    assert left < 80
    assert right > 200


def test_a_word_at_the_edge_of_stretched_text_is_no_column() -> None:
    """A blank beside one word alone, with shorter lines below it, parts nothing."""
    lines = [
        (70.0, 100.0, "varios requerimientos y solicitó un tablero de"),
        (290.0, 100.0, "control"),
    ]
    lines += [(70.0, 112.0 + 24 * n, text) for n, text in enumerate(("compartido.", "Uno", "Dos"))]
    sheet = drawn(*lines)
    assert len(regions_of(sheet, sheet.ink, [Box(1, 60.0, 90.0, 340.0, 190.0)])) == 1


def test_a_gutter_ends_where_the_columns_do() -> None:
    """What all lines leave blank at the margin takes no full line below to the columns."""
    texts = [(70.0, 100.0, "Transparencia"), *((x, y + 14, text) for x, y, text in two_columns())]
    found = columns(drawn(*texts, (70, 185, FULL[:80])))
    assert any(x0 > 200 for x0, _ in found)


def test_a_cell_goes_down_to_the_foot_of_its_last_line() -> None:
    """A row that goes on over the page may end without a rule, within a line of letters."""
    sheet = drawn((70.0, 100.0, FULL[:40]), (70.0, 114.0, "Sí  No"))
    (cell,) = regions_of(sheet, sheet.ink, [Box(1, 60.0, 90.0, 560.0, 119.0)])
    assert cell.bottom / sheet.scale > 122
