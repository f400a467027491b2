"""Personal data inside the texts: masked before a lesson leaves the form.

Ley 1581 de 2012 arts. 4 and 9: the tick lets the area's lesson be shared, not the data of
the people named in it. Masked are e-mails, Colombian phones, identity numbers with their
context, and the people whom the form itself names: the public servant in its own field, and
whoever drew up, checked or approved it. Money, dates, laws, BPIN, contract and file numbers
stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from normalize.masking.contacts import find_emails, find_known_phones, find_phones
from normalize.masking.documents import find_documents
from normalize.masking.persons import find_people
from normalize.masking.signed import find_signed, names_in

if TYPE_CHECKING:
    from collections.abc import Iterable

_SOME_EMAIL = re.compile(r"(?i)@|arroba|[\[({<]at[\])}>]")

__all__ = ["Found", "Masked", "find", "mask", "names_in"]

PERSON = "[PERSONA]"
PHONE = "[TELÉFONO]"
EMAIL = "[CORREO]"
DOCUMENT = "[DOCUMENTO]"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text after masking, and how many pieces were masked in it."""

    text: str
    redactions: int


@dataclass(frozen=True, slots=True)
class Found:
    """Personal data at [start, end) of a text; `mask` is what takes its place."""

    start: int
    end: int
    mask: str


def mask(text: str, names: Iterable[str] = (), phones: Iterable[str] = ()) -> Masked:
    """The text with personal data masked; `names` and `phones` are known from the form."""
    found = find(text, names, phones)
    pieces, at = [], 0
    for one in found:
        pieces += [text[at : one.start], one.mask]
        at = one.end
    pieces.append(text[at:])
    return Masked("".join(pieces), len(found))


def find(text: str, names: Iterable[str] = (), phones: Iterable[str] = ()) -> list[Found]:
    """The personal data in a text, in order, without overlaps."""
    found: list[Found] = []
    if _SOME_EMAIL.search(text):
        _add(found, find_emails(text), EMAIL)
    if any(char.isdigit() for char in text):
        _add(found, find_documents(text), DOCUMENT)
        _add(found, find_known_phones(text, phones), PHONE)
        _add(found, find_phones(text), PHONE)
    _add(found, find_people(text, names), PERSON)
    _add(found, find_signed(text), PERSON)
    return sorted(found, key=lambda one: one.start)


def _add(found: list[Found], spans: Iterable[tuple[int, int]], mask_text: str) -> None:
    """Adds spans; one that overlaps its like grows into it, one that overlaps another is left.

    The surer kinds come first.
    """
    for start, end in spans:
        over = [one for one in found if start < one.end and one.start < end]
        if all(one.mask == mask_text for one in over):
            for one in over:
                found.remove(one)
            first = min([start, *(one.start for one in over)])
            found.append(Found(first, max([end, *(one.end for one in over)]), mask_text))
