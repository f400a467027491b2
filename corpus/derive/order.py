"""The order of government that an entity's name says it belongs to."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.derive.words import fold
from schemas.derived import Order

DISTRICTS = frozenset(("11001", "08001", "13001", "47001"))
"""Bogotá, Barranquilla, Cartagena and Santa Marta: Constitución Política arts. 322 and 328."""

_NATIONAL_ALWAYS = (
    r"registraduria|fiscalia|procuraduria|defensoria del pueblo|policia nacional|ejercito"
    r"|armada (?:nacional|de colombia)|fuerza aerea|ministerio|superintendencia|presidencia"
    r"|vicepresidencia|congreso de|senado|camara de representantes|corte constitucional"
    r"|corte suprema|consejo de estado|consejo superior de la judicatura|rama judicial"
    r"|contraloria general de la (?:republica|nacion)|auditoria general|contaduria general"
    r"|banco de la republica|parques nacionales"
)
_RULES = tuple(
    (re.compile(rf"(?:^|(?<= ))(?:{pattern})(?= |$)"), order)
    for pattern, order in (
        (_NATIONAL_ALWAYS, Order.NATIONAL),
        (r"distrital(?:es)?|distrito|alcaldia local", Order.DISTRICT),
        (r"corporacion autonoma regional|area metropolitana|region administrativa", Order.REGIONAL),
        (r"municipal(?:es)?|municipio", Order.MUNICIPAL),
        (r"departamental(?:es)?|gobernacion|asamblea|departamento (?:de|del)", Order.DEPARTMENTAL),
        (r"alcaldia|concejo|personeria", Order.MUNICIPAL),
        (r"nacional(?:es)?|colombian[oa]s?|departamento administrativo", Order.NATIONAL),
    )
)  # fmt: skip
# The first rule that fits decides: "Departamento Administrativo Distrital …" is a district's,
# "Alcaldía Municipal" a municipality's, "Contraloría Departamental" a department's.


@lru_cache(maxsize=8192)
def order_of(entity: str | None, municipality_code: str | None) -> Order | None:
    """The order that the name says; None where it does not.

    A municipality's body is the district's where the code is one of `DISTRICTS`.
    """
    name = fold(entity or "")
    for pattern, order in _RULES:
        if pattern.search(name):
            if order is Order.MUNICIPAL and municipality_code in DISTRICTS:
                return Order.DISTRICT
            return order
    return None
