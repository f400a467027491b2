"""Templates load strictly, and what comes with lecciones is sound."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from normalize.text import squash
from schemas.template import (
    COLUMNS,
    TemplateError,
    builtin_templates,
    load_template,
    parse_template,
)

GOOD = """
id = "x"
version = 1
title_es = "Equis"
title_en = "X"
titles = ["Equis"]
[[field]]
id = "topic"
kind = "line"
gives = ["topic"]
title_es = "Tema"
title_en = "Topic"
wordings = ["Tema"]
[consent]
title_es = "a"
title_en = "b"
purpose_es = "c"
purpose_en = "d"
wordings = ["¿Autoriza?"]
yes = ["Sí"]
no = ["No"]
"""


def test_a_sound_template_loads() -> None:
    """The name of a template is its id and version."""
    assert parse_template(GOOD, "x.toml").name == "x@1"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("kind = ", "kind = ("), r"x\.toml: not valid TOML"),
        (('"line"', '"lines"'), r"field\.0\.kind: .*'narrative'"),
        (('gives = ["topic"]', 'gives = ["tema"]'), r"allowed: entity, area"),
        (('gives = ["topic"]', "gives = []"), r"'ignored' gives nothing"),
        (('wordings = ["Tema"]', ""), r"neither wordings nor synonyms"),
        (("version = 1", "version = 1\ncolour = 2"), r"colour: Extra inputs"),
        (("version = 1", ""), r"version: Field required"),
    ],
)
def test_a_faulty_template_is_refused_with_file_key_and_what_is_allowed(
    change: tuple[str, str], message: str
) -> None:
    """Each fault names the file, the key and what would have been accepted."""
    with pytest.raises(TemplateError, match=message) as caught:
        parse_template(GOOD.replace(*change, 1), "x.toml")
    assert str(caught.value).startswith("x.toml: ")


def test_builtin_templates_are_sound_and_the_same_unchecked() -> None:
    """They are loaded without the check that this test makes."""
    files = sorted((resources.files("schemas") / "templates").iterdir(), key=lambda f: f.name)
    checked = tuple(load_template(file) for file in files if file.name.endswith(".toml"))
    assert checked == builtin_templates()
    assert repr(checked) == repr(builtin_templates())


def test_builtin_templates_give_every_column_once_a_form() -> None:
    """Each column of the contract is asked for by some question of each template."""
    for template in builtin_templates():
        given = {name for field in template.fields for name in field.gives}
        assert given == set(COLUMNS)


def test_builtin_wordings_can_be_told_apart() -> None:
    """No two fields share a wording once accents, case and spaces are gone."""
    for template in builtin_templates():
        owner: dict[str, str] = {}
        for field in template.fields:
            for wording in (*field.wordings, *field.synonyms):
                assert owner.setdefault(squash(wording), field.id) == field.id, wording
        assert all(re.search(r"\w", text) for text in template.boilerplate)
