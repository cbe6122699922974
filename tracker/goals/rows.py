"""Finding rows by what the learner types; they stay inside this feature."""

from __future__ import annotations

from sqlmodel import Session, col, select

from tracker.errors import TrackerError
from tracker.store.tables import GoalRow, MilestoneRow

SHORTEST_PREFIX = 4


def goal_row(session: Session, goal_id: str) -> GoalRow:
    """The goal with this id or unique beginning of an id.

    Raises:
        TrackerError: when there is none, or more than one.
    """
    wanted = select(GoalRow).where(col(GoalRow.id).startswith(goal_id, autoescape=True)).limit(2)
    found = session.exec(wanted).all() if len(goal_id) >= SHORTEST_PREFIX else []
    if len(found) == 1:
        return found[0]
    if found:
        raise TrackerError(f"Several goals begin with {goal_id!r}.", hint="Give more of the id.")
    raise TrackerError(f"There is no goal {goal_id!r}.", hint="'tracker goal list' shows their ids.")


def milestone_row(session: Session, milestone_id: str) -> MilestoneRow:
    """The milestone with this id or unique beginning of an id.

    Raises:
        TrackerError: when there is none, or more than one.
    """
    wanted = select(MilestoneRow).where(col(MilestoneRow.id).startswith(milestone_id, autoescape=True)).limit(2)
    found = session.exec(wanted).all() if len(milestone_id) >= SHORTEST_PREFIX else []
    if len(found) == 1:
        return found[0]
    if found:
        raise TrackerError(f"Several milestones begin with {milestone_id!r}.", hint="Give more of the id.")
    raise TrackerError(f"There is no milestone {milestone_id!r}.", hint="'tracker goal show GOAL' shows their ids.")
