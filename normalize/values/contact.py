"""Phones and e-mails: kept verbatim, checked for being what the question asks for."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"\d")
_SPLIT = re.compile(r"[/;,\n]| - | y ")


def is_phone(text: str) -> bool:
    """True where a Colombian phone can be read: 10 digits, or an old one of 7.

    Since 2021 numbers have 10 digits (Resolución CRC 5826 de 2019); older forms have 7.
    """
    import phonenumbers

    for part in _SPLIT.split(text):
        bare = re.sub(r"(?i)\bext(?:ensi[oó]n)?\b.*", "", part)
        count = len(_DIGITS.findall(bare))
        if count == 7:
            return True
        try:
            number = phonenumbers.parse(bare, "CO")
        except phonenumbers.NumberParseException:
            continue
        if count >= 7 and phonenumbers.is_possible_number(number):
            return True
    return False


def is_email(text: str) -> bool:
    """True where the text holds a well-formed e-mail address (RFC 5321, no look-up)."""
    from email_validator import EmailNotValidError, validate_email

    for part in re.split(r"[\s;,/]+", text.strip()):
        if "@" not in part:
            continue
        try:
            validate_email(part.strip("<>().,;"), check_deliverability=False)
        except EmailNotValidError:
            continue
        return True
    return False
