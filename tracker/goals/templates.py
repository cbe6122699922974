"""Goals that are proposed: implementing a paper, out of the exercises that belong to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from tracker.goals.views import GoalDraft, NewMilestone


class Step(Protocol):
    """What a template needs to know of an exercise."""

    @property
    def id(self) -> str:
        """The id that never changes."""

    @property
    def title(self) -> str:
        """The title that the learner reads."""


def paper_goal(paper: str, title: str, steps: Iterable[Step]) -> GoalDraft:
    """The goal "implement this paper": one milestone per exercise, in the order given.

    Args:
        paper: arXiv id or short name.
        title: the title of the paper.
        steps: its exercises.
    """
    milestones = tuple(NewMilestone(step.title, "exercise", step.id) for step in steps)
    return GoalDraft("paper", title, "Being able to implement a paper is a measure of fundamentals.", paper, milestones)
