"""The loss of a training, drawn as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.practice.training import NO_TRAINING, Training
from tracker.tui.loss_chart import draw_loss

FALLING = Training((1, 50, 100), (2.5, 0.5, 0.0))


def test_a_falling_loss() -> None:
    chart = draw_loss(FALLING, 26, 4)
    assert chart is not None
    assert chart.lines == [
        "2.5 ┤⠉⠒⠒⠤⠤⣀⡀              ",
        "    │      ⠈⠉⠑⠒⠤⠤⠤⠤⠤⠤⠤⣀⣀⣀⣀",
        "  0 ┼─────────────────────",
        "     1  loss by step   100",
    ]


@pytest.mark.parametrize("training", [NO_TRAINING, Training((1,), (2.0,)), Training((1, 2), (0.0, 0.0))])
def test_no_curve_without_two_numbers_and_a_height(training: Training) -> None:
    assert draw_loss(training, 40, 8) is None


@pytest.mark.parametrize(("width", "height"), [(10, 8), (40, 2), (0, 0)])
def test_no_curve_without_room(width: int, height: int) -> None:
    assert draw_loss(FALLING, width, height) is None


def test_what_is_no_number_is_left_out() -> None:
    chart = draw_loss(Training((1, 2, 3, 4), (2.0, float("nan"), 1.0, float("inf"))), 40, 6)
    assert chart is not None
    assert chart.scale[0] == "2 ┤"
    assert chart.steps.split() == ["1", "loss", "by", "step", "3"]


LOSSES = st.lists(st.floats(0, 1e6), min_size=2, max_size=50)


@given(LOSSES, st.integers(1, 10**6), st.integers(14, 90), st.integers(3, 12))
def test_every_line_fits(losses: list[float], stride: int, width: int, height: int) -> None:
    steps = tuple(stride * place for place in range(1, len(losses) + 1))
    chart = draw_loss(Training(steps, tuple(losses)), width, height)
    if chart is not None:
        assert len(chart.lines) == height
        assert max(map(len, chart.lines)) <= width
