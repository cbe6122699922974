"""A round: from the blank file to the pass. Its evidence is logged, and the log replayed is the schedule."""

from __future__ import annotations

from sqlmodel import Session, col, select

from tracker.grader.report import Verdict
from tracker.practice.evidence import Evidence, Rating, rate
from tracker.practice.exercise import Exercise
from tracker.practice.schedule import Repetition, replay
from tracker.practice.views import Practised
from tracker.store.practice_tables import CardRow, PracticeLogRow
from tracker.store.tables import AttemptRow, ExerciseStateRow

ANSWERS = (Verdict.PASSED, Verdict.FAILED)


def rate_round(
    session: Session, exercise: Exercise, state: ExerciseStateRow, attempt: AttemptRow, *, is_first: bool
) -> Practised | None:
    """Log the round that this attempt has passed, and move the card; None when the exercise was rated that day already.

    Args:
        session: of `Store.write()`; the attempt is in it.
        exercise: what was passed.
        state: its row.
        attempt: the pass.
        is_first: whether the exercise had never been passed before.
    """
    log = _log(session, exercise)
    if any(row.day == attempt.day for row in log):
        return None
    evidence = _evidence(session, exercise, state, attempt, is_first=is_first)
    rating = rate(evidence)
    row = PracticeLogRow(
        exercise_id=exercise.id,
        attempt_id=attempt.id,
        day=attempt.day,
        at=attempt.at,
        rating=str(rating),
        evidence=evidence.to_dict(),
    )
    session.add(row)
    return Practised(str(rating), _move_card(session, exercise, [*log, row]).due)


def reschedule(session: Session, exercise: Exercise) -> CardRow | None:
    """Rate every logged round anew by today's rules and put the card where they lead; None without a round."""
    log = _log(session, exercise)
    for row in log:
        row.rating = str(rate(Evidence.from_dict(row.evidence)))
        session.add(row)
    return _move_card(session, exercise, log) if log else None


def _log(session: Session, exercise: Exercise) -> list[PracticeLogRow]:
    found = select(PracticeLogRow).where(PracticeLogRow.exercise_id == exercise.id)
    return list(session.exec(found.order_by(col(PracticeLogRow.day))))


def _move_card(session: Session, exercise: Exercise, log: list[PracticeLogRow]) -> CardRow:
    standing = replay(Repetition(row.day, Rating(row.rating)) for row in log)
    card = session.get(CardRow, exercise.id) or CardRow(exercise_id=exercise.id, slug=exercise.slug, due=standing.due)
    card.slug = exercise.slug
    card.due = standing.due
    card.repetitions = standing.repetitions
    card.lapses = standing.lapses
    card.scheduler_state = standing.state
    session.add(card)
    return card


def _evidence(
    session: Session, exercise: Exercise, state: ExerciseStateRow, attempt: AttemptRow, *, is_first: bool
) -> Evidence:
    begun = state.started_at or attempt.at
    mine = select(col(AttemptRow.verdict), col(AttemptRow.day)).where(
        AttemptRow.exercise_id == exercise.id, col(AttemptRow.cold), col(AttemptRow.at) >= begun
    )
    grades = session.exec(mine).all()
    answers = sum(verdict in ANSWERS for verdict, _ in grades)
    return Evidence(
        runs=answers,
        errors=len(grades) - answers,
        hints=attempt.hints_shown,
        active_minutes=round(attempt.active_seconds / 60, 2),
        expected_minutes=exercise.minutes,
        reference_seen=attempt.reference_seen,
        days=len({day for _, day in grades}),
        is_first=is_first,
    )
