"""A solution is graded: report, attempt, schedule and milestones, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from tracker.errors import TrackerError
from tracker.grader.client import Grader
from tracker.journeys.views import GradeOutcome
from tracker.practice.catalogue import Catalogue
from tracker.store.engine import Store
from tracker.workspace import Workspace


def grade(
    workspace: Workspace,
    store: Store,
    catalogue: Catalogue,
    grader: Grader,
    slug: str,
    *,
    now: datetime,
    solution: Path | None = None,
    seed: int | None = None,
    on_event: Callable[[Any], None] | None = None,
) -> GradeOutcome:
    """Grade a solution and, when it is the workspace's own file, record the attempt and all that follows from it.

    Blocks until the verdict is there; call it in a worker. A run that was superseded by a newer one is not recorded.

    Args:
        solution: a file, or `FILE::name` for one variant in it; None for the workspace's own solution.
        seed: replays an earlier grade; None draws a fresh one.
        on_event: receives the grader's events as they come.

    Raises:
        TrackerError: when there is no such exercise or file.
        Superseded: when a newer grade took over.
    """
    raise TrackerError("Solutions cannot be graded yet.")
