"""What acts came to, and what is under way, on the screen and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from corpus.claims import ClaimKind
from lecciones.deadlines import due_of, today
from lecciones.messages import say
from lecciones.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.claims import Claim
    from lecciones.acts import Act
    from lecciones.deadlines import Due

_SHOWN_FORMS = 10


def show_act(code: str, act: Act, lang: str) -> None:
    """What was done, to which files, what became of the dataset, and the terms."""
    from lecciones.shell import make_console

    console = make_console()
    for claim in act.claims:
        console.print(say(f"act.{code}", lang, count=len(claim.forms)), style="bold green")
        for line in _form_lines(claim, lang):
            console.print(f"  {line}", soft_wrap=True)
        if code in ("held", "query", "extended", "revoked"):
            for line in term_lines(due_of(claim, today()), lang):
                console.print(line, soft_wrap=True)
    if act.lessons is not None:
        console.print(say("act.published", lang, count=act.lessons))
    elif code != "extended":
        console.print(say("act.not_published", lang), style="yellow", soft_wrap=True)
    if act.to_read:
        told = say("act.to_read", lang, count=act.to_read)
        console.print(told, style="yellow", soft_wrap=True)
    if code == "revoked":
        console.print(say("act.copies", lang), soft_wrap=True)
    console.print(say("run.log_head", lang, head=act.log), soft_wrap=True)


def show_under_way(due: Sequence[Due], lang: str) -> None:
    """The complaints and queries under way, the most urgent first."""
    from lecciones.shell import make_console

    console = make_console()
    if not due:
        console.print(say("hold.none", lang))
    for one in due:
        kind = say(f"claim.{one.claim.kind}", lang)
        console.print(f"{kind} ({one.claim.id})", style="bold")
        for line in (*_form_lines(one.claim, lang), *term_lines(one, lang)):
            console.print(f"  {line}", soft_wrap=True)


def claims_json(due: Sequence[Due]) -> list[dict[str, Any]]:
    """The same for programs; dates in ISO 8601."""
    return [
        {
            **asdict(one.claim),
            "days_left": one.days_left,
            "terms": {
                name: None if day is None else day.isoformat()
                for name, day in asdict(one.terms).items()
            },
        }
        for one in due
    ]


def term_lines(due: Due, lang: str) -> Iterator[str]:
    """The claim's terms in words, with the business days left."""
    claim, its = due.claim, due.terms
    received = date.fromisoformat(claim.received_on)
    yield say("term.received", lang, day=_day(received, lang))
    if its.mark is not None and claim.kind is ClaimKind.COMPLAINT:
        yield say("term.mark", lang, day=_day(its.mark, lang))
    if its.ask is not None and claim.kind is ClaimKind.COMPLAINT:
        yield say("term.ask", lang, day=_day(its.ask, lang))
    last = its.extended if claim.extended else its.answer
    code = "term.late" if due.days_left < 0 else "term.answer"
    yield say(code, lang, day=_day(last, lang), days=abs(due.days_left))
    if not claim.extended:
        yield say("term.extended", lang, day=_day(its.extended, lang))


def _form_lines(claim: Claim, lang: str) -> Iterator[str]:
    for form in claim.forms[:_SHOWN_FORMS]:
        number = f" ({form.form_number})" if form.form_number else ""
        lesson = f"  {form.lesson_id}" if form.lesson_id else ""
        yield f"• {printable(form.source_path)}{number}{lesson}"
    more = len(claim.forms) - _SHOWN_FORMS
    if more > 0:
        yield say("act.more", lang, count=more)


def _day(day: date, lang: str) -> str:
    return day.strftime("%d/%m/%Y" if lang == "es" else "%Y-%m-%d")
