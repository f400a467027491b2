"""The data dictionary as Markdown, made from the tables themselves.

`python -m corpus.dictionary [es|en]` prints it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from corpus.folder import table_files
from schemas.tables import TABLES

if TYPE_CHECKING:
    from schemas.columns import Column, Table

_WORDS = {
    "es": {
        "title": "Diccionario de datos",
        "head": "| Columna | Tipo | Título | Significado |",
        "null": "puede faltar",
        "values": "Valores",
        "range": "Rango",
        "key": "Llave",
        "files": "Archivos",
    },
    "en": {
        "title": "Data dictionary",
        "head": "| Column | Type | Title | Meaning |",
        "null": "may be null",
        "values": "Values",
        "range": "Range",
        "key": "Key",
        "files": "Files",
    },
}


def data_dictionary(lang: str = "es") -> str:
    """Every table and column in Markdown, in Spanish ("es") or English ("en").

    Raises:
        KeyError: another language.
    """
    parts = [f"# {_WORDS[lang]['title']}\n"]
    parts.extend(_table(table, lang) for table in TABLES)
    return "\n".join(parts)


def _table(table: Table, lang: str) -> str:
    words = _WORDS[lang]
    is_spanish = lang == "es"
    files = ", ".join(f"`{name}`" for name in table_files(table))
    lines = [
        f"## `{table.name}`: {table.title_es if is_spanish else table.title_en}\n",
        f"{table.about_es if is_spanish else table.about_en}\n",
        f"{words['files']}: {files}.\n",
    ]
    if table.key:
        lines.append(f"{words['key']}: {', '.join(f'`{name}`' for name in table.key)}.\n")
    lines.extend((words["head"], "|---|---|---|---|"))
    lines.extend(_row(column, lang) for column in table.columns)
    return "\n".join(lines) + "\n"


def _row(column: Column, lang: str) -> str:
    title, about = (
        (column.title_es, column.about_es) if lang == "es" else (column.title_en, column.about_en)
    )
    kind = f"{column.type}, {_WORDS[lang]['null']}" if column.nullable else str(column.type)
    return f"| `{column.name}` | {kind} | {title} | {about}{_limits(column, lang)} |"


def _limits(column: Column, lang: str) -> str:
    words = _WORDS[lang]
    if column.allowed:
        return f" {words['values']}: {', '.join(f'`{value}`' for value in column.allowed)}."
    if column.minimum is None:
        return ""
    return (
        f" {words['range']}: {column.minimum:g}–{'' if column.maximum is None else column.maximum}."
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(data_dictionary(*sys.argv[1:2]).encode())
