"""How a goal and its state are said in a line: glyph, word, bar and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tracker.tui.chart import short_day

if TYPE_CHECKING:
    from tracker.goals.views import Forecast, GoalView

BAR_CELLS = 10


def bar(met: int, total: int, width: int = BAR_CELLS) -> Content:
    """A bar of `width` cells, heavy as far as it is done; nothing at all where there are no steps."""
    if total == 0:
        return Content.styled("─" * width, "$faint")
    done = met * width // total
    return Content.assemble(("━" * done, "$success"), ("─" * (width - done), "$faint"))


def count(goal: GoalView) -> str:
    """Such as ` 3/9 `, right-aligned to five cells."""
    return f"{goal.met}/{goal.total}".rjust(5)


def pace(forecast: Forecast | None) -> str:
    """Such as `at my pace: 3 to 9 Dec`; empty where too little was observed."""
    if forecast is None:
        return ""
    early, late = forecast.earliest, forecast.latest
    if early == late:
        return f"at my pace: {short_day(late)}"
    start = str(early.day) if (early.year, early.month) == (late.year, late.month) else short_day(early)
    end = short_day(late) if early.year == late.year else f"{short_day(late)} {late.year}"
    return f"at my pace: {start} to {end}"


def category_words(category: str) -> str:
    """A category as it is read: `code-review` is "code review"."""
    return category.replace("-", " ")
