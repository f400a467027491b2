"""What stops a run or an inspection; a faulty input file never does.

    LeccionesError           root: `code` and `details` name a sentence of the catalogue
    ├── UsageError           the caller asked for something that cannot be (exit 2)
    └── RunError             the run itself could not do its work (exit 1)
        ├── Interrupted      a person stopped it; what was done is kept
        ├── NotReadError     a strict run met inputs that could not be read
        └── UnreadableError  `inspect` was given a file that cannot be read

`str(error)` is the Spanish sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lecciones.messages import reason, say

if TYPE_CHECKING:
    from lecciones.summary import RunSummary


class LeccionesError(Exception):
    """Root: `code` is the sentence's code within the catalogue's `error` section."""

    exit_status = 1

    def __init__(self, code: str, **details: str) -> None:
        self.code = code
        self.details = details
        super().__init__(code)

    def sentence(self, lang: str = "es") -> str:
        """What happened and what to do, in one sentence."""
        return say(f"error.{self.code}", lang, **self.details)

    def __str__(self) -> str:
        return self.sentence()


class UsageError(LeccionesError):
    """The call asks for something that cannot be: a missing input, a file given as folder."""

    exit_status = 2


class RunError(LeccionesError):
    """The run itself could not do its work: no disk space, no permission, no child process."""


class Interrupted(RunError):  # noqa: N818  # a person's choice, not a fault
    """A person stopped the run; what was read is kept and a later run goes on from there."""

    def __init__(self) -> None:
        super().__init__("interrupted")


class NotReadError(RunError):
    """A strict run is done and published, but inputs could not be read; has its `summary`."""

    def __init__(self, summary: RunSummary) -> None:
        self.summary = summary
        super().__init__("not_read", count=str(summary.not_read), path=str(summary.ledger))


class UnreadableError(RunError):
    """The inspected file cannot be read; `code` is a ledger reason with its `detail`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail=detail)

    def sentence(self, lang: str = "es") -> str:
        """Why the file cannot be read and what to do."""
        return reason(self.code, self.details["detail"], lang)
