"""Which place an entity's name says, and that nothing is guessed."""

from __future__ import annotations

import csv
from importlib import resources

import pytest

from corpus.derive.order import order_of
from corpus.derive.places import gazetteer, place_of
from schemas.derived import Order, PlaceRule


@pytest.mark.parametrize(
    ("entity", "code"),
    [
        ("Alcaldía de San José de Cúcuta", "54001"),
        ("ALCALDIA DE CUCUTA", "54001"),
        ("Alcaldía Municipal de Cúcuta", "54001"),
        ("Alcaldía Mayor de Bogotá, D.C.", "11001"),
        ("Alcaldía Mayor de Bogotá", "11001"),
        ("Alcaldía de Santiago de Cali", "76001"),
        ("Alcaldía de Cali", "76001"),
        ("Municipio de Barrancominas", "94343"),
        ("Alcaldía de Abejorral", "05002"),
        ("Alcaldía Distrital de Santa Marta", "47001"),
        ("Distrito Especial, Industrial y Portuario de Barranquilla", "08001"),
        ("Distrito Turístico y Cultural de Cartagena de Indias", "13001"),
        ("Alcaldía del Carmen de Bolívar", "13244"),
        ("Alcaldía de La Unión (Nariño)", "52399"),
        ("Alcaldía de La Unión, departamento de Nariño", "52399"),
        ("Alcaldía Municipal de La Unión - Valle del Cauca", "76400"),
        ("Alcaldía de La Unión Valle", "76400"),
        ("Municipio de Armenia Quindío", "63001"),
        ("Concejo Municipal de Sopó", "25758"),
        ("Personería Municipal de Itagüí", "05360"),
        ("Contraloría General de Medellín", "05001"),
        ("Secretaría de Educación del municipio de Sogamoso", "15759"),
        ("Alcaldía de Tumaco", "52835"),
        ("Municipio Santander de Quilichao", "19698"),
    ],
)
def test_an_exact_name_gives_its_code(entity: str, code: str) -> None:
    """Official names and the usual ones give one municipality, and its department with it."""
    place = place_of(entity)
    assert (place.municipality_code, place.department_code) == (code, code[:2])


@pytest.mark.parametrize(
    ("entity", "code"),
    [
        ("Gobernación de Norte de Santander", "54"),
        ("Gobernación del Valle del Cauca", "76"),
        ("Gobernación del Valle", "76"),
        ("Gobernación de La Guajira", "44"),
        ("Departamento de Nariño", "52"),
        ("Asamblea Departamental del Huila", "41"),
        ("Contraloría Departamental del Tolima", "73"),
        ("Secretaría de Salud del Departamento de Boyacá", "15"),
        ("Gobernación del Archipiélago de San Andrés, Providencia y Santa Catalina", "88"),
    ],
)
def test_a_department_gives_its_code_alone(entity: str, code: str) -> None:
    """A department's body has the department's code and no municipality."""
    place = place_of(entity)
    assert (place.department_code, place.municipality_code) == (code, None)
    assert place.rule is PlaceRule.DEPARTMENT


@pytest.mark.parametrize(
    ("entity", "rule"),
    [
        ("Alcaldía de La Unión", PlaceRule.AMBIGUOUS),
        ("Alcaldía de Villanueva", PlaceRule.AMBIGUOUS),
        ("Alcaldía de Armenia", PlaceRule.AMBIGUOUS),
        ("Alcaldía del Peñol", PlaceRule.AMBIGUOUS),
        ("Alcaldía de San Andrés", PlaceRule.AMBIGUOUS),
        ("Alcaldía de Puerto Laurel", PlaceRule.UNKNOWN),
        ("Alcaldía de Cucutá Viejo", PlaceRule.UNKNOWN),
        ("Gobernación de Sierra Alta", PlaceRule.UNKNOWN),
        ("Alcaldía de Cúcuta, Antioquia", PlaceRule.CONTRADICTORY),
        ("Hospital Nuestra Señora del Carmen", PlaceRule.NOT_NAMED),
        ("Universidad Distrital Francisco José de Caldas", PlaceRule.NOT_NAMED),
        ("Departamento Administrativo de la Función Pública", PlaceRule.NOT_NAMED),
        ("Alcaldía Local de Suba", PlaceRule.NOT_NAMED),
        ("Institución Educativa La Unión", PlaceRule.NOT_NAMED),
        ("No aplica", PlaceRule.NOT_NAMED),
        ("", PlaceRule.NO_ENTITY),
        (None, PlaceRule.NO_ENTITY),
    ],
)
def test_what_is_not_certain_has_no_code_but_a_reason(entity: str | None, rule: PlaceRule) -> None:
    """Shared, unknown, contradictory and unnamed places give no code and say why."""
    place = place_of(entity)
    assert place.rule is rule
    assert place.department_code is place.municipality_code is None


def test_the_code_list_is_whole() -> None:
    """33 departments and 1,121 municipalities and areas, each within its department."""
    with (resources.files("schemas") / "divipola.csv").open(encoding="utf-8") as text:
        rows = list(csv.DictReader(text))
    codes = {row["code"] for row in rows}
    departments = {code for code in codes if len(code) == 2}
    municipalities = codes - departments
    assert (len(departments), len(municipalities)) == (33, 1121)
    assert {code[:2] for code in municipalities} == departments
    assert all(len(code) == 5 and code.isdigit() for code in municipalities)
    assert gazetteer().names["94343"] == "Barrancominas"
    assert gazetteer().names["54001"] == "San José de Cúcuta"
    assert gazetteer().names["11001"] == "Bogotá, D.C."


def test_other_names_in_use_mean_one_place() -> None:
    """A name that was added to a code belongs to no second municipality."""
    with (resources.files("schemas") / "divipola.csv").open(encoding="utf-8") as text:
        rows = [row for row in csv.DictReader(text) if len(row["code"]) == 5]
    official = {row["code"]: row["name"] for row in reversed(rows)}
    added = [row for row in rows if row["name"] != official[row["code"]]]
    assert added
    for row in added:
        assert place_of(f"Alcaldía de {row['name']}").municipality_code == row["code"]


@pytest.mark.parametrize(
    ("entity", "order"),
    [
        ("Alcaldía de Cúcuta", Order.MUNICIPAL),
        ("Alcaldía Mayor de Bogotá", Order.DISTRICT),
        ("Alcaldía Mayor de Tunja", Order.MUNICIPAL),
        ("Personería Distrital", Order.DISTRICT),
        ("Departamento Administrativo Distrital del Servicio Civil", Order.DISTRICT),
        ("Gobernación de Boyacá", Order.DEPARTMENTAL),
        ("Contraloría Departamental", Order.DEPARTMENTAL),
        ("Ministerio de Salud", Order.NATIONAL),
        ("Departamento Administrativo de la Función Pública", Order.NATIONAL),
        ("Instituto Colombiano de la Lectura (ICL)", Order.NATIONAL),
        ("Contraloría General de la República", Order.NATIONAL),
        ("Corporación Autónoma Regional del Alto Páramo", Order.REGIONAL),
        ("Empresa Social del Estado Hospital San Jerónimo", None),
        (None, None),
    ],
)
def test_the_order_is_what_the_name_says(entity: str | None, order: Order | None) -> None:
    """Words of the name decide; a name that says nothing has no order."""
    assert order_of(entity, place_of(entity).municipality_code) is order
