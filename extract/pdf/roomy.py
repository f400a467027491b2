"""Step 2b: boxes larger than a tick box, drawn beside the words Sí and No.

A form may draw the places to mark as large as its cells: `Sí [        ]  No [   X   ]`. Alone
such a rectangle is a cell or an entry field like any other; where one stands beside a Sí and
another beside a No, both are boxes. Left as cells, their contents would fall out of the line
of their words, and a cross could be read beside the wrong one.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from extract.pdf.boxes import DOUBTFUL_INK, NO_INK, SURE_INK, has_sign
from extract.pdf.geometry import holds, overlap
from extract.pdf.grid import to_edges, to_grids
from extract.pdf.laying import coincide, is_sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.model import Box
    from extract.pdf.geometry import Edge, PageObjects, Word

_YES, _NO = frozenset({"si", "sí"}), frozenset({"no"})
_LONGEST = 3  # letters of those, an accent counted as one
_AROUND = " :.()-–_"
_SMALLEST, _HIGHEST, _WIDEST = 7.0, 48.0, 130.0  # points
_BESIDE = 45.0  # points between a word and its box on one line
_UNDER = 14.0  # points between a word and its box above or below
_LEVEL = 2.0  # points
_BAND = 150.0  # points above and below the words that are looked at


def add_roomy_boxes(page: PageObjects, words: Sequence[Word]) -> None:
    """Adds the roomy boxes of a page to its `ink`, with the share of ink their marks show."""
    said = [(w, _plain(w.text)) for w in words if w.inline is None]
    yes, no = ([w for w, plain in said if plain in wanted] for wanted in (_YES, _NO))
    if not (yes and no):
        return
    found = [b for b in _single_cells(page, [*yes, *no]) if _holds_only_a_sign(b, words)]
    beside_yes = [b for b in found if any(_beside(b, w.box) for w in yes)]
    beside_no = [b for b in found if any(_beside(b, w.box) for w in no)]
    boxes = list(dict.fromkeys([*beside_yes, *beside_no]))
    if not (beside_yes and beside_no and len(boxes) > 1):
        return
    for box in boxes:
        page.ink[box] = _ink(page, box, words)


def _plain(text: str) -> str:
    """The word as an option is compared; a longer one is none."""
    core = text.strip(_AROUND)
    return unicodedata.normalize("NFC", core).lower() if len(core) <= _LONGEST else core


def _single_cells(page: PageObjects, options: Sequence[Word]) -> list[Box]:
    """Small rectangles that touch no others, however they are painted."""
    top = min(w.box.top for w in options) - _BAND
    bottom = max(w.box.bottom for w in options) + _BAND
    edges = [e for e in to_edges(page.shapes, list(page.ink)) if _meets(e, top, bottom)]
    boxes = [g.box for g in to_grids(edges, page.number)[0] if len(g.cells) == 1]
    taken = [*page.ink, *(box for box, _ in page.controls)]
    return [b for b in boxes if _is_roomy(b) and not any(coincide(b, o) for o in taken)]


def _meets(edge: Edge, top: float, bottom: float) -> bool:
    if edge.horizontal:
        return top <= edge.at <= bottom
    return edge.start <= bottom and edge.end >= top


def _is_roomy(box: Box) -> bool:
    return _SMALLEST <= box.height <= _HIGHEST and _SMALLEST <= box.width <= _WIDEST


def _holds_only_a_sign(box: Box, words: Sequence[Word]) -> bool:
    inside = "".join(w.text for w in words if holds(box, w.box.x_mid, w.box.y_mid))
    return not inside or (len(inside) == 1 and is_sign(inside))


def _beside(box: Box, word: Box) -> bool:
    if box.top - _LEVEL <= word.y_mid <= box.bottom + _LEVEL:
        return max(box.x0 - word.x1, word.x0 - box.x1) <= _BESIDE
    apart = max(box.top - word.bottom, word.top - box.bottom)
    return apart <= _UNDER and overlap(box.x0, box.x1, word.x0, word.x1) > 0


def _ink(page: PageObjects, box: Box, words: Sequence[Word]) -> float:
    """What stands for the measured ink: a large box is not rendered, but its words are seen."""
    inside = [s for s in page.shapes if holds(box, s.box.x_mid, s.box.y_mid)]
    if has_sign(inside, box) or any(holds(box, w.box.x_mid, w.box.y_mid) for w in words):
        return SURE_INK
    pictured = any(holds(box, i.x_mid, i.y_mid) and i.width <= 2 * box.width for i in page.images)
    return DOUBTFUL_INK if pictured else NO_INK
