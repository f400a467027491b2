"""What a browser sends, read within limits and never through a temporary file.

Forms are small and are kept in memory. Files that are handed in go straight into the inbox:
beside their place first, under a name that no run looks at, and into it once whole.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import unicodedata
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from lecciones.discovery import is_litter

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

FORM_BYTES = 4 * 2**20
UPLOAD_BYTES = 512 * 2**20
"""Of one request with files, all together."""

FILE_BYTES = 256 * 2**20
MOST_FILES = 2000
_PART = ".lecciones-part-"
_NAME_BYTES = 150
_DEPTH = 8
_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10)))
)  # fmt: skip


class BodyError(Exception):
    """What was sent cannot be taken; `status` is HTTP's, `code` a sentence of the catalogue."""

    def __init__(self, status: int, code: str) -> None:
        self.status = status
        self.code = code
        super().__init__(code)


async def read_form(request: Request, limit: int = FORM_BYTES) -> dict[str, str]:
    """The fields of a form; the last of several of one name.

    Raises:
        BodyError: it is too large or no form.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise BodyError(415, "desk.bad_form")
    _refuse_length(request, limit)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise BodyError(413, "desk.too_large")
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=200)
    except (UnicodeDecodeError, ValueError):
        raise BodyError(400, "desk.bad_form") from None
    return dict(pairs)


@dataclass(slots=True)
class Handed:
    """What was handed in: files new in the inbox, files that were there, names not taken."""

    new: int = 0
    known: int = 0
    passed_over: int = 0


async def receive_files(request: Request, inbox: Path, fits: Callable[[str], bool]) -> Handed:
    """Takes the files of a form in; `fits` judges its token, which has to come first.

    Either all of them are taken or none.

    Raises:
        BodyError: no such form, a wrong token, or past a limit: nothing is left of it.
        OSError: the inbox cannot be written.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise BodyError(415, "desk.bad_form")
    _refuse_length(request, UPLOAD_BYTES)
    with ExitStack() as undo:
        taker = _Taker(inbox, fits, undo)
        parser = MultipartParser(options[b"boundary"], taker.callbacks())
        received = 0
        try:
            async for chunk in request.stream():
                received += len(chunk)
                if received > UPLOAD_BYTES:
                    raise BodyError(413, "desk.too_large")
                parser.write(chunk)
            parser.finalize()
        except FormParserError:
            raise BodyError(400, "desk.bad_form") from None
        if not taker.ended or not taker.trusted:
            raise BodyError(400, "desk.bad_form")
        return taker.put_in_place()


def safe_parts(name: str) -> tuple[str, ...] | None:
    """The folders and the name under which a file may go into the inbox; None for none.

    Whatever a browser sends, the result names something within the inbox: no `..`, no drive,
    no device, no hidden file, no control character.
    """
    parts = [_safe(part) for part in name.replace("\\", "/").split("/")]
    kept = tuple(part for part in parts if part)
    if not kept or len(kept) > _DEPTH or any(is_litter(part) for part in kept):
        return None
    return kept


def _safe(part: str) -> str:
    text = unicodedata.normalize("NFC", part)
    text = "".join("_" if _is_bad(char) else char for char in text).strip(" .")
    if text.partition(".")[0].strip().casefold() in _RESERVED:
        text = f"_{text}"
    stem, dot, ending = text.rpartition(".")
    while len(text.encode()) > _NAME_BYTES:
        if not dot or len(ending) > 12 or not stem:
            text = text[:-1]
            continue
        stem = stem[:-1]
        text = f"{stem}.{ending}"
    # `.oculto` and `..` have lost their points; a name that began with one is passed over.
    return f".{text}" if part.strip().startswith(".") and text else text


def _is_bad(char: str) -> bool:
    return char in '<>:"|?*' or unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _refuse_length(request: Request, limit: int) -> None:
    told = request.headers.get("content-length")
    if told is not None and (not told.isdigit() or int(told) > limit):
        raise BodyError(413, "desk.too_large")


@dataclass(slots=True)
class _Arrived:
    """A file that lies beside its place."""

    parts: tuple[str, ...]
    part: Path
    sha256: str


@dataclass(slots=True)
class _Taker:
    """The multipart parser's other side."""

    inbox: Path
    fits: Callable[[str], bool]
    undo: ExitStack
    trusted: bool = False
    ended: bool = False
    handed: Handed = field(default_factory=Handed)
    arrived: list[_Arrived] = field(default_factory=list)
    header: bytearray = field(default_factory=bytearray)
    value: bytearray = field(default_factory=bytearray)
    headers: dict[bytes, bytes] = field(default_factory=dict)
    name: str = ""
    file: IO[bytes] | None = None
    parts: tuple[str, ...] | None = None
    part: Path = Path()
    size: int = 0
    digest: Any = None
    data: bytearray = field(default_factory=bytearray)

    def callbacks(self) -> Any:  # noqa: ANN401  # python_multipart's own shape
        """What the parser calls."""
        return {
            "on_part_begin": self.begin,
            "on_header_field": lambda d, s, e: self._grow(self.header, d, s, e),
            "on_header_value": lambda d, s, e: self._grow(self.value, d, s, e),
            "on_header_end": self.header_end,
            "on_headers_finished": self.headers_finished,
            "on_part_data": self.take,
            "on_part_end": self.end,
            "on_end": self.finish,
        }

    def begin(self) -> None:
        """A part of the form begins."""
        self.headers, self.name, self.parts, self.file = {}, "", None, None
        self.data.clear()

    def header_end(self) -> None:
        """One header of a part is whole."""
        self.headers[bytes(self.header).lower()] = bytes(self.value)
        self.header.clear()
        self.value.clear()
        if len(self.headers) > 20:
            raise BodyError(400, "desk.bad_form")

    def headers_finished(self) -> None:
        """A part's content begins: a field, or a file."""
        _, options = parse_options_header(self.headers.get(b"content-disposition", b""))
        self.name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" not in options:
            return
        if not self.trusted:  # before a byte of a file is written
            raise BodyError(403, "desk.refused_origin")
        given = options[b"filename"].decode("utf-8", "replace")
        self.parts = safe_parts(given)
        if self.parts is None:
            self.handed.passed_over += bool(given)
            return
        if len(self.arrived) >= MOST_FILES:
            raise BodyError(413, "desk.too_many_files")
        self._open()

    def take(self, data: bytes, start: int, end: int) -> None:
        """Some of a part's content."""
        if self.file is not None:
            self.size += end - start
            if self.size > FILE_BYTES:
                raise BodyError(413, "desk.too_large")
            self.file.write(data[start:end])
            self.digest.update(data[start:end])
        elif not self.headers.get(b"content-disposition", b"").count(b"filename"):
            self._grow(self.data, data, start, end)

    def end(self) -> None:
        """A part is whole."""
        if self.file is not None and self.parts is not None:
            self.file.close()
            self.arrived.append(_Arrived(self.parts, self.part, self.digest.hexdigest()))
        elif self.name == "token":
            self.trusted = self.fits(self.data.decode("utf-8", "replace"))
            if not self.trusted:
                raise BodyError(403, "desk.refused_origin")
        self.file = None

    def finish(self) -> None:
        """The form is whole."""
        self.ended = True

    def put_in_place(self) -> Handed:
        """Renames what arrived into the inbox; equal files are not doubled."""
        for one in self.arrived:
            place = _free_place(self.inbox, one)
            if place is None:
                self.handed.known += 1
            else:
                one.part.rename(place)
                self.handed.new += 1
        return self.handed

    def _open(self) -> None:
        self.inbox.mkdir(parents=True, exist_ok=True)
        self.part = self.inbox / f"{_PART}{secrets.token_hex(8)}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        flags |= getattr(os, "O_NOFOLLOW", 0)
        self.undo.callback(_remove, self.part)
        self.file = os.fdopen(os.open(self.part, flags, 0o600), "wb")
        self.undo.callback(self.file.close)
        self.size, self.digest = 0, hashlib.sha256()

    @staticmethod
    def _grow(held: bytearray, data: bytes, start: int, end: int) -> None:
        held += data[start:end]
        if len(held) > 2**16:
            raise BodyError(413, "desk.too_large")


def _remove(part: Path) -> None:
    part.unlink(missing_ok=True)


def _free_place(inbox: Path, one: _Arrived) -> Path | None:
    """Where the file may go; None where the same bytes are there already."""
    folder = inbox.joinpath(*one.parts[:-1])
    if not folder.resolve().is_relative_to(inbox.resolve()):
        raise BodyError(400, "desk.bad_form")
    folder.mkdir(parents=True, exist_ok=True)
    name = Path(one.parts[-1])
    for number in range(1, 1000):
        told = name.name if number == 1 else f"{name.stem} ({number}){name.suffix}"
        place = folder / told
        if not os.path.lexists(place):
            return place
        if place.is_file() and not place.is_symlink() and _sha256(place) == one.sha256:
            return None
    raise BodyError(400, "desk.bad_form")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
