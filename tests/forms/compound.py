"""Writes compound files ([MS-CFB]) and, in them, Outlook mails ([MS-OXMSG]).

No tool on Debian writes .msg. This writes what Outlook's files have in common: version 3,
sectors of 512 bytes, streams under 4,096 bytes in the mini stream.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TypeAlias

Tree: TypeAlias = "dict[str, bytes | Tree]"
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_SECTOR, _MINI, _CUTOFF = 512, 64, 4096


@dataclass
class _Entry:
    name: str
    kind: int  # 1 storage, 2 stream, 5 root
    content: bytes = b""
    child: int = _FREE
    right: int = _FREE
    start: int = _END
    size: int = 0


@dataclass
class _Writer:
    entries: list[_Entry] = field(default_factory=list)
    sectors: list[bytes] = field(default_factory=list)
    fat: list[int] = field(default_factory=list)
    mini: bytearray = field(default_factory=bytearray)
    mini_fat: list[int] = field(default_factory=list)

    def add(self, tree: Tree) -> int:
        """The entries of a storage, chained as right siblings; the number of the first."""
        first, last = _FREE, None
        for name in sorted(tree, key=lambda n: (len(n), n.upper())):
            content = tree[name]
            number = len(self.entries)
            entry = _Entry(name, 2, content) if isinstance(content, bytes) else _Entry(name, 1)
            self.entries.append(entry)
            if not isinstance(content, bytes):
                entry.child = self.add(content)
            if last is None:
                first = number
            else:
                last.right = number
            last = entry
        return first

    def store(self, content: bytes) -> int:
        """Whole sectors; the number of the first."""
        if not content:
            return _END
        start = len(self.sectors)
        for at in range(0, len(content), _SECTOR):
            self.sectors.append(content[at : at + _SECTOR].ljust(_SECTOR, b"\x00"))
            self.fat.append(len(self.sectors))
        self.fat[-1] = _END
        return start

    def store_mini(self, content: bytes) -> int:
        if not content:
            return _END
        start = len(self.mini_fat)
        for at in range(0, len(content), _MINI):
            self.mini += content[at : at + _MINI].ljust(_MINI, b"\x00")
            self.mini_fat.append(len(self.mini_fat) + 1)
        self.mini_fat[-1] = _END
        return start


def compound(tree: Tree) -> bytes:
    """A compound file with these storages and streams."""
    writer = _Writer([_Entry("Root Entry", 5)])
    writer.entries[0].child = writer.add(tree)
    for entry in writer.entries[1:]:
        if entry.kind == 2:
            entry.size = len(entry.content)
            small = entry.size < _CUTOFF
            entry.start = (writer.store_mini if small else writer.store)(entry.content)
    root = writer.entries[0]
    root.size, root.start = len(writer.mini), writer.store(bytes(writer.mini))
    packed = b"".join(struct.pack("<I", n) for n in writer.mini_fat)
    packed = packed.ljust(-(-len(packed) // _SECTOR) * _SECTOR, b"\xff")
    mini_fat_start = writer.store(packed)
    directory = b"".join(map(_packed, writer.entries))
    directory = directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\x00")
    directory_start = writer.store(directory)
    return _file(writer, directory_start, mini_fat_start, len(packed) // _SECTOR)


def _file(writer: _Writer, directory: int, mini_fat: int, mini_fat_sectors: int) -> bytes:
    count = 1
    while count * 128 < len(writer.fat) + count:
        count += 1
    at = len(writer.fat)
    fat = writer.fat + [_FAT] * count
    table = b"".join(struct.pack("<I", n) for n in fat).ljust(count * _SECTOR, b"\xff")
    places = [at + n for n in range(count)] + [_FREE] * (109 - count)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIIII", 0, count, directory, 0, _CUTOFF, mini_fat,
                          mini_fat_sectors, _END, 0, places[0])  # fmt: skip
    header += b"".join(struct.pack("<I", n) for n in places[1:])
    return header + b"".join(writer.sectors) + table


def _packed(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\x00\x00"
    head = name.ljust(64, b"\x00") + struct.pack("<HBB", len(name), entry.kind, 1)
    links = struct.pack("<III", _FREE, entry.right, entry.child)
    return head + links + bytes(36) + struct.pack("<IQ", entry.start, entry.size)


def _properties(header_bytes: int, numbers: dict[int, int]) -> bytes:
    entries = (struct.pack("<HHIII", 3, number, 6, value, 0) for number, value in numbers.items())
    return bytes(header_bytes) + b"".join(entries)


def _texts(values: dict[str, str]) -> Tree:
    return {
        f"__substg1.0_{number}001F": value.encode("utf-16-le") for number, value in values.items()
    }


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment: bytes, or a mail within the mail. `inline` for a picture in the text."""

    name: str
    content: bytes | Mail
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """An Outlook mail: text, HTML (with its code page) or compressed RTF, and attachments."""

    subject: str = "Formato"
    text: str = ""
    html: bytes = b""
    codepage: int = 65001
    rtf: bytes = b""
    attached: tuple[Attached, ...] = ()


def msg(mail: Mail) -> bytes:
    """The mail as a .msg file."""
    tree = _message(mail, 32)
    tree["__nameid_version1.0"] = {
        "__substg1.0_00020102": b"", "__substg1.0_00030102": b"", "__substg1.0_00040102": b"",
    }  # fmt: skip
    return compound(tree)


def _message(mail: Mail, header_bytes: int) -> Tree:
    texts = {"001A": "IPM.Note", "0037": mail.subject}
    if mail.text:
        texts["1000"] = mail.text
    tree = _texts(texts)
    if mail.html:
        tree["__substg1.0_10130102"] = mail.html
    if mail.rtf:
        tree["__substg1.0_10090102"] = mail.rtf
    tree["__properties_version1.0"] = _properties(header_bytes, {0x3FDE: mail.codepage})
    for number, attached in enumerate(mail.attached):
        tree[f"__attach_version1.0_#{number:08X}"] = _attachment(attached)
    return tree


def _attachment(attached: Attached) -> Tree:
    embedded = isinstance(attached.content, Mail)
    tree = _texts({"3707": attached.name} | ({"3712": "img1@x"} if attached.inline else {}))
    tree["__properties_version1.0"] = _properties(8, {0x3705: 5 if embedded else 1})
    if isinstance(attached.content, Mail):
        tree["__substg1.0_3701000D"] = _message(attached.content, 24)
    else:
        tree["__substg1.0_37010102"] = attached.content
    return tree


def plain_rtf(rtf: bytes) -> bytes:
    """RTF in the frame of compressed RTF, not compressed."""
    return struct.pack("<IIII", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf
