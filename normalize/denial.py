"""A Sí on a form of which something else that stands there says not to share it.

A watermark, a header, a line above or below the form: whoever wrote it meant the whole form.
Only a verdict of Sí is put in doubt here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extract.model import AsideKind
from normalize.agreement import forbids
from schemas.reading import Consent

if TYPE_CHECKING:
    from extract.model import Document
    from normalize.account import Account
    from schemas.reading import ConsentReading

_NEVER_SHOWN = AsideKind.DELETED


def with_denials(consent: ConsentReading, document: Document, account: Account) -> ConsentReading:
    """The verdict, unclear where text that is nobody's answer forbids what it allows."""
    if consent.verdict is not Consent.YES:
        return consent
    own = (stretch.text for stretch in account.leftover())
    around = (aside.text for aside in document.asides if aside.kind is not _NEVER_SHOWN)
    lines = (line for text in (*own, *around) for line in text.splitlines())
    if any(map(forbids, lines)):
        return replace(consent, verdict=Consent.UNCLEAR, rule="text_forbids", confidence=0.9)
    return consent
