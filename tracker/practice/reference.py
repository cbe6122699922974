"""The reference stays shut until it has been earned: by a pass, or by the learner's own thinking time."""

from __future__ import annotations

from datetime import datetime

from tracker.errors import TrackerError
from tracker.practice.exercise import Exercise
from tracker.practice.views import ReferenceGate
from tracker.store.engine import Store


def reference_gate(store: Store, exercise: Exercise, thinking_minutes: int) -> ReferenceGate:
    """Whether the reference may be read, and how much thinking time has gone by."""
    raise TrackerError("The reference cannot be opened yet.")


def open_reference(store: Store, exercise: Exercise, thinking_minutes: int, now: datetime) -> str:
    """The text of the reference; reading it before a pass is remembered.

    Raises:
        TrackerError: when it is still shut, with the minutes that are left.
    """
    raise TrackerError("The reference cannot be opened yet.")
