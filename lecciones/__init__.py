"""lecciones: filled-in lessons-learned forms in, a dataset that people can trust out.

    import lecciones

    summary = lecciones.run(["formularios/"], "out")
    lessons = lecciones.read_lessons("out")          # a typed pandas.DataFrame

Everything here is loaded when first used: importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.read import read_answers, read_derived, read_forms, read_lessons
    from lecciones.acts import hold, release, restore, revoke
    from lecciones.data import diff, export, search
    from lecciones.errors import (
        Interrupted,
        LeccionesError,
        NotReadError,
        RunError,
        UnreadableError,
        UsageError,
    )
    from lecciones.inspection import inspect
    from lecciones.jobs import Limits
    from lecciones.proving import prove, verify
    from lecciones.running import OwnersChoice, run
    from lecciones.summary import RunSummary

__version__ = "0.1.0"

__all__ = [
    "Interrupted",
    "LeccionesError",
    "Limits",
    "NotReadError",
    "OwnersChoice",
    "RunError",
    "RunSummary",
    "UnreadableError",
    "UsageError",
    "__version__",
    "diff",
    "export",
    "hold",
    "inspect",
    "prove",
    "read_answers",
    "read_derived",
    "read_forms",
    "read_lessons",
    "release",
    "restore",
    "revoke",
    "run",
    "search",
    "verify",
]

_HOMES = {
    "Interrupted": "lecciones.errors",
    "LeccionesError": "lecciones.errors",
    "Limits": "lecciones.jobs",
    "NotReadError": "lecciones.errors",
    "RunError": "lecciones.errors",
    "UnreadableError": "lecciones.errors",
    "UsageError": "lecciones.errors",
    "OwnersChoice": "lecciones.running",
    "RunSummary": "lecciones.summary",
    "hold": "lecciones.acts",
    "prove": "lecciones.proving",
    "release": "lecciones.acts",
    "restore": "lecciones.acts",
    "revoke": "lecciones.acts",
    "verify": "lecciones.proving",
    "diff": "lecciones.data",
    "export": "lecciones.data",
    "inspect": "lecciones.inspection",
    "read_answers": "corpus.read",
    "read_derived": "corpus.read",
    "read_forms": "corpus.read",
    "read_lessons": "corpus.read",
    "run": "lecciones.running",
    "search": "lecciones.data",
}


def __getattr__(name: str) -> object:
    """Loads a public name when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'lecciones' has no attribute '{name}'")
    import importlib

    found = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted(__all__)
