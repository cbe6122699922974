"""The learning curve, drawn in braille."""

from __future__ import annotations

from datetime import date

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tracker.tui.chart import draw


class LearningCurve(Widget):
    """How many exercises were passed cold by which day; `points` are (learning day, total)."""

    def __init__(self, title: str, *, name: str) -> None:
        super().__init__(id=name, classes="panel")
        self.border_title = Content(title)

    points: reactive[tuple[tuple[date, int], ...]] = reactive(())
    today: reactive[date | None] = reactive(None)

    def render(self) -> RenderResult:
        """The chart, or a word on how it begins."""
        if self.today is None:
            return Content("")
        if not self.points:
            return Content.styled("Your curve begins with the first exercise that passes.", "$muted")
        chart = draw(self.points, self.today, *self.content_size)
        rows = [
            Content.assemble((scale, "$muted"), (dots, "$primary"))
            for scale, dots in zip(chart.scale, chart.dots, strict=True)
        ]
        rows += [Content.styled(chart.axis, "$muted"), Content.styled(chart.days, "$muted")]
        return Content("\n").join(rows)
