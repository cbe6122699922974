"""Hints, one at a time: how many were seen is part of the evidence."""

from __future__ import annotations

from datetime import datetime

from tracker.errors import TrackerError
from tracker.practice.exercise import Exercise
from tracker.practice.state import note_activity, state_of
from tracker.practice.views import Hint
from tracker.store.engine import Store
from tracker.store.tables import ExerciseStateRow


def reveal(store: Store, exercise: Exercise, now: datetime) -> Hint:
    """The next hint; after the last one, the last again.

    Raises:
        TrackerError: when the exercise has none.
    """
    texts = exercise.hints()
    if not texts:
        raise TrackerError(f"{exercise.slug} has no hints.", exit_code=1)
    with store.write() as session:
        row = state_of(session, exercise)
        note_activity(row, now)
        row.hints_shown = min(row.hints_shown + 1, len(texts))
        number = row.hints_shown
    return Hint(number, len(texts), texts[number - 1])


def revealed(store: Store, exercise: Exercise) -> tuple[Hint, ...]:
    """The hints that were shown so far in this round."""
    texts = exercise.hints()
    with store.read() as session:
        row = session.get(ExerciseStateRow, exercise.id)
        shown = row.hints_shown if row else 0
    return tuple(Hint(number, len(texts), text) for number, text in enumerate(texts[:shown], 1))
