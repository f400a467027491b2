"""What the consent question asks, as it stands: a Sí to another question is no consent.

Labels are told by their likeness, and "No autoriza que …" or "… pueda ser eliminada" are very
like the template's question. Only a verdict of Sí is put in doubt here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from normalize.account import Role, Stretch
from normalize.asking import without_asking
from normalize.consent import judge_consent
from normalize.text import fold
from normalize.wordings import CONSENT
from schemas.reading import Consent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from normalize.account import Account
    from normalize.flow import Flow
    from normalize.labels import Candidate
    from schemas.reading import ConsentReading
    from schemas.template import ConsentGroup

_SHARED = "compartida"
_ALIKE = 70  # a word this like is that word, misread or mistyped
_STEMS = ("compart", "divulg", "difund", "public", "socializ", "us", "utiliz", "consult", "conoc")
_DONE_TO_IT = re.compile(r"\b(?:pued[ae]n? ser|sean?) ([a-z]+)")
_TURNED = re.compile(
    r"\bno (?:se )?(?:autori[a-z]*|pued[ae]n?|sean?|dese[a-z]*|permit[a-z]*|compart[a-z]*)\b"
    r"|\b(?:oponen?|prohib[a-z]*|restring[a-z]*|restriccion(?:es)?|impid[a-z]*|nieg[a-z]*)\b"
    r"|\b(?:solo|solamente|unicamente|exclusivamente|internamente|interior)\b"
)


def with_what_is_asked(
    consent: ConsentReading, flow: Flow, question: Candidate, account: Account
) -> ConsentReading:
    """The verdict, unclear where a Sí answers a question that was turned or is another."""
    if consent.verdict is Consent.YES and _is_another(_asked(flow, question, account)):
        return replace(consent, verdict=Consent.UNCLEAR, rule="question_altered", confidence=0.95)
    return consent


def _asked(flow: Flow, question: Candidate, account: Account) -> str:
    """The question from the beginning of its line to its question mark, folded."""
    labels = [s for s in account.stretches if s.role is Role.LABEL and s.owner == CONSENT]
    before = flow.lines[question.start.line].text[: question.start.offset]
    text = " ".join([before, *(label.text for label in labels)])
    if "?" not in text:
        rest = " ".join(s.text for s in account.answer(CONSENT))
        text += rest[: rest.find("?") + 1]
    return fold(without_asking(text))


def _is_another(asked: str) -> bool:
    from rapidfuzz import fuzz

    if _TURNED.search(asked):
        return True
    done = [match[1] for match in _DONE_TO_IT.finditer(asked)]
    return any(not word.startswith(_STEMS) and fuzz.ratio(word, _SHARED) < _ALIKE for word in done)


def with_repetitions(
    consent: ConsentReading,
    question: Candidate,
    candidates: Iterable[Candidate],
    account: Account,
    group: ConsentGroup,
) -> ConsentReading:
    """The verdict, unclear where the question stands twice in a form and is not twice a Sí.

    One that stands unanswered, on a page of instructions say, says nothing. What is said to one
    whose end another form took for its beginning is not known.
    """
    if consent.verdict is not Consent.YES:
        return consent
    for asked in _repeated(question, candidates, account):
        label = _label(asked, account)
        if label is not None:
            again = judge_consent(_following(asked, account), group, None, label)
            if again.verdict in (Consent.YES, Consent.UNMARKED):
                continue
        return replace(consent, verdict=Consent.UNCLEAR, rule="asked_twice", confidence=0.95)
    return consent


def _repeated(
    question: Candidate, candidates: Iterable[Candidate], account: Account
) -> list[Candidate]:
    lines = {stretch.line.index for stretch in account.stretches}
    found: dict[int, Candidate] = {}
    for asked in candidates:
        apart = asked.end.line < question.start.line or asked.start.line > question.end.line
        if asked.field == CONSENT and asked.own and apart and asked.start.line in lines:
            found.setdefault(asked.start.line, asked)
    return list(found.values())


def _label(asked: Candidate, account: Account) -> Stretch | None:
    """Where a question that is not the form's own ends; None if that is in another form."""
    line = next((s.line for s in account.stretches if s.line.index == asked.end.line), None)
    if line is None:
        return None
    start = asked.start.offset if asked.start.line == asked.end.line else 0
    return Stretch(line, start, asked.end.offset, Role.LABEL, CONSENT)


def _following(asked: Candidate, account: Account) -> list[Stretch]:
    """What stands behind a question, up to the next label or the form's own words."""
    found: list[Stretch] = []
    for stretch in account.stretches:
        if stretch.line.index < asked.end.line:
            continue
        if stretch.line.index == asked.end.line:
            if stretch.end > asked.end.offset:
                found.append(replace(stretch, start=max(stretch.start, asked.end.offset)))
        elif stretch.role in (Role.LABEL, Role.BOILERPLATE):
            break
        else:
            found.append(stretch)
    return found
