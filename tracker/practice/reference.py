"""The reference stays shut until it has been earned: by a pass, or by the learner's own thinking time."""

from __future__ import annotations

from datetime import datetime
from math import ceil

from tracker.errors import TrackerError
from tracker.practice.exercise import Exercise
from tracker.practice.state import is_cold, note_activity, state_of
from tracker.practice.views import ReferenceGate
from tracker.store.engine import Store
from tracker.store.tables import ExerciseStateRow


def reference_gate(store: Store, exercise: Exercise, thinking_minutes: int) -> ReferenceGate:
    """Whether the reference may be read, and how much thinking time has gone by."""
    with store.read() as session:
        return _gate(session.get(ExerciseStateRow, exercise.id), thinking_minutes)


def open_reference(store: Store, exercise: Exercise, thinking_minutes: int, now: datetime) -> str:
    """The text of the reference; reading it before the pass is remembered, and brings the exercise back sooner.

    Raises:
        TrackerError: when it is still shut, with the minutes that are left.
    """
    text = exercise.reference()
    with store.write() as session:
        row = state_of(session, exercise)
        note_activity(row, now)
        gate = _gate(row, thinking_minutes)
        if not gate.is_open:
            left = ceil(gate.minutes_needed - gate.minutes_worked)
            hint = f"It opens when you pass, or after {left} more minute{'s' if left != 1 else ''} of your own work."
            raise TrackerError("The reference is still shut.", hint=hint, title="Reference", exit_code=1)
        if row.reference_opened_at is None and is_cold(session, row):
            row.reference_opened_at = now
    return text


def _gate(row: ExerciseStateRow | None, thinking_minutes: int) -> ReferenceGate:
    passed = row is not None and row.passed_at is not None
    minutes = row.active_seconds / 60 if row else 0.0
    is_open = passed or minutes >= thinking_minutes
    return ReferenceGate(is_open, passed, minutes, thinking_minutes, row.reference_opened_at if row else None)
