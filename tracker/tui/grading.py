"""Grading inside the dashboard: one run at a time, told step by step."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from tracker.errors import TrackerError
from tracker.tui.messages import CheckFinished, ChecksCollected, GradingFailed, GradingFinished, GradingStarted
from tracker.tui.services import Services

if TYPE_CHECKING:
    from tracker.grader.client import Event


class GradedFiles:
    """Remembers what was graded last, so that a save which the dashboard made itself is not graded twice."""

    def __init__(self) -> None:
        self._digests: dict[Path, bytes] = {}

    def is_news(self, path: Path) -> bool:
        """True when the file holds something else than at the last call; False when it can't be read."""
        try:
            digest = hashlib.sha256(path.read_bytes()).digest()
        except OSError:
            return False
        if self._digests.get(path) == digest:
            return False
        self._digests[path] = digest
        return True


def grade(
    services: Services, slug: str, solution: Path | None, now: datetime, post: Callable[[Message], object]
) -> Message | None:
    """Grade and record; blocks. Returns the closing message, or None when a newer run took over."""
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.grader.client import Superseded
    from tracker.journeys.grading import grade as journey

    post(GradingStarted(slug))
    try:
        outcome = journey(
            services.workspace,
            services.store,
            services.catalogue,
            services.grader,
            slug,
            solution=solution,
            now=now,
            on_event=partial(_tell, post, slug),
        )
    except Superseded:
        return None
    except TrackerError as error:
        return GradingFailed(slug, error)
    return GradingFinished(slug, outcome)


def _tell(post: Callable[[Message], object], slug: str, event: Event) -> None:
    from tracker.grader.client import CheckFinished as Finished
    from tracker.grader.client import Collected

    if isinstance(event, Collected):
        post(ChecksCollected(slug, event.checks))
    elif isinstance(event, Finished):
        post(CheckFinished(slug, event.index, event.result))
