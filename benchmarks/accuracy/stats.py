"""Bounds for rates seen in few trials."""

from __future__ import annotations

from math import exp, lgamma, log


def upper_bound(events: int, trials: int, confidence: float = 0.95) -> float:
    """The one-sided Clopper-Pearson upper bound of a rate; 1.0 where there were no trials.

    With no events it is `1 - 0.05 ** (1 / trials)`, about 3 / trials (the rule of three).
    Source: Clopper and Pearson, Biometrika 26 (1934).
    """
    if trials == 0 or events >= trials:
        return 1.0
    low, high = events / trials, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(events, trials, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def _at_most(events: int, trials: int, rate: float) -> float:
    """The chance of at most `events` in `trials` at this rate."""
    if rate <= 0.0:
        return 1.0
    if rate >= 1.0:
        return 0.0
    return sum(exp(_log_chance(seen, trials, rate)) for seen in range(events + 1))


def _log_chance(seen: int, trials: int, rate: float) -> float:
    ways = lgamma(trials + 1) - lgamma(seen + 1) - lgamma(trials - seen + 1)
    return ways + seen * log(rate) + (trials - seen) * log(1 - rate)
