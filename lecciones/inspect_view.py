"""`lecciones inspect` on the screen and as JSON: each value, how sure, and where it stands."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from lecciones.concerns import concerns_of
from lecciones.messages import format_name, say
from lecciones.printable import printable
from schemas.reading import Consent, Review, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from schemas.reading import ConsentReading, FieldReading, FormReading, Problem, Spot

_VERDICT_STYLE = {Consent.YES: "bold green", Consent.NO: "bold red"}
_SURE = 0.9


def as_json(readings: Sequence[FormReading]) -> str:
    """The readings as a JSON list, dates in ISO 8601, ready to print."""
    return json.dumps(
        [
            asdict(reading) | {"sensitive": [asdict(one) for one in concerns_of(reading)]}
            for reading in readings
        ],
        ensure_ascii=False,
        indent=2,
        default=_plain,
    )


def show_readings(console: Console, readings: Sequence[FormReading], lang: str) -> None:
    """Shows every form found, or says that none was."""
    if not readings:
        console.print(say("inspect.none", lang))
        return
    console.print(say("inspect.personal", lang), style="yellow")
    for reading in readings:
        _show_form(console, reading, lang)


def place(spot: Spot, lang: str) -> str:
    """Where something stands, in words; "" where nothing is known of it."""
    if spot.page is not None and spot.x0 is not None:
        corners = (spot.x0, spot.x1, spot.top, spot.bottom)
        x0, x1, top, bottom = (f"{corner or 0:.0f}" for corner in corners)
        return say("inspect.page", lang, page=spot.page, x0=x0, x1=x1, top=top, bottom=bottom)
    return printable(spot.path)


def _show_form(console: Console, reading: FormReading, lang: str) -> None:
    console.print()
    console.rule(say("inspect.form", lang, number=reading.form_number), align="left")
    for code, value in (
        ("template", reading.template),
        ("source", format_name(reading.source_format, lang)),
        ("confidence", f"{reading.confidence:.1%}"),
        ("review", say(f"review.{reading.review}", lang)),
    ):
        style = "yellow" if code == "review" and reading.review is Review.NEEDED else ""
        console.print(f"{say(f'inspect.{code}', lang).capitalize()}: {value}", style=style)
    _show_consent(console, reading.consent, lang)
    console.print(_fields(reading, lang))
    _show_leftover(console, reading, lang)


def _show_consent(console: Console, consent: ConsentReading, lang: str) -> None:
    verdict = say(f"consent.{consent.verdict}", lang)
    told = say("inspect.verdict", lang, verdict=verdict, rule=say(f"rule.{consent.rule}", lang))
    style = _VERDICT_STYLE.get(consent.verdict, "bold yellow")
    console.print(f"{say('inspect.consent', lang)}: {told} {consent.confidence:.1%}", style=style)
    for mark in consent.marks:
        option = say(f"consent.{mark.option}", lang) if mark.option else "?"
        state = say("inspect.mark", lang, option=option, state=say(f"mark.{mark.state}", lang))
        where = place(mark.spot, lang)
        raw = f" [{printable(mark.raw)}]" if mark.raw else ""
        console.print(f"  {state}{raw}{'  ' + where if where else ''}")


def _fields(reading: FormReading, lang: str) -> Table:
    from rich.table import Table

    table = Table(expand=True, show_lines=True)
    table.add_column(say("inspect.field", lang), ratio=2)
    table.add_column(say("inspect.value", lang), ratio=5, overflow="fold")
    table.add_column(say("inspect.confidence", lang), justify="right", no_wrap=True)
    table.add_column(say("inspect.place", lang), ratio=2, overflow="fold")
    for field in reading.fields:
        sure = f"{field.confidence:.1%}"
        table.add_row(
            say(f"field.{field.field}", lang),
            _value(field, lang),
            sure,
            place(field.spot, lang),
            style="" if field.confidence >= _SURE else "yellow",
        )
    return table


def _value(field: FieldReading, lang: str) -> Text:
    from rich.text import Text

    if field.state is State.ANSWERED:
        value = field.value if field.value is not None else field.text
        shown = value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value or "")
        text = Text(printable(shown, keep_lines=True))
    else:
        text = Text(f"({say(f'state.{field.state}', lang)})", style="dim")
    for problem in field.problems:
        text.append(f"\n⚠ {_problem(problem, lang)}", style="yellow")
    return text


def _show_leftover(console: Console, reading: FormReading, lang: str) -> None:
    if reading.problems:
        console.print(f"{say('inspect.problems', lang)}:", style="yellow")
    for problem in reading.problems:
        console.print(f"  ⚠ {_problem(problem, lang)}")
    concerns = concerns_of(reading)
    if concerns:
        console.print(f"{say('inspect.sensitive', lang)}:", style="yellow")
    for one in concerns:
        field, category = say(f"field.{one.field}", lang), say(f"sensitive.{one.category}", lang)
        console.print(f"  ⚠ {field}: {category}")
    if reading.leftover:
        console.print(f"{say('inspect.leftover', lang)}:", style="yellow")
    for rest in reading.leftover:
        where = place(rest.spot, lang)
        shown = printable(rest.text, keep_lines=True)
        console.print(f"  «{shown}»{'  ' + where if where else ''}")


def _problem(problem: Problem, lang: str) -> str:
    told = say(f"problem.{problem.code}", lang)
    return f"{told}: {printable(problem.detail)}" if problem.detail else told


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
