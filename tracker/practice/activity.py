"""Active work: how long the learner has been at an exercise, out of the moments at which something happened."""

from __future__ import annotations

from datetime import datetime

from tracker.errors import TrackerError
from tracker.practice.exercise import Exercise
from tracker.store.engine import Store


def worked(store: Store, exercise: Exercise, now: datetime) -> None:
    """Note that the learner is at work on this exercise right now; call it at most every half minute while they type."""
    raise TrackerError("Activity cannot be noted yet.")
