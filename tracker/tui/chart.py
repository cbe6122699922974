"""The learning curve as lines of text: pure, so that it can be looked at in a test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.tui.braille import plot

SHORTEST_DAYS = 28
"""A curve shows at least four weeks, so that its first day does not fill the picture."""
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_TICKS_AT_MOST = 4


@dataclass(frozen=True)
class Chart:
    """Rows of equal height: what stands left of the axis, and the dots; then the axis and its days."""

    scale: tuple[str, ...]
    dots: tuple[str, ...]
    axis: str
    days: str


def draw(points: Sequence[tuple[date, int]], today: date, width: int, height: int) -> Chart:
    """A staircase through (day, total) points up to today, in `width` × `height` cells with its scale and days.

    Totals stand until the next point: between two points nothing was observed.
    """
    top = ceiling(max((total for _, total in points), default=0))
    gutter = len(str(top)) + 2
    columns, rows = max(8, width - gutter), max(2, height - 2)
    first = min([day for day, _ in points] + [today - timedelta(days=SHORTEST_DAYS - 1)])
    totals = sample(points, first, today, 2 * columns)
    dots = plot([total / top for total in totals], columns, rows)
    return Chart(
        _scale(top, rows, gutter),
        tuple(dots),
        "0".rjust(gutter - 2) + " ┼" + "─" * columns,
        " " * gutter + _days(first, today, columns),
    )


def ceiling(most: int) -> int:
    """The smallest round number, at least 4, that has room for `most`."""
    step = next(step for step in _STEPS if step * _TICKS_AT_MOST >= most)
    return max(_TICKS_AT_MOST, -(-most // step) * step)


def sample(points: Sequence[tuple[date, int]], first: date, last: date, count: int) -> list[int]:
    """The total at `count` moments spread evenly from the start of `first` to the end of `last`."""
    days = (last - first).days + 1
    totals = dict(points)
    by_day: list[int] = []
    total = max((value for day, value in points if day < first), default=0)
    for offset in range(days):
        total = totals.get(first + timedelta(days=offset), total)
        by_day.append(total)
    return [by_day[column * days // count] for column in range(count)]


def _scale(top: int, rows: int, gutter: int) -> tuple[str, ...]:
    marks = {0: top}
    if rows >= 6 and top % 2 == 0:
        marks[rows // 2] = top // 2
    blank = " " * (gutter - 2)
    return tuple((str(marks[row]).rjust(gutter - 2) + " ┤") if row in marks else blank + " │" for row in range(rows))


def _days(first: date, last: date, columns: int) -> str:
    start, end = short_day(first), "today"
    middle = short_day(first + (last - first) / 2)
    gap = columns - len(start) - len(end)
    if gap < len(middle) + 8:
        return start + " " * max(1, gap) + end
    left = columns // 2 - len(start) - len(middle) // 2
    return start + " " * left + middle + " " * (gap - left - len(middle)) + end


def short_day(day: date) -> str:
    """Such as `22 Nov`."""
    return f"{day.day} {day:%b}"
