"""Drawings, ink and pictures where consent is answered: all that is known is where they stand.

A cross drawn over a box, or the picture of a tick, decides the answer for whoever sees the
page. No verdict may pass it over; only a refusal stands, for publishing is what it forbids,
unless the refusal itself may come from a cross in a text box that lies elsewhere on the page.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from schemas.reading import Consent

if TYPE_CHECKING:
    from extract.model import Document
    from normalize.account import Stretch
    from normalize.flow import Flow
    from normalize.labels import Candidate
    from schemas.reading import ConsentReading

_UNREAD = ("drawn_shape", "ink_drawn", "image_ignored", "embedded_object_ignored", "symbol_unknown")
_FLOATING = "text_box_floats"


def drawn_paths(document: Document) -> dict[str, bool]:
    """The paths of the paragraphs at which something stands that could not be read.

    True for those where a sign in a text box may belong to another place.
    """
    told = (n for n in document.notices if n.code in (*_UNREAD, _FLOATING) and n.place.path)
    paths: dict[str, bool] = {}
    for notice in told:
        path = notice.place.path
        paths[path] = paths.get(path, False) or notice.code == _FLOATING
    return paths


def with_drawings(
    consent: ConsentReading,
    drawn: dict[str, bool],
    flow: Flow,
    label: Candidate,
    stretches: list[Stretch],
) -> ConsentReading:
    """The verdict, unclear where anything is drawn at the question or its answer."""
    if not drawn:
        return consent
    question = flow.lines[label.start.line : label.end.line + 1]
    lines = (*question, *(stretch.line for stretch in stretches))
    found = [drawn[line.place.path] for line in lines if line.place.path in drawn]
    if not found or (consent.verdict is Consent.NO and not any(found)):
        return consent
    return replace(consent, verdict=Consent.UNCLEAR, rule="drawn_over", confidence=0.95)
