"""Whether text after a label has the shape that the question asks for."""

from __future__ import annotations

import re

from normalize.values.dates import read_date
from schemas.template import FieldType

_PHONE = re.compile(r"^\W*\+?\(?\d[\d\s().\-]{5,}")
_EMAIL = re.compile(r"^\s*[^\s@]+@[^\s@]+")


def looks_typed(kind: FieldType, text: str) -> bool:
    """True where a date, phone or e-mail question is followed by just that."""
    if not text.strip():
        return False
    if kind is FieldType.DATE:
        return len(text) < 40 and read_date(text).value is not None
    if kind is FieldType.PHONE:
        return bool(_PHONE.match(text))
    return kind is FieldType.EMAIL and bool(_EMAIL.match(text))
