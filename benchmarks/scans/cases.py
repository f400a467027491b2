"""The forms that are scanned: half of those with printed boxes are marked by pen."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tests.forms.factory import Kind, Tool, draw_case, make, unavailable
from tests.forms.penned import can_be_penned, emptied, penned, printed
from tests.forms.scanner import Wear, draw_wear, worn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.forms.factory import Case, Made
    from tests.forms.penned import Printed
    from tests.forms.scanner import Gray

_TOOLS = (Tool.OFFICE_PDF, Tool.CHROMIUM_PDF, Tool.PLAIN_PDF)
_BATCH = 20  # forms that one start of LibreOffice or Chromium makes
_PENNED = 0.6  # of the forms with printed boxes


def choose(seed: int, count: int) -> list[Case]:
    """The first `count` cases from `seed` on that can be printed here, each of one form."""
    drawn = (draw_case(number, kind=Kind.FORM) for number in range(seed, seed + 40 * count))
    usable = (c for c in drawn if c.tool in _TOOLS and not unavailable(c.tool))
    return [case for case, _ in zip(usable, range(count), strict=False)]


def made_in_batches(cases: list[Case]) -> Iterator[Made]:
    """The cases' files; those that are to be marked by pen are left unmarked."""
    for start in range(0, len(cases), _BATCH):
        yield from make([_prepared(case) for case in cases[start : start + _BATCH]])


def _prepared(case: Case) -> Case:
    return emptied(case) if is_for_pen(case) else case


def is_for_pen(case: Case) -> bool:
    """Whether the case is marked by pen."""
    lot = Random(case.seed + 1).random()
    return can_be_penned(case) and lot < _PENNED


def scanned(made: Made) -> tuple[Printed, Wear, list[Gray]]:
    """The form as it was printed, its wear, and the pages that come out of the scanner."""
    rng = Random(made.case.seed)
    wear = draw_wear(rng)
    form = (penned(made, wear.dpi) if is_for_pen(made.case) else None) or printed(made, wear.dpi)
    return form, wear, [worn(page, wear, rng) for page in form.pages]
