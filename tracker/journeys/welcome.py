"""The first goal, so that a fresh workspace shows something that moves."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import select

from tracker.changes import NOTHING, Change
from tracker.goals.actions import propose
from tracker.goals.templates import paper_goal
from tracker.goals.views import GoalDraft
from tracker.practice.catalogue import Catalogue
from tracker.store.engine import Store
from tracker.store.practice_tables import SettingRow
from tracker.store.tables import GoalRow

PROPOSED = "first_goal_proposed"
"""The setting that remembers the proposal: a goal that the learner dropped must not come back."""


def first_goal(store: Store, catalogue: Catalogue, now: datetime) -> Change:
    """Propose one goal, implementing the paper with the most exercises, once in the life of a workspace.

    It does nothing when it was called before, when there is a goal already, or when no exercise belongs to a paper.
    """
    draft = first_draft(catalogue)
    if draft is None:
        return NOTHING
    with store.read() as session:  # the usual case, every start after the first, takes no write lock
        if session.get(SettingRow, PROPOSED) is not None:
            return NOTHING
    with store.write() as session:
        if session.get(SettingRow, PROPOSED) is not None:
            return NOTHING
        session.add(SettingRow(key=PROPOSED, value=True))
        is_fresh = session.exec(select(GoalRow.id).limit(1)).first() is None
        return propose(session, draft, now) if is_fresh else NOTHING


def first_draft(catalogue: Catalogue) -> GoalDraft | None:
    """The goal that `first_goal` proposes; None when no exercise belongs to a paper."""
    papers = dict.fromkeys(paper for exercise in catalogue for paper in exercise.papers)
    if not papers:
        return None
    paper = max(papers, key=lambda paper: len(catalogue.about(paper)))
    return paper_goal(paper, catalogue.paper_title(paper), catalogue.about(paper))
