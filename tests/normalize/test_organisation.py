"""Entity and area out of one answer."""

from __future__ import annotations

import pytest

from normalize.values.organisation import split_organisation

SPLITS = [
    (
        "Alcaldía de San José de Cúcuta – Oficina de Talento Humano",
        "Alcaldía de San José de Cúcuta",
        "Oficina de Talento Humano",
    ),
    (
        "Instituto de Bienestar Familiar - ICBF - Regional Cesar",
        "Instituto de Bienestar Familiar - ICBF",
        "Regional Cesar",
    ),
    ("Instituto de Bienestar - IBR, Dirección X", "Instituto de Bienestar - IBR", "Dirección X"),
    ("Gobernación de Boyacá / Secretaría de Salud", "Gobernación de Boyacá", "Secretaría de Salud"),
    ("Alcaldía de Tunja, Secretaría de Hacienda", "Alcaldía de Tunja", "Secretaría de Hacienda"),
    ("Hospital San Rafael – Urgencias", "Hospital San Rafael", "Urgencias"),
    ("Ministerio de Educación\nControl Interno", "Ministerio de Educación", "Control Interno"),
    ("Servicio Rural (Subdirección de Compras)", "Servicio Rural", "Subdirección de Compras"),
    ("Entidad: SENA Área: Planeación", "SENA", "Planeación"),
    ("Alcaldía Mayor de Bogotá, D.C. - Secretaría General", "Alcaldía Mayor de Bogotá, D.C.",
     "Secretaría General"),
    ("Alcaldía de Ipiales: Oficina de Prensa", "Alcaldía de Ipiales", "Oficina de Prensa"),
    ("Alcaldía de Cali,Secretaría de Salud", "Alcaldía de Cali", "Secretaría de Salud"),
    ("Ministerio de Cultura\n– Gestión Humana", "Ministerio de Cultura", "Gestión Humana"),
    ("Hospital San Juan E.S.E. Urgencias", "Hospital San Juan E.S.E.", "Urgencias"),
    ("Gobernación del Meta-Secretaría de Salud", "Gobernación del Meta", "Secretaría de Salud"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "entity", "area"), SPLITS)
def test_answers_split_at_the_word_that_names_a_unit(text: str, entity: str, area: str) -> None:
    """Dashes, slashes, commas and lines part entity and area where the words say so."""
    found = split_organisation(text)
    assert (found.entity, found.area, found.doubt) == (entity, area, "")


@pytest.mark.parametrize(
    "text",
    [
        "Departamento Administrativo de la Función Pública",
        "Instituto Colombiano de Bienestar Familiar - ICBF",
        "Alcaldía Mayor de Bogotá, D.C.",
    ],
)
def test_an_entity_alone_has_no_area(text: str) -> None:
    """Acronyms and places after a separator are part of the entity's name."""
    found = split_organisation(text)
    assert (found.entity, found.area) == (text, None)


def test_a_lost_line_end_is_told_by_the_units_name() -> None:
    """Entity and area run together are parted before the unit, with a doubt."""
    found = split_organisation("Alcaldía de Villa Rica Secretaría de Obras")
    assert (found.entity, found.area) == ("Alcaldía de Villa Rica", "Secretaría de Obras")
    assert found.doubt == "entity_area_split"
    whole = "Ministerio de la Dirección Nacional"
    assert split_organisation(whole).area is None


def test_area_before_entity_is_told_and_doubted() -> None:
    """Where the area stands first the two are put right, with a doubt for the reviewer."""
    found = split_organisation("Oficina de Prensa - Alcaldía de Cali")
    assert (found.entity, found.area) == ("Alcaldía de Cali", "Oficina de Prensa")
    assert found.doubt == "entity_area_swapped"
