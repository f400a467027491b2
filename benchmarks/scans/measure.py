"""Reads one scanned form, compares it with the truth, and times it against Tesseract alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypedDict

import numpy as np
from rapidfuzz.distance import Levenshtein

from benchmarks.accuracy.measure import score_file
from benchmarks.scans.cases import scanned
from tests.forms.scanner import as_pdf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.accuracy.measure import FieldScore
    from tests.forms.factory import Made
    from tests.forms.scanner import Gray, Wear

SIMILAR = 0.97
_EVERY = 4  # one form in so many is read by Tesseract alone as well


class FieldRow(TypedDict):
    """One field; `letters` and `wrong` are 0 for dates. `sure` is None where it was not read."""

    field: str
    similarity: float
    letters: int
    wrong: int
    sure: float | None
    expected: str
    got: str
    state: str


class FormRow(TypedDict):
    """One scanned form, as it is kept in the file of results.

    `seconds` of processor time; `engine_seconds` is 0 where Tesseract alone was not asked.
    """

    name: str
    traits: list[str]
    wear: str
    pages: int
    seconds: float
    engine_seconds: float
    expected: str
    got: str
    rule: str
    strokes: str
    fields: list[FieldRow]


def read(made: Made) -> FormRow:
    """Scans one form, reads it as an image-only PDF, and says what came of it."""
    from extract import formats
    from normalize import read_forms

    form, wear, pages = scanned(made)
    data = as_pdf(pages, wear.dpi)
    began = time.process_time()
    document = formats.read(data)
    seconds = time.process_time() - began
    score = score_file(form.case, read_forms(document)).forms[0]
    traits = sorted(wear.traits | {"by-pen" if form.strokes else "as-printed"})
    return FormRow(
        name=form.case.name,
        traits=traits,
        wear=str(wear),
        pages=len(pages),
        seconds=seconds,
        engine_seconds=_engine_seconds(pages, wear) if form.case.seed % _EVERY == 0 else 0.0,
        expected=str(score.expected),
        got=str(score.got),
        rule=score.rule,
        strokes=form.strokes,
        fields=[_field_row(field) for field in score.fields],
    )


def _field_row(field: FieldScore) -> FieldRow:
    text = isinstance(field.expected, str)
    expected, got = str(field.expected), str(field.got or "")
    similarity = float(Levenshtein.normalized_similarity(expected, got)) if text else 0.0
    return FieldRow(
        field=field.field,
        similarity=similarity if text else float(field.exact),
        letters=len(expected) if text else 0,
        wrong=Levenshtein.distance(expected, got) if text else 0,
        sure=field.confidence,
        expected=expected,
        got=got,
        state=str(field.got_state),
    )


def _engine_seconds(pages: Iterable[Gray], wear: Wear) -> float:
    """What Tesseract alone takes for the same straightened pages, by its own page layout."""
    import tesserocr

    from extract.ocr.setup import need_setup
    from extract.ocr.straighten import straightened, upside_down

    total = 0.0
    setup = need_setup("png")
    with tesserocr.PyTessBaseAPI(path=setup.data, lang="spa", psm=3) as engine:
        for page in pages:
            sheet = straightened(np.asarray(page, np.uint8), wear.dpi / 72)
            sheet = upside_down(sheet) if wear.upside_down else sheet
            height, width = sheet.gray.shape
            began = time.process_time()
            engine.SetImageBytes(
                np.ascontiguousarray(sheet.gray).tobytes(), width, height, 1, width
            )
            engine.SetSourceResolution(round(sheet.scale * 72))
            engine.Recognize()
            total += time.process_time() - began
    return total
