"""All numbers of the Progress screen, in one reading of the store."""

from __future__ import annotations

from datetime import datetime

from tracker.errors import TrackerError
from tracker.progress.views import Progress
from tracker.settings import Settings
from tracker.store.engine import Store


def summary(store: Store, now: datetime, settings: Settings) -> Progress:
    """Streak, curve, rates, heat map and recurring mistakes up to the learning day of `now`."""
    raise TrackerError("Progress cannot be summed up yet.")
