"""Read `notes/`, match what is there with what was known, and write the difference in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tracker.errors import TrackerError
from tracker.notes.views import SyncReport
from tracker.store.engine import Store
from tracker.workspace import Workspace


def sync(
    workspace: Workspace,
    store: Store,
    now: datetime,
    *,
    accept_vanished: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> SyncReport:
    """Bring the store up to date with the Markdown files under `notes/`; they are only read.

    Args:
        accept_vanished: go on although a third of all reflections has vanished at once.
        on_progress: told (files read, files to read).
        cancelled: asked between files; True stops without changing anything.
    """
    raise TrackerError("Notes cannot be read yet.")
