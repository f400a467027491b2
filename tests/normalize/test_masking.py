"""Personal data in texts is masked; what only looks like it stays."""

from __future__ import annotations

import pytest

from normalize.masking import mask

NAME = "Ana María Quintero Peña"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Escriba a ana.q@alcaldia.gov.co hoy", "Escriba a [CORREO] hoy"),
        ("Llame al 300 123 4567.", "Llame al [TELÉFONO]."),
        ("Llame al (607) 578 49 49 ext. 12", "Llame al [TELÉFONO]"),
        ("tel. 578 4949", "tel. [TELÉFONO]"),
        ("con C.C. 1.020.304.050 de Cúcuta", "con C.C. [DOCUMENTO] de Cúcuta"),
        ("identificada con cédula No. 37245678", "identificada con cédula No. [DOCUMENTO]"),
        ("NIT 899.999.020-7", "NIT [DOCUMENTO]"),
        ("dijo Ana María Quintero Peña ayer", "dijo [PERSONA] ayer"),
        ("la Dra. Ana Quintero propuso", "la [PERSONA] propuso"),
        ("ANA MARIA QUINTERO PENA firmó", "[PERSONA] firmó"),
    ],
)
def test_personal_data_is_masked(text: str, masked: str) -> None:
    """E-mails, phones, identity numbers with their context, the servant's own name."""
    result = mask(text, [NAME])
    assert (result.text, result.redactions) == (masked, 1)


@pytest.mark.parametrize(
    "text",
    [
        "por $1.020.304.050 de pesos",
        "el 17/06/2025 y el 2025-06-17",
        "contrato 20191350263733",
        "BPIN 2020000100123",
        "la Ley 1581 de 2012 y el Decreto 1377",
        "santa Ana y Quintero, dos veredas",
        "entre 2019 y 2023 hubo 3.500 casos",
    ],
)
def test_other_numbers_and_names_stay(text: str) -> None:
    """Money, dates, laws, contracts and single common names are not personal data."""
    assert mask(text, [NAME]).text == text
