"""The heat map of the year: one column per week, one row per weekday."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tracker.tui.chart import short_day
from tracker.tui.year_grid import LEVELS, WEEKS_AT_MOST, day_at, fullest, level, months

_WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")
_GUTTER = 4
_STYLES = ("$faint", "$heat-1", "$heat-2", "$heat-3", "$heat-4")


class HeatMap(Widget):
    """What was done on each day of the last year; as many weeks as the width holds."""

    def __init__(self, title: str, *, name: str) -> None:
        super().__init__(id=name, classes="panel")
        self.border_title = Content(title)

    days: reactive[Mapping[date, int]] = reactive({})
    today: reactive[date | None] = reactive(None)

    @property
    def cell(self) -> int:
        """Cells to a week: two where a whole year fits that way."""
        return 2 if self.content_size.width >= _GUTTER + 2 * WEEKS_AT_MOST else 1

    @property
    def weeks(self) -> int:
        """How many weeks there is room for."""
        return max(1, min(WEEKS_AT_MOST, (self.content_size.width - _GUTTER) // self.cell))

    def render(self) -> RenderResult:
        """Seven rows, the months, and what the glyphs mean."""
        if self.today is None:
            return Content("")
        rows = [self._row(self.today, weekday) for weekday in range(7)]
        rows.append(Content.styled(" " * _GUTTER + months(self.today, self.weeks, self.cell), "$muted"))
        return Content("\n").join([*rows, self._legend()])

    def _row(self, today: date, weekday: int) -> Content:
        most = fullest(self.days)
        parts: list[tuple[str, str]] = [(_WEEKDAYS[weekday].ljust(_GUTTER), "$muted")]
        for week in range(self.weeks):
            day = day_at(today, self.weeks, week, weekday)
            degree = level(self.days.get(day, 0), most) if day else 0
            glyph = LEVELS[degree] if day else " "
            parts.append(
                (glyph * (self.cell if degree else 1) + " " * (0 if degree else self.cell - 1), _STYLES[degree])
            )
        return Content.assemble(*parts)

    def _legend(self) -> Content:
        active = sum(1 for count in self.days.values() if count)
        shades = [(glyph, _STYLES[degree]) for degree, glyph in enumerate(LEVELS)]
        words = f"   {active} {'day' if active == 1 else 'days'} with work" if active else "   no day with work yet"
        return Content.assemble(" " * _GUTTER, ("less ", "$muted"), *shades, (" more", "$muted"), (words, "$muted"))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Say which day is under the mouse and what was done on it."""
        offset = event.get_content_offset(self)
        self.tooltip = self._about(offset.x, offset.y) if offset else None

    def _about(self, x: int, y: int) -> str | None:
        week = (x - _GUTTER) // self.cell
        if self.today is None or not (0 <= y < 7 and 0 <= week < self.weeks and x >= _GUTTER):
            return None
        day = day_at(self.today, self.weeks, week, y)
        if day is None:
            return None
        count = self.days.get(day, 0)
        return f"{day:%a} {short_day(day)} {day.year}: {count or 'nothing'}" + (" done" if count else "")
