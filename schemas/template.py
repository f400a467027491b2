"""Form templates: what a form looks like, as data (TOML), checked hard when loaded.

TemplateError    root: a template file cannot be used; names file, key and what is allowed
"""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

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


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_min_length=1)


class TemplateField(_Strict):
    """A question of the form. `gives` names the columns its answer fills."""

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    kind: FieldType
    gives: tuple[str, ...]
    title_es: str
    title_en: str
    required: bool = True
    wordings: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> TemplateField:
        if not self.wordings and not self.synonyms:
            raise ValueError(f"field '{self.id}' has neither wordings nor synonyms")
        unknown = [name for name in self.gives if name not in COLUMNS]
        if unknown:
            raise ValueError(f"field '{self.id}' gives {unknown}; allowed: {', '.join(COLUMNS)}")
        if (self.kind is FieldType.IGNORED) != (not self.gives):
            raise ValueError(f"field '{self.id}': exactly the kind 'ignored' gives nothing")
        return self


class ConsentGroup(_Strict):
    """The consent question, its options and the words that answer it clearly."""

    title_es: str
    title_en: str
    purpose_es: str
    purpose_en: str
    wordings: tuple[str, ...] = Field(min_length=1)
    synonyms: tuple[str, ...] = ()
    yes: tuple[str, ...] = Field(min_length=1)
    no: tuple[str, ...] = Field(min_length=1)
    yes_phrases: tuple[str, ...] = ()
    no_phrases: tuple[str, ...] = ()


class Template(_Strict):
    """A form template: fields in the form's order, headings, boilerplate and consent."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: int = Field(ge=1)
    title_es: str
    title_en: str
    titles: tuple[str, ...] = Field(min_length=1)
    sections: tuple[str, ...] = ()
    boilerplate: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    other_questions: tuple[str, ...] = ()
    fields: tuple[TemplateField, ...] = Field(alias="field", min_length=1)
    consent: ConsentGroup

    def __hash__(self) -> int:
        # equal templates have one name; the default goes through all texts at each look-up
        return hash((self.id, self.version))

    @property
    def name(self) -> str:
        """Id and version, as the tables name the template: `funcion_publica_lecciones@1`."""
        return f"{self.id}@{self.version}"

    @model_validator(mode="after")
    def _check(self) -> Template:
        ids = [field.id for field in self.fields]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"field ids stand twice: {', '.join(twice)}")
        owner: dict[str, str] = {}
        for field in self.fields:
            for wording in (*field.wordings, *field.synonyms):
                other = owner.setdefault(wording.casefold(), field.id)
                if other != field.id:
                    raise ValueError(f"'{wording}' is a wording of both {other} and {field.id}")
        return self


def parse_template(source: str, name: str) -> Template:
    """The template in this TOML text; `name` is the file's name for messages.

    Raises:
        TemplateError: no TOML, an unknown or missing key, a value that is not allowed.
    """
    try:
        return Template.model_validate(tomllib.loads(source))
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(f"{name}: not valid TOML: {error}") from None
    except ValidationError as error:
        raise TemplateError(f"{name}: {_explain(error)}") from None


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
    """The templates that come with lecciones, by file name."""
    folder = resources.files("schemas") / "templates"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(load_template(file) for file in files)


def _explain(error: ValidationError) -> str:
    lines = []
    for fault in error.errors():
        key = ".".join(str(part) for part in fault["loc"]) or "the whole file"
        lines.append(f"{key}: {fault['msg']}")
    return "; ".join(lines)
