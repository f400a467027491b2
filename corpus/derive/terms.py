"""The expressions that a lesson repeats: C-value over runs of meaning words.

Frantzi, Ananiadou and Mima, "Automatic recognition of multi-word terms: the C-value/NC-value
method" (2000): an expression weighs what it recurs, longer ones more, less what it recurs
only as part of a longer one. Counted within one lesson, so that a row never depends on others.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from corpus.derive.words import MASK, fold, is_stop_word, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_TERMS = 8
_LONGEST = 4  # words
_LINKS = frozenset(("de", "del", "la", "las", "los", "el", "al", "y"))
_LIKE_WORD = frozenset(" \t\u00a0-")

Key = tuple[str, ...]


def key_terms(weighted: Iterable[tuple[str | None, int]]) -> tuple[str, ...]:
    """The weightiest expressions of these texts, each with how often it counts.

    Written as the first text that has them writes them, in lower case but for acronyms.
    """
    counts: Counter[Key] = Counter()
    shown: dict[Key, str] = {}
    for text, weight in weighted:
        for key, words in _expressions(text or ""):
            counts[key] += weight
            shown.setdefault(key, words)
    weights = _c_values(counts)
    order = list(shown)
    rank = {key: at for at, key in enumerate(order)}
    best = sorted(weights, key=lambda key: (-weights[key], rank[key]))
    return tuple(shown[key] for key in _apart(best, MOST_TERMS))


def _expressions(text: str) -> Iterator[tuple[Key, str]]:
    """Every expression of one to four words: meaning words, and `de`, `la` between."""
    for run in _runs(MASK.sub(" . ", text)):
        for start in range(len(run)):
            if is_stop_word(run[start][0]):
                continue
            for end in range(start + 1, min(start + _LONGEST, len(run)) + 1):
                part = run[start:end]
                if not is_stop_word(part[-1][0]):
                    yield tuple(_singular(f) for f, _ in part), " ".join(w for _, w in part)


def _runs(text: str) -> Iterator[list[tuple[str, str]]]:
    """Runs of words without a sign or an empty word between them, folded and as shown."""
    run: list[tuple[str, str]] = []
    before = 0
    for word, start, end in tokens(text):
        folded = fold(word).replace(" ", "")
        apart = not set(text[before:start]) <= _LIKE_WORD
        if (apart or (is_stop_word(folded) and folded not in _LINKS)) and run:
            yield run
            run = []
        if not is_stop_word(folded) or (run and folded in _LINKS):
            run.append((folded, word if word.isupper() and len(word) > 1 else word.lower()))
        before = end
    if run:
        yield run


def _c_values(counts: Counter[Key]) -> dict[Key, float]:
    """Weights over zero, of expressions that recur (or all, where none does)."""
    parts: dict[Key, list[int]] = defaultdict(list)
    for key, count in counts.items():
        for part in _proper_parts(key):
            if part in counts:
                parts[part].append(count)
    least = 2 if any(count > 1 for count in counts.values()) else 1
    weights: dict[Key, float] = {}
    for key, count in counts.items():
        if count >= least:
            longer = parts.get(key, ())
            free = count - (sum(longer) / len(longer) if longer else 0)
            meaning = sum(word not in _LINKS for word in key)
            weight = math.log2(meaning + 1) * free
            if weight > 0:
                weights[key] = weight
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
