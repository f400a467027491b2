"""Printed forms with empty boxes that a pen fills in: labelled pictures of their pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

import cv2
import numpy as np

from schemas.reading import Consent
from tests.forms.marks import Marking
from tests.forms.scanner import render
from tests.forms.strokes import draw_stroke, draw_strokes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas.reading import MarkEvidence
    from tests.forms.factory import Case, Made
    from tests.forms.scanner import Gray

BOXED = frozenset(
    (
        Marking.LABEL_FIRST, Marking.BOX_FIRST, Marking.LINES, Marking.CELLS,
        Marking.CELLS_BOX_FIRST, Marking.SYMBOL, Marking.CONTROL, Marking.LEGACY, Marking.CROSSED,
        Marking.INPUT, Marking.INPUT_TIED,
    )
)  # fmt: skip
"""Ways of marking that print an empty box beside each word."""
_NEAR = (14.0, 4.0)  # points around its place within which a box is looked for
_SIZES, _HOLLOW = (4.5, 20.0), 0.65  # points a side; of its area that is ink at most
_DARK = 160  # grey level under which a pixel of a clean page is ink


@dataclass(frozen=True, slots=True)
class Printed:
    """A case and its clean pages as grey pictures; `strokes` says what a pen did to Sí and No."""

    case: Case
    pages: list[Gray]
    strokes: str = ""


def can_be_penned(case: Case) -> bool:
    """Whether the case, left unmarked, prints two empty boxes and nothing typed beside them."""
    (spec,) = case.specs
    return case.plan.marking in BOXED and not spec.consent_words


def emptied(case: Case) -> Case:
    """The case with no box marked."""
    specs = tuple(replace(spec, consent=Consent.UNMARKED) for spec in case.specs)
    return replace(case, specs=specs)


def printed(made: Made, dpi: int) -> Printed:
    """The pages as they are, marked by the tool that made them."""
    return Printed(made.case, render(made.data, dpi))


def penned(made: Made, dpi: int) -> Printed | None:
    """The pages of an emptied form with pen strokes; the case says what they mean.

    None where the two boxes cannot be told on the digital form.
    """
    boxes = _boxes(made)
    if boxes is None:
        return None
    rng = Random(made.case.seed)  # noqa: S311 - data, no secret
    truth, strokes = draw_strokes(rng)
    pages = render(made.data, dpi)
    for evidence, stroke in zip(boxes, strokes, strict=True):
        page = pages[(evidence.spot.page or 1) - 1]
        box = _drawn(page, evidence, dpi / 72)
        if box is None:
            return None
        if stroke is not None:
            draw_stroke(page, box, stroke, dpi / 72, rng)
    specs = tuple(replace(spec, consent=truth) for spec in made.case.specs)
    told = "/".join(str(stroke or "-") for stroke in strokes)
    return Printed(replace(made.case, specs=specs), pages, told)


def _boxes(made: Made) -> tuple[MarkEvidence, MarkEvidence] | None:
    """The evidence of the digital form's empty boxes, Sí first; None on pages that lie on a side.

    Of those the places are told as if the page stood upright, which its picture does not.
    """
    from extract import formats
    from normalize import read_forms

    document = formats.read(made.data)
    forms = read_forms(document)
    if any(notice.code == "page_turned" for notice in document.notices):
        return None
    if len(forms) != 1 or forms[0].consent.verdict is not Consent.UNMARKED:
        return None
    found: Sequence[MarkEvidence] = forms[0].consent.marks
    by_option = {e.option: e for e in found if e.spot.x0 is not None}
    if len(found) != 2 or set(by_option) != {"yes", "no"}:
        return None
    return by_option["yes"], by_option["no"]


def _drawn(page: Gray, evidence: MarkEvidence, scale: float) -> tuple[int, int, int, int] | None:
    """The hollow square nearest to the place of a box, in pixels; None where none is near.

    The place of a sign within a run of text is only told from the run's length.
    """
    spot = evidence.spot
    edges = (spot.x0, spot.top, spot.x1, spot.bottom)
    x0, top, x1, bottom = (round((edge or 0.0) * scale) for edge in edges)
    wide, tall = round(_NEAR[0] * scale), round(_NEAR[1] * scale)
    left, upper = max(x0 - wide, 0), max(top - tall, 0)
    ink = (page[upper : bottom + tall, left : x1 + wide] < _DARK).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    found = [
        (left + int(x), upper + int(y), left + int(x + width), upper + int(y + height))
        for x, y, width, height, area in stats[1:]
        if 0.75 < width / height < 1.35
        and _SIZES[0] * scale <= height <= _SIZES[1] * scale
        and area < _HOLLOW * width * height
        and not ink[
            y + 2 * height // 5 : y + 3 * height // 5, x + width // 3 : x + 2 * width // 3
        ].any()
    ]
    return min(found, key=lambda box: abs(box[0] + box[2] - x0 - x1), default=None)
