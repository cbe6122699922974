"""Putting a starter into the learner's `solutions/`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tracker.errors import TrackerError
from tracker.practice.exercise import Exercise
from tracker.store.engine import Store
from tracker.workspace import Workspace


def solution_path(workspace: Workspace, exercise: Exercise) -> Path:
    """Where the learner's file for this exercise is, or will be."""
    return workspace.solutions / f"{exercise.slug}.py"


def start(workspace: Workspace, store: Store, exercise: Exercise, now: datetime, *, blank: bool = False) -> Path:
    """Make the learner's file from the starter, unless there is one, and return its path.

    Args:
        blank: begin anew, as practice does: a file that is there is set aside in `solutions/earlier/`, never lost.
    """
    raise TrackerError("Exercises cannot be started yet.")
