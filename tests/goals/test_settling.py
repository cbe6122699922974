"""Milestones are met by passed exercises, once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.goals.conftest import Pass
from tracker.changes import NOTHING, Area
from tracker.goals.actions import create, drop, reopen
from tracker.goals.queries import find_goal, list_goals
from tracker.goals.settling import settle
from tracker.goals.templates import paper_goal
from tracker.goals.views import GoalView, NewMilestone
from tracker.practice.exercise import Exercise
from tracker.store.engine import Store, open_file
from tracker.store.tables import AttemptRow

HOUR = timedelta(hours=1)


def settled(store: Store, now: datetime) -> object:
    with store.write() as session:
        return settle(session, now)


def test_a_passed_exercise_meets_its_milestone(store: Store, goal: GoalView, passes: Pass, now: datetime) -> None:
    passes("softmax", now - HOUR, "failed")
    assert settled(store, now) is NOTHING
    first = passes("softmax", now)
    passes("softmax", now + HOUR)
    with store.write() as session:
        change = settle(session, now + 2 * HOUR)
    assert change.areas == {Area.GOALS}
    assert change.sentence == "Attention: 1 of 3."
    step = find_goal(store, goal.id).milestones[0]
    assert step.met_at == now, "the first pass is the moment"
    assert [(piece.subject, piece.at) for piece in step.evidence] == [(first, now + 2 * HOUR)]


def test_a_second_time_changes_nothing(store: Store, goal: GoalView, passes: Pass, now: datetime) -> None:
    passes("softmax", now)
    settled(store, now)
    before = find_goal(store, goal.id)
    assert settled(store, now + HOUR) is NOTHING
    assert find_goal(store, goal.id) == before


def test_an_attempt_in_the_same_transaction_counts(store: Store, goal: GoalView, now: datetime) -> None:
    with store.write() as session:
        session.add(
            AttemptRow(exercise_id="id-of-softmax", slug="softmax", at=now, day=date(2026, 11, 22), verdict="passed")
        )
        assert settle(session, now)
    assert find_goal(store, goal.id).met == 1


def test_a_milestone_may_name_the_slug(store: Store, passes: Pass, now: datetime) -> None:
    passes("softmax", now)
    goal = create(store, category="x", title="y", now=now, milestones=(NewMilestone("S", "exercise", "softmax"),))
    assert goal.met == 1


def test_a_dropped_goal_rests_until_it_is_open_again(store: Store, goal: GoalView, passes: Pass, now: datetime) -> None:
    drop(store, goal.id, now)
    passes("softmax", now)
    assert settled(store, now) is NOTHING
    reopen(store, goal.id, now)
    assert find_goal(store, goal.id).met == 1


def test_a_goal_made_later_shows_the_true_pace(store: Store, passes: Pass, now: datetime) -> None:
    names = [f"e{number}" for number in range(6)]
    for number, name in enumerate(names):
        passes(name, now - number * timedelta(days=3))
    steps = tuple(NewMilestone(name, "exercise", f"id-of-{name}") for name in [*names, "f", "g"])
    goal = create(store, category="x", title="y", now=now, milestones=steps)
    assert (goal.met, goal.total, goal.forecast) == (6, 8, None)
    [seen] = list_goals(store, today=date(2026, 11, 22))
    assert seen.forecast is not None
    assert seen.forecast.earliest > date(2026, 11, 22)


ACTIONS = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["passed", "failed", "error"])), max_size=12)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTIONS)
def test_settling_often_or_once_is_the_same(tmp_path_factory: object, history: list[tuple[int, str]]) -> None:
    often, once = (_after(history, tmp_path_factory.mktemp("s"), often) for often in (True, False))  # type: ignore[attr-defined]
    assert often == once
    assert sum(met is not None for met in once) == len({number for number, verdict in history if verdict == "passed"})


def _after(history: list[tuple[int, str]], folder: Path, often: bool) -> list[datetime | None]:
    """When each milestone was met, settling after every attempt or only at the end."""
    start = datetime(2026, 11, 22, tzinfo=UTC)
    store = open_file(folder / "tracker.db")
    steps = tuple(NewMilestone(f"e{number}", "exercise", f"e{number}") for number in range(5))
    goal = create(store, category="x", title="y", now=start, milestones=steps)
    for minute, (number, verdict) in enumerate(history):
        at = start + minute * timedelta(minutes=1)
        with store.write() as session:
            session.add(AttemptRow(exercise_id=f"e{number}", slug="s", at=at, day=at.date(), verdict=verdict))
            if often:
                settle(session, at)
    settled(store, start + HOUR)
    met = [step.met_at for step in find_goal(store, goal.id).milestones]
    store.close()
    return met


def test_a_paper_becomes_a_goal_with_its_exercises() -> None:
    steps = [Exercise(f"id-{name}", name, name.title(), 1, "T", Path()) for name in ("softmax", "attention")]
    draft = paper_goal("1706.03762", "Attention Is All You Need", steps)
    assert (draft.category, draft.title, draft.paper) == ("paper", "Attention Is All You Need", "1706.03762")
    assert draft.milestones == (
        NewMilestone("Softmax", "exercise", "id-softmax"),
        NewMilestone("Attention", "exercise", "id-attention"),
    )
