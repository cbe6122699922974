"""Questions about goals; each opens the store, reads, and returns frozen views."""

from __future__ import annotations

from datetime import date

from tracker.errors import TrackerError
from tracker.goals.views import GoalView
from tracker.store.engine import Store


def list_goals(store: Store, *, everything: bool = False, today: date | None = None) -> list[GoalView]:
    """The goals by category and position: open ones, or with `everything` the done and dropped too.

    Args:
        today: the learning day, for forecasts; without it there are none.
    """
    raise TrackerError("Goals cannot be listed yet.")


def find_goal(store: Store, id: str, *, today: date | None = None) -> GoalView:
    """The goal with this id, or with this unique beginning of an id (at least four characters).

    Raises:
        TrackerError: when there is none, or more than one.
    """
    raise TrackerError("Goals cannot be found yet.")


def categories(store: Store) -> tuple[str, ...]:
    """`fundamentals`, `paper`, `code-review`, and then the learner's own."""
    raise TrackerError("Categories cannot be listed yet.")
