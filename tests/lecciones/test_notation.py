"""Only known notations of marks go into the log."""

from __future__ import annotations

import pytest

from lecciones.notation import UNKNOWN, known_notation


@pytest.mark.parametrize(
    "raw",
    [
        "☒",
        "X",
        "( X )",
        "w14:checked=1; ☒",
        "/V /Yes; /AS /Yes",
        "/V /Off",
        "ink=0.57",
        '<input type="checkbox" checked>',
        "w:sym Wingdings F0FE",
        "bold underlined",
        "w:checked=1",
        "ActiveX Value=1",
    ],
)
def test_a_known_notation_is_kept(raw: str) -> None:
    """It is evidence, and says nothing of the form."""
    assert known_notation(raw) == raw


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("/V /Solo_dentro_de_la_entidad; /AS /Yes", f"{UNKNOWN}; /AS /Yes"),
        ("Ana Pérez", UNKNOWN),
        ("w:sym Secreto F0FE", UNKNOWN),
        ('<input type="checkbox" value="Ana">', UNKNOWN),
        ("xyz", UNKNOWN),
        ("", ""),
    ],
)
def test_words_of_the_form_are_not(raw: str, kept: str) -> None:
    """A file can write anything where a notation is expected."""
    assert known_notation(raw) == kept
