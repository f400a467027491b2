"""The expressions that a lesson repeats: C-value over runs of meaning words.

Frantzi, Ananiadou and Mima, "Automatic recognition of multi-word terms: the C-value/NC-value
method" (2000): an expression weighs what it recurs, longer ones more, less what it recurs
only as part of a longer one. Counted within one lesson, so that a row never depends on others.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.derive.words import MASK, WORD, fold, is_stop_word

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

MOST_TERMS = 8
_LONGEST = 4  # words
_LINKS = frozenset(("de", "del", "la", "las", "los", "el", "al", "y"))
_CHUNK = re.compile(rf"{WORD}(?:[ \t\u00a0-]{WORD})*")  # words with no other sign between

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word: what it is counted as, as it is shown, and whether it means nothing or links."""

    key: str
    shown: str
    empty: bool
    links: bool


Run = list[_Word]


def key_terms(weighted: Iterable[tuple[str | None, int]]) -> tuple[str, ...]:
    """The weightiest expressions of these texts, each with how often it counts.

    Written as the first text that has them writes them, in lower case but for acronyms.
    """
    runs = [(run, weight) for text, weight in weighted for run in _runs(text or "")]
    words: dict[str, int] = {}
    for run, weight in runs:
        for word in run:
            if not word.empty:
                words[word.key] = words.get(word.key, 0) + weight
    least = 2 if any(count > 1 for count in words.values()) else 1
    # No expression recurs more often than any word in it.
    recurring = {key for key, count in words.items() if count >= least}
    counts: dict[Key, int] = {}
    shown: dict[Key, Run] = {}
    for run, weight in runs:
        for key, start in _expressions(run, recurring):
            if key in counts:
                counts[key] += weight
            else:
                counts[key] = weight
                shown[key] = run[start : start + len(key)]
    weights = _c_values({key: count for key, count in counts.items() if count >= least})
    order = list(shown)
    rank = {key: at for at, key in enumerate(order)}
    best = sorted(weights, key=lambda key: (-weights[key], rank[key]))
    return tuple(" ".join(word.shown for word in shown[key]) for key in _apart(best, MOST_TERMS))


def _expressions(run: Run, words: Container[str]) -> list[tuple[Key, int]]:
    """Every expression of one to four of these words, and `de`, `la` between: where it begins."""
    if len(run) == 1:  # as most are
        key = run[0].key
        return [((key,), 0)] if key in words and not run[0].empty else []
    found: list[tuple[Key, int]] = []
    keys = [word.key for word in run]
    # of each word: whether it may end an expression; None where none goes on past it
    ends = [False if word.empty else True if word.key in words else None for word in run]
    for start, begins in enumerate(ends):
        if not begins:
            continue
        for end in range(start, min(start + _LONGEST, len(run))):
            if ends[end]:
                found.append((tuple(keys[start : end + 1]), start))
            elif ends[end] is None:
                break
    return found


def _runs(text: str) -> Iterator[Run]:
    """Runs of words without a sign, a mask or an empty word between them."""
    for chunk in _CHUNK.findall(MASK.sub(" . ", text)):
        run: Run = []
        for word in map(_word, chunk.replace("-", " ").split()):
            if not word.empty:
                run.append(word)
            elif not word.links:
                if run:
                    yield run
                run = []
            elif run:
                run.append(word)
        if run:
            yield run


@lru_cache(maxsize=1 << 16)
def _word(written: str) -> _Word:
    folded = fold(written).replace(" ", "")
    kept = written if written.isupper() and len(written) > 1 else written.lower()
    return _Word(_singular(folded), kept, is_stop_word(folded), folded in _LINKS)


def _c_values(candidates: Mapping[Key, int]) -> dict[Key, float]:
    """Weights over zero of these expressions, by how often each counts."""
    longer: dict[Key, list[int]] = defaultdict(list)
    for key, count in candidates.items():
        for part in _proper_parts(key):
            if part in candidates:
                longer[part].append(count)
    weights: dict[Key, float] = {}
    for key, count in candidates.items():
        above = longer.get(key, ())
        free = count - (sum(above) / len(above) if above else 0)
        meaning = len(key) - sum(map(_LINKS.__contains__, key))
        if free > 0:
            weights[key] = math.log2(meaning + 1) * free
    return weights


def _proper_parts(key: Key) -> Iterator[Key]:
    for size in range(1, len(key)):
        for start in range(len(key) - size + 1):
            yield key[start : start + size]


def _apart(best: list[Key], most: int) -> list[Key]:
    """The first ones of which none holds another."""
    kept: list[Key] = []
    for key in best:
        if len(kept) == most:
            break
        text = f" {' '.join(key)} "
        if not any(text in f" {' '.join(k)} " or f" {' '.join(k)} " in text for k in kept):
            kept.append(key)
    return kept


def _singular(folded: str) -> str:
    """The word without its plural ending, so that both count as one."""
    if len(folded) > 5 and folded.endswith("ciones"):
        return folded[:-2]
    if len(folded) > 4 and folded.endswith("es") and folded[-3] not in "aeiou":
        return folded[:-2]
    return folded[:-1] if len(folded) > 3 and folded.endswith("s") else folded
