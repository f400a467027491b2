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
_SAME = 0.55  # of the letters that both readings must share
_WHOLE = re.compile(r"[\w.+-]{2,}@[\w-]+(?:\.[\w-]+)+$")
_LEAST_SURE = 0.65  # of what has the form of an address: doubtful, but read
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]*")


def with_addresses(
    gray: Gray, dpi: float, readings: dict[Region, list[ReadWord]]
) -> dict[Region, list[ReadWord]]:
    """The readings with the words that are addresses, or parts of one, read again."""
    maybe = [part for words in readings.values() for part in _maybe_addresses(words)]
    if not maybe or not find_setup().addresses:
        return readings
    better: dict[ReadWord, ReadWord | None] = {}
    with Recognizer(gray, dpi, ADDRESSES) as english:
        for part in maybe[:_MOST]:
            whole = _joined(part)
            again = english.read(_around(whole, gray), one_line=True)
            text = _with_label(whole.text, "".join(w.text for w in again))
            sure = min((w.sure for w in again), default=0.0)
            if _is_better(whole.text, text):
                read = replace(whole, text=text, sure=_sureness(whole, text, sure))
                better |= dict.fromkeys(part) | {part[0]: read}
    return {
        region: [new for w in words if (new := better.get(w, w)) is not None]
        for region, words in readings.items()
    }


def _maybe_addresses(words: list[ReadWord]) -> Iterator[tuple[ReadWord, ...]]:
    """The words that may be an address, and neighbours that an unread `@` may have parted."""
    for index, word in enumerate(words):
        before = words[index - 1] if index else None
        if before is not None and _may_be_parted(before, word):
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
    if name.line != domain.line or not 0 < domain.x0 - name.x1 < _GAP * domain.row:
        return False
    return _DOMAIN.search(domain.text) is not None and "@" not in domain.text


def _joined(part: tuple[ReadWord, ...]) -> ReadWord:
    first, last = part[0], part[-1]
    return replace(
        first,
        text="".join(word.text for word in part),
        top=min(word.top for word in part),
        x1=last.x1,
        bottom=max(word.bottom for word in part),
    )


def _around(word: ReadWord, gray: Gray) -> Region:
    pad = round(0.35 * word.row)
    height, width = gray.shape
    return Region(
        max(int(word.x0) - pad, 0),
        max(int(word.top) - pad, 0),
        min(int(word.x1) + pad, width),
        min(int(word.bottom) + pad, height),
    )


def _is_better(spanish: str, english: str) -> bool:
    if _ADDRESS.search(english) is None:
        return False
    return Levenshtein.normalized_similarity(spanish, english) >= _SAME


def _with_label(spanish: str, english: str) -> str:
    """`Correo:name@…` run together: the label as the Spanish model reads it."""
    label, colon, _ = spanish.rpartition(":")
    return label + colon + english.rpartition(":")[2] if colon else english


def _sureness(word: ReadWord, english: str, sure: float) -> float:
    """As sure as the readings agree, the sign itself apart; a whole address is no scrawl."""
    name, _, domain = english.partition("@")
    agree = word.text.startswith(name) and word.text.endswith(domain)
    if agree:
        return max(word.sure, sure)
    whole = _WHOLE.search(english) is not None
    return max(min(sure, 0.75), _LEAST_SURE if whole else 0.0)
