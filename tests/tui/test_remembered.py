"""Today is remembered while nothing changed, and only then."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tracker.goals.views import EvidenceView, Forecast, GoalView, MilestoneView, SourceView
from tracker.journeys.views import LatestReflection, TodayItem, TodayView
from tracker.notes.views import ReflectionView, Returned
from tracker.progress.views import ExerciseTimes, Progress, Rate, RecurringMistake
from tracker.tui.plain_data import from_plain, to_plain
from tracker.tui.remembered import NAME, fingerprint, recall, remember

DAY = date(2026, 11, 22)
MOMENT = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


def a_view() -> TodayView:
    """A day with something of everything."""
    evidence = (EvidenceView("exercise", "a1", "passed 7 of 7", MOMENT),)
    steps = (
        MilestoneView("m1", "소프트맥스", "exercise", "id1", MOMENT, evidence),
        MilestoneView("m2", "read", "manual", "", None),
    )
    source = SourceView("r1", "논문을 읽고 직접 구현한다", "a/Day26.md", 14)
    forecast = Forecast(DAY, DAY + timedelta(days=6))
    goal = GoalView("g1", "paper", "Attention", "", None, "open", source, steps, 1, 2, MOMENT, None, DAY, (), forecast)
    mistakes = (RecurringMistake("no_scaling", "Not divided.", 2, DAY, ("attention",)),)
    times = (ExerciseTimes("id1", "softmax", DAY, 30.0, 12.5, 2), ExerciseTimes("id2", "mask", DAY, 20.0, None, 1))
    rate = Rate(8, 11, 0.43, 0.9)
    progress = Progress(26, 12, 14, 22, ((DAY, 3),), 6, 4, rate, {DAY: 3}, mistakes, times, {DAY: 12.5})
    items = (TodayItem("action", "다시 작성한다", "2026-11-22", 0, "r2"),)
    latest = (LatestReflection("r1", "text", "question", "Day26.md", 3, None, "heading"),)
    old = ReflectionView("r3", "Day1.md", ("배운 것",), None, "quote", False, "남는 말", 4, 5, DAY, "live", ("tag",))
    return TodayView(DAY, progress, items, (goal,), latest, (Returned(old, "still true"),), 18, 3, 20)


def test_a_view_survives_json() -> None:
    view = a_view()
    assert from_plain(TodayView, json.loads(json.dumps(to_plain(view)))) == view


def test_what_was_shown_is_recalled(workspace: Any, store: Any) -> None:
    remember(workspace, a_view(), fingerprint(workspace, MOMENT))
    assert recall(workspace, MOMENT) == a_view()
    assert [path.name for path in workspace.private.glob(f"{NAME}*")] == [NAME]


def test_a_new_day_forgets(workspace: Any, store: Any) -> None:
    remember(workspace, a_view(), fingerprint(workspace, MOMENT))
    assert recall(workspace, MOMENT + timedelta(days=1)) is None


def test_a_change_forgets(workspace: Any, store: Any) -> None:
    from tracker.goals.actions import create

    remember(workspace, a_view(), fingerprint(workspace, MOMENT))
    create(store, category="paper", title="Another", now=MOMENT)
    assert recall(workspace, MOMENT) is None


@pytest.mark.parametrize("written", ["", "{}", "[1, 2, 3]", "not json", '["x", ["y"]]'])
def test_a_broken_memory_is_no_memory(workspace: Any, store: Any, written: str) -> None:
    (workspace.private / NAME).write_text(written)
    assert recall(workspace, MOMENT) is None


def test_a_view_of_another_shape_is_no_memory(workspace: Any, store: Any) -> None:
    kept = json.dumps([fingerprint(workspace, MOMENT), to_plain(a_view())[:-1]])
    (workspace.private / NAME).write_text(kept)
    assert recall(workspace, MOMENT) is None


def test_without_a_database_there_is_nothing_to_recall(workspace: Any) -> None:
    remember(workspace, replace(a_view(), passed=0), fingerprint(workspace, MOMENT))
    assert recall(workspace, MOMENT) is None
