"""The table of what is worked out from the lessons: nobody wrote these values on a form.

Each column says by which rule it comes about; `DERIVED_VERSION` rises whenever a rule changes.
"""

from __future__ import annotations

from enum import StrEnum

from schemas.columns import Column, ColumnType, Table
from schemas.identity import LESSON_ID, LESSON_ID_PATTERN

DERIVED_VERSION = 1
"""Of all rules together; a column of its own, so that every row tells."""

COUNTED_FIELDS = ("situation", "impact", "solutions", "lesson", "recommendation")
"""The answers in sentences: what words are counted in and likeness is told by."""

DIVIPOLA_EDITION = "2021"
"""The edition of the code list; Barrancominas (94343) is in it, Nuevo Belén de Bajirá is not."""


class Order(StrEnum):
    """The order of government that an entity belongs to."""

    NATIONAL = "national"
    DEPARTMENTAL = "departmental"
    MUNICIPAL = "municipal"
    DISTRICT = "district"
    REGIONAL = "regional"


class PlaceRule(StrEnum):
    """How the codes of a place came about, or why there are none."""

    MUNICIPALITY = "municipality_name"
    MUNICIPALITY_IN_DEPARTMENT = "municipality_and_department"
    DEPARTMENT = "department_name"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown_name"
    CONTRADICTORY = "contradictory"
    NOT_NAMED = "not_named"
    NO_ENTITY = "no_entity"


def _code(name: str, title_es: str, title_en: str, digits: int) -> Column:
    return Column(
        name,
        ColumnType.STRING,
        title_es,
        title_en,
        f"Código DIVIPOLA de {digits} dígitos, como texto (puede empezar por 0). Inferido del "
        "nombre de la entidad: dice dónde gobierna quien escribió, no qué territorio cubre la "
        f"lección. Edición de la lista: {DIVIPOLA_EDITION}.",
        f"DIVIPOLA code of {digits} digits, as text (it may begin with 0). Inferred from the "
        "entity's name: it tells where the writer governs, not which territory the lesson "
        f"covers. Edition of the list: {DIVIPOLA_EDITION}.",
        pattern=f"^[0-9]{{{digits}}}$",
    )


def _words(field: str, title_es: str, title_en: str) -> Column:
    return Column(
        f"words_{field}",
        ColumnType.INT,
        f"Palabras: {title_es}",
        f"Words: {title_en}",
        f"Cuántas palabras tiene la columna {field}; 0 si está vacía.",
        f"How many words the column {field} has; 0 where it is empty.",
        nullable=False,
        minimum=0,
    )


DERIVED = Table(
    "derived",
    "Valores derivados",
    "Derived values",
    "Una fila por lección con valores calculados por reglas a partir de sus textos; nadie los "
    "escribió en el formato. Se unen con lessons por lesson_id. Sirven para agrupar y contar, "
    "no para decidir sobre una entidad.",
    "One row a lesson with values worked out by rules from its texts; nobody wrote them on the "
    "form. They join lessons by lesson_id. They serve to group and count, not to decide on an "
    "entity.",
    (
        LESSON_ID,
        Column(
            "entity_key",
            ColumnType.STRING,
            "Entidad, para agrupar",
            "Entity, for grouping",
            "La entidad en minúsculas, sin tildes ni signos: junta las filas en que sólo cambia "
            "la ortografía.",
            "The entity in lower case, without accents or signs: brings together rows that "
            "differ in spelling only.",
        ),
        Column(
            "entity_order",
            ColumnType.STRING,
            "Orden de la entidad",
            "Order of the entity",
            "national: nacional; departmental: departamental; municipal; district: distrital; "
            "regional: corporaciones autónomas, áreas metropolitanas. Por palabras del nombre "
            "(Alcaldía, Gobernación, Ministerio, «Nacional», «Distrital»…). Vacío si el nombre "
            "no lo dice: no se adivina.",
            "national, departmental, municipal, district or regional (autonomous corporations, "
            "metropolitan areas), by words of the name. Null where the name does not say: it is "
            "not guessed.",
            allowed=tuple(Order),
        ),
        _code("department_code", "Código del departamento", "Department code", 2),
        Column(
            "department",
            ColumnType.STRING,
            "Departamento",
            "Department",
            "Nombre oficial del departamento con ese código.",
            "Official name of the department with that code.",
        ),
        _code("municipality_code", "Código del municipio", "Municipality code", 5),
        Column(
            "municipality",
            ColumnType.STRING,
            "Municipio",
            "Municipality",
            "Nombre oficial del municipio con ese código.",
            "Official name of the municipality with that code.",
        ),
        Column(
            "place_rule",
            ColumnType.STRING,
            "De dónde sale el lugar",
            "Where the place comes from",
            "municipality_name: el nombre de la entidad dice un municipio y sólo uno se llama "
            "así; municipality_and_department: dice también el departamento; department_name: "
            "dice un departamento; ambiguous: varios lugares se llaman así; unknown_name: ningún "
            "lugar se llama así; contradictory: ese municipio no es de ese departamento; "
            "not_named: la entidad no nombra el territorio que gobierna; no_entity: no hay "
            "entidad. Sólo nombres exactos, sin contar tildes ni mayúsculas.",
            "municipality_name: the entity's name says a municipality and only one has that "
            "name; municipality_and_department: it says the department too; department_name: it "
            "says a department; ambiguous: several places have that name; unknown_name: no place "
            "has it; contradictory: that municipality is not in that department; not_named: the "
            "entity does not name the territory that it governs; no_entity. Exact names only, "
            "accents and case apart.",
            nullable=False,
            allowed=tuple(PlaceRule),
        ),
        Column(
            "words",
            ColumnType.INT,
            "Palabras",
            "Words",
            "Cuántas palabras tienen juntas las cinco respuestas en prosa.",
            "How many words the five answers in sentences have together.",
            nullable=False,
            minimum=0,
        ),
        _words("situation", "situación", "situation"),
        _words("impact", "impacto", "impact"),
        _words("solutions", "soluciones", "solutions"),
        _words("lesson", "lección", "lesson"),
        _words("recommendation", "recomendación", "recommendation"),
        Column(
            "similar_group",
            ColumnType.STRING,
            "Grupo de casi iguales",
            "Group of near duplicates",
            "El lesson_id más bajo de un grupo de lecciones casi iguales; vacío si no hay otra. "
            "Casi iguales: comparten al menos el 80 % de sus secuencias de tres palabras "
            "(índice de Jaccard exacto; los candidatos se buscan con MinHash). Las de menos de "
            "20 palabras no se comparan.",
            "The lowest lesson_id of a group of lessons nearly alike; null where there is no "
            "other. Nearly alike: they share at least 80 % of their three-word sequences (exact "
            "Jaccard index; candidates are looked up by MinHash). Those under 20 words are not "
            "compared.",
            pattern=LESSON_ID_PATTERN,
        ),
        Column(
            "key_terms",
            ColumnType.STRING,
            "Términos clave",
            "Key terms",
            "Hasta ocho expresiones de una a cuatro palabras, separadas por «; », las de mayor "
            "peso primero: las que más se repiten en la lección sin palabras vacías, y más las "
            "largas (C-value de Frantzi y otros, 2000), con doble cuenta en el tema. Salen sólo "
            "de esa lección y no son un vocabulario controlado.",
            "Up to eight expressions of one to four words, separated by \"; \", the weightiest "
            "first: those that recur most in the lesson without stop words, long ones more "
            "(C-value, Frantzi et al. 2000), counted twice in the topic. They come from that "
            "lesson alone and are no controlled vocabulary.",
        ),
        Column(
            "derived_version",
            ColumnType.INT,
            "Versión de las reglas",
            "Version of the rules",
            "Versión de las reglas con que se calculó esta fila.",
            "Version of the rules that this row was worked out by.",
            nullable=False,
            minimum=1,
        ),
    ),
    key=("lesson_id",),
    refers_to="lessons",
)  # fmt: skip
