"""Attempts: every graded run is kept for ever, and a cold pass moves the schedule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from tracker.errors import TrackerError
from tracker.grader.report import CheckResult, Diagnosis, Matrix, Report, Verdict
from tracker.practice.exercise import Exercise
from tracker.practice.rounds import rate_round
from tracker.practice.state import begin_round, is_cold, note_activity, state_of
from tracker.practice.views import AttemptDetail, AttemptView, Practised
from tracker.store.engine import Store
from tracker.store.tables import AttemptCheckRow, AttemptDiagnosisRow, AttemptRow, ExerciseStateRow

SAME_SAVE = timedelta(seconds=3)
"""Grades of the same text that begin so close together are of one save."""


def record(
    session: Session, exercise: Exercise, report: Report, *, solution_text: str, now: datetime, day: date
) -> Practised | None:
    """Write an attempt, its checks and diagnoses, and what follows for state and schedule, into this transaction.

    A broken environment is no attempt: nothing is written for it. Nor is it a second attempt when the same text has
    just been graded with the same result, as when the dashboard and `tracker watch` both saw one save.

    Args:
        session: of `Store.write()`.
        exercise: what was graded.
        report: what came out.
        solution_text: the learner's file as it was graded.
        now: the moment of the save.
        day: the learning day of `now`.

    Returns:
        How a cold pass was rated; None for every other attempt.
    """
    if report.verdict is Verdict.BROKEN_ENVIRONMENT or _stands_already(session, exercise, report, solution_text, now):
        return None
    state = state_of(session, exercise)
    if state.started_at is None:
        begin_round(state, now)
    note_activity(state, now)
    attempt = _attempt(exercise, report, state, solution_text, now, day)
    attempt.cold = is_cold(session, state)
    is_first = state.passed_at is None
    session.add(attempt)
    session.flush()
    session.add_all(_details(attempt.id, report))
    if not report.passed:
        return None
    state.passed_at = state.passed_at or now
    return rate_round(session, exercise, state, attempt, is_first=is_first) if attempt.cold else None


def history(store: Store, slug: str) -> list[AttemptView]:
    """The attempts at one exercise, newest first."""
    newest = select(AttemptRow).where(AttemptRow.slug == slug).order_by(col(AttemptRow.at).desc())
    with store.read() as session:
        rows = session.exec(newest).all()
        diagnoses = _diagnoses(session, [row.id for row in rows])
        return [_view(row, diagnoses.get(row.id, ())) for row in rows]


def find_attempt(store: Store, attempt_id: str) -> AttemptDetail:
    """One attempt with its checks and its solution.

    Raises:
        TrackerError: when there is none.
    """
    with store.read() as session:
        row = session.get(AttemptRow, attempt_id)
        if row is None:
            raise TrackerError(f"There is no attempt {attempt_id!r}.")
        checks = select(AttemptCheckRow).where(AttemptCheckRow.attempt_id == row.id)
        found = session.exec(checks.order_by(col(AttemptCheckRow.position))).all()
        view = _view(row, _diagnoses(session, [row.id]).get(row.id, ()))
        return AttemptDetail(view, tuple(_check(check) for check in found), row.output, row.solution)


def _stands_already(session: Session, exercise: Exercise, report: Report, solution_text: str, now: datetime) -> bool:
    newest = select(AttemptRow).where(AttemptRow.slug == exercise.slug).order_by(col(AttemptRow.at).desc())
    last = session.exec(newest.limit(1)).first()
    return (
        last is not None
        and abs(now - last.at) < SAME_SAVE
        and (last.solution, last.verdict, last.points) == (solution_text, str(report.verdict), report.points)
    )


def _attempt(
    exercise: Exercise, report: Report, state: ExerciseStateRow, solution_text: str, now: datetime, day: date
) -> AttemptRow:
    return AttemptRow(
        exercise_id=exercise.id,
        slug=exercise.slug,
        at=now,
        day=day,
        verdict=str(report.verdict),
        points=report.points,
        max_points=report.max_points,
        seed=report.seed,
        seconds=report.seconds,
        message=report.message,
        output=report.output,
        solution=solution_text,
        hints_shown=state.hints_shown,
        reference_seen=state.reference_opened_at is not None,
        active_seconds=state.active_seconds,
    )


def _details(attempt_id: str, report: Report) -> list[AttemptCheckRow | AttemptDiagnosisRow]:
    checks: list[AttemptCheckRow | AttemptDiagnosisRow] = [
        AttemptCheckRow(
            attempt_id=attempt_id,
            position=position,
            name=check.name,
            label=check.label,
            passed=check.passed,
            points=check.points,
            max_points=check.max_points,
            message=check.message,
            matrix=check.matrix.to_dict() if check.matrix else None,
        )
        for position, check in enumerate(report.checks)
    ]
    diagnoses = [
        AttemptDiagnosisRow(attempt_id=attempt_id, position=position, mistake=found.mistake, message=found.message)
        for position, found in enumerate(report.diagnoses)
    ]
    return [*checks, *diagnoses]


def _diagnoses(session: Session, attempts: Sequence[str]) -> dict[str, tuple[Diagnosis, ...]]:
    wanted = select(AttemptDiagnosisRow).where(col(AttemptDiagnosisRow.attempt_id).in_(attempts))
    found: dict[str, tuple[Diagnosis, ...]] = {}
    for row in session.exec(wanted.order_by(col(AttemptDiagnosisRow.position))):
        found[row.attempt_id] = (*found.get(row.attempt_id, ()), Diagnosis(row.mistake, row.message))
    return found


def _view(row: AttemptRow, diagnoses: tuple[Diagnosis, ...]) -> AttemptView:
    return AttemptView(
        id=row.id,
        slug=row.slug,
        at=row.at,
        day=row.day,
        verdict=row.verdict,
        points=row.points,
        max_points=row.max_points,
        seed=row.seed,
        seconds=row.seconds,
        message=row.message,
        hints_shown=row.hints_shown,
        reference_seen=row.reference_seen,
        diagnoses=diagnoses,
    )


def _check(row: AttemptCheckRow) -> CheckResult:
    matrix = Matrix.from_dict(row.matrix) if row.matrix else None
    return CheckResult(row.name, row.label, row.passed, row.points, row.max_points, row.message, matrix)
