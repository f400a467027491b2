"""Sensitive matters are flagged where they may be of a person, not wherever the word stands."""

from __future__ import annotations

import pytest

from lecciones.messages import LANGUAGES, catalogue
from normalize.sensitive import matters, sensitive_matters


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("La jefe estuvo tres meses con incapacidad médica.", "health"),
        ("Un servidor con diabetes no pudo asistir.", "health"),
        ("Se hospitalizó... fue hospitalizada en marzo", "health"),
        ("La madre de un menor de edad pidió cupo.", "minors"),
        ("Se atendió a una niña de siete años.", "minors"),
        ("El presidente del sindicato no firmó.", "union"),
        ("El líder indígena pidió otra fecha.", "ethnic"),
        ("No trabaja los sábados por su religión.", "religion"),
        ("Se retiró por persecución política.", "politics"),
        ("Un excombatiente coordinó la cuadrilla.", "social"),
        ("La queja fue por acoso sexual.", "sex_life"),
        ("Se tomó la huella dactilar de cada usuario.", "biometric"),
    ],
)
def test_what_may_be_said_of_a_person_is_flagged(text: str, category: str) -> None:
    """Arts. 5 and 7 of Ley 1581 de 2012, without regard to accents and case."""
    assert category in sensitive_matters(text)
    assert category in sensitive_matters(text.upper())


@pytest.mark.parametrize(
    "text",
    [
        "La Secretaría de Salud y el Ministerio de Salud enviaron la circular.",
        "El puesto de salud y el centro de salud de la vereda se pintaron.",
        "El Sistema de Gestión de Seguridad y Salud en el Trabajo se actualizó.",
        "Las organizaciones sindicales firmaron el acuerdo laboral.",
        "El resguardo indígena y las comunidades negras participaron en la consulta previa.",
        "La iglesia del parque y la Universidad Católica prestaron el salón.",
        "El Fenómeno de El Niño redujo el caudal.",
        "La Ley 1098, Código de la Infancia y la Adolescencia, se divulgó.",
        "Se entregaron 300 kits escolares a los estudiantes.",
        "La política de gestión y la cultura política del municipio.",
        "El diagnóstico de la entidad mostró un menor valor y un menor tiempo.",
        "Cristian coordinó el archivo; la raza de ganado no importa.",
    ],
)
def test_institutions_and_policies_are_not(text: str) -> None:
    """A flag on every lesson of a health office would be read by nobody."""
    assert sensitive_matters(text) == ()


def test_an_institution_does_not_hide_a_person_beside_it() -> None:
    """What is taken out first is only the institution's own words."""
    text = "Según el Código de la Infancia y la Adolescencia, el adolescente fue remitido."
    assert sensitive_matters(text) == ("minors",)


def test_every_category_has_its_article_and_its_words() -> None:
    """The list is data; people see each category by its name."""
    assert {matter.article for matter in matters()} == {"art. 5", "art. 7"}
    for lang in LANGUAGES:
        told = catalogue(lang)
        assert all(f"sensitive.{matter.category}" in told for matter in matters())
