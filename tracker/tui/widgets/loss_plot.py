"""The loss that a solution prints while it trains, as a curve that grows."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tracker.practice.training import NO_TRAINING, Training
from tracker.tui.loss_chart import draw_loss


class LossPlot(Widget):
    """Draws one training, as large as the room it has."""

    training: reactive[Training] = reactive(NO_TRAINING)
    """What is drawn."""

    def render(self) -> RenderResult:
        """The curve; the axes stand back."""
        chart = draw_loss(self.training, *self.content_size)
        if chart is None:
            return Content("")
        rows = [
            Content.assemble((scale, "$muted"), (dots, "$primary"))
            for scale, dots in zip(chart.scale, chart.dots, strict=True)
        ]
        return Content("\n").join([*rows, Content.styled(chart.axis, "$muted"), Content.styled(chart.steps, "$muted")])
