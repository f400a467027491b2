"""What of a form can still be told from a converter's text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from normalize import read_forms
from schemas.reading import Consent
from tests.forms.spec import QUESTIONS
from tests.normalize.sheets import side_form

if TYPE_CHECKING:
    from tests.forms.factory import Case

VERDICTS = (Consent.YES, Consent.NO, Consent.UNMARKED)
_QUESTION_END = re.compile(r"aprendizajes\s*\?|entidades\s*\?", re.IGNORECASE)
_AFTER_CONSENT = re.compile(r"\bnota\s*:|tomado de", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~\"'])")


@dataclass(frozen=True, slots=True)
class Survival:
    """One form through one converter, in the three states of its consent.

    `answers` and `kept` count the questions answered and those whose text is whole in the
    output. `told_apart` where the outputs of Sí, No and no mark all differ; `right` counts the
    states that lecciones' own consent rules tell from the text behind the question, `flipped`
    those where they would take No or no mark for Sí.
    """

    answers: int
    kept: int
    told_apart: bool
    right: int
    flipped: int


def variants(case: Case) -> list[Case]:
    """The case with Sí, with No and with no mark."""
    return [
        replace(
            case,
            specs=tuple(replace(spec, consent=verdict, consent_words="") for spec in case.specs),
        )
        for verdict in VERDICTS
    ]


def survival(case: Case, texts: list[str]) -> Survival:
    """The figures of one case; `texts` are what its three variants were converted to."""
    apart = len(set(map(squash, texts))) == len(VERDICTS)
    return verdict_of(case, texts[0], [verdict_in(text) for text in texts], told_apart=apart)


def verdict_of(
    case: Case, text: str, verdicts: list[Consent | None], *, told_apart: bool
) -> Survival:
    """The figures from the text of the variant with Sí and the verdicts of all three."""
    (spec,) = case.specs
    whole = squash(text)
    answered = [
        "".join(piece.text for piece in spec.answers[question])
        for question in QUESTIONS
        if spec.answers.get(question)
    ]
    pairs = list(zip(verdicts, VERDICTS, strict=True))
    return Survival(
        answers=len(answered),
        kept=sum(squash(answer) in whole for answer in answered),
        told_apart=told_apart,
        right=sum(found is truth for found, truth in pairs),
        flipped=sum(found is Consent.YES is not truth for found, truth in pairs),
    )


def squash(text: str) -> str:
    """The letters, digits and signs alone: no white space, no table rules, no Markdown escapes."""
    plain = unicodedata.normalize("NFKC", _ESCAPED.sub(r"\1", text))
    return re.sub(r"[\s|\u00ad\u2022·*-]+", "", plain)


def verdict_in(text: str) -> Consent | None:
    """The verdict of our rules on the text behind the consent question; None without one."""
    ends = [match.end() for match in _QUESTION_END.finditer(text)]
    if not ends:
        return None
    answer = _AFTER_CONSENT.split(text[ends[-1] :])[0][:400]
    line = " ".join(re.sub(r"[|\n]+|:?-{3,}:?", " ", _ESCAPED.sub(r"\1", answer)).split())
    line = line.translate({ord("*"): None, ord("~"): None})  # styles, in the tests' notation
    forms = read_forms(side_form({"topic": "Tema"}, consent=line))
    return forms[0].consent.verdict if forms else None
