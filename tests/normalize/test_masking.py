"""Personal data in texts is masked; what only looks like it stays."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from benchmarks.masking.measure import KNOWN, Score
from benchmarks.masking.texts import draw
from normalize.masking import find, mask, names_in

NAME = "Ana María Quintero Peña"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Escriba a ana.q@alcaldia.gov.co hoy", "Escriba a [CORREO] hoy"),
        ("Escriba a ana.q@alcaldia.gov.co. Luego espere", "Escriba a [CORREO]. Luego espere"),
        ("ana.q@alcaldia. gov.co ya", "[CORREO] ya"),
        ("ana(arroba)alcaldia.gov.co", "[CORREO]"),
        ("ana @ alcaldia.gov.co", "[CORREO]"),
        ("Llame al 300 123 4567.", "Llame al [TELÉFONO]."),
        ("+57 (300) 123-45-67", "[TELÉFONO]"),
        ("3001234567 o 3109876543 no", "[TELÉFONO] o [TELÉFONO] no"),
        ("Llame al (607) 578 49 49 ext. 12", "Llame al [TELÉFONO]"),
        ("601.555.0101", "[TELÉFONO]"),
        ("tel. 578 4949", "tel. [TELÉFONO]"),
        ("tel. 578 4949 / 578 5050 ext 3", "tel. [TELÉFONO] / [TELÉFONO]"),
        ("Línea de atención: 578-4949", "Línea de atención: [TELÉFONO]"),
        ("marque la extensión 204", "marque la extensión [TELÉFONO]"),
        ("con C.C. 1.020.304.050 de Cúcuta", "con C.C. [DOCUMENTO] de Cúcuta"),
        ("el titular, CC79456123, firmó", "el titular, CC[DOCUMENTO], firmó"),
        ("identificada con cédula No. 37245678", "identificada con cédula No. [DOCUMENTO]"),
        ("cédula N.º 37'245.678", "cédula N.º [DOCUMENTO]"),
        ("cédulas 37.245.678 y 60.123.456", "cédulas [DOCUMENTO] y [DOCUMENTO]"),
        ("37.245.678 expedida en Cúcuta", "[DOCUMENTO] expedida en Cúcuta"),
        ("NIT 899.999.020-7", "NIT [DOCUMENTO]"),
        ("dijo Ana María Quintero Peña ayer", "dijo [PERSONA] ayer"),
        ("la Dra. Ana Quintero propuso", "la [PERSONA] propuso"),
        ("ANA MARIA QUINTERO PENA firmó", "[PERSONA] firmó"),
        ("QUINTERO PEÑA, ANA MARIA", "[PERSONA]"),
        ("Quintero Peña Ana María y otros", "[PERSONA] y otros"),
        ("A. M. Quintero revisó", "[PERSONA] revisó"),
        ("Ana M. Quintero P. firmó", "[PERSONA] firmó"),
        ("A.M.Q.P. tomó nota", "[PERSONA] tomó nota"),
        ("según la ingeniera Quintero", "según la [PERSONA]"),
        ("el doctor Peña llegó", "el [PERSONA] llegó"),
        ("Según Quintero, faltó tiempo", "Según [PERSONA], faltó tiempo"),
        ("la secretaria Quintero avisó", "la secretaria [PERSONA] avisó"),
        ("ana maría quintero peña", "[PERSONA]"),
    ],
)
def test_personal_data_is_masked(text: str, masked: str) -> None:
    """E-mails, phones, identity numbers with their context, the servant's name in its forms."""
    assert mask(text, [NAME]).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "por $1.020.304.050 de pesos",
        "el 17/06/2025 y el 2025-06-17",
        "contrato 20191350263733",
        "BPIN 2020000100123",
        "la Ley 1581 de 2012 y el Decreto 1377",
        "santa Ana y Quintero, dos veredas",
        "la vereda Quintero y la peña",
        "Carlos Quintero es otra persona",
        "el contrato 3001234567 y el radicado No. 3001234567",
        "por 3001234567 pesos en 5784949 predios",
        "línea 2024-2027 del plan",
        "la línea gratuita 01 8000 910 123",
        "cédula catastral 0102000300010",
        "síganos en @alcaldia",
        "la extensión de 350 hectáreas",
        "Aprobó el Concejo y revisó la Secretaría de Hacienda",
        "Elaboró: Oficina de Planeación",
        "entre 2019 y 2023 hubo 3.500 casos",
    ],
)
def test_other_numbers_and_names_stay(text: str) -> None:
    """Money, dates, laws, contracts and single common names are not personal data."""
    assert mask(text, [NAME]).text == text


@pytest.mark.parametrize(
    ("name", "text", "masked"),
    [
        ("Rosa Campos", "Los campos, una rosa; Rosa Campos.", "Los campos, una rosa; [PERSONA]."),
        ("Rosa Campos", "la Dra. Campos y los Campos", "la [PERSONA] y los Campos"),
        ("Ángel Paz", "Secretaría de Paz; acuerdo de paz", "Secretaría de Paz; acuerdo de paz"),
        ("Ángel Paz", "el ángel; A. Paz; ANGEL PAZ", "el ángel; [PERSONA]; [PERSONA]"),
        ("Juan Ríos / Luisa Mora", "Luisa Mora y J. Ríos", "[PERSONA] y [PERSONA]"),
        ("Quintero Gómez, Nidia", "Nidia Quintero", "[PERSONA]"),
        ("Nidia Gómez – Profesional Universitario", "el profesional", "el profesional"),
        ("José de la Cruz Pérez", "José Pérez, de la cruz", "[PERSONA], de la cruz"),
    ],
)
def test_names_that_are_words_too(name: str, text: str, masked: str) -> None:
    """Alone "Paz" is the peace; with a title, an initial or its other half it is the person."""
    assert mask(text, [name]).text == masked


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Elaboró: Carlos Ruiz Díaz\nRevisó: Luz M. Mora", ("Carlos Ruiz Díaz", "Luz M. Mora")),
        ("Aprobado por Deyanira Guependo, profesional", ("Deyanira Guependo",)),
        ("Vo. Bo. Dr. Elkin Tumiñá", ("Dr. Elkin Tumiñá",)),
        ("Proyectó\tNidia Gómez", ("Nidia Gómez",)),
        ("Revisó Marta Gómez los datos", ("Marta Gómez",)),
        ("Aprobó: Comité Directivo", ()),
        ("Revisó Planeación Municipal el plan", ()),
        ("Elaboró:", ()),
        ("Aprobado por Función Pública y por Colombia Compra Eficiente", ()),
        ("Revisado por: MinTIC Colombia. Validado por Cámara de Comercio", ()),
    ],
)
def test_names_of_those_who_signed_are_known(text: str, names: tuple[str, ...]) -> None:
    """People who drew up, checked or approved the form; never a body or an office."""
    assert names_in(text) == names


def test_the_number_in_the_forms_own_field_is_masked_however_it_is_grouped() -> None:
    """Without any word before it, and without its code."""
    assert mask("(578-49.49)", phones=["607 578 4949", "578 4949 ext. 3"]).text == "([TELÉFONO])"


def test_what_is_found_does_not_overlap() -> None:
    """Each piece is masked once, in order."""
    text = "Elaboró: Ana María Quintero Peña, C.C. 37.245.678, ana@x.gov.co, 300 123 4567"
    found = find(text, [NAME, "Quintero Peña"])
    assert [one.mask for one in found] == ["[PERSONA]", "[DOCUMENTO]", "[CORREO]", "[TELÉFONO]"]
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_recall_and_precision_on_fresh_texts() -> None:
    """At least 99.5 % of known names, e-mails, phones and cédulas; precision at least 99 %."""
    score, rng = Score(), Random(20_251)  # noqa: S311  # data, no secret
    for _ in range(1000):
        score.take(draw(rng))
    for beginnings in KNOWN.values():
        found, there = score.recall_of(beginnings)
        assert found >= 0.995 * there > 100
    assert score.right.total() >= 0.99 * score.masked.total()
