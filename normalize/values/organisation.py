"""Entity and area out of one answer, split only where the answer itself parts them.

`Alcaldía de San José de Cúcuta – Oficina de Talento Humano`: a spaced dash, a slash, a line
of its own, or a comma before a word that names a unit. Entity names hold dashes and commas
themselves, so the words around a separator decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from normalize.text import fold
from normalize.values.nulls import is_not_applicable

_UNIT_WORDS = frozenset(
    [
        "oficina",
        "secretaria",
        "direccion",
        "subdireccion",
        "grupo",
        "area",
        "dependencia",
        "unidad",
        "coordinacion",
        "despacho",
        "gerencia",
        "subgerencia",
        "division",
        "seccion",
        "departamento",
        "proceso",
        "vicerrectoria",
        "facultad",
        "equipo",
        "subsecretaria",
        "regional",
        "centro",
        "talento",
        "jefatura",
        "viceministerio",
        "delegada",
        "comisaria",
        "inspeccion",
        "programa",
        "planeacion",
        "gestion",
        "control",
        "juridica",
        "almacen",
        "tesoreria",
        "contabilidad",
        "presupuesto",
        "sistemas",
        "archivo",
        "atencion",
        "comunicaciones",
        "contratacion",
        "bienestar",
        "urgencias",
        "secretario",
        "subproceso",
        "nucleo",
        "escuela",
        "laboratorio",
        "biblioteca",
        "ofc",
        "ofi",
        "dir",
        "sec",
    ]
)
_ENTITY_WORDS = frozenset(
    [
        "alcaldia",
        "gobernacion",
        "ministerio",
        "instituto",
        "hospital",
        "universidad",
        "empresa",
        "corporacion",
        "agencia",
        "contraloria",
        "personeria",
        "concejo",
        "asamblea",
        "superintendencia",
        "departamento",
        "unidad",
        "fondo",
        "registraduria",
        "procuraduria",
        "fiscalia",
        "defensoria",
        "policia",
        "ejercito",
        "servicio",
        "caja",
        "municipio",
        "distrito",
        "ese",
        "centro",
        "escuela",
        "institucion",
        "secretaria",
        "fundacion",
        "comision",
        "camara",
        "area",
        "auditoria",
        "colegio",
        "consejo",
        "autoridad",
        "parques",
        "rama",
        "tribunal",
        "veeduria",
        "terminal",
        "loteria",
        "aguas",
        "empresas",
    ]
)
_LABELLED = re.compile(
    r"(?is)^\s*(?:nombre de la )?entidad\s*[:\-–]\s*(?P<entity>.+?)[\s,;./\-–]*"
    r"\b(?:nombre del? )?(?:[aá]rea|dependencia|oficina)\s*:\s*(?P<area>.+)$"
)
_AREA_LABEL = re.compile(r"(?i)^\s*(?:[aá]rea|dependencia)\s*:\s*")
_ENTITY_LABEL = re.compile(r"(?i)^\s*entidad\s*:\s*")
_UNIT_INSIDE = re.compile(
    r"(?<=[a-záéíóúñ.)])(?<!\bde)(?<!\bla)(?<!\bel)(?<!\bdel)(?<!\blos)(?<!\blas)(?<!\by)(?<!\be)"
    r"(?<!\ben)(?<!\ba)\s+(?=(?:Oficina|Secretar[ií]a|Direcci[oó]n|Subdirecci[oó]n|Subsecretar[ií]a|"
    r"Grupo|Gerencia|Coordinaci[oó]n|Despacho|Vicerrector[ií]a|Facultad|Divisi[oó]n|Jefatura)\s)"
)
_LABELLED_AREA_FIRST = re.compile(
    r"(?is)^\s*(?:nombre del? )?(?:[aá]rea|dependencia|oficina)\s*:\s*(?P<area>.+?)[\s,;./\-–]*"
    r"\b(?:nombre de la )?entidad\s*:\s*(?P<entity>.+)$"
)
_LABELLED_BARE = re.compile(
    r"(?s)^\s*Entidad:?\s+(?P<entity>[A-ZÁÉÍÓÚÑ].+?)[\s,;./\-–]+(?:[AÁ]rea|Dependencia):?\s+"
    r"(?P<area>[A-ZÁÉÍÓÚÑ].+)$"
)
_BRACKETED = re.compile(r"(?s)^(?P<entity>.+?)\s*\((?P<area>[^()]+)\)[\s.]*$")
_LINE = re.compile(r"\s*\n\s*")
_DASH = re.compile(r"\s+[-–—−]{1,2}\s+|\s*[–—]\s*|\s+[-−]{1,2}(?=\S)|(?<=\S)[-−]{1,2}\s+")
_SLASH = re.compile(r"\s*(?:/|\||;)\s*")
_TIGHT = re.compile(r"-(?=[A-ZÁÉÍÓÚÑ])")
_COMMA = re.compile(r"\s*[,.]\s+|\s*,(?=[A-ZÁÉÍÓÚÑ])")
_ABBREVIATED = re.compile(r"(?:^|[.\s])\w$")  # `E.S.E`: its last dot is its own
_COLON = re.compile(r"\s*:\s+")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An entity, an area where the answer names one, and a doubt code ("" where plain)."""

    entity: str
    area: str | None
    doubt: str = ""


def split_organisation(text: str) -> Organisation:
    """Entity and area of an answer; pieces are verbatim but for white space at the cut."""
    labelled = (
        _LABELLED.match(text) or _LABELLED_AREA_FIRST.match(text) or _LABELLED_BARE.match(text)
    )
    if labelled:
        return Organisation(_flat(labelled["entity"]), _flat(labelled["area"]))
    text = _ENTITY_LABEL.sub("", text)
    bracketed = _BRACKETED.match(text)
    if bracketed and _names_unit(bracketed["area"]):
        return _made(bracketed["entity"], bracketed["area"])
    for separator in (_LINE, _DASH, _SLASH, _COMMA, _TIGHT, _COLON):
        cut = _at_unit(text, separator)
        if cut:
            return cut
    for separator in (_LINE, _DASH, _SLASH):
        cut = _at_lone_separator(text, separator)
        if cut:
            return cut
    return _before_unit(text) or Organisation(_flat(text), None)


def _before_unit(text: str) -> Organisation | None:
    """`Alcaldía de X Oficina de Y`: parted by a line end that is lost, told by the unit's name."""
    found = _UNIT_INSIDE.search(text)
    if found is None or _first_word(text) not in _ENTITY_WORDS:
        return None
    return _made(text[: found.start()], text[found.start() :], doubt="entity_area_split")


def _cuts(text: str, separator: re.Pattern[str]) -> list[tuple[str, str]]:
    """What stands before and after each place where the separator parts two texts."""
    pairs = [(_with_dot(text, m), text[m.end() :]) for m in separator.finditer(text)]
    return [(head, tail) for head, tail in pairs if head.strip() and tail.strip()]


def _with_dot(text: str, cut: re.Match[str]) -> str:
    head = text[: cut.start()]
    return f"{head}." if "." in cut[0] and _ABBREVIATED.search(head) else head


def _at_unit(text: str, separator: re.Pattern[str]) -> Organisation | None:
    """The first cut after which a word names a unit of an entity."""
    for head, tail in _cuts(text, separator):
        if _names_unit(tail) and not _is_acronym(tail):
            swapped = _starts_unit_not_entity(head) and _names_entity(tail)
            return _made(head, tail, swapped=swapped)
    return None


def _at_lone_separator(text: str, separator: re.Pattern[str]) -> Organisation | None:
    """Area first, or a cut whose words say nothing: plain where it is the only one."""
    cuts = _cuts(text, separator)
    for head, tail in cuts:
        if _names_entity(tail) and _names_unit(head):
            return _made(head, tail, swapped=True)
    for head, tail in cuts:
        if not _is_acronym(tail) and not _is_place(tail):
            plain = separator is _LINE or len(cuts) == 1
            return _made(head, tail, doubt="" if plain else "entity_area_split")
    return None


def _made(head: str, tail: str, *, swapped: bool = False, doubt: str = "") -> Organisation:
    head, tail = (tail, head) if swapped else (head, tail)
    doubt = "entity_area_swapped" if swapped else doubt
    area = _flat(_AREA_LABEL.sub("", tail.lstrip("-–—− "))).rstrip("-–— ")
    if is_not_applicable(area):
        return Organisation(_flat(head), None)
    return Organisation(_flat(head), area, doubt)


def _flat(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" ,;")


def _first_word(text: str) -> str:
    found = fold(text).split()
    skip = ("la", "el", "de", "las", "los")
    return next((word for word in found if word not in skip), "")


def _names_unit(text: str) -> bool:
    return bool(_AREA_LABEL.match(text)) or _first_word(text) in _UNIT_WORDS


def _names_entity(text: str) -> bool:
    return _first_word(text) in _ENTITY_WORDS


def _starts_unit_not_entity(text: str) -> bool:
    word = _first_word(text)
    return word in _UNIT_WORDS and word not in _ENTITY_WORDS


_ACRONYM = re.compile(r"^[A-ZÁÉÍÓÚÑ.&]{2,12}$|^\(?[A-Z]{2,12}\)?$")
_ORG_PLACES = frozenset({"colombia", "bogota", "bogota d c", "d c"})


def _is_acronym(text: str) -> bool:
    """True where what follows is only an acronym: `Instituto … - ICBF`."""
    return bool(_ACRONYM.match(text.strip()))


def _is_place(text: str) -> bool:
    return fold(text) in _ORG_PLACES
