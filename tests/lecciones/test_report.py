"""The page for people: harmless, complete, and without content."""

from __future__ import annotations

import re
import stat
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

import lecciones
from lecciones.printable import printable
from lecciones.report import render_report
from lecciones.summary import LedgerRow, Overview
from tests.lecciones.builders import SAID, YES, folder_of, form_docx

if TYPE_CHECKING:
    from pathlib import Path

WHEN = datetime(2025, 6, 17, 9, 30, tzinfo=UTC)
EVIL = '<script>alert(1)</script>"onload=x\u202egnp.docx'


def _overview(name: str = EVIL) -> Overview:
    withheld = LedgerRow(name, 2, "no_consent", "Se marcó No.", None, 0.9)
    review = LedgerRow(name, 1, "published", "", "0123456789abcdef", 0.72)
    return Overview(
        total=2,
        by_status={"published": 1, "no_consent": 1},
        by_consent={"yes": 1, "": 1},
        by_format={"docx": 1, "": 1},
        withheld=(withheld,),
        review=(review,),
        withheld_total=1,
        review_total=1,
    )


@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_file_name_cannot_act_on_the_page(lang: str) -> None:
    """Mark-up and direction marks in a name are shown, not obeyed."""
    page = render_report(_overview(), lang, WHEN)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page


def test_the_page_brings_all_with_it_and_runs_nothing() -> None:
    """No scripts, no outside addresses, and a policy that forbids both."""
    page = render_report(_overview("a.docx"), "es", WHEN)
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:|//)|<script|@import|url\(", page)


def test_the_page_says_what_matters() -> None:
    """Counts, reasons, the least sure lessons and when it was made."""
    page = render_report(_overview("a.docx"), "es", WHEN)
    for words in ("17/06/2025 09:30", "sin autorización", "Se marcó No.", "72 %", "desconocido"):
        assert words in page
    assert 'href="../lessons.csv"' in page


def test_the_page_has_what_screen_readers_need() -> None:
    """A language, captions or headings for each table, and scopes on their heads."""
    page = render_report(_overview("a.docx"), "en", WHEN)
    assert '<html lang="en">' in page
    assert page.count("<h1>") == 1
    assert re.findall(r"<th(?![^>]*scope=)[ >]", page) == []


def test_an_empty_dataset_gives_a_page_too() -> None:
    """Nothing came in, and the page says so without failing."""
    assert "No hay nada por revisar" in render_report(Overview(), "es", WHEN)


def test_the_report_of_a_run_is_private_and_holds_no_answers(tmp_path: Path) -> None:
    """It lies in the restricted folder, readable by its owner alone."""
    folder = folder_of(tmp_path / "in", {"ficha.docx": form_docx(YES), "x.docx": b""})
    report = lecciones.run(folder, tmp_path / "out", workers=1).report
    page = report.read_text(encoding="utf-8")
    assert "x.docx" in page
    assert SAID not in page
    if sys.platform != "win32":
        assert stat.S_IMODE(report.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2Jficha.docx", "�[2Jficha.docx"),
        ("fic\u202exe.pdf", "fic�xe.pdf"),
        ("a\nb", "a�b"),
        ("año ñ é.docx", "año ñ é.docx"),
        ("\ud800", "�"),
    ],
)
def test_names_are_made_harmless_to_show(text: str, shown: str) -> None:
    """Escapes, line feeds and direction marks become a sign of replacement."""
    assert printable(text) == shown
