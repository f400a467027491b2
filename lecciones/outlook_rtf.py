"""The text of Outlook mails that is kept as compressed RTF.

`decompress` is [MS-OXRTFCP]; `html_within` takes the HTML out of RTF that was made from it
([MS-OXRTFEX] 2.1 and 3.1: encapsulation in `\\*\\htmltag` groups and `\\htmlrtf` switches).
"""

from __future__ import annotations

import re
import struct

_COMPRESSED, _PLAIN = 0x75465A4C, 0x414C454D  # "LZFu", "MELA"
_START = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_RING = 4096
_MAX_BYTES = 64 * 2**20


class RtfError(Exception):
    """The bytes are no compressed RTF."""


def decompress(data: bytes) -> bytes:
    """The RTF in these bytes; b"" for none.

    Raises:
        RtfError: they are no compressed RTF, or give more than 64 MiB.
    """
    if not data:
        return b""
    if len(data) < 16:
        raise RtfError
    _, size, kind, _ = struct.unpack("<IIII", data[:16])
    if kind == _PLAIN:
        return data[16 : 16 + size]
    if kind != _COMPRESSED or size > _MAX_BYTES:
        raise RtfError
    return _unpack(data, size)


def _unpack(data: bytes, size: int) -> bytes:
    ring = bytearray(_START.ljust(_RING, b"\x00"))
    write, at, out = len(_START), 16, bytearray()
    while at < len(data) and len(out) < size:
        flags, at = data[at], at + 1
        for bit in range(8):
            if at >= len(data) or len(out) >= size:
                break
            if not flags >> bit & 1:
                piece, at = data[at : at + 1], at + 1
            else:
                token = int.from_bytes(data[at : at + 2], "big")
                at, start, length = at + 2, token >> 4, (token & 0xF) + 2
                if start == write % _RING:
                    return bytes(out)
                piece = _copied(ring, start, length, write)
            for byte in piece:
                ring[write % _RING] = byte
                write += 1
            out += piece
    return bytes(out[:size])


def _copied(ring: bytearray, start: int, length: int, write: int) -> bytes:
    """Bytes from the ring; those that this very copy writes may be among them."""
    piece = bytearray()
    for step in range(length):
        at = (start + step) % _RING
        ahead = (at - write) % _RING
        piece.append(piece[ahead] if ahead < step else ring[at])
    return bytes(piece)


_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])"
    rb"|([{}])|([^\\{}\r\n]+)|[\r\n]+"
)
_SIGNS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"lquote": "‘", b"rquote": "’"}
_SIGNS |= {b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"endash": "–", b"emdash": "—"}
_SILENT = frozenset(
    (b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"pntext", b"mhtmltag")
)


def html_within(rtf: bytes) -> str:
    """The HTML that this RTF was made from; "" where it was not made from HTML."""
    if b"\\fromhtml" not in rtf[:1000]:
        return ""
    return _Unwrapper(rtf).text()


class _Unwrapper:
    """Walks the RTF's tokens; `_muted` and `_off` are told for each group that is open."""

    def __init__(self, rtf: bytes) -> None:
        self._rtf = rtf
        self._out: list[str] = []
        self._bytes = bytearray()
        self._codec = "cp1252"
        self._groups: list[tuple[bool, bool]] = []
        self._muted = False  # in a group that shows nothing
        self._off = False  # between \htmlrtf and \htmlrtf0: there for RTF alone
        self._skip = 0
        self._starred = False

    def text(self) -> str:
        """All that is HTML."""
        for match in _TOKEN.finditer(self._rtf):
            self._token(match)
        self._flush()
        return "".join(self._out)

    def _token(self, match: re.Match[bytes]) -> None:
        code, word, number, sign, brace, plain = match.groups()
        if code is not None:
            self._byte(int(code, 16))
        elif word is not None:
            self._word(word, number)
        elif sign is not None:
            self._sign(sign)
        elif brace is not None:
            self._brace(brace)
        elif plain is not None:
            for byte in plain:
                self._byte(byte)
        self._starred = sign == b"*"

    def _brace(self, brace: bytes) -> None:
        self._flush()
        if brace == b"{":
            self._groups.append((self._muted, self._off))
        elif self._groups:
            self._muted, self._off = self._groups.pop()

    def _byte(self, byte: int) -> None:
        if self._skip:
            self._skip -= 1
        elif not (self._muted or self._off):
            self._bytes.append(byte)

    def _say(self, text: str) -> None:
        self._flush()
        if not (self._muted or self._off):
            self._out.append(text)

    def _flush(self) -> None:
        if self._bytes:
            self._out.append(self._bytes.decode(self._codec, "replace"))
            self._bytes.clear()

    def _sign(self, sign: bytes) -> None:
        if sign in (b"\\", b"{", b"}"):
            self._byte(sign[0])
        elif sign == b"~":
            self._say("&nbsp;")
        elif sign == b"_":
            self._say("&shy;")

    def _word(self, word: bytes, number: bytes | None) -> None:
        if word == b"htmlrtf":
            self._flush()
            self._off = number != b"0"
        elif word == b"htmltag":
            self._muted = False
        elif word in _SILENT or self._starred:
            self._flush()
            self._muted = True
        elif word == b"ansicpg" and number:
            self._codec = "utf-8" if number == b"65001" else f"cp{int(number)}"
        elif word == b"u" and number:
            self._say(chr(int(number) % 0x10000))
            self._skip = 1
        elif word in _SIGNS:
            self._say(_SIGNS[word])
