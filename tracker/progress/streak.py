"""Streaks of learning days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def current_streak(days: Iterable[date], today: date) -> int:
    """Consecutive days with activity up to today; a day that has only begun does not break it."""
    active = set(days)
    day = today if today in active else today - ONE_DAY
    length = 0
    while day in active:
        length += 1
        day -= ONE_DAY
    return length


def longest_streak(days: Iterable[date]) -> int:
    """The most consecutive days with activity."""
    active = set(days)
    longest = 0
    for first in (day for day in active if day - ONE_DAY not in active):
        length = 1
        while first + length * ONE_DAY in active:
            length += 1
        longest = max(longest, length)
    return longest
