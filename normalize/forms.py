"""From a document to the readings of the forms in it: the chain of named steps.

flow_of ─▶ find_candidates ─▶ align ─▶ account_for ─▶ collect_answer ─▶ values_of
                                                 └──▶ judge_consent
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extract.model import AsideKind
from normalize.account import Account, Role, account_for
from normalize.align import Placed, align
from normalize.answers import Answer, Value, collect_answer, values_of
from normalize.asked import with_repetitions, with_what_is_asked
from normalize.confidence import (
    BREAKS_GUESSED,
    breaks_sureness,
    form_confidence,
    label_sureness,
    needs_review,
)
from normalize.consent import judge_consent, no_question
from normalize.denial import with_denials
from normalize.flow import collapse, flow_of
from normalize.labels import find_candidates
from normalize.leading import with_leading_questions
from normalize.masking import names_in
from normalize.overdrawn import drawn_paths, with_drawings
from normalize.registers import with_registers_as_forms
from normalize.spots import as_shown, spot_of
from normalize.wholeness import with_losses
from normalize.wordings import CONSENT
from schemas.reading import Consent, FieldReading, FormReading, LeftOver, Problem, State
from schemas.template import COLUMNS, FieldType, builtin_templates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extract.model import Document
    from normalize.flow import Flow
    from normalize.labels import Candidate
    from schemas.template import Template, TemplateField

_SIGNED_ASIDES = (AsideKind.HEADER, AsideKind.FOOTER)


def read_forms(
    document: Document, templates: tuple[Template, ...] | None = None
) -> tuple[FormReading, ...]:
    """The forms in a document, in reading order; empty where no template matches.

    `templates` are tried in turn; the one whose labels explain the document best is taken.
    """
    best: tuple[float, Template, Flow, list[Candidate], tuple[Placed, ...]] | None = None
    whole = flow_of(document)
    for template in templates or builtin_templates():
        unrolled = with_registers_as_forms(document, template)
        flow = whole if unrolled is document else flow_of(unrolled)
        candidates = with_leading_questions(find_candidates(flow, template), flow)
        forms = align(candidates, template)
        evidence = sum(label.gain for form in forms for label in form.labels)
        if forms and (best is None or evidence > best[0]):
            best = (evidence, template, flow, candidates, forms)
    if best is None:
        return ()
    _, template, flow, candidates, forms = best
    accounts = account_for(flow, forms, candidates, template)
    drawn = drawn_paths(document)
    questions = [c for c in candidates if c.field == CONSENT]
    asides = "\n".join(a.text for a in document.asides if a.kind in _SIGNED_ASIDES)
    readings = tuple(
        _reading(
            document,
            flow,
            form,
            account,
            template,
            questions=questions,
            drawn=drawn,
            number=number,
            asides=asides,
        )
        for number, (form, account) in enumerate(zip(forms, accounts, strict=True), 1)
    )
    return as_shown(readings, document.origins)


def _reading(
    document: Document,
    flow: Flow,
    form: Placed,
    account: Account,
    template: Template,
    *,
    questions: list[Candidate],
    drawn: dict[str, bool],
    number: int,
    asides: str,
) -> FormReading:
    readings: dict[str, FieldReading] = {}
    for field in template.fields:
        for reading in _field_readings(flow, form, account, field):
            known = readings.get(reading.field)
            if known is None or known.state is State.NOT_FOUND:
                readings[reading.field] = reading
    fields = tuple(readings[name] for name in COLUMNS if name in readings)
    consent = no_question()
    question = form.label(CONSENT)
    if question:
        stretches = account.answer(CONSENT)
        closed_at, asked = account.closed_at(CONSENT), account.question(CONSENT)
        consent = judge_consent(stretches, template.consent, closed_at, asked)
        if consent.verdict is Consent.YES and account.is_interposed(CONSENT):
            consent = replace(consent, verdict=Consent.UNCLEAR, rule="own_words_between")
        consent = with_what_is_asked(consent, flow, question, account)
        consent = with_repetitions(consent, question, questions, account, template.consent)
        consent = with_drawings(consent, drawn, flow, question, stretches)
        consent = with_losses(consent, document, flow, stretches)
        consent = with_denials(consent, document, account)
    leftover = tuple(LeftOver(collapse(s.text), spot_of(s.line.place)) for s in account.leftover())
    confidence = form_confidence(fields, consent, leftover)
    return FormReading(
        template.name,
        number,
        str(document.format),
        fields,
        consent,
        leftover,
        (Problem("text_left_over"),) if leftover else (),
        confidence,
        needs_review(fields, consent, leftover, confidence),
        _signed_by(account, asides),
    )


_UNKNOWN = "\ufffd"  # a letter that the file paints and does not name
_LETTERS_LOST = 0.3  # such an answer is never right as it stands
_SHOWN = 8


def _signed_by(account: Account, asides: str) -> tuple[str, ...]:
    """The people named where the form is signed: in words of its own, header or footer."""
    own = [s.text for s in account.stretches if s.role not in (Role.ANSWER, Role.LABEL)]
    return names_in("\n".join([*own, asides]))


def _field_readings(
    flow: Flow, form: Placed, account: Account, field: TemplateField
) -> Iterator[FieldReading]:
    label = form.label(field.id)
    if label is None:
        for column in field.gives:
            sureness = 0.9 if field.required else 0.97
            yield FieldReading(column, State.NOT_FOUND, confidence=sureness)
        return
    answer = collect_answer(account.answer(field.id), field.kind)
    sureness = label_sureness(label, form.margin[label.field], answer.stretches)
    guessed = answer.guesses if field.kind is FieldType.NARRATIVE else 0
    sureness *= breaks_sureness(guessed)
    doubt = (Problem(BREAKS_GUESSED, str(guessed)),) if guessed and answer.text else ()
    for value in values_of(answer, field.kind, field.gives):
        seen = replace(value, problems=(*value.problems, *doubt))
        yield _field_reading(seen, answer, label, sureness, _label_text(flow, label))


def _field_reading(
    value: Value, answer: Answer, label: Candidate, sureness: float, label_text: str
) -> FieldReading:
    problems = value.problems
    if label.similarity < 0.9:
        problems = (*problems, Problem("label_changed", label_text))
    unknown = tuple(w for w in (answer.text or "").split() if _UNKNOWN in w)
    doubtful = (*answer.scan.doubtful, *unknown[:_SHOWN])
    if doubtful and value.state is State.ANSWERED:
        problems = (*problems, Problem("words_doubtful", ", ".join(doubtful)))
    if answer.struck and value.state is State.ANSWERED:
        problems = (*problems, Problem("text_struck_out"))
    return FieldReading(
        value.column,
        value.state,
        answer.text if value.state is not State.EMPTY else None,
        value.value,
        round(sureness * value.sureness * answer.certainty * (_LETTERS_LOST if unknown else 1), 4),
        answer.read_from if value.state is not State.EMPTY else None,
        answer.spot,
        label_text,
        problems,
    )


def _label_text(flow: Flow, label: Candidate) -> str:
    start, end = label.start, label.end
    if start.line == end.line:
        return collapse(flow.lines[start.line].text[start.offset : end.offset])
    parts = [flow.lines[start.line].text[start.offset :]]
    parts += [flow.lines[i].text for i in range(start.line + 1, end.line)]
    parts.append(flow.lines[end.line].text[: end.offset])
    return collapse(" ".join(parts))
