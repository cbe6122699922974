"""Grading inside the dashboard: told step by step. Imported by the first run, in its thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from textual.message import Message

from tracker.errors import TrackerError
from tracker.grader import protocol
from tracker.journeys.grading import grade as grade_and_record
from tracker.tui import messages
from tracker.tui.services import Services

Post = Callable[[Message], object]


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
    store, catalogue, grader = services.store, services.catalogue, services.grader
    outcome = grade_and_record(
        services.workspace, store, catalogue, grader, slug, solution=solution, now=now, on_event=on_event
    )
    return messages.GradingFinished(slug, outcome)


def _tell(post: Post, slug: str, event: protocol.Event) -> None:
    if isinstance(event, protocol.Warming):
        post(messages.WarmingStarted(slug))
    elif isinstance(event, protocol.Restarted):
        post(messages.GraderRestarted(slug, event.sentence))
    elif isinstance(event, protocol.Collected):
        post(messages.ChecksCollected(slug, event.checks))
    elif isinstance(event, protocol.Printed):
        post(messages.SolutionPrinted(slug, event.text))
    else:
        post(messages.CheckFinished(slug, event.index, event.result))
