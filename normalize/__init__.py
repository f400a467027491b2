"""`Document` and template in, `FormReading`s out: labels, answers, marks, typed values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from normalize.forms import read_forms

__all__ = ["read_forms"]


def __getattr__(name: str) -> object:
    """Loads the normalizer when it is asked for (PEP 562): who shows readings has no use for it."""
    if name != "read_forms":
        raise AttributeError(f"module 'normalize' has no attribute '{name}'")
    from normalize.forms import read_forms

    globals()[name] = read_forms
    return read_forms
