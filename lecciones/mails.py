"""The parts of an e-mail that are worth reading (RFC 5322, 2045), Outlook's among them.

Loaded only where there is a mail: the library for mail takes long to load.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from lecciones.containers import ContainerError, harmless_name
from lecciones.outlook import OutlookError, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_PART_HEADER = re.compile(rb"^content-type\s*:", re.IGNORECASE | re.MULTILINE)
_MOST_HEADER_BYTES = 2**20
_MOST_MAIL_PARTS = 2000


def outlook_parts(data: bytes) -> Iterator[tuple[str, bytes, bool]]:
    """As `mail_parts`, for a mail that Outlook saved."""
    try:
        parts = parts_of(data)
    except OutlookError:
        raise ContainerError("damaged_container") from None
    for part in parts:
        subjects = (harmless_name(subject.replace("/", "_")) for subject in part.folders)
        name = PurePosixPath(part.name.replace("\\", "/")).name
        yield "!/".join((*subjects, harmless_name(name))), part.content, part.own_text


def mail_parts(data: bytes) -> Iterator[tuple[str, bytes, bool]]:
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
