"""The real form, printed and scanned, gives the row that it gives as it stands."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("cv2")

from rapidfuzz.distance import Levenshtein

import lecciones
from extract.ocr.setup import find_setup
from schemas.reading import Consent
from tests.forms.layouts import Layout, Look
from tests.forms.marks import Marking
from tests.forms.scanner import Wear, as_pdf, as_tiff, render, worn
from tests.forms.tools import missing
from tests.seed.real_form import seed_answers
from tests.seed.test_seed import rebuilt

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing("soffice")), reason="LibreOffice is not installed"),
    pytest.mark.skipif(bool(missing("chromium")), reason="Chromium is not installed"),
    pytest.mark.skipif(bool(find_setup().missing), reason="Tesseract's Spanish is not installed"),
]


@pytest.mark.parametrize("wear", [Wear(skew=1.0), Wear(skew=-1.0, upside_down=True)])
@pytest.mark.parametrize("kind", ["pdf", "tiff"])
def test_the_scanned_form_gives_the_same_row(tmp_path: Path, wear: Wear, kind: str) -> None:
    """At 200 dots an inch, a degree askew or on its head as well, nothing of note is lost."""
    printed = rebuilt(Layout.SEED, Marking.LABEL_FIRST, Look())["b.pdf"]
    rng = Random(1)  # noqa: S311 - data, no secret
    pages = [worn(page, wear, rng) for page in render(printed, wear.dpi)]
    path = tmp_path / f"scan.{kind}"
    path.write_bytes((as_pdf if kind == "pdf" else as_tiff)(pages, wear.dpi))
    (form,) = lecciones.inspect(path)
    assert form.source_format == kind
    assert form.consent.verdict is Consent.YES
    assert form.field("entity").value == "Alcaldía de San José de Cúcuta"
    assert form.field("area").value == "Oficina de Talento Humano"
    assert form.field("completed_on").value == date(2025, 6, 17)
    for field, paragraphs in seed_answers().items():
        if field in ("entity_area", "completed_on"):
            continue
        got = str(form.field(field).value or "")
        assert Levenshtein.normalized_similarity("\n".join(paragraphs), got) >= 0.99, field
