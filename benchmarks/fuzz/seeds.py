"""The good files that are broken: forms of every tool, and odd files of the wild where kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.fuzz.mutate import opened
from tests.forms.factory import Kind, Tool, draw_case, make, unavailable

if TYPE_CHECKING:
    from collections.abc import Iterable

_WILD = Path(__file__).parents[2] / "../shared/hostile/files"
_MAX_SEED_BYTES = 200 * 2**10


@dataclass(frozen=True, slots=True)
class Seed:
    """A file to break."""

    name: str
    data: bytes
    wild: bool = False


def seeds(a_tool: int, *, wild: bool, tools: Iterable[Tool] = Tool) -> list[Seed]:
    """`a_tool` forms of each tool that is installed, PDF also unpacked; `wild` files too."""
    cases = [
        draw_case(number, tool=tool, kind=Kind.FORM if number % 6 else Kind.MULTI)
        for tool in tools
        if not unavailable(tool)
        for number in range(a_tool)
    ]
    found = [Seed(made.case.name, made.data) for made in make(cases)]
    found += [
        Seed(f"opened-{seed.name}", opened(seed.data))
        for seed in found
        if seed.data.startswith(b"%PDF-")
    ]
    if wild and _WILD.is_dir():
        found += [
            Seed(path.name, path.read_bytes(), wild=True)
            for path in sorted(_WILD.iterdir())
            if 0 < path.stat().st_size <= _MAX_SEED_BYTES
        ]
    return found
