"""What the command line shows: progress, the summary at the end, one sentence for an error."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from lecciones.messages import format_name, say
from lecciones.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from rich.console import Console, RenderableType
    from rich.table import Table

    from lecciones.pipeline import Progress
    from lecciones.summary import RunSummary

_PLAIN_WIDTH = 120  # characters, where the output is no terminal
_PLAIN_STEPS = 10  # without a terminal: a line a tenth of the work


def make_console(*, to_stderr: bool = False) -> Console:
    """A console that never fails on a character the terminal cannot show."""
    from rich.console import Console

    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else _PLAIN_WIDTH
    return Console(stderr=to_stderr, width=width, highlight=False, markup=False, emoji=False)


class ProgressLine:
    """Shows a run's progress: a bar on a terminal, else a plain line now and then."""

    def __init__(self, console: Console, lang: str) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self._console = console
        self._lang = lang
        self._told = -1
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        self._bar = Bar(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._bar.add_task(say("run.reading", lang), total=None)

    def __enter__(self) -> ProgressLine:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def __call__(self, progress: Progress, /) -> None:
        """Shows how far the run is."""
        if self._console.is_terminal:
            self._bar.update(self._task, completed=progress.done, total=progress.total)
            return
        step = _PLAIN_STEPS * progress.done // max(progress.total or 1, 1)
        if step > self._told:
            self._told = step
            total = progress.total or "?"
            self._console.print(say("run.progress", self._lang, done=progress.done, total=total))


def show_summary(console: Console, summary: RunSummary, lang: str) -> None:
    """What came in, what was published, what was withheld and why, and where to look."""
    overview = summary.overview
    if not overview.total:
        console.print(say("run.nothing", lang))
    counts = _counts(say("run.title", lang), say("run.what", lang), lang)
    for status, count in overview.by_status.items():
        counts.add_row(say(f"status.{status}", lang), str(count))
    counts.add_section()
    counts.add_row(say("run.total", lang), str(overview.total))
    console.print(counts)
    for table in _small_tables(summary, lang):
        console.print(table)
    if overview.withheld:
        console.print(_withheld(summary, lang))
    console.print()
    for line in _closing(summary, lang):
        console.print(line, soft_wrap=True)


def _small_tables(summary: RunSummary, lang: str) -> Iterator[Table]:
    consents = {say(f"consent.{key}", lang): n for key, n in summary.by_consent.items() if key}
    formats = {format_name(key, lang): n for key, n in summary.by_format.items()}
    for title, rows in (("run.consent_title", consents), ("run.format_title", formats)):
        if rows:
            yield _count_table(say(title, lang), rows, lang)


def _count_table(title: str, rows: Mapping[str, int], lang: str) -> Table:
    table = _counts(title, title, lang)
    table.show_header = False
    for name, count in rows.items():
        table.add_row(name, str(count))
    return table


def _counts(title: str, head: str, lang: str) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", min_width=40)
    table.add_column(head)
    table.add_column(say("report.count", lang), justify="right")
    return table


def _withheld(summary: RunSummary, lang: str) -> Table:
    from rich.table import Table

    table = Table(
        title=say("run.withheld_title", lang), title_justify="left", title_style="bold", expand=True
    )
    table.add_column(say("report.count", lang), justify="right", no_wrap=True)
    table.add_column(say("run.why", lang), ratio=3)
    table.add_column(say("run.file", lang), overflow="fold", ratio=2)
    for group in summary.overview.reasons:
        names = [printable(row.source_path) for row in group.examples]
        more = group.count - len(names)
        if more:
            names.append(say("run.more_rows", lang, count=more))
        table.add_row(str(group.count), group.reason, "\n".join(names))
    return table


def _closing(summary: RunSummary, lang: str) -> Iterator[RenderableType]:
    from rich.text import Text

    yield Text(say("run.lessons_done", lang, count=summary.lessons), style="bold green")
    yield Text(
        f"{say('run.files', lang)}: {summary.files_read}. "
        f"{say('run.unchanged', lang)}: {summary.files_unchanged}. "
        f"{say('run.seconds', lang, seconds=summary.seconds)}."
    )
    yield Text(say("run.dealt_with", lang))
    yield Text(say("run.where", lang), style="bold")
    for code, path in (
        ("run.where_lessons", summary.lessons_csv),
        ("run.where_report", summary.report),
        ("run.where_ledger", summary.ledger),
    ):
        yield Text(f"  {say(code, lang)}: {_shown(path)}")
    yield Text(say("run.log_head", lang, head=summary.log_head), style="dim")


def _shown(path: Path) -> str:
    return printable(str(path))
