"""The id of a lesson: the same content gives the same id, whatever file carried it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from normalize.text import squash

if TYPE_CHECKING:
    from collections.abc import Iterable


def lesson_id(values: Iterable[str | None]) -> str:
    """16 hex digits from a lesson's values in column order, dates as ISO 8601.

    Accents, case, punctuation, spacing and paragraph breaks do not count, for they differ
    between a DOCX and its PDF. Nothing personal may be among the values: mask first.
    """
    digest = hashlib.sha256(b"lecciones lesson id 1")
    for value in values:
        digest.update(b"\x1f" if value is None else b"\x1e" + squash(value).encode())
    return digest.hexdigest()[:16]
