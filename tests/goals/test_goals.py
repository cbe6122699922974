"""Goals on a real database."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.goals.conftest import Pass
from tracker.changes import Area
from tracker.errors import TrackerError
from tracker.goals import actions, milestones
from tracker.goals.queries import categories, find_goal, list_goals
from tracker.goals.views import GoalView, NewMilestone
from tracker.store.engine import Store
from tracker.store.tables import NoteRow, ReflectionRow

HOUR = timedelta(hours=1)


def test_a_goal_is_what_it_was_made_as(store: Store, goal: GoalView, now: datetime) -> None:
    assert find_goal(store, goal.id) == goal
    assert (goal.category, goal.title, goal.state, goal.met, goal.total) == ("paper", "Attention", "open", 0, 3)
    assert [step.kind for step in goal.milestones] == ["exercise", "exercise", "manual"]
    assert goal.created_at == now
    assert find_goal(store, goal.id[:6]) == goal


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"title": "  "}, "The title is empty"),
        ({"category": ""}, "The category is empty"),
        ({"milestones": (NewMilestone(" "),)}, "has no title"),
        ({"milestones": (NewMilestone("x", "wish"),)}, "'wish' is no kind"),
        ({"source_reflection": "nothing"}, "no reflection 'nothing'"),
    ],
)
def test_what_cannot_be_a_goal_leaves_nothing_behind(
    store: Store, now: datetime, change: dict[str, object], complaint: str
) -> None:
    arguments = {"category": "paper", "title": "Attention", "now": now} | change
    with pytest.raises(TrackerError, match=complaint):
        actions.create(store, **arguments)  # type: ignore[arg-type]
    assert list_goals(store) == []


def test_a_goal_keeps_the_reflection_that_it_comes_from(store: Store, now: datetime) -> None:
    with store.write() as session:
        note = NoteRow(path="day26.md", title="Day 26", synced_at=now)
        session.add(note)
        session.flush()
        reflection = ReflectionRow(
            note_id=note.id, text="논문을 구현해 본다", line_start=7, line_end=7, created_at=now, changed_at=now
        )
        session.add(reflection)
        session.flush()
        identity = reflection.id
    goal = actions.create(store, category="paper", title="구현", now=now, source_reflection=identity)
    assert goal.source is not None
    assert (goal.source.note, goal.source.line, goal.source.text) == ("day26.md", 7, "논문을 구현해 본다")


def test_ids_must_be_unique_beginnings(store: Store, goal: GoalView) -> None:
    for prefix in (goal.id[:3], "zzzz-zzzz", "%%%%"):
        with pytest.raises(TrackerError, match="There is no goal"):
            find_goal(store, prefix)


def test_goals_stand_by_category_and_in_the_order_of_making(store: Store, now: datetime) -> None:
    for category, title in (
        ("회고", "a"),
        ("code-review", "b"),
        ("fundamentals", "c"),
        ("fundamentals", "d"),
        ("paper", "e"),
    ):
        actions.create(store, category=category, title=title, now=now)
    assert [goal.title for goal in list_goals(store)] == ["c", "d", "e", "b", "a"]
    assert categories(store) == ("fundamentals", "paper", "code-review", "회고")


def test_done_dropped_and_open_again(store: Store, goal: GoalView, now: datetime) -> None:
    assert actions.finish(store, goal.id, now).areas == {Area.GOALS}
    assert list_goals(store) == []
    [done] = list_goals(store, everything=True)
    assert (done.state, done.done_at) == ("done", now)
    actions.drop(store, goal.id, now)
    assert find_goal(store, goal.id).state == "dropped"
    actions.reopen(store, goal.id, now)
    assert (find_goal(store, goal.id).state, find_goal(store, goal.id).done_at) == ("open", None)


def test_editing_changes_what_is_given(store: Store, goal: GoalView) -> None:
    actions.edit(store, goal.id, title=" Attention\nfrom scratch ", target_day=date(2026, 12, 31))
    changed = find_goal(store, goal.id)
    assert (changed.title, changed.category, changed.target_day) == (
        "Attention from scratch",
        "paper",
        date(2026, 12, 31),
    )
    actions.edit(store, goal.id, category="회고", why="because", no_target_day=True)
    changed = find_goal(store, goal.id)
    assert (changed.category, changed.why, changed.target_day) == ("회고", "because", None)
    with pytest.raises(TrackerError, match="title is empty"):
        actions.edit(store, goal.id, title="")


def test_steps_are_added_renamed_ticked_and_removed(store: Store, goal: GoalView, now: datetime) -> None:
    milestones.add_milestone(store, goal.id, NewMilestone("Read the paper"), now)
    step = find_goal(store, goal.id).milestones[-1]
    milestones.rename_milestone(store, step.id, "Read it twice")
    milestones.tick(store, step.id, now)
    milestones.tick(store, step.id, now + HOUR)
    ticked = find_goal(store, goal.id)
    assert (ticked.met, ticked.milestones[-1].title, ticked.milestones[-1].met_at) == (1, "Read it twice", now)
    milestones.tick(store, step.id, now, met=False)
    assert find_goal(store, goal.id).met == 0
    milestones.remove_milestone(store, step.id)
    assert find_goal(store, goal.id) == goal


def test_a_step_for_an_exercise_that_was_passed_is_met_at_once(
    store: Store, goal: GoalView, passes: Pass, now: datetime
) -> None:
    attempt = passes("gelu", now - HOUR)
    change = milestones.add_milestone(store, goal.id, NewMilestone("GELU", "exercise", "id-of-gelu"), now)
    step = find_goal(store, goal.id).milestones[-1]
    assert step.met_at == now - HOUR
    assert [(piece.kind, piece.subject) for piece in step.evidence] == [("exercise", attempt)]
    assert "1 of 4" in change.sentence


def test_no_hand_undoes_a_passed_exercise(store: Store, goal: GoalView, passes: Pass, now: datetime) -> None:
    milestones.tick(store, goal.milestones[0].id, now)
    milestones.tick(store, goal.milestones[0].id, now, met=False)
    passes("softmax", now)
    milestones.tick(store, goal.milestones[0].id, now)
    with pytest.raises(TrackerError, match="met by an exercise that you passed"):
        milestones.tick(store, goal.milestones[0].id, now, met=False)


def test_evidence_lies_beside_a_goal_or_meets_a_step(store: Store, goal: GoalView, now: datetime) -> None:
    for _ in range(2):
        actions.link(store, goal.id, "commit", "abc123", now, remark="the first version")
    step = goal.milestones[2]
    actions.link(store, goal.id, "reflection", "some-id", now, milestone_id=step.id)
    linked = find_goal(store, goal.id)
    assert [(piece.kind, piece.subject, piece.remark) for piece in linked.evidence] == [
        ("commit", "abc123", "the first version")
    ]
    assert linked.milestones[2].met_at == now
    assert [piece.subject for piece in linked.milestones[2].evidence] == ["some-id"]


def test_evidence_that_is_none(store: Store, goal: GoalView, now: datetime) -> None:
    other = actions.create(store, category="paper", title="Other", now=now, milestones=(NewMilestone("x"),))
    with pytest.raises(TrackerError, match="no kind of evidence"):
        actions.link(store, goal.id, "wish", "x", now)
    with pytest.raises(TrackerError, match="belongs to another goal"):
        actions.link(store, goal.id, "commit", "x", now, milestone_id=other.milestones[0].id)
    with pytest.raises(TrackerError, match="evidence is empty"):
        actions.link(store, goal.id, "commit", " ", now)
