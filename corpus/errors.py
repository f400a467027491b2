"""What can go wrong with the dataset on disk.

    CorpusError               root: `code` is stable, for the application's sentences
    ├── FolderError           DIR cannot be made or written
    ├── StoreError            the store did not do its work (disk full, input/output error)
    │   ├── StoreBusyError    another run holds this DIR
    │   ├── StoreVersionError the store was written by a newer version
    │   └── StoreDamagedError the file is no store, or is broken
    ├── RecordError           a record breaks the contract; `rule` says which rule
    │   └── ConsentGateError  … and would have let content in without a clear Sí
    ├── TargetError           a person named a lesson or source that is not there
    ├── DecisionError         what a person decides cannot be kept
    │   └── ConflictError     … because somebody decided meanwhile
    └── DatasetError          a table that is asked for is not in DIR, or is not as declared

Messages carry codes, rules and the dataset's own paths, never content of a form nor the
name of an input file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class CorpusError(Exception):
    """Root: the dataset on disk could not be read or written."""

    code = "corpus"


class FolderError(CorpusError):
    """DIR or `restricted/` cannot be made or written; `path` says which, `code` says why.

    Codes: `not_a_folder`, `folder_not_writable`.
    """

    def __init__(self, code: str, path: Path) -> None:
        self.code = code
        self.path = path
        super().__init__(f"{code}: {path}")


class StoreError(CorpusError):
    """The store could not do its work; `detail` is SQLite's name of the fault."""

    code = "store_failed"

    def __init__(self, path: Path, detail: str = "") -> None:
        self.path = path
        self.detail = detail
        super().__init__(f"{self.code}: {path}" + (f": {detail}" if detail else ""))


class StoreBusyError(StoreError):
    """Another run holds the store of this DIR."""

    code = "store_busy"


class StoreVersionError(StoreError):
    """The store was written by a newer version; `detail` is that version's number."""

    code = "store_too_new"


class StoreDamagedError(StoreError):
    """The file is no store of lecciones, or SQLite finds it broken."""

    code = "store_damaged"


class RecordError(CorpusError):
    """A record breaks the contract; `rule` names the rule, `form_number` the form."""

    code = "record_refused"

    def __init__(self, rule: str, form_number: int | None = None) -> None:
        self.rule = rule
        self.form_number = form_number
        super().__init__(f"{self.code}: {rule} (form {form_number})")


class ConsentGateError(RecordError):
    """A record would have let content in without a clear Sí."""

    code = "consent_gate"


class TargetError(CorpusError):
    """`unknown_target`: no form of the ledger is meant; `no_claim`: nothing is open on it."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class DecisionError(CorpusError):
    """What a person decides cannot be kept; `code` says why.

    Codes: `conflict` (decided meanwhile), `content_without_yes` (a value for a form without a
    Sí), `nothing_to_undo`, `unknown_form` (no such form in the ledger), `nothing_decided`.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class ConflictError(DecisionError):
    """Somebody decided on the form after the person saw it: nothing was kept."""

    def __init__(self) -> None:
        super().__init__("conflict")


class DatasetError(CorpusError):
    """A table is not in DIR (`table_missing`), or its columns are others (`table_differs`)."""

    def __init__(self, code: str, path: Path) -> None:
        self.code = code
        self.path = path
        super().__init__(f"{code}: {path}")
