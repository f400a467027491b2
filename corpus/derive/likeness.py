"""Groups of lessons whose texts are nearly the same, whatever the order they come in.

Candidates come from MinHash with bands (Broder 1997; Leskovec, Rajaraman and Ullman, *Mining
of Massive Datasets*, ch. 3); the exact Jaccard index of three-word sequences decides. What is
held while looking lies in a temporary SQLite database of SQLite's own, unnamed and gone at
the end: hashes and lesson ids, no text. Memory grows only with the lessons that are in groups.
"""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from corpus.derive.words import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy as np
    import numpy.typing as npt

    Hashes = npt.NDArray[np.uint64]

LEAST_WORDS = 20
ALIKE = 0.8
_WIDTH = 3  # words of a sequence
_BANDS = 16
_ROWS = 4
_PRIME = (1 << 31) - 1
_MOST_COMPARED = 16  # lessons of a bucket that later ones are compared with


def groups_of(
    lessons: Iterable[tuple[str, str]], text_of: Callable[[str], str | None]
) -> dict[str, str]:
    """For each lesson that has a near duplicate, the lowest lesson id of its group.

    `lessons` are ids and texts; `text_of` gives a text again, None where it is gone.
    """
    with closing(sqlite3.connect("")) as db:
        db.execute("CREATE TABLE band (hash INTEGER, lesson_id TEXT)")
        db.executemany(
            "INSERT INTO band VALUES (?, ?)",
            ((band, lesson_id) for lesson_id, text in lessons for band in _bands(shingles(text))),
        )
        db.execute("CREATE INDEX band_hash ON band (hash, lesson_id)")
        shared = db.execute(
            "SELECT hash, lesson_id FROM band WHERE hash IN "
            "(SELECT hash FROM band GROUP BY hash HAVING count(*) > 1) ORDER BY hash, lesson_id"
        )
        joined = _Groups()
        kept = _Kept(text_of)
        for _, bucket in groupby(shared, key=lambda row: row[0]):
            _join_alike([row[1] for row in bucket], joined, kept)
    return joined.lowest()


def shingles(text: str) -> Hashes:
    """The hashes of all three-word sequences, sorted, each once; none for a short text."""
    import numpy as np

    words = [zlib.crc32(word.encode()) for word in fold(text).split()]
    if len(words) < LEAST_WORDS:
        return np.empty(0, np.uint64)
    one = np.array(words, np.uint64)
    mixed = np.zeros(len(words) - _WIDTH + 1, np.uint64)
    for at in range(_WIDTH):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + one[at : len(one) - _WIDTH + 1 + at]
    return np.unique(mixed)


def jaccard(a: Hashes, b: Hashes) -> float:
    """Shared sequences over all sequences; 0 where either has none."""
    import numpy as np

    if not (a.size and b.size):
        return 0.0
    shared = int(np.intersect1d(a, b, assume_unique=True).size)
    return shared / (a.size + b.size - shared)


def _bands(hashes: Hashes) -> list[int]:
    """The hash of each band of the text's MinHash signature; none for a short text."""
    import numpy as np

    if not hashes.size:
        return []
    factors, terms = _permutations()
    folded = (hashes ^ (hashes >> np.uint64(32))) & np.uint64(_PRIME)
    signature = ((folded[:, None] * factors + terms) % np.uint64(_PRIME)).min(axis=0)
    rows = signature.astype("<u8").reshape(_BANDS, _ROWS)
    return [zlib.crc32(row.tobytes()) | band << 32 for band, row in enumerate(rows)]


@cache
def _permutations() -> tuple[Hashes, Hashes]:
    """Factors and terms of the permutations, always the same (a linear congruential series)."""
    import numpy as np

    values, state = [], 20250617
    for _ in range(2 * _BANDS * _ROWS):
        state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        values.append((state >> 33) % (_PRIME - 1) + 1)
    return np.array(values[::2], np.uint64), np.array(values[1::2], np.uint64)


def _join_alike(bucket: list[str], joined: _Groups, kept: _Kept) -> None:
    """Compares each lesson of a bucket with the first ones that are unlike each other."""
    first: list[str] = []
    for lesson_id in bucket:
        for other in first:
            if joined.are_one(lesson_id, other) or kept.alike(lesson_id, other):
                joined.join(lesson_id, other)
                break
        else:
            if len(first) < _MOST_COMPARED:
                first.append(lesson_id)


class _Kept:
    """The hashes of the texts looked at last."""

    def __init__(self, text_of: Callable[[str], str | None]) -> None:
        self._text_of = text_of
        self._hashes: dict[str, Hashes] = {}

    def alike(self, a: str, b: str) -> bool:
        return jaccard(self._of(a), self._of(b)) >= ALIKE

    def _of(self, lesson_id: str) -> Hashes:
        if lesson_id not in self._hashes:
            if len(self._hashes) > 512:
                self._hashes.clear()
            self._hashes[lesson_id] = shingles(self._text_of(lesson_id) or "")
        return self._hashes[lesson_id]


class _Groups:
    """Lessons joined to each other; the lowest id stands for its group."""

    def __init__(self) -> None:
        self._up: dict[str, str] = {}

    def join(self, a: str, b: str) -> None:
        low, high = sorted((self._top(a), self._top(b)))
        self._up[low] = low
        self._up[high] = low

    def are_one(self, a: str, b: str) -> bool:
        return a in self._up and b in self._up and self._top(a) == self._top(b)

    def lowest(self) -> dict[str, str]:
        return {lesson_id: self._top(lesson_id) for lesson_id in sorted(self._up)}

    def _top(self, lesson_id: str) -> str:
        path = []
        while self._up.get(lesson_id, lesson_id) != lesson_id:
            path.append(lesson_id)
            lesson_id = self._up[lesson_id]
        for passed in path:
            self._up[passed] = lesson_id
        return lesson_id
