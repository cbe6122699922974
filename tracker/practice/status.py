"""Where the learner stands with every exercise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from tracker.practice.catalogue import Catalogue
from tracker.practice.exercise import Exercise
from tracker.practice.points import promised_points
from tracker.practice.views import ExerciseStatus
from tracker.store.engine import Store
from tracker.store.practice_tables import CardRow
from tracker.store.tables import AttemptRow, ExerciseStateRow


def overview(store: Store, catalogue: Catalogue, today: date) -> list[ExerciseStatus]:
    """Every exercise in curriculum order with its status on the learning day `today`."""
    with store.read() as session:
        states = {row.exercise_id: row for row in session.exec(select(ExerciseStateRow))}
        dues = dict(session.exec(select(col(CardRow.exercise_id), col(CardRow.due))).all())
        tallies = _tallies(session)
        return [
            _status(exercise, states.get(exercise.id), tallies.get(exercise.id), dues.get(exercise.id), today)
            for exercise in catalogue
        ]


@dataclass(frozen=True)
class _Tally:
    """The attempts at one exercise, added up."""

    attempts: int
    points: float
    max_points: float
    last_verdict: str


def _tallies(session: Session) -> dict[str, _Tally]:
    # SQLite takes bare columns from the row that holds the single max() of a query: https://sqlite.org/lang_select.html
    key = col(AttemptRow.exercise_id)
    points, most = col(AttemptRow.points), col(AttemptRow.max_points)
    best = select(key, func.count(), func.max(points), most).group_by(key)
    newest = select(key, col(AttemptRow.verdict), func.max(col(AttemptRow.at))).group_by(key)
    verdicts = {exercise: verdict for exercise, verdict, _ in session.exec(newest)}
    return {row[0]: _Tally(row[1], row[2], row[3], verdicts[row[0]]) for row in session.exec(best)}


def _status(
    exercise: Exercise, state: ExerciseStateRow | None, tally: _Tally | None, due: date | None, today: date
) -> ExerciseStatus:
    return ExerciseStatus(
        id=exercise.id,
        slug=exercise.slug,
        title=exercise.title,
        track=exercise.track,
        track_title=exercise.track_title,
        prerequisites=exercise.prerequisites,
        status=_word(state, due, today),
        points=tally.points if tally else 0.0,
        max_points=(tally.max_points if tally else 0.0) or promised_points(exercise),
        attempts=tally.attempts if tally else 0,
        minutes=exercise.minutes,
        papers=exercise.papers,
        due=due,
        hints_shown=state.hints_shown if state else 0,
        last_verdict=tally.last_verdict if tally else "",
        started_at=state.started_at if state else None,
        passed_at=state.passed_at if state else None,
    )


def _word(state: ExerciseStateRow | None, due: date | None, today: date) -> str:
    """`open`, `started`, `passed` or `due`."""
    if state is None or (state.started_at is None and state.passed_at is None):
        return "open"
    if state.passed_at is None:
        return "started"
    return "due" if due is not None and due <= today else "passed"
