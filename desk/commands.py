"""The commands that open the desk: `lecciones review` and `lecciones desk`."""

from __future__ import annotations

import webbrowser
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lecciones.cli_base import Lang, plainly
from lecciones.cli_review import Name  # noqa: TC001  # typer reads the annotations
from lecciones.errors import UsageError
from lecciones.messages import say

if TYPE_CHECKING:
    from desk.office import Setting

Port = Annotated[
    int,
    typer.Option("--port", metavar="N", help="Puerto. Si no se dice: uno que esté libre.", min=0,
                 max=65535, show_default=False),
]  # fmt: skip
Browser = Annotated[
    bool, typer.Option("--browser/--no-browser", help="Abrir el navegador de una vez.")
]
NEEDED = ("starlette", "uvicorn", "python_multipart")
"""What the extra `desk` installs."""

INBOX, DATASET = "formularios", "datos"
"""The folders of a desk: for files that are handed in, and for the dataset."""


def review_command(
    *,
    out: Annotated[
        Path,
        typer.Argument(
            metavar="CARPETA",
            help="La carpeta del conjunto de datos (la de --out).",
            show_default=False,
        ),
    ],
    name: Name = None,
    port: Port = 0,
    browser: Browser = True,
    lang: Lang = "es",
) -> None:
    """`lecciones review`."""
    with plainly(lang):
        _need_extra()
        from desk.office import Setting
        from lecciones.acts import opened
        from lecciones.review import reviewer

        with opened(out) as (_, folder):
            setting = Setting(folder, reviewer(name), lang)
        _serve(setting, port, browser=browser)


def desk_command(
    *,
    base: Annotated[
        Path | None,
        typer.Argument(
            metavar="[CARPETA]",
            help="Carpeta de trabajo: en ella quedan «formularios» (lo que se entrega) y «datos» "
            "(el conjunto de datos). Si no se dice: «lecciones» en su carpeta personal.",
            show_default=False,
        ),
    ] = None,
    folder: Annotated[
        list[Path] | None,
        typer.Option(
            "--folder",
            metavar="CARPETA",
            help="Otra carpeta con formularios que también se lee; se puede repetir.",
            show_default=False,
        ),
    ] = None,
    name: Name = None,
    port: Port = 0,
    browser: Browser = True,
    lang: Lang = "es",
) -> None:
    """`lecciones desk`."""
    with plainly(lang):
        _need_extra()
        from desk.office import Setting
        from lecciones.review import reviewer

        place = (base or Path.home() / "lecciones").absolute()
        inbox = _made(place / INBOX)
        inputs = tuple(_existing(one) for one in folder or ())
        setting = Setting(place / DATASET, reviewer(name), lang, inbox, inputs)
        _serve(setting, port, browser=browser)


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    app.command(
        "review",
        short_help="Abre la mesa de revisión: decidir lo dudoso mirando la página.",
        help=(
            "Abre en el navegador la mesa de revisión: los formularios que esperan a una persona, "
            "cada uno junto a su página, para decidir la autorización, corregir y confirmar, con "
            "el teclado si se quiere. Todo queda en este equipo.\n\n"
            "Opens the review desk: what waits for a person, each form beside its page."
        ),
        epilog="Ejemplo:  lecciones review salida --name 'Ana Pérez'",
    )(review_command)
    app.command(
        "desk",
        short_help="Todo en el navegador: entregar archivos, procesar, revisar y ver el informe.",
        help=(
            "Abre en el navegador todo el trabajo: entregar archivos, procesarlos, revisar lo "
            "dudoso y abrir el informe, sin usar la terminal.\n\n"
            "The whole job in the browser: hand files in, run, review, open the report."
        ),
        epilog="Ejemplo:  lecciones desk  |  lecciones desk D:\\lecciones --folder E:\\enero",
    )(desk_command)


def _need_extra() -> None:
    if any(find_spec(module) is None for module in NEEDED):
        raise UsageError("no_desk")


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise UsageError("out_not_writable", path=str(folder)) from None
    return folder


def _existing(folder: Path) -> Path:
    if not folder.exists():
        raise UsageError("no_input", path=str(folder))
    return folder.absolute()


def _serve(setting: Setting, port: int, *, browser: bool) -> None:
    from desk.server import served
    from lecciones.shell import make_console

    console = make_console()
    with served(setting, port) as desk:
        console.print(say("desk.started", setting.lang), style="bold")
        console.print(desk.link, soft_wrap=True, highlight=False)
        console.print(say("desk.how_to_end", setting.lang))
        if browser:
            webbrowser.open(desk.link)
        desk.run()
        if desk.office.has_dataset:
            _say_unpublished(setting)


def _say_unpublished(setting: Setting) -> None:
    from corpus.queue import unpublished
    from lecciones.acts import opened
    from lecciones.errors import RunError
    from lecciones.shell import make_console

    try:
        with opened(setting.folder) as (store, _):
            count = unpublished(store)
    except RunError:  # a run of another program has it
        return
    if count:
        told = say("desk.unpublished", setting.lang, count=count)
        make_console().print(told, style="yellow", soft_wrap=True)
