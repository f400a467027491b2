"""What the desk works on: one dataset, opened for each step, and one job at a time beside it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desk.viewer import Viewer
from lecciones.acts import opened
from lecciones.errors import LeccionesError, RunError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from corpus.store import Store
    from lecciones.pipeline import Progress

_WAIT_SECONDS = 3.0


class BusyError(Exception):
    """The dataset is in the hands of a run or publishing just now."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the desk was started with.

    `folder` is the dataset; `inbox` the folder for files that are handed in (None: the desk
    only reviews); `inputs` further folders that a run reads; `who` decides; `lang` of the pages.
    """

    folder: Path
    who: str
    lang: str = "es"
    inbox: Path | None = None
    inputs: tuple[Path, ...] = ()

    @property
    def sources(self) -> list[Path]:
        """All that a run reads."""
        return [*([self.inbox] if self.inbox else []), *self.inputs]


@dataclass(frozen=True, slots=True)
class Task:
    """The job beside the pages: `kind` is `run` or `publish`, "" before any.

    `state` is `idle`, `running`, `done` or `failed`; `fault` says what went wrong.
    """

    kind: str = ""
    state: str = "idle"
    done: int = 0
    total: int | None = None
    lessons: int | None = None
    read: int = 0
    fault: LeccionesError | None = None


@dataclass(slots=True)
class Office:
    """The desk's state. Every method may be called from any thread."""

    setting: Setting
    viewer: Viewer = field(default_factory=Viewer)
    _task: Task = field(default_factory=Task)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _thread: threading.Thread | None = None

    @property
    def task(self) -> Task:
        """The job beside the pages as it stands now."""
        return self._task

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The dataset's store, for this thread alone.

        Raises:
            BusyError: a run or a publishing has it.
            UsageError: there is no dataset yet.
            RunError: another program has it, or it cannot be used.
        """
        if not self._lock.acquire(timeout=_WAIT_SECONDS):
            raise BusyError
        try:
            with opened(self.setting.folder) as (store, _):
                yield store
        finally:
            self._lock.release()

    @property
    def has_dataset(self) -> bool:
        """Whether there is a dataset to look at."""
        from corpus.store import STORE_NAME

        return (self.setting.folder / "restricted" / STORE_NAME).is_file()

    def start_run(self) -> bool:
        """Reads all sources in a thread; False where something is being done already."""
        return self._start("run", self._run)

    def start_publishing(self) -> bool:
        """Publishes in a thread; False where something is being done already."""
        return self._start("publish", self._publish)

    def close(self) -> None:
        """Ends the reading children. A run that goes on is ended with the program: it is safe."""
        self.viewer.close()

    def wait(self, seconds: float) -> None:
        """Waits for the job beside the pages to end."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _start(self, kind: str, work: Callable[[], None]) -> bool:
        if not self._lock.acquire(timeout=_WAIT_SECONDS):
            return False
        self._task = Task(kind, "running")

        def go() -> None:
            try:
                work()
            except LeccionesError as error:
                self._task = replace(self._task, state="failed", fault=error)
            except Exception as error:  # noqa: BLE001  # told on the page, as a command tells it
                fault = RunError("unexpected", detail=type(error).__name__)
                self._task = replace(self._task, state="failed", fault=fault)
            finally:
                self._lock.release()

        self._thread = threading.Thread(target=go, name=f"desk-{kind}", daemon=True)
        self._thread.start()
        return True

    def _run(self) -> None:
        from lecciones.running import run

        def tell(progress: Progress) -> None:
            self._task = replace(self._task, done=progress.done, total=progress.total)

        setting = self.setting
        summary = run(setting.sources, setting.folder, lang=setting.lang, progress=tell)
        self._task = replace(
            self._task, state="done", lessons=summary.lessons, read=summary.files_read
        )

    def _publish(self) -> None:
        from lecciones.publishing import publish_all

        with opened(self.setting.folder) as (store, folder):
            overview, _ = publish_all(store, folder, self.setting.lang)
        self._task = replace(self._task, state="done", lessons=overview.published)
