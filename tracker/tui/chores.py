"""What the backstage has done in threads; each chore brings its own imports along."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from textual.message import Message

from tracker.changes import Change
from tracker.tui.services import Services


def propose_first_goal(now: datetime, services: Services) -> Change:
    """Give a fresh workspace a goal that moves."""
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.journeys.welcome import first_goal

    return first_goal(services.store, services.catalogue, now)


def grade(
    services: Services, slug: str, solution: Path | None, now: datetime, post: Callable[[Message], object]
) -> Message | None:
    """Grade and record; see `grading.grade`."""
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.tui.grading import grade as run

    return run(services, slug, solution, now, post)
