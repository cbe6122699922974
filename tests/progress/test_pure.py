"""Streaks, intervals, the curve and what came back: pure functions by their invariants."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.progress.learning import (
    exercise_times,
    first_try,
    gains,
    learning_curve,
    minutes_by_day,
    recurring_mistakes,
)
from tracker.progress.observed import ColdPass, Slip, Try
from tracker.progress.rates import wilson
from tracker.progress.streak import current_streak, longest_streak

TODAY = date(2026, 11, 22)
DAYS = st.sets(st.integers(0, 60).map(lambda ago: TODAY - timedelta(days=ago)), max_size=40)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "streak", "longest"),
    [
        ((), 0, 0),
        ((0,), 1, 1),
        ((1,), 1, 1),
        ((2,), 0, 1),
        ((0, 1, 2, 4, 5, 6, 7), 3, 4),
        ((1, 2, 3), 3, 3),
    ],
)
def test_streaks(days: tuple[int, ...], streak: int, longest: int) -> None:
    active = [ago(day) for day in days]
    assert (current_streak(active, TODAY), longest_streak(active)) == (streak, longest)


@given(DAYS)
def test_a_streak_is_as_long_as_its_days(days: set[date]) -> None:
    streak = current_streak(days, TODAY)
    assert 0 <= streak <= longest_streak(days) <= len(days)
    last = TODAY if TODAY in days else ago(1)
    assert all(last - timedelta(days=back) in days for back in range(streak))
    assert last - timedelta(days=streak) not in days


@given(DAYS)
def test_being_active_today_never_shortens_a_streak(days: set[date]) -> None:
    assert current_streak(days | {TODAY}, TODAY) == current_streak(days - {TODAY}, TODAY) + 1


@pytest.mark.parametrize(("successes", "trials", "low", "high"), [(8, 11, 0.434, 0.903), (0, 5, 0.0, 0.434)])
def test_wilson_agrees_with_the_tables(successes: int, trials: int, low: float, high: float) -> None:
    rate = wilson(successes, trials)
    assert (rate.low, rate.high) == pytest.approx((low, high), abs=5e-4)


def test_without_trials_nothing_is_known() -> None:
    rate = wilson(0, 0)
    assert (rate.low, rate.high, rate.share) == (0.0, 1.0, None)


@given(st.integers(1, 500).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials))))
def test_the_interval_holds_the_share_and_stays_in_bounds(counts: tuple[int, int]) -> None:
    rate = wilson(*counts)
    assert rate.share is not None
    assert 0.0 <= rate.low <= rate.share <= rate.high <= 1.0
    mirrored = wilson(counts[1] - counts[0], counts[1])
    assert (1 - mirrored.high, 1 - mirrored.low) == pytest.approx((rate.low, rate.high))


@given(st.integers(0, 20), st.integers(1, 20))
def test_more_trials_know_more(successes: int, failures: int) -> None:
    few, many = wilson(successes, successes + failures), wilson(10 * successes, 10 * (successes + failures))
    assert many.high - many.low < few.high - few.low


def passed(exercise: str, day: int, *, minutes: float = 10.0, reference: bool = False) -> ColdPass:
    return ColdPass(exercise, exercise, ago(day), minutes, reference)


def test_the_curve_rises_once_for_each_exercise() -> None:
    passes = [passed("a", 20), passed("b", 20), passed("a", 3), passed("c", 0), passed("d", -1)]
    curve = learning_curve(passes, TODAY)
    assert curve == ((ago(20), 2), (TODAY, 3))
    assert gains(curve, TODAY) == (1, 2)


def test_a_copied_answer_does_not_raise_the_curve_until_it_is_one_s_own() -> None:
    passes = [passed("a", 9, reference=True), passed("a", 2)]
    assert learning_curve(passes, TODAY) == ((ago(2), 1),)
    assert gains((), TODAY) == (0, 0)


PASSES = st.lists(
    st.builds(passed, st.sampled_from("abcdef"), st.integers(0, 50), reference=st.booleans()), max_size=40
)


@given(PASSES, st.randoms())
def test_the_curve_only_rises_and_ends_at_the_exercises_passed(passes: list[ColdPass], random: object) -> None:
    curve = learning_curve(passes, TODAY)
    assert [day for day, _ in curve] == sorted({day for day, _ in curve})
    assert [total for _, total in curve] == sorted({total for _, total in curve})
    assert (curve[-1][1] if curve else 0) == len({one.exercise_id for one in passes if not one.reference_seen})
    shuffled = list(passes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert learning_curve(shuffled, TODAY) == curve


def tried(
    exercise: str,
    day: int,
    verdict: str,
    *,
    cold: bool = True,
    seen: bool = False,
    seconds: float = 0,
    points: float = 0,
) -> Try:
    return Try(exercise, ago(day), verdict, cold, seen, seconds, points)


def test_the_first_answer_of_a_day_is_the_try() -> None:
    rate = first_try(
        [
            tried("a", 3, "error"),  # a half-written file is no answer
            tried("a", 3, "passed"),
            tried("b", 3, "failed"),
            tried("b", 3, "passed"),
            tried("b", 1, "passed", cold=False),  # running a passed solution again proves nothing
            tried("c", 1, "passed", seen=True),
            tried("c", 0, "passed"),
            tried("d", 0, "timeout"),
            tried("e", 0, "error", points=6),  # most of it was right, and the odd sizes crashed
            tried("e", 0, "passed", points=12),
        ]
    )
    assert (rate.successes, rate.trials) == (2, 5)


def test_minutes_belong_to_the_day_on_which_they_were_spent() -> None:
    runs = [
        tried("a", 2, "failed", seconds=600),
        tried("b", 2, "failed", seconds=60),
        tried("a", 1, "passed", seconds=900),
        tried("a", 0, "passed", seconds=120),  # a new round counts from zero
        tried("c", 0, "failed"),
    ]
    assert minutes_by_day(runs) == {ago(2): 11.0, ago(1): 5.0, TODAY: 2.0}


def test_first_time_against_latest_time() -> None:
    [first, second] = exercise_times([passed("a", 9, minutes=30), passed("b", 5), passed("a", 1, minutes=8)])
    assert (first.slug, first.first_minutes, first.latest_minutes, first.cold_passes) == ("a", 30, 8, 2)
    assert (second.slug, second.latest_minutes) == ("b", None)


def slip(mistake: str, slug: str, day: int) -> Slip:
    return Slip(mistake, f"{mistake} on {slug}", slug, ago(day))


def test_a_mistake_came_back_when_it_was_made_on_two_occasions() -> None:
    found = recurring_mistakes(
        [
            slip("no_scaling", "sdpa", 9),
            slip("no_scaling", "sdpa", 9),  # two runs of one evening are one occasion
            slip("once", "sdpa", 8),
            slip("diagonal", "masks", 7),
            slip("diagonal", "masks", 6),
            slip("diagonal", "decoder", 6),
            slip("no_scaling", "mha", 2),
        ]
    )
    assert [(one.name, one.count, one.last_day) for one in found] == [
        ("diagonal", 3, ago(6)),
        ("no_scaling", 2, ago(2)),
    ]
    assert (found[1].message, found[1].slugs) == ("no_scaling on mha", ("mha", "sdpa"))
