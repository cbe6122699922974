"""What can be done to goals. Ids of goals may be unique beginnings; each verb is one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from tracker.changes import Change
from tracker.errors import TrackerError
from tracker.goals.views import GoalView, NewMilestone
from tracker.store.engine import Store


def create(
    store: Store,
    *,
    category: str,
    title: str,
    now: datetime,
    why: str = "",
    paper: str | None = None,
    source_reflection: str | None = None,
    milestones: Sequence[NewMilestone] = (),
    target_day: date | None = None,
) -> GoalView:
    """Make a goal; milestones that are already met by passed exercises are met at once.

    Raises:
        TrackerError: when the title or category is empty, or the reflection is unknown.
    """
    raise TrackerError("Goals cannot be made yet.")


def edit(
    store: Store,
    goal_id: str,
    *,
    category: str | None = None,
    title: str | None = None,
    why: str | None = None,
    target_day: date | None = None,
    no_target_day: bool = False,
) -> Change:
    """Change what is given and leave the rest."""
    raise TrackerError("Goals cannot be edited yet.")


def add_milestone(store: Store, goal_id: str, milestone: NewMilestone, now: datetime) -> Change:
    """Add a step at the end; it is met at once where an exercise was passed already."""
    raise TrackerError("Milestones cannot be added yet.")


def rename_milestone(store: Store, milestone_id: str, title: str) -> Change:
    """Give a step another title."""
    raise TrackerError("Milestones cannot be renamed yet.")


def remove_milestone(store: Store, milestone_id: str) -> Change:
    """Take a step away; its evidence stays with the goal."""
    raise TrackerError("Milestones cannot be removed yet.")


def tick(store: Store, milestone_id: str, now: datetime, met: bool = True) -> Change:
    """Say by hand that a step is met, or that it is not after all."""
    raise TrackerError("Milestones cannot be ticked yet.")


def finish(store: Store, goal_id: str, now: datetime) -> Change:
    """The goal is reached."""
    raise TrackerError("Goals cannot be finished yet.")


def drop(store: Store, goal_id: str, now: datetime) -> Change:
    """The goal is given up; it stays in the database."""
    raise TrackerError("Goals cannot be dropped yet.")


def reopen(store: Store, goal_id: str) -> Change:
    """The goal is open again."""
    raise TrackerError("Goals cannot be reopened yet.")


def link(
    store: Store,
    goal_id: str,
    kind: str,
    subject: str,
    now: datetime,
    *,
    milestone_id: str | None = None,
    remark: str = "",
) -> Change:
    """Lay evidence beside a goal; with a milestone, that step is met by it.

    Args:
        kind: `exercise`, `review`, `reflection` or `commit`.
        subject: id of an attempt, review or reflection, or a commit hash.
    """
    raise TrackerError("Evidence cannot be linked yet.")
