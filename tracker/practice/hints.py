"""Hints, one at a time: how many were seen is part of the evidence."""

from __future__ import annotations

from datetime import datetime

from tracker.errors import TrackerError
from tracker.practice.exercise import Exercise
from tracker.practice.views import Hint
from tracker.store.engine import Store


def reveal(store: Store, exercise: Exercise, now: datetime) -> Hint:
    """The next hint; after the last one, the last again."""
    raise TrackerError("Hints cannot be shown yet.")


def revealed(store: Store, exercise: Exercise) -> tuple[Hint, ...]:
    """The hints that were shown so far."""
    raise TrackerError("Hints cannot be shown yet.")
