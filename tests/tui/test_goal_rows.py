"""What is said of goals and of the day, from made-up views."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.tui.test_remembered import MOMENT, a_view
from tracker.goals.views import Forecast, GoalView
from tracker.tui import goal_rows, today_rows
from tracker.tui.goal_words import bar, pace

NIGHT = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
"""Three in the morning of the 23rd in Seoul: still the learning day of the 22nd."""


def goal(**changes) -> GoalView:
    facts = {
        "id": "g", "category": "paper", "title": "Attention", "why": "", "paper": None, "state": "open", "source": None,
        "milestones": (), "met": 0, "total": 0, "created_at": NIGHT, "done_at": None,
    }  # fmt: skip
    return GoalView(**{**facts, **changes})


def test_a_goal_is_told_by_learning_days(workspace):
    assert "since 22 Nov" in goal_rows.head(goal(created_at=NIGHT), workspace.day).plain
    assert "done 22 Nov" in goal_rows.head(goal(state="done", done_at=NIGHT), workspace.day).plain


def test_without_steps_there_is_no_bar(workspace):
    assert "0/0" not in goal_rows.head(goal(), workspace.day).plain
    assert "  " + "━" * 8 + "─" * 8 + " 1/2" in goal_rows.head(goal(met=1, total=2), workspace.day).plain


def test_a_step_shows_its_proof(workspace):
    met, open_ = goal_rows.steps(a_view().goals[0], workspace.day)
    assert (met.left.plain, met.right.plain) == ("● 소프트맥스", "passed 7 of 7 · 22 Nov")
    assert (open_.left.plain, open_.right.plain) == ("○ read", "")


def test_goals_stand_under_their_category_then_by_state():
    goals = [goal(id="a"), goal(id="b", met=1, total=2), goal(id="c", state="done"), goal(id="d", state="dropped")]
    said = [row.left.plain for row in goal_rows.goal_list(goals)]
    assert said == ["paper", "○ Attention", "◐ Attention", "", "done", "● Attention", "", "dropped", "– Attention"]


@pytest.mark.parametrize(
    ("early", "late", "said"),
    [
        (date(2026, 12, 3), date(2026, 12, 9), "at my pace: 3 to 9 Dec"),
        (date(2026, 11, 28), date(2026, 12, 9), "at my pace: 28 Nov to 9 Dec"),
        (date(2026, 12, 9), date(2026, 12, 9), "at my pace: 9 Dec"),
        (date(2026, 12, 20), date(2027, 2, 3), "at my pace: 20 Dec to 3 Feb 2027"),
    ],
)
def test_a_pace_is_a_range(early, late, said):
    assert pace(Forecast(early, late)) == said


def test_a_bar_is_full_only_at_the_end():
    assert bar(99, 100, 10).plain == "━" * 9 + "─"
    assert bar(3, 3, 10).plain == "━" * 10


def test_the_day_is_told_with_its_streak():
    view = a_view()
    assert today_rows.day_words(view.day, view.progress) == ("Sun 22 Nov · day 26 · streak 12", "day 26 · streak 12")
    assert today_rows.steepness(view.progress) == "+6 in two weeks (before: +4) · first try 8 of 11"
    assert today_rows.promise(55, True) == "about 55 min · Enter begins"
    assert today_rows.promise(0, False) == ""


def test_a_reflection_in_the_agenda_wraps_and_shows_its_day():
    (row,) = today_rows.agenda(a_view().items)
    assert row.text is not None
    assert (row.lines, row.right.plain) == (2, "22 Nov")


def test_a_mistake_tells_how_long_ago():
    (row,) = today_rows.mistakes(a_view().progress.mistakes, date(2026, 11, 24))
    assert (row.left.plain, row.right.plain) == ("no scaling", "2×  2 days ago")
    assert [today_rows.ago(date(2026, 11, day), date(2026, 11, 24)) for day in (24, 23)] == ["today", "yesterday"]
    assert MOMENT.tzinfo is not None
