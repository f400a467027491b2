"""The forms that are scanned: most of them are marked by pen."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tests.forms.factory import MARKINGS, Kind, Tool, draw_case, make, unavailable
from tests.forms.penned import BOXED, can_be_penned, emptied, penned, printed
from tests.forms.scanner import Wear, draw_wear, worn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.forms.factory import Case, Made
    from tests.forms.penned import Printed
    from tests.forms.scanner import Gray

_TOOLS = (Tool.OFFICE_PDF, Tool.CHROMIUM_PDF, Tool.PLAIN_PDF)
_BATCH = 6  # forms that one start of LibreOffice or Chromium makes
_PENNED = 0.75  # of the forms: those that have printed boxes for certain
_OF_BOXED = 0.9  # of the forms with boxes: those that are marked by pen


def choose(seed: int, count: int) -> list[Case]:
    """The first `count` cases from `seed` on that can be printed here, each of one form."""
    drawn = (draw_case(number, kind=Kind.FORM) for number in range(seed, seed + 40 * count))
    usable = (c for c in drawn if c.tool in _TOOLS and not unavailable(c.tool))
    return [_with_boxes(case) for case, _ in zip(usable, range(count), strict=False)]


def _with_boxes(case: Case) -> Case:
    """Most cases with printed boxes, as forms have that are filled in by pen."""
    rng = Random(case.seed + 2)
    boxed = sorted(set(MARKINGS[case.tool]) & BOXED)
    if rng.random() >= _PENNED:
        return case
    return draw_case(case.seed, tool=case.tool, kind=Kind.FORM, marking=rng.choice(boxed))


def made_in_batches(cases: list[Case]) -> Iterator[Made]:
    """The cases' files; those that are to be marked by pen are left unmarked."""
    for start in range(0, len(cases), _BATCH):
        yield from make([_prepared(case) for case in cases[start : start + _BATCH]])


def _prepared(case: Case) -> Case:
    return emptied(case) if is_for_pen(case) else case


def is_for_pen(case: Case) -> bool:
    """Whether the case is marked by pen."""
    return can_be_penned(case) and Random(case.seed + 1).random() < _OF_BOXED


def scanned(made: Made) -> tuple[Printed, Wear, list[Gray]]:
    """The form as it was printed, its wear, and the pages that come out of the scanner."""
    rng = Random(made.case.seed)
    wear = draw_wear(rng)
    form = (penned(made, wear.dpi) if is_for_pen(made.case) else None) or printed(made, wear.dpi)
    return form, wear, [worn(page, wear, rng) for page in form.pages]
