"""Consent answered by hand: typed in words, in other orders, with instructions beside it."""

from __future__ import annotations

from schemas.reading import Consent

TYPED: dict[Consent, tuple[str, ...]] = {
    Consent.YES: (
        "Sí", "SI", "Si autorizo", "Sí, autorizo", "Autorizo", "Se autoriza", "Sí, se autoriza",
        "Sí, autorizo compartir la información", "Afirmativo", "Sí, estamos de acuerdo",
        "No ( ) Sí (X)",
        "No __ Sí _X_", "Marque con una X: Sí (X) No ( )", "Sí X  No __", "X Sí    No", "Si: x",
        "Sí ✔",
        "Sí_X_ No___", "(Sí/No): Sí", "Sí (X) No ( ) Autorizo", "SI(X)NO( )", "R/ Sí",
    ),
    Consent.NO: (
        "No", "NO", "No autorizo", "No, no autorizo", "No se autoriza", "No (X) Sí ( )",
        "No _X_ Sí ___",
        "Marque con una X: Sí ( ) No (X)", "Sí___ No_X_", "No, gracias", "SI( )NO(X)",
        "(Sí/No): No",
        "No autorizo compartir la información",
    ),
    Consent.UNMARKED: (
        "", "Sí __ No __", "Marque con una X   Sí   No", "Sí / No", "No ( ) Sí ( )", "______",
        "Marque con una X: Sí ( ) No ( )", "Seleccione Sí o No", "Sí (  ) / No (  )",
    ),
    Consent.BOTH: ("Sí X No X", "SI (X) NO (X)", "No (X) Sí (X)", "Sí _X_ No _X_"),
}  # fmt: skip
"""By verdict, ways in which people type the answer."""


def typed(verdict: Consent, pick: int) -> str:
    """One of the ways of a verdict; a conditional answer is written elsewhere."""
    ways = TYPED.get(verdict) or TYPED[Consent.YES]
    return ways[pick % len(ways)]
