"""The sheet for the RNBD, the national register of databases with personal data.

Rule: Decreto 1074 de 2015, 2.2.2.26.2.1 (what is registered: the responsible, the channels,
the database's purpose, the kinds of data, the measures). It helps to fill the form of the SIC
in and does not take its place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lecciones.acts import opened
from lecciones.messages import say
from schemas.tables import CONTACTS, LESSONS
from schemas.template import builtin_templates

if TYPE_CHECKING:
    import os

    from corpus.store import Store

_MEASURES = ("folder", "masking", "gate", "erasure", "log", "isolation", "offline")


def inventory(
    out: str | os.PathLike[str],
    *,
    responsible: str | None = None,
    channel: str | None = None,
    retention: str | None = None,
    lang: str = "es",
) -> dict[str, Any]:
    """The sheet as plain data; what is given here is kept for later sheets.

    Raises:
        UsageError: no dataset in `out`.
        RunError: the store cannot be read or written.
    """
    given = {"responsible": responsible, "channel": channel, "retention": retention}
    with opened(out) as (store, _):
        known = store.settings
        kept = {k: getattr(known, k) if v is None else v.strip() for k, v in given.items()}
        store.change_settings(
            replace(
                known,
                responsible=kept["responsible"],
                channel=kept["channel"],
                retention=kept["retention"],
            )
        )
        return _sheet(store, lang)


def _sheet(store: Store, lang: str) -> dict[str, Any]:
    settings = store.settings
    columns = [column for column in CONTACTS.columns if column.name != "lesson_id"]
    return {
        "responsible": settings.responsible,
        "channel": settings.channel,
        "retention": settings.retention,
        "audience": settings.audience,
        "purpose": [template.consent.purpose_es for template in builtin_templates()],
        "fields": [
            {"name": c.name, "title": c.title_es if lang == "es" else c.title_en, "kept": kept}
            for c, kept in (
                *((c, settings.contacts) for c in columns),
                *((LESSONS.column(name), True) for name in ("entity", "area")),
            )
        ],
        "counts": _counts(store),
        "measures": {code: say(f"measure.{code}", lang) for code in _MEASURES},
    }


def _counts(store: Store) -> dict[str, int]:
    from corpus.queries import HOLDER_COUNTS
    from corpus.summary import counts
    from schemas.records import Status

    held = counts(store)
    ((holders, with_phone, with_email),) = store.rows(HOLDER_COUNTS)
    claims = store.open_claims()
    return {
        "holders": int(str(holders)),
        "with_phone": int(str(with_phone)),
        "with_email": int(str(with_email)),
        "lessons": held.by_status[Status.PUBLISHED],
        "forms": held.forms,
        "revocations": sum(claim.kind == "revocation" for claim in claims),
        "complaints": sum(claim.kind == "complaint" for claim in claims),
        "queries": sum(claim.kind == "query" for claim in claims),
        "sensitive": len({lesson for lesson, *_ in store.sensitive_matters()}),
    }


def show_inventory(sheet: dict[str, Any], lang: str) -> None:
    """The sheet on the screen, what is missing marked as such."""
    from lecciones.shell import make_console

    console = make_console()
    missing = say("inventory.missing", lang)
    console.print(say("inventory.title", lang), style="bold")
    for name in ("responsible", "channel", "retention"):
        told = f"{say(f'inventory.{name}', lang)}: {sheet[name] or missing}"
        console.print(told, soft_wrap=True)
    audience = say(f"audience.{sheet['audience']}", lang) if sheet["audience"] else missing
    console.print(f"{say('inventory.audience', lang)}: {audience}")
    console.print(f"{say('inventory.purpose', lang)}:")
    for purpose in sheet["purpose"]:
        console.print(f"  {purpose}", soft_wrap=True)
    console.print(f"{say('inventory.fields', lang)}:")
    for field in sheet["fields"]:
        kept = "" if field["kept"] else f" ({say('inventory.not_kept', lang)})"
        console.print(f"  {field['title']}{kept}")
    console.print(f"{say('inventory.counts', lang)}:")
    for name, count in sheet["counts"].items():
        console.print(f"  {say(f'inventory.{name}', lang)}: {count}")
    console.print(f"{say('inventory.measures', lang)}:")
    for sentence in sheet["measures"].values():
        console.print(f"  {sentence}", soft_wrap=True)
    console.print(say("inventory.note", lang), soft_wrap=True)
