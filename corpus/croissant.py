"""`croissant.json`: the dataset for machine-learning tools (MLCommons Croissant 1.0 with RAI).

Required keys that only the owner knows (licence, creator) stand there where the owner set
them; there is no address and no date, for the dataset is a folder that the same forms give
again, byte for byte.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from corpus.folder import table_files
from schemas.columns import ColumnType
from schemas.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpus.package import FileFacts
    from corpus.settings import Settings
    from schemas.columns import Column, Table

CROISSANT_FILE = "croissant.json"

BIAS_ES = (
    "Sólo aparecen lecciones de entidades que autorizaron compartirlas. El formato pide una de las "
    "experiencias más relevantes de cada área, elegida y contada por ella misma: contar filas no "
    "dice con qué frecuencia ocurre algo, y lo que salió mal puede estar menos contado que lo que "
    "salió bien."
)
BIAS_EN = (
    "Only lessons of entities that consented to share them are here. The form asks each area for "
    "one of its most relevant experiences, chosen and told by itself: counting rows does not tell "
    "how often something happens, and what went wrong may be told less than what went well."
)
"""What the form itself brings with it, whatever is done with the data."""

_TYPES = {
    ColumnType.STRING: "sc:Text",
    ColumnType.DATE: "sc:Date",
    ColumnType.FLOAT: "sc:Float",
    ColumnType.INT: "sc:Integer",
    ColumnType.LONG: "sc:Integer",
}
_CONTEXT = {
    "@language": "es",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the specification gives, as it gives it."""


def croissant_json(facts: Mapping[str, FileFacts], settings: Settings) -> bytes:
    """The text of `croissant.json` (UTF-8); `facts` of each shared file by its name."""
    shared = [table for table in TABLES if not table.restricted]
    told: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": [
            "http://mlcommons.org/croissant/1.0",
            "http://mlcommons.org/croissant/RAI/1.0",
        ],
        "name": "lecciones-aprendidas",
        "description": "Lecciones aprendidas de entidades públicas, leídas de formatos "
        "diligenciados; sólo las que su formato autoriza compartir. Lessons learned of public "
        "entities, read from filled-in forms; only those whose form authorises sharing.",
        "inLanguage": "es",
        "keywords": ["lecciones aprendidas", "gestión del conocimiento", "lessons learned"],
        "isLiveDataset": True,
    }
    told |= _of_the_owner(settings)
    told |= _responsible_ai()
    told["distribution"] = [
        _file(name, facts[name]) for table in shared for name in table_files(table)
    ]
    told["recordSet"] = [_record_set(table) for table in shared]
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def _of_the_owner(settings: Settings) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if settings.licence:
        told["license"] = settings.licence_url or settings.licence
    if settings.responsible:
        told["creator"] = {"@type": "sc:Organization", "name": settings.responsible}
        told["publisher"] = {"@type": "sc:Organization", "name": settings.responsible}
    return told


def _responsible_ai() -> dict[str, Any]:
    return {
        "rai:dataCollection": "Formatos «Documentación de lecciones aprendidas» diligenciados por "
        "áreas de entidades públicas y leídos por reglas; cada valor lleva su confianza y el lugar "
        "de la página en que está (answers).",
        "rai:dataCollectionType": "Document analysis",
        "rai:dataCollectionMissingData": "Una respuesta vacía o que sólo dice que no aplica es "
        "nula; answers dice cuál de las dos. Nada se completa.",
        "rai:dataPreprocessingProtocol": "Textos literales en Unicode NFC; saltos de línea de la "
        "página deshechos; datos personales enmascarados.",
        "rai:personalSensitiveInformation": "Nombres, teléfonos, correos y documentos están "
        "reemplazados por [PERSONA], [TELÉFONO], [CORREO] y [DOCUMENTO].",
        "rai:dataBiases": f"{BIAS_ES} {BIAS_EN}",
        "rai:dataLimitations": "Los valores de derived son calculados por reglas; los códigos de "
        "lugar salen del nombre de la entidad y no dicen qué territorio cubre la lección.",
    }


def _file(name: str, facts: FileFacts) -> dict[str, Any]:
    is_csv = name.endswith(".csv")
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": name,
        "contentSize": f"{facts.size_bytes} B",
        "encodingFormat": "text/csv" if is_csv else "application/x-parquet",
        "sha256": facts.sha256,
    }


def _record_set(table: Table) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.about_es,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_field(table, column) for column in table.columns],
    }
    return told


def _field(table: Table, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.about_es,
        "dataType": _TYPES[column.type],
        "source": {
            "fileObject": {"@id": table_files(table)[0]},
            "extract": {"column": column.name},
        },
    }
    if table.refers_to and column.name == "lesson_id":
        field["references"] = {"field": {"@id": f"{table.refers_to}/lesson_id"}}
    return field
