"""When a goal will be reached at the pace so far: a range out of what was observed, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil, sqrt

from tracker.goals.views import Forecast

WINDOW = 28
"""Days that the pace is measured over, at most."""
SHORTEST = 7
"""Days that the pace is measured over, at least: one busy evening is no pace."""
FEWEST = 3
"""Milestones that must have been met in the window; fewer say nothing."""
Z80 = 1.2816
"""The normal quantile that leaves 10 % on each side."""
FURTHEST = 3 * 365
"""Days; a range that reaches further says nothing."""


def forecast(met_days: Sequence[date], remaining: int, today: date) -> Forecast | None:
    """The days between which the remaining milestones will be met, with 80 % confidence in the pace.

    Args:
        met_days: when milestones of this goal were met.
        remaining: milestones still to meet.
        today: the learning day.
    """
    past = [day for day in met_days if day <= today]
    if remaining < 1 or not past:
        return None
    window = min(WINDOW, max(SHORTEST, (today - min(past)).days + 1))
    met = sum((today - day).days < window for day in past)
    if met < FEWEST:
        return None
    low, high = poisson_interval(met)
    soonest, latest = ceil(remaining * window / high), ceil(remaining * window / low)
    if latest > FURTHEST:
        return None
    return Forecast(today + timedelta(days=soonest), today + timedelta(days=latest))


def poisson_interval(count: int) -> tuple[float, float]:
    """The 80 % interval of the mean of a Poisson variable that was observed as `count` ≥ 1.

    Source: the Wilson-Hilferty approximation of the exact (chi-square) interval.
    """
    low = count * (1 - 1 / (9 * count) - Z80 / (3 * sqrt(count))) ** 3
    above = count + 1
    high = above * (1 - 1 / (9 * above) + Z80 / (3 * sqrt(above))) ** 3
    return low, high
