"""The row of what the learner did with one exercise, and the round that is under way in it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from tracker.practice.exercise import Exercise
from tracker.store.tables import AttemptRow, ExerciseStateRow

IDLE = timedelta(minutes=5)
"""A longer pause counts as this much work: it may be thinking, it may be lunch."""


def state_of(session: Session, exercise: Exercise) -> ExerciseStateRow:
    """The exercise's row in this session, made if there is none; a slug that changed is followed."""
    row = session.get(ExerciseStateRow, exercise.id)
    if row is None:
        row = ExerciseStateRow(exercise_id=exercise.id, slug=exercise.slug)
    row.slug = exercise.slug
    session.add(row)
    return row


def note_activity(row: ExerciseStateRow, now: datetime) -> None:
    """Count the time since the last sign of work on this exercise, at most `IDLE` of it."""
    if row.active_at is not None:
        row.active_seconds += max(timedelta(0), min(now - row.active_at, IDLE)).total_seconds()
    row.active_at = now if row.active_at is None else max(now, row.active_at)


def is_cold(session: Session, row: ExerciseStateRow) -> bool:
    """Whether a round is under way: the exercise was begun blank and has not been passed since."""
    if row.passed_at is None:
        return True
    last_pass = session.exec(
        select(AttemptRow.at)
        .where(AttemptRow.exercise_id == row.exercise_id, AttemptRow.verdict == "passed")
        .order_by(col(AttemptRow.at).desc())
        .limit(1)
    ).first()
    return last_pass is None or (row.started_at is not None and row.started_at > last_pass)


def begin_round(row: ExerciseStateRow, now: datetime) -> None:
    """Begin blank: what an earlier, passed round took is not held against this one."""
    if row.passed_at is not None:
        row.hints_shown = 0
        row.active_seconds = 0.0
        row.reference_opened_at = None
    row.started_at = row.active_at = now
