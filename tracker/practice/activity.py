"""Active work: how long the learner has been at an exercise, out of the moments at which something happened."""

from __future__ import annotations

from datetime import datetime

from tracker.practice.exercise import Exercise
from tracker.practice.state import note_activity, state_of
from tracker.store.engine import Store


def worked(store: Store, exercise: Exercise, now: datetime) -> None:
    """Note that the learner is at work on this exercise; call it at most every half minute while they type."""
    with store.write() as session:
        note_activity(state_of(session, exercise), now)
