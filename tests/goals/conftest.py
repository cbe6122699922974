"""A goal, and passed exercises without a grader."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from tracker.goals.actions import create
from tracker.goals.views import GoalView, NewMilestone
from tracker.store.engine import Store
from tracker.store.tables import AttemptRow

Pass = Callable[..., str]


@pytest.fixture
def passes(store: Store) -> Pass:
    """Put an attempt into the store; returns its id."""

    def put(exercise: str, at: datetime, verdict: str = "passed") -> str:
        row = AttemptRow(exercise_id=f"id-of-{exercise}", slug=exercise, at=at, day=date(2026, 11, 22), verdict=verdict)
        with store.write() as session:
            session.add(row)
            return row.id

    return put


@pytest.fixture
def goal(store: Store, now: datetime) -> GoalView:
    """A goal with two exercises and one step by hand."""
    milestones = (
        NewMilestone("Softmax", "exercise", "id-of-softmax"),
        NewMilestone("Attention", "exercise", "id-of-attention"),
        NewMilestone("Explain it to a friend"),
    )
    return create(store, category="paper", title="Attention", now=now, milestones=milestones)
