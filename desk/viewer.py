"""The page read from its source file at the moment it is looked at, in the isolated child.

The file is where the ledger says it was met, and its bytes must be those of the decision's
SHA-256. No path comes from a browser; what is shown goes into no file.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lecciones.discovery import located, path_of
from lecciones.isolation import Children
from lecciones.jobs import Failure, Job, Limits, Listing, Look, PagePicture, Seen
from lecciones.pipeline import Hands
from lecciones.places import is_remote, remote_job

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lecciones.jobs import Member

GONE = "gone"
"""The code for a file that is not where it was met."""

_AT_ONCE = 2
Places = tuple[tuple[str, str], ...]
"""`root` and `source_path` of where a file was met."""


class Viewer:
    """Reading children at hand, two at once; started when first needed."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._roots: frozenset[Path] = frozenset()
        self._hands: Hands | None = None
        self._jobs: dict[str, Job] = {}

    def see(self, sha256: str, places: Places) -> Seen:
        """The forms in the file and how their pages are shown; `code` says why there is none."""
        seen = self._look(Look(sha256), places)
        return seen if isinstance(seen, Seen) else Seen(code="crashed")

    def page(self, wanted: Look, places: Places) -> PagePicture | None:
        """A page's picture; None where it cannot be had."""
        seen = self._look(wanted, places)
        return seen if isinstance(seen, PagePicture) else None

    def hands(self, roots: Iterable[str]) -> Hands:
        """Children that may read under these inputs, with their threads."""
        return self._ready((root, "") for root in roots)

    def close(self) -> None:
        """Ends all children."""
        with self._lock:
            self._end()

    def _look(self, wanted: Look, places: Places) -> Seen | PagePicture:
        hands = self._ready(places)
        look = self._find_and_look
        return hands.executor.submit(look, hands.children, wanted, places).result()

    def _ready(self, places: Iterable[tuple[str, str]]) -> Hands:
        roots = frozenset(path_of(root) for root, _ in places if not is_remote(root))
        with self._lock:
            if self._hands is None or not roots <= self._roots:
                self._end()
                self._roots |= roots
                self._hands = Hands(
                    Children(self._limits, inputs=sorted(self._roots)),
                    ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="desk-view"),
                )
            return self._hands

    def _end(self) -> None:
        if self._hands is not None:
            self._hands.executor.shutdown(wait=False, cancel_futures=True)
            self._hands.children.close()
        self._hands = None

    def _find_and_look(
        self, children: Children, wanted: Look, places: Places
    ) -> Seen | PagePicture:
        """Looks in one place after the other until one has the bytes that are meant."""
        last = Seen(code=GONE)
        known = self._jobs.get(wanted.sha256)
        candidates = [known] if known else []
        candidates += [Job(root, path, "") for root, path in places]
        for candidate in candidates:
            job = candidate if candidate.path else _located(children, candidate)
            if job is None or not (is_remote(job.path) or Path(job.path).is_file()):
                continue
            seen = children.read_isolated(replace(job, look=wanted))
            if isinstance(seen, PagePicture) or (isinstance(seen, Seen) and not seen.code):
                self._jobs = {wanted.sha256: job} if len(self._jobs) > 99 else self._jobs
                self._jobs[wanted.sha256] = job
                return seen
            code = seen.code if isinstance(seen, Seen | Failure) else GONE
            detail = seen.detail if isinstance(seen, Seen) else ""
            last = Seen(code=code, detail=detail)
        return last


def _located(children: Children, place: Job) -> Job | None:
    """The job of a place in the ledger, its way into archives found; None where it is gone."""
    outer, _, inner = place.source_path.partition("!/")
    if is_remote(place.root):
        job = remote_job(place.root, outer)
    else:
        found = located(place.root, outer)
        if found is None:
            return None
        job = found
    while inner:
        listing = children.read_isolated(job)
        member = _member(listing.members, inner) if isinstance(listing, Listing) else None
        if member is None:
            return None
        inner = inner[len(member.name) :].removeprefix("!/")
        job = replace(job, address=(*job.address, member.number))
    return job


def _member(members: Sequence[Member], inner: str) -> Member | None:
    """The member that the rest of a ledger's path names, the longest name first."""
    for member in sorted(members, key=lambda one: -len(one.name)):
        if inner == member.name or inner.startswith(f"{member.name}!/"):
            return member
    return None
