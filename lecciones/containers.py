"""What lies in archives and e-mails: listing the members and taking one out, in memory only.

Sizes that an archive declares are not trusted; a member is unpacked only up to a limit. Names
are made harmless and never used to write. ZIP: PKWARE APPNOTE 6.3.10; mail: RFC 5322, 2045;
Outlook's mail: `lecciones.outlook`.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from extract.mhtml import is_archive, is_mail
from extract.signatures import foreign_format
from lecciones.discovery import is_litter
from lecciones.jobs import EMPTY_SHA256, Listing, Member
from lecciones.outlook import OutlookError, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from lecciones.jobs import Limits

_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_PART_HEADER = re.compile(rb"^content-type\s*:", re.IGNORECASE | re.MULTILINE)
_MOST_HEADER_BYTES = 2**20
_MOST_MAIL_PARTS = 2000
_RATIO_COUNTS_FROM_BYTES = 50 * 1024**2
_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)


class ContainerError(Exception):
    """The container or member cannot be opened; `code` is a ledger reason with `detail`."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(code)


def container_kind(data: bytes) -> str | None:
    """`zip`, `eml` or `msg` where these bytes are a container, else None."""
    foreign = foreign_format(data)
    if data[:4] == b"PK\x05\x06" or foreign == "zip":
        return "zip"
    if foreign:
        return "msg" if foreign == "msg" else None
    return "eml" if is_mail(data) and not is_archive(data) else None


def list_members(data: bytes, kind: str, limits: Limits) -> Listing:
    """The members of a container of this kind, each and all within the limits.

    Raises:
        ContainerError: damaged, encrypted, empty, or past a limit.
    """
    members = _zip_members(data, limits) if kind == "zip" else _mail_members(data, kind)
    if len(members) > limits.archive_members:
        raise ContainerError("over_limit", "members")
    if not members:
        raise ContainerError("empty_container")
    if all(member.problem == "encrypted" for member in members):
        raise ContainerError("encrypted_container")
    return Listing(_with_own_names(members), kind)


def take_member(data: bytes, kind: str, number: int, limits: Limits) -> bytes:
    """The bytes of one member.

    Raises:
        ContainerError: damaged, encrypted, past a limit, or there is no such member.
    """
    if kind != "zip":
        for index, (_, content, _) in enumerate(_PARTS[kind](data)):
            if index == number:
                return content
        raise ContainerError("damaged")
    with _open_zip(data) as archive:
        infos = archive.infolist()
        if number >= len(infos):
            raise ContainerError("damaged")
        return _unpack(archive, infos[number], limits)


def harmless_name(name: str) -> str:
    """A relative `/`-separated path: no drive, no `..`, no control characters, never empty."""
    plain = re.sub(r"[\x00-\x1f\x7f]", "_", name.replace("\\", "/"))
    plain = re.sub(r"^(?:[A-Za-z]:|\.{0,2}/)+", "", plain)
    parts = [part for part in plain.split("/") if part not in ("", ".", "..")]
    return "/".join(parts) or "_"


def _open_zip(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(BytesIO(data))
    except _ZIP_FAULTS:
        raise ContainerError("damaged_container") from None


def _zip_members(data: bytes, limits: Limits) -> list[Member]:
    members: list[Member] = []
    room = limits.archive_bytes
    with _open_zip(data) as archive:
        infos = archive.infolist()
        if len(infos) > limits.archive_members:
            raise ContainerError("over_limit", "members")
        for number, info in enumerate(infos):
            name = harmless_name(_zip_name(info))
            if info.is_dir() or any(is_litter(part) for part in name.split("/")):
                continue
            member = _zip_member(archive, info, Member(number, name, EMPTY_SHA256, 0), limits)
            room -= member.size_bytes
            if room < 0:
                raise ContainerError("over_limit", "expanded")
            unpacked = limits.archive_bytes - room
            if unpacked > max(_RATIO_COUNTS_FROM_BYTES, limits.archive_ratio * len(data)):
                raise ContainerError("over_limit", "ratio")  # members that share their bytes
            members.append(member)
    return members


def _zip_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, bare: Member, limits: Limits
) -> Member:
    try:
        content = _unpack(archive, info, limits)
    except ContainerError as error:
        return Member(
            bare.number, bare.name, bare.sha256, 0, problem=error.code, detail=error.detail
        )
    return Member(bare.number, bare.name, _digest(content), len(content))


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> bytes:
    if info.flag_bits & 0x1:
        raise ContainerError("encrypted")
    # No more is unpacked than tells that it is too much, whatever size the archive declares.
    unlike = max(_RATIO_COUNTS_FROM_BYTES, limits.archive_ratio * max(info.compress_size, 1))
    most, limit = min((limits.file_bytes, "size"), (unlike, "ratio"))
    if info.file_size > most:
        raise ContainerError("over_limit", limit)
    try:
        with archive.open(info) as stream:
            content = stream.read(most + 1)
    except _ZIP_FAULTS:
        raise ContainerError("damaged") from None
    if len(content) > most:
        raise ContainerError("over_limit", limit)
    return content


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: without the UTF-8 flag, macOS means UTF-8, DOS cp850."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp850", "replace")


def _mail_members(data: bytes, kind: str) -> list[Member]:
    return [
        Member(number, name, _digest(content), len(content), optional)
        for number, (name, content, optional) in enumerate(_PARTS[kind](data))
    ]


def _outlook_parts(data: bytes) -> Iterator[tuple[str, bytes, bool]]:
    """As `_mail_parts`, for a mail that Outlook saved."""
    try:
        parts = parts_of(data)
    except OutlookError:
        raise ContainerError("damaged_container") from None
    for part in parts:
        subjects = (harmless_name(subject.replace("/", "_")) for subject in part.folders)
        name = PurePosixPath(part.name.replace("\\", "/")).name
        yield "!/".join((*subjects, harmless_name(name))), part.content, part.own_text


def _mail_parts(data: bytes) -> Iterator[tuple[str, bytes, bool]]:
    """Name, bytes, and whether it is the mail's own text, for each part worth reading."""
    _check_mail(data)
    try:
        message = message_from_bytes(data, policy=default)
        body = message.get_body(("html", "plain"))
    except (ValueError, LookupError, TypeError, AttributeError, KeyError, IndexError):
        raise ContainerError("damaged_container") from None
    if isinstance(body, EmailMessage):
        yield _own_text(body)
    for part in _parts(message):
        if part is body:
            continue
        taken = _attachment(part)
        if taken is not None:
            yield (*taken, False)


def _check_mail(data: bytes) -> None:
    """Refuses what the parser takes minutes over: headers and parts that no mail has."""
    blank = _BLANK_LINE.search(data)
    header = len(data) if blank is None else blank.start()
    if header > _MOST_HEADER_BYTES or len(_PART_HEADER.findall(data)) > _MOST_MAIL_PARTS:
        raise ContainerError("over_limit", "members")


_PARTS = {"eml": _mail_parts, "msg": _outlook_parts}


def _parts(message: Message) -> Iterator[EmailMessage]:
    """The parts of this message, not those of a message that lies in it."""
    inner = message.get_payload()
    if message.get_content_maintype() == "multipart" and isinstance(inner, list):
        for part in inner:
            if isinstance(part, EmailMessage):
                yield from _parts(part)
    elif isinstance(message, EmailMessage):
        yield message


def _own_text(body: EmailMessage) -> tuple[str, bytes, bool]:
    """The mail's text as UTF-8 with a byte order mark, which any reader takes at its word."""
    ending = "html" if body.get_content_subtype() == "html" else "txt"
    try:
        text = str(body.get_content(errors="replace"))
    except (LookupError, ValueError, KeyError):
        text = _payload(body).decode("utf-8", "replace")
    return f"mensaje.{ending}", ("\ufeff" + text).encode("utf-8", "replace"), True


def _attachment(part: EmailMessage) -> tuple[str, bytes] | None:
    """Name and bytes of an attachment; None for structure, signature pictures and the like."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        if isinstance(first, EmailMessage):
            return harmless_name(_part_name(part) or "mensaje.eml"), first.as_bytes()
        return None
    if part.is_multipart():
        return None
    inline = part.get_content_disposition() != "attachment"
    if inline and (part.get_content_maintype() == "image" or not _part_name(part)):
        return None
    return harmless_name(_part_name(part) or "adjunto"), _payload(part)


def _part_name(part: EmailMessage) -> str:
    try:
        name = part.get_filename()
    except (ValueError, LookupError, IndexError, AttributeError):
        name = None
    return PurePosixPath((name or "").replace("\\", "/")).name


def _payload(part: EmailMessage) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        content = None
    return content if isinstance(content, bytes) else b""


def _with_own_names(members: list[Member]) -> tuple[Member, ...]:
    """Members that share a name get ` (2)`, ` (3)`, … so that each has its own row."""
    used: set[str] = set()
    named = []
    for member in members:
        path = PurePosixPath(member.name)
        name, count = member.name, 1
        while name in used:
            count += 1
            name = str(path.with_name(f"{path.stem} ({count}){path.suffix}"))
        used.add(name)
        named.append(replace(member, name=name))
    return tuple(named)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
