"""The commands for using the dataset: export, search, diff, letters."""

from __future__ import annotations

import json
import sys
from pathlib import Path  # typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from lecciones.cli_base import Lang, plainly

if TYPE_CHECKING:
    from collections.abc import Iterable

Dataset = Annotated[
    Path,
    typer.Argument(
        metavar="CARPETA",
        help="La carpeta del conjunto de datos (la de --out).",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Lo mismo como JSON, para otros programas.")]


def export_command(
    *,
    folder: Dataset,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="xlsx|csv|jsonl|sqlite|duckdb|datos-gov",
            help="En qué formato.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="ARCHIVO",
            help="Archivo que se escribe; no puede estar dentro del conjunto de datos. Si no se "
            "dice: lecciones.xlsx (o .csv …) en la carpeta actual.",
            show_default=False,
        ),
    ] = None,
    headings: Annotated[
        str,
        typer.Option(
            "--headings",
            metavar="names|es|en",
            help="Encabezados: los nombres de las columnas o sus títulos en español o inglés.",
        ),
    ] = "names",
    lang: Lang = "es",
) -> None:
    """`lecciones export`."""
    with plainly(lang):
        from lecciones.data import export
        from lecciones.data_view import show_export

        show_export(*export(folder, to, out, headings=headings), lang)


def search_command(
    *,
    folder: Dataset,
    text: Annotated[
        list[str],
        typer.Argument(
            metavar="CONSULTA",
            help='Palabras; "una frase" entre comillas; -palabra para excluir (después de --).',
            show_default=False,
        ),
    ],
    fields: Annotated[
        list[str] | None,
        typer.Option(
            "--field",
            "-f",
            metavar="COLUMNA",
            help="Buscar solo en esta columna (topic, lesson …); se puede repetir.",
            show_default=False,
        ),
    ] = None,
    entity: Annotated[
        str,
        typer.Option(
            "--entity",
            "-e",
            metavar="TEXTO",
            help="Solo entidades cuyo nombre tenga estas palabras.",
            show_default=False,
        ),
    ] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", help="Cuántas mostrar.")] = 10,
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """`lecciones search`."""
    with plainly(lang):
        from lecciones.data import search
        from lecciones.data_view import answer_as_json, show_answer

        answer = search(folder, " ".join(text), fields=fields or (), entity=entity, limit=limit)
        if as_json:
            _print(answer_as_json(answer))
        else:
            show_answer(answer, lang)


def diff_command(
    *,
    before: Annotated[
        Path, typer.Argument(metavar="ANTES", help="La carpeta de antes.", show_default=False)
    ],
    after: Annotated[
        Path, typer.Argument(metavar="DESPUES", help="La carpeta de ahora.", show_default=False)
    ],
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """`lecciones diff`."""
    with plainly(lang):
        from lecciones.data import diff
        from lecciones.data_view import show_changes

        changes = diff(before, after)
        if as_json:
            _print_lines(
                {"change": c.kind, "lesson_id": c.lesson_id, "fields": c.fields} for c in changes
            )
        else:
            show_changes(changes, lang)


def letters_command(
    *,
    folder: Dataset,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="CARPETA",
            help="Carpeta de las cartas. Si no se dice: restricted/letters del conjunto de datos.",
            show_default=False,
        ),
    ] = None,
    lang: Lang = "es",
) -> None:
    """`lecciones letters`."""
    with plainly(lang):
        from lecciones.data_view import show_letters
        from lecciones.letters import write_letters

        show_letters(write_letters(folder, out), lang)


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    app.command(
        "search",
        short_help="Busca en las lecciones publicadas.",
        help=(
            "Busca en las lecciones publicadas, las mejores primero, con el trozo de texto en que "
            "están las palabras. No importan las tildes, las mayúsculas ni el plural.\n\n"
            "Full-text search over the published lessons."
        ),
        epilog=(
            "Ejemplos:  lecciones search salida aliados talento humano  |  lecciones search salida "
            '"ventanilla única" -f topic -e cúcuta'
        ),
    )(search_command)
    app.command(
        "export",
        short_help="Copia las lecciones a Excel, CSV, JSON, SQLite o DuckDB.",
        help=(
            "Copia las lecciones publicadas, con sus valores derivados, a otro formato. Es una "
            "copia: si después se retira una lección, vuelva a exportar y borre la anterior.\n\n"
            "Copies the published lessons to another format."
        ),
        epilog="Ejemplo:  lecciones export salida --to xlsx --headings es",
    )(export_command)
    app.command(
        "diff",
        short_help="Dice qué lecciones cambiaron entre dos conjuntos de datos.",
        help=(
            "Dice qué lecciones se agregaron, cambiaron o retiraron entre dos conjuntos de datos: "
            "identificadores y columnas, nunca los textos.\n\n"
            "Tells which lessons differ between two datasets: ids and columns only."
        ),
        epilog="Ejemplo:  lecciones diff salida-junio salida-julio",
    )(diff_command)
    app.command(
        "letters",
        short_help="Escribe una nota a quien envió cada formato por corregir.",
        help=(
            "Escribe, para cada formato que no se publicó o quedó incompleto, una nota en Word y "
            "en texto que dice qué falta o se contradice y cómo corregirlo, sin su contenido.\n\n"
            "Writes a short note for each form that was withheld or is incomplete."
        ),
        epilog="Ejemplo:  lecciones letters salida",
    )(letters_command)


def _print(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _print_lines(values: Iterable[object]) -> None:
    for value in values:
        sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
