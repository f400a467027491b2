"""What all commands share: the language option, and faults told in one sentence."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer
from typer.core import TyperArgument, TyperOption

from lecciones.errors import LeccionesError, RunError, UsageError
from lecciones.messages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


_CHECK = "get_runtime_param"
"""What typer's parameters make the check of a value with; an older typer has none of it."""


class _Parameter(Protocol):
    """What is asked of typer's parameters."""

    multiple: bool
    nargs: int


@cache
def take_texts_as_they_are() -> None:
    """Spares typer the check that a text is a text.

    It makes it with pydantic, whose loading takes as long as reading a form.
    """
    for kind in (TyperArgument, TyperOption):
        make: Callable[[_Parameter], object] | None = getattr(kind, _CHECK, None)
        if make is not None:
            setattr(kind, _CHECK, _checked_by(make))


def _checked_by(
    make: Callable[[_Parameter], object],
) -> Callable[[_Parameter], _Check]:
    return lambda parameter: _Check(parameter, make)


class _Check:
    """Typer's check of one parameter's values, made where a value needs it."""

    def __init__(self, parameter: _Parameter, make: Callable[[_Parameter], object]) -> None:
        self._kind = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
        self._several = parameter.multiple or parameter.nargs == -1
        self._make = partial(make, parameter)

    def __getattr__(self, name: str) -> object:
        return getattr(self._make(), name)

    def coerce(self, value: object, **place: object) -> object:
        """The value as the command takes it."""
        if value is None:
            return () if self._several else None
        if self._kind is str and not self._several and _is_text(value):
            return value
        if (
            self._kind == list[str]
            and isinstance(value, list | tuple)
            and all(map(_is_text, value))
        ):
            return list(value)
        check: Callable[..., object] = getattr(self._make(), "coerce")  # noqa: B009
        return check(value, **place)


def _is_text(value: object) -> bool:
    """Whether it is Unicode text: an argument may hold bytes that are none."""
    return type(value) is str and value.isprintable()


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
