"""The first goal, so that a fresh workspace shows something that moves."""

from __future__ import annotations

from datetime import datetime

from tracker.changes import Change
from tracker.errors import TrackerError
from tracker.practice.catalogue import Catalogue
from tracker.store.engine import Store


def first_goal(store: Store, catalogue: Catalogue, now: datetime) -> Change:
    """Propose one goal, implementing the catalogue's first paper, once in the life of a workspace.

    It does nothing when it was called before or there is a goal already, so a goal that the learner dropped stays away.
    """
    raise TrackerError("There is no first goal yet.")
