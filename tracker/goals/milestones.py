"""The steps of a goal. Ids may be unique beginnings of ids; each verb is one transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from tracker.changes import Area, Change
from tracker.errors import TrackerError
from tracker.goals.rows import goal_row, milestone_row
from tracker.goals.settling import first_pass, settle
from tracker.goals.views import NewMilestone
from tracker.store.engine import Store
from tracker.store.tables import EvidenceRow, MilestoneRow

KINDS = ("manual", "exercise", "review", "reflection", "commit")


def add_milestone(store: Store, goal_id: str, milestone: NewMilestone, now: datetime) -> Change:
    """Add a step at the end; it is met at once where its exercise was passed already."""
    with store.write() as session:
        goal = goal_row(session, goal_id)
        append(session, goal.id, milestone)
        return _changed(f"Added to {goal.title}: {milestone.title}.") | settle(session, now)


def append(session: Session, goal_id: str, milestone: NewMilestone) -> None:
    """Put a step at the end of a goal in this transaction.

    Raises:
        TrackerError: when its title is empty or its kind unknown.
    """
    title = _title(milestone.title)
    if milestone.kind not in KINDS:
        raise TrackerError(f"{milestone.kind!r} is no kind of milestone.", hint=f"It is one of: {', '.join(KINDS)}.")
    last = session.exec(select(func.max(col(MilestoneRow.position))).where(MilestoneRow.goal_id == goal_id)).first()
    position = 0 if last is None else last + 1
    session.add(
        MilestoneRow(goal_id=goal_id, title=title, kind=milestone.kind, target=milestone.target, position=position)
    )
    session.flush()


def rename_milestone(store: Store, milestone_id: str, title: str) -> Change:
    """Give a step another title."""
    with store.write() as session:
        row = milestone_row(session, milestone_id)
        row.title = _title(title)
        session.add(row)
        return _changed(f"Changed: {row.title}.")


def remove_milestone(store: Store, milestone_id: str) -> Change:
    """Take a step away, and the evidence that lay beside it; attempts, reviews and reflections themselves stay."""
    with store.write() as session:
        row = milestone_row(session, milestone_id)
        for piece in session.exec(select(EvidenceRow).where(EvidenceRow.milestone_id == row.id)).all():
            session.delete(piece)
        session.flush()
        session.delete(row)
        return _changed(f"Removed: {row.title}.")


def tick(store: Store, milestone_id: str, now: datetime, met: bool = True) -> Change:
    """Say by hand that a step is met, or that it is not after all.

    Raises:
        TrackerError: when a passed exercise has met it, which no hand can undo.
    """
    with store.write() as session:
        row = milestone_row(session, milestone_id)
        if not met and row.kind == "exercise" and first_pass(session, row.target) is not None:
            hint = "Remove it from the goal if it does not belong there."
            raise TrackerError(f"'{row.title}' is met by an exercise that you passed.", hint=hint, exit_code=1)
        row.met_at = (row.met_at or now) if met else None
        session.add(row)
        return _changed(f"{'Met' if met else 'Not met'}: {row.title}.")


def _title(text: str) -> str:
    title = " ".join(text.split())
    if not title:
        raise TrackerError("The milestone has no title.", hint="Say what would show that this step is done.")
    return title


def _changed(sentence: str) -> Change:
    return Change(frozenset({Area.GOALS}), sentence)
