"""What lies in archives and e-mails: listing the members and taking one out, in memory only.

Sizes that an archive declares are not trusted; a member is unpacked only up to a limit. Names
are made harmless and never used to write. ZIP: PKWARE APPNOTE 6.3.10; mail: `lecciones.mails`.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from extract.mhtml import is_archive, is_mail
from extract.signatures import foreign_format
from lecciones.discovery import is_litter
from lecciones.jobs import EMPTY_SHA256, Listing, Member

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lecciones.jobs import Limits

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
        for index, (_, content, _) in enumerate(_parts_of(data, kind)):
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
        for number, (name, content, optional) in enumerate(_parts_of(data, kind))
    ]


def _parts_of(data: bytes, kind: str) -> Iterator[tuple[str, bytes, bool]]:
    """The parts of a mail, as `lecciones.mails` gives them; loaded when there is one."""
    from lecciones import mails

    return mails.mail_parts(data) if kind == "eml" else mails.outlook_parts(data)


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
