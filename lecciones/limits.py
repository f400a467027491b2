"""Limits as settings: `name=value` pairs from a file, the environment and the command line.

The names are the fields of `Limits` and `Bounds`. Later sources win: the TOML file's table
`[limits]`, then the variable LECCIONES_LIMITS (`seconds=120,pages=500`), then `--limit`.
Sizes may have a unit (`2GiB`, `500 MB`); `docs/limits.md` says what each one means.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.bounds import Bounds
from lecciones.errors import UsageError
from lecciones.jobs import Limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

VARIABLE = "LECCIONES_LIMITS"
FILE_VARIABLE = "LECCIONES_SETTINGS"
_UNITS = {"": 1, "k": 1024, "m": 1024**2, "g": 1024**3, "t": 1024**4}
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([kmgt]?)i?b?", re.IGNORECASE)
_WORDS = {"true": True, "false": False, "1": True, "0": False, "sí": True, "si": True, "no": False}


def names() -> tuple[str, ...]:
    """The names of all limits."""
    own = (field.name for field in fields(Limits) if field.name != "bounds")
    return (*own, *(field.name for field in fields(Bounds)))


def chosen_limits(
    settings: str | os.PathLike[str] | None = None, pairs: Iterable[str] = ()
) -> Limits:
    """The limits in force: defaults, then file, environment and `pairs` (`name=value`).

    Raises:
        UsageError: the file cannot be read, a name is none, or a value makes no sense.
    """
    limits = Limits()
    place = settings or os.environ.get(FILE_VARIABLE)
    if place:
        limits = _with(limits, _from_file(Path(place)))
    listed = [pair for pair in os.environ.get(VARIABLE, "").split(",") if pair.strip()]
    return _with(limits, map(_parted, [*listed, *pairs]))


def _from_file(path: Path) -> Iterator[tuple[str, object]]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("limits", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise UsageError("bad_settings", path=str(path)) from None
    if not isinstance(table, dict):
        raise UsageError("bad_settings", path=str(path))
    yield from table.items()


def _parted(pair: str) -> tuple[str, object]:
    name, _, value = pair.partition("=")
    return name.strip(), value.strip()


def _with(limits: Limits, pairs: Iterable[tuple[str, object]]) -> Limits:
    for name, value in pairs:
        if name not in names():
            raise UsageError("bad_limit_name", name=name, names=", ".join(names()))
        changed: dict[str, Any] = {name: _value(name, value)}
        if hasattr(limits.bounds, name):
            changed = {"bounds": replace(limits.bounds, **changed)}
        limits = replace(limits, **changed)
    return limits


def _value(name: str, value: object) -> float | bool:
    """The value as the limit's default has it: a switch, a whole number or seconds."""
    default = getattr(Bounds() if hasattr(Bounds(), name) else Limits(), name)
    if isinstance(default, bool):
        switch = value if isinstance(value, bool) else _WORDS.get(str(value).casefold())
        if switch is None:
            raise UsageError("bad_limit", name=name)
        return switch
    found = None if isinstance(value, bool) else _SIZE.fullmatch(str(value))
    if found is None or (found[2] and not name.endswith("_bytes")):
        raise UsageError("bad_limit", name=name)
    number = float(found[1]) * _UNITS[found[2].lower()]
    if number <= 0:
        raise UsageError("bad_limit", name=name)
    return number if isinstance(default, float) else int(number)
