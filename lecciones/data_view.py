"""What exports, searches, comparisons and letters came to, on the screen and as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from corpus.search import MARK_OFF, MARK_ON
from lecciones.messages import say
from lecciones.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from corpus.changes import Change
    from corpus.export.plan import Exported
    from corpus.search import Answer, Found
    from lecciones.letters import Letters

_SHOWN_CHANGES = 50


def show_export(path: Path, exported: Exported, lang: str) -> None:
    """What was written, where, and what that copy means."""
    from lecciones.shell import make_console

    console = make_console()
    told = say("data.exported", lang, count=exported.lessons, path=printable(str(path)))
    console.print(told, style="bold green", soft_wrap=True)
    if exported.cut:
        console.print(say("data.cut", lang, count=exported.cut), style="yellow", soft_wrap=True)
    console.print(say("data.copy", lang), soft_wrap=True)


def show_answer(answer: Answer, lang: str) -> None:
    """The lessons found, the best first, found words set off."""
    from lecciones.shell import make_console

    console = make_console()
    if not answer.found:
        console.print(say("data.nothing_found", lang), soft_wrap=True)
        return
    if answer.any_word:
        console.print(say("data.any_word", lang), style="yellow", soft_wrap=True)
    for found in answer.found:
        console.print()
        console.print(printable(found.topic or say("data.no_topic", lang)), style="bold")
        console.print(_place(found), style="dim", soft_wrap=True)
        console.print(_snippet(found.snippet), soft_wrap=True)
    if answer.more:
        console.print()
        console.print(say("data.more_found", lang, count=len(answer.found)), soft_wrap=True)


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """The answer as plain data; found words stand between « and »."""
    found = [
        {**asdict(one), "score": round(one.score, 4), "snippet": _marked(one.snippet)}
        for one in answer.found
    ]
    return {"found": found, "more": answer.more, "any_word": answer.any_word}


def show_changes(changes: Iterable[Change], lang: str) -> None:
    """How many lessons differ and the first of them."""
    from lecciones.shell import make_console

    console = make_console()
    counts: Counter[str] = Counter()
    for change in changes:
        counts[change.kind] += 1
        if counts.total() <= _SHOWN_CHANGES:
            told = f"{say(f'change.{change.kind}', lang)}  {change.lesson_id}"
            console.print(f"{told}  {', '.join(change.fields)}".rstrip(), soft_wrap=True)
    if counts.total() > _SHOWN_CHANGES:
        console.print("…")
    told = ", ".join(f"{say(f'change.{kind}', lang)}: {count}" for kind, count in counts.items())
    console.print(told or say("data.no_changes", lang), style="bold", soft_wrap=True)


def show_letters(letters: Letters, lang: str) -> None:
    """How many notes were written and where."""
    from lecciones.shell import make_console

    console = make_console()
    where = printable(str(letters.folder))
    told = say("data.letters", lang, count=letters.count, path=where)
    console.print(told if letters.count else say("data.no_letters", lang), soft_wrap=True)


def _place(found: Found) -> str:
    parts = (found.lesson_id, found.completed_on, found.entity, found.area)
    return printable("  ".join(part for part in parts if part))


def _snippet(snippet: str) -> Any:  # noqa: ANN401  # rich is loaded when it is needed
    from rich.text import Text

    text = Text()
    for at, piece in enumerate(snippet.replace("\n", " ").split(MARK_ON)):
        found, off, rest = piece.partition(MARK_OFF)
        if at and off:
            text.append(printable(found), style="bold yellow")
            text.append(printable(rest))
        else:
            text.append(printable(piece))
    return text


def _marked(snippet: str) -> str:
    return snippet.replace(MARK_ON, "«").replace(MARK_OFF, "»")
