"""What the store has seen of the learner's work, as plain facts by learning day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from tracker.store.practice_tables import PracticeLogRow, ReviewCommentRow
from tracker.store.tables import (
    AttemptDiagnosisRow,
    AttemptRow,
    ExerciseStateRow,
    GoalRow,
    NoteRow,
    ReflectionRow,
)

FILE_TIME = "file time"
"""The source of a note's day that says least."""

DayOf = Callable[[datetime], date]
"""The learning day of a moment."""


@dataclass(frozen=True)
class Try:
    """One graded run, as far as progress is concerned."""

    exercise_id: str
    day: date
    verdict: str
    cold: bool
    reference_seen: bool
    active_seconds: float
    points: float

    @property
    def is_answer(self) -> bool:
        """Some of it was right or wrong; an exception in a half-written file says nothing yet."""
        return self.verdict in ("passed", "failed") or self.points > 0


@dataclass(frozen=True)
class ColdPass:
    """A round that ended in a pass, as the practice log keeps it."""

    exercise_id: str
    slug: str
    day: date
    minutes: float
    reference_seen: bool


@dataclass(frozen=True)
class Slip:
    """A mistake that a run was diagnosed with."""

    mistake: str
    message: str
    slug: str
    day: date


def tries(session: Session) -> list[Try]:
    """Every graded run, oldest first."""
    wanted = select(
        AttemptRow.exercise_id,
        AttemptRow.day,
        AttemptRow.verdict,
        AttemptRow.cold,
        AttemptRow.reference_seen,
        AttemptRow.active_seconds,
        AttemptRow.points,
    )  # type: ignore[call-overload]  # SQLModel types select() for at most four columns
    return [Try(*row) for row in session.exec(wanted.order_by(col(AttemptRow.at)))]


def cold_passes(session: Session) -> list[ColdPass]:
    """Every round that was passed, by day."""
    wanted = select(PracticeLogRow, AttemptRow.slug).join(AttemptRow, col(AttemptRow.id) == PracticeLogRow.attempt_id)
    rows = session.exec(wanted.order_by(col(PracticeLogRow.day), col(PracticeLogRow.at)))
    return [_cold_pass(row, slug, row.evidence) for row, slug in rows]


def slips(session: Session) -> list[Slip]:
    """Every diagnosed mistake, oldest first."""
    wanted = (
        select(
            col(AttemptDiagnosisRow.mistake),
            col(AttemptDiagnosisRow.message),
            col(AttemptRow.slug),
            col(AttemptRow.day),
        )
        .join(AttemptRow, col(AttemptRow.id) == AttemptDiagnosisRow.attempt_id)
        .order_by(col(AttemptRow.at))
    )
    return [Slip(*row) for row in session.exec(wanted)]


def activity(session: Session, day_of: DayOf) -> Counter[date]:
    """What was done by learning day: graded runs, notes dated that day, review comments.

    A note that is only dated by its file's time stamp does not count: copying a folder is no learning.
    """
    done = Counter(dict(session.exec(select(col(AttemptRow.day), func.count()).group_by(col(AttemptRow.day))).all()))
    dated = select(col(NoteRow.day)).where(col(NoteRow.day).is_not(None), NoteRow.day_source != FILE_TIME)
    done.update(day for day in session.exec(dated) if day is not None)
    done.update(day_of(moment) for moment in session.exec(select(ReviewCommentRow.created_at)))
    return done


def first_day(session: Session, day_of: DayOf) -> date | None:
    """The learning day on which this workspace saw its first work; None before it."""
    return min((day_of(moment) for moment in _first_moments(session)), default=None)


def _first_moments(session: Session) -> Iterator[datetime]:
    for column in (AttemptRow.at, ExerciseStateRow.started_at, GoalRow.created_at, ReflectionRow.created_at):
        moment = session.exec(select(func.min(col(column)))).first()
        if moment is not None:
            yield moment


def _cold_pass(row: PracticeLogRow, slug: str, evidence: Mapping[str, Any]) -> ColdPass:
    minutes = float(evidence.get("active_minutes", 0.0))
    return ColdPass(row.exercise_id, slug, row.day, minutes, bool(evidence.get("reference_seen", False)))
