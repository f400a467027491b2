"""What a person decides on a dataset: revocations, complaints under way, queries, settings.

Each act is carried out in the store at once and, unless told otherwise, published at once.
Rule: Ley 1581 de 2012 arts. 8(e), 14 and 15.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.claims import ClaimKind
from corpus.errors import TargetError
from lecciones.deadlines import Due, due_of, today
from lecciones.errors import UsageError
from lecciones.jobs import Limits
from lecciones.publishing import publish_all
from lecciones.telling import told_plainly

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from datetime import date

    from corpus.claims import Claim
    from corpus.log import Head
    from corpus.store import Store

_NOTE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Act:
    """What an act came to.

    `lessons` is how many the dataset holds now, None where it was not published. `to_read`
    counts the files of restored lessons that are no longer where they were found, so that
    they have to come with another run. `log` is the head of the log.
    """

    claims: tuple[Claim, ...]
    lessons: int | None
    log: Head
    to_read: int = 0


def revoke(
    out: str | os.PathLike[str],
    target: str,
    *,
    reason: str = "",
    received: date | None = None,
    publish: bool = True,
    lang: str = "es",
) -> Act:
    """Withdraws a lesson (by its id) or all that came from a source (its path in the ledger).

    Its content leaves the store for good, and the dataset at this publishing. It stays away
    over later runs, newer versions, other formats and later copies, until `restore`.
    `reason` goes into the log; personal data in it is masked. `received` is when it was
    asked for (None: today). `publish` False leaves the published files until the next run.

    Raises:
        UsageError: no dataset in `out`, nothing meant by `target`, a day to come.
        RunError: the folder or the store cannot be written.
    """
    return _claim(
        out,
        target,
        ClaimKind.REVOCATION,
        note=reason,
        received=received,
        publish=publish,
        lang=lang,
    )


def restore(
    out: str | os.PathLike[str], target: str, *, publish: bool = True, lang: str = "es"
) -> Act:
    """Takes a revocation back: the lesson's files are read again from where they were found.

    Raises:
        UsageError: no dataset in `out`, or nothing revoked by `target`.
        RunError: the folder or the store cannot be written.
    """
    return _lift(out, target, ClaimKind.REVOCATION, "restored", publish=publish, lang=lang)


def hold(
    out: str | os.PathLike[str],
    target: str,
    *,
    query: bool = False,
    reason: str = "",
    received: date | None = None,
    publish: bool = True,
    lang: str = "es",
) -> Act:
    """Notes a complaint under way: the lesson is out of the dataset until it is decided.

    With `query` only the term to answer is noted (art. 14), and nothing is withheld.

    Raises:
        UsageError: no dataset in `out`, nothing meant by `target`, a day to come.
        RunError: the folder or the store cannot be written.
    """
    kind = ClaimKind.QUERY if query else ClaimKind.COMPLAINT
    return _claim(out, target, kind, note=reason, received=received, publish=publish, lang=lang)


def release(
    out: str | os.PathLike[str], target: str, *, publish: bool = True, lang: str = "es"
) -> Act:
    """Ends the complaint or query on a target: what it withheld is published again.

    Raises:
        UsageError: no dataset in `out`, or nothing under way on `target`.
        RunError: the folder or the store cannot be written.
    """
    return _lift(out, target, None, "released", publish=publish, lang=lang)


def extend(out: str | os.PathLike[str], target: str) -> Act:
    """Notes that the term to answer was prolonged, its reasons having been told.

    Raises:
        UsageError: no dataset in `out`, or nothing under way on `target`.
        RunError: the store cannot be written.
    """
    with opened(out) as (store, _), _target_told(target):
        return Act(store.extend(as_in_ledger(target)), None, store.log_head())


def under_way(out: str | os.PathLike[str], *, on: date | None = None) -> tuple[Due, ...]:
    """The complaints and queries under way, the most urgent first; `on` None is today.

    Raises:
        UsageError: no dataset in `out`.
        RunError: the store cannot be read.
    """
    with opened(out) as (store, _):
        claims = store.open_claims()
    due = [due_of(c, on or today()) for c in claims if c.kind is not ClaimKind.REVOCATION]
    return tuple(sorted(due, key=lambda one: (one.days_left, one.claim.id)))


@contextmanager
def opened(out: str | os.PathLike[str]) -> Iterator[tuple[Store, Path]]:
    """The store of the dataset in `out`, and the folder.

    Raises:
        UsageError: there is no dataset, or the target named is not in it.
        RunError: another run holds it, or it cannot be used.
    """
    from corpus.store import STORE_NAME, Store

    folder = Path(out).absolute()
    place = folder / "restricted" / STORE_NAME
    if not place.is_file():
        raise UsageError("no_dataset", path=str(folder))
    with told_plainly(folder), Store.open(place) as store:
        yield store, folder


def _claim(
    out: str | os.PathLike[str],
    target: str,
    kind: ClaimKind,
    *,
    note: str,
    received: date | None,
    publish: bool,
    lang: str,
) -> Act:
    day = received or today()
    if day > today():
        raise UsageError("day_to_come", day=day.strftime("%d/%m/%Y"))
    with opened(out) as (store, folder), _target_told(target):
        claim = store.claim(
            as_in_ledger(target), kind, received_on=day.isoformat(), note=_harmless(note)
        )
        store.scrub()
        if not publish:
            return Act((claim,), None, store.log_head())
        overview, head = publish_all(store, folder, lang)
        return Act((claim,), overview.published, head)


def _lift(
    out: str | os.PathLike[str],
    target: str,
    kind: ClaimKind | None,
    outcome: str,
    *,
    publish: bool,
    lang: str,
) -> Act:
    with opened(out) as (store, folder), _target_told(target):
        claims = store.lift(as_in_ledger(target), kind, outcome)
        if not publish:
            return Act(claims, None, store.log_head(), _left_to_read(store))
        if _left_to_read(store):
            _read_again(store, folder)
        overview, head = publish_all(store, folder, lang)
        return Act(claims, overview.published, head, _left_to_read(store))


def _read_again(store: Store, folder: Path) -> None:
    """Reads what nothing withholds any longer from where it was found, if it is still there."""
    from lecciones.pipeline import Plan, Run

    Run(Plan([], folder, 1, Limits(), None), store).go()


def _left_to_read(store: Store) -> int:
    return sum(1 for _ in store.to_reread())


def as_in_ledger(target: str) -> str:
    """The target as the ledger writes paths: `/` between folders, no `./` before."""
    return re.sub(r"^(?:\./)+", "", target.strip().replace("\\", "/")) if target else ""


def _harmless(note: str) -> str:
    """A person's reason for the log, which nothing is ever taken out of: masked and short."""
    from normalize.masking import mask

    return mask(" ".join(note.split())).text[:_NOTE_LENGTH]


@contextmanager
def _target_told(target: str) -> Iterator[None]:
    try:
        yield
    except TargetError as error:
        raise UsageError(error.code, path=target) from None
