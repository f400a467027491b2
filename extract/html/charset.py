"""From bytes to characters: byte order mark, declaration, UTF-8, Windows-1252, in this order.

Labels of encodings mean what browsers take them for (WHATWG Encoding Standard): Latin-1 is
Windows-1252. Where a one-byte encoding is declared but the bytes are UTF-8 throughout, they
are UTF-8: Spanish text in Windows-1252 is not valid UTF-8 by chance.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_HEAD_BYTES = 4096
_SAMPLE_BYTES = 65_536
_MAX_CONTROL_SHARE = 0.003
_MAX_BROKEN_SHARE = 0.1

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""(?:<meta\b[^>]{0,300}?charset\s*=|<\?xml\b[^>]{0,200}?encoding\s*=)"""
    rb"""\s*(?:3D)?["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_LATIN = frozenset(
    ("ascii", "us-ascii", "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1",
     "windows-1252", "cp1252", "cp-1252", "x-cp1252", "ansi", "iso8859_1", "iso-8859-15")
)  # fmt: skip
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters, and the codes of what was odd on the way (`charset_mismatch`, …)."""

    text: str
    notices: tuple[str, ...] = ()


def decode(data: bytes, declared: str = "") -> Decoded:
    """The text of `data`; `declared` is an encoding named outside it, which comes before its own.

    Never fails: bytes that fit no encoding become U+FFFD, with the notice `charset_damaged`.
    """
    wide = _by_mark(data) or _by_zeros(data)
    if wide is not None:
        return _replacing(*wide)
    name = (declared or _declaration(data)).lower()
    strict = _strict_utf8(data)
    if strict is not None:
        plain_label = not name or name.startswith("utf") or strict.isascii()
        return Decoded(strict, () if plain_label else ("charset_mismatch",))
    if name and name not in _LATIN and not name.startswith("utf"):
        try:
            return Decoded(data.decode(name))
        except (LookupError, ValueError):
            return _one_byte(data, odd=True)
    return _nearly_utf8(data) or _one_byte(data, odd=name.startswith("utf"))


def looks_like_text(data: bytes) -> bool:
    """Whether the bytes are text in some encoding: hardly any control characters."""
    if _by_mark(data[:8]) or _by_zeros(data[:_SAMPLE_BYTES]):
        return True
    sample = data[:_SAMPLE_BYTES]
    controls = len(_CONTROLS.findall(sample))
    return controls <= _MAX_CONTROL_SHARE * len(sample)


def _by_mark(data: bytes) -> tuple[bytes, str] | None:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :], name
    return None


def _by_zeros(data: bytes) -> tuple[bytes, str] | None:
    """UTF-16 without a mark: every other byte of Spanish text is zero."""
    sample = data[:1024]
    pairs = len(sample) // 2
    if pairs < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * pairs and even < 0.1 * pairs:
        return data, "utf-16-le"
    if even > 0.7 * pairs and odd < 0.1 * pairs:
        return data, "utf-16-be"
    return None


def _declaration(data: bytes) -> str:
    found = _DECLARED.search(data[:_HEAD_BYTES])
    return found[1].decode("ascii", "ignore") if found else ""


def _strict_utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _nearly_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken bytes; reading it as Windows-1252 would break all its accents."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    others = sum(len(run) for run in re.findall(r"[^\x00-\x7f\ufffd]+", text))
    if broken <= _MAX_BROKEN_SHARE * others:
        return Decoded(text, ("charset_damaged",))
    return None


def _one_byte(data: bytes, *, odd: bool) -> Decoded:
    """Windows-1252; its five unused bytes are controls, as browsers have it."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raw = data.decode("latin-1")
        text = "".join(map(_as_cp1252, raw)) if len(raw) < _SAMPLE_BYTES else raw
    return Decoded(text, ("charset_mismatch",) if odd else ())


def _as_cp1252(char: str) -> str:
    if not "\x80" <= char <= "\x9f":
        return char
    return char.encode("latin-1").decode("cp1252", "ignore")


def _replacing(data: bytes, name: str) -> Decoded:
    try:
        return Decoded(data.decode(name))
    except UnicodeDecodeError:
        return Decoded(data.decode(name, "replace"), ("charset_damaged",))
