"""Where what was read from a picture stands on the page as it was sent."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

pytest.importorskip("cv2")

from extract.ocr.objects import page_objects
from extract.ocr.setup import find_setup
from extract.ocr.straighten import Photo
from extract.pdf.assemble import assemble
from normalize import read_forms
from schemas.reading import Consent
from tests.forms.consent_strips import draw_strip
from tests.forms.scanner import Wear, worn

pytestmark = pytest.mark.skipif(
    bool(find_setup().missing), reason="Tesseract's Spanish is not installed"
)

SEED = 223  # Sí crossed, No empty


@pytest.mark.parametrize(
    "wear",
    [Wear(), Wear(skew=3.0), Wear(upside_down=True), Wear(tilt=0.03, shadow=0.3)],
    ids=["straight", "askew", "on its head", "from the side"],
)
def test_a_mark_is_placed_on_the_page_as_sent(wear: Wear) -> None:
    """The spot of each mark shows that mark's ink, however the page lay in the scanner."""
    clean = draw_strip(SEED, wear=Wear(noise=0.0, blur=0.1, quality=95)).picture
    picture = worn(clean, wear, Random(1))  # noqa: S311 - data, no secret
    pages = [page_objects(Photo(picture, wear.dpi), 1)]
    (form,) = read_forms(assemble(pages))
    assert form.consent.verdict is Consent.YES
    scale = wear.dpi / 72
    shares = []
    for mark in form.consent.marks:
        edges = (mark.spot.x0, mark.spot.top, mark.spot.x1, mark.spot.bottom)
        x0, top, x1, bottom = (round((edge or 0.0) * scale) for edge in edges)
        shares.append(float((picture[top:bottom, x0:x1] < 120).mean()))
    crossed, empty = shares
    assert crossed > empty + 0.1
    assert empty > 0.1
    assert np.mean(shares) < 0.7
