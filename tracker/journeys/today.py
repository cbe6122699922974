"""Today: what is due, what is next, what was written, how steep the curve is."""

from __future__ import annotations

from datetime import datetime

from tracker.errors import TrackerError
from tracker.journeys.views import TodayView
from tracker.practice.catalogue import Catalogue
from tracker.store.engine import Store
from tracker.workspace import Workspace


def today(workspace: Workspace, store: Store, catalogue: Catalogue, now: datetime) -> TodayView:
    """Everything that the Today screen shows."""
    raise TrackerError("Today cannot be shown yet.")
