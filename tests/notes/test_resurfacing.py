"""Which old reflections come back: properties of the pure rules."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.notes.resurfacing import LONGEST_HALF_LIFE, Answer, Memory, drawn, half_life_after, share

DAY = date(2026, 11, 22)
MEMORIES = st.lists(
    st.builds(
        Memory,
        id=st.uuids().map(str),
        last_seen=st.integers(-10, 400).map(lambda days: DAY - timedelta(days=days)),
        half_life=st.floats(0.25, 60),
    ),
    unique_by=lambda memory: memory.id,
    max_size=30,
)
MOST = st.integers(0, 6)


@given(MEMORIES, MOST)
def test_only_what_has_rested_comes_back_and_as_many_as_may(memories: list[Memory], most: int) -> None:
    rested = {memory.id for memory in memories if (DAY - memory.last_seen).days >= max(1, memory.half_life)}
    found = drawn(memories, DAY, most)
    assert len(found) == len(set(found)) == min(most, len(rested))
    assert set(found) <= rested


@given(MEMORIES, MOST, st.randoms())
def test_a_day_draws_the_same_in_whatever_order_it_is_asked(memories: list[Memory], most: int, chance: object) -> None:
    mixed = list(memories)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis types it as Random nowhere
    assert drawn(mixed, DAY, most) == drawn(memories, DAY, most)


@given(MEMORIES, MEMORIES, MOST)
def test_another_reflection_takes_at_most_its_own_place(ours: list[Memory], others: list[Memory], most: int) -> None:
    known = {memory.id for memory in ours}
    more = [memory for memory in others if memory.id not in known]
    before, after = drawn(ours, DAY, most), drawn([*ours, *more], DAY, most)
    kept = [id_ for id_ in after if id_ in known]
    assert kept == list(before[: len(kept)])


@given(MEMORIES, st.integers(1, 4))
def test_nothing_comes_back_twice_within_its_interval(memories: list[Memory], most: int) -> None:
    now = {memory.id: memory for memory in memories}
    seen: dict[str, date] = {}
    for offset in range(60):
        day = DAY + timedelta(days=offset)
        for id_ in drawn(now.values(), day, most):
            if id_ in seen:
                assert (day - seen[id_]).days >= now[id_].half_life
            seen[id_] = day
            now[id_] = Memory(id_, day, now[id_].half_life)


@given(MEMORIES, st.integers(1, 4))
def test_everything_comes_back_one_day(memories: list[Memory], most: int) -> None:
    few = memories[:8]
    now = {memory.id: memory for memory in few}
    seen: set[str] = set()
    for offset in range(400):
        day = DAY + timedelta(days=offset)
        for id_ in drawn(now.values(), day, most):
            seen.add(id_)
            now[id_] = Memory(id_, day, 3650)
    assert seen == set(now)


@given(st.dates(), st.text())
def test_a_share_is_above_nothing(day: date, identity: str) -> None:
    assert 0 < share(day, identity) <= 1


def test_a_half_is_gone_after_one_half_life() -> None:
    memory = Memory("a", DAY, 8)
    assert [memory.faded(DAY + timedelta(days=days)) for days in (0, 8, 16)] == [0, 0.5, 0.75]
    assert memory.faded(DAY - timedelta(days=3)) == 0


def test_what_has_faded_more_comes_back_more_often() -> None:
    old = [Memory(f"old {n}", DAY - timedelta(days=70), 7) for n in range(300)]
    new = [Memory(f"new {n}", DAY - timedelta(days=7), 7) for n in range(300)]
    found = drawn([*old, *new], DAY, 200)
    assert sum(id_.startswith("old") for id_ in found) > 110


@pytest.mark.parametrize(
    ("answer", "before", "after"),
    [
        (Answer.STILL_TRUE, None, 14),
        (Answer.STILL_TRUE, 30, 60),
        (Answer.STILL_TRUE, 3000, LONGEST_HALF_LIFE),
        (Answer.CHANGED, 60, None),
        (Answer.DONE, 60, 60),
        (Answer.DONE, None, None),
    ],
)
def test_an_answer_sets_the_half_life(answer: Answer, before: float | None, after: float | None) -> None:
    assert half_life_after(answer, before, 7) == after
