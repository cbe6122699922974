"""Milestones are met by what happened elsewhere: the store is asked, no other feature is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, or_, select

from tracker.changes import NOTHING, Area, Change
from tracker.store.tables import AttemptRow, EvidenceRow, GoalRow, MilestoneRow


def settle(session: Session, now: datetime) -> Change:
    """Meet every exercise milestone of an open goal whose exercise was passed; a second time changes nothing.

    A milestone is met at the moment of the first pass, so that a goal made later still shows the true pace.

    Args:
        session: of `Store.write()`; attempts that were added to it count.
        now: when the evidence is laid beside the milestone.
    """
    waiting = (
        select(MilestoneRow, GoalRow)
        .join(GoalRow, col(GoalRow.id) == MilestoneRow.goal_id)
        .where(MilestoneRow.kind == "exercise", col(MilestoneRow.met_at).is_(None), GoalRow.state == "open")
        .order_by(col(GoalRow.position), col(MilestoneRow.position))
    )
    met = [
        (milestone, goal)
        for milestone, goal in session.exec(waiting).all()
        if _meet(session, milestone, first_pass(session, milestone.target), now)
    ]
    session.flush()
    return Change(frozenset({Area.GOALS}), _sentence(session, met)) if met else NOTHING


def first_pass(session: Session, target: str) -> AttemptRow | None:
    """The first passed attempt at the exercise with this id or slug."""
    passes = select(AttemptRow).where(
        AttemptRow.verdict == "passed", or_(col(AttemptRow.exercise_id) == target, col(AttemptRow.slug) == target)
    )
    return session.exec(passes.order_by(col(AttemptRow.at)).limit(1)).first()


def add_evidence(
    session: Session, goal_id: str, milestone_id: str | None, kind: str, subject: str, now: datetime, remark: str = ""
) -> bool:
    """Lay evidence beside a goal or milestone; False when it lies there already."""
    twin = select(EvidenceRow).where(
        EvidenceRow.goal_id == goal_id,
        col(EvidenceRow.milestone_id).is_(None)
        if milestone_id is None
        else col(EvidenceRow.milestone_id) == milestone_id,
        EvidenceRow.kind == kind,
        EvidenceRow.subject == subject,
    )
    if session.exec(twin).first() is not None:
        return False
    session.add(
        EvidenceRow(goal_id=goal_id, milestone_id=milestone_id, kind=kind, subject=subject, remark=remark, at=now)
    )
    return True


def _meet(session: Session, milestone: MilestoneRow, attempt: AttemptRow | None, now: datetime) -> bool:
    if attempt is None:
        return False
    milestone.met_at = attempt.at
    session.add(milestone)
    add_evidence(session, milestone.goal_id, milestone.id, "exercise", attempt.id, now)
    return True


def _sentence(session: Session, met: Sequence[tuple[MilestoneRow, GoalRow]]) -> str:
    """What the learner reads: the goals that moved, and how far they are now."""
    goals = {goal.id: goal for _, goal in met}
    return " ".join(_moved(session, goal) for goal in goals.values())


def _moved(session: Session, goal: GoalRow) -> str:
    moments = session.exec(select(MilestoneRow.met_at).where(MilestoneRow.goal_id == goal.id)).all()
    return f"{goal.title}: {sum(moment is not None for moment in moments)} of {len(moments)}."
