"""The loss of a training as lines of text: pure, for the dashboard and for the command line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.practice.training import Training
from tracker.tui.braille import plot

LEAST_COLUMNS = 8
SUBJECT = "loss by step"


@dataclass(frozen=True)
class LossChart:
    """Rows of equal height: what stands left of the axis, and the dots; then the axis and its steps."""

    scale: tuple[str, ...]
    dots: tuple[str, ...]
    axis: str
    steps: str

    @property
    def lines(self) -> list[str]:
        """All of it as text."""
        rows = [left + right for left, right in zip(self.scale, self.dots, strict=True)]
        return [*rows, self.axis, self.steps]


def draw_loss(training: Training, width: int, height: int) -> LossChart | None:
    """A curve in `height` lines of `width` cells, from 0 to the highest loss; None where there is none to draw."""
    points = [pair for pair in zip(training.steps, training.losses, strict=True) if math.isfinite(pair[1])]
    top = max((loss for _, loss in points), default=0.0)
    label = f"{top:.3g}"
    gutter, rows = len(label), height - 2
    columns = width - gutter - 2
    if not training.is_curve or rows < 1 or columns < LEAST_COLUMNS or top <= 0:
        return None
    dots = plot([loss / top for loss in _sampled(points, 2 * columns)], columns, rows)
    return LossChart(
        scale=(f"{label} ┤", *[f"{'':{gutter}} │"] * (rows - 1)),
        dots=tuple(dots),
        axis=f"{'0':>{gutter}} ┼{'─' * columns}",
        steps=" " * (gutter + 2) + _steps(points[0][0], points[-1][0], columns),
    )


def _steps(first: int, last: int, columns: int) -> str:
    """The first and the last step at the ends, and between them what is drawn, where there is room."""
    start, end = str(first), str(last)
    room = columns - len(start) - len(end)
    between = f"{SUBJECT:^{room}}" if room > len(SUBJECT) + 1 else " " * room
    return start + between + end if room > 0 else end


def _sampled(points: Sequence[tuple[int, float]], count: int) -> list[float]:
    """The loss at `count` places spread evenly over the steps, on straight lines between what is known."""
    first, last = points[0][0], points[-1][0]
    found: list[float] = []
    lines = pairwise(points)
    (left, before), (right, after) = next(lines)
    for place in range(count):
        step = first + (last - first) * place / (count - 1)
        while step > right:
            (left, before), (right, after) = next(lines)
        found.append(before + (after - before) * (step - left) / (right - left))
    return found
