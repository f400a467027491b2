"""The keys that datos.gov.co asks for, as far as the dataset itself knows them.

What only the owner can say is null and listed under `por_llenar`: nothing is made up. The keys
are those in use in the catalogue (Socrata); an entity's DIVIPOLA code there says where the
publisher sits, not what the data cover, so it is the owner's to give.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from corpus.errors import DatasetError
from corpus.export.plan import Exported, Headings, headings_of
from corpus.tabular import WIDE_COLUMNS, check_tables
from schemas.columns import ColumnType
from schemas.tables import DERIVED, LESSONS

if TYPE_CHECKING:
    from pathlib import Path

_TYPES = {ColumnType.STRING: "text", ColumnType.DATE: "calendar_date"}
_ENTITY = "Información-de-la-Entidad"
_DATA = "Información-de-Datos"


def write_datos_gov(folder: Path, path: Path, headings: Headings) -> Exported:
    """Writes the keys as one JSON object; columns are those of the CSV export.

    Raises:
        DatasetError: DIR holds no dataset, or a table with other columns.
    """
    check_tables(folder, LESSONS, DERIVED)
    package = _package(folder)
    titles = Headings.SPANISH if headings is Headings.NAMES else headings
    keys = _keys(package)
    keys["por_llenar"] = [name for name, value in keys.items() if value is None]
    keys["columns"] = [
        {
            "columns_name": title,
            "columns_field_name": column.name,
            "columns_datatype": _TYPES.get(column.type, "number"),
            "columns_description": column.about_es,
        }
        for column, title in zip(WIDE_COLUMNS, headings_of(WIDE_COLUMNS, titles), strict=True)
    ]
    path.write_text(json.dumps(keys, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return Exported(int(package["lecciones:counts"]["published"]))


def _keys(package: dict[str, Any]) -> dict[str, Any]:
    licence: dict[str, Any] = next(iter(package.get("licenses", ())), {})
    contributor: dict[str, Any] = next(iter(package.get("contributors", ())), {})
    publisher = contributor.get("title")
    return {
        "title": package["title"],
        "description": package["description"],
        "category": None,
        "tags": ["lecciones aprendidas", "gestión del conocimiento"],
        "attribution": publisher,
        "license": licence.get("name"),
        f"{_ENTITY}_Nombre-de-la-Entidad": publisher,
        f"{_ENTITY}_Sector": None,
        f"{_ENTITY}_Municipio": None,
        f"{_ENTITY}_DIVIPOLA-Municipio": None,
        f"{_ENTITY}_DIVIPOLA-Departamento": None,
        f"{_DATA}_Frecuencia-de-Actualización": None,
        f"{_DATA}_Cobertura-Geográfica": None,
        f"{_DATA}_Idioma": "Español",
    }


def _package(folder: Path) -> dict[str, Any]:
    path = folder / "datapackage.json"
    try:
        package: dict[str, Any] = json.loads(path.read_bytes())
        _ = package["lecciones:counts"]["published"], package["title"], package["description"]
    except (OSError, ValueError, KeyError, TypeError):
        raise DatasetError("table_missing", path) from None
    return package
