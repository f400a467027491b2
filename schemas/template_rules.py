"""What a template file may hold: the strict check of its table, for people who write one."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from schemas.template import COLUMNS, FieldType


class FaultyTableError(Exception):
    """The table is no template; the message names each key and what is allowed."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_min_length=1)


class _Field(_Strict):
    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    kind: FieldType
    gives: tuple[str, ...]
    title_es: str
    title_en: str
    required: bool = True
    wordings: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> _Field:
        if not self.wordings and not self.synonyms:
            raise ValueError(f"field '{self.id}' has neither wordings nor synonyms")
        unknown = [name for name in self.gives if name not in COLUMNS]
        if unknown:
            raise ValueError(f"field '{self.id}' gives {unknown}; allowed: {', '.join(COLUMNS)}")
        if (self.kind is FieldType.IGNORED) != (not self.gives):
            raise ValueError(f"field '{self.id}': exactly the kind 'ignored' gives nothing")
        return self


class _Consent(_Strict):
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


class _Template(_Strict):
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
    fields: tuple[_Field, ...] = Field(alias="field", min_length=1)
    consent: _Consent

    @model_validator(mode="after")
    def _check(self) -> _Template:
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


def checked(table: dict[str, Any]) -> dict[str, Any]:
    """The table of a sound template, with every value of its kind.

    Raises:
        FaultyTableError: an unknown or missing key, a value that is not allowed.
    """
    try:
        return _Template.model_validate(table).model_dump(by_alias=True)
    except ValidationError as error:
        raise FaultyTableError(_explain(error)) from None


def _explain(error: ValidationError) -> str:
    lines = []
    for fault in error.errors():
        key = ".".join(str(part) for part in fault["loc"]) or "the whole file"
        lines.append(f"{key}: {fault['msg']}")
    return "; ".join(lines)
