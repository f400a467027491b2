"""The commands for people's decisions as a table: `decisions export` and `decisions import`."""

from __future__ import annotations

from pathlib import Path  # typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from lecciones.cli_base import Lang, plainly
from lecciones.cli_law import Dataset, Publish  # noqa: TC001  # typer reads the annotations
from lecciones.errors import UsageError

if TYPE_CHECKING:
    from lecciones.decisions_table import Imported

Name = Annotated[
    str | None,
    typer.Option(
        "--name",
        metavar="NOMBRE",
        help="Quién decide, para el registro. Si no se dice: el usuario del equipo.",
        show_default=False,
    ),
]
TABLE = Path("restricted/decisions.csv")
"""Where the table goes in the dataset's folder unless another place is given."""

app = typer.Typer(
    name="decisions",
    no_args_is_help=True,
    short_help="Las decisiones de las personas, como tabla para Excel.",
    help=(
        "Las decisiones de las personas como tabla para Excel: qué espera una decisión y qué se "
        "decidió.\n\n"
        "People's decisions as a table: what waits for one, and what was decided."
    ),
)


@app.command(
    "export",
    short_help="Escribe la tabla de decisiones (CSV para Excel).",
    help=(
        "Escribe una tabla con los formularios que esperan a una persona y los ya decididos. "
        "Diligencie la columna decision con sí, no o no es un formulario, y corrija un valor en "
        "la columna de su pregunta; después use «lecciones decisions import».\n\n"
        "Writes what waits for a person and what was decided, to be filled in."
    ),
    epilog="Ejemplo:  lecciones decisions export salida",
)
def export_command(
    *,
    out: Dataset,
    to: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="ARCHIVO",
            help="Dónde escribirla. Si no se dice: restricted/decisions.csv.",
            show_default=False,
        ),
    ] = None,
    lang: Lang = "es",
) -> None:
    """`lecciones decisions export`."""
    with plainly(lang):
        from corpus.atomic import write_whole
        from lecciones.acts import opened
        from lecciones.decisions_table import decisions_csv
        from lecciones.messages import say
        from lecciones.shell import make_console
        from lecciones.telling import told_plainly

        with opened(out) as (store, folder):
            place = _checked(to, folder)
            data = decisions_csv(store, lang)
        with told_plainly(place.parent):
            write_whole(place, data, private=True)
        make_console().print(say("decisions.written", lang, path=str(place)), soft_wrap=True)


@app.command(
    "import",
    short_help="Toma las decisiones de una tabla.",
    help=(
        "Toma las decisiones de la tabla, lee otra vez los formularios y publica. Una fila que no "
        "se puede tomar se dice con su número, y las demás valen.\n\n"
        "Takes the decisions of a table in, reads the forms again and publishes."
    ),
    epilog="Ejemplo:  lecciones decisions import salida decisiones.csv --name 'Ana Pérez'",
)
def import_command(
    *,
    out: Dataset,
    table: Annotated[Path, typer.Argument(metavar="TABLA", help="La tabla (CSV).")],
    name: Name = None,
    publish: Publish = True,
    lang: Lang = "es",
) -> None:
    """`lecciones decisions import`."""
    with plainly(lang):
        from lecciones.acts import opened
        from lecciones.decisions_table import LARGEST_BYTES, import_decisions
        from lecciones.publishing import publish_all
        from lecciones.review import reviewer

        try:
            with table.open("rb") as file:
                data = file.read(LARGEST_BYTES + 1)
        except OSError:
            raise UsageError("no_input", path=str(table)) from None
        with opened(out) as (store, folder):
            done = import_decisions(store, folder, data, reviewer(name))
            lessons = None
            if publish:
                lessons = publish_all(store, folder, lang)[0].published
        _show(done, lessons, lang)
        if done.faults:
            raise typer.Exit(1)


def _checked(to: Path | None, folder: Path) -> Path:
    """Where the table goes; never among the files that are shared.

    Raises:
        UsageError: it would lie among those, or is a folder.
    """
    if to is None:
        return folder / TABLE
    place = to.absolute()
    if place.is_dir():
        raise UsageError("out_is_folder", path=str(to))
    inside = place.resolve().is_relative_to(folder.resolve())
    if inside and not place.resolve().is_relative_to((folder / "restricted").resolve()):
        raise UsageError("letters_shared", path=str(to))
    return place


def _show(done: Imported, lessons: int | None, lang: str) -> None:
    from lecciones.messages import say
    from lecciones.shell import make_console

    console = make_console()
    told = say("decisions.taken", lang, taken=done.taken, unchanged=done.unchanged)
    console.print(told, style="bold green")
    for fault in done.faults:
        why = say(f"error.{fault.code}", lang, **fault.details)
        line = say("decisions.fault", lang, line=fault.line, why=why)
        console.print(line, style="yellow", soft_wrap=True)
    if done.to_read:
        told = say("act.to_read", lang, count=done.to_read)
        console.print(told, style="yellow", soft_wrap=True)
    code = "act.not_published" if lessons is None else "act.published"
    console.print(say(code, lang, count=lessons), soft_wrap=True)


def add_to(program: typer.Typer) -> None:
    """Adds the commands to the program."""
    program.add_typer(app)
