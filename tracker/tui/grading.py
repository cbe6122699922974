"""Grading inside the dashboard: one run at a time, told step by step."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from textual.message import Message

from tracker.errors import TrackerError
from tracker.grader import protocol
from tracker.practice.exercise import Exercise
from tracker.tui import messages
from tracker.tui.services import Services

Post = Callable[[Message], object]


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


def is_bare_starter(exercise: Exercise, path: Path) -> bool:
    """Nothing was written yet: a file that holds the starter is no attempt."""
    try:
        return path.read_text(encoding="utf-8") == exercise.starter()
    except (OSError, UnicodeDecodeError):
        return False


def grade(services: Services, slug: str, solution: Path | None, now: datetime, post: Post) -> Message | None:
    """Grade and record; blocks. Returns the closing message, or None when a newer run took over.

    Args:
        services: the open workspace.
        slug: the exercise.
        solution: another file than the learner's own.
        now: the moment of the save.
        post: takes the messages in between.
    """
    label = f"grading {slug}"
    post(messages.GradingStarted(slug))
    post(messages.WorkProgressed(label))
    try:
        return _graded(services, slug, solution, now, partial(_tell, post, slug))
    except protocol.Superseded:
        return None
    except TrackerError as error:
        return messages.GradingFailed(slug, error)
    finally:
        post(messages.WorkFinished(label))


def _graded(
    services: Services, slug: str, solution: Path | None, now: datetime, on_event: Callable[[protocol.Event], None]
) -> Message:
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.journeys.grading import grade as journey

    store, catalogue, grader = services.store, services.catalogue, services.grader
    outcome = journey(services.workspace, store, catalogue, grader, slug, solution=solution, now=now, on_event=on_event)
    return messages.GradingFinished(slug, outcome)


def _tell(post: Post, slug: str, event: protocol.Event) -> None:
    if isinstance(event, protocol.Warming):
        post(messages.WarmingStarted(slug))
    elif isinstance(event, protocol.Collected):
        post(messages.ChecksCollected(slug, event.checks))
    else:
        post(messages.CheckFinished(slug, event.index, event.result))
