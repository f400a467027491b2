"""What all commands share: the language option, and faults told in one sentence."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lecciones.errors import LeccionesError, RunError, UsageError
from lecciones.messages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

Lang = Annotated[
    str,
    typer.Option(
        "--lang",
        envvar="LECCIONES_LANG",
        metavar="es|en",
        help="Idioma de los mensajes: es o en. Language of the messages.",
    ),
]

Limit = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        metavar="NOMBRE=VALOR",
        help="Cambia un límite de lectura, como seconds=120 o memory_bytes=4GB; se puede repetir. "
        "Todos están en docs/limits.md.",
        show_default=False,
    ),
]
SettingsFile = Annotated[
    Path | None,
    typer.Option(
        "--settings",
        metavar="ARCHIVO",
        help="Archivo TOML con los límites, en una tabla [limits].",
        show_default=False,
    ),
]


@contextmanager
def plainly(lang: str) -> Iterator[None]:
    """Turns whatever goes wrong into one sentence and an exit status."""
    try:
        if lang not in LANGUAGES:
            raise UsageError("bad_lang")
        yield
    except typer.Exit:
        raise
    except LeccionesError as error:
        _stop(error, lang)
    except KeyboardInterrupt:
        _stop(RunError("interrupted"), lang)
    except BrokenPipeError:
        # Whoever read our output has gone (`lecciones inspect … | head`): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except Exception as error:  # noqa: BLE001  # no traceback reaches a person
        _stop(RunError("unexpected", detail=type(error).__name__), lang)


def _stop(error: LeccionesError, lang: str) -> None:
    from lecciones.printable import printable

    if os.environ.get("LECCIONES_DEBUG"):
        raise error
    typer.echo(f"lecciones: {printable(error.sentence(lang))}", err=True)
    raise typer.Exit(error.exit_status) from None
