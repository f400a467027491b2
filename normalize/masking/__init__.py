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
    # Who reads a form asks for `names_in` alone: these take their time to load.
    from normalize.masking.contacts import find_emails, find_known_phones, find_phones
    from normalize.masking.documents import find_documents
    from normalize.masking.persons import find_people

    seen = _Findings(len(text))
    if _SOME_EMAIL.search(text):
        seen.add(find_emails(text), EMAIL)
    if any(map(str.isdigit, text)):
        seen.add(find_documents(text), DOCUMENT)
        seen.add(find_known_phones(text, phones), PHONE)
        seen.add(find_phones(text), PHONE)
    seen.add(find_people(text, names), PERSON)
    seen.add(find_signed(text), PERSON)
    return sorted(seen.found, key=lambda one: one.start)


class _Findings:
    """What was found so far; the surer kinds come first.

    A span that overlaps one of its own kind grows into it; one that overlaps another is left.
    """

    def __init__(self, length: int) -> None:
        self.found: list[Found] = []
        self._taken = bytearray(length)
        self._codes = {code: i for i, code in enumerate((EMAIL, DOCUMENT, PHONE, PERSON), 1)}

    def add(self, spans: Iterable[tuple[int, int]], mask_text: str) -> None:
        code = self._codes[mask_text]
        for start, end in spans:
            taken = self._taken[start:end]
            there = set(taken) - {0}
            if there - {code} or taken.count(code) == end - start:
                continue
            grown = self._grown(start, end) if there else Found(start, end, mask_text)
            self.found.append(grown)
            self._taken[grown.start : grown.end] = bytes([code]) * (grown.end - grown.start)

    def _grown(self, start: int, end: int) -> Found:
        """The span with those that it overlaps, which are taken out."""
        over = [one for one in self.found if start < one.end and one.start < end]
        self.found = [one for one in self.found if one not in over]
        first = min([start, *(one.start for one in over)])
        return Found(first, max([end, *(one.end for one in over)]), over[0].mask)
