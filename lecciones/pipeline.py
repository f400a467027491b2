"""The run: discover, read in children, gate, commit as they come, publish.

discover ─▶ known? ─▶ read_isolated (children) ─▶ commit (here) ─▶ publish ─▶ report

The parent alone writes the store. The number of files in flight is bounded, so a million
inputs need no more memory than a thousand. Members of a container are jobs of their own.
"""

from __future__ import annotations

import hashlib
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus.errors import RecordError
from lecciones.discovery import Found, discover, located, path_of
from lecciones.errors import Interrupted
from lecciones.isolation import Children
from lecciones.jobs import CONTAINERS, Failure, Limits, Listing, Member, NotKept, file_row
from lecciones.places import digest, discover_remote, exists, is_remote, remote_job
from lecciones.stopping import Stop
from schemas.records import FileRecord, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.store import Store
    from lecciones.cluster import ClusterHands
    from lecciones.jobs import Job, Outcome

_IN_FLIGHT_A_WORKER = 4
_LOOK_UP_SECONDS = 1.0
_TRY_AGAIN = frozenset(("timed_out", "crashed", "out_of_memory"))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: files done, files known of so far (None before counting)."""

    done: int
    total: int | None


class OnProgress(Protocol):
    """Told of every file that is done."""

    def __call__(self, progress: Progress, /) -> None:
        """Shows it."""


@dataclass(frozen=True, slots=True)
class _Work:
    """A job with what is known of its bytes before reading."""

    job: Job
    sha256: str
    size_bytes: int


@dataclass(slots=True)
class _Tree:
    """A container being read: the members that have rows, and how many are not dealt with.

    `members` and `size_bytes` are those found so far at all depths; `over` names the limit
    that they are past, from when on the container is one row, whatever order they came in.
    """

    work: _Work
    kind: str
    paths: list[str] = field(default_factory=list)
    open: int = 0
    members: int = 0
    size_bytes: int = 0
    over: str = ""

    def take(self, members: tuple[Member, ...], limits: Limits) -> None:
        """Counts these members in."""
        self.open += len(members)
        self.members += len(members)
        self.size_bytes += sum(member.size_bytes for member in members)
        if self.members > limits.archive_members:
            self.over = "members"
        elif self.size_bytes > limits.archive_bytes:
            self.over = "expanded"


@dataclass(slots=True)
class Counts:
    """Files dealt with so far; `total` is None where nobody asked for it."""

    read: int = 0
    unchanged: int = 0
    total: int | None = None

    @property
    def done(self) -> int:
        """Files read and files passed over as known."""
        return self.read + self.unchanged


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is asked to do, checked."""

    inputs: list[Path]
    folder: Path
    workers: int
    limits: Limits
    progress: OnProgress | None
    scheduler: str = ""
    remote: tuple[str, ...] = ()  # inputs that lie elsewhere


@dataclass(frozen=True, slots=True)
class Hands:
    """Reading children that are kept, and the threads that each of them belongs to."""

    children: Children
    executor: ThreadPoolExecutor
    width: int = 1

    @property
    def in_flight(self) -> int:
        """How many files are submitted at most, so that no child has to wait for the next."""
        return _IN_FLIGHT_A_WORKER * self.width

    def submit(self, job: Job) -> Future[Outcome]:
        """The job's outcome, once a child has brought it."""
        return self.executor.submit(self.children.read_isolated, job)

    def read(self, job: Job) -> Outcome:
        """The same, waited for."""
        return self.children.read_isolated(job)

    def close(self) -> None:
        """Ends the children, whatever they are doing."""
        self.executor.shutdown(wait=False, cancel_futures=True)
        self.children.close()
        self.executor.shutdown(wait=True)


class Run:
    """One run over the inputs: keeps the workers busy and commits what they bring."""

    def __init__(
        self,
        plan: Plan,
        store: Store,
        stop: Stop | None = None,
        hands: Hands | None = None,
    ) -> None:
        """`hands` are those at hand, None for new ones as they are needed."""
        self._hands = hands
        self._stop = stop or Stop()
        self._plan = plan
        self._store = store
        self._follow_links = store.settings.follow_links
        self._counts = Counts()
        self._version = reader_version()
        self._limited_version = f"{self._version}+{plan.limits.fingerprint}"
        self._members: deque[_Work] = deque()
        self._again: list[_Work] = []
        self._trees: dict[tuple[str, str], _Tree] = {}
        self._pending: dict[Future[Outcome], _Work] = {}

    def go(self) -> Counts:
        """Reads all that is new, and counts.

        Raises:
            Interrupted: a person stopped it; finished files are committed.
        """
        if self._plan.progress is not None:
            self._counts.total = sum(1 for _ in self._discovered())
        self._read_with_children(self._discovered(), self._plan.inputs)
        if released := list(self._released()):
            # They may lie under the inputs of an earlier run.
            roots = {found.job.root for found in released if not is_remote(found.job.root)}
            folders = [path_of(root) for root in roots]
            self._read_with_children(iter(released), folders)
        return self._counts

    def _discovered(self) -> Iterator[Found]:
        plan = self._plan
        yield from discover(plan.inputs, plan.folder, follow_links=self._follow_links)
        yield from discover_remote(self._plan.remote)

    def _read_with_children(self, found: Iterator[Found], inputs: list[Path]) -> None:
        if self._hands is not None:
            self._read_all(found, self._hands)
            return
        hands = self._new_hands(inputs)
        try:
            self._read_all(found, hands)
        except KeyboardInterrupt:
            self._commit_finished()
            raise Interrupted from None
        finally:
            hands.close()

    def _new_hands(self, inputs: list[Path]) -> Hands | ClusterHands:
        plan, linked = self._plan, self._linked()
        if plan.scheduler:
            from lecciones.cluster import ClusterHands

            return ClusterHands(plan.scheduler, plan.limits, (inputs, linked), self._version)
        executor = ThreadPoolExecutor(plan.workers, thread_name_prefix="lecciones")
        children = Children(plan.limits, inputs=inputs, linked=linked)
        return Hands(children, executor, plan.workers)

    def _linked(self) -> tuple[str, ...]:
        """Where links lead to: the readers are told before they start what they may read."""
        if not self._follow_links:
            return ()
        return tuple(sorted({found.job.linked for found in self._discovered()} - {""}))

    def _read_all(self, found: Iterator[Found], hands: Hands | ClusterHands) -> None:
        more = True
        while more or self._pending or self._members:
            if self._stop.asked:
                self._finish_in_hand()
            while len(self._pending) < hands.in_flight:
                work, more = self._next(found)
                if work is None:
                    break
                self._pending[hands.submit(work.job)] = work
            if self._pending:
                self._take_finished()
        while self._again:
            if self._stop.asked:
                self._finish_in_hand()
            self._settle_alone(self._again.pop(), hands)

    def _released(self) -> Iterator[Found]:
        """Files withheld by a No that no longer stands: nothing of their content was kept."""
        for root, path in dict.fromkeys(
            (root, source_path.partition("!/")[0]) for root, source_path in self._store.to_reread()
        ):
            if is_remote(root):
                if exists(f"{root}/{path}"):
                    yield Found(remote_job(root, path))
            elif (job := located(root, path)) and (self._follow_links or not job.linked):
                yield Found(job)

    def _next(self, found: Iterator[Found]) -> tuple[_Work | None, bool]:
        """The next file that has to be read, and whether there may be more."""
        if self._members:
            return self._members.popleft(), True
        for entry in found:
            if entry.problem:
                status = Status.UNREADABLE
                self._commit(entry.job, file_row(entry.job, status, entry.problem))
                continue
            work = _Work(entry.job, *_digest(entry.job.path, self._plan.limits.file_bytes))
            if not self._unchanged(work):
                return self._with_rulings(work), True
        return None, False

    def _with_rulings(self, work: _Work) -> _Work:
        """The same work with what people decided on the forms of these bytes."""
        rulings = self._store.rulings_on(work.sha256)
        if not rulings:
            return work
        job = replace(work.job, rulings=rulings, ruled_sha256=work.sha256)
        return replace(work, job=job)

    def _unchanged(self, work: _Work) -> bool:
        """True where the store holds what these bytes give; what failed is tried again."""
        known = self._store.known(work.job.root, work.job.source_path) if work.sha256 else None
        if known is None or known.failed:
            return False
        if known.sha256 != work.sha256:
            return False
        if known.reader_version not in (self._version, self._limited_version):
            return False
        self._counts.unchanged += 1
        self._done(work.job, has_row=True)
        return True

    def _take_finished(self) -> None:
        # Not for ever: a signal is acted on between two waits.
        finished, _ = wait(self._pending, timeout=_LOOK_UP_SECONDS, return_when=FIRST_COMPLETED)
        for future in finished:
            self._settle(self._pending.pop(future), future.result())

    def _settle(self, work: _Work, outcome: Outcome) -> None:
        tree = self._trees.get(_tree_of(work.job))
        if tree is not None and tree.over:
            self._done(work.job, has_row=False)
            return
        match outcome:
            case FileRecord():
                self._commit(work.job, outcome)
            case Listing():
                self._unfold(work, outcome)
            case Failure(code=code, certain=False) if code in _TRY_AGAIN:
                self._again.append(work)
            case Failure(code=code):
                self._commit(work.job, _failed(work, code))
            case NotKept():
                self._counts.read += 1
                self._done(work.job, has_row=False)

    def _settle_alone(self, work: _Work, hands: Hands | ClusterHands) -> None:
        """A second try with the machine to itself; what fails again is recorded as failed."""
        outcome = hands.read(work.job)
        if isinstance(outcome, Failure):
            self._commit(work.job, _failed(work, outcome.code))
            return
        self._settle(work, outcome)
        while self._members:
            self._settle_alone(self._members.popleft(), hands)

    def _unfold(self, outer: _Work, listing: Listing) -> None:
        """The members of a container become jobs; the container itself has no row."""
        job, members = outer.job, listing.members
        tree = self._trees.setdefault(_tree_of(job), _Tree(outer, listing.kind))
        tree.take(members, self._plan.limits)
        if self._counts.total is not None:
            self._counts.total += len(members) - 1
        for member in members:
            if tree.over:
                break
            inner = replace(
                job,
                source_path=f"{job.source_path}!/{member.name}",
                address=(*job.address, member.number),
                optional=member.optional and len(members) > 1,
            )
            if member.problem:
                detail = member.detail
                self._commit(inner, file_row(inner, Status.UNREADABLE, member.problem, detail))
                continue
            work = _Work(inner, member.sha256, member.size_bytes)
            if not self._unchanged(work):
                self._members.append(self._with_rulings(work))
        if tree.over:
            self._let_go(tree, len(members))
        if job.address:
            self._close_branch(job)

    def _let_go(self, tree: _Tree, unfolded: int) -> None:
        """Forgets the members of a container past a limit: these, and those that wait."""
        place = _tree_of(tree.work.job)
        waiting = [work.job for work in self._members if _tree_of(work.job) == place]
        self._members = deque(work for work in self._members if _tree_of(work.job) != place)
        again = [work.job for work in self._again if _tree_of(work.job) == place]
        self._again = [work for work in self._again if _tree_of(work.job) != place]
        tree.open -= unfolded
        for job in (*waiting, *again):
            self._close_branch(job)
        if tree.open == 0 and place in self._trees:
            self._finish(place)

    def _finish_in_hand(self) -> None:
        """Waits for the files that are being read, and begins no other.

        Raises:
            KeyboardInterrupt: always; what was finished is yet to be committed.
        """
        started = [future for future in self._pending if not future.cancel()]
        wait(started)
        raise KeyboardInterrupt

    def _commit_finished(self) -> None:
        for future, work in self._pending.items():
            if future.done() and not future.cancelled() and future.exception() is None:
                outcome = future.result()
                if isinstance(outcome, FileRecord):
                    self._settle(work, outcome)

    def _commit(self, job: Job, record: FileRecord) -> None:
        try:
            self._store.commit(record, self._version_of(record))
        except RecordError:  # the reader broke a rule of the contract: nothing was stored
            bare = file_row(job, Status.FAILED, "internal_error", size_bytes=record.size_bytes)
            self._store.commit(replace(bare, source_sha256=record.source_sha256), self._version)
        self._counts.read += 1
        if not job.address and record.source_format in CONTAINERS:
            self._store.keep_only(job.root, job.source_path, [job.source_path])
        self._done(job, has_row=True)

    def _version_of(self, record: FileRecord) -> str:
        """What waits for LibreOffice is read again by the next run: it may be there by then.

        What is past a limit is read again once there are other limits.
        """
        reasons = {form.reason for form in record.forms}
        if "over_limit" in reasons:
            return self._limited_version
        return f"{self._version}+sin-office" if "needs_office" in reasons else self._version

    def _done(self, job: Job, *, has_row: bool) -> None:
        if job.address:
            if has_row:
                self._trees[_tree_of(job)].paths.append(job.source_path)
            self._close_branch(job)
        if self._plan.progress is not None:
            self._plan.progress(Progress(self._counts.done, self._counts.total))

    def _close_branch(self, job: Job) -> None:
        """Once all of a container is dealt with, what it held before and no more is let go."""
        place = _tree_of(job)
        tree = self._trees[place]
        tree.open -= 1
        if tree.open == 0:
            self._finish(place)

    def _finish(self, place: tuple[str, str]) -> None:
        tree = self._trees.pop(place)
        if not tree.over:
            self._store.keep_only(*place, tree.paths)
            return
        work = tree.work
        row = file_row(
            work.job, Status.UNREADABLE, "over_limit", tree.over,
            source_format=tree.kind, sha256=work.sha256, size_bytes=work.size_bytes,
        )  # fmt: skip
        self._commit(work.job, row)


def reader_version() -> str:
    """Changes whenever a file could be read differently: what was read is then read again."""
    from extract.ocr.setup import find_setup
    from lecciones import __version__
    from schemas.template import builtin_templates

    scans = "ocr" if not find_setup().missing else "no-ocr"
    names = sorted(template.name for template in builtin_templates())
    return "+".join([__version__, *names, scans])


def _tree_of(job: Job) -> tuple[str, str]:
    """The root and path of the outermost container that the job lies in."""
    return job.root, job.source_path.partition("!/")[0]


def _failed(work: _Work, code: str) -> FileRecord:
    record = file_row(work.job, Status.FAILED, code, size_bytes=work.size_bytes)
    return replace(record, source_sha256=work.sha256) if work.sha256 else record


def _digest(place: str, limit_bytes: int) -> tuple[str, int]:
    """SHA-256 and size of a file; "" where it cannot be read or is past the limit."""
    if is_remote(place):
        return digest(place, limit_bytes)
    path = Path(place)
    try:
        size = path.stat().st_size
        if size > limit_bytes:
            return "", size
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), size
    except OSError:
        return "", 0
