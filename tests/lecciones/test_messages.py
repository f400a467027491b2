"""The words for people: complete in both languages, and about what to do."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from lecciones.messages import catalogue, format_name, reason, say
from schemas.reading import Consent, ReadFrom, Review, State
from schemas.records import Status
from schemas.template import COLUMNS


def _placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_codes() -> None:
    """No sentence exists in one language only."""
    assert catalogue("es").keys() == catalogue("en").keys()


def test_both_languages_have_the_same_placeholders() -> None:
    """A sentence takes the same details in both languages."""
    spanish, english = catalogue("es"), catalogue("en")
    differing = [c for c in spanish if _placeholders(spanish[c]) != _placeholders(english[c])]
    assert differing == []


@pytest.mark.parametrize(
    ("section", "codes"),
    [
        ("status", tuple(Status)),
        ("consent", tuple(Consent)),
        ("state", tuple(State)),
        ("review", tuple(Review)),
        ("read_from", tuple(ReadFrom)),
        ("field", COLUMNS),
    ],
)
def test_every_value_that_people_see_has_its_words(section: str, codes: tuple[str, ...]) -> None:
    """Each status, verdict, state and field has a sentence of its own."""
    assert [code for code in codes if f"{section}.{code}" not in catalogue("es")] == []


def _codes_in(folder: str, pattern: str) -> set[str]:
    sources = (Path(__file__).parents[2] / folder).rglob("*.py")
    return {
        code
        for source in sources
        for code in re.findall(pattern, source.read_text(encoding="utf-8"))
    }


def test_every_problem_and_rule_has_its_words() -> None:
    """What the normalizer may note, `inspect` can say; a new code fails here."""
    problems = _codes_in("normalize", r'Problem\("([a-z_]+)"\)|"((?:date|phone|email)_[a-z_]+)"')
    rules = _codes_in("normalize", r'Consent\.[A-Z]+, "([a-z_]+)"')
    written = catalogue("es")
    assert rules
    assert [rule for rule in rules if f"rule.{rule}" not in written] == []
    codes = {code for pair in problems for code in pair if code}
    assert [code for code in codes if f"problem.{code}" not in written] == []


def test_every_reason_given_has_its_words() -> None:
    """Each code that the application or the gate puts into the ledger has a sentence."""
    codes = _codes_in("lecciones", r'(?:ContainerError|Failure|Found\(job,)\(?\s*"([a-z_]+)"')
    codes |= _codes_in("extract", r'^    code = "([a-z_]+)"')
    assert codes
    assert [code for code in codes if f"reason.{code}" not in catalogue("es")] == []


@pytest.mark.parametrize(
    ("code", "detail", "words"),
    [
        ("unsupported_format", "rtf", "RTF"),
        ("unsupported_format", "", "No es un tipo de archivo que se lea"),
        ("unsupported_format", "gif", "imagen (GIF)"),
        ("unsupported_format", "xlsx", "Es una hoja de cálculo de Excel (.xlsx), que no se lee"),
        ("unsupported_format", "ppt", "Es una presentación de PowerPoint (.ppt), que no se lee"),
        ("needs_office", "doc", "instálelo (sudo apt install libreoffice-writer)"),
        ("unsupported_format", "rar", "descomprímalo"),
        ("over_limit", "size", "(tamaño)"),
        ("never_heard_of", "", "no se pudo leer"),
        ("ocr_missing", "spanish", "falta el español de Tesseract"),
        ("encrypted", "docx", "contraseña"),
    ],
)
def test_a_reason_says_what_is_wrong_and_what_to_do(code: str, detail: str, words: str) -> None:
    """The ledger's sentence fits the format, and an unknown code still gives a sentence."""
    assert words in reason(code, detail)


def test_no_reason_is_no_sentence() -> None:
    """A published form has nothing to explain."""
    assert reason("") == ""


def test_an_unknown_code_gives_its_own_words() -> None:
    """A code without a sentence is shown rather than stopping a run."""
    assert say("problem.very_odd_thing") == "very odd thing"


def test_an_unknown_format_is_named_as_it_is() -> None:
    """A format without a name of its own is shown in capitals."""
    assert (format_name("xyz"), format_name(None)) == ("XYZ", "desconocido")
