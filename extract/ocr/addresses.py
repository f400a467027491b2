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
    from extract.ocr.picture import Gray

_LEAST = 6  # letters
_MOST = 24  # words of a page that are read twice
_MAYBE = re.compile(
    r"@|[a-z0-9._-]{2,}(?:\(?W|[OQ0©®€G]|\(0|\(Q)[a-z]{2,}|\w\.(?:gov|com|edu|org|net|mil|co)\b",
)
_SAME = 0.55  # of the letters that both readings must share
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]*")


def with_addresses(
    gray: Gray, dpi: float, readings: dict[Region, list[ReadWord]]
) -> dict[Region, list[ReadWord]]:
    """The readings with the words that are addresses, or parts of one, read again."""
    maybe = [w for words in readings.values() for w in words if _may_be_address(w.text)]
    if not maybe or not find_setup().addresses:
        return readings
    better: dict[ReadWord, ReadWord] = {}
    with Recognizer(gray, dpi, ADDRESSES) as english:
        for word in maybe[:_MOST]:
            again = english.read(_around(word, gray), one_line=True)
            text = "".join(w.text for w in again)
            sure = min((w.sure for w in again), default=0.0)
            if _is_better(word.text, text):
                better[word] = replace(word, text=text, sure=_sureness(word, text, sure))
    return {r: [better.get(w, w) for w in words] for r, words in readings.items()}


def _may_be_address(text: str) -> bool:
    return len(text) >= _LEAST and _MAYBE.search(text) is not None


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


def _sureness(word: ReadWord, english: str, sure: float) -> float:
    """As sure as the readings agree, the sign itself apart."""
    name, _, domain = english.partition("@")
    agree = word.text.startswith(name) and word.text.endswith(domain)
    return max(word.sure, sure) if agree else min(sure, 0.75)
