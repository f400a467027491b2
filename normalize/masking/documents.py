"""Identity numbers: cédula, tarjeta de identidad, NIT and the like, told by their context.

Only the number is masked, its context stays. A number without such a word before it is left:
contracts, file numbers and sums of money look the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CITIZEN = r"(?:\s+de\s+ciudadan[ií]a|\s+de\s+extranjer[ií]a)?"
_CONTEXT = re.compile(
    rf"(?<!\w)(?:"
    rf"c\.\s?(?:de\s)?c\.?|cc|cc\.|c[eé]dulas?{_CITIZEN}|c[eé]d\.?"
    rf"|identificad[oa]s?\s+(?:con|bajo)(?:\s+(?:la|el|los|las|su))?(?:\s+(?:c[eé]dulas?{_CITIZEN}|c\.?\s?c\.?"
    rf"|documentos?(?:\s+de\s+identi\w+)?|n[uú]meros?|nit|pasaporte))?"
    rf"|documentos?\s+de\s+identi(?:dad|ficaci[oó]n)|doc\.?\s+(?:de\s+)?ident\w*\.?"
    rf"|n[uú]meros?\s+de\s+(?:c[eé]dula|identificaci[oó]n|documento)"
    rf"|t\.\s?i\.?|tarjetas?\s+de\s+identidad|registro\s+civil|c\.\s?e\.?|nuip|ppt|pep|pasaportes?"
    rf"|n\.\s?i\.\s?t\.?|nit|rut"
    rf")(?![^\W\d])",  # a number may follow at once: "CC79456123"
    re.IGNORECASE,
)
_LINK = re.compile(
    r"\.?(?:\s*\([^()\d]{1,12}\))?(?:\s+(?:es|la|el|con))?"
    r"\s*(?:n[uú]mero|nro\.?|num\.?|n\.?\s?[°º]\.?|no\.|no(?=\s*\d)|#)?\s*[.:]?\s*[–(-]?\s*",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:[A-Za-z]{1,2}\s?)?"
    r"(?:\d{1,3}(?:[.,'’´\s\u00a0]\d{3}){1,3}|\d{6,11})(?:\s?[-–]\s?\d)?(?![\w])(?![.,]\d)(?![-–/]\d)"
)
_NEXT = re.compile(r"\s*(?:,|;|/|\by\b|\be\b)\s*")
_ISSUED = re.compile(
    r"(?<![\w$.,/-])(?<!\$ )\d{1,3}(?:[.,]\d{3}){2,3}(?=\s*,?\s*expedid[oa]s?\s+en\b)",
    re.IGNORECASE,
)


def find_documents(text: str) -> Iterator[tuple[int, int]]:
    """The numbers after a word for an identity document, and those joined to them."""
    for context in _CONTEXT.finditer(text):
        link = _LINK.match(text, context.end())
        at = link.end() if link else context.end()
        while (match := _NUMBER.match(text, at)) is not None:
            if sum(char.isdigit() for char in match.group()) < 6:
                break
            yield match.span()
            joint = _NEXT.match(text, match.end())
            if joint is None:
                break
            at = joint.end()
    for match in _ISSUED.finditer(text):
        yield match.span()
