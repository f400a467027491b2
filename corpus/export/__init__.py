"""Copies of the dataset in the formats that other programs want, streamed.

One line a format: a function that takes DIR, the file to write and the headings.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from pathlib import Path

    from corpus.export.plan import Exported, Headings

FORMATS = {
    "xlsx": ("corpus.export.excel", ".xlsx"),
    "csv": ("corpus.export.texts", ".csv"),
    "jsonl": ("corpus.export.texts", ".jsonl"),
    "sqlite": ("corpus.export.databases", ".sqlite"),
    "duckdb": ("corpus.export.databases", ".duckdb"),
    "datos-gov": ("corpus.export.portal", "-datos-gov.json"),
}
"""The formats by name: the module that has `write_NAME` (`_` for `-`), and the usual ending."""


class Writer(Protocol):
    """Writes the dataset in `folder` to the new file `path`."""

    def __call__(self, folder: Path, path: Path, headings: Headings) -> Exported:
        """How many lessons were written, and what did not fit."""


def writer_of(name: str) -> Writer:
    """The writer of a format; raises `KeyError` for a name that is not in `FORMATS`."""
    module, _ = FORMATS[name]
    return cast("Writer", getattr(import_module(module), f"write_{name.replace('-', '_')}"))
