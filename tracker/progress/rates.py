"""Shares with their uncertainty: three of four is not the same as thirty of forty."""

from __future__ import annotations

from math import sqrt

from tracker.progress.views import Rate

Z95 = 1.959964


def wilson(successes: int, trials: int) -> Rate:
    """The share and its 95 % interval by Wilson's score, which stays within 0 and 1 and is honest for few trials.

    Source: E. B. Wilson (1927), "Probable inference, the law of succession, and statistical inference".
    """
    if trials == 0:
        return Rate(0, 0, 0.0, 1.0)
    share = successes / trials
    spread = Z95**2 / trials
    centre = share + spread / 2
    margin = Z95 * sqrt(share * (1 - share) / trials + spread / (4 * trials))
    low = 0.0 if successes == 0 else (centre - margin) / (1 + spread)
    high = 1.0 if successes == trials else (centre + margin) / (1 + spread)
    return Rate(successes, trials, low, high)
