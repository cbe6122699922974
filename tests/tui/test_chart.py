"""The learning curve and the year, drawn as text."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.tui.braille import plot
from tracker.tui.chart import ceiling, draw, sample
from tracker.tui.year_grid import day_at, level, months

TODAY = date(2026, 11, 22)


def test_a_rising_line_goes_from_corner_to_corner() -> None:
    rows = plot([0.0, 0.33, 0.66, 1.0], 2, 1)
    assert rows == ["⡠⠊"]


def test_a_step_is_joined() -> None:
    assert plot([0.0, 1.0], 1, 1) == ["⡸"]


@given(st.lists(st.floats(0, 1), min_size=2, max_size=40), st.integers(1, 8))
def test_every_column_has_a_dot(heights: list[float], height: int) -> None:
    width = len(heights) // 2
    rows = plot(heights[: 2 * width], width, height)
    assert len(rows) == height
    assert all(len(row) == width for row in rows)
    assert all(any(row[column] != " " for row in rows) for column in range(width))


@given(st.integers(0, 400))
def test_the_top_is_round_and_has_room(most: int) -> None:
    assert most <= ceiling(most) <= max(4, 2 * most + 2)


@given(
    st.dictionaries(st.integers(0, 90), st.integers(1, 3), min_size=1, max_size=20),
    st.integers(20, 130),
    st.integers(4, 20),
)
def test_a_chart_fills_its_box(gains: dict[int, int], width: int, height: int) -> None:
    total, points = 0, []
    for ago in sorted(gains, reverse=True):
        total += gains[ago]
        points.append((TODAY - timedelta(days=ago), total))
    chart = draw(points, TODAY, width, height)
    lines = [scale + dots for scale, dots in zip(chart.scale, chart.dots, strict=True)] + [chart.axis]
    assert len(lines) + 1 == height
    assert {len(line) for line in lines} == {width}
    assert len(chart.days) == width


def test_totals_stand_until_the_next_point() -> None:
    points = [(TODAY - timedelta(days=2), 1), (TODAY, 4)]
    assert sample(points, TODAY - timedelta(days=3), TODAY, 4) == [0, 1, 1, 4]


def test_a_total_from_before_the_window_counts() -> None:
    assert sample([(TODAY - timedelta(days=9), 5)], TODAY, TODAY, 2) == [5, 5]


def test_the_year_ends_today() -> None:
    assert day_at(TODAY, 53, 52, TODAY.weekday()) == TODAY
    assert day_at(date(2026, 11, 18), 53, 52, 6) is None
    assert day_at(TODAY, 2, 0, 0) == date(2026, 11, 9)


def test_a_day_with_anything_is_never_blank() -> None:
    assert [level(count, 13) for count in (0, 1, 4, 8, 13)] == [0, 1, 1, 3, 4]


def test_months_stand_under_the_week_they_begin_in() -> None:
    assert months(TODAY, 10, 1).split() == ["Oct", "Nov"]
