"""Text anywhere on a form that says not to share it leaves no clear Sí."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.model import Aside, AsideKind, Place
from normalize import read_forms
from schemas.reading import Consent
from tests.normalize.sheets import LABELS, QUESTION, doc, table


def _form(answer: str, *before: str, aside: Aside | None = None) -> tuple[Consent, str]:
    known = [[label, "Algo"] for label in LABELS.values()]
    document = doc(*before, table(*known, [QUESTION, answer]))
    (form,) = read_forms(replace(document, asides=(aside,) if aside else ()))
    return form.consent.verdict, form.consent.rule


@pytest.mark.parametrize(
    "text",
    [
        "ESTE DOCUMENTO NO PUEDE COMPARTIRSE CON OTRAS ENTIDADES",
        "NO COMPARTIR",
        "N O C O M P A R T I R",
        "A N U L A D O",
        "Documento anulado",
        "Información interna: prohibida su divulgación.",
    ],
)
def test_a_text_against_sharing_leaves_no_clear_si(text: str) -> None:
    """Above the form, in its header, across its page."""
    against = (Consent.UNCLEAR, "text_forbids")
    assert _form("Sí ☒ No ☐", text) == against
    for kind in (AsideKind.HEADER, AsideKind.FOOTER, AsideKind.HIDDEN):
        assert _form("Sí ☒ No ☐", aside=Aside(kind, text, Place("x"))) == against
    assert _form("Sí ☐ No ☒", text)[0] is Consent.NO


@pytest.mark.parametrize(
    "text",
    [
        "B O R R A D O R",
        "Prohibida la reproducción sin autorización del Sistema Integrado de Gestión",
        "Sus datos personales no serán compartidos con terceros.",
        "Documento no controlado una vez impreso",
        "Alcaldía de Puerto Ceiba. Información pública.",
        "El contrato anulado en 2021 se reemplazó por otro de menor cuantía con dos adiciones.",
    ],
)
def test_what_headers_say_besides_forbids_nothing(text: str) -> None:
    """Controlled documents, privacy notices and drafts stay what they are."""
    for kind in (AsideKind.HEADER, AsideKind.FOOTER):
        aside = Aside(kind, text, Place("x"))
        assert _form("Sí ☒ No ☐", aside=aside)[0] is Consent.YES


def test_what_was_deleted_says_nothing() -> None:
    """A tracked deletion is not there."""
    aside = Aside(AsideKind.DELETED, "NO COMPARTIR", Place("x"))
    assert _form("Sí ☒ No ☐", aside=aside)[0] is Consent.YES
