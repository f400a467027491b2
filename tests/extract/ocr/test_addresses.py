"""E-mail addresses, whose sign the Spanish model does not know."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2")

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extract.ocr.addresses import with_addresses
from extract.ocr.engine import ReadWord, Region
from extract.ocr.setup import find_setup
from tests.forms.consent_strips import FACES

pytestmark = pytest.mark.skipif(
    not find_setup().addresses or not FACES["sans"].exists(),
    reason="Tesseract's English or the fonts are not installed",
)
ADDRESS = "contacto.archivo60@alcaldia-ejemplo.gov.co"
REGION = Region(0, 0, 1300, 80)


def read(
    *words: tuple[str, str],
    label: str = "",
    below: tuple[ReadWord, ...] = (),
    sure: float = 0.5,
) -> list[ReadWord]:
    """The words after the second look, given what each stretch of the line was read as.

    `below` are the words of the next line.
    """
    font = ImageFont.truetype(str(FACES["sans"]), 32)
    paper = Image.new("L", (1300, 80), 250)
    pen = ImageDraw.Draw(paper)
    pen.text((40, 20), label + ADDRESS, 20, font)
    found = []
    for shown, text in words:
        start = (label + ADDRESS).index(shown)
        x0 = 40 + pen.textlength((label + ADDRESS)[:start], font)
        x1 = x0 + pen.textlength(shown, font)
        found.append(ReadWord(text, x0, 22.0, x1, 56.0, 49.0, sure, 1, 30.0))
    gray = np.array(paper, np.uint8)
    return with_addresses(gray, 230.0, {REGION: [*found, *below]})[REGION]


def test_an_address_in_one_word_is_read_with_its_sign() -> None:
    """What looks like an address is read again by the model that knows the sign."""
    (word,) = read((ADDRESS, "contacto.archivo60Walcaldia-ejemplo.gov.co"))
    assert word.text == ADDRESS


def test_an_address_that_its_sign_parts_is_one_word() -> None:
    """Two neighbours of which the second is a domain are read as one, and placed as one."""
    (word,) = read(
        ("contacto.archivo60", "contacto.archivo60O"),
        ("alcaldia-ejemplo.gov.co", "alcaldia-ejemplo.gov.co"),
    )
    assert word.text == ADDRESS
    assert word.x1 > 600


def test_the_sign_of_an_address_over_two_lines_is_in_the_first() -> None:
    """What ends the line above a domain is read again."""
    start = "contacto.archivo60@alcaldia-"
    domain = ReadWord("ejemplo.gov.co", 40.0, 62.0, 240.0, 78.0, 76.0, 0.9, 2, 30.0)
    first, _ = read((start, start.replace("@", " O")), below=(domain,))
    assert first.text.startswith("contacto.archivo60@alcaldia-")


def test_a_label_run_together_with_an_address_stays() -> None:
    """The label keeps its accents: it is Spanish."""
    whole = f"electrónico:{ADDRESS}"
    (word,) = read((whole, whole.replace("@", "W")), label="electrónico:")
    assert word.text == whole


def test_an_address_in_three_pieces_is_one_word() -> None:
    """The sign may be read as a letter by itself, and the box of the first hold the others."""
    start, _, domain = ADDRESS.partition("@")
    (word,) = read((start, start), ("@", "O"), (domain, domain))
    assert word.text == ADDRESS


def test_letters_that_were_passed_over_are_read() -> None:
    """The place that an address was read at may lack its first letters."""
    (word,) = read((ADDRESS[2:], ADDRESS[2:].replace("@", "W")))
    assert word.text == ADDRESS


def test_a_whole_address_is_no_scrawl() -> None:
    """Both models may be unsure of an address that they agree on: it is read, and in doubt."""
    (word,) = read((ADDRESS, ADDRESS.replace("@", "W")), sure=0.1)
    assert word.sure >= 0.6


def test_a_label_close_before_an_address_is_no_part_of_it() -> None:
    """`ELECTRÓNICO` in a narrow column ends where the answer begins; it is read as it was."""
    label = "CORREO ELECTRÓNICO "
    found = read(
        ("CORREO", "CORREO"),
        ("ELECTRÓNICO", "ELECTRÓNICO"),
        (ADDRESS, "contacto.archivo60Walcaldia-ejemplo.gov.co"),
        label=label,
    )
    assert [word.text for word in found] == ["CORREO", "ELECTRÓNICO", ADDRESS]
