"""Step 4a: e-mail addresses, read a second time.

The Spanish model has no `@`: it reads `W`, `(W`, `Q` or `0` for it, each time. The English one
has. So a word that may be an address is read with both, and where the second finds an `@` its
reading is taken; it is the surer, the more the two agree on the rest.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from extract.ocr.engine import ReadWord, Recognizer, Region
from extract.ocr.setup import ADDRESSES, find_setup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extract.ocr.picture import Gray

_LEAST = 6  # letters
_MOST = 24  # words of a page that are read twice
_MAYBE = re.compile(
    r"@|[a-z0-9._-]{2,}(?:\(?W|[OQ0©®€G]|\(0|\(Q)[a-z]{2,}|\w\.(?:gov|com|edu|org|net|mil|co)\b",
)
_DOMAIN = re.compile(r"\w\.(?:gov|com|edu|org|net|mil)\b|\w\.co$")
_GAP = 1.2  # of a row's height between the two parts of one address
_PASSED_OVER = 3.0  # of a row's height: how far letters at an end may have been passed over
_SIGN = 2  # letters that an unread `@` alone is taken for
_SAME = 0.55  # of the letters that both readings must share
_WHOLE = re.compile(r"[\w.+-]{2,}@[\w-]+(?:\.[\w-]+)+$")
_LEAST_SURE = 0.65  # of what has the form of an address: doubtful, but read
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]*")


def with_addresses(
    gray: Gray, dpi: float, readings: dict[Region, list[ReadWord]]
) -> dict[Region, list[ReadWord]]:
    """The readings with the words that are addresses, or parts of one, read again."""
    maybe = [
        (part, _room(part, region, words))
        for region, words in readings.items()
        for part in _maybe_addresses(words)
    ]
    if not maybe or not find_setup().addresses:
        return readings
    better: dict[ReadWord, ReadWord | None] = {}
    with Recognizer(gray, dpi, ADDRESSES) as english:
        for part, room in maybe[:_MOST]:
            around = _around(_joined(part), room, gray)
            again = _address_in(english.read(around, one_line=True))
            found = "".join(w.text for w in again)
            own = _likest(part, found)
            whole = _joined(own)
            text = _with_label(whole.text, found)
            sure = min((w.sure for w in again), default=0.0)
            if _is_better(whole.text, text):
                read = replace(whole, text=text, sure=_sureness(whole, text, sure))
                better |= dict.fromkeys(own) | {own[0]: read}
    return {
        region: [new for w in words if (new := better.get(w, w)) is not None]
        for region, words in readings.items()
    }


def _maybe_addresses(words: list[ReadWord]) -> Iterator[tuple[ReadWord, ...]]:
    """The words that may be an address, and neighbours that an unread `@` may have parted."""
    for index, word in enumerate(words):
        before = words[index - 1] if index else None
        if before is not None and _may_be_parted(before, word):
            first = words[index - 2] if index > 1 else None
            if first is not None and len(before.text) <= _SIGN and _are_close(first, before):
                yield first, before, word
            else:
                yield before, word
        elif len(word.text) >= _LEAST and _MAYBE.search(word.text):
            if before is not None and before.line != word.line and "@" not in word.text:
                yield _end_of(words[:index])  # an address over two lines has its sign in the first
            yield (word,)


def _end_of(words: list[ReadWord]) -> tuple[ReadWord, ...]:
    """The last word, and the one before it where an unread `@` may have parted the two."""
    last, before = words[-1], words[-2] if len(words) > 1 else None
    if before is None or before.line != last.line or last.x0 - before.x1 >= _GAP * last.row:
        return (last,)
    return before, last


def _may_be_parted(name: ReadWord, domain: ReadWord) -> bool:
    if not _are_close(name, domain):
        return False
    return _DOMAIN.search(domain.text) is not None and "@" not in domain.text


def _are_close(before: ReadWord, after: ReadWord) -> bool:
    """Whether two words of a line may be one; the box of one that was parted may hold the other."""
    in_order = before.line == after.line and before.x0 < after.x0
    return in_order and after.x0 - before.x1 < _GAP * after.row


def _room(part: tuple[ReadWord, ...], region: Region, words: list[ReadWord]) -> tuple[float, float]:
    """How far its line is free on either side: letters at its ends may have been passed over."""
    others = [w for w in words if w.line == part[0].line and w not in part]
    left = max([w.x1 for w in others if w.x0 < part[0].x0], default=region.x0)
    right = min([w.x0 for w in others if w.x0 > part[-1].x0], default=region.x1)
    return left, right


def _address_in(words: list[ReadWord]) -> list[ReadWord]:
    """The word that is a whole address, where one is; else all."""
    return next(([w] for w in words if _WHOLE.search(w.text)), words)


def _likest(part: tuple[ReadWord, ...], text: str) -> tuple[ReadWord, ...]:
    """The part's last words that are most like a text: what stands close before is no part."""
    ends = [part[n:] for n in range(len(part))]
    return max(ends, key=lambda end: _likeness(_joined(end).text, text))


def _joined(part: tuple[ReadWord, ...]) -> ReadWord:
    first = part[0]
    return replace(
        first,
        text="".join(word.text for word in part),
        top=min(word.top for word in part),
        x1=max(word.x1 for word in part),
        bottom=max(word.bottom for word in part),
    )


def _around(word: ReadWord, room: tuple[float, float], gray: Gray) -> Region:
    pad, more = round(0.35 * word.row), round(_PASSED_OVER * word.row)
    height, width = gray.shape
    left = min(word.x0 - pad, max(word.x0 - more, room[0]))
    right = max(word.x1 + pad, min(word.x1 + more, room[1]))
    return Region(
        max(int(left), 0),
        max(int(word.top) - pad, 0),
        min(int(right), width),
        min(int(word.bottom) + pad, height),
    )


def _is_better(spanish: str, english: str) -> bool:
    if _ADDRESS.search(english) is None:
        return False
    return _likeness(spanish, english) >= _SAME


def _likeness(spanish: str, english: str) -> float:
    return Levenshtein.normalized_similarity(spanish, english)


def _with_label(spanish: str, english: str) -> str:
    """`Correo:name@…` run together: the label as the Spanish model reads it."""
    label, colon, _ = spanish.rpartition(":")
    return label + colon + english.rpartition(":")[2] if colon else english


def _sureness(word: ReadWord, english: str, sure: float) -> float:
    """As sure as the readings agree, the sign itself apart; a whole address is no scrawl."""
    name, _, domain = english.partition("@")
    least = _LEAST_SURE if _WHOLE.search(english) else 0.0
    agree = word.text.startswith(name) and word.text.endswith(domain)
    if agree:
        return max(word.sure, sure, least)
    return max(min(sure, 0.75), least)
