"""Phones and e-mails: kept verbatim, checked for being what the question asks for."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"\d")
_SPLIT = re.compile(r"[/;,\n]| - | y ")
# What the libraries accept without fail. Loading them takes longer than reading a form, and
# nearly every form is answered like this.
_PLAIN_PHONE = re.compile(r"\s*(?:\+57 ?)?\(?(?:3[0-9]{2}|60[1-8])\)?[ -]?[0-9]{3}[ -]?[0-9]{4}\s*")
_PLAIN_EMAIL = re.compile(
    r"[a-z0-9]+(?:[._-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+(?:co|com|edu|net|org)",
    re.IGNORECASE | re.ASCII,
)
_SHORT = 60  # no part of such an address is too long


def is_phone(text: str) -> bool:
    """True where a Colombian phone can be read: 10 digits, or an old one of 7.

    Since 2021 numbers have 10 digits (Resolución CRC 5826 de 2019); older forms have 7.
    """
    for part in _SPLIT.split(text):
        bare = re.sub(r"(?i)\bext(?:ensi[oó]n)?\b.*", "", part)
        count = len(_DIGITS.findall(bare))
        if count == 7 or _PLAIN_PHONE.fullmatch(bare):
            return True
        import phonenumbers

        try:
            number = phonenumbers.parse(bare, "CO")
        except phonenumbers.NumberParseException:
            continue
        if count >= 7 and phonenumbers.is_possible_number(number):
            return True
    return False


def is_email(text: str) -> bool:
    """True where the text holds a well-formed e-mail address (RFC 5321, no look-up)."""
    for part in re.split(r"[\s;,/]+", text.strip()):
        if "@" not in part:
            continue
        address = part.strip("<>().,;")
        if len(address) <= _SHORT and _PLAIN_EMAIL.fullmatch(address):
            return True
        from email_validator import EmailNotValidError, validate_email

        try:
            validate_email(address, check_deliverability=False)
        except EmailNotValidError:
            continue
        return True
    return False
