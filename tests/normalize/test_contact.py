"""Phones and e-mails: what is accepted at sight is what the libraries accept."""

from __future__ import annotations

import phonenumbers
import pytest
from email_validator import validate_email
from hypothesis import assume, given
from hypothesis.strategies import from_regex

from normalize.values import contact
from normalize.values.contact import is_email, is_phone


@given(from_regex(contact._PLAIN_EMAIL, fullmatch=True))  # noqa: SLF001
def test_a_plain_address_is_one_for_the_library_too(address: str) -> None:
    """Else the short way would take what the long way refuses."""
    assume(len(address) <= contact._SHORT)  # noqa: SLF001
    validate_email(address, check_deliverability=False)


@given(from_regex(contact._PLAIN_PHONE, fullmatch=True))  # noqa: SLF001
def test_a_plain_number_is_one_for_the_library_too(number: str) -> None:
    """Else the short way would take what the long way refuses."""
    assert phonenumbers.is_possible_number(phonenumbers.parse(number, "CO"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("310 555 0101", True),
        ("+57 310 555 0101", True),
        ("(601) 555 0101 Ext. 12", True),
        ("555 0101", True),
        ("00 57 310 555 0101", True),
        ("12", False),
        ("no tiene", False),
    ],
)
def test_phones(text: str, told: bool) -> None:
    """Of ten digits, or of seven as they were."""
    assert is_phone(text) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Planeacion.1@entidad-ejemplo.gov.co", True),
        ("correo: <a@ejemplo.gov.co>; b", True),
        ("señor@ejemplo.gov.co", True),
        ("a@xn--zzz--.co", False),
        ("a@b@ejemplo.co", False),
        ("a.@ejemplo.co", False),
        ("no tiene", False),
    ],
)
def test_emails(text: str, told: bool) -> None:
    """By form alone; nothing is looked up."""
    assert is_email(text) is told
