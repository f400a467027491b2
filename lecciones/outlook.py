"""What lies in an Outlook mail (.msg): its own text and its attachments, in memory only.

Sources: [MS-OXMSG] for the streams, [MS-OXPROPS] for the numbers of the properties,
[MS-OXRTFCP] and [MS-OXRTFEX] for text kept as compressed RTF.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from extract.signatures import foreign_format
from lecciones.outlook_rtf import RtfError, decompress, html_within

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUBJECT, _TEXT, _HTML, _RTF = "0037", "1000", "1013", "1009"
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _CONTENT = "3707", "3704", "3001", "3701"
_CONTENT_ID = "3712"
_HTML_CODEPAGE, _TEXT_CODEPAGE, _METHOD, _HIDDEN = 0x3FDE, 0x3FFD, 0x3705, 0x7FFE
_UNICODE, _BYTES_TEXT, _BINARY, _OBJECT = "001F", "001E", "0102", "000D"
_EMBEDDED_MESSAGE = 5
_CODECS = {65001: "utf-8", 20127: "ascii", 28591: "latin-1", 28605: "iso8859-15"}
_PICTURES = frozenset(("png", "jpeg", "gif", "bmp", "tiff", "heic"))
_ATTACHMENT = "__attach_version1.0_#"
_MAX_DEPTH = 3


class OutlookError(Exception):
    """The mail cannot be opened."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a mail: `own_text` for what was written in it, else an attachment.

    `folders` are the subjects of the mails within the mail on the way to it.
    """

    name: str
    content: bytes
    own_text: bool = False
    folders: tuple[str, ...] = ()


def parts_of(data: bytes) -> list[Part]:
    """The parts of a mail worth reading, those of mails attached to it too.

    Raises:
        OutlookError: it is damaged.
    """
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            return list(_Message(file, (), 32).parts(()))
    except (OSError, ValueError, TypeError, IndexError, KeyError, AttributeError, struct.error):
        raise OutlookError from None
    except RecursionError:
        raise OutlookError from None


class _Storage:
    """Properties that lie in one storage of the file; olefile ships no types, hence `Any`."""

    def __init__(self, file: Any, path: tuple[str, ...], header_bytes: int) -> None:  # noqa: ANN401
        self.file = file
        self.path = path
        self._fixed = self._fixed_values(header_bytes)

    def raw(self, prop: str, kind: str) -> bytes | None:
        """The bytes of a property that has a stream of its own."""
        place = [*self.path, f"__substg1.0_{prop}{kind}"]
        if not self.file.exists(place):
            return None
        content = self.file.openstream(place).read()
        return content if isinstance(content, bytes) else None

    def text(self, prop: str) -> str:
        """A text property; "" where there is none."""
        wide = self.raw(prop, _UNICODE)
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\x00")
        return self.decoded(self.raw(prop, _BYTES_TEXT) or b"", _TEXT_CODEPAGE).rstrip("\x00")

    def number(self, prop: int) -> int:
        """A property that fits into a number; 0 where there is none."""
        return self._fixed.get(prop, 0)

    def decoded(self, raw: bytes, codepage_prop: int) -> str:
        """Bytes by the code page that the mail names, else UTF-8, else that of Windows."""
        page = self.number(codepage_prop)
        for codec in (_CODECS.get(page, f"cp{page}"), "utf-8"):
            try:
                return raw.decode(codec)
            except (LookupError, UnicodeDecodeError):
                continue
        return raw.decode("cp1252", "replace")

    def _fixed_values(self, header_bytes: int) -> dict[int, int]:
        place = [*self.path, "__properties_version1.0"]
        if not self.file.exists(place):
            return {}
        raw = self.file.openstream(place).read()[header_bytes:]
        entries = (raw[at : at + 16] for at in range(0, len(raw) - 15, 16))
        return {
            number: value
            for _, number, _, value, _ in (struct.unpack("<HHIII", entry) for entry in entries)
        }


class _Message(_Storage):
    def parts(self, folders: tuple[str, ...]) -> Iterator[Part]:
        """The mail's own text, then its attachments in their order."""
        own = self._own_text()
        if own is not None:
            yield Part(*own, own_text=True, folders=folders)
        depth = len(self.path)
        names = {
            entry[depth]
            for entry in self.file.listdir(streams=True, storages=True)
            if tuple(entry[:depth]) == self.path
            and len(entry) > depth
            and entry[depth].startswith(_ATTACHMENT)
        }
        for name in sorted(names):
            yield from self._attached((*self.path, name), folders)

    def _own_text(self) -> tuple[str, bytes] | None:
        """The text as UTF-8 with a byte order mark, which any reader takes at its word."""
        html = self.raw(_HTML, _BINARY)
        shown = self.text(_HTML) if html is None else self.decoded(html, _HTML_CODEPAGE)
        rtf = b"" if shown.strip() else self._rtf()
        shown = shown if shown.strip() else html_within(rtf)
        if shown.strip():
            return "mensaje.html", ("\ufeff" + shown).encode("utf-8", "replace")
        text = self.text(_TEXT)
        if text.strip():
            return "mensaje.txt", ("\ufeff" + text).encode("utf-8", "replace")
        return ("mensaje.rtf", rtf) if rtf.strip() else None

    def _rtf(self) -> bytes:
        try:
            return decompress(self.raw(_RTF, _BINARY) or b"")
        except RtfError:
            return b""

    def _attached(self, path: tuple[str, ...], folders: tuple[str, ...]) -> Iterator[Part]:
        place = _Storage(self.file, path, 8)
        name = place.text(_LONG_NAME) or place.text(_SHORT_NAME) or place.text(_SHOWN_NAME)
        if place.number(_METHOD) == _EMBEDDED_MESSAGE:
            inner = _Message(self.file, (*path, f"__substg1.0_{_CONTENT}{_OBJECT}"), 24)
            subject = inner.text(_SUBJECT) or name or "mensaje"
            if len(folders) < _MAX_DEPTH:
                yield from inner.parts((*folders, f"{subject}.msg"))
            return
        content = place.raw(_CONTENT, _BINARY)
        if content is None or _is_decoration(place, content):
            return
        yield Part(name or "adjunto", content, folders=folders)


def _is_decoration(place: _Storage, content: bytes) -> bool:
    """A picture that the mail's text shows: a logo, a signature."""
    shown_inside = bool(place.number(_HIDDEN)) or bool(place.text(_CONTENT_ID))
    return shown_inside and _is_picture(content)


def _is_picture(content: bytes) -> bool:
    from extract.formats import sniff  # late: it loads the readers

    return foreign_format(content) in _PICTURES or str(sniff(content)) in _PICTURES
