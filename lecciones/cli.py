"""The command line: `run`, `inspect`, and those of `cli_data`, `cli_law` and `cli_review`.

No traceback reaches a person: what goes wrong is one sentence, with LECCIONES_DEBUG=1 the
whole story. Exit status: 0 all dealt with, 1 the run could not do its work, 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
from copy import copy
from functools import partial
from importlib import import_module
from pathlib import Path  # noqa: TC003  # typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from lecciones import cli_data, cli_law, cli_review
from lecciones.cli_base import Lang, Limit, SettingsFile, plainly, take_texts_as_they_are

if TYPE_CHECKING:
    from lecciones.jobs import Limits
    from lecciones.summary import RunSummary

_EPILOG = (
    "Ejemplo: lecciones run formularios --out salida. In English: add --lang en, "
    "or set LECCIONES_LANG=en."
)

app = typer.Typer(
    name="lecciones",
    help=(
        "Convierte formularios diligenciados de lecciones aprendidas (Word, PDF, HTML) en un "
        "conjunto de datos en el que se puede confiar.\n\n"
        "Turns filled-in lessons-learned forms into a dataset that people can trust."
    ),
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # Markdown and its colours take as long to load as all the rest
    context_settings={"help_option_names": ["-h", "--help"]},
)

_AUDIENCES = {"entidades": "entities", "publico": "public", "público": "public"}


def _version(wanted: bool) -> None:  # typer's signature
    if wanted:
        from lecciones import __version__

        typer.echo(f"lecciones {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Muestra la versión."),
    ] = False,
) -> None:
    pass


@app.command(
    "run",
    help=(
        "Lee los formularios, publica las lecciones autorizadas y dice qué no se publicó y por "
        "qué.\n\n"
        "Solo se publica lo que trae un Sí claro. Si ejecuta lo mismo otra vez, con la misma "
        "carpeta o una más grande, lee solo lo nuevo.\n\n"
        "Reads the forms and publishes the lessons whose consent is a clear Sí."
    ),
    short_help="Lee los formularios y publica las lecciones autorizadas.",
    epilog=(
        "Ejemplos:  lecciones run formularios --out salida  |  "
        "lecciones run enero.zip correo.eml ficha.docx --out salida --strict"
    ),
)
def run_command(
    *,
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="ENTRADA",
            help="Archivos o carpetas con los formularios; también .zip y correos .eml.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            metavar="CARPETA",
            help="Carpeta donde queda el conjunto de datos. Se crea si no existe.",
            show_default=False,
        ),
    ],
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            metavar="N",
            help="Cuántos archivos leer a la vez. Si no se dice: uno por procesador.",
            show_default=False,
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            metavar="DIRECCIÓN",
            help="Lee en los trabajadores de un clúster Dask, como tcp://servidor:8786, en vez de "
            "en este equipo.",
            show_default=False,
        ),
    ] = None,
    publish_to: Annotated[
        str | None,
        typer.Option(
            "--publish-to",
            metavar="DIRECCIÓN",
            help="Además, deja una copia de lo público en esta dirección, como s3://cubo/lecciones.",
            show_default=False,
        ),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Termina con error (1) si algún archivo no se pudo leer."),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No muestra nada si todo sale bien.")
    ] = False,
    licence: Annotated[
        str | None,
        typer.Option(
            "--licence",
            "--license",
            metavar="NOMBRE",
            help="Licencia que fija el responsable, como CC-BY-4.0; queda guardada. Con '' se "
            "quita. Si nadie la fija, no hay ninguna.",
            show_default=False,
        ),
    ] = None,
    licence_url: Annotated[
        str | None,
        typer.Option(
            "--licence-url", metavar="URL", help="Dirección de la licencia.", show_default=False
        ),
    ] = None,
    audience: Annotated[
        str | None,
        typer.Option(
            "--audience",
            metavar="entidades|publico",
            help="Para quién es el conjunto de datos, si el responsable lo fija; queda guardado.",
            show_default=False,
        ),
    ] = None,
    contacts: Annotated[
        bool | None,
        typer.Option(
            "--contacts/--no-contacts",
            help="Con --no-contacts no se guarda ningún dato de contacto, y se borran los que "
            "había; queda guardado.",
            show_default=False,
        ),
    ] = None,
    follow_links: Annotated[
        bool | None,
        typer.Option(
            "--follow-links/--no-follow-links",
            help="Con --follow-links se lee también lo que está fuera de la carpeta y al que lleva "
            "un acceso directo (enlace) en ella; queda guardado. Si no se dice, no.",
            show_default=False,
        ),
    ] = None,
    limit: Limit = None,
    settings: SettingsFile = None,
    lang: Lang = "es",
) -> None:
    """`lecciones run`."""
    with plainly(lang):
        from lecciones.limits import chosen_limits
        from lecciones.running import OwnersChoice, run

        audience = _AUDIENCES.get(audience or "", audience)
        owner = OwnersChoice(licence, licence_url, audience, contacts, follow_links)
        limits = chosen_limits(settings, limit or ())
        work = partial(run, inputs, out, workers=workers, scheduler=scheduler, owner=owner)
        work = partial(work, publish_to=publish_to, limits=limits, lang=lang)
        _run(work, lang=lang, strict=strict, quiet=quiet)


@app.command(
    "inspect",
    help=(
        "Muestra lo que se leyó de un archivo: cada respuesta, en qué lugar está y con qué "
        "certeza.\n\n"
        "Muestra datos personales en la pantalla, aunque el formulario no autorice "
        "compartirlos.\n\n"
        "Shows what was read from one file, each answer with its place and how sure it is."
    ),
    short_help="Muestra lo que se leyó de un archivo, y en qué lugar está.",
    epilog="Ejemplo:  lecciones inspect ficha.pdf",
)
def inspect_command(
    *,
    file: Annotated[
        str, typer.Argument(metavar="ARCHIVO", help="Un solo formulario.", show_default=False)
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Muestra lo leído como JSON, para otros programas.")
    ] = False,
    limit: Limit = None,
    settings: SettingsFile = None,
    lang: Lang = "es",
) -> None:
    """`lecciones inspect`."""
    with plainly(lang):
        from lecciones.limits import chosen_limits

        _inspect(file, chosen_limits(settings, limit or ()), lang=lang, as_json=as_json)


@app.command(
    "doctor",
    help=(
        "Dice qué hay en este equipo para leer formularios (LibreOffice, Tesseract, su español) y "
        "qué falta instalar.\n\n"
        "Says what this machine has for reading forms, and what is missing."
    ),
    short_help="Dice qué hay en este equipo y qué falta instalar.",
)
def doctor_command(*, lang: Lang = "es") -> None:
    """`lecciones doctor`."""
    with plainly(lang):
        _doctor(lang)


cli_data.add_to(app)
cli_law.add_to(app)
cli_review.add_to(app)
# The desk stands above this package: it adds its commands to the program.
import_module("desk.commands").add_to(app)


def _doctor(lang: str) -> None:
    from lecciones.doctor import findings
    from lecciones.messages import say
    from lecciones.shell import make_console

    console = make_console()
    console.print(say("doctor.title", lang))
    for finding in findings(lang):
        style = "green" if finding.good else "yellow"
        console.print(f"  {'✓' if finding.good else '✗'} {finding.sentence}", style=style)


def main() -> None:
    """The program `lecciones`: exits with 0, 1 or 2."""
    _leave_no_core()
    # Arrow's own allocator keeps what a publishing let go of: a seventh of its memory
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    try:
        take_texts_as_they_are()
        status = _with_what_is_asked(sys.argv[1:])(prog_name="lecciones", standalone_mode=False)
    except typer.Abort:
        status = 1
    except Exception as error:
        status = _misused(error)
        if status is None:
            raise
    # Ctrl+C before the run began comes as 130; a run that was not done is 1.
    sys.exit(min(status or 0, 2) if status != 130 else 1)


def _with_what_is_asked(arguments: list[str]) -> typer.Typer:
    """The app with the one command that is called, where one is: each takes time to set up."""
    called = [command for command in app.registered_commands if command.name in arguments[:1]]
    if not called:
        return app
    asked = copy(app)
    asked.registered_commands = called
    return asked


def _leave_no_core() -> None:
    """A crash dump would hold what the program was reading: personal data."""
    try:
        import resource
    except ImportError:  # Windows writes none unless it was told to
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))


def _misused(error: Exception) -> int | None:
    """Says what is wrong with the call; the exit status, None where that is not the fault."""
    from lecciones.printable import printable
    from lecciones.usage import asks_for_help, usage_sentence, wanted_language

    help_text = asks_for_help(error)
    sentence = usage_sentence(error, wanted_language(sys.argv[1:]))
    if help_text is not None:
        typer.echo(help_text)
        return 0
    if sentence is None:
        return None
    typer.echo(f"lecciones: {printable(sentence)}", err=True)
    return 2


def _run(work: partial[RunSummary], *, lang: str, strict: bool, quiet: bool) -> None:
    from lecciones.shell import ProgressLine, make_console, show_summary

    console = make_console()
    if quiet:
        summary = work()
    else:
        with ProgressLine(make_console(to_stderr=True), lang) as progress:
            summary = work(progress=progress)
        show_summary(console, summary, lang)
    if strict and summary.not_read:
        raise typer.Exit(1)


def _inspect(file: str, limits: Limits, *, lang: str, as_json: bool) -> None:
    from lecciones import inspect_view
    from lecciones.inspection import inspect
    from lecciones.shell import make_console

    console = make_console()
    readings = inspect(file, limits=limits)
    if as_json:
        sys.stdout.write(inspect_view.as_json(readings) + "\n")
    else:
        inspect_view.show_readings(console, readings, lang)


if __name__ == "__main__":
    main()
