"""Attempts: every graded run is kept for ever."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from tracker.errors import TrackerError
from tracker.grader.report import Report
from tracker.practice.exercise import Exercise
from tracker.practice.views import AttemptDetail, AttemptView, Practised
from tracker.store.engine import Store


def record(
    session: Session, exercise: Exercise, report: Report, *, solution_text: str, now: datetime, day: date
) -> Practised | None:
    """Write an attempt, its checks and diagnoses, and what follows for state and schedule, into this transaction.

    Returns:
        How the attempt was rated; None where it says nothing about practice.
    """
    raise TrackerError("Attempts cannot be recorded yet.")


def history(store: Store, slug: str) -> list[AttemptView]:
    """The attempts at one exercise, newest first."""
    raise TrackerError("Attempts cannot be listed yet.")


def find_attempt(store: Store, attempt_id: str) -> AttemptDetail:
    """One attempt with its checks and its solution.

    Raises:
        TrackerError: when there is none.
    """
    raise TrackerError("Attempts cannot be shown yet.")
