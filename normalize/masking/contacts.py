"""E-mails and Colombian phone numbers in running text.

Numbers of ten digits begin with 3 (mobile) or 601 to 608 (Resolución CRC 5826 de 2019); older
ones have seven, and are told by the word before them. A number that money, a unit, a law, a
contract or another code claims is no phone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TLD = r"(?:gov|gob|com|edu|org|net|mil|info|co|es)"
_LABEL = r"[^\W_](?:[\w-]{0,60}[^\W_])?"
_LOCAL = r"[^\W_][\w.+%-]{0,63}"
_EMAIL = re.compile(
    rf"(?<![\w.+%-])(?:"
    rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL})*(?:\. ?{_TLD}\b|,{_TLD}\b|\.[a-zA-Z]{{2,24}}\b)+"
    rf"|(?:{_LOCAL}(?: ?@ | ?[(\[{{<](?:@|at|arroba)[)\]}}>] ?| arroba )"
    rf"|[^\W_][\w+%-]{{0,40}}[._\d][\w.+%-]{{0,40}} @)"
    rf"{_LABEL}(?:(?:\.| punto ){_LABEL})*(?:\.|\. | punto ){_TLD}\b"
    rf")",
)
_GAP = r"(?: ?[.\-–] ?|[ \u00a0]{1,2})?"
_EXTENSION = (
    r"(?:\s*[,;(\-–]?\s*(?:ext|exts|extensi[oó]n|extensiones|int|interno)\b\.?:?\s*(?:n\.?\s?[°ºo]\.?\s*)?"
    r"\d{1,6}(?:\s*(?:[,y/-]|ó|o)\s*\d{2,6}\b){0,3}\)?)?"
)
_COUNTRY = rf"(?:\(?(?:\+|00)\s?57\)?{_GAP}|\(57\){_GAP}|57[ \-])?"
_MOBILE = (
    rf"\(?3[0-5]\d\)?{_GAP}(?:\d{{3}}{_GAP}\d{{4}}|\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}"
    rf"|\d{{2}}{_GAP}\d{{2}}{_GAP}\d{{3}}|\d{{4}}{_GAP}\d{{3}}|\d{{7}})"
)
_SEVEN = (
    rf"(?:\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}|\d{{3}}{_GAP}\d{{4}}|\d{{2}}{_GAP}\d{{2}}{_GAP}\d{{3}}"
    rf"|\d{_GAP}\d{{3}}{_GAP}\d{{3}}|\d{_GAP}\d{{2}}{_GAP}\d{{2}}{_GAP}\d{{2}}|\d{{7}})"
)
_LANDLINE = rf"\(?60{_GAP}?[1-8]\)?{_GAP}{_SEVEN}"
_AREA = rf"\(\s?(?:57\s?[+ -]?\s?)?0?[1-8]\s?\){_GAP}{_SEVEN}|0[1-8][ \-]{_SEVEN}"
_PHONE = re.compile(
    rf"(?<![\w$.,/°º#-])(?<![$#] )(?:{_COUNTRY}(?:{_MOBILE}|{_LANDLINE})"
    rf"|\+57{_GAP}\(?[1-8]\)?{_GAP}{_SEVEN}"
    rf"|\(\s?0?[1-8]\s?\){_GAP}\d{{3}}[ \-]\d{{2}}{_GAP}\d{{2}})"
    rf"(?!\w)(?![.,]\d)(?![-–/]\d){_EXTENSION}",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:tel[eé]fonos?(?:\s+fijos?|\s+celular(?:es)?|\s+institucional(?:es)?|\s+m[oó]vil(?:es)?)?"
    r"|telef|tels?|fijos?|conmutador|pbx|fax|telefax|l[ií]neas?(?:\s+telef[oó]nicas?|\s+fijas?)?"
    r"|celular(?:es)?|cels?|m[oó]vil(?:es)?|whatsapp|wsp|contacto|llam\w{1,6}\s+al|marc\w{1,4}\s+al"
    r"|comunic\w{1,8}\s+al)\b\.?"
    r"(?:\s+(?:es|son|al|el|n[uú]mero|de(?:l|\s+la)?\s+\w+|institucional|n\.?\s?[°ºo]\.?)){0,3}"
    r"\s*(?:n\.?\s?[°ºo]\.?|#|:|-|–)?\s*",
    re.IGNORECASE,
)
_AFTER_CALL = re.compile(
    rf"(?:{_COUNTRY}(?:{_MOBILE}|{_LANDLINE}|{_AREA}|{_SEVEN}))(?!\w)(?![.,]\d)(?![-–/]\d){_EXTENSION}",
    re.IGNORECASE,
)
_NEXT_NUMBER = re.compile(r"\s*(?:[/,;-]|–|\by\b|\bo\b|\bó\b|\bu\b)\s*")
_EXTENSION_ALONE = re.compile(
    r"\b(?:ext|exts)\b\.?\s*:?\s*(?:n\.?\s?[°ºo]\.?\s*)?(?P<number>\d{2,6})\b"
    r"|\bextensi[oó]n(?:es)?(?:\s+telef[oó]nicas?)?\s*(?:n\.?\s?[°ºo]\.?|n[uú]mero|:|#)?\s*"
    r"(?P<other>\d{3,6})\b",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\s*(?:[%‰]|(?:de\s+)?(?:pesos|cop|usd|d[oó]lares|millones|mil\b|hect[aá]reas?|has?\b|m2|m²|metros?|mts?\b"
    r"|kms?\b|kil[oó]metros?|habitantes|personas|usuarios|registros|folios|expedientes|p[aá]ginas?"
    r"|hojas|unidades|kilos|toneladas|litros|horas|d[ií]as|familias|predios|beneficiari[oa]s|casos))",
    re.IGNORECASE,
)
_CODE_BEFORE = re.compile(
    r"(?:contrato|convenio|radicad[oa]s?|rad|bpin|bpid|bpim|c[oó]digo|cod|proceso|expediente|factura|resoluci[oó]n"
    r"|cdp|crp|rp|oficio|orden|p[oó]liza|cuenta|matr[ií]cula|predial|catastral|referencia|ref|guid[ae]"
    r"|acta|consecutivo|id|identificador|ticket|caso|secop|licitaci[oó]n|serie|serial|placa|inventario"
    r"|isbn|unspsc|cpc|valor|costo|monto|presupuesto|suma|total|siif|memorando|circular|decreto|ley"
    r"|acuerdo|ordenanza|sentencia|art[ií]culo|cop|usd|ficha|solicitud|comprobante|rubro|registro)\b"
    r"(?:(?<=rad|cod|ref)\.)?"
    r"(?:\s+(?:de|del|por|n[uú]mero|es|fue|la|el|obra|compra|prestaci[oó]n|servicios|interno|interadministrativo"
    r"|electr[oó]nic[oa]|inmobiliaria|contable|bancaria|presupuestal|judicial)){0,4}"
    r"[ \t]*(?:n\.?\s?[°ºo]\.?|nro\.?|n[uú]m\.?|#|:|-|–|\$)?[ \t]*$",
    re.IGNORECASE,
)


def find_emails(text: str) -> Iterator[tuple[int, int]]:
    """Addresses, also with spaces around the sign or with `(arroba)` in its place."""
    for match in _EMAIL.finditer(text):
        yield match.span()


def find_phones(text: str) -> Iterator[tuple[int, int]]:
    """Numbers of ten digits by their shape, those of seven by the word before them."""
    for match in _PHONE.finditer(text):
        if not is_code(text, match.start()) and not _UNIT.match(text, match.end()):
            yield match.span()
    for called in _CALLED.finditer(text):
        yield from _after_call(text, called.end())
    for match in _EXTENSION_ALONE.finditer(text):
        name = "number" if match["number"] else "other"
        if not _UNIT.match(text, match.end(name)):
            yield match.span(name)


def find_known_phones(text: str, phones: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The numbers that stand in the form's own field, however they are grouped here."""
    digits = "".join(char for char in text if char in "0123456789")
    for phone in phones:
        for number in _numbers_in(phone):
            if number not in digits:
                continue
            body = r"[ \u00a0.()\-–]{0,2}".join(number)
            for match in re.finditer(rf"(?<![\w$]){body}(?!\w){_EXTENSION}", text, re.IGNORECASE):
                yield match.span()


def is_code(text: str, start: int) -> bool:
    """Whether the words before a number make it a code, a sum of money or a file number."""
    return _CODE_BEFORE.search(text, max(0, start - 60), start) is not None


def _after_call(text: str, at: int) -> Iterator[tuple[int, int]]:
    """The number right after a word like "teléfono", and those joined to it."""
    while True:
        match = _AFTER_CALL.match(text, at)
        if match is None or _UNIT.match(text, match.end()):
            return
        yield match.span()
        joint = _NEXT_NUMBER.match(text, match.end())
        if joint is None:
            return
        at = joint.end()


def _numbers_in(phone: str) -> Iterator[str]:
    """The digits of each number in a contact field, without country code and extension."""
    for part in re.split(r"[/;,\n]|\s-\s|\sy\s", phone):
        bare = re.sub(r"(?i)\b(?:ext|extensi[oó]n|int)\b.*", "", part)
        digits = "".join(char for char in bare if char in "0123456789")
        if len(digits) == 12 and digits.startswith("57"):
            digits = digits[2:]
        if len(digits) in (7, 8, 10):
            yield digits
