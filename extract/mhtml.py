"""Web archives (.mht, .mhtml; RFC 2557): one MIME message that holds a page with its parts.

Only the page itself is read; pictures and other parts are left alone. An e-mail is no
archive, though it may look much like one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.errors import DamagedError

if TYPE_CHECKING:
    from email.message import Message

_HEAD_BYTES = 8192
_HEADER = re.compile(rb"^([!-9;-~]{1,60}):", re.MULTILINE)
_MAIL_ONLY = frozenset(
    (b"to", b"cc", b"bcc", b"received", b"message-id", b"return-path", b"delivered-to", b"reply-to")
)
_MAIL = _MAIL_ONLY | {b"from", b"subject", b"date", b"mime-version", b"content-type"}
_ARCHIVE_KINDS = (b"multipart/related", b"multipart/alternative", b"text/html")


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a saved web page in one MIME message, and no e-mail."""
    head = _head(data)
    names = _names(head)
    if b"content-type" not in names or not any(kind in head.lower() for kind in _ARCHIVE_KINDS):
        return False
    saved = b"Saved by" in head or names & {b"snapshot-content-location", b"content-location"}
    return bool(saved) or (b"mime-version" in names and not names & _MAIL_ONLY)


def is_mail(data: bytes) -> bool:
    """Whether the bytes begin like an e-mail: headers only, several of those that mail has."""
    head = _head(data)
    names = _names(head)
    lines = [line for line in head.splitlines() if line and not line[:1].isspace()]
    return len(names & _MAIL) >= 3 and all(_HEADER.match(line) for line in lines[1:])


def page_of(data: bytes) -> tuple[bytes, str]:
    """The archived page's bytes, and the encoding that its header names ("" where none).

    Raises:
        DamagedError: the archive holds no page.
    """
    import email
    import email.policy

    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return _payload(part), _charset(part)
    raise DamagedError("archive without a page", format_name="html")


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _charset(part: Message) -> str:
    charset = part.get_content_charset() or ""
    return "" if charset.startswith("x-") else charset


def _head(data: bytes) -> bytes:
    head = _plain(data[:_HEAD_BYTES])
    first = _HEADER.match(head)
    if first is not None and first[1].lower() in _MAIL and b"\n\n" not in head:
        head = _plain(data)  # a mail to many people has a long head
    return head.partition(b"\n\n")[0]


def _plain(data: bytes) -> bytes:
    return data.lstrip(b"\xef\xbb\xbf\r\n").replace(b"\r\n", b"\n")


def _names(head: bytes) -> set[bytes]:
    if not _HEADER.match(head) and not head.startswith(b"From "):
        return set()
    return {name.lower() for name in _HEADER.findall(head)}
