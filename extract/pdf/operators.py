"""Whether a page's drawing instructions stand whole: what was opened is closed.

A tool that mends a broken file writes a page that was cut off into a file that is in order; then
only the page's own instructions tell. ISO 32000-1, 7.8.2 (content streams) and annex A (operators).
"""

from __future__ import annotations

import re
from collections import Counter

_FLAT = rb"[^()\\]++|\\."
_NESTED = rb"(?:" + _FLAT + rb"|\((?:" + _FLAT + rb"|\((?:" + _FLAT + rb")*+\))*+\))*+"
# Possessive, so that a string without end costs what stands before the next bracket, not all.
_OPAQUE = re.compile(
    rb"\(" + _NESTED + rb"\)|<<|>>|<[0-9A-Fa-f\s]*+>|(?<=[\s()<>\[\]])%[^\r\n]*+", re.DOTALL
)
_IMAGE_END = re.compile(rb"\sEI(?=\s|$)")
_IMAGE_DATA = re.compile(rb"\sID\s")
_PAIRS = ((b"BT", b"ET"), (b"q", b"Q"))
_OPERATORS = frozenset(
    b"b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k"
    b" l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W"
    b" W* y ' \" true false null".split()
)
# An operator of a pair where a blank, bracket or slash sets it off; or, loosely, a `<` or `>` too.
_STRICT, _LOOSE = (
    re.compile(
        b"(?:%s)(?![^/%s])"
        % (b"|".join(b"%s(?<![^%s]%s)" % (o, ends, o) for pair in _PAIRS for o in pair), ends)
    )
    for ends in (rb"\s\[\]", rb"\s\[\]<>")
)
_HIDES = b"()%"
_BEGINS_OPERAND = b"/+-.0123456789"
_BLANKED = b"\0" * 16
"""So many zero bytes in a row are written by no tool; a disk that lost a block leaves them."""


def is_whole(content: bytes, *, checked: bool) -> bool:
    """True where the instructions of one page (or one form object) have no sign of damage.

    `checked` is whether a checksum of the file has told that the bytes are those written; without
    one an unknown operator is a sign too.
    """
    if not checked and _BLANKED in content:
        return False
    content = _without_images(content)
    if checked and not any(sign in content for sign in _HIDES):
        found = _STRICT.findall(content)
        if found == _LOOSE.findall(content):  # so it does not matter what is a string in hex
            return content.count(b"[") == content.count(b"]") and _is_paired(Counter(found))
    rest = _OPAQUE.sub(b" ", content)
    if b"(" in rest or b")" in rest or rest.count(b"[") != rest.count(b"]"):
        return False
    for sign in (b"[", b"]", b"/"):
        rest = rest.replace(sign, b" /" if sign == b"/" else b" ")
    said = Counter(rest.split())
    if not _is_paired(said):
        return False
    return checked or b"BX" in said or all(_known(token) for token in said)


def _is_paired(said: Counter[bytes]) -> bool:
    return all(said[first] <= said[last] for first, last in _PAIRS)


def _known(token: bytes) -> bool:
    return token in _OPERATORS or token[0] in _BEGINS_OPERAND


def _without_images(content: bytes) -> bytes:
    """Without the pixels of pictures that stand among the instructions."""
    if not _IMAGE_DATA.search(content):
        return content
    *images, tail = _IMAGE_END.split(content)
    return b" EI ".join([*(_IMAGE_DATA.split(part, maxsplit=1)[0] for part in images), tail])
