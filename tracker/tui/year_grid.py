"""The year as a grid of weeks: which day stands in which cell, and how full it is. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

WEEKS_AT_MOST = 53
LEVELS = "·░▒▓█"
"""Nothing, and four degrees of much: the glyph says it without its colour."""


def first_monday(today: date, weeks: int) -> date:
    """The Monday of the leftmost of `weeks` weeks, the last of which holds today."""
    return today - timedelta(days=today.weekday(), weeks=weeks - 1)


def day_at(today: date, weeks: int, week: int, weekday: int) -> date | None:
    """The day in that cell; None in the part of this week that has not come yet."""
    day = first_monday(today, weeks) + timedelta(weeks=week, days=weekday)
    return day if day <= today else None


def level(count: int, most: int) -> int:
    """How full a day is, 0 to 4, as a share of the fullest day; a day with anything is at least 1."""
    if count <= 0:
        return 0
    return min(4, 1 + 4 * (count - 1) // max(4, most))


def months(today: date, weeks: int, cell: int) -> str:
    """The names of the months under the weeks in which they begin, `cell` cells to a week."""
    line = ""
    for week in range(weeks):
        monday = first_monday(today, weeks) + timedelta(weeks=week)
        begins = monday.day <= 7
        if begins and len(line) <= week * cell and week * cell + 3 <= weeks * cell:
            line = line.ljust(week * cell) + f"{monday:%b} "
    return line.rstrip()


def fullest(days: Mapping[date, int]) -> int:
    """The most that was done on one day."""
    return max(days.values(), default=0)
