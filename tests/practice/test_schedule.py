"""The spaced schedule."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.practice.evidence import Rating
from tracker.practice.schedule import LONGEST, Repetition, replay

DAY = date(2026, 11, 22)
RATINGS = [Rating.AGAIN, Rating.HARD, Rating.GOOD, Rating.EASY]
HISTORY = st.lists(
    st.tuples(st.integers(0, 2000), st.sampled_from(RATINGS)), min_size=1, max_size=12, unique_by=lambda pair: pair[0]
).map(lambda pairs: [Repetition(DAY + timedelta(days=day), rating) for day, rating in pairs])


@pytest.mark.parametrize(("rating", "days"), [(Rating.AGAIN, 1), (Rating.HARD, 1), (Rating.GOOD, 2), (Rating.EASY, 8)])
def test_the_first_interval(rating: Rating, days: int) -> None:
    assert replay([Repetition(DAY, rating)]).due == DAY + timedelta(days=days)


def test_a_pass_after_the_interval_makes_it_longer() -> None:
    first = replay([Repetition(DAY, Rating.GOOD)])
    second = replay([Repetition(DAY, Rating.GOOD), Repetition(first.due, Rating.GOOD)])
    assert second.due - first.due > first.due - DAY
    assert (second.repetitions, second.lapses) == (2, 0)


def test_a_lapse_brings_it_back_sooner() -> None:
    good = [Repetition(DAY, Rating.GOOD), Repetition(DAY + timedelta(days=3), Rating.GOOD)]
    later = DAY + timedelta(days=20)
    kept = replay([*good, Repetition(later, Rating.GOOD)])
    lost = replay([*good, Repetition(later, Rating.AGAIN)])
    assert lost.due < kept.due
    assert lost.lapses == 1


@given(HISTORY, st.randoms())
def test_replay_does_not_depend_on_the_order_of_arrival(history: list[Repetition], random: object) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert replay(shuffled) == replay(history)


@given(HISTORY)
def test_replay_is_the_same_every_time_and_stays_in_bounds(history: list[Repetition]) -> None:
    standing = replay(history)
    last = max(repetition.day for repetition in history)
    assert standing == replay(history)
    assert timedelta(days=1) <= standing.due - last <= timedelta(days=LONGEST)
    assert standing.repetitions == len(history)
    assert json.loads(json.dumps(standing.state)) == standing.state


@given(HISTORY)
def test_a_better_rating_never_comes_back_sooner(history: list[Repetition]) -> None:
    ordered = sorted(history, key=lambda repetition: repetition.day)
    dues = [replay([*ordered[:-1], Repetition(ordered[-1].day, rating)]).due for rating in RATINGS]
    assert dues == sorted(dues)
