"""What travels between the parent and the reading children: jobs out, outcomes back.

An `Outcome` is a `FileRecord` that has passed the consent gate, the `Listing` of a container
whose members become jobs of their own, `NotKept` for a mail's own text that is no form,
`ToConvert` for what LibreOffice has to open first, or a `Failure` of the child itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from extract.bounds import Bounds
from schemas.records import FileRecord, FormRecord, Status

if TYPE_CHECKING:
    from extract.model import Document, PageSight
    from schemas.reading import FormReading
    from schemas.rulings import Ruling


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may use, and what a container may hold.

    `seconds` of time; `memory_bytes` of address space; `file_bytes` of a file or member. Of a
    container: `archive_depth` containers within each other, `archive_members` and
    `archive_bytes` at all depths together, `archive_ratio` of unpacked to packed size.
    `kernel_isolation` has the system itself hold the reader. `bounds` are the readers' own.
    Each of the first `scanned_pages` pages that are read from their picture has `seconds` anew.
    """

    seconds: float = 30.0
    scanned_pages: int = 120
    memory_bytes: int = 2 * 1024**3
    file_bytes: int = 256 * 1024**2
    archive_depth: int = 3
    archive_members: int = 10_000
    archive_bytes: int = 4 * 1024**3
    archive_ratio: int = 500
    kernel_isolation: bool = True
    bounds: Bounds = field(default_factory=Bounds)

    @property
    def fingerprint(self) -> str:
        """Eight hex digits that change with any limit."""
        return sha256(repr(self).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Start:
    """What a child is told first: its limits, and the files and folders that it may read.

    `readable` None leaves reading as the system allows it.
    """

    limits: Limits
    readable: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A child is confined and waits for jobs; which protections hold it."""

    protections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """What of a file a person wants to see: the forms as read, or the picture of a page.

    `page` counts from 1, 0 stands for the forms; `quarters` are clockwise quarter turns and
    `dpi` the picture's dots an inch. Nothing is shown of bytes with another SHA-256.
    """

    sha256: str
    page: int = 0
    quarters: int = 0
    dpi: float = 110.0


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read, or the member of a container at `address`.

    `root` and `source_path` are as in `FileRecord`; `address` holds the member's number in
    each container on the way in, () for the file itself. `optional` marks a mail's own text,
    which gets a row only where it is a form. `ungated` asks for the readings themselves, for
    a person who inspects the file: they are shown and never stored. `converted` is the path
    of what LibreOffice made of the bytes, where that is what is to be read; `not_converted`
    is the ledger reason where it made nothing. `rulings` is what people decided on the forms
    in bytes with the SHA-256 `ruled_sha256`: they hold for no others. `look` asks for what a
    person is shown, and nothing of it goes into a store. `linked` is the file or folder outside
    of the input that a link led to, "" where none did: the reader has to be allowed to read it.
    """

    root: str
    source_path: str
    path: str
    address: tuple[int, ...] = ()
    optional: bool = False
    ungated: bool = False
    converted: str = ""
    not_converted: str = ""
    rulings: tuple[Ruling, ...] = ()
    ruled_sha256: str = ""
    look: Look | None = None
    linked: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a container: its number there, a harmless name, and what its bytes are.

    `problem` is a ledger reason with its `detail` where the member cannot be taken out,
    else "".
    """

    number: int
    name: str
    sha256: str
    size_bytes: int
    optional: bool = False
    problem: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The members of a container of this `kind` (one of `CONTAINERS`), in its own order."""

    members: tuple[Member, ...]
    kind: str = "zip"


@dataclass(frozen=True, slots=True)
class NotKept:
    """The job's bytes are nothing that gets a row."""


@dataclass(frozen=True, slots=True)
class ToConvert:
    """The job's bytes are of a format that is read from what LibreOffice makes of it."""


@dataclass(frozen=True, slots=True)
class Converted:
    """The path of the file that LibreOffice made of a job's bytes."""

    path: str


@dataclass(frozen=True, slots=True)
class Failure:
    """The child did not bring an outcome back; `code` is a ledger reason.

    `certain`: it worked all the time it had, so a second try would end the same.
    """

    code: str
    certain: bool = False


@dataclass(frozen=True, slots=True)
class Ungated:
    """What an ungated job gives: the forms as read, or why there is none to show.

    `code` is "" or a ledger reason with its `detail`; `container` for an archive or mail.
    """

    readings: tuple[FormReading, ...] = ()
    code: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person is shown of a file: its forms, consent or not, and the page around them.

    `document` is there where the format has no pages, `pages` where it has. `code` is "", or a
    ledger reason with its `detail` where there is nothing to show: `changed` for other bytes.
    """

    readings: tuple[FormReading, ...] = ()
    document: Document | None = None
    pages: tuple[PageSight, ...] = ()
    code: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page's picture (PNG) and its size in pixels."""

    png: bytes
    width: int
    height: int


Outcome = FileRecord | Listing | NotKept | ToConvert | Failure | Ungated | Seen | PagePicture

FROM_OFFICE = ("doc", "rtf")
"""Formats that are read from what LibreOffice makes of them."""

CONTAINERS = ("zip", "eml", "msg")
"""What holds files of its own; the names stand in `source_format` of one that cannot be opened."""

EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""SHA-256 of no bytes: what a file whose bytes cannot be had is recorded under."""


def file_row(
    job: Job,
    status: Status,
    code: str,
    detail: str = "",
    *,
    source_format: str | None = None,
    sha256: str = EMPTY_SHA256,
    size_bytes: int = 0,
) -> FileRecord:
    """The record of a file in which no form was found; `code` is a ledger reason."""
    form = FormRecord(None, status, code, detail)
    return FileRecord(job.root, job.source_path, sha256, source_format, size_bytes, (form,))
