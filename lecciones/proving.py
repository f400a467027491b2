"""Proof of how consent was decided, and proof that the dataset is still what was decided."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from lecciones.acts import as_in_ledger, opened
from lecciones.errors import UsageError
from lecciones.messages import format_name, reason, say
from lecciones.printable import printable

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

    from corpus.log import Entry
    from corpus.proof import Proof
    from corpus.verify import Check


@dataclass(frozen=True, slots=True)
class Proven:
    """The proof of a lesson or source, as the person named it."""

    target: str
    proof: Proof

    def as_json(self) -> dict[str, Any]:
        """All of it, for programs: forms, claims, the entries with their hashes, the chain."""
        proof = self.proof
        return {
            "target": self.target,
            "forms": [asdict(form) for form in proof.forms],
            "claims": [asdict(claim) for claim in proof.claims],
            "entries": [{"hash": entry.hash, **entry.facts} for entry in proof.entries],
            "log": {
                "entries": proof.head.entries,
                "hash": proof.head.hash,
                "intact": proof.first_fault is None,
            },
        }


def prove(out: str | os.PathLike[str], target: str) -> Proven:
    """The proof for a lesson (by its id) or a source (its path in the ledger).

    Raises:
        UsageError: no dataset in `out`, or nothing was ever decided on `target`.
        RunError: the store cannot be read.
    """
    with opened(out) as (store, _):
        proof = store.prove(as_in_ledger(target))
    if not proof.forms and not proof.entries:
        raise UsageError("unknown_target", path=target)
    return Proven(target, proof)


def verify(out: str | os.PathLike[str], *, head: str | None = None) -> tuple[Check, ...]:
    """All checks of the dataset in `out`; `head` is one kept elsewhere, as `entries:hash`.

    Raises:
        UsageError: no dataset in `out`, or `head` is none.
        RunError: the store cannot be read.
    """
    from corpus.log import Head
    from corpus.verify import verify as check
    from normalize.identity import lesson_id

    kept = None
    if head is not None:
        if not re.fullmatch(r"\d+:[0-9a-f]{64}", head.strip()):
            raise UsageError("bad_head")
        entries, _, digest = head.strip().partition(":")
        kept = Head(int(entries), digest)
    with opened(out) as (store, folder):
        return check(store, folder, reasons=reason, name_lesson=lesson_id, head=kept)


def checks_json(checks: tuple[Check, ...]) -> dict[str, Any]:
    """The checks for programs."""
    return {"ok": not any(check.faults for check in checks), "checks": [asdict(c) for c in checks]}


def show_checks(checks: tuple[Check, ...], lang: str, *, kept: bool) -> None:
    """One line a check, one a fault, and what the checks can and cannot show."""
    from lecciones.shell import make_console

    console = make_console()
    for check in checks:
        code, style = ("faulty", "bold red") if check.faults else ("good", "green")
        told = say(f"verify.{check.name}", lang, count=check.looked_at)
        console.print(f"{say(f'verify.{code}', lang)}  {told}", style=style)
        for fault in check.faults:
            detail = printable(fault.detail)
            line = say(f"verify_fault.{fault.code}", lang, detail=detail)
            console.print(f"    {line}", soft_wrap=True)
    bad = sum(bool(check.faults) for check in checks)
    console.print(say("verify.all_good" if not bad else "verify.some_bad", lang), style="bold")
    if not kept:
        console.print(say("verify.no_head", lang), soft_wrap=True)


def show_proof(proven: Proven, lang: str) -> None:
    """The proof in plain lines, fit to be printed and signed."""
    from lecciones.shell import make_console

    console = make_console()
    proof = proven.proof
    console.print(say("proof.title", lang, target=printable(proven.target)), style="bold")
    console.print(say("proof.what", lang), soft_wrap=True)
    for form in proof.forms:
        number = form.form_number or "-"
        console.print(f"• {printable(form.source_path)} ({number})", soft_wrap=True)
        console.print(f"  SHA-256 {form.source_sha256}", soft_wrap=True)
    if not proof.forms:
        console.print(say("proof.no_forms", lang))
    for entry in proof.entries:
        console.print()
        for line in _entry_lines(entry, lang):
            console.print(line, soft_wrap=True)
    console.print()
    code = "proof.intact" if proof.first_fault is None else "proof.broken"
    console.print(
        say(code, lang, head=str(proof.head), number=proof.first_fault),
        style="green" if proof.first_fault is None else "bold red",
        soft_wrap=True,
    )


def _entry_lines(entry: Entry, lang: str) -> Iterator[str]:
    facts = entry.facts
    kind = str(facts["kind"])
    yield say("proof.entry", lang, seq=entry.seq, at=facts["at"], hash=entry.hash)
    if kind == "decided":
        yield from _decision_lines(facts, lang)
    elif kind == "person":
        yield from _person_lines(facts, lang)
    elif kind == "claim":
        kind_told = say(f"claim.{facts['claim_kind']}", lang)
        step = say(f"step.{facts['step']}", lang)
        yield f"  {kind_told} ({facts['claim']}): {step}"
        if facts.get("received"):
            yield f"  {say('proof.received', lang)}: {facts['received']}"
        if facts.get("note"):
            yield f"  {say('proof.reason', lang)}: {printable(str(facts['note']))}"
        if facts.get("outcome"):
            yield f"  {say('proof.outcome', lang)}: {say('outcome.' + facts['outcome'], lang)}"


def _person_lines(facts: Mapping[str, Any], lang: str) -> Iterator[str]:
    """What a person decided: who, what, on which questions; never an answer."""
    yield f"  {say('proof.person_' + facts['step'], lang, who=printable(str(facts['who'])))}"
    after = facts["after"]
    if after.get("verdict"):
        yield f"  {say('inspect.consent', lang)}: {say('verdict.' + after['verdict'], lang)}"
    if after.get("confirmed"):
        yield f"  {say('proof.confirmed', lang)}"
    names = [say(f"field.{name}", lang) for name in after.get("changed", ())]
    if names:
        yield f"  {say('proof.corrected', lang)}: {', '.join(names)}"
    yield f"  {say('proof.bytes', lang)}: {facts['file']} ({facts['form']})"


def _decision_lines(facts: Mapping[str, Any], lang: str) -> Iterator[str]:
    rule = say(f"rule.{facts['rule']}", lang) if facts["rule"] else "-"
    verdict = say(f"consent.{facts['verdict'] or 'none'}", lang)
    yield f"  {say('inspect.consent', lang)}: {verdict} ({rule})"
    yield f"  {say('report.status', lang)}: {say('status.' + facts['status'], lang)}"
    if facts["reason"]:
        yield f"  {say('report.reason', lang)}: {reason(facts['reason'], '', lang)}"
    yield f"  {say('proof.bytes', lang)}: {facts['file']} ({facts['form']})"
    source = format_name(facts["format"], lang)
    yield f"  {say('proof.read', lang, template=facts['template'], format=source)}"
    for mark in facts["marks"]:
        option = say(f"consent.{mark['option']}", lang) if mark["option"] else "?"
        state = say("inspect.mark", lang, option=option, state=say(f"mark.{mark['state']}", lang))
        where = _place(mark["at_spot"], lang)
        yield f"  {say('proof.mark', lang)}: {state} [{printable(mark['as'])}]  {where}"
    yield f"  {say('proof.version', lang)}: {facts['version']}"
    if facts.get("claim_id"):
        yield f"  {say('proof.held_by', lang, claim=facts['claim_id'])}"


def _place(spot: str | list[float | None], lang: str) -> str:
    if isinstance(spot, str):
        return printable(spot)
    page, *corners = spot
    x0, top, x1, bottom = (f"{corner or 0:.0f}" for corner in corners)
    return say("inspect.page", lang, page=page, x0=x0, x1=x1, top=top, bottom=bottom)
