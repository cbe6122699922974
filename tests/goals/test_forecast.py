"""Forecasts: a range, or nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.goals.forecast import forecast, poisson_interval

TODAY = date(2026, 11, 22)


def days_ago(*days: int) -> list[date]:
    return [TODAY - timedelta(days=day) for day in days]


def test_a_steady_pace_gives_a_range_around_it() -> None:
    found = forecast(days_ago(*range(0, 28, 2)), 7, TODAY)  # one every two days, seven to go: about two weeks
    assert found is not None
    assert TODAY < found.earliest < TODAY + timedelta(days=14) < found.latest


@pytest.mark.parametrize(
    ("met", "remaining"),
    [((), 5), ((0, 1), 5), ((0, 1, 2), 0), ((40, 41, 42, 43), 5), ((0, 1, 2), 100_000)],
    ids=["nothing met", "two say nothing", "nothing left", "too long ago", "too far ahead"],
)
def test_where_too_little_is_known_nothing_is_said(met: tuple[int, ...], remaining: int) -> None:
    assert forecast(days_ago(*met), remaining, TODAY) is None


def test_one_busy_evening_is_no_pace() -> None:
    found = forecast(days_ago(0, 0, 0, 0), 4, TODAY)
    assert found is not None
    assert found.latest >= TODAY + timedelta(days=7)


@pytest.mark.parametrize(("count", "low", "high"), [(3, 1.102, 6.681), (10, 6.221, 15.407)])
def test_the_interval_agrees_with_the_exact_one(count: int, low: float, high: float) -> None:
    # The exact values are chi-square quantiles: qchisq(.1, 2k)/2 and qchisq(.9, 2k+2)/2.
    assert poisson_interval(count) == pytest.approx((low, high), abs=0.02)


@given(st.lists(st.integers(0, 60), max_size=40), st.integers(1, 60))
def test_a_range_lies_ahead_and_in_order(ago: list[int], remaining: int) -> None:
    found = forecast(days_ago(*ago), remaining, TODAY)
    if found is not None:
        assert TODAY < found.earliest <= found.latest


@given(st.lists(st.integers(0, 27), min_size=3, max_size=40), st.integers(1, 30))
def test_more_left_to_do_never_ends_sooner(ago: list[int], remaining: int) -> None:
    less, more = (forecast(days_ago(*ago), left, TODAY) for left in (remaining, remaining + 1))
    if less is not None and more is not None:
        assert less.earliest <= more.earliest
        assert less.latest <= more.latest
