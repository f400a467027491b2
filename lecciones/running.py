"""`lecciones.run`: checks what is asked, runs the pipeline, publishes, reports.

Whatever stops a run becomes a `LeccionesError` that says in a sentence what to do.
"""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.settings import Audience
from lecciones.discovery import check_inputs
from lecciones.errors import NotReadError, UsageError
from lecciones.jobs import Limits
from lecciones.messages import LANGUAGES
from lecciones.pipeline import Plan, Run
from lecciones.places import check_remote, split_inputs
from lecciones.publishing import publish_all
from lecciones.report import Took
from lecciones.sending import send
from lecciones.stopping import stoppable
from lecciones.summary import RunSummary
from lecciones.telling import told_plainly

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.log import Head
    from corpus.settings import Settings
    from lecciones.pipeline import Counts, OnProgress
    from lecciones.stopping import Stop
    from lecciones.summary import Overview

_LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,40}")


@dataclass(frozen=True, slots=True)
class OwnersChoice:
    """What the dataset's owner sets with a run; None leaves what was set before, "" unsets.

    `licence` is an identifier such as `CC-BY-4.0`, `licence_url` its address; `audience` is
    `entities` or `public`; `contacts` False keeps no contact data at all; `follow_links` reads
    what links in the inputs lead to.
    """

    licence: str | None = None
    licence_url: str | None = None
    audience: str | None = None
    contacts: bool | None = None
    follow_links: bool | None = None

    def check(self) -> None:
        """Raises `UsageError` where a value cannot be."""
        if self.licence and not _LICENCE.fullmatch(self.licence):
            raise UsageError("bad_licence")
        if self.licence_url and not re.fullmatch(r"https?://[^\s<>\"]+", self.licence_url):
            raise UsageError("bad_licence_url")
        if self.audience and self.audience not in tuple(Audience):
            raise UsageError("bad_audience")

    def applied_to(self, settings: Settings) -> Settings:
        """The settings with what was chosen now."""
        chosen = {name: getattr(self, name) for name in self.__slots__}
        if self.licence == "":
            chosen["licence_url"] = ""
        return replace(settings, **{k: v for k, v in chosen.items() if v is not None})


def run(
    inputs: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    workers: int | None = None,
    lang: str = "es",
    strict: bool = False,
    progress: OnProgress | None = None,
    limits: Limits | None = None,
    owner: OwnersChoice | None = None,
    scheduler: str | None = None,
    publish_to: str | None = None,
) -> RunSummary:
    """Reads every form under the inputs and publishes the dataset into the folder `out`.

    Only what is new or changed since an earlier run into `out` is read. `workers` is the
    number of files read at once (None: one a processor). `lang` is the report's language.
    `owner` is what the dataset's owner sets now; it holds for later runs too. `scheduler` is the
    address of a Dask scheduler, whose workers then read in place of this machine. Inputs may be
    addresses that fsspec opens (`s3://…`); `publish_to` is one that gets a copy of what is public.

    Raises:
        UsageError: an input does not exist, `out` is a file, a number makes no sense.
        NotReadError: `strict`, and an input could not be read; the rest is published.
        Interrupted: a person stopped it; what was read is kept.
        RunError: `out` cannot be written, the disk is full, no child can be started.
    """
    started = time.monotonic()
    chosen = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    local, remote = split_inputs(chosen)
    paths = check_inputs(local) if local or not remote else []
    owner = owner or OwnersChoice()
    owner.check()
    if owner.follow_links and not paths:
        raise UsageError("links_elsewhere")
    check_remote(remote)
    folder = _check_out(Path(out), paths)
    workers = _check_options(workers, lang)
    plan = Plan(
        paths, folder, workers, limits or Limits(), progress, scheduler or "", tuple(remote)
    )
    with told_plainly(folder), stoppable() as stop:
        counts, overview, head = _carry_out(plan, owner, lang, stop, publish_to)
    seconds = round(time.monotonic() - started, 1)
    summary = RunSummary(folder, counts.read, counts.unchanged, seconds, overview, str(head))
    if strict and summary.not_read:
        raise NotReadError(summary)
    return summary


def _carry_out(
    plan: Plan, owner: OwnersChoice, lang: str, stop: Stop, publish_to: str | None
) -> tuple[Counts, Overview, Head]:
    from corpus.atomic import recover
    from corpus.folder import prepare
    from corpus.store import STORE_NAME, Store

    prepare(plan.folder)
    with Store.open(plan.folder / "restricted" / STORE_NAME) as store:
        recover(plan.folder)
        store.change_settings(owner.applied_to(store.settings))
        started = time.monotonic()
        counts = Run(plan, store, stop).go()
        took = Took(counts.read, counts.unchanged, time.monotonic() - started)
        overview, head = publish_all(store, plan.folder, lang, took)
        if publish_to:
            send(plan.folder, publish_to)
    return counts, overview, head


def _check_out(out: Path, inputs: list[Path]) -> Path:
    if out.exists() and not out.is_dir():
        raise UsageError("out_is_file", path=str(out))
    if out.resolve() in inputs:
        raise UsageError("out_is_input", path=str(out))
    return out.absolute()


def _check_options(workers: int | None, lang: str) -> int:
    if lang not in LANGUAGES:
        raise UsageError("bad_lang")
    if workers is not None and workers < 1:
        raise UsageError("bad_workers")
    return workers or _processors()


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
