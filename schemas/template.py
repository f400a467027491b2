"""Form templates: what a form looks like, as data (TOML), checked hard when loaded.

TemplateError    root: a template file cannot be used; names file, key and what is allowed
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

COLUMNS = (
    "entity",
    "area",
    "public_servant",
    "phone",
    "email",
    "completed_on",
    "topic",
    "program",
    "situation",
    "impact",
    "solutions",
    "lesson",
    "recommendation",
)
"""What a template's fields may give, in the order of the form."""


class TemplateError(Exception):
    """A template file cannot be used; the message names the file, the key and what is allowed."""


class FieldType(StrEnum):
    """What kind of answer a question takes."""

    ORGANISATION = "organisation"  # entity and area in one answer
    PERSON = "person"
    PHONE = "phone"
    EMAIL = "email"
    DATE = "date"
    LINE = "line"  # a short answer
    NARRATIVE = "narrative"  # paragraphs
    IGNORED = "ignored"  # known, so that its answer is nobody else's; never kept


@dataclass(frozen=True, slots=True)
class TemplateField:
    """A question of the form. `gives` names the columns its answer fills."""

    id: str
    kind: FieldType
    gives: tuple[str, ...]
    title_es: str
    title_en: str
    required: bool = True
    wordings: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsentGroup:
    """The consent question, its options and the words that answer it clearly."""

    title_es: str
    title_en: str
    purpose_es: str
    purpose_en: str
    wordings: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    yes_phrases: tuple[str, ...] = ()
    no_phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """A form template: fields in the form's order, headings, boilerplate and consent."""

    id: str
    version: int
    title_es: str
    title_en: str
    titles: tuple[str, ...]
    fields: tuple[TemplateField, ...]
    consent: ConsentGroup
    sections: tuple[str, ...] = ()
    boilerplate: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    other_questions: tuple[str, ...] = ()

    def __hash__(self) -> int:
        # equal templates have one name; the default goes through all texts at each look-up
        return hash((self.id, self.version))

    @property
    def name(self) -> str:
        """Id and version, as the tables name the template: `funcion_publica_lecciones@1`."""
        return f"{self.id}@{self.version}"


def parse_template(source: str, name: str) -> Template:
    """The template in this TOML text; `name` is the file's name for messages.

    Raises:
        TemplateError: no TOML, an unknown or missing key, a value that is not allowed.
    """
    from schemas.template_rules import FaultyTableError, checked

    try:
        return _made(checked(tomllib.loads(source)))
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(f"{name}: not valid TOML: {error}") from None
    except FaultyTableError as error:
        raise TemplateError(f"{name}: {error}") from None


def load_template(path: Path | Traversable) -> Template:
    """The template in a file.

    Raises:
        TemplateError: the file cannot be read or is no valid template.
    """
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"{path.name}: cannot be read: {type(error).__name__}") from None
    return parse_template(source, path.name)


@cache
def builtin_templates() -> tuple[Template, ...]:
    """The templates that come with lecciones, by file name.

    They are not checked here: loading pydantic takes longer than reading a form, and the tests
    check them.
    """
    folder = resources.files("schemas") / "templates"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(_made(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files)


def _made(table: dict[str, Any]) -> Template:
    """The template that a sound table describes."""
    named = dict(table)
    fields = tuple(
        TemplateField(**{**_held(field), "kind": FieldType(field["kind"])})
        for field in named.pop("field")
    )
    consent = ConsentGroup(**_held(named.pop("consent")))
    return Template(fields=fields, consent=consent, **_held(named))


def _held(table: dict[str, Any]) -> dict[str, Any]:
    """The table with tuples for lists."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
