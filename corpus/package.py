"""`datapackage.json`: what the shared tables are, for people and for programs.

A Frictionless Data Package v2 (https://datapackage.org/standard/data-package/). It
describes what lies directly in DIR; what is under `restricted/` is not shared and so not
described. Without a time of writing, so that the same state gives the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from schemas.columns import ColumnType
from schemas.records import Status
from schemas.tables import ANSWERS, DERIVED, LESSONS
from schemas.template import builtin_templates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpus.settings import Settings
    from schemas.columns import Column, Table

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

_TYPES = {
    ColumnType.STRING: "string",
    ColumnType.DATE: "date",
    ColumnType.FLOAT: "number",
    ColumnType.INT: "integer",
    ColumnType.LONG: "integer",
}

_CSV_NOTE_ES = (
    " En el CSV, un texto que una hoja de cálculo tomaría por fórmula, o que empieza con "
    "apóstrofo, lleva un apóstrofo de más al comienzo."
)
_CSV_NOTE_EN = (
    " In the CSV, a text that a spreadsheet would take for a formula, or that begins with an "
    "apostrophe, has one apostrophe more at its beginning."
)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Size in bytes and SHA-256 of a written file."""

    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many forms have this status for this reason (a code, "" where published)."""

    status: Status
    reason: str
    forms: int


def package_json(
    facts: Mapping[str, FileFacts], counts: tuple[ReasonCount, ...], settings: Settings
) -> bytes:
    """The text of `datapackage.json` (UTF-8); `facts` of each shared file by its name.

    A licence, an audience and who answers for the dataset stand there only where its owner set
    them.
    """
    package: dict[str, Any] = {
        "$schema": PROFILE,
        "name": "lecciones-aprendidas",
        "title": "Lecciones aprendidas de entidades públicas",
        "title:en": "Lessons learned of public entities",
        "description": "Lecciones aprendidas leídas de formatos diligenciados, cada valor con el "
        "lugar de la página en que está. Sólo las que su formato autoriza compartir.",
        "description:en": "Lessons learned read from filled-in forms, each value with the place "
        "on the page where it stands. Only those whose form authorises sharing.",
    }
    if settings.licence:
        package["licenses"] = [_licence(settings)]
    if settings.responsible:
        package["contributors"] = [{"title": settings.responsible, "roles": ["publisher"]}]
    if settings.audience:
        package["lecciones:audience"] = settings.audience
    if settings.channel:
        package["lecciones:channel"] = settings.channel
    package["lecciones:consent"] = _purposes()
    package["lecciones:counts"] = _totals(counts)
    package["lecciones:withheld"] = _withheld(counts)
    package["resources"] = [
        _resource("lessons", "lessons.csv", LESSONS, facts),
        _resource("lessons-parquet", "lessons.parquet", LESSONS, facts),
        _resource("answers", "answers.parquet", ANSWERS, facts),
        _resource("derived", "derived.parquet", DERIVED, facts),
    ]
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def table_schema(table: Table, *, in_parquet: bool = False) -> dict[str, Any]:
    """The table as a Frictionless Table Schema.

    In Parquet a nullable number is declared `number`, without limits: the reference
    implementation reads Parquet through pandas, where a null among numbers becomes "not a
    number", and would call each one a fault. The file itself says int32.
    """
    schema: dict[str, Any] = {
        "fields": [_field(column, in_parquet=in_parquet) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.refers_to:
        reference = {"resource": table.refers_to, "fields": ["lesson_id"]}
        schema["foreignKeys"] = [{"fields": ["lesson_id"], "reference": reference}]
    return schema


def _field(column: Column, *, in_parquet: bool) -> dict[str, Any]:
    kind = _TYPES[column.type]
    if in_parquet and column.nullable and kind in ("integer", "number"):
        kind = "number"
        column = replace(column, minimum=None, maximum=None)
    field: dict[str, Any] = {
        "name": column.name,
        "type": kind,
        "title": column.title_es,
        "title:en": column.title_en,
        "description": column.about_es,
        "description:en": column.about_en,
    }
    constraints = _constraints(column)
    if constraints:
        field["constraints"] = constraints
    return field


def _constraints(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if not column.nullable:
        constraints["required"] = True
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    if column.pattern:
        constraints["pattern"] = column.pattern
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    if column.maximum is not None:
        constraints["maximum"] = column.maximum
    return constraints


def _resource(name: str, path: str, table: Table, facts: Mapping[str, FileFacts]) -> dict[str, Any]:
    is_csv = path.endswith(".csv")
    resource: dict[str, Any] = {
        "name": name,
        "type": "table",
        "path": path,
        "title": table.title_es,
        "title:en": table.title_en,
        "description": table.about_es + (_CSV_NOTE_ES if is_csv else ""),
        "description:en": table.about_en + (_CSV_NOTE_EN if is_csv else ""),
        "format": "csv" if is_csv else "parquet",
        "mediatype": "text/csv" if is_csv else "application/vnd.apache.parquet",
    }
    if is_csv:
        resource["encoding"] = "utf-8"
        resource["dialect"] = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"'}
    # The reference implementation counts no bytes of Parquet, and would call any number wrong.
    resource["bytes" if is_csv else "lecciones:bytes"] = facts[path].size_bytes
    resource["hash"] = f"sha256:{facts[path].sha256}"
    resource["schema"] = table_schema(table, in_parquet=not is_csv)
    return resource


def _purposes() -> list[dict[str, str]]:
    """What each form's consent question authorises."""
    return [
        {
            "template": template.name,
            "purpose": template.consent.purpose_es,
            "purpose:en": template.consent.purpose_en,
        }
        for template in builtin_templates()
    ]


def _totals(counts: tuple[ReasonCount, ...]) -> dict[str, int]:
    def forms(status: Status) -> int:
        return sum(count.forms for count in counts if count.status is status)

    return {
        "forms": sum(count.forms for count in counts),
        "published": forms(Status.PUBLISHED),
        "duplicate": forms(Status.DUPLICATE),
    }


def _withheld(counts: tuple[ReasonCount, ...]) -> list[dict[str, str | int]]:
    shared = (Status.PUBLISHED, Status.DUPLICATE)
    return [
        {"status": count.status, "reason": count.reason, "forms": count.forms}
        for count in counts
        if count.status not in shared
    ]


def _licence(settings: Settings) -> dict[str, str]:
    parts = {
        "name": settings.licence,
        "title": settings.licence_title,
        "path": settings.licence_url,
    }
    return {key: value for key, value in parts.items() if value}
