"""Questions about goals; each opens the store, reads, and returns frozen views."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from tracker.goals.forecast import forecast
from tracker.goals.rows import goal_row
from tracker.goals.views import EvidenceView, Forecast, GoalView, MilestoneView, SourceView
from tracker.store.engine import Store
from tracker.store.tables import EvidenceRow, GoalRow, MilestoneRow, NoteRow, ReflectionRow

CATEGORIES = ("fundamentals", "paper", "code-review")
"""The three that everyone has; a learner may add their own."""


def list_goals(store: Store, *, everything: bool = False, today: date | None = None) -> list[GoalView]:
    """The goals by category and position: open ones, or with `everything` the done and dropped too.

    Args:
        store: where they are.
        everything: also what is done or dropped.
        today: the learning day, for forecasts; without it there are none.
    """
    wanted = select(GoalRow) if everything else select(GoalRow).where(GoalRow.state == "open")
    with store.read() as session:
        goals = views(session, session.exec(wanted).all(), today)
    states = ("open", "done", "dropped")
    return sorted(goals, key=lambda goal: (states.index(goal.state), _rank(goal.category)))


def find_goal(store: Store, goal_id: str, *, today: date | None = None) -> GoalView:
    """The goal with this id, or with this unique beginning of an id (at least four characters).

    Raises:
        TrackerError: when there is none, or more than one.
    """
    with store.read() as session:
        return views(session, [goal_row(session, goal_id)], today)[0]


def categories(store: Store) -> tuple[str, ...]:
    """`fundamentals`, `paper`, `code-review`, and then the learner's own."""
    with store.read() as session:
        used = session.exec(select(GoalRow.category).distinct()).all()
    return tuple(sorted({*CATEGORIES, *used}, key=_rank))


def views(session: Session, rows: Sequence[GoalRow], today: date | None) -> list[GoalView]:
    """These goals as frozen views, by position."""
    goals = [row.id for row in rows]
    milestones, evidence = _milestones(session, goals), _evidence(session, goals)
    sources = _sources(session, [row.source_reflection_id for row in rows if row.source_reflection_id])
    ordered = sorted(rows, key=lambda row: (row.position, row.created_at))
    return [
        _view(row, milestones[row.id], evidence[row.id], sources.get(row.source_reflection_id or ""), today)
        for row in ordered
    ]


def _rank(category: str) -> tuple[int, str]:
    return (CATEGORIES.index(category) if category in CATEGORIES else len(CATEGORIES), category)


def _milestones(session: Session, goals: Sequence[str]) -> dict[str, list[MilestoneRow]]:
    found: dict[str, list[MilestoneRow]] = defaultdict(list)
    wanted = select(MilestoneRow).where(col(MilestoneRow.goal_id).in_(goals)).order_by(col(MilestoneRow.position))
    for row in session.exec(wanted):
        found[row.goal_id].append(row)
    return found


def _evidence(session: Session, goals: Sequence[str]) -> dict[str, list[EvidenceRow]]:
    found: dict[str, list[EvidenceRow]] = defaultdict(list)
    wanted = select(EvidenceRow).where(col(EvidenceRow.goal_id).in_(goals)).order_by(col(EvidenceRow.at))
    for row in session.exec(wanted):
        found[row.goal_id].append(row)
    return found


def _sources(session: Session, reflections: Sequence[str]) -> dict[str, SourceView]:
    wanted = (
        select(ReflectionRow, NoteRow.path)
        .join(NoteRow, col(NoteRow.id) == ReflectionRow.note_id)
        .where(col(ReflectionRow.id).in_(reflections))
    )
    return {row.id: SourceView(row.id, row.text, path, row.line_start) for row, path in session.exec(wanted)}


def _view(
    row: GoalRow,
    milestones: Sequence[MilestoneRow],
    evidence: Sequence[EvidenceRow],
    source: SourceView | None,
    today: date | None,
) -> GoalView:
    met = sum(milestone.met_at is not None for milestone in milestones)
    return GoalView(
        id=row.id,
        category=row.category,
        title=row.title,
        why=row.why,
        paper=row.paper,
        state=row.state,
        source=source,
        milestones=tuple(_milestone_view(milestone, evidence) for milestone in milestones),
        met=met,
        total=len(milestones),
        created_at=row.created_at,
        done_at=row.done_at,
        target_day=row.target_day,
        evidence=tuple(_evidence_view(piece) for piece in evidence if piece.milestone_id is None),
        forecast=_forecast(row, milestones, today),
    )


def _forecast(row: GoalRow, milestones: Sequence[MilestoneRow], today: date | None) -> Forecast | None:
    if today is None or row.state != "open":
        return None
    days = [milestone.met_at.date() for milestone in milestones if milestone.met_at]
    return forecast(days, len(milestones) - len(days), today)


def _milestone_view(row: MilestoneRow, evidence: Sequence[EvidenceRow]) -> MilestoneView:
    mine = tuple(_evidence_view(piece) for piece in evidence if piece.milestone_id == row.id)
    return MilestoneView(row.id, row.title, row.kind, row.target, row.met_at, mine)


def _evidence_view(row: EvidenceRow) -> EvidenceView:
    return EvidenceView(row.kind, row.subject, row.remark, row.at)
