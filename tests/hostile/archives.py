"""Archives: bombs, nests, and members that want to lie elsewhere."""

from __future__ import annotations

import stat
import struct
import zipfile
from io import BytesIO

_WHEN = (2025, 1, 1, 0, 0, 0)


def packed(members: list[tuple[str, bytes]], *, mode: int = 0o644) -> bytes:
    """A zip of these members; names may repeat and lead anywhere."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo("x", _WHEN)
            info.filename = name
            info.external_attr = (stat.S_IFREG | mode) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def files(form: bytes) -> dict[str, bytes]:
    """The archives; `form` is a form with No, hidden in some of them."""
    zeros = b"\0" * (60 * 2**20)
    return {
        "zip-bomb-flat.zip": packed([("bomb.docx", zeros * 5)]),
        "zip-bomb-many.zip": packed([(f"{n}.bin", zeros) for n in range(3)]),
        "zip-too-many-members.zip": packed([(f"{n}", b"") for n in range(12_000)]),
        "zip-nested-wide.zip": _nested_wide(),
        "zip-nested-deep.zip": _nested_deep(form, 40),
        "zip-overlapping.zip": _overlapping(),
        "zip-says-small.zip": _lying(zeros),
        "zip-absolute.zip": packed(
            [("/etc/cron.d/lecciones", form), ("C:\\Windows\\x.docx", form)]
        ),
        "zip-climbs.zip": packed([("../../../../tmp/lecciones-was-here.docx", form)]),
        "zip-symlink.zip": _symlink(),
        "zip-device.zip": _device(),
        "zip-same-names.zip": packed([("a.docx", form)] * 3),
        "zip-control-names.zip": packed([("a\x1b]0;owned\x07\n\u202efdp.exe", form)]),
        "zip-long-name.zip": packed([("n" * 60_000 + ".docx", form)]),
        "zip-encrypted.zip": _flagged(packed([("a.docx", form)]), 1),
        "zip-unknown-method.zip": _method(packed([("a.docx", form)]), 99),
        "zip-cut-off.zip": packed([("a.docx", form)])[:-60],
        "zip-before-exe.zip": b"MZ" + b"\0" * 400 + packed([("a.docx", form)]),
        "zip-zip64-huge.zip": _zip64(),
    }


def _nested_wide() -> bytes:
    inner = packed([(f"{n}.txt", b"hola") for n in range(150)])
    return packed([(f"{n}.zip", inner) for n in range(150)])


def _nested_deep(form: bytes, depth: int) -> bytes:
    data = packed([("a.docx", form)])
    for _ in range(depth):
        data = packed([("in.zip", data)])
    return data


def _overlapping() -> bytes:
    """All entries of the directory point to the one stretch of data (after D. Fifield)."""
    data = packed([("bomb", b"\0" * 40 * 2**20)])
    at = data.rfind(b"PK\x01\x02")
    end = data.rfind(b"PK\x05\x06")
    entry = data[at:end]
    many = 500
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, many, many, len(entry) * many, at, 0)
    return data[:at] + entry * many + tail


def _lying(content: bytes) -> bytes:
    """The directory says that the member unpacks to one byte."""
    data = bytearray(packed([("a.docx", content)]))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 1)
    return bytes(data)


def _symlink() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("passwd.html", _WHEN)
        info.create_system = 3
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return buffer.getvalue()


def _device() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("zero.docx", _WHEN)
        info.create_system = 3
        info.external_attr = (stat.S_IFCHR | 0o666) << 16
        archive.writestr(info, "")
    return buffer.getvalue()


def _flagged(data: bytes, flag: int) -> bytes:
    changed = bytearray(data)
    changed[6] |= flag
    changed[changed.rfind(b"PK\x01\x02") + 8] |= flag
    return bytes(changed)


def _method(data: bytes, method: int) -> bytes:
    changed = bytearray(data)
    changed[8] = method
    changed[changed.rfind(b"PK\x01\x02") + 10] = method
    return bytes(changed)


def _zip64() -> bytes:
    data = bytearray(packed([("a.docx", b"x")]))
    at = data.rfind(b"PK\x05\x06")
    data[at + 8 : at + 12] = b"\xff\xff\xff\xff"
    data[at + 12 : at + 20] = b"\xff" * 8
    return bytes(data)
