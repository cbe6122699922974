"""What a learner does to a reflection; each is one transaction and returns what changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tracker.changes import Change
from tracker.errors import TrackerError
from tracker.store.engine import Store


def mark_done(store: Store, id: str, now: datetime, done: bool = True) -> Change:
    """Mark an action as done, or as open again; the note itself is not touched."""
    raise TrackerError("Reflections cannot be marked yet.")


def set_tags(store: Store, id: str, tags: Iterable[str], now: datetime) -> Change:
    """Give a reflection exactly these tags; a leading `#` and outer spaces are dropped."""
    raise TrackerError("Reflections cannot be tagged yet.")


def pin(store: Store, id: str, now: datetime, pinned: bool = True) -> Change:
    """Pin a reflection to the top of lists, or unpin it."""
    raise TrackerError("Reflections cannot be pinned yet.")
