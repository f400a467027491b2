"""Personal data inside the texts: masked before a lesson leaves the form.

Ley 1581 de 2012 arts. 4 and 9: the tick lets the area's lesson be shared, not the data of
the people named in it. Masked are e-mails, Colombian phones, identity numbers (cédula, NIT)
with their context, and the public servant's own name. Money, dates, BPIN and contract
numbers stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from normalize.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable

PERSON = "[PERSONA]"
PHONE = "[TELÉFONO]"
EMAIL = "[CORREO]"
DOCUMENT = "[DOCUMENTO]"

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+\s?(?:@|\(at\)|\[at\]|\(arroba\))\s?[\w-]+(?:\s?[.,]\s?[\w-]+)*\.\s?[a-zA-Z]{2,}\b"
)
_DOCUMENT = re.compile(
    r"(?i)\b(?:c\.?\s?c\.?|c[eé]dula(?:\s+de\s+ciudadan[ií]a)?|identificad[oa]\s+con(?:\s+(?:la\s+)?"
    r"(?:c[eé]dula|c\.?c\.?))?(?:\s+de\s+ciudadan[ií]a)?|documento(?:\s+de\s+identidad)?|t\.?i\.?|"
    r"tarjeta\s+de\s+identidad|c\.?e\.?|c[eé]dula\s+de\s+extranjer[ií]a|nuip|ppt|pasaporte|nit)"
    r"(?:\s*(?:n[uú]mero|n[°ºo]\.?|no\.?|nro\.?|num\.?|#))?\s*[.:]?\s*"
    r"(?P<number>\d{1,3}(?:[.,\s]\d{3}){1,3}(?:-\d)?|\d{6,11}(?:-\d)?)"
)
_PHONE = re.compile(
    r"(?<![\w$.,/-])(?:\(?\+?57\)?[\s-]?)?(?:"
    r"3\d{2}[\s.-]?\d{3}[\s.-]?\d{2}[\s.-]?\d{2}"
    r"|\(?60[1-8]\)?[\s.-]?[2-8]\d{2}[\s.-]?\d{2}[\s.-]?\d{2}"
    r")(?![\d.]*\d)(?:\s*(?:ext|extensi[oó]n)\.?\s*\d{1,6})?(?!\w)"
)
_OLD_PHONE = re.compile(
    r"(?i)\b(?P<context>tel[eé]fonos?(?:\s+fijo)?|tel\.?|fijo|conmutador|pbx|l[ií]nea|celular|cel\.?|"
    r"whatsapp|contacto)(?P<link>\s*(?:es|al|n[°ºo]\.?|n[uú]mero|:|#)?\s*:?\s*)"
    r"(?P<number>\(?\d[\d\s().-]{5,14}\d(?:\s*(?:ext|extensi[oó]n)\.?\s*\d{1,6})?)"
)
_TITLES = r"(?:(?:Dra?|Ing|Sra?|Lic|Arq|Abg|Mg|Esp|Doctora?|Ingenier[oa]|Señora?)\.?\s+)?"
_PARTICLES = frozenset(
    {"de", "del", "la", "las", "los", "y", "e", "da", "dr", "dra", "ing", "sr", "sra", "lic"}
)


@dataclass(frozen=True, slots=True)
class Masked:
    """A text after masking, and how many pieces were masked in it."""

    text: str
    redactions: int


def mask(text: str, names: Iterable[str] = ()) -> Masked:
    """The text with personal data masked; `names` are persons known from the form."""
    count = 0

    def put(pattern: re.Pattern[str], mask_text: str, text: str) -> str:
        nonlocal count
        text, found = pattern.subn(mask_text, text)
        count += found
        return text

    def put_number(pattern: re.Pattern[str], mask_text: str, text: str) -> str:
        """Masks only the number, its context stays."""
        nonlocal count

        def replaced(match: re.Match[str]) -> str:
            nonlocal count
            count += 1
            start = match.start("number") - match.start()
            return match.group()[:start] + mask_text

        return pattern.sub(replaced, text)

    text = put(_EMAIL, EMAIL, text)
    text = put_number(_DOCUMENT, DOCUMENT, text)
    text = put(_PHONE, PHONE, text)
    text = put_number(_OLD_PHONE, PHONE, text)
    for name in names:
        for pattern in _name_patterns(name):
            text = put(pattern, PERSON, text)
    return Masked(text, count)


def _name_patterns(name: str) -> list[re.Pattern[str]]:
    """The whole name, its two surnames or first name with a surname, without accents too."""
    parts = [name[w.start : w.end] for w in words(name)]
    parts = [p for p in parts if p.casefold() not in _PARTICLES and len(p) > 1]
    if len(parts) < 2:
        return []
    forms = [parts]
    if len(parts) >= 4:
        forms += [
            [parts[0], parts[2]],
            [parts[0], parts[2], parts[3]],
            [parts[0], parts[1], parts[2]],
        ]
        forms.append(parts[2:])
    elif len(parts) == 3:
        forms += [parts[:2], [parts[0], parts[2]], parts[1:]]
    return [_name_pattern(form) for form in sorted(forms, key=len, reverse=True)]


_LOOSE = {"a": "[aá]", "e": "[eé]", "i": "[ií]", "o": "[oó]", "u": "[uúü]", "n": "[nñ]"}
_PLAIN = str.maketrans("áéíóúüñ", "aeiouun")


def _name_pattern(parts: list[str]) -> re.Pattern[str]:
    between = r"\s+(?:(?:de|del|la|las|los)\s+){0,3}"
    body = between.join(
        "".join(_LOOSE.get(c, re.escape(c)) for c in part.casefold().translate(_PLAIN))
        for part in parts
    )
    return re.compile(rf"(?i)(?<!\w){_TITLES}{body}(?!\w)")
