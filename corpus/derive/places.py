"""Which place an entity governs, by its name: the code of an exact, unambiguous name or none.

Only a name that says its territory counts: `Alcaldía de X`, `Municipio de X`, `Gobernación de
X`, `… del departamento de X`. A place that merely occurs in a name does not (`Hospital Nuestra
Señora del Carmen`): substring matching is known to attribute thousands of data sets wrongly.
Rule: DIVIPOLA, codes as text, names shared by several places give no code.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from corpus.derive.words import fold
from schemas.derived import PlaceRule

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Place:
    """DIVIPOLA codes (2 and 5 digits, as text) with official names, and the rule; else None."""

    rule: PlaceRule
    department_code: str | None = None
    department: str | None = None
    municipality_code: str | None = None
    municipality: str | None = None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The official name of each code, and the codes of each folded name."""

    names: dict[str, str]
    departments: dict[str, tuple[str, ...]]
    municipalities: dict[str, tuple[str, ...]]


_BODIES = (
    r"alcaldia|administracion|concejo|personeria|contraloria(?: general)?|veeduria|municipio"
    r"|municipalidad|distrito"
)
_KINDS = r"(?: (?:mayor|municipal|distrital|especial|turistico|cultural|historico|industrial"
_KINDS += r"|portuario|biodiverso|ecoturistico|y|e))*"
_TOWN = re.compile(
    rf"^(?:la |el |republica de colombia )?(?:{_BODIES})(?! local\b){_KINDS}(?P<rest> .+)$"
)
_TOWN_WITHIN = re.compile(
    r"(?:^|(?<= ))(?:municipio|alcaldia(?! local)|distrito)(?: municipal| distrital| mayor)?"
    r"(?P<rest> .+)$"
)
_REGION = re.compile(
    r"^(?:la |el )?(?:gobernacion|asamblea|contraloria)(?: departamental| general)*(?P<rest> .+)$"
)
_REGION_WITHIN = re.compile(r"(?:^|(?<= ))departamento (?:de |del )(?P<rest>.+)$")
_LINK = re.compile(
    r"^(?:(?:municipio|distrito|departamento) )?(?P<link>de la|de los|de las|del|de)? ?"
)
_BETWEEN = re.compile(r"(?: en el| en| del| de)?(?: departamento)?(?: de| del)?$")


@lru_cache(maxsize=8192)
def place_of(entity: str | None) -> Place:
    """The place that the entity governs, as far as its name says it exactly."""
    name = fold(entity or "")
    if not name:
        return Place(PlaceRule.NO_ENTITY)
    for pattern, resolve in (
        (_REGION, _department),
        (_TOWN, _municipality),
        (_TOWN_WITHIN, _municipality),
        (_REGION_WITHIN, _department),
    ):
        found = pattern.search(name)
        if found and not (pattern is _REGION and _governs_a_town(name)):
            return resolve(found["rest"].strip())
    return Place(PlaceRule.NOT_NAMED)


@cache
def gazetteer() -> Gazetteer:
    """The code list, read once. Areas without a mayor are no municipality that governs."""
    names: dict[str, str] = {}
    departments: dict[str, tuple[str, ...]] = {}
    municipalities: dict[str, tuple[str, ...]] = {}
    source = resources.files("schemas") / "divipola.csv"
    with source.open(encoding="utf-8") as text:
        for row in csv.DictReader(text):
            names.setdefault(row["code"], row["name"])
            if row["kind"] != "area":
                table = departments if row["kind"] == "department" else municipalities
                codes = table.get(fold(row["name"]), ())
                if row["code"] not in codes:
                    table[fold(row["name"])] = (*codes, row["code"])
    return Gazetteer(names, departments, municipalities)


def _governs_a_town(name: str) -> bool:
    """`Contraloría General de Medellín`: a body that departments and cities both have."""
    return name.startswith("contraloria") and "departament" not in name


def _department(rest: str) -> Place:
    listed = gazetteer()
    for wanted in _readings(rest):
        codes = listed.departments.get(wanted, ())
        if len(codes) == 1:
            code = codes[0]
            return Place(PlaceRule.DEPARTMENT, code, listed.names[code])
    return Place(PlaceRule.UNKNOWN)


def _municipality(rest: str) -> Place:
    """`Cúcuta`, `La Unión Nariño`, `La Unión del departamento de Nariño`."""
    listed = gazetteer()
    readings = tuple(_readings(rest))
    plain = sorted({code for name in readings for code in listed.municipalities.get(name, ())})
    if len(plain) == 1:
        return _made(PlaceRule.MUNICIPALITY, plain[0])
    if plain:
        return Place(PlaceRule.AMBIGUOUS)
    qualified = [pair for name in readings for pair in _with_department(name)]
    within = sorted({code for codes, region in qualified for code in codes if code[:2] == region})
    if len(within) == 1:
        return _made(PlaceRule.MUNICIPALITY_IN_DEPARTMENT, within[0])
    if within:
        return Place(PlaceRule.AMBIGUOUS)
    return Place(PlaceRule.CONTRADICTORY if qualified else PlaceRule.UNKNOWN)


def _with_department(name: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """The codes of a municipality's name and the department whose name follows it."""
    listed = gazetteer()
    words = name.split()
    for at in range(1, len(words)):
        regions = listed.departments.get(" ".join(words[at:]), ())
        town = _BETWEEN.sub("", " ".join(words[:at]))
        codes = listed.municipalities.get(town, ())
        if codes and len(regions) == 1:
            yield codes, regions[0]


def _readings(rest: str) -> Iterator[str]:
    """The names that may be meant: `del Peñol` is of `Peñol` or of `El Peñol`."""
    found = _LINK.match(rest)
    link = (found["link"] if found else None) or ""
    name = rest[found.end() :] if found else rest
    if link in ("de la", "de los", "de las"):
        yield f"{link[3:]} {name}"
    elif link == "del":
        yield f"el {name}"
    if name:
        yield name


def _made(rule: PlaceRule, code: str) -> Place:
    names = gazetteer().names
    return Place(rule, code[:2], names[code[:2]], code, names[code])
