"""What the dataset's owner set: kept in the store, so that a later run need not be told again.

Nothing here is set by default but that contacts are kept: a licence or an audience that
nobody chose would stretch the purpose that the consent names (Ley 1581 de 2012 art. 4(b)).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING

from corpus import log

if TYPE_CHECKING:
    import sqlite3


class Audience(StrEnum):
    """For whom the owner means the dataset."""

    ENTITIES = "entities"  # other areas and entities: what the consent names
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Settings:
    """The owner's settings; "" where nothing was set.

    `licence` is an Open Definition identifier such as `CC-BY-4.0`, `licence_url` its address.
    `responsible` answers for the dataset, `channel` is where people write to (address, mail),
    `retention` says how long the restricted part is kept. `contacts` False keeps none.
    `follow_links` reads what links in the inputs lead to.
    """

    licence: str = ""
    licence_title: str = ""
    licence_url: str = ""
    audience: str = ""
    responsible: str = ""
    channel: str = ""
    retention: str = ""
    contacts: bool = True
    follow_links: bool = False


_CONTACTS = "contacts"
_YES_OR_NO = (_CONTACTS, "follow_links")


def load_settings(db: sqlite3.Connection) -> Settings:
    """The settings in the store."""
    kept = dict(db.execute("SELECT name, value FROM setting").fetchall())
    texts = {f.name: kept[f.name] for f in fields(Settings) if f.name in kept}
    said = {name: texts.pop(name) == "yes" for name in _YES_OR_NO if name in texts}
    return Settings(**texts, **said)


def save_settings(db: sqlite3.Connection, before: Settings, after: Settings) -> None:
    """Keeps what changed and logs the names of it; within a transaction."""
    changed = [
        field.name
        for field in fields(Settings)
        if getattr(before, field.name) != getattr(after, field.name)
    ]
    for name in changed:
        value = getattr(after, name)
        text = ("yes" if value else "no") if name in _YES_OR_NO else value
        db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, text))
    if _CONTACTS in changed:
        (_ask_for_contacts if after.contacts else _delete_contacts)(db)
    log.append(db, "set", {"changed": changed, "contacts": after.contacts})


def _delete_contacts(db: sqlite3.Connection) -> None:
    db.execute("UPDATE lesson SET public_servant = NULL, phone = NULL, email = NULL")
    db.execute("INSERT OR REPLACE INTO meta VALUES ('unscrubbed', 1)")


def _ask_for_contacts(db: sqlite3.Connection) -> None:
    """Lets the next run read again what has lessons: nothing of their contacts was kept."""
    db.execute(
        "UPDATE file SET reader_version = '' WHERE id IN (SELECT form.file_id FROM form "
        "JOIN lesson ON lesson.form_id = form.id)"
    )
